"""Relevance goes back the way the values came."""

from lrpfx.operator import Operator
from lrpfx.rule import Params, rule
from lrpfx.values import Array


@rule
def route(op: Operator, x: Array, params: Params, R: Array) -> Array:
    """Hand relevance back to where each value came from, for operators that move or choose values.

        R_x = opᵀ(R)

    Reshaping, slicing, concatenating and padding move values; max pooling chooses the winner, which takes all.

    Source: Bach et al. 2015, "On Pixel-Wise Explanations", section on pooling (winner takes all).
    """
    op.check_additive()
    return op.T(R, *params)
