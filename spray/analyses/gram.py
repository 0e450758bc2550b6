"""Inner products of the samples: all that many steps need to know of long rows."""

from dataclasses import dataclass
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
EPSILON = float(np.finfo(np.float32).eps)
Scratch = tuple[NDArray[np.float32], NDArray[np.float32]]
"""A slice of columns, and its products."""


@dataclass(frozen=True)
class Products:
    """Inner products of centred rows, divided by s², and how far rounding has moved them."""

    values: Doubles  # (n, n)
    scale: float  # s, a power of two about max|x|
    rounding: Doubles  # (n,): G_ii + G_jj - 2 G_ij is that of the rows to within rounding_i + rounding_j

    @property
    def squares(self) -> Doubles:
        """Squared lengths of the rows, (n,)."""
        return np.diag(self.values)


def gram(features: Floats) -> Products | None:
    """Products of centred rows, when there are few rows and they are long; otherwise None.

        G_ij = Σ_t Σ_{c in t} (x_ic - m_c)(x_jc - m_c) / s²     t: slices of w columns; s: a power of two about max|x|
        rounding_i = ε (8 |x_i|² + 2 √w √Σ_t |x_i^t|⁴) + 4 r |x_i|²

    Products within a slice are float32, their sum over slices is float64. Roundings rarely agree in sign: those of a
    product of w terms grow with √w, and those of slices add up as independent errors do. Where they agree after all,
    as those of constant rows, the squares show it: r = max_i |G_ii - Σ_t |x_i^t|²| / G_ii, where the second sum goes in
    another order. Read slice by slice, also from disk.

    features: (n, d). Returns None for n > 4096 or d <= 2 n: then the rows themselves are shorter.
    Source: the expansion |x - y|² = |x|² + |y|² - 2 x·y, as in Johnson, Douze, Jégou (2019); the growth of rounding,
    Higham, Accuracy and Stability of Numerical Algorithms (2002), section 2.8.
    """
    n, d = features.shape[0], int(np.prod(features.shape[1:]))
    if features.ndim != 2 or n > LARGEST or d <= 2 * n:
        return None
    with workers() as each:
        products = _products(features, _scale(features[:: max(1, n // SAMPLED)], each), each)
        if not LEAST < products.squares.max() < MOST:
            products = _products(features, _scale(features, each), each)
    values = products.values
    values -= values.mean(axis=0)
    values -= values.mean(axis=1, keepdims=True)  # the middles were rounded: now the mean is zero
    return products


def _products(features: Floats, scale: float, each: Each) -> Products:
    """Sums over slices of columns, which are about centred and divided by the scale."""
    n, d = features.shape
    width = max(1, min(COLUMNS, ENTRIES // n))
    spare: SimpleQueue[Scratch] = SimpleQueue()

    def products(start: int) -> tuple[Scratch, NDArray[np.float32]]:
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
            return scratch, np.vecdot(piece, piece)

    total, fourth, drift = np.zeros((n, n)), np.zeros(n), np.zeros(n)
    with np.errstate(over="ignore", invalid="ignore"):
        for scratch, squares in each(products, range(0, d, width)):
            total += scratch[1]
            fourth += np.square(squares, dtype=np.float64)
            drift += np.diag(scratch[1]) - squares.astype(np.float64)
            spare.put(scratch)
        squares = np.diag(total)
        seen = squares > EPSILON**4 * squares.max()  # below, terms leave the range of float32
        worst = np.max(np.abs(drift[seen]) / squares[seen], initial=0.0)
        rounding = (8 * EPSILON + 4 * worst) * squares + 2 * EPSILON * np.sqrt(width * fourth)
    return Products(total, scale, rounding)


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


ANALYSIS = Analysis("gram", "graph", gram, kept=False)
