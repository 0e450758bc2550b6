"""Canonizers: passes that rewrite a graph into a form whose rules make sense, and leave what it computes unchanged.

One file each; a new file in this folder is a new canonizer. Each is a function `Graph -> Graph`.
"""

from collections.abc import Mapping
from types import FunctionType

from torch import Tensor

from lrpfx.graph import Graph, check
from lrpfx.optimize import dead, fold
from lrpfx.registry import scan

REGISTRY = scan(__name__, __path__, FunctionType)
globals().update(REGISTRY)


def canonize(
    graph: Graph, params: Mapping[str, Tensor], *, folded: bool = True
) -> tuple[Graph, Mapping[str, Tensor]]:
    """Apply every canonizer, then compute what depends on parameters alone.

    Args:
        graph, params: from `trace`.
        folded: whether to compute it; False leaves it as equations, which can be differentiated.

    Returns:
        A graph that computes the same, and its parameters: merged weights under names such as `conv1.weight'`.
    """
    before = ""
    while graph.key != before:
        before = graph.key
        for canonizer in REGISTRY.values():
            graph = check(dead(canonizer(graph)))
    return fold(graph, params) if folded else (graph, {p.name: params[p.name] for p in graph.params})


__all__ = ["canonize", *REGISTRY]  # noqa: PLE0604, the names are those of the files
