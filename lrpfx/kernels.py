"""How an operator is run, where ATen's own way loses the order in which numbers lie in memory.

The transposes of pooling take that order from an argument of which they read the size alone, and which therefore need
not be there (see `lrpfx.optimize.sizes`). Here they take it from the relevance that they hand back.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import torch
from torch import Tensor

from lrpfx.graph import Attrs
from lrpfx.ops import bind, calling


def kernel(op: str, attrs: Attrs, arity: int) -> Callable[..., Any]:
    """A function of `arity` tensors that runs `op`; the same numbers as `lrpfx.ops.bind`."""
    run = bind(op, attrs, arity)
    return partial(_pool_backward, run, op, attrs) if op in _POOLS else run


_POOLS = ("max_pool2d_with_indices_backward", "avg_pool2d_backward")


def _pool_backward(run: Callable[..., Any], op: str, attrs: Attrs, *args: Tensor) -> Tensor:
    g, x = args[:2]
    if g.device.type != "cpu" or g.is_contiguous() or not g.is_contiguous(memory_format=torch.channels_last):
        result: Tensor = run(*args)
        return result
    out = torch.empty(x.shape, dtype=g.dtype, device=g.device, memory_format=torch.channels_last)
    positional, given = calling(op, attrs, args)
    result = getattr(torch.ops.aten, op).grad_input(*positional, **given, grad_input=out)
    return result
