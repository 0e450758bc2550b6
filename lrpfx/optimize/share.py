"""Common sub-expressions: an expression that stands in a graph several times is computed once."""

from lrpfx.graph import Eqn, Graph
from lrpfx.ops import base
from lrpfx.values import Builder, Value, keep, rebuild

COMMUTATIVE = ("add.Tensor", "mul.Tensor", "maximum", "minimum")


def share(graph: Graph) -> Graph:
    """Write equal expressions once; a + b and b + a are equal."""
    written: dict[tuple[str, frozenset[str]], tuple[Value, ...]] = {}

    def rewrite(builder: Builder, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, ...]:
        if eqn.op not in COMMUTATIVE or eqn.attrs:
            return keep(builder, eqn, args)
        key = (base(eqn.op), frozenset(a.var.name for a in args if a is not None))
        if key not in written:
            written[key] = keep(builder, eqn, args)
        return written[key]

    return rebuild(graph, rewrite)
