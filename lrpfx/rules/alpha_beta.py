"""LRP-αβ."""

from lrpfx.operator import Operator
from lrpfx.rule import Params, rule
from lrpfx.values import Array, negative, positive, stabilize


@rule
def alpha_beta(
    op: Operator,
    x: Array,
    params: Params,
    R: Array,
    alpha: float = 2.0,
    beta: float = 1.0,
    stabilizer: float = 1e-6,
) -> Array:
    """Share relevance out by positive and by negative contributions apart, α of one against β of the other.

        zᵅ  = op(x⁺; w⁺, b⁺) + op(x⁻; w⁻) >= 0          gᵅ = α R / s(zᵅ)
        zᵝ  = op(x⁺; w⁻, b⁻) + op(x⁻; w⁺) <= 0          gᵝ = β R / s(zᵝ)
        R_x = x⁺ ⊙ opᵀ(gᵅ; w⁺) + x⁻ ⊙ opᵀ(gᵅ; w⁻) - (x⁺ ⊙ opᵀ(gᵝ; w⁻) + x⁻ ⊙ opᵀ(gᵝ; w⁺))

    α - β = 1 conserves relevance where contributions of both signs reach an output. β = 0 is LRP-z⁺.

    Args:
        alpha: weight of the positive contributions.
        beta: weight of the negative contributions, alpha - 1.
        stabilizer: what the denominators are pushed away from zero by.

    Source: Bach et al. 2015, "On Pixel-Wise Explanations for Non-Linear Classifier Decisions by Layer-Wise Relevance
    Propagation", eq. 60.
    """
    w, b = op.weights()
    xp, xn = x.clamp(min=0), x.clamp(max=0)
    wp, wn = w.clamp(min=0), w.clamp(max=0)
    za = op(xp, wp, positive(b)) + op(xn, wn, None)
    ga = alpha * R / stabilize(za, stabilizer)
    result = xp * op.T(ga, wp) + xn * op.T(ga, wn)
    if beta == 0:
        return result
    zb = op(xp, wn, negative(b)) + op(xn, wp, None)
    gb = beta * R / stabilize(zb, stabilizer)
    return result - (xp * op.T(gb, wn) + xn * op.T(gb, wp))
