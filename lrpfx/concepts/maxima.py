"""The top samples of every concept of a place, by relevance and by activation, overall and per class."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrpfx.concepts.top import Top
from lrpfx.errors import ParameterError

KINDS = ("relevance", "activation")


@dataclass(frozen=True, eq=False)
class Maxima:
    """The top samples of every concept of a place.

    Attributes:
        place: where the concepts are.
        units: their numbers; rows of the tables are in this order.
        classes: how many classes there are.
        seen: how many samples were looked at.
        overall: by kind, "relevance" and "activation", a table of (units, k).
        by_class: the same of (classes, units, k), of the explained class, as (classes · units, k).
        counts: (classes,), samples of each.
    """

    place: str
    units: tuple[Any, ...]
    classes: int
    seen: int = 0
    overall: dict[str, Top] = field(default_factory=dict, repr=False)
    by_class: dict[str, Top] = field(default_factory=dict, repr=False)
    counts: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64), repr=False)

    @classmethod
    def empty(cls, place: str, units: tuple[Any, ...], classes: int, k: int) -> "Maxima":
        """Before any sample was seen."""
        return cls(
            place, units, classes, 0,
            {kind: Top.empty(len(units), k) for kind in KINDS},
            {kind: Top.empty(classes * len(units), k) for kind in KINDS},
            np.zeros(classes, np.int64),
        )  # fmt: skip

    def top(self, unit: int, kind: str = "relevance", label: int | None = None) -> Top:
        """The samples of one concept, by its place in `units`; of one class, or overall. One row.

        Raises:
            ParameterError: if there is no such kind, concept, or class.
        """
        if kind not in KINDS:
            raise ParameterError(f"kind={kind!r}; valid: {', '.join(map(repr, KINDS))}")
        if not 0 <= unit < len(self.units):
            raise ParameterError(
                f"unit={unit}; there are concepts 0 to {len(self.units) - 1}: a concept's place in `units`"
            )
        if label is None:
            return self.overall[kind].take(np.array([unit]))
        if not 0 <= label < self.classes:
            raise ParameterError(f"label={label}; there are classes 0 to {self.classes - 1}")
        return self.by_class[kind].take(np.array([label * len(self.units) + unit]))
