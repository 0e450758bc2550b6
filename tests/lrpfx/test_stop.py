"""Explanations that end because another thread asks for it."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch
from nets import cnn

import lrpfx
from lrpfx.stop import Stopped, listen


@pytest.fixture
def explainer():
    return lrpfx.compile(cnn(), images())


def images() -> torch.Tensor:
    return torch.ones(2, 3, 8, 8, dtype=torch.float64)


def test_it_ends_at_the_next_equation(explainer):
    calls = []

    def asked() -> bool:
        calls.append(None)
        return len(calls) > 3

    listen(asked)
    try:
        with pytest.raises(Stopped):
            explainer(images())
        assert len(calls) == 4
    finally:
        listen(None)
    assert explainer(images()).relevance.shape == (2, 3, 8, 8)


def test_other_threads_go_on(explainer):
    ended = threading.Event()
    ended.set()
    with ThreadPoolExecutor(1, initializer=listen, initargs=(ended.is_set,)) as pool:
        with pytest.raises(Stopped):
            pool.submit(explainer, images()).result()
        assert explainer(images()).relevance.shape == (2, 3, 8, 8)


def test_it_is_no_error_that_a_handler_of_errors_takes():
    assert not issubclass(Stopped, Exception)
