"""Samples that lie where hardly any other does: what is too rare for a group of its own."""

import warnings

import numpy as np

from spray.analyses import Analysis
from spray.analyses.channels import Floats
from spray.analyses.eigenmaps import Doubles
from spray.analyses.labels import Labels, canonical

NEIGHBOURS = 20
THRESHOLD = 1.5


def outliers(features: Floats, nearest: int = NEIGHBOURS, threshold: float = THRESHOLD) -> Labels:
    """Two groups: the samples whose local outlier factor exceeds a threshold, and all others.

        label_i = 1 where LOF_i > 1.5, otherwise 0

    A graph of neighbours joins one to a few odd samples to ordinary ones, and no cluster of it can be theirs. Their
    heatmaps are far from all others all the same: of samples with an artefact in 1 to 5 % of a class, see
    `benchmarks/results/rare.md`. An artefact that many have is nothing odd among them; clusters find it.

    features: (n, d). nearest: neighbours of each. Returns labels (n,): the larger group 0; all 0 where none is odd.
    Source: Breunig, Kriegel, Ng, Sander, LOF: identifying density-based local outliers, SIGMOD 2000.
    """
    return canonical((local_outlier_factor(features, nearest) > threshold).astype(np.int64))


def local_outlier_factor(features: Floats, k: int = NEIGHBOURS) -> Doubles:
    """How much thinner it is around a sample than around its neighbours: 1 inside of a group, more outside.

        LOF_i = mean over j in N_i of lrd_j / lrd_i          lrd_i = 1 / mean over j in N_i of max(d_ij, r_j)

    N_i the k nearest, r_j the distance of j to its own k-th; rows are compared at unit length, so that what counts is
    where relevance is and not how much of it, nor over how few places. k is at most n - 1.

    features: (n, d). Returns (n,), all 1 for fewer than three samples.
    """
    from sklearn.neighbors import LocalOutlierFactor

    n = len(features)
    if n < 3:
        return np.ones(n)
    rows = features.reshape(n, -1).astype(np.float64)
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    unit = np.divide(rows, length, out=np.zeros_like(rows), where=length > 0)
    with warnings.catch_warnings():
        # More equal rows than neighbours: their density has no bound, and they are no outliers.
        warnings.filterwarnings("ignore", "Duplicate values", UserWarning)
        model = LocalOutlierFactor(min(k, n - 1), n_jobs=1).fit(unit)
    return np.asarray(-model.negative_outlier_factor_, np.float64)


ANALYSIS = Analysis("outliers", "clustering", outliers, argument="nearest", minimum=2, title="outliers")
