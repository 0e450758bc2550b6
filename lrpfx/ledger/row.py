"""The account of one equation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Sums = NDArray[np.float64]
"""One number per sample, (samples,)."""

CAUSES = {
    "bias": "the shares of biases, and of other constants that are added",
    "stabilizer": "what denominators are pushed away from zero by",
    "normalisation": "shift and scale of a batch normalisation that was not merged",
    "cut": "what leads nowhere: padding, constants, masked units, paths that a condition closes",
    "rule": "what a rule does not hand on for any other reason",
}
"""What absorbs relevance."""


@dataclass(frozen=True, eq=False)
class Row:
    """The account of one equation; every number is one per sample, (samples,).

    Attributes:
        equation, operator, kind: the equation of the canonized graph (the name of its result), and what it is.
        module, source: where it comes from in the model.
        rule, why: its rule, and the entry of the composite that gave it.
        received: its relevance, as its users handed it back.
        handed: what each operand got, by name.
        absorbed: the difference, by cause; see `CAUSES`.
        size_received, sizes_handed: the same in magnitudes, Σ|R|.
    """

    equation: str
    operator: str
    kind: str
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
        return ratio(self.size_out, self.size_received)

    def records(self) -> list[dict[str, Any]]:
        """A flat dict per sample."""
        names = ("equation", "operator", "kind", "module", "source", "rule", "why")
        columns = {"in": self.received, "out": self.out, "amplification": self.amplification}
        columns |= {f"absorbed_{cause}": sums for cause, sums in self.absorbed.items()}
        return [
            {**{name: getattr(self, name) for name in names}, "sample": i}
            | {column: float(values[i]) for column, values in columns.items()}
            for i in range(len(self.received))
        ]


def number(sums: Sums, sample: int | None) -> float:
    """Of one sample, or summed over the batch."""
    return float(sums.sum() if sample is None else sums[sample])


def ratio(a: Sums, b: Sums) -> Sums:
    """a / b; NaN or infinite, without a warning, where b is zero."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return a / b
