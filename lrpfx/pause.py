"""A pause of Python's garbage collector.

Beside torch it has half a million objects to look through, which takes a third of a second. Tracing and rewriting make
so many small objects, hardly one of them garbage, that it would look several times.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_paused: list[bool] = []
"""For every pause under way, whether it is the one that has to end it: the first, if the collector was at work then."""


@contextmanager
def no_collection() -> Iterator[None]:
    """Collect no cycles meanwhile; in threads, until the last one has left. What nothing refers to is freed as ever."""
    with _lock:
        _paused.append(gc.isenabled())
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            ended = _paused.pop()  # the first to come is the last to be taken, whoever takes it
            if ended:
                gc.enable()
