"""How well each cluster keeps to itself."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from spray.analyses import Analysis
from spray.analyses.eigenmaps import Doubles
from spray.analyses.labels import Labels

SAMPLED = 4096  # samples that are looked at; their distances are to all
ROWS = 256


def silhouette(points: Doubles, labels: Labels, seed: int = 0) -> dict[str, NDArray[Any]]:
    """Nearness to the own cluster against that to the next one.

        s_i = (b_i - a_i) / max(a_i, b_i)     a_i mean distance to the other members, b_i the least mean distance to
                                              the members of another cluster; s_i = 0 for a cluster of one

    Between -1 and 1, around 0 for an arbitrary cut. Noise belongs to no cluster. Of more than 4096 samples a seeded
    choice is looked at.

    points: (n, e). labels: (n,). Returns "cluster" (clusters,), means by ascending label, noise 0, and "all" (), the
    mean over samples; 0 where there are fewer than two clusters.
    Source: Rousseeuw (1987).
    """
    from scipy.spatial.distance import cdist

    every, place, size = np.unique(labels, return_inverse=True, return_counts=True)
    clusters = every >= 0
    if clusters.sum() < 2:
        return {"cluster": np.zeros(len(every)), "all": np.zeros(())}
    rows = np.flatnonzero(labels >= 0)
    if len(rows) > SAMPLED:
        rows = np.sort(np.random.default_rng(seed).choice(rows, SAMPLED, replace=False))
    inside = (place[:, None] == np.arange(len(every))).astype(np.float64)
    values = np.empty(len(rows))
    for start in range(0, len(rows), ROWS):
        here = rows[start : start + ROWS]
        total = cdist(points[here], points) @ inside
        own = place[here]
        spot = np.arange(len(here))
        a = total[spot, own] / np.maximum(size[own] - 1, 1)
        mean = np.where(clusters, total / size, np.inf)
        mean[spot, own] = np.inf
        b = mean.min(axis=1)
        larger = np.maximum(a, b)
        value = np.divide(b - a, larger, out=np.zeros(len(here)), where=larger > 0)
        values[start : start + ROWS] = np.where(size[own] > 1, value, 0)
    seen = np.bincount(place[rows], minlength=len(every))
    cluster = np.bincount(place[rows], values, len(every)) / np.maximum(seen, 1)
    return {"cluster": np.where(clusters, cluster, 0), "all": np.asarray(values.mean())}


ANALYSIS = Analysis("silhouette", "score", silhouette)
