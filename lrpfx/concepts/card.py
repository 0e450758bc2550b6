"""Concept cards: the top samples of a concept, each with a heatmap of it and the crop that it looks at."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from lrpfx.concepts.maxima import Maxima
from lrpfx.concepts.sweep import Concepts
from lrpfx.errors import InputError, ParameterError

EDGE = 0.01
"""What of the greatest value of a position's heatmap still belongs to its receptive field."""


@dataclass(frozen=True, eq=False)
class Reference:
    """A sample that a concept is shown by.

    Attributes:
        sample: its number in the data set; score: its share of relevance, or its activation.
        target: the class that was explained.
        heatmap: (height, width). Of relevance, the conditional relevance of the concept; of activation, what makes it
            active: its activation as relevance of the place, whatever the class.
        box: (top, left, bottom, right) of the receptive field of its most relevant, or most active, position.
    """

    sample: int
    score: float
    target: int
    heatmap: NDArray[np.float64] = field(repr=False)
    box: tuple[int, int, int, int]


@dataclass(frozen=True, eq=False)
class Card:
    """A concept, with its references, the best first. `unit` is its number, or numbers, at the place."""

    place: str
    unit: Any
    kind: str
    label: int | None
    references: tuple[Reference, ...]


def card(
    concepts: Concepts,
    maxima: Maxima,
    unit: int,
    sample: Callable[[int], tuple[Tensor, int]],
    *,
    kind: str = "relevance",
    label: int | None = None,
    count: int = 6,
) -> Card:
    """The card of one concept: a channel, head, token, position, or direction.

    Args:
        concepts: from `lrpfx.concepts.sweep`; maxima: from `lrpfx.concepts.maximise`.
        unit: the concept's place in `maxima.units`.
        sample: gives an input, (channels, height, width), and the class that is explained, by its number.
        kind: "relevance" or "activation". label: of one class alone; None: overall.
        count: the most references.

    Raises:
        ParameterError: if there is no such concept or class, or the maxima are of others.
        InputError: if the inputs are no images.
    """
    if (maxima.place, maxima.units) != (concepts.place, concepts.units.positions):
        raise ParameterError(
            f"the maxima are of {len(maxima.units)} concepts of `{maxima.place}`, not of the {len(concepts.units)} of"
            f" `{concepts.place}` that were compiled"
        )
    top = maxima.top(unit, kind, label)
    found: list[Reference] = []
    for number, score, position in zip(top.sample[0], top.value[0], top.position[0], strict=True):
        if number < 0 or len(found) == count or (kind == "relevance" and score <= 0):
            break
        x, target = sample(int(number))
        if x.ndim != 3:
            raise InputError(f"cards are of images, (channels, height, width), not {tuple(x.shape)}")
        heatmap, box = _looked_at(concepts, kind, unit, x, target, int(position))
        found.append(Reference(int(number), float(score), target, heatmap, box))
    return Card(maxima.place, maxima.units[unit], kind, label, tuple(found))


def _looked_at(
    concepts: Concepts, kind: str, unit: int, x: Tensor, target: int, position: int
) -> tuple[NDArray[np.float64], tuple[int, int, int, int]]:
    """The heatmap of a concept, and the receptive field of one position of it."""
    arrived, units = concepts.arrive(x[None], target=target), concepts.units
    a = arrived.activation
    R = (
        units.relevance(a, arrived.relevance, slice(unit, unit + 1))[:, 0]
        if kind == "relevance"
        else units.makeup(a, unit)
    )
    whole = concepts.below(arrived, R, reduce=lambda R: R.sum(1)).relevance
    # that a position had no relevance for this class does not make its field empty: ones in its place
    spot = concepts.below(arrived, units.spot(a, unit, position), reduce=lambda R: R.abs().sum(1)).relevance
    heatmap: NDArray[np.float64] = whole[0, 0].double().cpu().numpy()
    return heatmap, receptive_field(spot[0, 0])


def receptive_field(magnitude: Tensor, edge: float = EDGE) -> tuple[int, int, int, int]:
    """The least box, (top, left, bottom, right), that holds all of a map above `edge` times its greatest value."""
    height, width = magnitude.shape
    seen = magnitude > edge * magnitude.max()
    rows, columns = seen.any(1).nonzero()[:, 0], seen.any(0).nonzero()[:, 0]
    if not len(rows):
        return 0, 0, int(height), int(width)
    return int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1
