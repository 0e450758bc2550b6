"""Small maps at the size of the input."""

from typing import Literal

import torch.nn.functional as F
from torch import Tensor

Interpolation = Literal["linear", "nearest"]

MODES = {1: "linear", 2: "bilinear", 3: "trilinear"}
"""Linear interpolation, by the number of axes."""


def enlarged(small: Tensor, size: tuple[int, ...], interpolation: Interpolation = "linear") -> Tensor:
    """(batch, channels, ...) at another size of the axes behind the channels, one to three of them."""
    if interpolation == "nearest":
        return F.interpolate(small, size=size, mode="nearest")
    return F.interpolate(small, size=size, mode=MODES[len(size)], align_corners=False)
