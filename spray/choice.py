"""Which samples to explain when there are more than wanted."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]


def choose(label: Ints, limit: int | None, seed: int) -> Ints:
    """At most `limit` rows, ascending: the same number from each class, small classes whole.

    The choice within a class depends on the seed, on that class and on its share alone.
    """
    if limit is None or limit >= len(label):
        return np.arange(len(label))
    members = {int(index): np.flatnonzero(label == index) for index in np.unique(label)}
    shares = _even_shares({index: len(rows) for index, rows in members.items()}, limit)
    chosen = [
        np.random.default_rng((seed, index)).permutation(rows)[: shares[index]]
        for index, rows in members.items()
    ]
    return np.sort(np.concatenate(chosen))


def _even_shares(sizes: Mapping[int, int], limit: int) -> dict[int, int]:
    shares: dict[int, int] = {}
    for position, index in enumerate(sorted(sizes, key=lambda index: (sizes[index], index))):
        shares[index] = min(sizes[index], (limit - sum(shares.values())) // (len(sizes) - position))
    return shares
