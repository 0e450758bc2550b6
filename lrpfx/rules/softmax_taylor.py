"""Softmax by its Taylor expansion."""

from lrpfx.errors import RuleMismatchError
from lrpfx.operator import Operator
from lrpfx.ops import Kind
from lrpfx.rule import Params, rule
from lrpfx.values import Array, apply, full_like, where


@rule
def softmax_taylor(op: Operator, x: Array, params: Params, R: Array) -> Array:
    """Share relevance out by the first-order Taylor expansion of softmax at x.

        s = softmax(x):   R_x = x ⊙ (R - s Σ_j R_j)          summed along the axis of the softmax

    Inputs with s = 0 (masked ones, -∞) get nothing. What the expansion leaves over is a bias, which absorbs relevance:
    softmax does not conserve it, and hands on none where its inputs are zero.

    Raises:
        RuleMismatchError: if the operator is no softmax.

    Source: Achtibat et al. 2024, "AttnLRP: Attention-Aware Layer-Wise Relevance Propagation for Transformers",
    proposition 3.1.
    """
    if op.kind is not Kind.SOFTMAX:
        raise RuleMismatchError(f"`softmax_taylor` is for softmax, not for `{op.op}`")
    s, dim = op.outs[0], op.attr("dim")
    assert isinstance(dim, int)
    axis, shape = dim % len(x.shape), tuple(x.shape)
    kept = (*shape[:axis], 1, *shape[axis + 1 :])
    total = apply("sum.dim_IntList", [R], {"dim": (axis,), "keepdim": True}, [kept])[0]
    return where(s > 0, x, full_like(x, 0.0)) * (R - s * total)
