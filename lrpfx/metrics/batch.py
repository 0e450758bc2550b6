"""What metrics share: a batch with its relevance and its target, and the scores of many perturbed copies."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import torch
from torch import Tensor

from lrpfx.errors import InputError, ParameterError
from lrpfx.explanation import Explanation
from lrpfx.method import Explains
from lrpfx.target import Target, seed

Output = Literal["logit", "probability"]
"""What of the model's output is a score: the output itself, or its softmax along axis 1."""

Pool = Literal["signed", "positive", "magnitude", "squared"]
"""How relevance of channels becomes that of a position: Σ R, max(Σ R, 0), |Σ R|, Σ R²."""


@dataclass(frozen=True, eq=False)
class Batch:
    """Samples, their relevance, and the classes that it speaks for."""

    x: Tensor = field(repr=False)
    relevance: Tensor = field(repr=False)
    classes: Tensor

    def __len__(self) -> int:
        return len(self.x)


def batch_of(explainer: Explains, x: Any, target: Target, relevance: Tensor | None) -> Batch:
    """A batch: its relevance is given, or that of the explainer.

    Raises:
        InputError: if the input is no tensor of floating point, or relevance does not broadcast to it.
        TargetError: if the target is no classes.
    """
    if not isinstance(x, Tensor) or not x.is_floating_point():
        raise InputError(
            f"this metric is for a tensor of floating point, not {getattr(x, 'dtype', type(x).__name__)}"
        )
    if relevance is None:
        explained: Explanation = explainer(x, target=target)
        relevance, output = explained.relevance, explained.output
    else:
        output = explainer.predict(x)
    _, classes = seed(output, target)
    if classes is None:
        raise ParameterError(
            "this metric needs classes as a target: an int, one per sample, or None for the predicted"
        )
    try:
        shown = torch.as_tensor(relevance).to(x).broadcast_to(x.shape)
    except RuntimeError:
        raise InputError(
            f"the relevance has shape {tuple(relevance.shape)}, which does not broadcast to that of the input,"
            f" {tuple(x.shape)}"
        ) from None
    return Batch(x, shown, classes)


def scores(
    predict: Callable[[Tensor], Tensor], copies: Iterator[tuple[Tensor, Tensor]], output: Output
) -> Iterator[Tensor]:
    """What the model says of the target of perturbed rows; `copies` yields rows and their classes."""
    for x, classes in copies:
        found = predict(x)
        found = found.softmax(1) if output == "probability" else found
        yield found.gather(1, classes[:, None])[:, 0]


def pooled(relevance: Tensor, pool: Pool) -> Tensor:
    """Relevance of positions, (batch, ...) without channels; a batch without positions keeps its features."""
    if pool not in ("signed", "positive", "magnitude", "squared"):
        raise ParameterError(f"pool={pool!r}; valid: 'signed', 'positive', 'magnitude', 'squared'")
    if relevance.ndim < 2:
        raise InputError(f"relevance has shape {tuple(relevance.shape)}; needed is (batch, ...)")
    if pool == "squared":
        squares = relevance.square()
        return squares.sum(1) if relevance.ndim > 2 else squares
    total = relevance.sum(1) if relevance.ndim > 2 else relevance
    return total.clamp(min=0) if pool == "positive" else total.abs() if pool == "magnitude" else total
