"""How well a linear boundary parts a cluster from the rest."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from spray.analyses import Analysis
from spray.analyses.eigenmaps import Doubles
from spray.analyses.labels import Labels

RIDGE = 1e-6


def separability(points: Doubles, labels: Labels) -> Doubles:
    """Fisher's discriminant of each cluster against all other samples, bounded and corrected for chance.

        δ = mean_in - mean_out         T = Σ_i (y_i - mean)(y_i - mean)ᵀ + ε (tr T / q) I
        P = (n_in n_out / n) δᵀ T⁻¹ δ  =  λ / (1 + λ),  λ = max_w wᵀ S_B w / wᵀ S_W w      (Pillai's trace)
        separability = max(0, 1 - (1 - P) (n - 1) / (n - q - 1))

    P is the share of the variance along the best direction that lies between the two groups: 0 where the means
    agree, 1 where a line through the data falls into two points. Labels drawn at random reach P = q / (n - 1) on
    average; the correction (Ezekiel's, since P is the R² of membership regressed on y) sets that to 0. Only the
    first q <= (n - 2) / 4 dimensions count, as otherwise a few samples are separable in any way.

    points: (n, e). labels: (n,). Returns (clusters,) in [0, 1], ascending label, noise included.
    Source: Fisher (1936); the ranking of classes by it: Anders et al., Information Fusion 77 (2022). The form
    Pillai's, the correction and the comparison with the rest are ours.
    """
    clusters = np.unique(labels)
    q = min(points.shape[1], (len(points) - 2) // 4)
    if q < 1:
        return np.zeros(len(clusters))
    return np.array([pillai(points[:, :q], labels == label) for label in clusters])


def pillai(points: NDArray[Any], inside: NDArray[np.bool_]) -> float:
    """Pillai's trace of two groups, corrected for chance."""
    n, q = points.shape
    count = int(inside.sum())
    if not 0 < count < n or n <= q + 1:
        return 0.0
    centred = points - points.mean(axis=0)
    scatter = centred.T @ centred
    total = np.trace(scatter)
    if total <= 0:
        return 0.0
    delta = points[inside].mean(axis=0) - points[~inside].mean(axis=0)
    direction = np.linalg.solve(scatter + RIDGE * total / q * np.eye(q), delta)
    trace = count * (n - count) / n * float(delta @ direction)
    return float(np.clip(1 - (1 - trace) * (n - 1) / (n - q - 1), 0, 1))


ANALYSIS = Analysis("separability", "score", separability)
