"""How densely samples hang together, at every radius at once: what all DBSCAN settings are cut from."""

import numpy as np
from numpy.typing import NDArray

from spray.analyses import Analysis
from spray.analyses.eigenmaps import Doubles
from spray.analyses.scipy_distances import BY_ROWS, LOGICAL, scipy_distance

Ints = NDArray[np.int64]

DENSE = 2000  # samples up to which all distances are kept: 16 MB, and twice that on the way
BLOCK = 1 << 21
METRICS = ("euclidean", "cosine", *sorted({*BY_ROWS} - {*LOGICAL}))
NEVER = float(np.finfo(np.float64).max)  # core distance where there are too few samples


def reachability(
    points: Doubles, min_samples: int = 5, metric: str = "euclidean"
) -> tuple[Doubles, Doubles, Ints, Doubles]:
    """Core distances, and the cheapest tree of mutual reachability.

        core_i = distance to the (min_samples - 1)-th other sample
        tree   = minimum spanning tree of max(core_i, core_j, |x_i - x_j|)       or another `metric` of SciPy's

    At radius ε the core samples are those with core_i <= ε, and their clusters the parts of the tree with edges <= ε. A
    sample that is no core has fewer than min_samples others within ε, so its neighbours there are among its nearest.

    points: (n, e). Returns core (n,), tree (n - 1, 3) of two ends and a length, ascending, and the min_samples - 1
    nearest others: indices (n, m) and distances (n, m). Raises ValueError for another metric.
    Source: Campello, Moulavi, Sander, PAKDD 2013; the algorithm: Prim (1957).
    """
    if metric not in METRICS:
        raise ValueError(f"dbscan:metric={metric} is unknown. Valid are {', '.join(METRICS)}.")
    n = len(points)
    points = np.ascontiguousarray(points, np.float64)
    near, apart = _nearest(points, min(min_samples - 1, n - 1), metric)
    enough = near.shape[1] == min_samples - 1
    core = np.full(n, NEVER) if not enough else (apart[:, -1] if near.shape[1] else np.zeros(n))
    if n < 2 or not enough:
        return core, np.empty((0, 3)), near, apart
    return core, _tree(points, core, metric), near, apart


def _nearest(points: Doubles, k: int, metric: str) -> tuple[Ints, Doubles]:
    n = len(points)
    near, apart = np.empty((n, k), np.int64), np.empty((n, k))
    if k == 0:
        return near, apart
    for start in range(0, n, max(1, BLOCK // n)):
        rows = np.arange(start, min(start + max(1, BLOCK // n), n))
        block = _apart(points[rows], points, metric)
        block[rows - start, rows] = np.inf
        # Few are wanted: as many passes are quicker than sorting, and ties go by index.
        for place in range(k):
            chosen = block.argmin(axis=1)
            near[rows, place], apart[rows, place] = chosen, block[rows - start, chosen]
            block[rows - start, chosen] = np.inf
    return near, apart


def _apart(rows: Doubles, others: Doubles, metric: str) -> Doubles:
    from scipy.spatial.distance import cdist

    return cdist(rows, others) if metric == "euclidean" else scipy_distance(rows, others, metric)


def _tree(points: Doubles, core: Doubles, metric: str) -> Doubles:
    """A cheapest tree. Which one of several does not matter: at any radius they have the same parts."""
    tree = (_merged if len(points) <= DENSE else _grown)(points, core, metric)
    return np.asarray(tree[np.argsort(tree[:, 2], kind="stable")])


def _merged(points: Doubles, core: Doubles, metric: str) -> Doubles:
    """Single linkage of all distances: an edge between any two members of what is merged."""
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import pdist

    first, second = np.triu_indices(len(points), 1)
    apart = pdist(points) if metric == "euclidean" else _apart(points, points, metric)[first, second]
    np.maximum(apart, core[first], out=apart)
    np.maximum(apart, core[second], out=apart)
    merges = linkage(apart, "single")
    member = [*range(len(points))]
    tree = merges[:, :3].copy()
    for edge, (one, other) in enumerate(merges[:, :2].astype(int).tolist()):
        tree[edge, :2] = member[one], member[other]
        member.append(member[one])
    return np.asarray(tree)


def _grown(points: Doubles, core: Doubles, metric: str) -> Doubles:
    """Prim's algorithm, a row of distances at a time."""
    n = len(points)
    best, parent = np.full(n, np.inf), np.zeros(n, np.int64)
    tree = np.empty((n - 1, 3))
    joined = np.zeros(n)  # infinity once a sample is in the tree
    here = 0
    for edge in range(n - 1):
        joined[here] = np.inf
        row = np.maximum(np.maximum(_apart(points[here : here + 1], points, metric)[0], core), core[here])
        shorter = row < best
        best[shorter], parent[shorter] = row[shorter], here
        following = int((best + joined).argmin())
        tree[edge] = parent[following], following, best[following]
        here = following
    return tree


ANALYSIS = Analysis("reachability", "graph", reachability)
