"""Summands that follow from their sum: not kept for the way back.

    u = relu(s),   s = a + b                     in the forward half
    R_a = a ⊙ f,   f = 0 where u = 0             in the relevance half, and all else there is in proportion to R_a

Where u is not zero it is s, so a = u - b there, and elsewhere a does not matter. Of the widest layer of a residual
block nothing is kept then but u and b, which are kept anyway.

The difference has the error of the sum, ε u. Relevance of a is the part a / u of that of the sum, so its error is that
of the sum too, ε R; and a divides nothing but what is in proportion to a.
"""

from dataclasses import replace

from lrpfx.graph import Eqn, Graph, Var
from lrpfx.optimize.support import Support, learned


def addends(graph: Graph) -> Graph:
    """Derive one summand of every such sum."""
    graph, facts = learned(graph)
    half = [eqn for eqn in graph.eqns if eqn.rule]
    derived: dict[Var, tuple[Var, Var]] = {}
    needed: set[Var] = set()
    for eqn in graph.eqns:
        u = _kept(graph, eqn)
        if u is None or u in derived:
            continue
        for a, b in (eqn.args, eqn.args[::-1]):
            assert a is not None
            assert b is not None
            if a == b or a in needed or b in derived or not _late(graph, b):
                continue
            if _in_proportion(graph, half, facts, a, {("zero", u), ("fall", eqn.out)}):
                derived[a] = u, b
                needed |= {u, b}
                break
    return _written(graph, derived)


def _kept(graph: Graph, eqn: Eqn) -> Var | None:
    """The u of a sum of two values of one shape, if it is kept for the way back."""
    if eqn.op != "add.Tensor" or eqn.attrs or eqn.rule:
        return None
    if any(a is None or a.shape != eqn.out.shape or a.name not in graph.data for a in eqn.args):
        return None
    relus = (e.out for e in graph.users.get(eqn.out.name, ()) if e.op == "relu" and not e.rule)
    return next((u for u in relus if _late(graph, u)), None)


def _late(graph: Graph, var: Var) -> list[Eqn]:
    """Who reads a value in the relevance half."""
    return [e for e in graph.users.get(var.name, ()) if e.rule]


_SCALES = {"mul.Tensor": 2, "mul.Scalar": 1, "div.Tensor": 1, "threshold_backward": 1}
"""How many arguments the result is in proportion to."""

_DERIVES = frozenset(
    ("gt.Scalar", "lt.Scalar", "neg", "stabilize", "mul.Scalar", "add.Scalar", "add.Tensor", "sub.Tensor")
)
"""Masks and denominators: what is computed from a beside R_a."""


def _in_proportion(
    graph: Graph, half: list[Eqn], facts: Support, a: Var, where: set[tuple[str, Var]]
) -> bool:
    """Whether whatever the relevance half computes from a is a factor or a divisor of R_a."""
    if not _late(graph, a) or a in graph.outputs or a.name not in graph.producers:
        return False
    beside, relevance = {a}, set[Var]()
    for eqn in half:
        read = [v for v in eqn.args if v in beside]
        if not read and relevance.isdisjoint(eqn.args):
            continue
        others = [v for v in eqn.args if v is not None and v not in beside]
        begins = eqn.op == "mul.Tensor" and read == [a] and any(where & facts.at(v) for v in others)
        goes_on = relevance.intersection(eqn.args[: _SCALES.get(eqn.op, 0)])
        if begins or goes_on:
            relevance.add(eqn.out)
        elif read and (eqn.op not in _DERIVES or eqn.attr("norm_scale") or relevance.intersection(eqn.args)):
            return False
        elif read:
            beside.add(eqn.out)
    return not beside.intersection(graph.outputs)


def _written(graph: Graph, derived: dict[Var, tuple[Var, Var]]) -> Graph:
    """The differences, each where it is read first."""
    taken = {v.name for v in graph.inputs + graph.params} | set(graph.producers)
    again: dict[Var, Var] = {}
    eqns: list[Eqn] = []
    for eqn in graph.eqns:
        if not eqn.rule or not any(a in derived for a in eqn.args):
            eqns.append(eqn)
            continue
        for a in dict.fromkeys(a for a in eqn.args if a in derived and a not in again):
            assert a is not None
            again[a] = replace(a, name=_fresh(f"{a.name}_again", taken))
            eqns.append(replace(eqn, outs=(again[a],), op="sub.Tensor", args=derived[a], attrs=()))
        eqns.append(replace(eqn, args=tuple(a if a is None else again.get(a, a) for a in eqn.args)))
    return Graph(graph.inputs, graph.params, tuple(eqns), graph.outputs)


def _fresh(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    taken.add(name)
    return name
