"""Distances between all pairs."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from spray.analyses import Analysis
from spray.analyses.channels import Floats
from spray.analyses.eigenmaps import Doubles
from spray.analyses.euclidean import euclidean
from spray.analyses.gram import Products
from spray.analyses.rbf import room_for

ROWS = 256


def pairwise(
    features: Floats,
    gram: Products | None = None,
    distance: tuple[Callable[..., Any], Mapping[str, Any]] | None = None,
) -> Doubles:
    """The distance of every sample from every other.

        D_ij = d(x_i, x_j)  =  √(G_ii + G_jj - 2 G_ij) for Euclid's, with the products of `gram`

    features: (n, d), or what another `distance`, a function with its parameters, takes. Returns (n, n) float64,
    symmetric, zero diagonal. Raises `ResourceError` for more than 10,000 samples.
    Source: Lapuschkin et al. (2019).
    """
    n = len(features)
    room_for(n)
    if distance is None and gram is not None:
        squared = gram.squares[:, None] + gram.squares - 2 * gram.values
        apart = np.sqrt(np.maximum(squared, 0)) * gram.scale
    else:
        function, parameters = distance or (euclidean, {})
        apart = np.empty((n, n))
        for start in range(0, n, ROWS):
            apart[start : start + ROWS] = function(features[start : start + ROWS], features, **parameters)
    apart += apart.T
    apart /= 2
    apart[np.arange(n), np.arange(n)] = 0
    return apart


ANALYSIS = Analysis("pairwise", "graph", pairwise, kept=False)
