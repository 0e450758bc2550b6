"""LRP-w²."""

from lrpfx.operator import Operator, ZeroParams
from lrpfx.rule import Params, rule
from lrpfx.stabilizer import Stabilizer
from lrpfx.values import Array, full_like, stabilize


@rule
def wsquare(
    op: Operator,
    x: Array,
    params: Params,
    R: Array,
    stabilizer: float | Stabilizer = 1e-6,
    zero_params: ZeroParams = None,
    bias_factor: float = 0.0,
) -> Array:
    """Share relevance out by squared weights, whatever the values of the inputs.

        z   = op(1; w²)
        g   = R / s(z + b²)
        R_x = opᵀ(g; w²) + δ spread(R - z ⊙ g)

    The source has no bias; here it takes part, as in Zennit, unless `zero_params="bias"`.

    Args:
        stabilizer: what the denominators are pushed away from zero by: a number or a `Stabilizer`.
        zero_params: parameters taken as zero: "bias", "weight", or both.
        bias_factor: δ; how much of what bias and stabilizer absorb is spread evenly over the inputs in reach.

    Source: Montavon et al. 2017, "Explaining Nonlinear Classification Decisions with Deep Taylor Decomposition",
    the w²-rule.
    """
    w, b = op.weights(zero_params)
    ones, w2 = full_like(x, 1.0), w.square()
    b2 = None if b is None else b.square()
    g = R / stabilize(op(ones, w2, b2), stabilizer)
    result = op.T(g, w2)
    if bias_factor:
        result = result + bias_factor * op.spread(R - op(ones, w2, None) * g)
    return result
