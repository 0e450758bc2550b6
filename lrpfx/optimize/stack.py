"""Convolutions with few channels that share an input, or are summed, as one.

    op(x; w), op(x; v)         slices of op(x; [w, v])
    op(x; w) + op(y; v)        op([x, y]; [w, v])

The work is the same, but a processor computes eight or sixteen channels at a time, used or not: three channels, as
an image has, cost as much as six. With more channels it is not worth the copies.
"""

from collections.abc import Sequence

from lrpfx.graph import Attr, Eqn, Graph, Shape, Var
from lrpfx.optimize.dead import dead
from lrpfx.optimize.writer import Plan, Write, Writer
from lrpfx.values import Value

FEW = 8
"""As many numbers of single precision as a vector register of 256 bits holds."""


def stack(graph: Graph) -> Graph:
    """Join convolutions with few channels."""
    graph = dead(Writer(graph, _summed(graph)).write())
    return dead(Writer(graph, _shared(graph)).write())


def _summed(graph: Graph) -> Plan:
    plan: Plan = {}
    for eqn in graph.eqns:
        both = [graph.producers.get(a.name) for a in eqn.args if a is not None]
        if eqn.op != "add.Tensor" or eqn.attrs or len(both) != 2:
            continue
        a, b = both
        if a is None or b is None or not (_joins(graph, a, of=0) and _joins(graph, b, of=0)):
            continue
        used_once = all(len(graph.users[e.out.name]) == 1 and e.out not in graph.outputs for e in (a, b))
        if a is not b and used_once and a.attrs == b.attrs and a.out.shape == b.out.shape:
            plan[eqn.out.name] = _sum(a, b)
    return plan


def _sum(a: Eqn, b: Eqn) -> Write:
    def write(writer: Writer, eqn: Eqn) -> Value:
        x, w = ([_value(writer, e.args[i]) for e in (a, b)] for i in (0, 1))
        biases = [_value(writer, e.args[2]) for e in (a, b) if len(e.args) > 2 and e.args[2] is not None]
        writer.stamp(eqn)
        bias = biases[0] + biases[1] if len(biases) > 1 else biases[0] if biases else None
        args = [_joined(x, 1), _joined(w, 0 if a.attr("transposed") else 1), bias]
        return writer.builder.emit("convolution", args, dict(a.attrs), [eqn.out.shape], [eqn.out.dtype])[0]

    return write


def _shared(graph: Graph) -> Plan:
    groups: dict[object, list[Eqn]] = {}
    for eqn in graph.eqns:
        if eqn.rule and _joins(graph, eqn, of=1):  # the forward half holds nothing for the way back
            biased = len(eqn.args) > 2 and eqn.args[2] is not None
            groups.setdefault((eqn.args[0], eqn.attrs, eqn.out.shape[2:], biased), []).append(eqn)
    return {
        e.out.name: _part(group, i)
        for group in groups.values()
        if len(group) > 1
        for i, e in enumerate(group)
    }


def _part(group: Sequence[Eqn], index: int) -> Write:
    def write(writer: Writer, eqn: Eqn) -> Value:
        x = _value(writer, eqn.args[0])
        weights = [_value(writer, e.args[1]) for e in group]
        biases = [_value(writer, e.args[2]) for e in group if len(e.args) > 2 and e.args[2] is not None]
        writer.stamp(eqn)
        args = [
            x,
            _joined(weights, 1 if eqn.attr("transposed") else 0),
            _joined(biases, 0) if biases else None,
        ]
        ends = [_number(sum(_number(e.out.shape[1]) for e in group[: i + 1])) for i in range(len(group))]
        shape: Shape = (eqn.out.shape[0], ends[-1], *eqn.out.shape[2:])
        whole = writer.builder.emit("convolution", args, dict(eqn.attrs), [shape], [eqn.out.dtype])[0]
        attrs: dict[str, Attr] = {
            "dim": 1,
            "start": ends[index] - _number(eqn.out.shape[1]),
            "end": ends[index],
        }
        return writer.builder.emit("slice.Tensor", [whole], attrs, [eqn.out.shape], [eqn.out.dtype])[0]

    return write


def _joins(graph: Graph, eqn: Eqn, of: int) -> bool:
    """Whether it is a convolution with constant weights that has few channels, of its input (0) or its result (1)."""
    if eqn.op != "convolution" or eqn.attr("groups", 1) != 1 or graph.operands(eqn) != (0,):
        return False
    values = (eqn.args[0], eqn.out)
    channels = values[of].shape[1]  # type: ignore[union-attr]  # a convolution has an input
    return isinstance(channels, int) and channels <= FEW


def _value(writer: Writer, var: Var | None) -> Value:
    assert var is not None
    return writer.value(var)


def _joined(values: Sequence[Value], axis: int) -> Value:
    if len(values) == 1:
        return values[0]
    first = values[0].shape
    size = sum(_number(v.shape[axis]) for v in values)
    shape = (*first[:axis], size, *first[axis + 1 :])
    return values[0].builder.emit("cat", values, {"dim": axis or None}, [shape])[0]


def _number(size: object) -> int:
    assert isinstance(size, int)
    return size
