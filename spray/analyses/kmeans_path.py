"""Partitions into many, ..., 3, 2, 1 groups, each found from the one before."""

import numpy as np
from numpy.typing import NDArray

from spray.analyses import Analysis
from spray.analyses.eigenmaps import Doubles

Groups = NDArray[np.integer]
Singles = NDArray[np.float32]

PATH = 32  # groups that the shared path starts with
ROUNDS = 100
TOLERANCE = 1e-4  # of the mean variance: centres that move less stand still, as in scikit-learn


def kmeans_path(points: Doubles, seed: int = 0) -> Groups:
    """k-means for k = 1 ... 32 on the same points.

        C_32 = Lloyd(k-means++)        C_{k-1} = Lloyd(C_k with a and b made one)
        a, b = argmin n_a n_b / (n_a + n_b) |c_a - c_b|²                 what the union adds to the scatter (Ward)

    Every k costs a few rounds instead of a start from nothing, and does not depend on which other k are asked for.

    points: (n, e). Returns labels (32, n): row k - 1 has k groups, fewer where there are fewer different points.
    Source: Fränti, Kaukoranta, Shen, Chang, Fast and memory efficient implementation of the exact PNN (2000);
    the start: Arthur, Vassilvitskii (2007).
    """
    return path(points, PATH, seed)


def path(points: Doubles, most: int, seed: int) -> Groups:
    """The path from `most` groups down to one."""
    y = np.ascontiguousarray(points - points.mean(axis=0), np.float32)
    squares = np.einsum("ij,ij->i", y, y)
    tolerance = TOLERANCE * float(squares.mean()) / max(y.shape[1], 1)
    centres = _spread_out(y, squares, most, np.random.default_rng(seed))
    found = np.zeros((most, len(y)), np.int16)
    for k in range(len(centres), 1, -1):
        centres, found[k - 1], count = _lloyd(y, centres, tolerance)
        if k == len(centres) and not found[k:].any():
            found[k:] = found[k - 1]  # there are no more different points
        centres = _united(centres, count)
    return found


def _spread_out(y: Singles, squares: Singles, k: int, random: np.random.Generator) -> Singles:
    """Greedy k-means++: of some candidates, drawn with probability ∝ distance², the one that lessens scatter most."""
    candidates = 2 + int(np.log(k))
    chosen = [int(random.integers(len(y)))]
    near = np.maximum(squares + squares[chosen[0]] - 2 * (y @ y[chosen[0]]), 0)
    while len(chosen) < k and near.max() > 1e-6 * squares.max():
        drawn = np.searchsorted(
            np.cumsum(near, dtype=np.float64), random.random(candidates) * near.sum(dtype=np.float64)
        )
        drawn = np.minimum(drawn, len(y) - 1)
        apart = y[drawn] @ (-2 * y.T)
        apart += squares[drawn][:, None]
        apart += squares
        np.clip(apart, 0, near, out=apart)
        best = int(apart.sum(axis=1).argmin())
        chosen.append(int(drawn[best]))
        near = apart[best]
    return y[chosen]


def _united(centres: Singles, count: Singles) -> Singles:
    """The two centres whose union costs least made one."""
    squares = np.einsum("ij,ij->i", centres, centres)
    apart = squares[:, None] + squares - 2 * (centres @ centres.T)
    weight = count[:, None] * count / np.maximum(count[:, None] + count, 1)
    cost = np.maximum(apart, 0) * weight
    cost[np.tril_indices(len(centres))] = np.inf
    a, b = np.unravel_index(cost.argmin(), cost.shape)
    mean = (count[a] * centres[a] + count[b] * centres[b]) / max(float(count[a] + count[b]), 1.0)
    return np.asarray(np.vstack([np.delete(centres, [a, b], axis=0), mean]), np.float32)


def _lloyd(y: Singles, centres: Singles, tolerance: float) -> tuple[Singles, Groups, Singles]:
    """Lloyd's rounds until the centres stand still; a group that ran empty keeps its centre."""
    n, k = len(y), len(centres)
    everyone = np.arange(n)
    before = None
    still = False
    for _ in range(ROUNDS):
        apart = y @ (-2 * centres.T)
        apart += np.einsum("ij,ij->i", centres, centres)
        labels = apart.argmin(axis=1)
        if still or (before is not None and np.array_equal(labels, before)):
            break
        before = labels
        members = np.zeros((k, n), np.float32)
        members[labels, everyone] = 1
        count = np.bincount(labels, minlength=k)[:, None].astype(np.float32)
        moved = np.where(count > 0, (members @ y) / np.maximum(count, 1), centres)
        still = float(np.square(moved - centres).sum()) <= tolerance
        centres = moved
    return centres, labels, np.bincount(labels, minlength=k).astype(np.float32)


ANALYSIS = Analysis("kmeans_path", "graph", kmeans_path)
