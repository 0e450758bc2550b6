"""Prototypes of a class: the components of a Gaussian mixture of its concept vectors (PCX)."""

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spray.analyses import Analysis
from spray.analyses.labels import Labels, canonical

FLOOR = 1e-3  # least variance, in shares of the mean variance of the features: a component of few samples stays wide


def prototypes(
    features: NDArray[np.floating[Any]], k: int = 4, outliers: float = 0.0, seed: int = 0
) -> Labels:
    """The component of a Gaussian mixture that every sample most likely comes from.

        p(v) = Σ_j π_j N(v; μ_j, diag σ_j²)          label(v) = argmax_j π_j N(v; μ_j, diag σ_j²)

    A prototype is a mean μ_j; the page shows the sample next to the middle of its cluster. Samples whose likelihood
    p(v) is among the lowest share `outliers` are no ordinary members of the class: -1. Variances are diagonal, because
    a class has fewer samples than a layer has channels. The best of five seeded starts.

    features: (n, d), meant for `analyze.space = "concepts:..."`. Returns labels (n,).
    Source: Dreyer et al. 2024, "Understanding the (Extra-)Ordinary: Validating Deep Model Decisions with Prototypical
    Concept-based Explanations"; Dempster, Laird, Rubin (1977).
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.mixture import GaussianMixture

    if not 0 <= outliers < 1:
        raise ValueError(f"outliers={outliers}: needed is a share from 0 to below 1")
    values = np.asarray(features, np.float64)
    scale = np.sqrt(values.var(axis=0).mean()) if values.size else 0.0
    k = min(k, len(np.unique(values, axis=0)))
    if k < 2 or not np.isfinite(scale) or scale == 0:
        return np.zeros(len(values), np.int64)
    unit = (values - values.mean(axis=0)) / scale  # one scale for all: a weak concept stays weak
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        mixture = GaussianMixture(k, covariance_type="diag", reg_covar=FLOOR, n_init=5, random_state=seed)
        mixture.fit(unit[np.lexsort(unit.T)])  # the order of the samples decides nothing
    labels = canonical(mixture.predict(unit))
    if outliers:
        likelihood = mixture.score_samples(unit)
        labels = np.where(likelihood < np.quantile(likelihood, outliers), -1, labels)
    return np.asarray(labels, np.int64)


ANALYSIS = Analysis(
    "prototypes",
    "clustering",
    prototypes,
    argument="k",
    minimum=2,
    sweep=(2, 8),
    title="prototypes (Gaussian mixture)",
)
