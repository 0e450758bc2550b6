"""The batch follows from the memory only where there is too little of it."""

import pytest

from spray.memory import fitting
from spray.model import free_memory


@pytest.mark.parametrize(
    ("wanted", "each", "free", "batch"),
    [
        (16, 100, None, 16),
        (16, 0, 1, 16),
        (16, 100, 3200, 16),
        (16, 100, 3199, 8),
        (16, 100, 400, 2),
        (16, 100, 100, 1),
        (16, 100, 0, 1),
        (1, 100, 10**9, 1),
    ],
)
def test_the_batch_is_what_fits_into_half_of_what_is_free(wanted, each, free, batch):
    assert fitting(wanted, each, free) == batch


def test_this_machine_says_what_is_free():
    assert 1 << 20 < free_memory("cpu") < 1 << 50
    assert free_memory("mps") is None
