"""The peers at the precision of their input."""

import pytest
import torch


@pytest.fixture
def in_double(monkeypatch):
    """Call a function of Captum or Zennit in double precision.

    Both compute steps, weights and results in torch's default precision, and Captum rounds the weights of a quadrature
    to single precision in any case: with inputs in double precision they are right to seven digits.
    """

    def call(function, *args, **kwargs):
        torch.set_default_dtype(torch.float64)
        try:
            with monkeypatch.context() as patched:
                patched.setattr(torch.Tensor, "float", torch.Tensor.double)
                return function(*args, **kwargs)
        finally:
            torch.set_default_dtype(torch.float32)

    return call
