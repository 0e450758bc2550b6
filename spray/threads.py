"""Threads: one for small matrices, and several for the few steps whose work falls into equal parts.

    with workers() as each:
        for part in each(function, items): ...          results in the order of the items, whoever computed them

What is computed does not depend on how many threads there are: every item is computed by one of them alone, and what
adds up results does so in their order.
"""

import contextlib
import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextvars import ContextVar
from typing import Protocol, TypeVar

from spray.machine import processors

SHARE = "SPRAY_THREADS"
"""How many threads a worker process may use, in its environment; one where nobody has said so."""

Item = TypeVar("Item")
T = TypeVar("T")

_most: ContextVar[int | None] = ContextVar("most", default=None)


class Each(Protocol):
    """Results of a function in the order of the items; at most one more than there are threads wait to be taken."""

    def __call__(self, function: Callable[[Item], T], items: Iterable[Item], /) -> Iterator[T]: ...


@contextlib.contextmanager
def one_thread() -> Iterator[None]:
    """Numerical libraries use one thread: workers run side by side, and the order of a sum depends on their number.

    Threads that wait for each other over products of a few thousand numbers take more time than the products.
    """
    import sklearn.cluster
    import sklearn.manifold  # noqa: F401, loaded now so that the limit reaches their thread pools
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):
        yield


@contextlib.contextmanager
def at_most(threads: int) -> Iterator[None]:
    """So many threads in `workers`, instead of one for each processor."""
    before = _most.set(threads)
    try:
        yield
    finally:
        _most.reset(before)


def share() -> int:
    """Threads of a process that works beside others."""
    said = os.environ.get(SHARE, "")
    return int(said) if said.isdecimal() and int(said) > 0 else 1


def in_order(
    pool: Executor, function: Callable[[Item], T], items: Iterable[Item], ahead: int
) -> Generator[T]:
    """Results in the order of the items; at most `ahead` others are begun, or wait, when one is taken."""
    waiting: deque[Future[T]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(function, item))
            if len(waiting) > ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


@contextlib.contextmanager
def workers() -> Iterator[Each]:
    """Threads for items that take long and run without the GIL, as NumPy's large operations do.

    Within them BLAS uses one thread, so that a product has the same bytes on every number of processors.
    """
    from threadpoolctl import threadpool_limits

    threads = _most.get() or processors()
    with threadpool_limits(limits=1, user_api="blas"):
        if threads == 1:
            yield map
            return
        with ThreadPoolExecutor(threads) as pool:

            def each(function: Callable[[Item], T], items: Iterable[Item], /) -> Iterator[T]:
                return in_order(pool, function, items, threads)

            yield each
