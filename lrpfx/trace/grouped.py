"""Grouped matrix products, by which mixtures of experts apply their weights, as products with chosen weights.

    z_r = x_r W_g(r),   g(r) = how many groups have ended at row r       rows stand in the order of their groups

torch's operator has no transpose that leaves the number of rows of a group open, and none in double precision.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

_NAMES = ("_grouped_mm", "grouped_mm", "grouped_mm_fallback")
"""torch's, as it was called first and as it is called now, and what transformers registers beside it."""


def is_grouped(function: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> bool:
    """Whether it is a product of rows (rows, in) with the weights of their groups (groups, in, out)."""
    known = function in _OWN or str(function).startswith("transformers.grouped_mm_fallback")
    if not known:
        return False
    given = [a for a in (*args, *kwargs.values()) if isinstance(a, Tensor)]
    return len(given) == 3 and [a.ndim for a in given] == [2, 3, 1]


_OWN = tuple(getattr(where, name) for where in (torch, functional) for name in _NAMES if hasattr(where, name))


def grouped(x: Tensor, weights: Tensor, offs: Tensor, **_: Any) -> Tensor:
    """The product, (rows, out); `offs` is where each group ends."""
    rows = torch.arange(x.shape[0], device=x.device)
    ended = (rows[:, None] >= offs[None, :]).sum(1)
    chosen = weights[ended.clamp(max=weights.shape[0] - 1)]
    return torch.bmm(x[:, None], chosen)[:, 0]
