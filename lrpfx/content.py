"""The bytes of a tensor: what is hashed where tensors are told apart by their numbers."""

import torch
from torch import Tensor


def content(value: Tensor) -> bytes:
    """The bytes of the numbers, row by row, whatever their order in memory."""
    whole = value.detach().cpu().contiguous()
    raw: bytes = whole.reshape(-1).view(torch.uint8).numpy().tobytes()
    return raw
