"""Coarse heatmaps: position matters only up to a block of pixels."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.channels import Floats, unit_sum


def pooled(relevance: Floats, size: int = 14) -> Floats:
    """Relevance summed over channels and over blocks, at most `size` blocks along each axis, then as `spectral`.

        h_b = Σ_c Σ_{p in b} R_cp          x = h / Σ_b |h_b|

    Sums, so that no relevance is lost; an axis of length L is cut at round(i L / size), so blocks differ by one at
    most. Plain vectors are pooled along their one axis.

    relevance: (n, C, ...) or (n, d). Returns (n, blocks).
    Source: the down-sizing before the clustering in Lapuschkin et al., Nature Communications 10:1096 (2019).
    """
    summed = relevance.sum(axis=1) if relevance.ndim > 2 else relevance
    for axis in range(1, summed.ndim):
        length = summed.shape[axis]
        blocks = min(size, length)
        starts = np.round(np.arange(blocks) * length / blocks).astype(int)
        summed = np.add.reduceat(summed, starts, axis=axis)
    return unit_sum(np.asarray(summed.reshape(len(relevance), -1)))


ANALYSIS = Analysis("pooled", "preprocessing", pooled, argument="size")
