"""Relevance of what chooses the rows of a table."""

from lrpfx.errors import RuleMismatchError
from lrpfx.graph import Shape
from lrpfx.operator import Operator
from lrpfx.ops import Kind, base
from lrpfx.rule import Params, rule
from lrpfx.values import Array, apply, broadcast


@rule
def lookup(op: Operator, x: Array, params: Params, R: Array) -> Array:
    """An integer that chose a row of a constant table gets the relevance of the whole row.

        z = table[x]:   R_x = Σ_d R_d          over the axes of the row; shaped like x, in floating point

    So the relevance of a token is that of its embedding. It conserves relevance exactly.

    Raises:
        RuleMismatchError: if the operator looks nothing up, or if several integers choose together.

    Source: Arras et al. 2017, "What is relevant in a text document?", section 3.2 (relevance of a word is the sum over
    its vector).
    """
    if op.kind is not Kind.LOOKUP or len(op.operands) > 1:
        raise RuleMismatchError(
            f"`lookup` is for a constant table and one array of integers that depends on the input; `{op.op}` with"
            f" {len(op.operands)} of them is none"
        )
    chosen, at = _chosen(op, x, params)
    axes = tuple(i for i in range(len(R.shape)) if not at <= i < at + len(chosen))
    row_summed = apply("sum.dim_IntList", [R], {"dim": axes}, [chosen])[0] if axes else R
    shape = tuple(x.shape)
    return row_summed if shape == chosen else apply("sum_to", [row_summed], {"size": shape}, [shape])[0]


def _chosen(op: Operator, x: Array, params: Params) -> tuple[Shape, int]:
    """The shape of what was chosen, without the axes of a row, and the first of its axes in the output."""
    name, shape = base(op.op), tuple(x.shape)
    if name == "index_select":
        dim = op.attr("dim")
        assert isinstance(dim, int)
        assert params[0] is not None
        return shape, dim % len(params[0].shape)
    if name != "index":
        return shape, 0
    indices = [x if i == op.operand else p for i, p in enumerate(op.args(x, params)) if i > 0]
    given = [i for i, index in enumerate(indices) if index is not None]
    together = given == list(range(given[0], given[-1] + 1))
    return broadcast(*(tuple(indices[i].shape) for i in given)), given[0] if together else 0  # type: ignore[union-attr]
