"""The graph of nearest neighbours, near ones more so."""

from typing import Any

import numpy as np

from spray.analyses import Analysis
from spray.analyses.channels import Floats
from spray.analyses.knn import Ints


def knn_rbf(knn: tuple[Ints, Floats], sigma: float | None = None) -> Any:
    """Gaussian affinities between nearest neighbours only.

        A_ij = exp(-d_ij² / (2 σ²)) where j is a neighbour of i or i one of j, else 0

    Without sigma it is the median distance to the last neighbour (1 where that is zero).

    knn: indices (n, k) and squared distances (n, k). Returns a sparse CSR array (n, n) float64, symmetric.
    Source: von Luxburg, A tutorial on spectral clustering (2007), section 2.2.
    """
    from scipy.sparse import csr_array

    neighbours, squared = knn
    n, k = neighbours.shape
    if k == 0:
        return csr_array((n, n))
    squared = squared.astype(np.float64)
    width = (float(np.sqrt(np.median(squared[:, -1]))) or 1.0) if sigma is None else sigma
    with np.errstate(under="ignore", over="ignore"):
        weights = np.exp(-squared / width / width / 2)
    start = np.arange(0, n * k + 1, k)
    # A pair that is far apart keeps its edge: an affinity of exactly zero would cut the graph.
    directed = csr_array((np.maximum(weights.ravel(), 1e-300), neighbours.ravel(), start), shape=(n, n))
    both = csr_array(directed.maximum(directed.T))
    both.sort_indices()
    return both


ANALYSIS = Analysis("knn_rbf", "affinity", knn_rbf, argument="sigma", minimum=0)
