"""Products of many matrices with one constant matrix, as the dense layer that they are.

    bmm(x, m expanded along the batch) = linear(x, mᵀ)

torch spells so a dense layer over tokens whose batch is not the first axis, such as the packed query, key and value
projection of `nn.MultiheadAttention`. As a dense layer it has one weight, takes its bias in, and gets its rule.
"""

from lrpfx.graph import Eqn, Graph
from lrpfx.ops import base
from lrpfx.values import Builder, Value, rebuild


def raise_dense(graph: Graph) -> Graph:
    """Write `bmm(x, m)` with a constant m that is one matrix, repeated, as `linear(x, mᵀ)`.

    It does not apply where the matrices differ.
    """

    def rewrite(builder: Builder, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, ...] | None:
        if eqn.op != "bmm" or graph.operands(eqn) != (0,):
            return None
        x, stack = args
        assert x is not None
        assert stack is not None
        matrix = _repeated(builder, stack)
        if matrix is None:
            return None
        weight = _transposed(builder, matrix)
        return builder.emit("linear", [x, weight, None], {}, [eqn.out.shape], [eqn.out.dtype], [eqn.out.name])

    return rebuild(graph, rewrite) if any(e.op == "bmm" for e in graph.eqns) else graph


def _repeated(builder: Builder, stack: Value) -> Value | None:
    """The matrix that a stack of matrices repeats; None if they may differ."""
    size = stack.shape[-2:]
    value = stack
    while (eqn := builder.producer(value)) is not None and len(value.shape) > 2:
        before = Value(builder, eqn.args[0]) if len(eqn.args) == 1 and eqn.args[0] is not None else None
        if before is None or before.shape[-2:] != size or base(eqn.op) not in _KEEPING:
            break
        value = before
    if any(n != 1 for n in value.shape[:-2]):
        return None
    return value if len(value.shape) == 2 else value.reshape(*size)


_KEEPING = ("expand", "reshape", "unsqueeze", "clone", "alias")
"""Operators that, where the last two axes stay, do no more than repeat matrices or arrange their stack anew."""


def _transposed(builder: Builder, matrix: Value) -> Value:
    produced = builder.producer(matrix)
    if produced is not None and base(produced.op) == "t" and produced.args[0] is not None:
        return Value(builder, produced.args[0])
    return builder.emit("t", [matrix], {}, [matrix.shape[::-1]])[0]
