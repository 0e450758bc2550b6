"""k groups around k means."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.eigenmaps import Doubles
from spray.analyses.labels import Labels, canonical


def kmeans(points: Doubles, k: int = 4, seed: int = 0) -> Labels:
    """The partition into k groups with the least scatter within them that ten seeded starts find.

        minimise Σ_c Σ_{i in c} |x_i - mean_c|²

    Groups are numbered by size, the largest 0. With fewer than k distinct points there are as many groups as those.

    points: (n, e). Returns labels (n,). Source: Lloyd (1982); k-means++ starts, Arthur, Vassilvitskii (2007).
    """
    from sklearn.cluster import KMeans

    k = min(k, len(np.unique(points, axis=0)))
    if k < 2:
        return np.zeros(len(points), np.int64)
    return canonical(KMeans(k, n_init=10, random_state=seed).fit_predict(points))


ANALYSIS = Analysis("kmeans", "clustering", kmeans, argument="k", minimum=2, sweep=(2, 10))
