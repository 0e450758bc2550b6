"""How long values live, and whose memory a result can be written to.

A value is freed after the last equation that reads it. An operator that works element by element writes its result into
the memory of an argument that dies there, if nobody else can see that memory.
"""

from collections.abc import Callable, Sequence, Set
from functools import partial
from typing import Any

import torch
from torch import Tensor

from lrpfx.graph import Attrs, Eqn
from lrpfx.ops import base, is_open


def last_uses(eqns: Sequence[Eqn], kept: Set[str]) -> tuple[tuple[str, ...], ...]:
    """For every equation the values that nothing reads after it; those in `kept` stay."""
    last: dict[str, int] = {}
    for i, eqn in enumerate(eqns):
        last.update((v.name, i) for v in eqn.outs)
        last.update((a.name, i) for a in eqn.args if a is not None)
    dying: dict[int, list[str]] = {}
    for name, i in last.items():
        if name not in kept:
            dying.setdefault(i, []).append(name)
    return tuple(tuple(dying.get(i, ())) for i in range(len(eqns)))


def owned(eqns: Sequence[Eqn]) -> frozenset[str]:
    """The values that have memory of their own: made by an operator that returns new memory, read by such ones only."""
    own = {e.out.name for e in eqns if base(e.op) in NEW}
    for eqn in eqns:
        if base(eqn.op) not in NEW:
            own.difference_update(a.name for a in eqn.args if a is not None)
    return frozenset(own)


def reusable(eqn: Eqn, dying: Set[str]) -> int | None:
    """The position of the argument whose memory can take the result, or None."""
    if eqn.op not in _INTO or is_open(eqn.attrs):
        return None
    for i, arg in enumerate(eqn.args):
        if arg is not None and arg.name in dying and (arg.shape, arg.dtype) == (eqn.out.shape, eqn.out.dtype):
            return i
    return None


def bind_into(op: str, attrs: Attrs, into: int) -> Callable[..., Any]:
    """A function that runs `op` with its result in the memory of the argument at `into`."""
    return partial(_run_into, _INTO[op], into, dict(attrs))


def _run_into(
    function: Callable[..., Tensor], into: int, attrs: dict[str, Any], *args: Tensor | None
) -> Tensor:
    return function(*args, out=args[into], **attrs)


def _relu(x: Tensor, *, out: Tensor) -> Tensor:
    return torch.clamp_min(x, 0, out=out)


def _threshold(g: Tensor, x: Tensor, *, out: Tensor, threshold: float) -> Tensor:
    result: Tensor = torch.ops.aten.threshold_backward.grad_input(g, x, threshold, grad_input=out)
    return result


_INTO: dict[str, Callable[..., Tensor]] = {
    **{
        f"{name}.{kind}": getattr(torch, name)
        for name in ("add", "sub", "mul", "div")
        for kind in ("Tensor", "Scalar")
    },
    "neg": torch.neg,
    "abs": torch.abs,
    "clamp": torch.clamp,
    "relu": _relu,
    "threshold_backward": _threshold,
}
"""Operators that work element by element, as functions that take the memory of their result as `out`."""

NEW = frozenset(
    (
        *(
            "add",
            "sub",
            "mul",
            "div",
            "neg",
            "abs",
            "clamp",
            "relu",
            "threshold_backward",
            "stabilize",
            "gt",
            "lt",
        ),
        *("convolution", "linear", "matmul", "bmm", "cat", "sqrt", "reciprocal", "sigmoid", "tanh", "exp"),
        *("max_pool2d_with_indices", "max_pool2d_with_indices_backward", "avg_pool2d", "avg_pool2d_backward"),
        *("_adaptive_avg_pool2d_backward", "native_batch_norm", "gelu", "silu", "hardswish", "_softmax"),
    )
)
"""Operators whose first result is always new memory, and that let no other value see that of their arguments."""
