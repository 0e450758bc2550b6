"""Which factor of a product says how values are mixed or scaled, and is none of the values itself.

A v                 attention weights: softmax, moved, dropped out, scaled by constants or to a sum of one, mixed with
                    others; A is the factor
x ⊙ 1 / ‖x‖         a statistic of the data: an inverted mean, norm or deviation over axes; 1 / ‖x‖ is the factor
act(a) ⊙ b          a gated unit: an activation, and a value without one; act(a) is the factor
"""

from lrpfx.graph import Eqn, Graph, Var
from lrpfx.ops import Kind, base, chooses, kind_of


def is_attention(graph: Graph, var: Var) -> bool:
    """Whether a value is attention weights: a softmax, whatever way it is moved or scaled by constants.

    So are the greatest of them, divided by their sum: the weights of the experts that a router chose; and sums of such,
    or with constants: attention to content and to positions, mixed.
    """
    eqn = _producer(graph, var)
    if eqn is None:
        return False
    kind = _kind(graph, eqn)
    if kind is Kind.SOFTMAX:
        return True
    if kind not in (Kind.MOVE, Kind.SCALE, Kind.SUM) and not _over_own_sum(graph, eqn):
        return False
    operands = graph.operands(eqn)[: 1 if kind is Kind.QUOTIENT else None]
    parts = [a for i in operands if not chooses(eqn.op, i) and (a := eqn.args[i]) is not None]
    return bool(parts) and all(is_attention(graph, part) for part in parts)


def _over_own_sum(graph: Graph, eqn: Eqn) -> bool:
    """Whether `eqn` divides a value by the sum of its entries, kept from zero or not."""
    if _kind(graph, eqn) is not Kind.QUOTIENT or eqn.args[1] is None:
        return False
    total = _producer(graph, eqn.args[1])
    while total is not None and base(total.op) in _KEPT_FROM_ZERO and len(graph.operands(total)) == 1:
        total = _source(graph, total)
    return total is not None and base(total.op) == "sum" and total.args[0] == eqn.args[0]


_KEPT_FROM_ZERO = ("add", "clamp", "clamp_min", "expand", "unsqueeze", "_to_copy")


def is_inverse_statistic(graph: Graph, var: Var) -> bool:
    """Whether a value is one over a mean, a norm or a deviation over axes, shifted and scaled by constants or not."""
    inverted = False
    eqn = _producer(graph, var)
    while eqn is not None:
        kind = _kind(graph, eqn)
        if kind is Kind.STATISTIC or (kind is Kind.AVERAGE and base(eqn.op) in ("mean", "sum")):
            return inverted
        elementwise = kind in (Kind.MOVE, Kind.SCALE, Kind.ACTIVATION)
        shifted = kind is Kind.SUM and len(graph.operands(eqn)) == 1
        if not (elementwise or shifted) or base(eqn.op) in _SATURATING:
            return False
        inverted = inverted or _inverts(eqn)
        eqn = _source(graph, eqn)
    return False


def is_activated(graph: Graph, var: Var) -> bool:
    """Whether a value is the result of an activation, moved or not."""
    eqn = _producer(graph, var)
    while eqn is not None and _kind(graph, eqn) is Kind.MOVE:
        eqn = _source(graph, eqn)
    return eqn is not None and _kind(graph, eqn) is Kind.ACTIVATION


_SATURATING = ("sigmoid", "hardsigmoid", "tanh")
"""Behind these a mean over axes is the summary that a gate listens to."""


def _inverts(eqn: Eqn) -> bool:
    exponent = eqn.attr("exponent", 1)
    negative = isinstance(exponent, int | float) and exponent < 0
    return base(eqn.op) in ("rsqrt", "reciprocal") or (base(eqn.op) == "pow" and negative)


def _kind(graph: Graph, eqn: Eqn) -> Kind:
    return kind_of(eqn.op, graph.operands(eqn), eqn.attrs)


def _producer(graph: Graph, var: Var) -> Eqn | None:
    eqn = graph.producers.get(var.name)
    return eqn if eqn is not None and eqn.out == var and var.name in graph.data else None


def _source(graph: Graph, eqn: Eqn) -> Eqn | None:
    """The equation behind the only operand of `eqn`; None if it has several."""
    operands = graph.operands(eqn)
    arg = eqn.args[operands[0]] if len(operands) == 1 else None
    return None if arg is None else _producer(graph, arg)
