"""A relevance graph, cut in two at a place: what is computed once, and what is computed for every unit.

    above   inputs, masks, R of the output          -> output, R of the place, and what the lower part reads
    below   what it reads of above, R of the place  -> relevance of the inputs, and of places below

Below the cut relevance is linear in the relevance of the place, and rows of a batch do not see each other: so all units
of a place are rows of one batch, and the forward half and the upper half are computed once.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor

from lrpfx.errors import GraphError
from lrpfx.graph import Batch, Eqn, Graph, Var
from lrpfx.ops import base
from lrpfx.optimize.dead import dead


@dataclass(frozen=True)
class Halves:
    """Both parts.

    Attributes:
        above: its outputs are those outputs of the whole that it computes, then R of the place, then `crossing`.
        below: its inputs are `crossing`, then R of the place; its outputs are the other outputs of the whole.
        early, late: which outputs of the whole are of which part, by position.
        crossing: what the lower part reads of the upper one.
        copied: whether the rows of a crossing value can be copied, sample by sample; else `above` runs on copies.
    """

    above: Graph
    below: Graph
    early: tuple[int, ...]
    late: tuple[int, ...]
    crossing: tuple[Var, ...]
    copied: bool

    @property
    def fixed(self) -> bool:
        """Whether the graph is of one batch size."""
        return not any(isinstance(size, Batch) for size in self.below.inputs[-1].shape)


def split(graph: Graph, mask: str) -> Halves:
    """Cut a relevance graph where relevance is multiplied by the input called `mask`.

    Raises:
        GraphError: if nothing is multiplied by it.
    """
    users = graph.users.get(mask, ())
    if len(users) != 1 or base(users[0].op) != "mul":
        raise GraphError(f"{len(users)} equations read `{mask}`: relevance flows through no such place")
    (cut,) = users
    arriving = next(a for a in cut.args if a is not None and a.name != mask)
    low = {cut.out.name}
    above: list[Eqn] = []
    below: list[Eqn] = []
    for eqn in graph.eqns:
        if eqn is cut:
            continue
        late = any(a is not None and a.name in low for a in eqn.args)
        (below if late else above).append(eqn)
        low.update(v.name for v in eqn.outs if late)
    params = {v.name for v in graph.params}
    read = {a.name: a for e in below for a in e.args if a is not None and a.name not in low | params}
    early = tuple(i for i, v in enumerate(graph.outputs) if v.name not in low)
    later = tuple(i for i, v in enumerate(graph.outputs) if v.name in low)
    crossing = tuple(read.values())
    outputs = (*(graph.outputs[i] for i in early), arriving, *crossing)
    inputs = tuple(v for v in graph.inputs if v.name != mask)
    upper = dead(Graph(inputs, graph.params, tuple(above), outputs))
    lower = Graph((*crossing, cut.out), graph.params, tuple(below), tuple(graph.outputs[i] for i in later))
    return Halves(upper, dead(lower), early, later, crossing, all(_samples_first(graph, v) for v in crossing))


def rows(var: Var, value: Tensor, samples: slice, copies: int) -> Tensor:
    """The part of a value that belongs to some samples, `copies` rows for each, one sample after the other."""
    axis = next((i for i, size in enumerate(var.shape) if isinstance(size, Batch)), None)
    if axis is None:
        return value
    size = var.shape[axis]
    assert isinstance(size, Batch)
    grouped = value.reshape(
        *value.shape[:axis], -1, size.times, *value.shape[axis + 1 :]
    )  # (samples, times) along the axis
    index = [slice(None)] * grouped.ndim
    index[axis] = samples
    part = grouped[tuple(index)].unsqueeze(axis + 1)
    shape = list(part.shape)
    shape[axis + 1] = copies
    copied = part.expand(shape)
    return copied.flatten(axis, axis + 2)


def _samples_first(graph: Graph, var: Var) -> bool:
    """Whether an axis that holds several values of every sample has those of a sample side by side.

    So it is where reshaping merged the batch with axes behind it, as far back as there is such an axis.
    """
    sizes = [size for size in var.shape if isinstance(size, Batch)]
    if len(sizes) > 1:
        return False
    stack, seen = [var], {var.name}
    while stack:
        here = stack.pop()
        times = _times(here.shape)
        made = graph.producers.get(here.name)
        if times == 1:
            continue
        if made is None:
            return False
        before = [a for a in made.args if a is not None and _times(a.shape) == times]
        if base(made.op) in ("reshape", "view"):
            before = [
                a for a in made.args if a is not None and _in_front(a.shape) == _in_front(made.out.shape)
            ]
        if not before:
            return False
        stack += [a for a in before if a.name not in seen]
        seen.update(a.name for a in before)
    return True


def _in_front(shape: Sequence[int | Batch]) -> int:
    """How many values lie in front of the axis of the batch."""
    at = next((i for i, size in enumerate(shape) if isinstance(size, Batch)), 0)
    return math.prod(s for s in shape[:at] if isinstance(s, int))


def _times(shape: Sequence[int | Batch]) -> int:
    return next((size.times for size in shape if isinstance(size, Batch)), 1)
