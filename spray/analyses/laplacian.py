"""The symmetric normalised Laplacian of a graph."""

from typing import Any

import numpy as np

from spray.analyses import Analysis


def laplacian(affinity: Any) -> Any:
    """How a function on the vertices varies along the edges, vertices weighted equally.

        L = I - D^-1/2 A D^-1/2,   D = diag(A 1)

    Eigenvalues lie in [0, 2]; 0 occurs once per connected component. An isolated vertex has L_ii = 0 and is a
    component of its own.

    affinity: sparse (n, n), symmetric, non-negative. Returns a sparse CSR array (n, n) float64.
    Source: Chung, Spectral Graph Theory (1997), section 1.2.
    """
    from scipy.sparse import csr_array, diags_array

    degree = np.asarray(affinity.sum(axis=1), np.float64).ravel()
    connected = degree > 0
    root = np.divide(1, np.sqrt(degree), out=np.zeros_like(degree), where=connected)
    scaled = diags_array(root) @ affinity @ diags_array(root)
    return csr_array(diags_array(connected.astype(np.float64)) - scaled)


ANALYSIS = Analysis("symmetric", "laplacian", laplacian)
