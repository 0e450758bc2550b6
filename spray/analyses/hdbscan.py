"""Groups of any number and shape, and the rest as noise."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.eigenmaps import Doubles
from spray.analyses.labels import Labels, canonical


def hdbscan(points: Doubles, min_cluster_size: int = 5) -> Labels:
    """Clusters that persist over a range of densities.

        mutual reachability d(i, j) = max(core_i, core_j, |x_i - x_j|);  of its single-linkage tree, the clusters
        with the greatest excess of mass

    Groups are numbered by size, the largest 0; -1 is noise. Fewer than `min_cluster_size` points are all noise.

    points: (n, e). Returns labels (n,). Source: Campello, Moulavi, Sander, PAKDD 2013.
    """
    from sklearn.cluster import HDBSCAN

    if len(points) < min_cluster_size:
        return np.full(len(points), -1, np.int64)
    model = HDBSCAN(min_cluster_size=min_cluster_size, n_jobs=1, copy=True)
    return canonical(model.fit_predict(points))


ANALYSIS = Analysis("hdbscan", "clustering", hdbscan, argument="min_cluster_size", minimum=2)
