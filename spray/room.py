"""Where large intermediate arrays live."""

import tempfile
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

LARGE = 1 << 30  # bytes


def room(shape: tuple[int, ...], dtype: DTypeLike) -> NDArray[Any]:
    """An array to be filled: in memory, or, above 1 GB, mapped to a file that is gone as soon as the array is.

    What is mapped the system can move out of memory, so a category may be larger than that. The file has no name: a
    killed process leaves none behind. Its place is that of temporary files (TMPDIR).
    """
    kind = np.dtype(dtype)
    if int(np.prod(shape)) * kind.itemsize <= LARGE:
        return np.empty(shape, kind)
    with tempfile.TemporaryFile(prefix="spray-") as file:
        return np.memmap(file, kind, "w+", shape=shape).view(np.ndarray)
