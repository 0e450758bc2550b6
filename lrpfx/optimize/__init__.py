"""Passes that make a graph cheaper and leave its result unchanged, so that rules can stay naive and readable.

sign    clamps that a known sign makes empty, and products with zero
share   equal expressions once                     (done by every pass that rebuilds a graph)
dead    without what no output needs
fold    what depends on parameters alone, computed once
"""

from collections.abc import Mapping

from torch import Tensor

from lrpfx.graph import Graph, check, check_values
from lrpfx.optimize.dead import dead
from lrpfx.optimize.fold import fold
from lrpfx.optimize.sign import sign


def optimize(
    graph: Graph, params: Mapping[str, Tensor], *, folded: bool = True
) -> tuple[Graph, Mapping[str, Tensor]]:
    """All passes in order; without folding where parameters are to be differentiated."""
    graph = check(dead(sign(graph)))
    check_values(graph, params)
    return fold(graph, params) if folded else (graph, {p.name: params[p.name] for p in graph.params})


__all__ = ["dead", "fold", "optimize", "sign"]
