"""Relevance of a product, shared evenly between its factors."""

from lrpfx.errors import RuleMismatchError
from lrpfx.operator import Operator
from lrpfx.ops import Kind
from lrpfx.rule import Params, rule
from lrpfx.stabilizer import Stabilizer
from lrpfx.values import Array, apply, stabilize


@rule
def split(op: Operator, x: Array, params: Params, R: Array, stabilizer: float | Stabilizer = 1e-6) -> Array:
    """Each of the two factors of a product gets half of the relevance, and each shares its half out by contribution.

        z = a b, matrices           R_a = a ⊙ (g bᵀ) / 2,   R_b = b ⊙ (aᵀ g) / 2,   g = R / s(z)
        z = a ⊙ b, or a² as a ⊙ a   R_a = R_b = R / 2

    that is R_x = x ⊙ opᵀ(g) / 2 for each factor x.

    R is summed over the axes along which a factor was broadcast. It conserves relevance.

    Args:
        stabilizer: what the denominators are pushed away from zero by: a number or a `Stabilizer`.

    Raises:
        RuleMismatchError: if the operator is no product of two values that depend on the model's input.

    Source: Achtibat et al. 2024, "AttnLRP: Attention-Aware Layer-Wise Relevance Propagation for Transformers", eq. 7
    (the uniform rule), and its combination with LRP-ε for matrix products.
    """
    if op.kind is Kind.PRODUCT:
        shape = tuple(x.shape)
        whole = R if tuple(R.shape) == shape else apply("sum_to", [R], {"size": shape}, [shape])[0]
        return whole * 0.5
    if op.kind is not Kind.BILINEAR:
        raise RuleMismatchError(
            f"`split` is for products of two values that depend on the input, not for `{op.op}`"
        )
    g = R / stabilize(op(x, *params), stabilizer)
    return x * op.T(g, *params) * 0.5
