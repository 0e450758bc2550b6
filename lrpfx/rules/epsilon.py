"""LRP-ε."""

from lrpfx.operator import Operator, ZeroParams
from lrpfx.rule import Params, rule
from lrpfx.stabilizer import Stabilizer
from lrpfx.values import Array, stabilize


@rule
def epsilon(
    op: Operator,
    x: Array,
    params: Params,
    R: Array,
    epsilon: float | Stabilizer = 1e-6,
    zero_params: ZeroParams = None,
    bias_factor: float = 0.0,
) -> Array:
    """Share relevance out in proportion to each input's contribution x_i w_ij to z_j.

        R_x = x ⊙ opᵀ(g; w) + δ spread(R - op(x; w) ⊙ g),   g = R / s(z),   z = op(x; w, b)

    The bias takes part in z and so absorbs its share of relevance, unless it is handed back: `zero_params="bias"`
    shares it out by contribution, `bias_factor=1` evenly. The same formula with a second summand in the place of the
    bias splits the relevance of a sum.

    Args:
        epsilon: what the denominators are pushed away from zero by: a number or a `Stabilizer`.
        zero_params: parameters taken as zero: "bias", "weight", or both.
        bias_factor: δ; how much of what bias and stabilizer absorb is spread evenly over the inputs in reach.

    Source: Bach et al. 2015, "On Pixel-Wise Explanations for Non-Linear Classifier Decisions by Layer-Wise Relevance
    Propagation", eq. 58; with δ Arras et al. 2017, "Explaining Recurrent Neural Network Predictions in Sentiment
    Analysis", section 3.1.
    """
    op.check_additive()
    params = op.without(zero_params)
    g = R / stabilize(op(x, *params), epsilon)
    result = x * op.T(g, *params)
    if bias_factor:
        w, _ = op.weights(zero_params)
        result = result + bias_factor * op.spread(R - op(x, w, None) * g)
    return result
