"""ReLU of the deconvolutional network."""

from lrpfx.operator import Operator
from lrpfx.rule import Params, rule
from lrpfx.rules.pass_through import check_elementwise
from lrpfx.values import Array


@rule
def relu_deconvnet(op: Operator, x: Array, params: Params, R: Array) -> Array:
    """Apply the ReLU to relevance on its way back, and not the mask of the forward pass.

        R_x = max(R, 0)

    Source: Zeiler and Fergus 2014, "Visualizing and Understanding Convolutional Networks", section 2.1.
    """
    check_elementwise("relu_deconvnet", op, x, R)
    return R.clamp(min=0)
