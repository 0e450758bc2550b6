"""Pixel flipping: how fast the model forgets its prediction as what is relevant is taken away."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import torch
from torch import Tensor

from lrpfx.errors import ParameterError
from lrpfx.lanes import Each
from lrpfx.method import Explains
from lrpfx.metrics.batch import (
    Batch,
    Output,
    batch_of,
    copies,
    pooled,
    predictions,
    rows_at_once,
    score_of,
    tensor_of,
    working,
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
    x = tensor_of(x)
    absent = baseline_for(baseline, inputs_of(x))[0].expand_as(x)
    with working(explainer, x) as each:
        predict = predictions(explainer, x)
        numbers = _positions(x, channels)
        counts = _counts(numbers, steps, step)
        between = range(1, len(counts) - 1)  # none and all of it are the same in every order
        total = len(orders) * len(between) * len(x)
        size = rows_at_once(explainer, batch_size, 256, x, total, explained=False)
        batch, gone = _ends(explainer, predict, x, target, relevance, absent, size, each)
        ranked = batch.relevance if channels == "apart" else pooled(batch.relevance, "signed")
        # of what is in its place when so many are replaced: the most relevant is the first
        places = _inverse(descending(ranked.flatten(1)))
        flipping = [(name, counts[k]) for name in orders for k in between]

        def scores(first: int) -> Tensor:
            pieces = copies(range(first, min(first + size, total)), len(x))
            rows = torch.cat([_flipped(x, absent, places, own, *flipping[k]) for k, own in pieces])
            classes = torch.cat([batch.classes[own] for _, own in pieces])
            return score_of(predict(rows), classes, output).double().cpu()

        found = each(scores, range(0, total, size))
        ends = (batch.output, gone.expand_as(batch.output))
        none, all_ = (score_of(end, batch.classes, output)[:, None].double().cpu() for end in ends)
    rows = torch.cat(found) if found else torch.empty(0, dtype=torch.float64)
    of_orders = rows.reshape(len(orders), len(between), len(x)).transpose(1, 2)
    curves: dict[str, Tensor] = {
        name: torch.cat([none, some, all_], 1) for name, some in zip(orders, of_orders, strict=True)
    }
    return Flipping(curves, torch.tensor(counts, dtype=torch.float64) / numbers, output)


def _ends(
    explainer: Explains, predict: Predict, x: Tensor, target: Target, relevance: Tensor | None,
    absent: Tensor, size: int, each: Each,
) -> tuple[Batch, Tensor]:  # fmt: skip
    """The batch, and what the model says where all is replaced; by one row if that is the same for all samples."""
    nothing = absent[:1] if absent.stride(0) == 0 else absent
    if relevance is None:
        batch = batch_of(explainer, x, target, None, each=each, size=size)
        return batch, torch.cat(each(predict, torch.split(nothing.contiguous(), size)))
    said = torch.cat(each(predict, torch.split(torch.cat([x, nothing]), size)))
    return batch_of(explainer, x, target, relevance, said[: len(x)]), said[len(x) :]


def _positions(x: Tensor, channels: str) -> int:
    """How many there are to replace in a sample."""
    return math.prod(x.shape[2:] if channels == "together" and x.ndim > 2 else x.shape[1:])


def _inverse(ranking: Tensor) -> Tensor:
    """The place of every position in the ranking, (samples, positions)."""
    order = torch.arange(ranking.shape[1], dtype=torch.int32, device=ranking.device)
    return torch.empty_like(ranking, dtype=torch.int32).scatter_(1, ranking, order.expand(ranking.shape))


def _flipped(x: Tensor, absent: Tensor, places: Tensor, own: slice, order: str, count: int) -> Tensor:
    """Some samples with so many positions replaced, the first in the ranking or the last."""
    some = places[own]
    gone = some < count if order == "morf" else some >= places.shape[1] - count
    shape = x.shape[2:] if gone.shape[1] != x[0].numel() else x.shape[1:]
    gone = gone.reshape(len(some), *[1] * (x.ndim - 1 - len(shape)), *shape)
    return torch.where(gone, absent[own], x[own])


def _counts(total: int, steps: int | None, step: int | None) -> list[int]:
    """How many positions are replaced, from none to all."""
    if steps is not None and step is not None:
        raise ParameterError(
            "give `steps`, how many there are, or `step`, how many positions each replaces; not both"
        )
    if any(n is not None and (n < 1 or n != int(n)) for n in (steps, step)):
        raise ParameterError(f"steps={steps}, step={step}: needed is a positive number, and a whole one")
    if step is not None:
        return [min(k * step, total) for k in range(math.ceil(total / step) + 1)]
    number = min(STEPS if steps is None else steps, total)
    return [round(total * k / number) for k in range(number + 1)]
