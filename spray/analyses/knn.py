"""The k nearest neighbours of every row, exactly."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from spray.analyses import Analysis
from spray.analyses.channels import Floats

Ints = NDArray[np.int64]

BLOCK = 1 << 21  # entries of a block of distances: 8 MB in float32


def knn(features: Floats, k: int | None = None) -> tuple[Ints, Floats]:
    """Neighbours and squared Euclidean distances, nearest first; a row is never its own neighbour.

        |x_i - x_j|² = |x_i|² + |x_j|² - 2 x_i·x_j        rows centred first, so that little cancels

    The products of a block of rows are one float32 matrix product, and the distances are that exact. Who is a
    neighbour is decided exactly: where rounding could change it, by Σ (x_i - x_j)² in float64, ties by index.

    features: (n, d), finite. Returns indices (n, k') int64 and distances (n, k') float32, k' = min(k, n - 1).
    Without k it is log₂ n rounded up, at most 10: enough for the graph to hang together (von Luxburg, A tutorial on
    spectral clustering, section 8.2), and few enough for a small group to be among itself.
    Time O(n² d), memory O(n d + BLOCK).
    """
    n, d = features.shape
    k = max(0, min(default_k(n) if k is None else k, n - 1))
    indices, distances = np.empty((n, k), np.int64), np.empty((n, k), np.float32)
    if k == 0:
        return indices, distances
    # A power of two changes no digit, and keeps squares within the range of float32.
    scale = 2.0 ** float(np.frexp(np.abs(features).max(initial=0))[1])
    exact = features / np.float64(scale)
    rough = (exact - exact.mean(axis=0)).astype(np.float32)
    squares = np.einsum("ij,ij->i", rough, rough)
    group = _duplicates(exact)
    # Float32 rounds the inputs and a dot product of length d; √d because roundings rarely agree in sign.
    error = np.float32(np.finfo(np.float32).eps * (8 + 2 * np.sqrt(d)))
    step = max(1, BLOCK // n)
    for start in range(0, n, step):
        rows = np.arange(start, min(start + step, n))
        sums = squares[rows, None] + squares
        block = sums - 2 * (rough[rows] @ rough.T)
        block[rows - start, rows] = np.inf
        low, high = block - error * sums, block + error * sums
        possible = low <= np.partition(high, k - 1, axis=1)[:, k - 1 : k]
        for i in rows:
            near = np.flatnonzero(possible[i - start])
            if len(near) > k:
                near = _nearest(exact, group, i, near, low[i - start], high[i - start], k)
            order = np.lexsort((near, block[i - start, near]))
            indices[i], distances[i] = near[order], block[i - start, near[order]]
    return indices, np.maximum(distances, 0) * np.float32(scale) ** 2


def default_k(samples: int) -> int:
    """Neighbours per sample."""
    return min(10, max(samples - 1, 0).bit_length())


def adapts(samples: int, k: int | None = None) -> str:
    """What few samples make of the number of neighbours; that it grows with their logarithm needs no word."""
    wanted, found = k or 10, min(default_k(samples) if k is None else k, samples - 1)
    few = samples <= 2 * wanted
    if few and 0 < found < wanted:
        return f"{samples} samples: each is joined to its {found} nearest instead of {wanted}."
    return ""


def _nearest(
    exact: NDArray[np.float64], group: Ints, i: int, near: Ints, low: Floats, high: Floats, k: int
) -> NDArray[Any]:
    """The k nearest of more than k candidates: certain ones as they are, the others by exact distance."""
    certain = high[near] < np.partition(low[near], k)[k]
    doubtful = near[~certain]
    _, first, back = np.unique(group[doubtful], return_index=True, return_inverse=True)
    difference = exact[doubtful[first]] - exact[i]
    apart = np.einsum("ij,ij->i", difference, difference)[back]
    chosen = doubtful[np.lexsort((doubtful, apart))[: k - int(certain.sum())]]
    return np.concatenate([near[certain], chosen])


def _duplicates(rows: NDArray[np.float64]) -> Ints:
    """A number per row, equal for equal rows."""
    numbers: dict[bytes, int] = {}
    return np.array([numbers.setdefault(row.tobytes(), len(numbers)) for row in rows], np.int64)


ANALYSIS = Analysis("knn", "graph", knn, argument="k", adapts=adapts)
