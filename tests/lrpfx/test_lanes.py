"""Items side by side: the same results, the first error, a prompt end, and torch as it was."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch
from nets import cnn, images

import lrpfx
from lrpfx.lanes import side_by_side


@pytest.fixture(autouse=True)
def three():
    before = torch.get_num_threads()
    torch.set_num_threads(3)
    yield
    assert torch.get_num_threads() == 3  # whatever happened in the test
    torch.set_num_threads(before)


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_results_are_in_the_order_of_the_items(threads):
    def slow_first(n):
        time.sleep(0.02 if n == 0 else 0)
        return n * n

    with side_by_side(threads) as each:
        assert each(slow_first, range(7)) == [n * n for n in range(7)]
        assert each(slow_first, iter(range(3))) == [0, 1, 4]  # and lanes can be used again
        assert each(slow_first, []) == []


def test_items_are_computed_at_the_same_time_each_by_one_thread_of_torch():
    together = threading.Barrier(3)

    def item(_):
        together.wait(10)  # raises BrokenBarrierError where one is computed alone
        return threading.get_ident(), torch.get_num_threads()

    with side_by_side(3) as each:
        idents, threads = zip(*each(item, range(3)), strict=True)
    assert len(set(idents)) == 3
    assert threading.get_ident() in idents
    assert set(threads) == {1}


def test_no_more_items_exist_than_there_are_lanes():
    under_way, most, lock = set[int](), [0], threading.Lock()

    def items():
        for n in range(12):
            with lock:
                under_way.add(n)
                most[0] = max(most[0], len(under_way))
            yield n

    def item(n):
        time.sleep(0.002)
        with lock:
            under_way.remove(n)

    with side_by_side(2) as each:
        each(item, items())
    assert most[0] <= 2


def test_the_error_is_that_of_the_first_item_that_has_one():
    later = threading.Event()

    def item(n):
        if n == 1:
            later.set()
            raise ValueError("the second")
        assert later.wait(10)
        raise ValueError("the first")

    with side_by_side(2) as each, pytest.raises(ValueError, match="the first"):
        each(item, range(9))


def test_an_error_of_an_item_that_cannot_be_made_is_raised():
    def items():
        yield 0
        raise ValueError("no second")

    with side_by_side(2) as each, pytest.raises(ValueError, match="no second"):
        each(lambda n: n, items())


def test_ctrl_c_ends_what_other_lanes_compute():
    explainer, x = lrpfx.compile(cnn(), images(2)), images(2)
    main, running, calls = threading.get_ident(), threading.Event(), [0]

    def item(_):
        if threading.get_ident() == main:
            assert running.wait(10)
            raise KeyboardInterrupt
        began = time.monotonic()
        while time.monotonic() - began < 20:
            explainer(x)
            calls[0] += 1
            running.set()

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), side_by_side(2) as each:
        each(item, range(2))
    assert time.monotonic() - began < 5
    assert calls[0] > 0
    explainer(x)  # this thread goes on


def test_lanes_within_a_lane_are_that_lane_alone():
    with ThreadPoolExecutor(1, initializer=torch.set_num_threads, initargs=(1,)) as pool:

        def inner():
            with side_by_side(torch.get_num_threads()) as each:
                return set(each(lambda _: threading.get_ident(), range(4)))

        assert len(pool.submit(inner).result()) == 1
