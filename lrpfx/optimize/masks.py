"""Where a ReLU let values through, kept as one byte for each in the place of the values.

[u > 0] ⊙ g,   u = relu(z)                   asks for no more of u than where it is positive
"""

from dataclasses import replace

from lrpfx.graph import Eqn, Graph, Var


def masks(graph: Graph) -> Graph:
    """Keep a mask of every value of the forward half of which the relevance half asks for no more."""
    taken = {v.name for v in graph.inputs + graph.params} | set(graph.producers)
    made: dict[Var, Var] = {}
    eqns: list[Eqn] = []
    for eqn in graph.eqns:
        mask = made.get(eqn.args[1]) if eqn.op == "threshold_backward" and eqn.args[1] is not None else None
        eqns.append(eqn if mask is None else _masked(eqn, mask))
        if not eqn.rule and len(eqn.outs) == 1 and _asked_for_its_sign(graph, eqn.out):
            name = next(n for i in range(len(taken) + 1) if (n := f"{eqn.out.name}_on{i or ''}") not in taken)
            taken.add(name)
            made[eqn.out] = replace(eqn.out, name=name, dtype="b8")
            eqns.append(
                replace(eqn, outs=(made[eqn.out],), op="gt.Scalar", args=(eqn.out,), attrs=(("other", 0),))
            )
    return Graph(graph.inputs, graph.params, tuple(eqns), graph.outputs) if made else graph


def _masked(eqn: Eqn, mask: Var) -> Eqn:
    return replace(eqn, op="where.ScalarOther", args=(mask, eqn.args[0]), attrs=(("other", 0),))


def _asked_for_its_sign(graph: Graph, u: Var) -> bool:
    late = [e for e in graph.users.get(u.name, ()) if e.rule]
    return bool(late) and u not in graph.outputs and all(_asks_for_the_sign(e, u) for e in late)


def _asks_for_the_sign(eqn: Eqn, u: Var) -> bool:
    return (
        eqn.op == "threshold_backward"
        and eqn.attr("threshold") == 0
        and eqn.args[0] != u
        and eqn.args[0] is not None
        and (eqn.args[0].shape, eqn.args[1]) == (u.shape, u)
    )
