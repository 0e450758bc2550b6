"""Canonizers: passes that rewrite a graph into a form whose rules make sense, and leave what it computes unchanged.

One file each; a new file in this folder is a new canonizer. Each is a function `Graph -> Graph`, and its name begins
with what it does, which is also when it runs:

    decompose, drop, raise, split     say in the operators that have rules what is computed
    fold, merge                       move constants into weights, once all of them are to be seen
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import groupby
from types import FunctionType

from torch import Tensor

from lrpfx.errors import LrpfxError
from lrpfx.graph import Graph, check
from lrpfx.optimize.dead import dead
from lrpfx.optimize.fold import fold
from lrpfx.registry import lookup, scan

Canonizer = Callable[[Graph], Graph]
_STAGES = {"decompose": 0, "drop": 0, "raise": 0, "split": 0, "fold": 1, "merge": 1}


def _stage(name: str) -> int:
    verb = name.split("_", maxsplit=1)[0]
    if verb not in _STAGES:
        raise LrpfxError(f"canonize/{name}.py must begin with what it does: {', '.join(_STAGES)}")
    return _STAGES[verb]


_scanned = scan(__name__, __path__, FunctionType)
REGISTRY: dict[str, Canonizer] = {
    name: _scanned[name] for name in sorted(_scanned, key=lambda n: (_stage(n), n))
}
globals().update(REGISTRY)


def canonize(
    graph: Graph, params: Mapping[str, Tensor], *, without: Sequence[str] = (), folded: bool = True
) -> tuple[Graph, Mapping[str, Tensor]]:
    """Apply every canonizer, then compute what depends on parameters alone.

    Args:
        graph, params: from `trace`.
        without: names of canonizers that are left out; see `lrpfx.canonize.REGISTRY`.
        folded: whether to compute it; False leaves it as equations, which can be differentiated.

    Returns:
        A graph that computes the same, and its parameters: merged weights under names such as `conv1.weight'`.

    Raises:
        UnknownNameError: if there is no canonizer of a name in `without`.
    """
    left_out = [lookup("canonizer", name, REGISTRY) for name in without]
    graph = _canonized(graph, tuple((name, c) for name, c in REGISTRY.items() if c not in left_out))
    return fold(graph, params) if folded else (graph, {p.name: params[p.name] for p in graph.params})


@lru_cache(maxsize=32)
def _canonized(graph: Graph, chosen: tuple[tuple[str, Canonizer], ...]) -> Graph:
    """After all canonizers; remembered, for the next checkpoint of the same architecture."""
    stages = [[c for _, c in members] for _, members in groupby(chosen, lambda member: _stage(member[0]))]
    to_the_end = [partial(_repeat, partial(_in_turn, stage)) for stage in stages]
    return _repeat(partial(_in_turn, to_the_end), graph)


def _in_turn(passes: Sequence[Canonizer], graph: Graph) -> Graph:
    for each in passes:
        rewritten = each(graph)
        graph = graph if rewritten is graph else check(dead(rewritten))
    return graph


def _repeat(change: Canonizer, graph: Graph) -> Graph:
    """Until nothing changes any more."""
    before = ""
    while graph.key != before:
        before = graph.key
        graph = change(graph)
    return graph


__all__ = ["canonize", *REGISTRY]  # noqa: PLE0604, the names are those of the files
