"""Differences of products."""

from lrpfx.errors import RuleMismatchError
from lrpfx.operator import Operator
from lrpfx.ops import base
from lrpfx.rule import Params, rule
from lrpfx.values import Array

BILINEAR = ("mul", "bmm", "mm", "mv", "dot", "linear", "convolution")


@rule
def midpoint(op: Operator, x: Array, params: Params, R: Array) -> Array:
    """Take relevance for a multiplier: through a product, the Jacobian halfway between the reference and x.

        z = a b:   R_a = R (b + b₀) / 2,   R_b = R (a + a₀) / 2;   so R_a Δa + R_b Δb = R Δz

        R_x = (opᵀ(R; params) + opᵀ(R; params₀)) / 2          for every operator that is linear in each of two operands

    Each factor gets its Shapley value in the difference of the product.

    Raises:
        RuleMismatchError: if the operator is no product of two values that depend on the input, or without reference.

    Source: Shrikumar et al. 2017, "Learning Important Features Through Propagating Activation Differences", section 3.2
    (summation to Δ); Lundberg and Lee 2017, "A Unified Approach to Interpreting Model Predictions", section 4.2.
    """
    if len(op.operands) != 2 or base(op.op) not in BILINEAR:
        raise RuleMismatchError(
            f"`midpoint` is for products ({', '.join(BILINEAR)}) of two values that depend on the input; `{op.op}` of"
            f" {len(op.operands)} is none"
        )
    return (op.T(R, *params) + op.T(R, *op.reference.params)) * 0.5
