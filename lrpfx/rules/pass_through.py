"""Relevance unchanged."""

from lrpfx.errors import RuleMismatchError
from lrpfx.operator import Operator
from lrpfx.rule import Params, rule
from lrpfx.values import Array


@rule
def pass_through(op: Operator, x: Array, params: Params, R: Array) -> Array:
    """Hand relevance on unchanged, through operators that work element by element.

        R_x = R

    Raises:
        RuleMismatchError: if input and output differ in shape, or if several operands depend on the model's input.

    Source: Bach et al. 2015, "On Pixel-Wise Explanations", section on non-linear activations.
    """
    check_elementwise("pass_through", op, x, R)
    return R


def check_elementwise(rule_name: str, op: Operator, x: Array, R: Array) -> None:
    """Refuse operators that do not take one value to one value.

    Raises:
        RuleMismatchError: if the operator is one.
    """
    if len(op.operands) > 1:
        raise RuleMismatchError(f"`{rule_name}` would give each operand of `{op.op}` the whole relevance")
    if tuple(R.shape) != tuple(x.shape):
        raise RuleMismatchError(
            f"`{rule_name}` needs input and output of one shape; `{op.op}` takes {tuple(x.shape)} to {tuple(R.shape)}"
        )
