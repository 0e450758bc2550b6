"""Which factor of a product is a gate: a value that says how much of the other factor goes on.

σ(a) ⊙ s                   a value that saturates at 0 and 1: sigmoid, hard sigmoid, clamp to [0, 1]
(1 - z) ⊙ n,  (1 + m) ⊙ s  shifted and scaled by numbers, as long as it stays >= 0
mask ⊙ s                   integers and booleans, which are masks
upsample(σ(a)) ⊙ s         moved or averaged: reshaped, broadcast, pooled, interpolated
f(x) ⊙ x                   an activation of the other factor itself: mish, gelu, and others spelled out
"""

from lrpfx.graph import Eqn, Graph, Var
from lrpfx.ops import Kind, base, chooses, kind_of

Range = tuple[float, float]


def gate_of(graph: Graph, eqn: Eqn) -> int | None:
    """The position of the gate among the arguments of `eqn`, a product; None if neither or each of them is one."""
    if _kind(graph, eqn) is not Kind.PRODUCT:
        return None
    first, second = eqn.args
    assert first is not None
    assert second is not None
    for position, (factor, other) in enumerate(((first, second), (second, first))):
        if _activation_of(graph, factor, _unscaled(graph, other)):
            return position
    gates = [_is_gate(graph, first), _is_gate(graph, second)]
    return gates.index(True) if gates.count(True) == 1 else None


def _kind(graph: Graph, eqn: Eqn) -> Kind:
    return kind_of(eqn.op, graph.operands(eqn), eqn.attrs)


def _is_gate(graph: Graph, var: Var) -> bool:
    bounds = _range(graph, var)
    return bounds is not None and bounds[0] >= 0


_UNIT = (0.0, 1.0)
_OVERSHOOTING = ("sum", "cumsum", "trace", "col2im", "upsample_bicubic2d", "_upsample_bicubic2d_aa")
"""Averages whose weights do not sum to one or are not all positive."""


def _range(graph: Graph, var: Var) -> Range | None:
    """The range of a value that saturates at both of its ends, or is a mask; None for all others."""
    if not var.is_real:
        return _UNIT
    eqn = graph.producers.get(var.name)
    if eqn is None or eqn.out != var:
        return None
    name, kind = base(eqn.op), _kind(graph, eqn)
    if kind is Kind.ACTIVATION:
        return _UNIT if name in ("sigmoid", "hardsigmoid") or _bounds(eqn) == _UNIT else None
    if kind in (Kind.SCALE, Kind.SUM):
        return _affine(graph, eqn)
    averaged = kind is Kind.AVERAGE and name not in _OVERSHOOTING
    return _union(graph, eqn) if averaged or kind in (Kind.MOVE, Kind.MAXIMUM) else None


def _bounds(eqn: Eqn) -> tuple[object, object] | None:
    if base(eqn.op) == "clamp":
        return eqn.attr("min"), eqn.attr("max")
    return (eqn.attr("min_val", -1.0), eqn.attr("max_val", 1.0)) if base(eqn.op) == "hardtanh" else None


def _union(graph: Graph, eqn: Eqn) -> Range | None:
    """The range of what is moved or averaged, all of which must be gates."""
    ranges = [_range(graph, a) for i, a in enumerate(eqn.args) if a is not None and not chooses(eqn.op, i)]
    known = [r for r in ranges if r is not None]
    if not known or len(known) < len(ranges):
        return None
    fill = eqn.attr("value", 0.0) if "pad" in eqn.op or "fill" in eqn.op else known[0][0]
    low = [r[0] for r in known] + ([float(fill)] if isinstance(fill, int | float) else [])
    return min(low), max(r[1] for r in known)


def _affine(graph: Graph, eqn: Eqn) -> Range | None:
    """The range of a gate that is scaled or shifted by a number."""
    operands = graph.operands(eqn)
    if len(operands) != 1 or (arg := eqn.args[operands[0]]) is None:
        return None
    bounds, number = _range(graph, arg), _number(graph, eqn, operands[0])
    if bounds is None or number is None:
        return None
    alpha = eqn.attr("alpha", 1)
    assert isinstance(alpha, int | float)
    a, b = {
        "mul": (number, 0.0),
        "div": (1 / number if number else 0.0, 0.0),
        "neg": (-1.0, 0.0),
        "add": (1.0, alpha * number) if operands[0] == 0 else (alpha, number),
        "sub": (1.0, -alpha * number) if operands[0] == 0 else (-alpha, number),
        "rsub": (-alpha, number) if operands[0] == 0 else (1.0, -alpha * number),
    }[base(eqn.op)]
    low, high = sorted((a * bounds[0] + b, a * bounds[1] + b))
    return low, high


_FILLED = {"ones_like": 1.0, "new_ones": 1.0, "zeros_like": 0.0, "new_zeros": 0.0}


def _number(graph: Graph, eqn: Eqn, operand: int) -> float | None:
    """The number that stands beside the operand: as an attribute, or as a constant filled with it."""
    if base(eqn.op) == "neg":
        return 0.0
    if len(eqn.args) == 1:
        other = eqn.attr("other")
        return float(other) if isinstance(other, int | float) else None
    constant = eqn.args[1 - operand]
    filled = graph.producers.get(constant.name) if constant is not None else None
    if filled is None:
        return None
    value = _FILLED.get(base(filled.op), filled.attr("fill_value"))
    return float(value) if isinstance(value, int | float) else None


# ---- activations spelled out: f(x) ⊙ x --------------------------------------------------------------------------


def _unscaled(graph: Graph, var: Var) -> Var:
    """The value that `var` is a multiple of."""
    eqn = graph.producers.get(var.name)
    while eqn is not None and _kind(graph, eqn) is Kind.SCALE and len(eqn.args) == 1:
        assert eqn.args[0] is not None
        var = eqn.args[0]
        eqn = graph.producers.get(var.name)
    return var


def _activation_of(graph: Graph, var: Var, x: Var) -> bool:
    """Whether `var` is computed from `x` alone, element by element, and not without an activation."""
    stack, seen, activated = [var], {var.name}, False
    while stack:
        value = stack.pop()
        if value == x:
            continue
        eqn = graph.producers.get(value.name)
        if eqn is None or value.shape != x.shape:
            return False
        kind = _kind(graph, eqn)
        if kind not in (Kind.ACTIVATION, Kind.SCALE, Kind.SUM, Kind.PRODUCT):
            return False
        activated = activated or kind is Kind.ACTIVATION
        for position in graph.operands(eqn):
            arg = eqn.args[position]
            if arg is not None and arg.name not in seen:
                seen.add(arg.name)
                stack.append(arg)
    return activated
