"""The conservation ledger of an explanation: relevance in, out and absorbed, for every equation.

    in of an equation  =  what its users handed back          out  =  what its rule gave to its operands
    absorbed           =  in - out                            by bias, stabilizer, normalisation, cut or rule

    Σ R of the output  =  Σ R of the inputs + Σ absorbed

Both sides are measured apart, at every value, so that the last line is a check of the whole computation.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from lrpfx.defaults import BOUND
from lrpfx.ledger.findings import Finding, findings
from lrpfx.ledger.lines import Line, by_equation, by_module
from lrpfx.ledger.picture import Picture, draw
from lrpfx.ledger.row import CAUSES, Row, Sums, ratio
from lrpfx.ledger.table import as_html, as_text


@dataclass(frozen=True, eq=False)
class Ledger:
    """The accounts of one explanation, in the order in which relevance flows: from the output to the inputs.

    `print(ledger)` shows the table, `ledger.picture()` draws it. Every number is one per sample, (samples,).

    Attributes:
        rows: one account for every equation that relevance passes.
        output: relevance of the output; `size_output` in magnitudes, Σ|R|.
        inputs: relevance of every input, by name; `size_inputs` in magnitudes.
        composite: the composite's name.
        per_sample: whether numbers are per sample; else the batch counts as one sample, because the graph does not show
            where the samples stand in every value.
        bound: how many times relevance may grow, or shrink, before `findings` names the place.
    """

    rows: tuple[Row, ...] = field(repr=False)
    output: Sums
    size_output: Sums = field(repr=False)
    inputs: Mapping[str, Sums]
    size_inputs: Mapping[str, Sums] = field(repr=False)
    composite: str
    per_sample: bool = True
    bound: float = BOUND

    @property
    def samples(self) -> int:
        """How many samples the accounts are of."""
        return len(self.output)

    @cached_property
    def absorbed(self) -> Mapping[str, Sums]:
        """What is absorbed in all, by cause; see `lrpfx.ledger.CAUSES`."""
        zero = np.zeros_like(self.output)
        return {cause: sum((row.absorbed[cause] for row in self.rows), zero) for cause in CAUSES}

    @cached_property
    def gap(self) -> Sums:
        """Σ R of the output - Σ R of the inputs - Σ absorbed: zero, but for rounding."""
        zero = np.zeros_like(self.output)
        return self.output - sum(self.inputs.values(), zero) - sum(self.absorbed.values(), zero)

    @cached_property
    def greatest(self) -> Sums:
        """The greatest Σ|R| that any equation receives or hands on: what rounding errors are relative to."""
        sizes = [self.size_output, *(s for row in self.rows for s in (row.size_received, row.size_out))]
        greatest: Sums = np.max(sizes, axis=0)
        return greatest

    @property
    def closing_error(self) -> float:
        """The greatest gap of a sample, relative to the greatest Σ|R| on its way."""
        return float(np.max(np.where(self.gap == 0, 0.0, ratio(np.abs(self.gap), self.greatest))))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Where relevance blows up, vanishes, or is not finite, by the bound; the worst first."""
        ends = sum(self.size_inputs.values(), np.zeros_like(self.output))
        return findings(self.rows, self.size_output, ends, self.bound)

    def lines(self, by: str = "auto", sample: int | None = None) -> tuple[Line, ...]:
        """The lines of the table: one per equation, or per module, summed over the batch or of one sample.

        Args:
            by: "equation"; "module", whose path is cut so that some forty lines are left; or "auto", which is equations
                where these are few.
        """
        few = by == "equation" or (by == "auto" and len(self.rows) <= 40)
        return (by_equation if few else by_module)(self.rows, sample)

    def table(self, by: str = "auto", sample: int | None = None) -> str:
        """The accounts as text. Arguments as in `lines`."""
        return as_text(self, self.lines(by, sample), sample)

    def picture(self, by: str = "auto", sample: int | None = None) -> Picture:
        """The accounts as a picture: relevance from the output down to the inputs, and what takes it away.

        A notebook shows it; `.save("ledger.svg")` writes it. Arguments as in `lines`.
        """
        return draw(self, self.lines(by, sample), sample)

    def records(self) -> list[dict[str, Any]]:
        """A flat dict per equation and sample, for a data frame."""
        return [record for row in self.rows for record in row.records()]

    def __str__(self) -> str:
        return self.table()

    def _repr_html_(self) -> str:
        return self.picture().svg + as_html(self, self.lines())
