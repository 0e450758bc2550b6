"""LRP-γ, in its generalised form."""

from lrpfx.operator import Operator
from lrpfx.rule import Params, rule
from lrpfx.values import Array, stabilize


@rule
def gamma(
    op: Operator, x: Array, params: Params, R: Array, gamma: float = 0.25, stabilizer: float = 1e-6
) -> Array:
    """Favour the contributions that agree with the sign of z by a factor 1 + γ.

        wᵖ = w + γ w⁺,   wⁿ = w + γ w⁻,   likewise bᵖ, bⁿ
        zᵖ = op(x⁺; wᵖ, bᵖ) + op(x⁻; wⁿ)                gᵖ = [z > 0] R / s(zᵖ)
        zⁿ = op(x⁺; wⁿ, bⁿ) + op(x⁻; wᵖ)                gⁿ = [z < 0] R / s(zⁿ)
        R_x = x⁺ ⊙ (opᵀ(gᵖ; wᵖ) + opᵀ(gⁿ; wⁿ)) + x⁻ ⊙ (opᵀ(gᵖ; wⁿ) + opᵀ(gⁿ; wᵖ))

    For x >= 0 and z > 0 this is the rule of the source, R_x = x ⊙ opᵀ(R / s(op(x; wᵖ, bᵖ)); wᵖ).

    Args:
        gamma: how much the agreeing contributions are favoured; 0 is LRP-0, large values approach LRP-z⁺.
        stabilizer: what the denominators are pushed away from zero by.

    Source: Montavon et al. 2019, "Layer-Wise Relevance Propagation: An Overview", section 10.2.1; for inputs and
    outputs of either sign Andéol et al. 2021, "Learning Domain Invariant Representations by Joint Wasserstein
    Distance Minimization", appendix.
    """
    w, b = op.weights()
    z = op(x, w, b)
    xp, xn = x.clamp(min=0), x.clamp(max=0)
    wp, wn = w + gamma * w.clamp(min=0), w + gamma * w.clamp(max=0)
    bp = None if b is None else b + gamma * b.clamp(min=0)
    bn = None if b is None else b + gamma * b.clamp(max=0)
    gp = (z > 0) * R / stabilize(op(xp, wp, bp) + op(xn, wn, None), stabilizer)
    gn = (z < 0) * R / stabilize(op(xp, wn, bn) + op(xn, wp, None), stabilizer)
    return xp * (op.T(gp, wp) + op.T(gn, wn)) + xn * (op.T(gp, wn) + op.T(gn, wp))
