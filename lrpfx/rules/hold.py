"""A product, or a quotient, with one of its parts held constant."""

from lrpfx.errors import RuleMismatchError
from lrpfx.operator import Operator
from lrpfx.ops import Kind
from lrpfx.rule import Params, rule
from lrpfx.stabilizer import Stabilizer
from lrpfx.values import Array, apply, stabilize


@rule
def hold(
    op: Operator, x: Array, params: Params, R: Array, constant: int = 0, stabilizer: float | Stabilizer = 1e-6
) -> Array:
    """One of two parts of a product or quotient is taken for a constant and gets nothing; the other one gets all.

        z = c x, matrices         R_x = x ⊙ (cᵀ g),   g = R / s(z),   R_c = 0          likewise z = x c
        z = c ⊙ x,  z = x / c     R_x = R,   R_c = 0

    R is summed over the axes along which x was broadcast. It conserves relevance.

    Held constant are attention weights, which say where values go, and statistics, which say by how much all of a value
    is scaled. What is constant must not depend on what it multiplies for this to be the whole truth.

    Args:
        constant: which argument is held constant, 0 or 1; of a quotient the denominator, 1.
        stabilizer: what the denominators are pushed away from zero by: a number or a `Stabilizer`.

    Raises:
        RuleMismatchError: if the operator is no product or quotient of two values that depend on the model's input.

    Source: Ali et al. 2022, "XAI for Transformers: Better Explanations through Conservative Propagation", section 4
    (attention weights and deviations are constants).
    """
    fits = op.kind in (Kind.PRODUCT, Kind.BILINEAR) or (op.kind is Kind.QUOTIENT and constant == 1)
    if not fits or constant not in (0, 1):
        raise RuleMismatchError(
            f"`hold(constant={constant})` is for a product of two values that depend on the input, or for the"
            f" denominator (1) of a quotient; `{op.op}` of {len(op.operands)} such values is none"
        )
    shape = tuple(x.shape)
    if op.operand == op.operands[constant]:
        return apply("zeros_of", [R], {"size": shape}, [shape])[0]
    if op.kind is Kind.BILINEAR:
        return x * op.T(R / stabilize(op(x, *params), stabilizer), *params)
    return R if tuple(R.shape) == shape else apply("sum_to", [R], {"size": shape}, [shape])[0]
