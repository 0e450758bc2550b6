"""The tree of merges that all agglomerative clusterings are cut from."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.eigenmaps import Doubles
from spray.errors import ResourceError

LARGEST = 30_000  # samples: 3.6 GB
METHODS = ("ward", "complete", "average", "single", "weighted", "centroid", "median")


def merges(points: Doubles, linkage: str = "ward", metric: str = "euclidean") -> Doubles:
    """Merges of the two nearest groups, until one is left.

        ward: d(s ∪ t, u)² = ((n_s + n_u) d(s,u)² + (n_t + n_u) d(t,u)² - n_u d(s,t)²) / (n_s + n_t + n_u)
        complete: max, single: min, average: mean of the distances between members

    points: (n, e). Returns SciPy's form (n - 1, 4): the two groups, their distance, members.
    Raises ValueError for an unknown method or one that needs Euclid's distance, `ResourceError` above 30,000 samples.
    Source: Ward (1963); Müllner, Modern hierarchical, agglomerative clustering algorithms (2011).
    """
    from scipy.cluster.hierarchy import linkage as merge

    if linkage not in METHODS:
        raise ValueError(f"agglomerative:linkage={linkage} is unknown. Valid are {', '.join(METHODS)}.")
    if linkage in ("ward", "centroid", "median") and metric != "euclidean":
        raise ValueError(f'agglomerative:linkage={linkage} works with metric=euclidean only, not "{metric}".')
    n = len(points)
    if n > LARGEST:
        raise ResourceError(
            f"Agglomerative clustering of {n:,} samples takes {4e-9 * n * n:.0f} GB. Use kmeans or dbscan, or fewer "
            f"samples (data.limit); up to {LARGEST:,} are possible."
        )
    if n < 2:
        return np.empty((0, 4))
    return np.asarray(merge(np.asarray(points, np.float64), linkage, metric))


ANALYSIS = Analysis("merges", "graph", merges)
