"""Explanations of a batch under several states of a model's parameters; what no state changes is computed once.

    before   inputs                   -> what a later part reads and its state leaves as it was
    after_k  that, R of the output    -> what depends on the parameters that state k changes, or on R

Where layers are changed from the output down, all activations below them stay, and with them what rules divide by.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from torch import Tensor

from lrpfx.cost import size_of
from lrpfx.errors import NonFiniteError
from lrpfx.evaluate import evaluate, first_nonfinite
from lrpfx.explainer import Explainer
from lrpfx.finite import finite
from lrpfx.graph import Eqn, Graph, Var
from lrpfx.metrics.batch import classes_of
from lrpfx.optimize.dead import dead
from lrpfx.parts import separable
from lrpfx.target import Target

FREE = 1 << 30
"""Bytes of what is kept from one state to the next: larger batches are explained in parts.

Every part prepares the parameters of every state anew, which costs more than its samples where these are few.
"""

State = Mapping[str, Tensor]
"""Values of the parameters of the relevance graph, by name. An unchanged one is the same tensor."""


@dataclass(frozen=True)
class Shared:
    """A relevance graph, divided by what states change.

    Attributes:
        before: of the first state; its outputs are `kept`.
        after: of every state; its inputs are the numbers `read` of what is kept, and R of the output.
    """

    before: Graph
    after: tuple[Graph, ...]
    read: tuple[tuple[int, ...], ...] = field(repr=False)

    @property
    def bytes(self) -> int:
        """What is kept of a sample."""
        return sum(size_of(v, 1) for v in self.before.outputs)


def shared(graph: Graph, changed: Sequence[frozenset[str]]) -> Shared:
    """Divide a relevance graph.

    Args:
        changed: for every state, the names of the parameters that it changes.
    """
    params = {v.name for v in graph.params}
    parts = [_after(graph, names) for names in changed]
    reads: list[tuple[Var, ...]] = []
    for late, part in parts:
        used = [a for e in part for a in e.args if a is not None] + list(graph.outputs)
        reads.append(tuple({v.name: v for v in used if v.name not in late | params}.values()))
    kept = tuple({v.name: v for read in reads for v in read}.values())
    numbers = {v.name: i for i, v in enumerate(kept)}
    before = dead(Graph(graph.inputs[:-1], graph.params, graph.eqns, kept))
    after = tuple(
        Graph((*read, graph.inputs[-1]), graph.params, part, graph.outputs)
        for read, (_, part) in zip(reads, parts, strict=True)
    )
    return Shared(before, after, tuple(tuple(numbers[v.name] for v in read) for read in reads))


def _after(graph: Graph, changed: frozenset[str]) -> tuple[set[str], tuple[Eqn, ...]]:
    """What depends on these parameters or on R, and the equations of it."""
    late, part = {graph.inputs[-1].name, *changed}, []
    for eqn in graph.eqns:
        if any(a is not None and a.name in late for a in eqn.args):
            part.append(eqn)
            late.update(v.name for v in eqn.outs)
    return late, tuple(part)


def relevance_of_states(
    explainer: Explainer, x: Tensor, target: Target, states: Sequence[State]
) -> Iterator[list[Tensor]]:
    """Relevance of x under every state, of one part of the batch after the other.

    Args:
        explainer: one that reads its parameters at every call, compiled for a tensor.
        x: (batch, ...).
        target: the explained classes; None: those that are predicted under the first state.
        states: the first is what the others have changed.

    Raises:
        NonFiniteError: if relevance is not finite; it names the equation.
        ParameterError: if the target is no classes.
    """
    first = states[0]
    changed = [frozenset(n for n, value in state.items() if value is not first[n]) for state in states]
    plan = shared(explainer.graph, changed)
    size = max(1, FREE // max(1, plan.bytes)) if separable(explainer.graph) else len(x)
    for start in range(0, len(x), size):
        rows = slice(start, start + size)
        classes = target if size >= len(x) else _part(target, rows, len(x))
        own, inputs, _ = explainer.arguments(x[rows])
        part = plan if own is explainer else shared(own.graph, changed)
        kept = evaluate(part.before, first, *inputs)
        found = []
        for state, graph, read in zip(states, part.after, part.read, strict=True):
            seed = own.arguments(x[rows], target=classes)[2]
            relevance = evaluate(graph, state, *(kept[i] for i in read), seed)[1]
            if not finite(relevance):
                error = first_nonfinite(own.graph, state, *inputs, seed)
                raise error or NonFiniteError("the relevance is not finite")
            classes = classes_of(seed.classes)
            found.append(relevance)
        yield found


def _part(target: Target, rows: slice, batch: int) -> Target:
    """The target of some samples; one that does not fit is left for others to refuse."""
    if target is None or isinstance(target, int) or callable(target) or getattr(target, "ndim", 1) == 0:
        return target
    return target[rows] if len(target) == batch else target
