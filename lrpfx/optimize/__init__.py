"""Passes that make a graph cheaper and leave its result unchanged, so that rules can stay naive and readable.

support        masks of what is zero there anyway
unpool         quotients by the input of max pooling, at its output
sign           clamps that a known sign makes empty, and products with zero
uniform        what is the same for every sample or channel, computed once
halves         linear operators of positive and negative parts, derived from each other
denominators   stabilizers of what cannot be negative
thresholds     products with masks by sign, as one operator
stack          convolutions with few channels that share an input, or are summed, as one
share          equal expressions once
sizes          no value is kept for its size alone
addends        summands that follow from a sum that is kept
masks          masks in the place of values that are asked for no more
recompute      sums that are cheaper to compute again than to keep
dead           without what no output needs
fold           what depends on parameters alone, computed once
layout         weights of convolutions in the order in which kernels read them
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache

from torch import Tensor

from lrpfx.graph import Graph, check, check_values
from lrpfx.optimize.addends import addends
from lrpfx.optimize.dead import dead
from lrpfx.optimize.denominators import denominators
from lrpfx.optimize.fold import fold
from lrpfx.optimize.halves import halves
from lrpfx.optimize.layout import layout
from lrpfx.optimize.masks import masks
from lrpfx.optimize.recompute import recompute
from lrpfx.optimize.share import share
from lrpfx.optimize.sign import sign
from lrpfx.optimize.sizes import sizes
from lrpfx.optimize.stack import stack
from lrpfx.optimize.support import support
from lrpfx.optimize.thresholds import thresholds
from lrpfx.optimize.uniform import uniform
from lrpfx.optimize.unpool import unpool
from lrpfx.registry import lookup

Pass = Callable[[Graph], Graph]
PASSES: dict[str, Pass] = {
    "share": share,
    "support": support,
    "unpool": unpool,
    "sign": sign,
    "uniform": uniform,
    "halves": halves,
    "denominators": denominators,
    "thresholds": thresholds,
    "stack": stack,
    "sizes": sizes,
    "recompute": recompute,
    "addends": addends,
    "masks": masks,
    "dead": dead,
}
ORDER = (
    *(
        "share",
        "support",
        "unpool",
        "sign",
        "dead",
        "uniform",
        "dead",
    ),  # what no output needs is no user of what others derive
    *(
        "halves",
        "denominators",
        "thresholds",
        "stack",
        "sizes",
        "share",
        "dead",
        "recompute",
        "addends",
        "masks",
    ),
)
NAMES = (*PASSES, "fold", "layout")

Finish = Callable[[Graph, Mapping[str, Tensor]], tuple[Graph, Mapping[str, Tensor]]]
"""A graph and its parameters, made cheaper."""

Switch = bool | Collection[str]
"""True is all passes, False none; else their names."""


def chosen(switch: Switch) -> tuple[str, ...]:
    """The names of the passes that a switch means.

    Raises:
        UnknownNameError: if it names another.
    """
    if isinstance(switch, bool):
        return NAMES if switch else ()
    names = (switch,) if isinstance(switch, str) else tuple(switch)
    return tuple(lookup("pass", name, {n: n for n in NAMES}) for name in names)


def steps(graph: Graph, passes: Switch = True) -> Iterator[tuple[str, Graph]]:
    """The graph after each pass, by its name; what is folded is a matter of the parameters' values too."""
    names = chosen(passes)
    for name in ORDER:
        if name in names:
            graph = check(PASSES[name](graph))
            yield name, graph


@lru_cache(maxsize=32)
def simplified(graph: Graph, names: tuple[str, ...]) -> Graph:
    """After all these passes; remembered, for the next checkpoint of the same architecture."""
    return [graph, *(after for _, after in steps(graph, names))][-1]


def optimize(
    graph: Graph, params: Mapping[str, Tensor], *, folded: bool = True, passes: Switch = True
) -> tuple[Graph, Mapping[str, Tensor]]:
    """All passes in order, or those named; without folding where parameters are to be differentiated.

    Raises:
        UnknownNameError: if there is no pass of a name.
    """
    simpler = simplified(graph, chosen(passes))
    check_values(simpler, params)
    params = {p.name: params[p.name] for p in simpler.params}
    if folded and "fold" in chosen(passes):
        simpler, params = fold(simpler, params)
    return simpler, layout(simpler, params) if folded and "layout" in chosen(passes) else params


__all__ = ["NAMES", "ORDER", "PASSES", "Switch", "chosen", "optimize", "steps", *PASSES, "fold", "layout"]  # noqa: PLE0604
