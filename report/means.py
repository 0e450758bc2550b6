"""The mean picture and the mean heatmap of every cluster, summed up while the samples pass by.

Clusters of the same samples, of which there are many among clusterings into 2, 3, 4, ... groups, share one tile.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from report.images import Floats, Ints, shrink, tile
from spray.results import Category

SIDE = 64  # pixels, the longer side of a mean at most
# Sums are of whole numbers of this part of one: below 2**53 they are exact, in whatever order threads add them.
UNIT = 2.0**20


@dataclass(frozen=True, eq=False)
class Groups:
    """Different clusters, each with a number.

    `of_cluster`: that of every cluster, in the order of analyses, clusterings and clusters.
    `of_sample` (members, clusterings): those that a sample is in. `sizes`: of each, in samples.
    """

    of_cluster: tuple[int, ...]
    of_sample: Ints
    sizes: Ints


def groups(category: Category) -> Groups:
    """The different clusters of a category."""
    known: dict[bytes, int] = {}
    of_cluster: list[int] = []
    sizes: list[int] = []
    columns = []
    for clustering in (one for analysis in category.analyses for one in analysis.clusterings):
        column = np.zeros(len(category.members), np.int64)
        order = np.argsort(clustering.labels, kind="stable")
        _, first = np.unique(clustering.labels[order], return_index=True)
        for inside in np.split(order, first[1:]):  # by ascending label, as the clusters are
            at = known.setdefault(inside.tobytes(), len(known))
            if at == len(sizes):
                sizes.append(len(inside))
            column[inside] = at
            of_cluster.append(at)
        columns.append(column)
    of_sample = np.stack(columns, 1) if columns else np.zeros((len(category.members), 0), np.int64)
    return Groups(tuple(of_cluster), of_sample, np.array(sizes, np.int64))


@dataclass(eq=False)
class Sums:
    """Sums of tiles over the groups; the longer side of a mean is at most `limit` pixels."""

    groups: Groups
    limit: int
    sums: Floats | None = None

    def add(self, positions: Ints, tiles: NDArray[Any]) -> None:
        """Tiles (n, h, w, channels) of some samples, each sample once in all."""
        height, width = tiles.shape[1:3]
        small = np.rint(shrink(tiles, *tile(height, width, self.limit)).astype(np.float64) * UNIT)
        if self.sums is None:
            self.sums = np.zeros((len(self.groups.sizes), *small.shape[1:]))
        here = self.groups.of_sample[positions]
        used = np.unique(here)
        inside = (here == used[:, None, None]).any(axis=2).astype(np.float64)
        self.sums[used] += (inside @ small.reshape(len(small), -1)).reshape(len(used), *small.shape[1:])

    def means(self) -> Floats:
        """(groups, height, width, channels)."""
        if self.sums is None:
            return np.zeros((0, 1, 1, 1), np.float32)
        means = self.sums / (UNIT * self.groups.sizes[:, None, None, None])
        return means.astype(np.float32)
