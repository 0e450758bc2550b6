"""Every distance that SciPy has, by SciPy's name."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.channels import Floats
from spray.analyses.eigenmaps import Doubles

BY_ROWS = (
    "braycurtis", "canberra", "chebyshev", "cityblock", "correlation", "dice", "hamming", "jaccard",
    "jensenshannon", "minkowski", "rogerstanimoto", "russellrao", "sokalsneath", "sqeuclidean", "yule",
)  # fmt: skip
BY_SPREAD = ("seuclidean", "mahalanobis")
LOGICAL = ("dice", "rogerstanimoto", "russellrao", "sokalsneath", "yule")


def whitened(features: Floats, metric: str = "sqeuclidean") -> Floats:
    """Features in which the metric compares row with row.

    seuclidean and mahalanobis divide by the spread of the whole category, which is done here, once: then they are
    Euclid's. Directions without spread count nothing.
    """
    if metric == "seuclidean":
        spread = features.std(axis=0, ddof=min(1, len(features) - 1), dtype=np.float64)
        return np.asarray(np.divide(features, spread, out=np.zeros(features.shape), where=spread > 0))
    if metric == "mahalanobis":
        centred = features.astype(np.float64) - features.mean(axis=0, dtype=np.float64)
        u, s, _ = np.linalg.svd(centred, full_matrices=False)
        rank = s > s.max(initial=0) * max(features.shape) * np.finfo(np.float32).eps
        return np.asarray(u[:, rank] * np.sqrt(max(len(features) - 1, 1)))
    return features != 0 if metric in LOGICAL else features


def scipy_distance(rows: Floats, others: Floats, metric: str = "sqeuclidean", p: float = 2.0) -> Doubles:
    """A distance of scipy.spatial.distance.

        d(x, y) as in SciPy's reference;  minkowski: (Σ_i |x_i - y_i|^p)^(1/p)

    Logical metrics compare where two maps are zero. jensenshannon compares sizes |x| as distributions. Where SciPy
    has no value (0/0, for zero rows) it is 0 between equal rows and 1 between others.

    rows: (m, d). others: (n, d), both prepared by `whitened`. Returns (m, n) float64.
    Source: Virtanen et al., SciPy 1.0, Nature Methods 17 (2020).
    """
    from scipy.spatial.distance import cdist

    if metric in BY_SPREAD:
        return np.asarray(cdist(rows, others))
    if metric == "jensenshannon":
        rows, others = np.abs(rows), np.abs(others)
    with np.errstate(all="ignore"):
        apart = cdist(rows, others, metric, **({"p": p} if metric == "minkowski" else {}))
    undefined = ~np.isfinite(apart)
    if undefined.any():
        for i in np.flatnonzero(undefined.any(axis=1)):
            same = (others == rows[i]).all(axis=1)
            apart[i, undefined[i]] = np.where(same[undefined[i]], 0.0, 1.0)
    return np.asarray(apart)


ANALYSIS = Analysis(
    "scipy",
    "distance",
    scipy_distance,
    argument="p",
    prepare=whitened,
    aliases={name: {"metric": name} for name in sorted((*BY_ROWS, *BY_SPREAD))},
)
