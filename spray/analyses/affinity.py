"""The graph of nearest neighbours as a symmetric matrix."""

from typing import Any

import numpy as np

from spray.analyses import Analysis
from spray.analyses.channels import Floats
from spray.analyses.knn import Ints, adapts


def affinity(knn: tuple[Ints, Floats]) -> Any:
    """Symmetrised binary affinities of a k-nearest-neighbour graph.

        W_ij = 1 where j is a neighbour of i          A = (W + Wᵀ) / 2

    knn: indices (n, k) int64, and distances, which do not count. Returns a sparse CSR array (n, n) float64
    with entries 1/2 and 1 and a zero diagonal.
    Source: von Luxburg, A tutorial on spectral clustering (2007), section 2.2.
    """
    from scipy.sparse import csr_array

    neighbours, _ = knn
    n, k = neighbours.shape
    start = np.arange(0, n * k + 1, k) if k else np.zeros(n + 1, np.int64)
    directed = csr_array((np.ones(n * k), neighbours.ravel(), start), shape=(n, n))
    both = csr_array((directed + directed.T) / 2)
    both.sort_indices()
    return both


ANALYSIS = Analysis("knn", "affinity", affinity, argument="k", title="nearest neighbours", adapts=adapts)
