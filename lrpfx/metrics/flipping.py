"""Pixel flipping: how fast the model forgets its prediction as what is relevant is taken away."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import Literal

import torch
from torch import Tensor

from lrpfx.errors import ParameterError
from lrpfx.method import Explains
from lrpfx.metrics.batch import (
    Batch,
    Output,
    batch_of,
    pooled,
    predictions,
    rows_at_once,
    score_of,
    tensor_of,
)
from lrpfx.metrics.ranking import descending
from lrpfx.metrics.score import Score
from lrpfx.perturb.baseline import Baseline, baseline_for
from lrpfx.perturb.inputs import inputs_of
from lrpfx.target import Target

Order = Literal["morf", "lerf"]
Predict = Callable[[Tensor], Tensor]

STEPS = 32
"""Steps of the fixed protocol."""


@dataclass(frozen=True, eq=False)
class Flipping:
    """Curves of a batch.

    Attributes:
        curves: by order, (samples, steps + 1): what the model says of the target as ever more is replaced; the first
            column is the clean input, in the last all is replaced.
        shares: (steps + 1,), the share that is replaced.
        order: of the first given.
    """

    curves: Mapping[str, Tensor] = field(repr=False)
    shares: Tensor = field(repr=False)
    output: str

    def area(self, order: Order) -> Score:
        """The area under a curve, by trapezoids over the share that is replaced."""
        curve = self._curve(order)
        return Score(f"area under {order}", torch.trapezoid(curve, self.shares.to(curve), dim=1))

    @property
    def srg(self) -> Score:
        """The symmetric relevance gain: the area between the curves.

            SRG = ∫ f(LeRF) - ∫ f(MoRF)

        What is due to the replacement, and not to what was replaced, is in both curves and cancels.

        Source: Blücher et al. 2024, "Decoupling Pixel Flipping and Occlusion Strategy for Consistent XAI Benchmarks".
        """
        return Score("SRG", self.area("lerf").values - self.area("morf").values)

    @property
    def abpc(self) -> Score:
        """The area between perturbation curves: the mean gap over the steps.

            ABPC = 1/L Σ_{k=1..L} f(LeRF_k) - f(MoRF_k)

        Source: Samek et al. 2017, "Evaluating the Visualization of What a Deep Neural Network Has Learned"; as one
        number, Schulz et al. 2020, "Restricting the Flow".
        """
        gap = self._curve("lerf") - self._curve("morf")
        return Score("ABPC", gap[:, 1:].mean(1))

    @property
    def aopc(self) -> Score:
        """The area over the MoRF perturbation curve.

            AOPC = 1/(L + 1) Σ_{k=0..L} f(x) - f(MoRF_k)

        Source: Samek et al. 2017, "Evaluating the Visualization of What a Deep Neural Network Has Learned".
        """
        curve = self._curve("morf")
        return Score("AOPC", (curve[:, :1] - curve).mean(1))

    def mean(self, order: Order) -> Tensor:
        """The mean curve, (steps + 1,)."""
        return self._curve(order).mean(0)

    def _curve(self, order: str) -> Tensor:
        if order not in self.curves:
            raise ParameterError(
                f"no curve {order!r} was measured, but {', '.join(self.curves)}: give order=('morf', 'lerf')"
            )
        return self.curves[order]


def pixel_flipping(
    explainer: Explains,
    x: Tensor,
    *,
    target: Target = None,
    relevance: Tensor | None = None,
    order: Order | Sequence[Order] = ("morf", "lerf"),
    steps: int | None = None,
    step: int | None = None,
    baseline: Baseline = 0.0,
    channels: Literal["together", "apart"] = "together",
    output: Output = "probability",
    batch_size: int | None = None,
) -> Flipping:
    """Replace what is most relevant first (MoRF), or least relevant first (LeRF), and watch the model's output.

    The fixed protocol (the defaults): positions, all their channels together, ranked by Σ R over channels, ties in
    reading order; 32 steps of equal size until all is replaced, by zero, the mean of normalised data; the score is the
    probability of the explained class.

    Args:
        explainer: what `lrpfx.compile` or a function of `lrpfx.methods` returns; it predicts, and explains where no
            `relevance` is given.
        x: (batch, ...).
        target: the explained classes; None: the predicted ones.
        relevance: of x, from anywhere, broadcast to its shape.
        steps: how many; None: 32, or as many as there are positions. step: how many positions are replaced at once.
        baseline: what replaces them: a number, a tensor, "mean", "blur", or a function of x; see
            `lrpfx.perturb.baseline`.
        channels: "together": a position with all its channels. "apart": every value by itself.
        output: "probability" or "logit".
        batch_size: how many perturbed inputs the model sees at once; None: as many as stay in a processor's cache, and
            at least 32; elsewhere 256, or more where they surely fit.

    Raises:
        ParameterError, InputError: if an argument does not fit.

    Source: Bach et al. 2015, "On Pixel-Wise Explanations for Non-Linear Classifier Decisions by Layer-Wise Relevance
    Propagation"; Samek et al. 2017, "Evaluating the Visualization of What a Deep Neural Network Has Learned".
    """
    orders = (order,) if isinstance(order, str) else tuple(order)
    if not orders or any(o not in ("morf", "lerf") for o in orders):
        raise ParameterError(f"order={order!r}; valid: 'morf', 'lerf', or both")
    if channels not in ("together", "apart") or output not in ("logit", "probability"):
        raise ParameterError(
            f"channels={channels!r}, output={output!r}; valid: 'together' or 'apart', 'logit' or 'probability'"
        )
    predict = predictions(explainer, tensor_of(x))
    size = rows_at_once(explainer, batch_size, 256, x, explained=False)
    absent = baseline_for(baseline, inputs_of(x))[0].expand_as(x)
    batch, gone = _ends(explainer, predict, x, target, relevance, absent, size)
    ranked = batch.relevance if channels == "apart" else pooled(batch.relevance, "signed")
    ranking = descending(ranked.flatten(1))
    counts = _counts(ranking.shape[1], steps, step)
    scored = partial(score_of, output=output)
    ends = [scored(batch.output, batch.classes), scored(gone.expand_as(batch.output), batch.classes)]
    none, all_ = (end[:, None].double().cpu() for end in ends)  # the same in every order
    curves: dict[str, Tensor] = {}
    for name in orders:
        chosen = ranking if name == "morf" else ranking.flip(1)
        flipped = _flipped(x, absent, chosen, counts, channels)
        between = _scores(predict, flipped, batch.classes, size, scored)
        curves[name] = torch.cat([none, between, all_], 1)
    return Flipping(curves, torch.tensor(counts, dtype=torch.float64) / ranking.shape[1], output)


def _ends(
    explainer: Explains, predict: Predict, x: Tensor, target: Target, relevance: Tensor | None,
    absent: Tensor, size: int,
) -> tuple[Batch, Tensor]:  # fmt: skip
    """The batch, and what the model says where all is replaced; by one row if that is the same for all samples."""
    nothing = absent[:1] if absent.stride(0) == 0 else absent
    if relevance is None:
        batch = batch_of(explainer, x, target, None)
        return batch, torch.cat([predict(rows) for rows in torch.split(nothing.contiguous(), size)])
    rows = torch.cat([x, nothing])
    said = torch.cat([predict(some) for some in torch.split(rows, size)])
    return batch_of(explainer, x, target, relevance, said[: len(x)]), said[len(x) :]


def _flipped(
    x: Tensor, absent: Tensor, ranking: Tensor, counts: Sequence[int], channels: str
) -> Iterator[Tensor]:
    """The batch with ever more replaced, in one memory: all but none and all of it."""
    rows = x.clone(memory_format=torch.contiguous_format)
    together = channels == "together" and x.ndim > 2
    flat, other = (t.flatten(2) if together else t.flatten(1) for t in (rows, absent))
    for low, high in pairwise(counts[:-1]):
        places = ranking[:, low:high]
        places = places[:, None].expand(-1, x.shape[1], -1) if together else places
        flat.scatter_(-1, places, other.gather(-1, places))
        yield rows


def _scores(
    predict: Predict, flipped: Iterator[Tensor], classes: Tensor, size: int, scored: Callable[..., Tensor]
) -> Tensor:
    """What the model says at every step, (samples, steps): rows of some steps at once, as many as fit."""
    found, done = [], 0
    for rows in _filled(flipped, size):
        which = torch.arange(done, done + len(rows), device=classes.device) % len(classes)
        found.append(scored(predict(rows), classes[which]).double().cpu())
        done += len(rows)
    scores = torch.cat(found) if found else torch.empty(0, dtype=torch.float64)
    return scores.reshape(-1, len(classes)).T


def _filled(pieces: Iterator[Tensor], size: int) -> Iterator[Tensor]:
    """The same rows, `size` at a time; copies, as pieces may be written to afterwards."""
    held: list[Tensor] = []
    free = size
    for piece in pieces:
        first = 0
        while first < len(piece):
            some = piece[first : first + free]
            held.append(some.clone())
            first, free = first + len(some), free - len(some)
            if not free:
                yield torch.cat(held) if len(held) > 1 else held[0]
                held, free = [], size
    if held:
        yield torch.cat(held)


def _counts(total: int, steps: int | None, step: int | None) -> list[int]:
    """How many positions are replaced, from none to all."""
    if steps is not None and step is not None:
        raise ParameterError(
            "give `steps`, how many there are, or `step`, how many positions each replaces; not both"
        )
    if any(n is not None and n < 1 for n in (steps, step)):
        raise ParameterError(f"steps={steps}, step={step}: needed is a positive number")
    if step is not None:
        return [min(k * step, total) for k in range(math.ceil(total / step) + 1)]
    number = min(STEPS if steps is None else steps, total)
    return [round(total * k / number) for k in range(number + 1)]
