"""The gradient, as a rule."""

from lrpfx.operator import Operator
from lrpfx.rule import Params, rule
from lrpfx.values import Array


@rule
def gradient(op: Operator, x: Array, params: Params, R: Array) -> Array:
    """Take relevance for a gradient: multiply it by the operator's Jacobian at x, whatever the operator.

        R_x = (∂ op(x) / ∂x)ᵀ R

    Each of several operands that depend on the model's input gets its own partial derivative, products of them too.
    On every operator, with R = 1 at a class, this is the gradient of the class.

    Source: Simonyan et al. 2014, "Deep Inside Convolutional Networks: Visualising Image Classification Models and
    Saliency Maps".
    """
    return op.T(R, *params)
