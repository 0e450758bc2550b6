"""Whether all values of a tensor are finite."""

import torch
from torch import Tensor


def finite(x: Tensor) -> bool:
    """Whether no value is NaN or infinite; whole numbers always are finite.

        Σ x finite  ⟹  all x finite

    A sum is many times as fast as looking at every value; only where it overflows, or is not finite, each is looked at.
    """
    return bool(torch.isfinite(x.sum())) or bool(torch.isfinite(x).all())
