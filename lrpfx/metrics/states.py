"""Explanations of a batch under several states of a model's parameters; what no state changes is computed once.

    folded   parameters              -> what depends on them alone; of a state, what it changes of the one before
    before   inputs                  -> what a later part reads and its state leaves as it was
    after_k  that, R of the output   -> what depends on the parameters that state k changes, or on R

Where layers are changed from the output down, all activations below them stay, and with them what rules divide by.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import torch
from torch import Tensor

from lrpfx.cost import size_of
from lrpfx.errors import NonFiniteError
from lrpfx.evaluate import evaluate, first_nonfinite
from lrpfx.explainer import Explainer
from lrpfx.finite import finite
from lrpfx.graph import Eqn, Graph, Var
from lrpfx.lanes import Each, in_turn
from lrpfx.metrics.batch import classes_of, rows_at_once
from lrpfx.optimize.dead import dead
from lrpfx.optimize.fold import Folding, computed, split
from lrpfx.optimize.layout import channels_last, laid_out
from lrpfx.parts import separable
from lrpfx.target import Target

FREE = 1 << 30
"""Bytes of what is kept from one state to the next: larger batches are explained one piece after the other.

Every piece prepares the parameters of every state anew, which costs more than its samples where these are few.
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


Seen = TypeVar("Seen")


def under_states(
    explainer: Explainer,
    x: Tensor,
    target: Target,
    states: Sequence[State],
    seen: Callable[[Tensor], Seen],
    compare: Callable[[Seen, Seen], Tensor],
    each: Each = in_turn,
) -> list[Tensor]:
    """`compare(seen(R_0), seen(R_k))`, (samples,), where R_k is the relevance of x under state k, for all k > 0.

    Args:
        explainer: one that reads its parameters at every call, compiled for x.
        x: (batch, ...).
        target: the explained classes; None: those that are predicted under the first state.
        states: the first is what the others have changed.
        each: how parts of the batch, and states, are worked on.

    Raises:
        NonFiniteError: if relevance is not finite; it names the equation.
        ParameterError: if the target is no classes.
    """
    folding = split(explainer.graph, frozenset(states[0]))
    comes_from = _origins(folding)
    work = _Work(explainer, x, states, _plan(folding, comes_from, states))
    size, part = work.sizes()
    found: list[list[Tensor]] = [[] for _ in states[1:]]
    for begin in range(0, len(x), size):
        prepared = _prepared(folding, comes_from, states)
        state = next(prepared)

        def clean(rows: slice, state: State = state) -> tuple[slice, Sequence[Tensor], Tensor, Seen]:
            kept = work.kept(state, rows)
            whole = rows.start == 0 and rows.stop >= len(x)
            R, classes = work.relevance(
                0, state, kept, rows, target if whole else _part(target, rows, len(x))
            )
            return rows, kept, classes, seen(R)

        def later(item: tuple[int, State, tuple[slice, Sequence[Tensor], Tensor, Seen]]) -> Tensor:
            number, state, (rows, kept, classes, before) = item
            return compare(before, seen(work.relevance(number, state, kept, rows, classes)[0]))

        end = min(begin + size, len(x))
        parts = each(clean, [slice(i, min(i + part, end)) for i in range(begin, end, part)])
        items = ((k, state, of_part) for k, state in enumerate(prepared, 1) for of_part in parts)
        said = each(later, items)
        for k, of_state in enumerate(found):
            of_state.extend(said[k * len(parts) : (k + 1) * len(parts)])
    return [torch.cat(of_state) for of_state in found]


@dataclass(frozen=True)
class _Work:
    """Explanations of some samples under one state after the other."""

    explainer: Explainer
    x: Tensor
    states: Sequence[State]
    plan: Shared

    def sizes(self) -> tuple[int, int]:
        """How many samples have their values kept at once, and how many of them are explained at once."""
        batch = len(self.x)
        if not separable(self.explainer.graph):
            return batch, batch
        size = max(1, FREE // max(1, self.plan.bytes))
        total = len(self.states) * batch
        return size, rows_at_once(self.explainer, None, size, self.x, total, explained=True)

    def kept(self, state: State, rows: slice) -> Sequence[Tensor]:
        """What all states read of samples."""
        return evaluate(self.plan.before, state, *self.explainer.arguments(self.x[rows])[1])

    def relevance(
        self, number: int, state: State, kept: Sequence[Tensor], rows: slice, target: Target
    ) -> tuple[Tensor, Tensor]:
        """Relevance of samples under a state, and the classes that it is of."""
        _, inputs, start = self.explainer.arguments(self.x[rows], target=target)
        values = (kept[i] for i in self.plan.read[number])
        R = evaluate(self.plan.after[number], state, *values, start)[1]
        if not finite(R):
            error = first_nonfinite(self.explainer.graph, self.states[number], *inputs, start)
            raise error or NonFiniteError("the relevance is not finite")
        return R, classes_of(start.classes)


# ---- what depends on parameters alone ---------------------------------------------------------------------------


def _origins(folding: Folding) -> dict[str, frozenset[str]]:
    """For every parameter of the folded graph, the parameters of the graph that it comes from."""
    names: dict[str, frozenset[str]] = {}
    for eqn in folding.steps:
        of_args = [names.get(a.name, frozenset((a.name,))) for a in eqn.args if a is not None]
        names.update((v.name, frozenset().union(*of_args)) for v in eqn.outs)
    return {name: names.get(own, frozenset((own,))) for name, own in folding.wanted().items()}


def _plan(folding: Folding, comes_from: Mapping[str, frozenset[str]], states: Sequence[State]) -> Shared:
    """The folded graph, divided by what states change of the first."""
    first = states[0]
    changed = [frozenset(n for n, value in state.items() if value is not first[n]) for state in states]
    return shared(
        folding.graph,
        [frozenset(n for n, names in comes_from.items() if names & of_state) for of_state in changed],
    )


def _prepared(
    folding: Folding, comes_from: Mapping[str, frozenset[str]], states: Sequence[State]
) -> Iterator[State]:
    """The parameters of the folded graph under every state; what a state leaves as it was is the same tensor."""
    wanted, weights = folding.wanted(), laid_out(folding.graph)
    before: State = {}
    values: State = {}
    for state in states:
        fresh = {name for name, value in state.items() if value is not before.get(name)}
        stale = [name for name, names in comes_from.items() if names & fresh]
        made = computed(folding.steps, state, [wanted[name] for name in stale])
        new = {name: made[wanted[name]] for name in stale}
        laid = {name: channels_last(value) for name, value in new.items() if name in weights}
        before, values = state, {**values, **new, **laid}
        yield values


def _part(target: Target, rows: slice, batch: int) -> Target:
    """The target of some samples; one that does not fit is left for others to refuse."""
    if target is None or isinstance(target, int) or callable(target) or getattr(target, "ndim", 1) == 0:
        return target
    return target[rows] if len(target) == batch else target
