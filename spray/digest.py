"""Content hashes at the speed of memory.

    digest(content) = SHA-256( length, SHA-256 of the first 4 MiB, SHA-256 of the next 4 MiB, ... )

The leaves of this tree are hashed side by side by threads; hashlib lets go of the interpreter while it works.
"""

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spray.machine import processors

LEAF = 1 << 22
THREADS_FROM = 1 << 24  # bytes; below, starting threads costs more than it saves


def of_bytes(content: memoryview) -> str:
    """The digest of some bytes, in hexadecimal."""
    return of_leaves(content.nbytes, lambda start, stop: content[start:stop])


def of_array(array: NDArray[Any]) -> str:
    """The digest of the elements of an array in C order; its dtype and shape are not part of it."""
    flat = np.ascontiguousarray(array).reshape(-1)
    return of_bytes(flat.view(np.uint8).data if flat.size else memoryview(b""))


def of_leaves(size: int, leaf: Callable[[int, int], bytes | memoryview]) -> str:
    """The digest of `size` bytes of which `leaf(start, stop)` gives any part, also to several threads at once."""

    def hashed(start: int) -> bytes:
        return hashlib.sha256(leaf(start, min(start + LEAF, size))).digest()

    starts = range(0, size, LEAF)
    whole = hashlib.sha256(f"{size} bytes in leaves of {LEAF}\n".encode())
    if size < THREADS_FROM:
        whole.update(b"".join(map(hashed, starts)))
    else:
        with ThreadPoolExecutor(processors()) as pool:
            whole.update(b"".join(pool.map(hashed, starts)))
    return whole.hexdigest()
