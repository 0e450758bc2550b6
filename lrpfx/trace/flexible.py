"""torch's flex_attention as the matrix products, the changed scores and the softmax that it is.

    s_qk = score_mod(q kᵀ · scale, b, h, q, k), or -∞ where mask_mod(b, h, q, k) is false;   y = softmax(s) v

`score_mod` and `mask_mod` are written for one score each, at numbered places: they are mapped over all of them.
"""

import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import torch
from torch import Tensor
from torch._higher_order_ops.flex_attention import flex_attention
from torch.overrides import TorchFunctionMode

AXES = 4
"""Batch, head, query, key."""


@contextmanager
def uncompiled() -> Iterator[None]:
    """Compiled functions are run as they are written; flex_attention compiles itself where it is not."""
    with ExitStack() as stack:
        if "torch._dynamo" in sys.modules or "torch.nn.attention.flex_attention" in sys.modules:
            import torch._dynamo.config

            stack.enter_context(torch.compiler.set_stance("force_eager"))
            stack.enter_context(torch._dynamo.config.patch(error_on_nested_fx_trace=False))
        yield


def _flexible(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    score_mod: Callable[..., Tensor],
    block_mask: Sequence[Any],
    scale: float,
    _kernel: Mapping[str, Any],
    of_scores: Sequence[Any] = (),
    of_mask: Sequence[Any] = (),
) -> tuple[Tensor, Tensor, Tensor]:
    """What the operator returns: the values attended to, and by base 2 the log of the sum and the greatest score."""
    groups = query.shape[1] // key.shape[1]
    if groups > 1:
        key, value = key.repeat_interleave(groups, 1), value.repeat_interleave(groups, 1)
    scores = query @ key.transpose(-2, -1) * scale
    places = [torch.arange(n, device=scores.device) for n in scores.shape]
    with _Lookup():
        scores = _everywhere(score_mod, 1)(scores, *places, *of_scores)
        seen = _everywhere(block_mask[-1], 0)(*places, *of_mask)
    scores = torch.where(seen, scores, -math.inf)
    weights = torch.ops.aten._safe_softmax(scores, -1)
    return weights @ value, scores.logsumexp(-1) / math.log(2), scores.amax(-1) / math.log(2)


def _everywhere(function: Callable[..., Tensor], scores: int) -> Callable[..., Tensor]:
    """`function` of a score (or of none) and four numbers, mapped over a tensor of scores and four ranges."""

    def mapped(*args: Any) -> Tensor:
        inner, others = function, (None,) * (len(args) - scores - AXES)
        for axis in reversed(range(AXES)):
            at = tuple(0 if i == axis else None for i in range(AXES))
            inner = torch.vmap(inner, in_dims=(*(0,) * scores, *at, *others))
        return inner(*args)

    return mapped


class _Lookup(TorchFunctionMode):
    """`table[i, j]` with numbers that are tensors, which Python would take out of torch, is a lookup."""

    def __torch_function__(
        self, func: Any, types: Any, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        if func is Tensor.__getitem__:
            at = args[1] if isinstance(args[1], tuple) else (args[1],)
            if all(isinstance(i, Tensor) for i in at):
                return torch.ops.aten.index.Tensor(args[0], list(at))
        return func(*args, **(kwargs or {}))


FLEXIBLE: dict[Any, Callable[..., Any]] = {flex_attention: _flexible}
"""The operator behind torch.nn.attention.flex_attention, spelled."""
