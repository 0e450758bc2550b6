"""Threads: results in the order of the items, whoever computed them."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from spray.threads import at_most, in_order, workers


def test_results_come_in_the_order_of_the_items() -> None:
    first = threading.Event()

    def computed(item: int) -> int:
        if item == 0:
            assert first.wait(10)
        else:
            first.set()
        return item * item

    with ThreadPoolExecutor(2) as pool:
        assert list(in_order(pool, computed, range(8), 2)) == [n * n for n in range(8)]


def test_no_more_items_are_asked_for_than_may_wait() -> None:
    asked: list[int] = []

    def items() -> Iterator[int]:
        for n in range(10):
            asked.append(n)
            yield n

    with ThreadPoolExecutor(2) as pool:
        results = in_order(pool, str, items(), 3)
        assert next(results) == "0"
        assert asked == [0, 1, 2, 3]
        results.close()


def test_what_waits_is_given_up_after_an_error() -> None:
    seen: list[int] = []

    def computed(item: int) -> int:
        seen.append(item)
        if item == 1:
            raise ValueError("one")
        return item

    with ThreadPoolExecutor(1) as pool, pytest.raises(ValueError, match="one"):
        list(in_order(pool, computed, range(100), 2))
    assert len(seen) <= 5


def test_one_thread_computes_in_the_thread_that_calls() -> None:
    with at_most(1), workers() as each:
        assert set(each(lambda _: threading.get_ident(), range(3))) == {threading.get_ident()}
