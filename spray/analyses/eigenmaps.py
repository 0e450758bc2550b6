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
    same bytes. A random-walk Laplacian I - P is solved as I - √(P ∘ Pᵀ), which is symmetric and has the same
    eigenvalues; its eigenvectors are v = u / u_1, with u_1 = √degree the first of the component.

    laplacian: sparse (n, n), symmetric or of a random walk, spectrum in [0, 2]. Returns eigenvalues (e,) and
    eigenvectors (n, e) with e = min(dimensions, n).
    Source: von Luxburg, A tutorial on spectral clustering (2007), propositions 3 and 4.
    """
    from scipy.sparse.csgraph import connected_components

    n = laplacian.shape[0]
    walk = (laplacian != laplacian.T).nnz > 0 and _asymmetry(laplacian) > 1e-12
    if walk:
        laplacian = _symmetrised(laplacian)
    _, component = connected_components(laplacian, directed=False)
    order = np.argsort(component, kind="stable")
    members = np.split(order, np.cumsum(np.bincount(component))[:-1])
    members.sort(key=lambda rows: (-len(rows), rows[0]))
    members = members[:dimensions]  # each has a zero, and zeros come first: further ones have no place
    pairs: list[tuple[float, NDArray[Any], Doubles]] = []
    for rows in members:
        values, vectors = _smallest(laplacian[rows][:, rows], min(dimensions, len(rows)))
        if walk:
            vectors = _oriented(vectors / vectors[:, :1])
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
    # What is zero in theory is 1e-16 of either sign in practice.
    return np.where(np.abs(values) < 1e-12, 0.0, values), signed(vectors)


def signed(vectors: Doubles) -> Doubles:
    """The largest entry of every column positive."""
    # Size is compared after rounding: entries that are equal but for noise must not decide the sign by noise.
    top = np.argmax(np.round(np.abs(vectors), 9), axis=0)
    return np.asarray(vectors * np.where(vectors[top, np.arange(vectors.shape[1])] < 0, -1.0, 1.0))


def _oriented(vectors: Doubles) -> Doubles:
    """Columns of length one with a fixed sign."""
    return signed(vectors / np.linalg.norm(vectors, axis=0))


def _asymmetry(matrix: Any) -> float:
    return float(abs(matrix - matrix.T).max())


def _symmetrised(walk: Any) -> Any:
    """I - √(P ∘ Pᵀ) of I - P: with P_ij = A_ij / D_i that is I - D^-1/2 A D^-1/2, whatever the degrees."""
    from scipy.sparse import csr_array, diags_array

    own = walk.diagonal()
    steps = csr_array(diags_array(own) - walk)
    both = steps.multiply(steps.T).tocsr()
    both.data = np.sqrt(both.data)
    return csr_array(diags_array(own) - both)


ANALYSIS = Analysis("eigenmaps", "graph", eigenmaps, argument="dimensions")
