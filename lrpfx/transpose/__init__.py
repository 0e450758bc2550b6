"""The transposes of operators: small functions, written in operators again.

    (op, g, params) -> (∂z/∂x)ᵀ g          z = op(x, *params), at fixed params

An operator that has none here is transposed by automatic differentiation (`vjp`).
"""

from typing import TYPE_CHECKING

from lrpfx.graph import Attr
from lrpfx.ops import base, chooses
from lrpfx.transpose import activations, moves, pools, products
from lrpfx.transpose.common import Params, Transpose, zeros
from lrpfx.values import Array, apply

if TYPE_CHECKING:
    from lrpfx.operator import Operator

TRANSPOSES: dict[str, Transpose] = (
    products.TRANSPOSES | moves.TRANSPOSES | pools.TRANSPOSES | activations.TRANSPOSES
)

KNOWN_FOR = {"convolution": 1, "linear": 1, "div": 1, "masked_fill": 1}
"""For how many operands a transpose holds; these operators are not linear alike in the others."""


def transposed(op: "Operator", g: Array, params: Params) -> Array:
    """(∂z/∂x)ᵀ g, shaped like x. What only says where values come from or go to (an index, a mask) gets zero."""
    name = base(op.op)
    if chooses(op.op, op.operand):
        return zeros(g, tuple(op.x.shape))
    if name in ("max", "min", "sort", "topk") and op.attr("dim") is not None and len(op.outs) > 1:
        return pools.winners(op, g)
    if name not in TRANSPOSES or op.operand >= KNOWN_FOR.get(name, op.operand + 1):
        return _by_differentiation(op, g, params)
    return TRANSPOSES[name](op, g, params)


def _by_differentiation(op: "Operator", g: Array, params: Params) -> Array:
    attrs: dict[str, Attr] = {"op": op.op, "operand": op.operand, "attrs": op.attrs}
    return apply("vjp", [g, *op.args(op.x, params)], attrs, [tuple(op.x.shape)])[0]


__all__ = ["TRANSPOSES", "transposed"]
