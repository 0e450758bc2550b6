"""ReLU smoothed on the way back."""

from lrpfx.operator import Operator
from lrpfx.rule import Params, rule
from lrpfx.rules.pass_through import check_elementwise
from lrpfx.values import Array


@rule
def relu_beta_smooth(op: Operator, x: Array, params: Params, R: Array, beta_smooth: float = 10.0) -> Array:
    """Take the derivative of a softplus in the place of the ReLU's step.

        R_x = σ(β x) ⊙ R = ∂/∂x [log(1 + exp(β x)) / β] ⊙ R

    Args:
        beta_smooth: β; the larger, the closer to the step.

    Source: Dombrowski et al. 2019, "Explanations Can Be Manipulated and Geometry Is to Blame", section 3.3.
    """
    check_elementwise("relu_beta_smooth", op, x, R)
    return (beta_smooth * x).sigmoid() * R
