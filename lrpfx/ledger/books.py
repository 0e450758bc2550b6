"""The relevance graph with its books: what every equation receives, hands on and absorbs, as further equations.

in     of an equation: the sum of its relevance, as its users handed it back
out    to each operand: the sum of what its rule gave
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from torch import Tensor

from lrpfx.accounts import Reader, Reading, with_given
from lrpfx.composite import Assigned, Composite, live, takes_relevance
from lrpfx.cuts import Cut, as_cuts, bypasses
from lrpfx.graph import Attr, Batch, Eqn, Graph, Var
from lrpfx.ledger.layout import Samples, layouts
from lrpfx.ops import Kind, kind_of
from lrpfx.optimize import Finish, optimize
from lrpfx.relevance import Step, Walked, walk
from lrpfx.values import Array, Builder, Value, full_like, where


@dataclass(frozen=True)
class Flow:
    """Relevance that passes one place: which output of the graph is its sum, and which that of its magnitudes."""

    total: int
    size: int


@dataclass(frozen=True)
class Entry:
    """The account of one equation: outputs of the graph, by position.

    `handed` is what each operand got, by name; `nowhere` says that what is not handed on had nowhere to go, `closed`
    that it would have led past a cut.
    """

    eqn: Eqn
    chosen: Assigned
    kind: Kind
    received: Flow
    handed: tuple[tuple[str, Flow], ...]
    bias: tuple[int, ...]
    stabilizer: tuple[int, ...]
    nowhere: bool
    closed: bool = False


@dataclass(frozen=True)
class Books:
    """A relevance graph whose outputs, from the second on, are accounts; each is (samples,), or (1,) for the batch.

    `entries` are in the order in which relevance flows. `masks` are the masked values: what leaves each mask.
    `conserves` says whether relevance starts as the output, and so is meant to be conserved.
    """

    graph: Graph
    params: Mapping[str, Tensor] = field(repr=False)
    entries: tuple[Entry, ...]
    output: tuple[str, Flow]
    inputs: tuple[tuple[str, Flow], ...]
    masks: tuple[tuple[str, Flow], ...]
    composite: str
    conserves: bool
    per_sample: bool


def books(
    graph: Graph,
    composite: Composite,
    params: Mapping[str, Tensor],
    *,
    mask: Sequence[Var | Cut] = (),
    finish: Finish = optimize,
) -> Books:
    """Write the relevance graph of `graph` with its books.

    Its inputs are those of `lrpfx.relevance.relevance_graph`. Errors, too, are the same. `finish` makes it cheaper.
    """
    cuts = as_cuts(mask)
    keeper = _Keeper(graph, cuts)
    walked = walk(graph, composite, mask=cuts, interpret=keeper)
    keeper.close(walked)
    accounts = keeper.accounts
    output = (graph.outputs[0].name, accounts.flow(Value(walked.builder, walked.seed), graph.outputs[0]))
    inputs = tuple((v.name, accounts.flow(walked.relevance_of(v), v)) for v in graph.inputs)
    masked = dict.fromkeys(cut.var for cut in cuts)
    masks = tuple((v.name, accounts.flow(walked.relevance_of(v), v)) for v in masked)
    finished = walked.finish([walked.forward[graph.outputs[0].name], *accounts.values])
    finished, tensors = finish(finished, with_given(params, composite))
    return Books(
        finished, tensors, tuple(keeper.entries.values()), output, inputs, masks,
        composite.name, composite.seed == "output", accounts.per_sample,
    )  # fmt: skip


class _Accounts:
    """The outputs of the graph that are accounts, and how values are summed into them."""

    def __init__(self, graph: Graph) -> None:
        self.values: list[Value] = []
        self._layouts = layouts(graph)
        flowing = [v for e in live(graph) for v in (e.out, *(a for a in e.args if a is not None))]
        relevant = [v for v in (*graph.inputs, *graph.outputs, *flowing) if v.name in graph.data]
        known = [
            self._layouts[v.name] for v in relevant if v.name in graph.data and takes_relevance(graph, v)
        ]
        self.per_sample = all(samples is not None for samples in known)

    def flow(self, value: Value, like: Var) -> Flow:
        """Accounts of relevance that is shaped like a value of the forward half."""
        return Flow(self.total(value, like), self.total(value.abs(), like))

    def total(self, value: Value, like: Var, scale: float = 1.0) -> int:
        """An account of scale · Σ value."""
        samples: Samples | None = self._layouts.get(like.name) if self.per_sample else None
        attrs: dict[str, Attr] = {"axis": None, "outer": 1, "samples": 1}
        if samples is not None:
            attrs = {"axis": samples.axis, "outer": samples.outer, "samples": Batch()}
        shape = (attrs["samples"],)
        summed = value.builder.emit("per_sample", [value], attrs, [shape], ["f64"])[0]  # type: ignore[list-item]
        self.values.append(summed if scale == 1 else summed * scale)
        return len(self.values)  # the first output of the graph is the model's


class _Keeper:
    """Interprets steps of a walk, and keeps the books of each."""

    def __init__(self, graph: Graph, cuts: Sequence[Cut]) -> None:
        self.graph = graph
        self.closed = bypasses(graph, cuts)
        self.reader = Reader()
        self.accounts = _Accounts(graph)
        self.entries: dict[str, Entry] = {}
        self._stabilized: set[tuple[str, str]] = set()

    def __call__(self, step: Step) -> Array:
        reading = self.reader.read(step)
        if isinstance(reading.result, Value):
            with _written_by(step.R.builder, "ledger"):
                self._enter(step, reading, reading.result)
        return reading.result

    def _enter(self, step: Step, reading: Reading, result: Value) -> None:
        name, operand = step.eqn.out.name, step.eqn.args[step.op.operand]
        assert operand is not None
        entry = self.entries.get(name) or self._opened(step.eqn, step.chosen, step.R)
        biases = [
            self.accounts.total(_product(part.g, part.bias), step.eqn.out, part.scale)
            for part in reading.biases
        ]
        gaps = []
        for part in reading.stabilizers:
            if (name, part.g.var.name) not in self._stabilized:  # the operands of a sum share one denominator
                self._stabilized.add((name, part.g.var.name))
                gap = _product(part.g, part.denominator - part.z)
                gaps.append(self.accounts.total(gap, step.eqn.out, part.scale))
        handed = (*entry.handed, (operand.name, self.accounts.flow(result, operand)))
        self.entries[name] = Entry(
            entry.eqn, entry.chosen, entry.kind, entry.received, handed,
            (*entry.bias, *biases), (*entry.stabilizer, *gaps), entry.nowhere and reading.routes, entry.closed,
        )  # fmt: skip

    def _opened(self, eqn: Eqn, chosen: Assigned, R: Value) -> Entry:
        """The account of an equation before anything is handed on."""
        operands = self.graph.operands(eqn)
        kind = kind_of(eqn.op, operands, eqn.attrs)
        args = (eqn.args[i] for i in operands)
        closed = any(a is not None and self.closed(eqn.out.name, a.name) for a in args)
        return Entry(eqn, chosen, kind, self.accounts.flow(R, eqn.out), (), (), (), kind is Kind.MOVE, closed)

    def close(self, walked: Walked) -> None:
        """Open accounts for the equations that relevance reaches, and from which it goes nowhere."""
        for eqn in reversed(live(self.graph)):
            if eqn.out.name in walked.relevance and eqn.out.name not in self.entries:
                entry = self._opened(eqn, walked.rules[eqn.out.name], walked.relevance[eqn.out.name])
                self.entries[eqn.out.name] = entry
        order = [eqn.out.name for eqn in reversed(live(self.graph))]
        self.entries = {name: self.entries[name] for name in order if name in self.entries}


def _product(g: Value, factor: Value) -> Value:
    """g ⊙ factor, and zero where g is zero: scores that are masked by -∞ have no relevance to lose."""
    product = g * factor
    chosen = where(g.abs() > 0, product, full_like(product, 0.0))
    assert isinstance(chosen, Value)
    return chosen


@contextmanager
def _written_by(builder: Builder, name: str) -> Iterator[None]:
    """Equations written meanwhile bear this name in the place of a rule's."""
    rule, builder.rule = builder.rule, name
    try:
        yield
    finally:
        builder.rule = rule
