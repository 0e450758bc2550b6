"""LRP-z⁺."""

from lrpfx.operator import Operator
from lrpfx.rule import Params, rule
from lrpfx.values import Array, positive, stabilize


@rule
def zplus(op: Operator, x: Array, params: Params, R: Array, stabilizer: float = 1e-6) -> Array:
    """Share relevance out by positive contributions alone.

        z   = op(x⁺; w⁺, b⁺) + op(x⁻; w⁻)              a product of two negatives contributes too
        g   = R / s(z)
        R_x = x⁺ ⊙ opᵀ(g; w⁺) + x⁻ ⊙ opᵀ(g; w⁻)

    Args:
        stabilizer: what the denominators are pushed away from zero by.

    Source: Montavon et al. 2017, "Explaining Nonlinear Classification Decisions with Deep Taylor Decomposition",
    eq. 20; for inputs of either sign Bach et al. 2015, eq. 60 with α = 1, β = 0.
    """
    w, b = op.weights()
    xp, xn = x.clamp(min=0), x.clamp(max=0)
    wp, wn = w.clamp(min=0), w.clamp(max=0)
    z = op(xp, wp, positive(b)) + op(xn, wn, None)
    g = R / stabilize(z, stabilizer)
    return xp * op.T(g, wp) + xn * op.T(g, wn)
