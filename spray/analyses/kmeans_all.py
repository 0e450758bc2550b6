"""k groups in any embedding."""

import numpy as np
from numpy.typing import NDArray

from spray.analyses import Analysis
from spray.analyses.eigenmaps import Doubles
from spray.analyses.kmeans_path import path
from spray.analyses.labels import Labels, canonical


def kmeans_all(points: Doubles, kmeans_path: NDArray[np.integer], k: int = 4, seed: int = 0) -> Labels:
    """The partition of the points, with all their coordinates, that has the least scatter within groups.

        minimise Σ_c Σ_{i in c} |y_i - mean_c|²

    The same points for every k, as CoRelAy has it, where `kmeans` takes the first k coordinates of the spectral
    embedding. All k up to 32 share one path (`spray.analyses.kmeans_path`), a larger one has its own. Groups are
    numbered by size, the largest 0. There are never more groups than different points.

    points: (n, e). kmeans_path: (32, n), as `kmeans_path` returns it. Returns labels (n,).
    Source: Lloyd (1982); Fränti et al. (2000).
    """
    found = kmeans_path if k <= len(kmeans_path) else path(points, k, seed)
    return canonical(found[k - 1])


ANALYSIS = Analysis(
    "kmeans_all",
    "clustering",
    kmeans_all,
    argument="k",
    minimum=2,
    sweep=(2, 10),
    title="k-means (all)",
)
