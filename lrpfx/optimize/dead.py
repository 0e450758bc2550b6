"""Without what no output needs."""

from lrpfx.graph import Eqn, Graph


def dead(graph: Graph) -> Graph:
    """Drop equations and parameters that no output depends on; inputs stay."""
    needed = {v.name for v in graph.outputs}
    kept: list[Eqn] = []
    for eqn in reversed(graph.eqns):
        if any(v.name in needed for v in eqn.outs):
            kept.append(eqn)
            needed.update(a.name for a in eqn.args if a is not None)
    params = tuple(p for p in graph.params if p.name in needed)
    return Graph(graph.inputs, params, tuple(reversed(kept)), graph.outputs)
