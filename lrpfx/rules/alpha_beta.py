"""LRP-αβ."""

from lrpfx.operator import Operator, ZeroParams
from lrpfx.rule import Params, rule
from lrpfx.stabilizer import Stabilizer
from lrpfx.values import Array, negative, positive, stabilize


@rule
def alpha_beta(
    op: Operator,
    x: Array,
    params: Params,
    R: Array,
    alpha: float = 2.0,
    beta: float = 1.0,
    stabilizer: float | Stabilizer = 1e-6,
    zero_params: ZeroParams = None,
    bias_factor: float = 0.0,
) -> Array:
    """Share relevance out by positive and by negative contributions apart, α of one against β of the other.

        zᵅ  = op(x⁺; w⁺) + op(x⁻; w⁻) >= 0              gᵅ = α R / s(zᵅ + b⁺)
        zᵝ  = op(x⁺; w⁻) + op(x⁻; w⁺) <= 0              gᵝ = β R / s(zᵝ + b⁻)
        R_x = x⁺ ⊙ opᵀ(gᵅ; w⁺) + x⁻ ⊙ opᵀ(gᵅ; w⁻) - (x⁺ ⊙ opᵀ(gᵝ; w⁻) + x⁻ ⊙ opᵀ(gᵝ; w⁺))
              + δ spread(R - zᵅ ⊙ gᵅ + zᵝ ⊙ gᵝ)

    α - β = 1 conserves relevance where contributions of both signs reach an output. β = 0 is LRP-z⁺.

    Args:
        alpha: weight of the positive contributions.
        beta: weight of the negative contributions, alpha - 1.
        stabilizer: what the denominators are pushed away from zero by: a number or a `Stabilizer`.
        zero_params: parameters taken as zero: "bias", "weight", or both.
        bias_factor: δ; how much of what bias and stabilizer absorb is spread evenly over the inputs in reach.

    Source: Bach et al. 2015, "On Pixel-Wise Explanations for Non-Linear Classifier Decisions by Layer-Wise Relevance
    Propagation", eq. 60.
    """
    w, b = op.weights(zero_params)
    xp, xn = x.clamp(min=0), x.clamp(max=0)
    wp, wn = w.clamp(min=0), w.clamp(max=0)
    ga = alpha * R / stabilize(op(xp, wp, positive(b)) + op(xn, wn, None), stabilizer)
    result = xp * op.T(ga, wp) + xn * op.T(ga, wn)
    kept = (op(xp, wp, None) + op(xn, wn, None)) * ga if bias_factor else None
    if beta:
        gb = beta * R / stabilize(op(xp, wn, negative(b)) + op(xn, wp, None), stabilizer)
        result = result - (xp * op.T(gb, wn) + xn * op.T(gb, wp))
        kept = None if kept is None else kept - (op(xp, wn, None) + op(xn, wp, None)) * gb
    return result if kept is None else result + bias_factor * op.spread(R - kept)
