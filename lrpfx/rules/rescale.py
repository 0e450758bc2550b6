"""DeepLIFT's rescale rule, for activations."""

from lrpfx.operator import Operator
from lrpfx.rule import Params, rule
from lrpfx.rules.pass_through import check_elementwise
from lrpfx.values import Array, full_like, where


@rule
def rescale(op: Operator, x: Array, params: Params, R: Array, tolerance: float = 1e-7) -> Array:
    """Take relevance for a multiplier: times the slope from the reference to x, in the place of the derivative.

        Δx = x - x₀,  Δz = z - z₀          R_x = R ⊙ Δz / Δx   where |Δx| > tolerance,   op'(x) ⊙ R elsewhere

    With the `gradient` of linear operators and R = 1 at an output, R_x ⊙ Δx adds up to the output's Δ.

    Args:
        tolerance: differences up to this are taken for none.

    Raises:
        RuleMismatchError: if the operator does not take one value to one value, or there is no reference.

    Source: Shrikumar et al. 2017, "Learning Important Features Through Propagating Activation Differences", section
    3.5.2.
    """
    check_elementwise("rescale", op, x, R)
    dx, dz = x - op.reference.x, op.outs[0] - op.reference.outs[0]
    far = dx.abs() > tolerance
    slope = dz / where(far, dx, full_like(dx, 1.0))
    return where(far, R * slope, op.T(R, *params))
