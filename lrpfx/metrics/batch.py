"""What metrics share: a batch with its relevance and its target, and what the model says of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any, Literal

import torch
from torch import Tensor, nn

from lrpfx.cost import peak
from lrpfx.errors import InputError, ParameterError
from lrpfx.evaluate import evaluate
from lrpfx.explainer import Explainer
from lrpfx.explanation import Explanation
from lrpfx.finite import finite
from lrpfx.graph import Batch as Open
from lrpfx.graph import Graph
from lrpfx.lanes import Each, in_turn, side_by_side
from lrpfx.method import Explains, Method
from lrpfx.parts import FREE
from lrpfx.start import Start
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
    """An input that can be perturbed; nobody differentiates a score.

    Raises:
        InputError: if the input is no tensor of floating point.
    """
    if not isinstance(x, Tensor) or not x.is_floating_point() or x.ndim == 0:
        found = f"{x.dtype} of shape {tuple(x.shape)}" if isinstance(x, Tensor) else type(x).__name__
        mend = "" if isinstance(x, Tensor) else ": `torch.as_tensor(x)`"
        raise InputError(f"this metric is for a tensor of floating point, a batch, not {found}{mend}")
    return x.detach()


def relevance_of(relevance: Any) -> Tensor:
    """Relevance that somebody hands over, a tensor or an array.

    Raises:
        InputError: if it is neither, or holds NaN or infinity, which have no place in an order.
    """
    try:
        R = torch.as_tensor(relevance).detach()
    except (TypeError, ValueError, RuntimeError):
        raise InputError(
            f"relevance is a tensor or an array of numbers, not {type(relevance).__name__}"
        ) from None
    if R.ndim and not finite(R):
        wrong = (
            (~torch.isfinite(R.flatten(1) if R.ndim > 1 else R[:, None])).any(1).nonzero().flatten().tolist()
        )
        raise InputError(f"the relevance holds NaN or infinity, in sample {', '.join(map(str, wrong[:5]))}")
    return R


def explainer_of(explainer: Any) -> None:
    """Raises: ParameterError if it is a model."""
    if isinstance(explainer, nn.Module):
        raise ParameterError(
            f"this metric asks an explainer, not the model {type(explainer).__name__}: `lrpfx.compile(model, x)` makes"
            " one, and so do the functions of `lrpfx.methods`"
        )


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
    explainer: Explains,
    x: Any,
    target: Target,
    relevance: Tensor | None,
    output: Tensor | None = None,
    *,
    each: Each = in_turn,
    size: int | None = None,
) -> Batch:
    """A batch: its relevance is given, or that of the explainer; so is what the model says of it.

    Args:
        each: how several parts are explained.
        size: samples of a part, where they may be explained in parts; None: all.

    Raises:
        InputError: if the input is no tensor of floating point, or relevance does not broadcast to it.
        TargetError: if the target is no classes.
    """
    x = tensor_of(x)
    if relevance is None:
        relevance, output = explained(explainer, x, target, each, size)
    elif output is None:
        output = predicted(explainer, x, each, size)
    classes = classes_of(seed(output, target)[1])
    relevance = relevance_of(relevance)
    try:
        shown = relevance.to(x).broadcast_to(x.shape)
    except RuntimeError:
        raise InputError(
            f"the relevance has shape {tuple(relevance.shape)}, which does not broadcast to that of the input,"
            f" {tuple(x.shape)}"
        ) from None
    return Batch(x, shown, classes, output)


def explained(
    explainer: Explains, x: Tensor, target: Target, each: Each, size: int | None
) -> tuple[Tensor, Tensor]:
    """Relevance and output of a batch; a target that does not fit is refused."""
    size = _part(explainer, x, size)
    targets = [start.target for start in Start(target, "output").parts(len(x), size)]

    def part(number: int) -> tuple[Tensor, Tensor]:
        rows = x if len(targets) == 1 else x[number * size : (number + 1) * size]
        found: Explanation = explainer(rows, target=targets[number])
        return found.relevance.detach(), found.output.detach()

    relevance, output = zip(*each(part, range(len(targets))), strict=True)
    return torch.cat(relevance), torch.cat(output)


def predicted(explainer: Explains, x: Tensor, each: Each, size: int | None) -> Tensor:
    """What the model says of a batch."""
    return torch.cat(each(explainer.predict, torch.split(x, _part(explainer, x, size)))).detach()


def _part(explainer: Explains, x: Tensor, size: int | None) -> int:
    return size if size is not None and _beside(explainer, x) else max(1, len(x))


# ---- parts of a batch, side by side -----------------------------------------------------------------------------


@contextmanager
def working(explainer: Explains, x: Tensor) -> Iterator[Each]:
    """How parts are worked on: on a processor as many at once as torch would use threads, where graphs alone are run.

    What a user has written may not stand several threads, and an accelerator takes one part after the other.

    Raises:
        ModelChangedError, InputError: as `explainer.predict(x)` does.
        ParameterError: if a model is given for its explainer.
    """
    explainer_of(explainer)
    if not _beside(explainer, x):
        yield in_turn
        return
    with side_by_side(torch.get_num_threads()) as each:
        yield each


def _beside(explainer: Explains, x: Tensor) -> bool:
    graphs = _graphs(explainer) if x.device.type == "cpu" else None
    return graphs is not None and isinstance(graphs.arguments(x)[0].forward.inputs[0].shape[0], Open)


def _graphs(explainer: Any) -> Explainer | None:
    """What all is asked of in the end, if that is an explainer, and samples may come in any parts.

    Nothing is called then but graphs and the methods of lrpfx, and no mask or baseline is that of a certain sample.
    """
    if isinstance(explainer, Explainer):
        options = explainer.options
        plain = not options.differentiable and not options.mask and options.condition is None
        return explainer if plain else None
    if not isinstance(explainer, Method) or explainer.exclusive:
        return None
    own = getattr(explainer.run, "__module__", "").startswith("lrpfx.")
    plain = all(isinstance(value, _PLAIN) for value in explainer.parameters.values())
    return _graphs(explainer.explainer) if own and plain else None


_PLAIN = (bool, int, float, str, type(None))


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
"""Bytes that rows may take at once on a processor: what stays near a core."""

LEAST = 32
"""Rows that go through the model at once at the least: fewer do not fill the matrix products of late layers."""

PARTS = 8
"""Parts at the least, where rows are few and each of them takes long: some for every thread."""


def rows_at_once(
    explainer: Explains, batch_size: int | None, least: int, x: Tensor, total: int, *, explained: bool
) -> int:
    """How many perturbed rows go through the model at once. The number of threads does not enter, so that it changes
    no score.

    Args:
        batch_size: as given; None: on a processor as many as stay in its cache; elsewhere as many as surely fit into
            memory, and `least` at the least.
        total: how many there are.
        explained: whether they are explained, or predicted alone.

    Raises:
        ParameterError: if it is not positive.
    """
    if batch_size is not None:
        if batch_size < 1:
            raise ParameterError(f"batch_size={batch_size}; needed is a positive number")
        return batch_size
    few = max(1, min(LEAST, -(-total // PARTS)))
    if not isinstance(explainer, Explainer):
        return few if _graphs(explainer) is not None and x.device.type == "cpu" else least
    bytes_ = bytes_of(explainer.graph if explained else explainer.forward)
    return max(few, CACHE // bytes_) if x.device.type == "cpu" else max(least, FREE // bytes_)


def copies(rows: range, batch: int) -> list[tuple[int, slice]]:
    """Which samples of which copies of the batch some rows are: rows count through one copy after the other."""
    found, first = [], rows.start
    while first < rows.stop:
        copy, sample = divmod(first, batch)
        last = min(batch, sample + rows.stop - first)
        found.append((copy, slice(sample, last)))
        first += last - sample
    return found


@lru_cache(maxsize=64)
def bytes_of(graph: Graph) -> int:
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
