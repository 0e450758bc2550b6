"""The smallest eigenvalues of a graph's Laplacian, with their eigenvectors."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from spray.analyses import Analysis

Doubles = NDArray[np.float64]

DENSE = 600  # vertices up to which LAPACK on the full matrix is the quicker way


def eigenmaps(laplacian: Any, dimensions: int = 32) -> tuple[Doubles, Doubles]:
    """The lower end of the spectrum, ascending.

        L v = λ v,   |v| = 1,   the entry of v that is largest in size is positive

    Each connected component is solved alone, which finds every copy of a repeated eigenvalue; equal ones are
    ordered by the size of their component, largest first. The solver starts from a fixed vector: same graph,
    same bytes.

    laplacian: sparse, symmetric (n, n), spectrum in [0, 2]. Returns eigenvalues (e,) and eigenvectors (n, e)
    with e = min(dimensions, n).
    Source: von Luxburg, A tutorial on spectral clustering (2007), proposition 4.
    """
    from scipy.sparse.csgraph import connected_components

    n = laplacian.shape[0]
    _, component = connected_components(laplacian, directed=False)
    order = np.argsort(component, kind="stable")
    members = np.split(order, np.cumsum(np.bincount(component))[:-1])
    members.sort(key=lambda rows: (-len(rows), rows[0]))
    pairs: list[tuple[float, NDArray[Any], Doubles]] = []
    for rows in members:
        values, vectors = _smallest(laplacian[rows][:, rows], min(dimensions, len(rows)))
        pairs += [(value, rows, vector) for value, vector in zip(values, vectors.T, strict=True)]
    pairs = sorted(pairs, key=lambda pair: pair[0])[:dimensions]
    embedded = np.zeros((n, len(pairs)))
    for column, (_, rows, vector) in enumerate(pairs):
        embedded[rows, column] = vector
    return np.array([value for value, _, _ in pairs]), embedded


def _smallest(laplacian: Any, count: int) -> tuple[Doubles, Doubles]:
    """The `count` smallest eigenpairs of one connected component."""
    from scipy.linalg import eigh
    from scipy.sparse import eye_array
    from scipy.sparse.linalg import eigsh

    n = laplacian.shape[0]
    if n <= max(DENSE, 4 * count):
        values, vectors = eigh(laplacian.toarray(), subset_by_index=(0, count - 1))
    else:
        # The largest of I - L: Lanczos converges fast at that end and needs no factorisation.
        start = np.random.default_rng(0).standard_normal(n)
        largest, vectors = eigsh(eye_array(n) - laplacian, k=count, which="LA", v0=start)
        ascending = np.argsort(-largest, kind="stable")
        values, vectors = 1 - largest[ascending], vectors[:, ascending]
    # Size is compared after rounding: entries that are equal but for noise must not decide the sign by noise.
    top = np.argmax(np.round(np.abs(vectors), 9), axis=0)
    signs = np.where(vectors[top, np.arange(count)] < 0, -1.0, 1.0)
    # What is zero in theory is 1e-16 of either sign in practice.
    return np.where(np.abs(values) < 1e-12, 0.0, values), vectors * signs


ANALYSIS = Analysis("eigenmaps", "graph", eigenmaps, argument="dimensions")
