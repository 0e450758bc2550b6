"""The attribution graph: how relevance flows from the concepts of one place to those of a lower one.

    E_kj = Σ_samples Σ_pos R_j(x | k)            j a concept of the lower place, k one of the upper

Source: Achtibat et al. 2023, "From attribution maps to human-understandable explanations through Concept Relevance
Propagation", attribution graphs.
"""

from dataclasses import dataclass, field, replace
from typing import Any

import torch
from torch import Tensor

from lrpfx.concepts.sweep import Concepts
from lrpfx.concepts.units import Units
from lrpfx.errors import ParameterError
from lrpfx.target import Target


@dataclass(frozen=True, eq=False)
class Flows:
    """Edges from the strongest concepts of the upper place to those of the lower one.

    Attributes:
        upper, lower: the places.
        units: concepts of the upper place, the strongest first; relevance: Σ over samples of each, (units,).
        edges: (units, lower concepts), relevance that flows from one to the other; it sums, over the lower concepts and
            what biases absorb on the way, to `relevance`.
    """

    upper: str
    lower: str
    units: tuple[int, ...]
    relevance: Tensor = field(repr=False)
    edges: Tensor = field(repr=False)

    def strongest(self, count: int = 3) -> list[tuple[int, int, float]]:
        """(upper concept, lower concept, relevance), the `count` strongest edges of every upper concept."""
        found = []
        for row, unit in enumerate(self.units):
            order = self.edges[row].abs().argsort(descending=True, stable=True)[:count]
            found += [(unit, int(j), float(self.edges[row, j])) for j in order]
        return found


def flows(
    concepts: Concepts,
    x: Any,
    lower: str,
    *,
    target: Target = None,
    count: int = 8,
    chunk: int = 32,
    lower_axis: int | None = None,
) -> Flows:
    """The edges from the `count` most relevant concepts of a batch to those of a lower place.

    Args:
        concepts: from `lrpfx.concepts.sweep(..., record=[lower], inputs=False)`: channels, heads, tokens, directions.
            Concepts of the lower place are the units along the same axis.
        x, target: the samples and what is explained.
        lower_axis: the axis of the lower place, where it is another one.

    Raises:
        ParameterError: if the lower place is not recorded or has no such axis, or nothing flows there.
    """
    if lower not in concepts.explainer.options.record[1:]:
        raise ParameterError(f"`{lower}` is not recorded: compile the sweep with `record=[{lower!r}]`")
    arrived = concepts.arrive(x, target=target)
    totals = concepts.units.totals(arrived.activation, arrived.relevance).sum(0)
    best = totals.abs().argsort(descending=True, stable=True)[:count]
    chosen = tuple(concepts.units.positions[int(i)] for i in best)
    some = replace(concepts, units=concepts.units.some(best.tolist()), others={})
    edges: Tensor | None = None
    for part in some.stream(arrived, chunk=chunk):
        if lower not in part.layers:
            raise ParameterError(
                f"no relevance flows from `{concepts.place}` to `{lower}`: it is not below it"
            )
        R = _by_concept(part.layers[lower], concepts.units, lower, lower_axis)
        if edges is None:
            edges = torch.zeros((len(chosen), R.shape[2]), dtype=torch.float64)
        edges[part.units] += R.double().sum(0).cpu()
    assert edges is not None
    return Flows(concepts.place, lower, chosen, totals[best].double().cpu(), edges)


def _by_concept(R: Tensor, units: Units, lower: str, lower_axis: int | None) -> Tensor:
    """(samples, upper concepts, lower concepts) of relevance (samples, upper concepts, ...) of the lower place."""
    own = units.axis if isinstance(units.axis, int) else 1
    axis = own if lower_axis is None else lower_axis
    at = axis + 1 if axis > 0 else axis + R.ndim
    if not 2 <= at < R.ndim:
        raise ParameterError(
            f"concepts of `{units.place}` are along axis {axis}, which `{lower}` does not have behind the batch: name"
            " its own by `lower_axis`"
        )
    R = R.movedim(at, 2)
    return R.flatten(3).sum(3) if R.ndim > 3 else R
