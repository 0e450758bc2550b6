"""Coordinates in which every sample is the same mixture of its neighbours."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.channels import Floats
from spray.analyses.eigenmaps import Doubles, signed
from spray.analyses.knn import Ints

DENSE = 2000
RIDGE = 1e-3


def lle(
    features: Floats, neighbours: tuple[Ints, Floats, int], dimensions: int = 2, mixed: int = 5
) -> tuple[Doubles, None]:
    """Locally linear embedding.

        W minimises Σ_i |x_i - Σ_j W_ij x_j|² + 10⁻³ tr C_i Σ_j W_ij²,  Σ_j W_ij = 1, j among the `mixed` nearest
        y minimises Σ_i |y_i - Σ_j W_ij y_j|²:  the lowest eigenvectors of (I - W)ᵀ (I - W) but the constant one

    features: (n, d). neighbours: as `neighbours` returns them. Returns points (n, dimensions) float64, columns of
    length one with the entry that is largest in size positive (zero columns beyond n - 1), and no eigenvalues.
    Source: Roweis, Saul, Science 290 (2000).
    """
    from scipy.linalg import eigh
    from scipy.sparse import csr_array, eye_array
    from scipy.sparse.linalg import eigsh

    n = len(features)
    features = features.reshape(n, -1)
    near = neighbours[0][:, :mixed]
    count, k = min(dimensions, n - 1), near.shape[1]
    points = np.zeros((n, dimensions))
    if count < 1:
        return points, None
    weights = np.stack([_weights(features, i, near[i]) for i in range(n)])
    mixing = csr_array((weights.ravel(), near.ravel(), np.arange(0, n * k + 1, k)), shape=(n, n))
    rest = csr_array(eye_array(n) - mixing)
    energy = rest.T @ rest
    if n <= DENSE:
        vectors = eigh(energy.toarray(), subset_by_index=(0, count))[1]
    else:
        start = np.random.default_rng(0).standard_normal(n)
        values, vectors = eigsh(energy, k=count + 1, sigma=-1e-9, which="LM", v0=start)
        vectors = vectors[:, np.argsort(values, kind="stable")]
    points[:, :count] = signed(vectors[:, 1 : count + 1])
    return points, None


def _weights(features: Floats, i: int, near: Ints) -> Doubles:
    """The mixture of neighbours that is nearest to sample i."""
    away = features[near].astype(np.float64) - features[i]
    largest = np.abs(away).max(initial=0)
    away = away / (largest or 1.0)
    local = away @ away.T
    trace = np.trace(local)
    local[np.diag_indices(len(near))] += RIDGE * trace if trace > 0 else RIDGE
    mixture = np.linalg.solve(local, np.ones(len(near)))
    return np.asarray(mixture / mixture.sum())


ANALYSIS = Analysis("lle", "embedding", lle, argument="dimensions", minimum=2, title="LLE")
