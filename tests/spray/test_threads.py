"""Threads that work beside others."""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from spray.threads import BEHIND, give_way


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere only processes have a niceness")
def test_a_thread_that_gives_way_leaves_the_others_as_they_are():
    def niceness() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    before = niceness()
    with ThreadPoolExecutor(1, initializer=give_way) as pool:
        assert pool.submit(niceness).result() == min(19, before + BEHIND)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(niceness).result() == before
    assert niceness() == before
