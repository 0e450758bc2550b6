"""How much each sample is a neighbour of each other one, for t-SNE."""

from typing import Any

import numpy as np

from spray.analyses.channels import Floats
from spray.analyses.eigenmaps import Doubles
from spray.analyses.knn import Ints

ROUNDS = 60
TOLERANCE = 1e-5  # of the entropy, as everybody has it


def similarities(indices: Ints, squared: Floats, perplexity: float) -> Any:
    """Symmetric shares P of a sparse graph, which sum to one.

        p_j|i ∝ exp(-β_i d_ij²),  β_i such that the entropy of p_·|i is log perplexity      P = (p + pᵀ) / 2n

    indices, squared: (n, k) neighbours and squared distances. Returns CSR (n, n) float32.
    Source: van der Maaten, Hinton, JMLR 9 (2008), section 2.
    """
    from scipy.sparse import csr_array

    n, k = indices.shape
    conditional = np.empty((n, k))
    for start in range(0, n, 1 << 13):
        rows = slice(start, start + (1 << 13))
        conditional[rows] = _conditional(squared[rows].astype(np.float64), np.log(perplexity))
    directed = csr_array((conditional.ravel(), indices.ravel(), np.arange(0, n * k + 1, k)), shape=(n, n))
    both = csr_array((directed + directed.T) / (2 * n))
    both.sort_indices()
    return both.astype(np.float32)


def _conditional(squared: Doubles, entropy: float) -> Doubles:
    """Rows of p_j|i, by bisection of all rows at once."""
    apart = squared - squared.min(axis=1, keepdims=True)
    mean = apart.mean(axis=1, keepdims=True)
    apart = np.divide(apart, mean, out=np.zeros_like(apart), where=mean > 0)
    beta = np.ones((len(apart), 1))
    low, high = np.zeros_like(beta), np.full_like(beta, np.inf)
    for _ in range(ROUNDS):
        weights = np.exp(-beta * apart)
        total = weights.sum(axis=1, keepdims=True)
        found = np.log(total) + beta * (apart * weights).sum(axis=1, keepdims=True) / total
        off = found - entropy
        if (np.abs(off) < TOLERANCE).all():
            break
        low, high = np.where(off > 0, beta, low), np.where(off > 0, high, beta)
        beta = np.where(np.isinf(high), np.minimum(beta * 2, 1e12), (low + high) / 2)
    return np.asarray(weights / total)
