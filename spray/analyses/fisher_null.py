"""How separable k-means makes points that have no clusters."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.eigenmaps import Doubles
from spray.analyses.fisher import fisher
from spray.analyses.kmeans_path import path
from spray.analyses.labels import Labels


def fisher_null(points: Doubles, labels: Labels, draws: int = 5, seed: int = 0) -> dict[str, float]:
    """Fisher's discriminant against that of a normal cloud of the same spread, cut into as many groups by k-means.

        z_1 ... z_R ~ N(mean, covariance of the points), n each          excess = (F(y) - mean F(z)) / (1 - mean F(z))

    F is "fisher" of `spray.analyses.fisher`. The null has the same n, K and covariance and no clusters, so excess 0 is
    what a cut through a cloud gives.

    points: (n, e). labels: (n,), noise is left out. Returns "null", the mean of F over the draws, and "excess" <= 1.
    Source: ours, after the Gaussian reference of the gap statistic, Tibshirani, Walther, Hastie (2001).
    """
    kept = labels >= 0
    points, labels = points[kept], labels[kept]
    groups = len(np.unique(labels))
    found = fisher(points, labels)["fisher"]
    if groups < 2 or found == 0:
        return {"null": 0.0, "excess": 0.0}
    centred = points - points.mean(axis=0)
    random = np.random.default_rng((seed, groups))
    variance, axes = np.linalg.eigh(centred.T @ centred / (len(points) - 1))
    mixing = (
        axes * np.sqrt(np.maximum(variance, 0))
    ) @ axes.T  # the symmetric root: no sign of an axis matters
    values = []
    for draw in range(draws):
        cloud = random.standard_normal((len(points), len(mixing))) @ mixing
        values.append(
            fisher(cloud, path(cloud, max(groups, 2), seed + draw)[groups - 1].astype(np.int64))["fisher"]
        )
    null = min(float(np.mean(values)), 1 - 1e-9)
    return {"null": null, "excess": (found - null) / (1 - null)}


ANALYSIS = Analysis("fisher_null", "score", fisher_null)
