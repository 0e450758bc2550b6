"""LRP-γ, in its generalised form."""

from lrpfx.operator import Operator, ZeroParams
from lrpfx.rule import Params, rule
from lrpfx.stabilizer import Stabilizer
from lrpfx.values import Array, stabilize


@rule
def gamma(
    op: Operator,
    x: Array,
    params: Params,
    R: Array,
    gamma: float = 0.25,
    stabilizer: float | Stabilizer = 1e-6,
    zero_params: ZeroParams = None,
    bias_factor: float = 0.0,
) -> Array:
    """Favour the contributions that agree with the sign of z by a factor 1 + γ.

        wᵖ = w + γ w⁺,   wⁿ = w + γ w⁻,   likewise bᵖ, bⁿ;   z = op(x; w, b), whatever is taken as zero below
        zᵖ = op(x⁺; wᵖ) + op(x⁻; wⁿ)                    gᵖ = [z > 0] R / s(zᵖ + bᵖ)
        zⁿ = op(x⁺; wⁿ) + op(x⁻; wᵖ)                    gⁿ = [z < 0] R / s(zⁿ + bⁿ)
        R_x = x⁺ ⊙ (opᵀ(gᵖ; wᵖ) + opᵀ(gⁿ; wⁿ)) + x⁻ ⊙ (opᵀ(gᵖ; wⁿ) + opᵀ(gⁿ; wᵖ))
              + δ spread(R - zᵖ ⊙ gᵖ - zⁿ ⊙ gⁿ)

    For x >= 0 and z > 0 this is the rule of the source, R_x = x ⊙ opᵀ(R / s(op(x; wᵖ, bᵖ)); wᵖ).

    Args:
        gamma: how much the agreeing contributions are favoured; 0 is LRP-0, large values approach LRP-z⁺.
        stabilizer: what the denominators are pushed away from zero by: a number or a `Stabilizer`.
        zero_params: parameters taken as zero: "bias", "weight", or both.
        bias_factor: δ; how much of what bias and stabilizer absorb is spread evenly over the inputs in reach.

    Source: Montavon et al. 2019, "Layer-Wise Relevance Propagation: An Overview", section 10.2.1; for inputs and
    outputs of either sign Andéol et al. 2021, "Learning Domain Invariant Representations by Joint Wasserstein
    Distance Minimization", appendix.
    """
    z = op(x, *op.weights())
    w, b = op.weights(zero_params)
    xp, xn = x.clamp(min=0), x.clamp(max=0)
    wp, wn = w + gamma * w.clamp(min=0), w + gamma * w.clamp(max=0)
    bp = None if b is None else b + gamma * b.clamp(min=0)
    bn = None if b is None else b + gamma * b.clamp(max=0)
    gp = (z > 0) * R / stabilize(op(xp, wp, bp) + op(xn, wn, None), stabilizer)
    gn = (z < 0) * R / stabilize(op(xp, wn, bn) + op(xn, wp, None), stabilizer)
    result = xp * (op.T(gp, wp) + op.T(gn, wn)) + xn * (op.T(gp, wn) + op.T(gn, wp))
    if bias_factor:
        zp, zn = op(xp, wp, None) + op(xn, wn, None), op(xp, wn, None) + op(xn, wp, None)
        result = result + bias_factor * op.spread(R - zp * gp - zn * gn)
    return result
