"""k groups of a graph: the clustering of SpRAy."""

import warnings

import numpy as np

from spray.analyses import Analysis
from spray.analyses.eigenmaps import Doubles
from spray.analyses.labels import Labels, canonical
from spray.analyses.spectral_embedding import spectral_embedding


def kmeans(eigenmaps: tuple[Doubles, Doubles], k: int = 4, seed: int = 0) -> Labels:
    """The partition of the first k coordinates of the spectral embedding with the least scatter within groups.

        y_i = (v_1i, ..., v_ki) / |(v_1i, ..., v_ki)|          minimise Σ_c Σ_{i in c} |y_i - mean_c|²

    k groups that no edge joins lie at k right angles in k coordinates; further ones describe what is inside the
    groups, and would cut them. The best of ten seeded starts. Groups are numbered by size, the largest 0. There
    are never more groups than different points.

    eigenmaps: eigenvalues (e,) and eigenvectors (n, e). Returns labels (n,).
    Source: Ng, Jordan, Weiss, On spectral clustering, NIPS 2001; Lloyd (1982); Arthur, Vassilvitskii (2007).
    """
    from sklearn.cluster import KMeans
    from sklearn.exceptions import ConvergenceWarning

    values, vectors = eigenmaps
    points, _ = spectral_embedding((values[:k], vectors[:, :k]))
    k = min(k, len(np.unique(points, axis=0)))
    if k < 2:
        return np.zeros(len(points), np.int64)
    with warnings.catch_warnings():
        # Points that differ by rounding only are one point to it, and then it finds fewer groups.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return canonical(KMeans(k, n_init=10, random_state=seed).fit_predict(points))


ANALYSIS = Analysis(
    "kmeans",
    "clustering",
    kmeans,
    argument="k",
    minimum=2,
    sweep=(2, 10),
    title="k-means",
    elsewhere="kmeans_all",
)
