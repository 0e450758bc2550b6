"""Groups of any number and shape, and the rest as noise."""

import math

import numpy as np

from spray.analyses import Analysis
from spray.analyses.eigenmaps import Doubles
from spray.analyses.labels import Labels, canonical


def hdbscan(points: Doubles, min_cluster_size: int | None = None, metric: str = "euclidean") -> Labels:
    """Clusters that persist over a range of densities.

        mutual reachability d(i, j) = max(core_i, core_j, |x_i - x_j|);  of its single-linkage tree, the clusters
        with the greatest excess of mass

    Groups are numbered by size, the largest 0; -1 is noise. Without `min_cluster_size` it is 2 % of the points, at
    least 5: below that the groups of a large category are its accidents. Fewer points than that are all noise.

    points: (n, e). `metric`: one of scikit-learn's for HDBSCAN. Returns labels (n,).
    Source: Campello, Moulavi, Sander, PAKDD 2013.
    """
    from sklearn.cluster import HDBSCAN

    smallest = default_size(len(points)) if min_cluster_size is None else min_cluster_size
    if len(points) < smallest:
        return np.full(len(points), -1, np.int64)
    model = HDBSCAN(min_cluster_size=smallest, metric=metric, n_jobs=1, copy=True)
    return canonical(model.fit_predict(points))


def default_size(samples: int) -> int:
    """Members of the smallest cluster."""
    return max(5, math.ceil(samples / 50))


def adapts(samples: int, min_cluster_size: int | None = None, **others: str) -> str:
    """Too few samples for one cluster."""
    smallest = default_size(samples) if min_cluster_size is None else min_cluster_size
    if samples >= smallest:
        return ""
    return f"HDBSCAN needs {smallest} samples for a cluster: all {samples} are noise."


ANALYSIS = Analysis(
    "hdbscan", "clustering", hdbscan, argument="min_cluster_size", minimum=2, title="HDBSCAN", adapts=adapts
)
