"""How much relevance of which strength, wherever it lies."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.channels import Floats

RANGES = ("symmetric", "own")


def histogram(relevance: Floats, bins: int = 32, range: str = "symmetric") -> Floats:
    """The distribution of the relevance of every channel over equal bins, as a density.

        x_(c,b) = #{p : R_cp in bin b} / (positions · width)

    symmetric: bins cover [-1, 1] of R / max|R| of the sample, so a bin means the same in every sample.
    own: bins cover the least to the greatest value of each channel, as numpy.histogram and CoRelAy have it; samples
    that differ by scale and shift only then look alike. A channel of one value v covers [v - 1/2, v + 1/2].

    relevance: (n, C, ...) or (n, d), which is one channel. Returns (n, C · bins), float32 or as the input.
    Raises ValueError for another `range`. Source: the variant "histogram" of Anders et al. (2021).
    """
    if range not in RANGES:
        raise ValueError(f"histogram:range={range} is unknown. Valid are {', '.join(RANGES)}.")
    n, channels = len(relevance), relevance.shape[1] if relevance.ndim > 2 else 1
    values = relevance.reshape(n * channels, -1)
    if range == "symmetric":
        largest = np.abs(relevance.reshape(n, -1)).max(axis=1, initial=0).repeat(channels)[:, None]
        values = np.divide(values, largest, out=np.zeros_like(values), where=largest > 0)
    counted = [_density(row, bins, (-1.0, 1.0) if range == "symmetric" else None) for row in values]
    return np.asarray(counted, relevance.dtype).reshape(n, channels * bins)


def _density(values: Floats, bins: int, span: tuple[float, float] | None) -> Floats:
    low, high = span or (float(values.min()), float(values.max()))
    if low == high:
        low, high = low - 0.5, high + 0.5
    # Divided before it is multiplied, so that neither tiny nor huge relevance leaves the range of floats.
    place = (values.astype(np.float64) - low) / (high - low) * bins
    count = np.bincount(np.minimum(place.astype(np.int64), bins - 1), minlength=bins)
    return np.asarray(count * bins / (len(values) * (high - low)), np.float64)


ANALYSIS = Analysis("histogram", "preprocessing", histogram, argument="bins", minimum=2)
