"""Groups of groups, cut where k are left."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.eigenmaps import Doubles
from spray.analyses.labels import Labels, canonical


def agglomerative(merges: Doubles, k: int = 5) -> Labels:
    """The tree of merges without its last k - 1 merges.

        labels = components of the first n - k merges

    Every k is a cut of the same tree. Never more groups than samples; groups are numbered by size, the largest 0.

    merges: (n - 1, 4), as `merges` returns them. Returns labels (n,).
    Source: Ward (1963).
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    n = len(merges) + 1
    kept = np.arange(max(n - k, 0))
    child = merges[kept, :2].astype(np.int64).ravel()
    edges = csr_array((np.ones(len(child)), (child, (n + kept).repeat(2))), shape=(2 * n, 2 * n))
    return canonical(connected_components(edges, directed=False)[1][:n])


ANALYSIS = Analysis(
    "agglomerative",
    "clustering",
    agglomerative,
    argument="k",
    minimum=2,
    sweep=(2, 10),
    title="agglomerative",
)
