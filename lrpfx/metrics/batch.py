"""What metrics share: a batch with its relevance and its target, and what the model says of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any, Literal

import torch
from torch import Tensor

from lrpfx.cost import peak
from lrpfx.errors import InputError, ParameterError
from lrpfx.evaluate import evaluate
from lrpfx.explainer import Explainer
from lrpfx.explanation import Explanation
from lrpfx.graph import Batch as Open
from lrpfx.graph import Graph
from lrpfx.method import Explains
from lrpfx.parts import FREE
from lrpfx.target import Target, seed

Output = Literal["logit", "probability"]
"""What of the model's output is a score: the output itself, or its softmax along axis 1."""

Pool = Literal["signed", "positive", "magnitude", "squared"]
"""How relevance of channels becomes that of a position: Σ R, max(Σ R, 0), |Σ R|, Σ R²."""


@dataclass(frozen=True, eq=False)
class Batch:
    """Samples, their relevance, the classes that it speaks for, and what the model says of the samples."""

    x: Tensor = field(repr=False)
    relevance: Tensor = field(repr=False)
    classes: Tensor
    output: Tensor = field(repr=False)

    def __len__(self) -> int:
        return len(self.x)


def tensor_of(x: Any) -> Tensor:
    """An input that can be perturbed.

    Raises:
        InputError: if the input is no tensor of floating point.
    """
    if not isinstance(x, Tensor) or not x.is_floating_point():
        raise InputError(
            f"this metric is for a tensor of floating point, not {getattr(x, 'dtype', type(x).__name__)}"
        )
    return x


def classes_of(classes: Tensor | None) -> Tensor:
    """The classes that are explained.

    Raises:
        ParameterError: if there are none.
    """
    if classes is None:
        raise ParameterError(
            "this metric needs classes as a target: an int, one per sample, or None for the predicted"
        )
    return classes


def batch_of(
    explainer: Explains, x: Any, target: Target, relevance: Tensor | None, output: Tensor | None = None
) -> Batch:
    """A batch: its relevance is given, or that of the explainer; so is what the model says of it.

    Raises:
        InputError: if the input is no tensor of floating point, or relevance does not broadcast to it.
        TargetError: if the target is no classes.
    """
    x = tensor_of(x)
    if relevance is None:
        explained: Explanation = explainer(x, target=target)
        relevance, output = explained.relevance, explained.output
    elif output is None:
        output = explainer.predict(x)
    classes = classes_of(seed(output, target)[1])
    try:
        shown = torch.as_tensor(relevance).to(x).broadcast_to(x.shape)
    except RuntimeError:
        raise InputError(
            f"the relevance has shape {tuple(relevance.shape)}, which does not broadcast to that of the input,"
            f" {tuple(x.shape)}"
        ) from None
    return Batch(x, shown, classes, output)


def predictions(explainer: Explains, x: Tensor) -> Callable[[Tensor], Tensor]:
    """What predicts perturbed copies of x. Whether the model has changed, and whether x fits, is looked at once.

    Raises:
        ModelChangedError, InputError: as `explainer.predict(x)` does.
    """
    if not isinstance(explainer, Explainer) or explainer.options.differentiable:
        return explainer.predict
    fitting = explainer.arguments(x)[0]
    size = fitting.forward.inputs[0].shape[0]
    if fitting is not explainer or not isinstance(size, Open):  # its sizes are those of x
        return explainer.predict
    return partial(_predict, fitting)


def _predict(explainer: Explainer, rows: Tensor) -> Tensor:
    return evaluate(explainer.forward, explainer.weights, rows)[0]


CACHE = 4 << 20
"""Bytes that rows may take at once where they are predicted on a processor: what stays near a core."""

LEAST = 32
"""Rows that are predicted at once at the least: fewer do not fill the matrix products of late layers."""


def rows_at_once(
    explainer: Explains, batch_size: int | None, least: int, x: Tensor, *, explained: bool
) -> int:
    """How many perturbed rows go through the model at once.

    Args:
        batch_size: as given; None: on a processor as many as stay in its cache, if they are predicted; elsewhere as
            many as surely fit into memory, and `least` at the least.
        explained: whether they are explained, or predicted alone.

    Raises:
        ParameterError: if it is not positive.
    """
    if batch_size is not None:
        if batch_size < 1:
            raise ParameterError(f"batch_size={batch_size}; needed is a positive number")
        return batch_size
    if not isinstance(explainer, Explainer):
        return least
    if not explained and x.device.type == "cpu":
        return max(LEAST, CACHE // _peak(explainer.forward))
    return max(least, FREE // _peak(explainer.graph if explained else explainer.forward))


@lru_cache(maxsize=64)
def _peak(graph: Graph) -> int:
    """Bytes that a sample takes."""
    return max(1, peak(graph))


def score_of(found: Tensor, classes: Tensor, output: Output) -> Tensor:
    """What the model says of a class per row, (rows,)."""
    found = found.softmax(1) if output == "probability" else found
    return found.gather(1, classes[:, None])[:, 0]


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
