"""What stands for the absence of a feature.

0.0                      a number
tensor                   a sample, or one for each sample: broadcast to the batch
"mean"                   the mean of each sample, per channel
"blur"                   each sample blurred over its spatial axes
x -> baseline            a function of the input
(a, b), {"left": a}      one of these for each tensor, where the input has several
"""

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.utils import _pytree as pytree

from lrpfx.errors import ParameterError
from lrpfx.perturb.inputs import Inputs
from lrpfx.perturb.moments import wide
from lrpfx.registry import lookup

Baseline = Any
"""See the list above."""


def baseline_for(value: Baseline, inputs: Inputs) -> tuple[Tensor, ...]:
    """The baseline of each perturbed tensor, shaped like it.

    Raises:
        ParameterError: if it does not fit the input, or holds NaN.
        UnknownNameError: if no baseline has this name.
    """
    if callable(value):
        value = value(inputs.x)
    given = _leaves(value)
    tensors = inputs.tensors
    if len(given) == len(inputs.all) > len(tensors):  # one for each tensor: those of integers are not used
        kept = {i for i, leaf in enumerate(inputs.leaves) if isinstance(leaf, Tensor)}
        given = [g for g, i in zip(given, sorted(kept), strict=True) if i in inputs.moved]
    if len(given) == 1:
        given = given * len(tensors)
    if len(given) != len(tensors):
        raise ParameterError(
            f"the baseline holds {len(given)} values; the input has {len(tensors)} tensors that are perturbed: give one"
            " for each, or one for all"
        )
    return tuple(_fitting(g, t) for g, t in zip(given, tensors, strict=True))


def mean(x: Tensor) -> Tensor:
    """The mean over the axes behind the channels; of a vector, over its features. Shaped like x."""
    axes = tuple(range(2, x.ndim)) or (1,)
    return wide(x).mean(axes, keepdim=True).to(x.dtype).expand_as(x)


def blur(x: Tensor, share: float = 0.05) -> Tensor:
    """x under a Gaussian along each axis behind the channels, whose deviation is a share of that axis.

    Beyond the border stands the value at the border.
    """
    result = wide(x)
    for axis in range(2, x.ndim) if x.ndim > 2 else (1,):
        size = x.shape[axis]
        reach = min(size - 1, math.ceil(4 * share * size))
        at = torch.arange(size, device=x.device)
        offsets = torch.arange(-reach, reach + 1, dtype=torch.float64)
        bell = torch.exp(-0.5 * (offsets / (share * size)) ** 2)
        total = torch.zeros_like(result)
        for offset, weight in enumerate((bell / bell.sum()).tolist(), -reach):
            total = total + weight * result.index_select(axis, (at + offset).clamp(0, size - 1))
        result = total
    return result.to(x.dtype)


NAMED: dict[str, Callable[[Tensor], Tensor]] = {"mean": mean, "blur": blur}


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        value = dict(sorted(value.items()))
    return list(pytree.tree_leaves(value))


def _fitting(value: Any, x: Tensor) -> Tensor:
    if isinstance(value, str):
        if not x.is_floating_point():
            raise ParameterError(f'the baseline "{value}" is for floating point; give an id, or ids')
        named: Callable[[Tensor], Tensor] = lookup("baseline", value, NAMED)
        return named(x)
    try:
        tensor = torch.as_tensor(value, device=x.device).to(x.dtype)
        fitting = tensor.expand(x.shape)
    except (TypeError, ValueError, RuntimeError):
        found = f"a tensor of shape {tuple(value.shape)}" if isinstance(value, Tensor) else repr(value)
        raise ParameterError(
            f"the baseline is {found}, which does not fit the input of shape {tuple(x.shape)}; give a number, a tensor"
            f" that broadcasts to it, a function of the input, or a name: {', '.join(NAMED)}"
        ) from None
    if not bool(torch.isfinite(tensor).all()):
        raise ParameterError("the baseline holds NaN or infinity")
    return fitting
