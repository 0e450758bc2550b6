"""One spelling for every partition."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.int64]


def canonical(labels: NDArray[Any]) -> Labels:
    """Clusters renumbered by size, the largest 0, ties by their first member; noise stays -1."""
    values, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    order = np.lexsort((first, -sizes, values < 0))
    renamed = np.where(values[order] < 0, -1, np.arange(len(values)))
    return np.asarray(renamed[np.argsort(order)][np.searchsorted(values, labels)], np.int64)
