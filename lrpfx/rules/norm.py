"""Sharing out by contribution, for operators without weights."""

from lrpfx.operator import Operator
from lrpfx.rule import Params, rule
from lrpfx.stabilizer import Stabilizer
from lrpfx.values import Array, stabilize


@rule
def norm(op: Operator, x: Array, params: Params, R: Array, stabilizer: float | Stabilizer = 1e-6) -> Array:
    """Share relevance out in proportion to each input's contribution to a sum or an average.

        R_x = x ⊙ opᵀ(R / s(z)),   z = op(x)

    In a sum a + b each summand gets its share: R_a = a R / s(a + b), R_b = b R / s(a + b).

    Args:
        stabilizer: what the denominators are pushed away from zero by: a number or a `Stabilizer`.

    Source: Montavon et al. 2019, "Layer-Wise Relevance Propagation: An Overview", section 10.2.1 (LRP-0 with the
    weights of the sum).
    """
    op.check_additive()
    z = op(x, *params)
    return x * op.T(R / stabilize(z, stabilizer), *params)
