"""How densely samples hang together, at every radius at once: what all DBSCAN settings are cut from."""

import numpy as np
from numpy.typing import NDArray

from spray.analyses import Analysis
from spray.analyses.eigenmaps import Doubles

Ints = NDArray[np.int64]

DENSE = 6000  # samples up to which all distances are kept: 288 MB
BLOCK = 1 << 21
NEVER = float(np.finfo(np.float64).max)  # core distance where there are too few samples


def reachability(points: Doubles, min_samples: int = 5) -> tuple[Doubles, Doubles, Ints, Doubles]:
    """Core distances, and the cheapest tree of mutual reachability.

        core_i = distance to the (min_samples - 1)-th other sample
        tree   = minimum spanning tree of max(core_i, core_j, |x_i - x_j|)

    At radius ε the core samples are those with core_i <= ε, and their clusters the parts of the tree with edges <= ε. A
    sample that is no core has fewer than min_samples others within ε, so its neighbours there are among its nearest.

    points: (n, e). Returns core (n,), tree (n - 1, 3) of two ends and a length, ascending, and the min_samples - 1
    nearest others: indices (n, m) and distances (n, m).
    Source: Campello, Moulavi, Sander, PAKDD 2013; the algorithm: Prim (1957).
    """
    n = len(points)
    points = np.ascontiguousarray(points, np.float64)
    near, apart = _nearest(points, min(min_samples - 1, n - 1))
    enough = near.shape[1] == min_samples - 1
    core = np.full(n, NEVER) if not enough else (apart[:, -1] if near.shape[1] else np.zeros(n))
    if n < 2 or not enough:
        return core, np.empty((0, 3)), near, apart
    return core, _tree(points, core), near, apart


def _nearest(points: Doubles, k: int) -> tuple[Ints, Doubles]:
    from scipy.spatial.distance import cdist

    n = len(points)
    near, apart = np.empty((n, k), np.int64), np.empty((n, k))
    if k == 0:
        return near, apart
    for start in range(0, n, max(1, BLOCK // n)):
        rows = np.arange(start, min(start + max(1, BLOCK // n), n))
        block = cdist(points[rows], points)
        block[rows - start, rows] = np.inf
        chosen = np.argpartition(block, k - 1, axis=1)[:, :k]
        values = np.take_along_axis(block, chosen, axis=1)
        order = np.lexsort((chosen, values), axis=1)
        near[rows], apart[rows] = np.take_along_axis(chosen, order, 1), np.take_along_axis(values, order, 1)
    return near, apart


def _tree(points: Doubles, core: Doubles) -> Doubles:
    """Prim's algorithm, a row of distances at a time."""
    from scipy.spatial.distance import cdist

    n = len(points)
    every = cdist(points, points) if n <= DENSE else None
    if every is not None:
        np.maximum(every, core, out=every)
    best, parent = np.full(n, np.inf), np.zeros(n, np.int64)
    tree = np.empty((n - 1, 3))
    joined = np.zeros(n)  # infinity once a sample is in the tree
    here = 0
    row = np.empty(n)
    for edge in range(n - 1):
        joined[here] = np.inf
        if every is not None:
            np.maximum(every[here], core[here], out=row)
        else:
            np.maximum(np.maximum(cdist(points[here : here + 1], points)[0], core), core[here], out=row)
        shorter = row < best
        best[shorter], parent[shorter] = row[shorter], here
        following = int((best + joined).argmin())
        tree[edge] = parent[following], following, best[following]
        here = following
    return tree[np.argsort(tree[:, 2], kind="stable")]


ANALYSIS = Analysis("reachability", "graph", reachability)
