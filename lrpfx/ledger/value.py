"""The conservation ledger of an explanation: relevance in, out and absorbed, for every equation.

    in of an equation  =  what its users handed back          out  =  what its rule gave to its operands
    absorbed           =  in - out                            by bias, stabilizer, normalisation, cut or rule

    Σ R of the output  =  Σ R of the inputs + Σ absorbed

Both sides are measured apart, at every value, so that the last line is a check of the whole computation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from lrpfx.evaluate import Seed, evaluate
from lrpfx.ledger.books import Books, Entry, Flow
from lrpfx.ops import Kind

Sums = NDArray[np.float64]
"""One number per sample, (samples,)."""

CAUSES = {
    "bias": "the shares of biases, and of other constants that are added",
    "stabilizer": "what denominators are pushed away from zero by",
    "normalisation": "shift and scale of a batch normalisation that was not merged",
    "cut": "what leads nowhere: padding, constants, masked units",
    "rule": "what a rule does not hand on for any other reason",
}
"""What absorbs relevance."""


@dataclass(frozen=True, eq=False)
class Row:
    """The account of one equation; every number is one per sample, (samples,).

    Attributes:
        equation, operator, module, source: the equation of the canonized graph, and where it comes from in the model.
        rule, why: its rule, and the entry of the composite that gave it.
        received: its relevance, as its users handed it back.
        handed: what each operand got, by name.
        absorbed: the difference, by cause; see `CAUSES`.
        size_received, sizes_handed: the same, in magnitudes: Σ|R|.
    """

    equation: str
    operator: str
    module: str
    source: str
    rule: str
    why: str
    received: Sums = field(repr=False)
    handed: Mapping[str, Sums] = field(repr=False)
    absorbed: Mapping[str, Sums] = field(repr=False)
    size_received: Sums = field(repr=False)
    sizes_handed: Mapping[str, Sums] = field(repr=False)

    @cached_property
    def out(self) -> Sums:
        """Everything that is handed on."""
        return sum(self.handed.values(), np.zeros_like(self.received))

    @cached_property
    def size_out(self) -> Sums:
        """The magnitude of everything that is handed on, Σ|R|."""
        return sum(self.sizes_handed.values(), np.zeros_like(self.received))

    @cached_property
    def amplification(self) -> Sums:
        """Σ|R handed on| / Σ|R received|; NaN where nothing was received."""
        return _ratio(self.size_out, self.size_received)


@dataclass(frozen=True, eq=False)
class Ledger:
    """The accounts of one explanation, in the order in which relevance flows: from the output to the inputs.

    Attributes:
        rows: one account for every equation that relevance passes.
        output: relevance of the output, (samples,); `size_output` in magnitudes.
        inputs: relevance of every input, by name.
        composite: the composite's name.
        per_sample: whether numbers are per sample; else they are of the whole batch, and `samples` is 1.
    """

    rows: tuple[Row, ...] = field(repr=False)
    output: Sums
    size_output: Sums = field(repr=False)
    inputs: Mapping[str, Sums]
    composite: str
    per_sample: bool = True

    @property
    def samples(self) -> int:
        """How many samples the batch has, or 1 where the accounts are of the whole batch."""
        return len(self.output)

    @cached_property
    def absorbed(self) -> Mapping[str, Sums]:
        """What is absorbed in all, by cause."""
        zero = np.zeros_like(self.output)
        return {cause: sum((row.absorbed[cause] for row in self.rows), zero) for cause in CAUSES}

    @cached_property
    def gap(self) -> Sums:
        """Σ R of the output - Σ R of the inputs - Σ absorbed: zero, but for rounding."""
        spent = sum(self.inputs.values(), np.zeros_like(self.output))
        return self.output - spent - sum(self.absorbed.values(), np.zeros_like(self.output))

    @property
    def closing_error(self) -> float:
        """The greatest gap of a sample, relative to Σ|R| of its output."""
        ratios = _ratio(np.abs(self.gap), self.size_output)
        return float(np.max(np.where(self.gap == 0, 0.0, ratios)))


def measure(books: Books, *inputs: Tensor | Seed) -> Ledger:
    """Run an explanation with its books.

    Args:
        books: from `lrpfx.ledger.books`.
        inputs: those of its graph: the model's inputs, the masks, then relevance of the output, or a function from the
            output to it.
    """
    numbers = [r.cpu().numpy() for r in evaluate(books.graph, books.params, *inputs)[1:]]

    def total(flow: Flow) -> Sums:
        return numbers[flow.total - 1]

    name, start = books.output
    rows = [_row(entry, numbers) for entry in books.entries]
    given: dict[str, list[tuple[Sums, Sums]]] = {name: [(total(start), numbers[start.size - 1])]}
    for row in rows:
        for operand, sums in row.handed.items():
            given.setdefault(operand, []).append((sums, row.sizes_handed[operand]))
    for masked, flow in books.masks:
        before = [sum(part, np.zeros_like(total(flow))) for part in zip(*given.get(masked, ()), strict=True)]
        if before:
            rows.append(_mask_row(masked, before, total(flow), numbers[flow.size - 1]))
    ends = {name: total(flow) for name, flow in books.inputs}
    return Ledger(
        tuple(rows), total(start), numbers[start.size - 1], ends, books.composite, books.per_sample
    )


def _row(entry: Entry, numbers: Sequence[Sums]) -> Row:
    """The account of an equation, from the sums that were measured."""
    received = numbers[entry.received.total - 1]
    zero = np.zeros_like(received)
    handed: dict[str, Sums] = {}
    sizes: dict[str, Sums] = {}
    for name, flow in entry.handed:
        handed[name] = handed.get(name, zero) + numbers[flow.total - 1]
        sizes[name] = sizes.get(name, zero) + numbers[flow.size - 1]
    causes = dict.fromkeys(CAUSES, zero)
    causes["bias"] = sum((numbers[i - 1] for i in entry.bias), zero)
    causes["stabilizer"] = sum((numbers[i - 1] for i in entry.stabilizer), zero)
    rest = received - sum(handed.values(), zero) - causes["bias"] - causes["stabilizer"]
    if entry.kind is Kind.NORMALISATION:
        causes["normalisation"], causes["bias"] = rest + causes["bias"], zero
    else:
        causes["cut" if entry.nowhere or not handed else "rule"] = rest
    eqn = entry.eqn
    return Row(
        eqn.out.name, eqn.op, eqn.module, eqn.source, str(entry.chosen.rule), entry.chosen.why,
        received, handed, causes, numbers[entry.received.size - 1], sizes,
    )  # fmt: skip


def _mask_row(name: str, before: Sequence[Sums], after: Sums, size: Sums) -> Row:
    """The account of a mask, between the users of a value and the equation that made it."""
    causes = dict.fromkeys(CAUSES, np.zeros_like(after)) | {"cut": before[0] - after}
    return Row(f"mask.{name}", "mask", "", "", "mask", "mask", before[0], {name: after}, causes, before[1], {name: size})


def _ratio(a: Sums, b: Sums) -> Sums:
    with np.errstate(divide="ignore", invalid="ignore"):
        return a / b
