"""Do the members of a cluster look at the same place?"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from spray.analyses import Analysis
from spray.analyses.channels import Floats
from spray.analyses.labels import Labels

HALF = 0.5
ROWS = 1024


def region(features: Floats, labels: Labels) -> dict[str, NDArray[Any]]:
    """Share of every member's relevance inside the common region of its cluster.

        m_p = mean over members of |x_p| / Σ|x|          region = the fewest positions with Σ m >= 1/2 Σ m
        inside = mean over members of their share there  (1/2 or a little more: the region is chosen so)
        even = mean over members of min(1, share / inside), how evenly the members agree
        outside = the same share among all other samples; area = the region's part of all positions

    Relevance in a small area, evenly, and not outside: one strategy at one place. An object that moves has a large
    area.

    features: (n, d). labels: (n,). Returns arrays (clusters,) by ascending label, noise included: "inside", "even",
    "outside", "area"; 0 where there is no relevance.
    Source: ours; the region is the least area with half of the mass, as a highest-density region (Hyndman, 1996).
    """
    every, place, size = np.unique(labels, return_inverse=True, return_counts=True)
    n, d = features.shape
    total = np.empty(n)
    sums = np.zeros((len(every), d))
    for rows in _blocks(n):
        size_of, unit = _unit(features[rows])
        total[rows] = size_of
        member = (place[rows][:, None] == np.arange(len(every))).astype(unit.dtype)
        sums += member.T @ unit
    regions = np.stack([_densest(mean) for mean in sums])
    share = np.empty((n, len(every)))
    for rows in _blocks(n):
        share[rows] = _unit(features[rows])[1] @ regions.T.astype(features.dtype)
    inside = np.bincount(place, share[np.arange(n), place], len(every)) / size
    reached = share[np.arange(n), place] / np.maximum(inside[place], 1e-300)
    even = np.bincount(place, np.minimum(reached, 1), len(every)) / size
    outside = (share.sum(axis=0) - inside * size) / np.maximum(n - size, 1)
    found = (inside > 0).astype(np.float64)
    return {
        "inside": inside,
        "even": even * found,
        "outside": np.maximum(outside, 0),
        "area": regions.mean(axis=1) if d else np.zeros(len(every)),
    }


def _blocks(n: int) -> list[slice]:
    return [slice(start, min(start + ROWS, n)) for start in range(0, n, ROWS)]


def _unit(features: Floats) -> tuple[Floats, Floats]:
    """Sizes (n,) and shares (n, d) of |x|; zero rows stay zero."""
    size = np.abs(features)
    largest = size.max(axis=1, keepdims=True, initial=0)
    size = np.divide(size, largest, out=np.zeros_like(size), where=largest > 0)
    total = size.sum(axis=1, keepdims=True)
    return total[:, 0], np.divide(size, total, out=np.zeros_like(size), where=total > 0)


def _densest(mean: Floats) -> NDArray[np.bool_]:
    """The fewest positions that hold half of the sum; ties to the lower position."""
    chosen = np.zeros(len(mean), bool)
    total = mean.sum()
    if total > 0:
        order = np.argsort(-mean, kind="stable")
        needed = int(np.searchsorted(np.cumsum(mean[order]), HALF * total)) + 1
        chosen[order[:needed]] = True
    return chosen


ANALYSIS = Analysis("region", "score", region)
