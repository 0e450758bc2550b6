"""Masks at places: which units relevance may flow through."""

from collections.abc import Sequence

import torch
from torch import Tensor

from lrpfx.errors import PlaceError
from lrpfx.graph import Batch

Mask = int | Sequence[int] | Tensor
"""Which units of a place relevance may flow through: indices along axis 1, or a tensor that broadcasts to the place."""


def mask_of(name: str, mask: Mask, shape: Sequence[int], dtype: torch.dtype, device: torch.device) -> Tensor:
    """A mask as a tensor of the place's shape."""
    if isinstance(mask, Tensor):
        try:
            return mask.to(device=device, dtype=dtype).expand(tuple(shape))
        except RuntimeError:
            raise PlaceError(
                f"the mask at `{name}` has shape {tuple(mask.shape)}, which does not broadcast to the place's"
                f" {tuple(shape)}"
            ) from None
    units = [mask] if isinstance(mask, int) else list(mask)
    outside = [u for u in units if not 0 <= u < shape[1]]
    if outside:
        raise PlaceError(
            f"the mask at `{name}` keeps unit {outside[0]}, but there are units 0 to {shape[1] - 1}"
        )
    kept = torch.zeros(shape[1], dtype=dtype, device=device)
    kept[units] = 1
    return kept.reshape(1, -1, *[1] * (len(shape) - 2)).expand(tuple(shape))


def size_in(dim: int | Batch, batch: int) -> int:
    """A size for this many samples."""
    return dim.times * batch if isinstance(dim, Batch) else dim
