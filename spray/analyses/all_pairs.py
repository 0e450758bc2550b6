"""The forces of t-SNE between all pairs of few samples, each pair visited once."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Singles = NDArray[np.float32]

ENTRIES = 1 << 17  # of a strip of all pairs, which then stays in the cache: 512 KB


class AllPairs:
    """Σ_j m_ij (y_i - y_j) with m_ij = (p_ij - w_ij / Z) w_ij, a quarter of the gradient; see `spray.analyses.descent`.

    Pairs lie in strips of rows, from the diagonal to the right: row i to row i + h of a symmetric matrix, columns i to
    n. What a strip says of its rows, its transpose says of its columns.

    shares: P, symmetric CSR (n, n), and what it is multiplied with.
    """

    def __init__(self, shares: Any, factor: float) -> None:
        self.n = shares.shape[0]
        self.strips, self.shares, self.weights = [], [], []
        start = 0
        while start < self.n:
            stop = min(self.n, start + max(1, ENTRIES // (self.n - start)))
            part = shares[start:stop].toarray()[:, start:] * np.float32(factor)
            self.strips.append((start, stop))
            self.shares.append(np.ascontiguousarray(part, np.float32))
            self.weights.append(np.empty_like(part, np.float32))
            start = stop
        self.product = np.empty(max(part.size for part in self.shares), np.float32)

    def scale(self, factor: float) -> None:
        """Multiply P."""
        for part in self.shares:
            np.multiply(part, np.float32(factor), out=part)

    def force(self, y: Singles) -> Singles:
        """y: (n, 2). Returns (n, 2)."""
        over = np.float32(-1 / self._weigh(y))
        ones = np.ones(self.n, np.float32)
        columns = (np.ascontiguousarray(y[:, 0]), np.ascontiguousarray(y[:, 1]), ones)
        sums = np.zeros((3, self.n), np.float32)  # Σ_j m_ij (y_j, 1)
        for (start, stop), share, weight in zip(self.strips, self.shares, self.weights, strict=True):
            m = self.product[: weight.size].reshape(weight.shape)
            np.multiply(weight, over, out=m)
            m += share
            m *= weight
            right = m[:, stop - start :]
            # Products with one vector each are quicker than one with three columns.
            for total, column in zip(sums, columns, strict=True):
                total[start:stop] += m @ column[start:]
                total[stop:] += column[start:stop] @ right
        return np.asarray((sums[2] * y.T - sums[:2]).T)

    def _weigh(self, y: Singles) -> float:
        """Fill in w_ij = 1 / (1 + |y_i - y_j|²), and return Z = Σ w of different samples."""
        ones = np.ones(self.n, np.float32)
        left, right = factors(y)
        total = -float(self.n)  # a sample does not push itself
        for (start, stop), weight in zip(self.strips, self.weights, strict=True):
            np.matmul(left[start:stop], right[:, start:], out=weight)
            np.divide(np.float32(1), weight, out=weight)
            total += 2 * float((weight @ ones[start:]).sum(dtype=np.float64))
            total -= float((weight[:, : stop - start] @ ones[start:stop]).sum(dtype=np.float64))
        return max(total, float(np.finfo(np.float32).tiny))


def factors(y: Singles) -> tuple[Singles, Singles]:
    """(n, 4) and (4, n), whose product is 1 + |y_i - y_j|²."""
    squares = np.square(y).sum(axis=1)
    ones = np.ones(len(y), np.float32)
    return np.column_stack([-2 * y, squares + 1, ones]), np.stack([y[:, 0], y[:, 1], ones, squares])
