"""LRP-ε."""

from lrpfx.operator import Operator
from lrpfx.rule import Params, rule
from lrpfx.values import Array, stabilize


@rule
def epsilon(op: Operator, x: Array, params: Params, R: Array, epsilon: float = 1e-6) -> Array:
    """Share relevance out in proportion to each input's contribution x_i w_ij to z_j.

        R_x = x ⊙ opᵀ(R / s(z)),   z = op(x; w, b)

    The bias takes part in z and so absorbs its share of relevance. The same formula with a second summand in the
    place of the bias splits the relevance of a sum.

    Args:
        epsilon: what the denominators are pushed away from zero by.

    Source: Bach et al. 2015, "On Pixel-Wise Explanations for Non-Linear Classifier Decisions by Layer-Wise Relevance
    Propagation", eq. 58.
    """
    op.check_additive()
    z = op(x, *params)
    return x * op.T(R / stabilize(z, epsilon), *params)
