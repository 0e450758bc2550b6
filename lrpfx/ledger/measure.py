"""Running an explanation with its books, and reading the ledger from what they say."""

import warnings
from collections.abc import Sequence

import numpy as np
from torch import Tensor

from lrpfx.defaults import BOUND
from lrpfx.errors import RelevanceWarning
from lrpfx.evaluate import Seed, evaluate
from lrpfx.ledger.books import Books, Entry, Flow
from lrpfx.ledger.findings import lament
from lrpfx.ledger.row import CAUSES, Row, Sums
from lrpfx.ledger.value import Ledger
from lrpfx.ops import Kind


def measure(books: Books, *inputs: Tensor | Seed, bound: float = BOUND) -> Ledger:
    """Run an explanation with its books.

    Args:
        books: from `lrpfx.ledger.books`.
        inputs: those of its graph: the model's inputs, the masks, then relevance of the output, or a function from the
            output to it.
        bound: how many times relevance may grow, or shrink, before a warning names the place.

    Warns:
        RelevanceWarning: naming the equations where relevance blows up or vanishes, and the mend. Not for composites
            such as `gradient`, whose relevance starts as 1 and is not meant to be conserved.
    """
    numbers = [r.cpu().numpy() for r in evaluate(books.graph, books.params, *inputs)[1:]]

    def sums(flow: Flow) -> tuple[Sums, Sums]:
        return numbers[flow.total - 1], numbers[flow.size - 1]

    output, size = sums(books.output[1])
    rows = [_row(entry, numbers) for entry in books.entries]
    for name, flow in books.masks:
        start = [(output, size)] if name == books.output[0] else []
        handed = [(row.handed[name], row.sizes_handed[name]) for row in rows if name in row.handed]
        if start or handed:
            _insert(rows, _mask_row(name, rows, start + handed, *sums(flow)))
    ends = {name: sums(flow) for name, flow in books.inputs}
    ledger = Ledger(
        tuple(rows), output, size, {name: s[0] for name, s in ends.items()}, {name: s[1] for name, s in ends.items()},
        books.composite, books.per_sample, bound,
    )  # fmt: skip
    if books.conserves and ledger.findings:
        warnings.warn(lament(ledger.findings, ledger.composite, bound), RelevanceWarning, stacklevel=2)
    return ledger


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
    elif entry.kind is Kind.STANDARDISATION:
        causes["bias"] = rest + causes["bias"]  # all else of it is conserved
    else:
        causes["cut" if entry.nowhere or entry.closed or not handed else "rule"] = rest
    eqn, size = entry.eqn, numbers[entry.received.size - 1]
    return Row(
        eqn.out.name, eqn.op, entry.kind.value, eqn.module, eqn.source, str(entry.chosen.rule), entry.chosen.why,
        received, handed, causes, size, sizes,
    )  # fmt: skip


def _mask_row(
    name: str, rows: Sequence[Row], before: Sequence[tuple[Sums, Sums]], after: Sums, size: Sums
) -> Row:
    """The account of a mask, which stands between the users of a value and the equation that made it."""
    received, size_received = (np.sum(part, axis=0) for part in zip(*before, strict=True))
    made = next((row for row in rows if row.equation == name), None)
    module, source = (made.module, made.source) if made is not None else ("", "")
    causes = dict.fromkeys(CAUSES, np.zeros_like(after)) | {"cut": received - after}
    return Row(
        f"mask.{name}", "mask", "mask", module, source, "mask", "mask",
        received, {name: after}, causes, size_received, {name: size},
    )  # fmt: skip


def _insert(rows: list[Row], mask: Row) -> None:
    """Put a mask before the equation whose result it masks."""
    (name,) = mask.handed
    at = next((i for i, row in enumerate(rows) if row.equation == name), len(rows))
    rows.insert(at, mask)
