"""Content hashes at the speed of memory: BLAKE3, whose tree of leaves is hashed side by side.

Source: O'Connor, Aumasson, Neves, Wilcox-O'Hearn, BLAKE3 (2020).
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from blake3 import blake3
from numpy.typing import NDArray

LEAF = 1 << 22  # bytes that are asked for at once
THREADS_FROM = 1 << 24  # bytes; below, starting threads costs more than it saves


def of_bytes(content: memoryview) -> str:
    """The digest of some bytes, in hexadecimal."""
    return blake3(content, max_threads=_threads(content.nbytes)).hexdigest()


def of_array(array: NDArray[Any]) -> str:
    """The digest of the elements of an array in C order; its dtype and shape are not part of it."""
    flat = np.ascontiguousarray(array).reshape(-1)
    return of_bytes(flat.view(np.uint8).data if flat.size else memoryview(b""))


def of_parts(parts: Iterable[bytes | memoryview]) -> str:
    """The digest of bytes that lie in several places, one after the other."""
    whole = blake3()
    for part in parts:
        whole.update(part)
    return whole.hexdigest()


def of_leaves(size: int, leaf: Callable[[int, int], bytes | memoryview]) -> str:
    """The digest of `size` bytes, of which `leaf(start, stop)` gives any part."""
    whole = blake3(max_threads=_threads(size))
    for start in range(0, size, LEAF):
        whole.update(leaf(start, min(start + LEAF, size)))
    return whole.hexdigest()


def _threads(size: int) -> int:
    return blake3.AUTO if size >= THREADS_FROM else 1
