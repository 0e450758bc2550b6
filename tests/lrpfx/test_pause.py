"""The garbage collector is as it was, whoever paused it, and whoever is ready first."""

import gc
import threading

import pytest

from lrpfx.pause import no_collection


def test_the_collector_is_as_it_was_after_a_pause_within_a_pause_and_after_an_error():
    with no_collection():
        with no_collection():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="mistake"), no_collection():
        raise ValueError("mistake")
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off():
    gc.disable()
    try:
        with no_collection():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_the_collector_stays_off_until_the_last_thread_has_left():
    first_in, second_in, first_out = threading.Event(), threading.Event(), threading.Event()
    seen = []

    def second():
        first_in.wait(10)
        with no_collection():
            second_in.set()
            first_out.wait(10)
            seen.append(gc.isenabled())

    thread = threading.Thread(target=second)
    thread.start()
    with no_collection():
        first_in.set()
        second_in.wait(10)
    first_out.set()
    thread.join()
    assert seen == [False]
    assert gc.isenabled()
