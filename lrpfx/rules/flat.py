"""LRP-flat."""

from lrpfx.operator import Operator, ZeroParams, names
from lrpfx.rule import Params, rule
from lrpfx.stabilizer import Stabilizer
from lrpfx.values import Array, full_like, stabilize


@rule
def flat(
    op: Operator,
    x: Array,
    params: Params,
    R: Array,
    stabilizer: float | Stabilizer = 1e-6,
    zero_params: ZeroParams = None,
) -> Array:
    """Share relevance out evenly over the inputs in reach, whatever their values and weights.

        R_x = opᵀ(R / s(op(1; 1)); 1)

    Args:
        stabilizer: what the denominators are pushed away from zero by: a number or a `Stabilizer`.
        zero_params: parameters taken as zero: "weight" takes all relevance away; the bias has no part anyway.

    Source: Lapuschkin et al. 2019, "Unmasking Clever Hans Predictors and Assessing What Machines Really Learn",
    supplementary material; Bach et al. 2016, "Controlling Explanatory Heatmap Resolution and Semantics".
    """
    w, _ = op.weights()
    ones = full_like(w, 0.0 if names("weight", zero_params) else 1.0)
    reach = op(full_like(x, 1.0), ones, None)
    return op.T(R / stabilize(reach, stabilizer), ones)
