"""Affinities that fade with the distance."""

from typing import Any

import numpy as np

from spray.analyses import Analysis
from spray.analyses.eigenmaps import Doubles
from spray.errors import ResourceError

LARGEST = 10_000  # samples: 0.8 GB


def rbf(pairwise: Doubles, sigma: float | None = None) -> Any:
    """Gaussian affinities of all pairs.

        A_ij = exp(-d_ij² / (2 σ²)),  A_ii = 0

    Without sigma it is the median distance to the tenth nearest sample (1 where that is zero). What is below 1e-300
    is 0.

    pairwise: distances (n, n). Returns a dense array (n, n) float64, symmetric, zero diagonal.
    Source: Ng, Jordan, Weiss, On spectral clustering, NIPS 2001, step 1.
    """
    n = len(pairwise)
    width = default_sigma(pairwise) if sigma is None else sigma
    with np.errstate(under="ignore", over="ignore"):
        affinity = np.exp(-np.square(pairwise / width) / 2)
    affinity[affinity < 1e-300] = 0
    affinity[np.arange(n), np.arange(n)] = 0
    return affinity


def default_sigma(pairwise: Doubles) -> float:
    """The median over samples of the distance to the tenth nearest."""
    n = len(pairwise)
    if n < 2:
        return 1.0
    near = min(10, n - 1)
    return float(np.median(np.partition(pairwise, near, axis=1)[:, near])) or 1.0


def room_for(samples: int) -> None:
    """Raises `ResourceError` where a matrix of all pairs would not fit."""
    if samples > LARGEST:
        raise ResourceError(
            f"Distances between all pairs of {samples:,} samples take {8e-9 * samples**2:.0f} GB. Use the affinity "
            f'"knn" or "knn_rbf", or fewer samples (data.limit); up to {LARGEST:,} are possible.'
        )


ANALYSIS = Analysis("rbf", "affinity", rbf, argument="sigma", minimum=0)
