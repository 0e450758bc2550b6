"""Sums that are cheaper to compute again than to keep.

A sum a + b, needed in the forward half and then again in the relevance half, takes memory all the while. If a and b are
kept till then for themselves, the sum is computed a second time.
"""

from dataclasses import replace

from lrpfx.graph import Eqn, Graph, Var


def recompute(graph: Graph) -> Graph:
    """Compute such sums twice."""
    last: dict[Var, int] = {}  # values -> the last equation that reads them, and that of the relevance half
    late: dict[Var, int] = {}
    for i, eqn in enumerate(graph.eqns):
        for arg in eqn.args:
            if arg is not None:
                last[arg] = i
                if eqn.rule:
                    late[arg] = i
    taken = {v.name for e in graph.eqns for v in e.outs}
    again: dict[Var, Eqn] = {}
    for eqn in graph.eqns:
        args = [a for a in eqn.args if a is not None]
        early = [u for u in graph.users.get(eqn.out.name, ()) if not u.rule]
        if not _sum(eqn) or eqn.out not in late:
            continue
        kept = all(a.name in graph.data and last[a] >= late[eqn.out] for a in args)
        name = f"{eqn.out.name}_again"
        if early and kept and not eqn.rule and name not in taken and eqn.out not in graph.outputs:
            again[eqn.out] = replace(eqn, outs=(replace(eqn.out, name=name),))
    eqns: list[Eqn] = []
    written: set[Var] = set()
    for eqn in graph.eqns:
        if not eqn.rule:
            eqns.append(eqn)
            continue
        for arg in dict.fromkeys(a for a in eqn.args if a in again and a not in written):
            assert arg is not None
            eqns.append(replace(again[arg], rule=eqn.rule))
            written.add(arg)
        eqns.append(replace(eqn, args=tuple(again[a].out if a in again else a for a in eqn.args)))
    return Graph(graph.inputs, graph.params, tuple(eqns), graph.outputs) if again else graph


def _sum(eqn: Eqn) -> bool:
    return (
        eqn.op == "add.Tensor"
        and not eqn.attrs
        and all(a is not None and a.shape == eqn.out.shape for a in eqn.args)
    )
