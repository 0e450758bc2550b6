"""Groups of any shape: dense places, and the rest as noise."""

import numpy as np
from numpy.typing import NDArray

from spray.analyses import Analysis
from spray.analyses.eigenmaps import Doubles
from spray.analyses.labels import Labels, canonical

Ints = NDArray[np.int64]


def dbscan(reachability: tuple[Doubles, Doubles, Ints, Doubles], eps: float = 0.5) -> Labels:
    """Density-based clusters at radius ε.

        core: at least min_samples samples within ε, itself included        clusters: cores joined by steps <= ε
        border: no core, but within ε of one; noise: neither

    All radii are cuts of one tree (`spray.analyses.reachability`). A border sample near several clusters belongs to the
    one with the earliest core, as in scikit-learn. Groups are numbered by size, the largest 0; -1 is noise.

    reachability: as `reachability` returns it, for points (n, e). Returns labels (n,).
    Source: Ester, Kriegel, Sander, Xu, KDD 1996.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    distance, tree, near, apart = reachability
    n = len(distance)
    core = distance <= eps
    if not core.any():
        return np.full(n, -1, np.int64)
    ends = tree[: np.searchsorted(tree[:, 2], eps, side="right"), :2].astype(np.int64)
    edges = csr_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(n, n))
    part = connected_components(edges, directed=False)[1]
    earliest = np.full(part.max() + 1, n)
    np.minimum.at(earliest, part[core], np.flatnonzero(core))
    labels = np.where(core, earliest[part], n)
    rest = np.flatnonzero(~core)
    reached = (apart[rest] <= eps) & core[near[rest]]
    labels[rest] = np.where(reached, labels[near[rest]], n).min(axis=1, initial=n)
    return canonical(np.where(labels < n, labels, -1))


ANALYSIS = Analysis("dbscan", "clustering", dbscan, argument="eps", minimum=0, title="DBSCAN")
