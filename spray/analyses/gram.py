"""Inner products of the samples: all that many steps need to know of long rows."""

import numpy as np
from numpy.typing import NDArray

from spray.analyses import Analysis
from spray.analyses.channels import Floats
from spray.analyses.eigenmaps import Doubles
from spray.threads import workers

LARGEST = 4096  # samples: 128 MB
COLUMNS = 1 << 11  # at a time, so that nothing as large as the features is made
ENTRIES = 1 << 23  # of that slice: 32 MB
ROWS = 256  # at a time, in search of the greatest value


def gram(features: Floats) -> Doubles | None:
    """Products of centred rows, when there are few rows and they are long; otherwise None.

        G_ij = Σ_c (x_ic - m_c)(x_jc - m_c) / s²        s the power of two above max|x|

    Products of a slice of columns are float32, their sum over slices is float64: an error of about
    ε √2048 (|x_i|² + |x_j|²), whatever the length of the rows. Read slice by slice, also from disk.

    features: (n, d). Returns (n, n) float64, or None for n > 4096 or d <= 2 n: then the rows themselves are shorter.
    Source: the expansion |x - y|² = |x|² + |y|² - 2 x·y, as in Johnson, Douze, Jégou (2019).
    """
    n, d = features.shape[0], int(np.prod(features.shape[1:]))
    if features.ndim != 2 or n > LARGEST or d <= 2 * n:
        return None
    scale = scale_of(features)
    width = max(1, min(COLUMNS, ENTRIES // n))

    def products(start: int) -> NDArray[np.float32]:
        columns = features[:, start : start + width]
        # Any middle does, as long as all rows have the same; what it leaves is rounded relative to what is left.
        if features.dtype == np.float32:
            piece = np.divide(columns, scale, dtype=np.float32)
            piece -= piece.mean(axis=0)
        else:
            piece = ((columns - columns.mean(axis=0, dtype=np.float64)) / scale).astype(np.float32)
        return np.asarray(piece @ piece.T)

    total = np.zeros((n, n))
    with workers() as each:
        for part in each(products, range(0, d, width)):
            total += part
    total -= total.mean(axis=0)
    total -= total.mean(axis=1, keepdims=True)  # the middles were rounded: now the mean is zero
    return total


def scale_of(features: Floats) -> float:
    """The power of two above max|x|: dividing by it changes no digit, and keeps squares within float32."""

    def largest(start: int) -> float:
        rows = features[start : start + ROWS]
        return max(float(rows.max(initial=0)), -float(rows.min(initial=0)))

    with workers() as each:
        greatest = max(each(largest, range(0, len(features), ROWS)), default=0.0)
    most = 127 if features.dtype == np.float32 else 1023
    return float(2.0 ** min(int(np.frexp(greatest)[1]), most))


def scale_in(gram: Doubles, features: Floats) -> float:
    """The same, read off what `gram` made of these features: a squared distance against that of the products."""
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
