"""Inner products of the samples: all that many steps need to know of long rows."""

from queue import Empty, SimpleQueue

import numpy as np
from numpy.typing import NDArray

from spray.analyses import Analysis
from spray.analyses.channels import Floats
from spray.analyses.eigenmaps import Doubles
from spray.threads import Each, workers

LARGEST = 4096  # samples: 128 MB
COLUMNS = 1 << 11  # at a time, so that nothing as large as the features is made
ENTRIES = 1 << 23  # of that slice: 32 MB
ROWS = 256  # at a time, in search of the greatest value
SAMPLED = 16  # rows, among which it is looked for first
LEAST, MOST = 1e-20, 1e30  # of squared lengths by its scale; otherwise it is looked for in all rows
Scratch = tuple[NDArray[np.float32], NDArray[np.float32]]
"""A slice of columns, and its products."""


def gram(features: Floats) -> Doubles | None:
    """Products of centred rows, when there are few rows and they are long; otherwise None.

        G_ij = Σ_c (x_ic - m_c)(x_jc - m_c) / s²        s a power of two about max|x|: see `scale_in`

    Products of a slice of columns are float32, their sum over slices is float64: an error of about
    ε √2048 (|x_i|² + |x_j|²), whatever the length of the rows. Read slice by slice, also from disk.

    features: (n, d). Returns (n, n) float64, or None for n > 4096 or d <= 2 n: then the rows themselves are shorter.
    Source: the expansion |x - y|² = |x|² + |y|² - 2 x·y, as in Johnson, Douze, Jégou (2019).
    """
    n, d = features.shape[0], int(np.prod(features.shape[1:]))
    if features.ndim != 2 or n > LARGEST or d <= 2 * n:
        return None
    with workers() as each:
        total = _products(features, _scale(features[:: max(1, n // SAMPLED)], each), each)
        if not LEAST < np.diag(total).max() < MOST:
            total = _products(features, _scale(features, each), each)
    total -= total.mean(axis=0)
    total -= total.mean(axis=1, keepdims=True)  # the middles were rounded: now the mean is zero
    return total


def _products(features: Floats, scale: float, each: Each) -> Doubles:
    """Sums over slices of columns, which are about centred and divided by the scale."""
    n, d = features.shape
    width = max(1, min(COLUMNS, ENTRIES // n))
    spare: SimpleQueue[Scratch] = SimpleQueue()

    def products(start: int) -> Scratch:
        scratch = _taken(spare, n, width)
        columns = features[:, start : start + width]
        piece = scratch[0][:, : columns.shape[1]]
        with np.errstate(over="ignore", invalid="ignore"):  # for this scale there is another
            # Any middle does, as long as all rows have the same; what it leaves is rounded relative to what is left.
            if features.dtype == np.float32:
                np.divide(columns, scale, out=piece)
                piece -= piece.mean(axis=0)
            else:
                middle = columns.mean(axis=0, dtype=np.float64)
                np.divide(columns - middle, scale, out=piece, casting="same_kind")
            np.matmul(piece, piece.T, out=scratch[1])
        return scratch

    total = np.zeros((n, n))
    for scratch in each(products, range(0, d, width)):
        total += scratch[1]
        spare.put(scratch)
    return total


def _taken(spare: SimpleQueue[Scratch], n: int, width: int) -> Scratch:
    """One that is not in use: new memory costs the system as much as the arithmetic on it."""
    try:
        return spare.get_nowait()
    except Empty:
        return np.empty((n, width), np.float32), np.empty((n, n), np.float32)


def scale_of(features: Floats) -> float:
    """The power of two above max|x|: dividing by it changes no digit, and keeps squares within float32."""
    with workers() as each:
        return _scale(features, each)


def _scale(features: Floats, each: Each) -> float:
    def largest(start: int) -> float:
        rows = features[start : start + ROWS]
        return max(float(rows.max(initial=0)), -float(rows.min(initial=0)))

    greatest = max(each(largest, range(0, len(features), ROWS)), default=0.0)
    most = 127 if features.dtype == np.float32 else 1023
    return float(2.0 ** min(int(np.frexp(greatest)[1]), most))


def scale_in(gram: Doubles, features: Floats) -> float:
    """The s of `gram`, read off what it made of these features: a squared distance against that of the products."""
    far = int(np.argmax(np.diag(gram)[0] + np.diag(gram) - 2 * gram[0]))
    with np.errstate(over="ignore"):
        apart = features[far].astype(np.float64) - features[0]
    largest = float(np.abs(apart).max(initial=0))
    if largest == 0:
        return 1.0
    if not np.isfinite(largest):
        return scale_of(features)
    exponent = 2 * np.log2(largest) + np.log2(np.square(apart / largest).sum())
    return float(2.0 ** round((exponent - np.log2(gram[0, 0] + gram[far, far] - 2 * gram[0, far])) / 2))


ANALYSIS = Analysis("gram", "graph", gram, kept=False)
