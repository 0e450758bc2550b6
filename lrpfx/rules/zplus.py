"""LRP-z⁺."""

from lrpfx.operator import Operator, ZeroParams
from lrpfx.rule import Params, rule
from lrpfx.stabilizer import Stabilizer
from lrpfx.values import Array, positive, stabilize


@rule
def zplus(
    op: Operator,
    x: Array,
    params: Params,
    R: Array,
    stabilizer: float | Stabilizer = 1e-6,
    zero_params: ZeroParams = None,
    bias_factor: float = 0.0,
) -> Array:
    """Share relevance out by positive contributions alone.

        z   = op(x⁺; w⁺) + op(x⁻; w⁻)                  a product of two negatives contributes too
        g   = R / s(z + b⁺)
        R_x = x⁺ ⊙ opᵀ(g; w⁺) + x⁻ ⊙ opᵀ(g; w⁻) + δ spread(R - z ⊙ g)

    Args:
        stabilizer: what the denominators are pushed away from zero by: a number or a `Stabilizer`.
        zero_params: parameters taken as zero: "bias", "weight", or both.
        bias_factor: δ; how much of what bias and stabilizer absorb is spread evenly over the inputs in reach.

    Source: Montavon et al. 2017, "Explaining Nonlinear Classification Decisions with Deep Taylor Decomposition",
    eq. 20; for inputs of either sign Bach et al. 2015, eq. 60 with α = 1, β = 0.
    """
    w, b = op.weights(zero_params)
    xp, xn = x.clamp(min=0), x.clamp(max=0)
    wp, wn = w.clamp(min=0), w.clamp(max=0)
    g = R / stabilize(op(xp, wp, positive(b)) + op(xn, wn, None), stabilizer)
    result = xp * op.T(g, wp) + xn * op.T(g, wn)
    if bias_factor:
        z = op(xp, wp, None) + op(xn, wn, None)
        result = result + bias_factor * op.spread(R - z * g)
    return result
