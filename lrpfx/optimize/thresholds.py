"""Masks by sign as one operator: the derivative of a ReLU, for which there is a fast kernel.

[z > 0] ⊙ R = relu'(z) ⊙ R        [z < 0] ⊙ R = relu'(-z) ⊙ R
"""

from lrpfx.graph import Eqn, Graph
from lrpfx.values import Builder, Value, rebuild


def thresholds(graph: Graph) -> Graph:
    """Write the derivative of a ReLU for every product with such a mask."""
    return rebuild(graph, _rewrite)


def _rewrite(builder: Builder, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, ...] | None:
    if eqn.op != "mul.Tensor" or args[0] is None or args[1] is None:
        return None
    for mask, R in ((args[0], args[1]), (args[1], args[0])):
        made = builder.producer(mask)
        if made is None or made.op not in ("gt.Scalar", "lt.Scalar") or made.attr("other") != 0:
            continue
        z = made.args[0]
        if z is None or {(v.shape, v.dtype) for v in (z, R.var)} != {(eqn.out.shape, eqn.out.dtype)}:
            continue
        value = Value(builder, z)
        given = [R, value if made.op == "gt.Scalar" else -value]
        return builder.emit("threshold_backward", given, {"threshold": 0}, [eqn.out.shape], [eqn.out.dtype])
    return None
