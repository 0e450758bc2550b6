"""Batches side by side, each computed by one thread alone: on processors faster than several threads for one batch,
which wait for each other after every layer.

    with side_by_side(threads) as each:
        each(function, items)                       [function(item) for item in items]

What is computed does not depend on how many threads there are: which items there are is the caller's choice, and every
one of them is computed by one thread, as everything else is that happens meanwhile.
"""

import math
import threading
from collections.abc import Callable, Iterable, Iterator, Sized
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Protocol, TypeVar

import torch

from lrpfx.stop import Asked, listen

Item = TypeVar("Item")
Made = TypeVar("Made")


class Each(Protocol):
    """Results of a function, in the order of the items; the error is that of the first item that has one."""

    def __call__(self, function: Callable[[Item], Made], items: Iterable[Item], /) -> list[Made]: ...


def in_turn(function: Callable[[Item], Made], items: Iterable[Item]) -> list[Made]:
    """One item after the other, as if there were no lanes."""
    return [function(item) for item in items]


@contextmanager
def threads_kept() -> Iterator[int]:
    """How many threads torch uses, and will again afterwards."""
    before = torch.get_num_threads()
    try:
        yield before
    finally:
        torch.set_num_threads(before)


def alone(ended: Asked) -> None:
    """From now on this thread computes without the help of others, until that is of no use any more."""
    torch.set_num_threads(1)
    listen(ended)


@contextmanager
def side_by_side(threads: int) -> Iterator[Each]:
    """Lanes for items, this thread being one of them.

    Where the block is left by an exception, such as Ctrl-C, what other lanes compute ends at the next equation.

    Args:
        threads: how many items are computed at the same time, at the most.
    """
    with threads_kept():
        torch.set_num_threads(1)
        if threads <= 1:
            yield in_turn
            return
        ended = threading.Event()
        pool = ThreadPoolExecutor(threads - 1, "lane", alone, (ended.is_set,))

        def each(function: Callable[[Item], Made], items: Iterable[Item], /) -> list[Made]:
            return _each(pool, threads, function, items)

        try:
            yield each
        finally:
            ended.set()
            pool.shutdown(cancel_futures=True)


def _each(
    pool: ThreadPoolExecutor, threads: int, function: Callable[[Item], Made], items: Iterable[Item]
) -> list[Made]:
    """Every lane takes the next item as soon as it is free, so that no more of them exist than there are lanes."""
    waiting, taking = enumerate(items), threading.Lock()
    found: dict[int, Made] = {}
    failed: dict[float, Exception] = {}

    def work() -> None:
        number: float = math.inf  # of an item that cannot be made
        try:
            while not failed:
                with taking:
                    taken = next(waiting, None)
                if taken is None:
                    return
                number = taken[0]
                found[taken[0]] = function(taken[1])
                number = math.inf
        except Exception as error:
            failed[number] = error

    size = len(items) if isinstance(items, Sized) else threads
    lanes = [pool.submit(work) for _ in range(min(threads, size) - 1)]
    work()
    wait(lanes)
    for lane in lanes:
        lane.result()  # what is no fault, such as an exit, ends the others too
    if failed:
        raise failed[min(failed)]
    return [found[number] for number in sorted(found)]
