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
    if len(op.operands) > 1:
        raise RuleMismatchError(f"`pass_through` would give each operand of `{op.op}` the whole relevance")
    if tuple(R.shape) != tuple(x.shape):
        raise RuleMismatchError(
            f"`pass_through` needs input and output of one shape; `{op.op}` takes {tuple(x.shape)} to {tuple(R.shape)}"
        )
    return R
