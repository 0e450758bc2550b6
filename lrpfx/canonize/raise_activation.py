"""Activations that ATen spells in several operators, as the one operator that they are.

    softsign(x)   = x / (1 + |x|)
    tanhshrink(x) = x - tanh(x)

Spelled out, they look like a product and a sum of data; raised, they are activations and hand relevance on.
"""

from lrpfx.graph import Eqn, Graph, Var
from lrpfx.values import Builder, Value, rebuild


def raise_activation(graph: Graph) -> Graph:
    """Raise softsign and tanhshrink from their parts.

    It does not apply where the parts have other constants or other arguments.
    """

    def rewrite(builder: Builder, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, ...] | None:
        name = _activation(graph, eqn)
        if name is None:
            return None
        return builder.emit(name, args[:1], {}, [eqn.out.shape], [eqn.out.dtype], [eqn.out.name])

    return rebuild(graph, rewrite)


def _activation(graph: Graph, eqn: Eqn) -> str | None:
    """The activation that `eqn` is the last step of."""
    if len(eqn.args) != 2 or eqn.attrs:
        return None
    x, part = eqn.args
    if eqn.op == "sub.Tensor" and _made_by(graph, part, "tanh", x) is not None:
        return "tanhshrink"
    if eqn.op == "div.Tensor":
        plus = graph.producers.get(part.name) if part is not None else None
        if plus is None or plus.op != "add.Scalar" or plus.attr("other") != 1 or plus.attr("alpha", 1) != 1:
            return None
        if _made_by(graph, plus.args[0], "abs", x) is not None:
            return "softsign"
    return None


def _made_by(graph: Graph, value: Var | None, op: str, x: Var | None) -> Eqn | None:
    """The equation `value = op x`, if that is where it comes from."""
    eqn = graph.producers.get(value.name) if value is not None else None
    return eqn if eqn is not None and eqn.op == op and eqn.args == (x,) else None
