"""What is explained and how, and the two graphs that follow: the model's, canonized, and the one that rules write."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from torch import Tensor, nn

from lrpfx.canonize import canonize
from lrpfx.composite import Composite
from lrpfx.condition import Condition
from lrpfx.cuts import Cut
from lrpfx.graph import Graph
from lrpfx.optimize import Switch
from lrpfx.places import find, until
from lrpfx.relevance import relevance_graph
from lrpfx.restriction import cuts
from lrpfx.trace import Output
from lrpfx.traces import traces


@dataclass(frozen=True)
class Options:
    """What is explained, and how; see `lrpfx.compile`."""

    composite: Composite
    optimize: Switch = True
    output: Output = None
    start: str | None = None
    record: tuple[str, ...] = ()
    mask: tuple[str, ...] = ()
    differentiable: bool = False
    condition: Condition | None = None


def canonized(model: nn.Module, x: Any, options: Options) -> tuple[Graph, Mapping[str, Tensor]]:
    """The graph that is explained, up to where explanations start from; what follows from parameters is in it."""
    forward, weights = canonize(*traces(model, x, options.output), folded=False)
    if options.start is None:
        return forward, weights
    forward = until(forward, find(forward, options.start))
    return forward, {v.name: weights[v.name] for v in forward.params}


def written(forward: Graph, options: Options) -> Graph:
    """The relevance graph as the rules write it."""
    record = [find(forward, name) for name in options.record]
    return relevance_graph(forward, options.composite, record=record, mask=restrictions(forward, options))


def restrictions(forward: Graph, options: Options) -> tuple[Cut, ...]:
    """Where relevance is restricted: by masks, then by the condition."""
    masks = [Cut(find(forward, name)) for name in options.mask]
    return (*masks, *cuts(options.condition, forward))
