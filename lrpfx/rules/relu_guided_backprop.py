"""ReLU of guided backpropagation."""

from lrpfx.operator import Operator
from lrpfx.rule import Params, rule
from lrpfx.rules.pass_through import check_elementwise
from lrpfx.values import Array


@rule
def relu_guided_backprop(op: Operator, x: Array, params: Params, R: Array) -> Array:
    """Let positive relevance through where the forward pass let values through.

        R_x = [R > 0] ⊙ op'(x) ⊙ R,   for the ReLU [R > 0] ⊙ [x > 0] ⊙ R

    Source: Springenberg et al. 2015, "Striving for Simplicity: The All Convolutional Net", section 3.4.
    """
    check_elementwise("relu_guided_backprop", op, x, R)
    return op.T(R.clamp(min=0), *params)
