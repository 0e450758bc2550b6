"""Functions of torch in other words, which leave the batch size open and say what they compute.

linear(x, w, b), x @ w     over tokens: one matrix product of all tokens
relu_(x), x.clamp_(0)      copy_(x, relu(x)), which functionalization knows for open sizes
lstm, gru, rnn             cell by cell: matrix products, gates and sums
flex_attention             matrix products, the scores as they are changed and masked, softmax
"""

import inspect
import types
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from lrpfx.trace.flexible import FLEXIBLE
from lrpfx.trace.recurrent import RECURRENT

Spelling = Callable[..., Any]


def spell(function: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Spelling | None:
    """What to call in the place of `function` with these arguments; None: the function itself."""
    if function in _IN_PLACE:
        inplace = _IN_PLACE[function].bind(*args, **kwargs).arguments.get("inplace", False)
        return _activation_in_place(function) if inplace else None
    if function in _OVER_TOKENS and _tokens(args, kwargs):
        return _OVER_TOKENS[function]
    if function is functional.interpolate:
        return _interpolate if _interpolates(args, kwargs) else None
    return _ALWAYS.get(function)


def _activation_in_place(function: Callable[..., Tensor]) -> Spelling:
    def spelled(*args: Any, **kwargs: Any) -> Tensor:
        bound = _IN_PLACE[function].bind(*args, **kwargs)
        bound.arguments.pop("inplace")
        into: Tensor = args[0] if args else kwargs["input"]
        return into.copy_(function(*bound.args, **bound.kwargs))

    return spelled


_IN_PLACE: dict[Callable[..., Tensor], inspect.Signature] = {
    function: signature
    for function, signature in (
        (f, inspect.signature(f)) for f in vars(functional).values() if isinstance(f, types.FunctionType)
    )
    if "inplace" in signature.parameters and "dropout" not in function.__name__
}
"""The activations of torch.nn.functional that can work in place."""


def _clamp_in_place(function: Callable[..., Tensor]) -> Spelling:
    return lambda x, *args, **kwargs: x.copy_(function(x, *args, **kwargs))


def _linear(input: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    flat = functional.linear(input.reshape(-1, input.shape[-1]), weight, bias)
    return flat.reshape(*input.shape[:-1], weight.shape[0])


def _matmul(input: Tensor, other: Tensor) -> Tensor:
    return torch.mm(input.reshape(-1, input.shape[-1]), other).reshape(*input.shape[:-1], other.shape[1])


def _tokens(args: Sequence[Any], kwargs: Mapping[str, Any]) -> bool:
    """Whether a matrix is applied along the last of more than two axes."""
    given = [a for a in (*args, *kwargs.values()) if isinstance(a, Tensor)]
    return len(given) > 1 and given[0].ndim > 2 and given[1].ndim == 2


_OVER_TOKENS: dict[Any, Spelling] = {
    functional.linear: _linear,
    **dict.fromkeys((torch.matmul, Tensor.matmul, Tensor.__matmul__), _matmul),
}


_NEAREST = {"nearest": "upsample_nearest", "nearest-exact": "_upsample_nearest_exact"}
_SMOOTH = {"linear": 1, "bilinear": 2, "trilinear": 3, "bicubic": 2}
"""Names of operators without their number of axes, and that number."""


def _interpolate(
    input: Tensor,
    size: Any = None,
    scale_factor: Any = None,
    mode: str = "nearest",
    align_corners: bool | None = None,
    recompute_scale_factor: bool | None = None,
    antialias: bool = False,
) -> Tensor:
    """The operator that torch chooses, at sizes that do not name the batch."""
    space = input.ndim - 2
    scales = _each(scale_factor, space)
    enlarged = [int(n * s) for n, s in zip(input.shape[2:], scales, strict=True)] if size is None else []
    corners = () if mode in _NEAREST else (bool(align_corners),)
    operator = getattr(torch.ops.aten, f"{_NEAREST.get(mode, f'upsample_{mode}')}{space}d").default
    result: Tensor = operator(input, enlarged or _each(size, space), *corners, *scales)
    return result


def _interpolates(args: Sequence[Any], kwargs: Mapping[str, Any]) -> bool:
    """Whether the spelling above is that of the call."""
    given = inspect.signature(functional.interpolate).bind(*args, **kwargs).arguments
    mode, space = given.get("mode", "nearest"), given["input"].ndim - 2
    fits = mode in _NEAREST or _SMOOTH.get(mode) == space
    one = (given.get("size") is None) != (given.get("scale_factor") is None)
    others = ("recompute_scale_factor", "antialias")
    return fits and one and not any(given.get(name) for name in others)


def _each(value: Any, space: int) -> list[Any]:
    return list(value) if isinstance(value, tuple | list) else [value] * space


_ALWAYS: dict[Any, Spelling] = {
    **FLEXIBLE,
    **RECURRENT,
    Tensor.clamp_: _clamp_in_place(Tensor.clamp),
    Tensor.clamp_min_: _clamp_in_place(Tensor.clamp_min),
    Tensor.clamp_max_: _clamp_in_place(Tensor.clamp_max),
}
