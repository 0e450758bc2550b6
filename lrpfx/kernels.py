"""How an operator is run, where ATen's own way rearranges numbers in memory that could stay as they are.

transposes of pooling   take the order of their result from an argument of which they read the size alone, and which
                        need not be there (see `lrpfx.optimize.sizes`); here from the relevance that they hand back
convolutions            rearrange their weights in each call; those of an explainer (see `lrpfx.optimize.layout`) are
                        rearranged once
max pooling             see `lrpfx.pooling`
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import torch
from torch import Tensor
from torch.utils.weak import WeakIdKeyDictionary

from lrpfx.graph import Attrs
from lrpfx.ops import DEFAULTS, bind, calling
from lrpfx.pooling import POOLS, pool


def kernel(op: str, attrs: Attrs, arity: int, first_only: bool = False) -> Callable[..., Any]:
    """A function of `arity` tensors that runs `op`; the same numbers as `lrpfx.ops.bind`.

    Args:
        first_only: whether nobody reads any result but the first; the others may then be missing.
    """
    run = bind(op, attrs, arity)
    if op in POOLS:
        return pool(run, op, attrs, first_only)
    if op == "convolution":
        return _convolution(run, attrs)
    return partial(_pool_backward, run, op, attrs) if op in _POOLS else run


_POOLS = ("max_pool2d_with_indices_backward", "avg_pool2d_backward")


def _pool_backward(run: Callable[..., Any], op: str, attrs: Attrs, *args: Tensor) -> Tensor:
    g, x = args[:2]
    differentiated = torch.is_grad_enabled() and any(
        arg.requires_grad for arg in args
    )  # `out` takes no part in it
    last = (
        g.device.type == "cpu"
        and not g.is_contiguous()
        and g.is_contiguous(memory_format=torch.channels_last)
    )
    if differentiated or not last:
        result: Tensor = run(*args)
        return result
    out = torch.empty(x.shape, dtype=g.dtype, device=g.device, memory_format=torch.channels_last)
    positional, given = calling(op, attrs, args)
    result = getattr(torch.ops.aten, op).grad_input(*positional, **given, grad_input=out)
    return result


# ---- convolutions with constant weights -------------------------------------------------------------------------

SIZES = 8
"""For how many sizes of images, forwards and back, one or many, a weight is kept rearranged."""

TYPICAL = 8
"""The size of any batch but one of a single image, as far as weights are rearranged for it.

One image is computed by other kernels than many, and they read weights in another order. For what size weights are
rearranged depends on the batch itself, never on one before it, and so does a result.
"""

_packed: Any = WeakIdKeyDictionary()
"""Constant weights -> how they were used and when they were last written to -> the same numbers, rearranged."""


def pack(weight: Tensor) -> Tensor:
    """The weight, marked as constant: what convolutions on the CPU make of it is kept as long as it lives."""
    _packed[weight] = {}
    return weight


def _convolution(run: Callable[..., Any], attrs: Attrs) -> Callable[..., Any]:
    given: dict[str, Any] = {**DEFAULTS["convolution"], **dict(attrs)}
    if given["groups"] != 1 or not torch._C._has_mkldnn:
        return run

    def pair(name: str) -> list[int]:
        value = given[name]
        return list(value) * (2 // len(value)) if len(value) <= 2 else list(value)

    padding, stride, dilation = pair("padding"), pair("stride"), pair("dilation")
    more = [pair("output_padding")] if given["transposed"] else []
    settings = (padding, *more, stride, dilation, 1)
    kernels = torch.ops.mkldnn
    prepare: Callable[..., Tensor] = kernels._reorder_convolution_weight
    convolve: Callable[..., Tensor] = kernels._convolution_pointwise
    if given["transposed"]:
        prepare, convolve = (
            kernels._reorder_convolution_transpose_weight,
            kernels._convolution_transpose_pointwise,
        )

    def packed(x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
        known = _packed.get(weight)
        if known is None or x.dtype != torch.float32 or torch.is_grad_enabled():
            result: Tensor = run(x, weight, bias)
            return result
        size = [1 if len(x) == 1 else TYPICAL, *x.shape[1:]]
        key = (attrs, tuple(size), None if weight.is_inference() else weight._version)
        if key not in known:
            if len(known) >= SIZES:
                known.clear()
            known[key] = prepare(weight, *settings, size)
        x = x.contiguous(memory_format=torch.channels_last)
        return convolve(x, known[key], bias, *settings, "none", [], None)

    return packed
