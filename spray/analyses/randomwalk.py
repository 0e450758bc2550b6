"""The random-walk Laplacian of a graph."""

from typing import Any

import numpy as np

from spray.analyses import Analysis


def randomwalk(affinity: Any) -> Any:
    """How a function on the vertices differs from its mean over the neighbours.

        L = I - D⁻¹ A,   D = diag(A 1)

    D⁻¹ A are the probabilities of a step of a random walk. Not symmetric; its eigenvalues are those of the symmetric
    Laplacian, its eigenvectors are v = D^-1/2 u, and the first is constant: `eigenmaps` solves it that way. An isolated
    vertex has L_ii = 0.

    affinity: (n, n), symmetric, non-negative. Returns a sparse CSR array (n, n) float64.
    Source: von Luxburg, A tutorial on spectral clustering (2007), section 3.2; Shi, Malik (2000).
    """
    from scipy.sparse import csr_array, diags_array

    degree = np.asarray(affinity.sum(axis=1), np.float64).ravel()
    connected = degree > 0
    inverse = np.divide(1, degree, out=np.zeros_like(degree), where=connected)
    return csr_array(diags_array(connected.astype(np.float64)) - diags_array(inverse) @ affinity)


ANALYSIS = Analysis("randomwalk", "laplacian", randomwalk, title="random walk")
