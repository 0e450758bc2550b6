"""Functions of torch in other words, which leave the batch size open and say what they compute.

batch_norm                 by running statistics, without a choice of back ends
linear(x, w, b), x @ w     over tokens: one matrix product of all tokens
lstm, gru, rnn             cell by cell: matrix products, gates and sums
flex_attention             matrix products, the scores as they are changed and masked, softmax
grouped_mm                 one matrix product for every row, with the weights of its group
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from lrpfx.trace.flexible import FLEXIBLE
from lrpfx.trace.grouped import grouped, is_grouped
from lrpfx.trace.recurrent import RECURRENT

Spelling = Callable[..., Any]


def spell(function: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Spelling | None:
    """What to call in the place of `function` with these arguments; None: the function itself."""
    if function in _OVER_TOKENS and _tokens(args, kwargs):
        return _OVER_TOKENS[function]
    if function is functional.batch_norm:
        return _batch_norm if _by_running_statistics(*args, **kwargs) else None
    if is_grouped(function, args, kwargs):
        return grouped
    if function is functional.interpolate:
        return _interpolate if _interpolates(args, kwargs) else None
    return _ALWAYS.get(function)


def _by_running_statistics(
    input: Tensor,
    running_mean: Tensor | None,
    running_var: Tensor | None,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    training: bool = False,
    *numbers: float,
    **named: float,
) -> bool:
    return running_mean is not None and running_var is not None and not training


def _batch_norm(
    input: Tensor,
    running_mean: Tensor,
    running_var: Tensor,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Tensor:
    given = (input, weight, bias, running_mean, running_var, False, momentum, eps)
    result: Tensor = torch.ops.aten.native_batch_norm.default(*given)[0]
    return result


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
}
