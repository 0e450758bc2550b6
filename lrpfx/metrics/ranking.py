"""The order of relevance: the greatest first, of equal ones the first."""

import numpy as np
import torch
from torch import Tensor

from lrpfx.finite import finite


def descending(values: Tensor, *, stable: bool = True) -> Tensor:
    """The positions of every sample in the order of its values, (batch, positions).

    Args:
        stable: whether the first of equal values comes first; else any.

    NumPy sorts whole numbers, and what need not be stable, with the processor's vector instructions. A number of 32
    bits and its position make a whole number of 64, no two of which are equal:

        key = -bits(value) · 2³² + position         bits: those of the number, which rise with it
    """
    if values.device.type == "cpu" and values.is_floating_point() and finite(values):
        if values.dtype != torch.float64:
            return _by_keys(values.detach().float())
        order = torch.from_numpy(np.argsort(-values.detach().numpy(), axis=1))
        ordered = values.gather(1, order)
        if not stable or bool((ordered[:, 1:] != ordered[:, :-1]).all()):
            return order
    return values.argsort(dim=1, descending=True, stable=True)


def _by_keys(values: Tensor) -> Tensor:
    bits = (values + 0.0).numpy().view(np.int32)  # -0 + 0 is 0
    rising = np.where(bits < 0, bits ^ 0x7FFFFFFF, bits).astype(np.int64)
    keys = (-rising << 32) | np.arange(values.shape[1])
    keys.sort(axis=1)
    return torch.from_numpy(keys & 0xFFFFFFFF)
