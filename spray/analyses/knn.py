"""The nearest neighbours of every row, exactly."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spray.analyses import Analysis
from spray.analyses.channels import Floats
from spray.analyses.gram import EPSILON, Products, scale_of
from spray.room import room

Ints = NDArray[np.int64]
Doubles = NDArray[np.float64]
Distance = tuple[Callable[..., Any], Mapping[str, Any]]

BLOCK = 1 << 22  # entries of a block of distances: 16 MB in float32
WIDE = 90  # neighbours that are kept besides the k of the graph: three times the perplexity of t-SNE
WIDEST, EXTREME = 2.0**60, 2.0**400
MANY = 64  # candidates of one row from which equal rows are told apart first


def neighbours(
    features: Floats, gram: Products | None = None, distance: Distance | None = None, k: int | None = None
) -> tuple[Ints, Floats, int]:
    """The nearest rows of every row, nearest first, and their squared distances; a row is never its own neighbour.

        |x_i - x_j|² = |x_i|² + |x_j|² - 2 x_i·x_j        rows centred first, so that little cancels

    The products of a block of rows are one float32 matrix product (or come from `gram`), and the distances are that
    exact. Who belongs to the first k is decided exactly: where rounding could change it, by Σ (x_i - x_j)² in float64,
    ties by index. Without k it is log₂ n rounded up, at most 10: enough for the graph to hang together (von Luxburg, A
    tutorial on spectral clustering, section 8.2), and few enough for a small group to be among itself.

    features: (n, d), finite; for another `distance`, a function with its parameters, whatever that takes, and then
    everything is exact. Returns indices (n, K) int64, squared distances (n, K) float32 (float64 where they leave that
    range), K = min(max(k, 90), n - 1), and min(k, n - 1). Time O(n² d), memory O(n K + BLOCK).
    Source: exact search by brute force, in the manner of Johnson, Douze, Jégou, IEEE Transactions on Big Data (2019).
    """
    n = len(features)
    k = max(0, min(default_k(n) if k is None else k, n - 1))
    wide = max(k, min(WIDE, n - 1))
    if k == 0:
        return np.empty((n, 0), np.int64), np.empty((n, 0), np.float32), 0
    if distance is not None:
        return (*_by_distance(features, distance, wide), k)
    return (*_by_products(features, gram, k, wide), k)


def knn(neighbours: tuple[Ints, Floats, int]) -> tuple[Ints, Floats]:
    """The k nearest neighbours, which make the graph.

        N_i = the first k of the neighbours of i

    neighbours: as `neighbours` returns them. Returns indices (n, k) int64 and squared distances (n, k) float32.
    Source: von Luxburg, A tutorial on spectral clustering (2007), section 2.2.
    """
    indices, distances, k = neighbours
    return indices[:, :k], distances[:, :k]


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


def _by_distance(features: Floats, distance: Distance, wide: int) -> tuple[Ints, Floats]:
    """Blocks of rows against all, by a function of both."""
    function, parameters = distance
    n = len(features)
    indices, distances = np.empty((n, wide), np.int64), np.empty((n, wide), np.float32)
    step = max(1, min(64, BLOCK // n))
    for start in range(0, n, step):
        block = np.array(function(features[start : start + step], features, **parameters), np.float64)
        rows = np.arange(len(block))
        block[rows, rows + start] = np.inf
        nearest = np.argsort(block, axis=1, kind="stable")[:, :wide]
        indices[start : start + step] = nearest
        distances[start : start + step] = np.square(np.take_along_axis(block, nearest, axis=1))
    return indices, distances


def _by_products(features: Floats, gram: Products | None, k: int, wide: int) -> tuple[Ints, Floats]:
    """Candidates by matrix products, and the doubtful ones of them by exact distances."""
    n, d = features.shape
    indices, distances = np.empty((n, wide), np.int64), np.empty((n, wide), np.float32)
    if gram is None:
        scale = scale_of(features)
        rough = _centred(features, scale)
        squares = np.einsum("ij,ij->i", rough, rough)
        error = EPSILON * (8 + 2 * np.sqrt(d)) * squares  # as for one slice of columns in `gram`
    else:
        scale, rough = gram.scale, np.empty((n, 0), np.float32)
        squares, error = gram.squares.astype(np.float32), gram.rounding
    exact = _Exact(features, scale)
    step = min(n, max(1, BLOCK // n))
    block = np.empty((step, n), np.float32)
    for start in range(0, n, step):
        rows = np.arange(start, min(start + step, n))
        block = block[: len(rows)]
        if gram is not None:
            np.multiply(gram.values[start : start + len(rows)], -2, out=block, casting="same_kind")
        else:
            np.matmul(rough[rows] * np.float32(-2), rough.T, out=block)
        block += squares  # |x_j|² - 2 x_i·x_j: the row's own square changes no order
        block[rows - start, rows] = np.inf
        slack = (2 * (error[rows] + error.max())).astype(np.float32)
        columns, values = _candidates(block, wide, slack)
        indices[rows], distances[rows] = columns[:, :wide], values[:, :wide]
        distances[rows] += squares[rows, None]
        for i in _doubtful(columns, values, error, error[rows], k):
            near = columns[i][columns[i] >= 0]
            bound = error[near] + error[rows[i]]
            here = values[i, : len(near)]
            inside = exact.nearest(int(rows[i]), near, here - bound, here + bound, k)
            order = np.concatenate([np.flatnonzero(inside), np.flatnonzero(~inside)])[:wide]
            indices[rows[i]], distances[rows[i]] = near[order], here[order] + squares[rows[i]]
    np.maximum(distances, 0, out=distances)
    if not 1 / WIDEST < scale < WIDEST:  # squares of such values are no float32
        return indices, distances * np.float64(scale) ** 2
    return indices, distances * np.float32(scale) ** 2


def _centred(features: Floats, scale: float) -> NDArray[np.float32]:
    """Rows of about mean zero in float32; rounding is relative to what is left, so the offset costs no digits."""
    centred = room(features.shape, np.float32)
    middle = features.mean(axis=0, dtype=np.float64)
    step = max(1, BLOCK // max(1, features.shape[1]))
    for start in range(0, len(features), step):
        rows = slice(start, start + step)
        np.divide(features[rows] - middle, scale, out=centred[rows], casting="same_kind")
    return centred


def _candidates(block: NDArray[np.float32], wide: int, slack: NDArray[np.float32]) -> tuple[Ints, Floats]:
    """Columns and values (rows, c) of all that can be among the `wide` smallest of each row, ascending, ties by column.

    Rows with fewer candidates end in column -1 and infinity. The `wide` smallest of the minima of disjoint groups are
    that many values of the row, so their greatest bounds what is wanted: one pass and no sorting of whole rows.
    """
    m, n = block.shape
    groups = max(1, n // (4 * wide))
    width = n // groups
    minima = block[:, : width * groups].reshape(m, groups, width).min(axis=1) if groups > 1 else block
    bound = np.partition(minima, wide - 1, axis=1)[:, wide - 1]
    row, column = np.divmod(np.flatnonzero(block <= (bound + slack)[:, None]), n)
    count = np.bincount(row, minlength=m)
    place = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    columns = np.full((m, int(count.max())), -1, np.int64)
    values = np.full(columns.shape, np.inf, np.float32)
    columns[row, place], values[row, place] = column, block[row, column]
    order = np.argsort(values, axis=1, kind="stable")
    return np.take_along_axis(columns, order, axis=1), np.take_along_axis(values, order, axis=1)


def _doubtful(columns: Ints, values: Floats, error: Floats, own: Floats, k: int) -> NDArray[np.intp]:
    """Rows in which rounding, by `error` of each of two rows, could change who is among the first k."""
    if columns.shape[1] <= k:
        return np.empty(0, np.intp)
    bound = error[columns] + own[:, None]
    latest = (values + bound)[:, :k].max(axis=1)
    earliest = np.where(columns >= 0, values - bound, np.inf)[:, k:].min(axis=1)
    return np.flatnonzero(earliest <= latest)


class _Exact:
    """Squared distances in float64, computed for the few pairs that need them."""

    def __init__(self, features: Floats, scale: float) -> None:
        self.features, self.scale = np.asarray(features), scale
        self.own, self.difference = np.empty(features.shape[1]), np.empty(features.shape[1])
        self.groups: Ints | None = None

    def nearest(self, i: int, near: Ints, low: Doubles, high: Doubles, k: int) -> NDArray[np.bool_]:
        """Which of more than k candidates are the k nearest: certain ones as they are, others by exact distance."""
        chosen: NDArray[np.bool_] = high < np.partition(low, k)[k]
        possible = low <= np.partition(high, k - 1)[k - 1]
        places = np.flatnonzero(possible & ~chosen)
        doubtful = near[places]
        apart = self._apart(i, doubtful)
        chosen[places[np.lexsort((doubtful, apart))[: k - int(chosen.sum())]]] = True
        return chosen

    def _apart(self, i: int, others: Ints) -> Doubles:
        if len(others) <= MANY:
            return self._between(i, others)
        if self.groups is None:
            self.groups = _equal_rows(self.features)
        group = self.groups[others]
        _, first, back = np.unique(group, return_index=True, return_inverse=True)
        return self._between(i, others[first])[back]

    def _between(self, i: int, others: Ints) -> Doubles:
        self.own[:] = self.features[i]
        found = np.empty(len(others))
        for place, j in enumerate(others.tolist()):
            np.subtract(self.features[j], self.own, out=self.difference)
            if not EXTREME > self.scale > 1 / EXTREME:  # squares would leave the range of float64
                self.difference /= self.scale
            found[place] = np.einsum("i,i->", self.difference, self.difference)
        return found


def _equal_rows(features: Floats) -> Ints:
    """A number per row, equal for equal rows."""
    numbers: dict[bytes, int] = {}
    digests = (hashlib.sha256(np.ascontiguousarray(row).data).digest() for row in features)
    return np.array([numbers.setdefault(digest, len(numbers)) for digest in digests], np.int64)


ANALYSIS = Analysis("knn", "graph", knn)
