"""Pixel flipping: how fast the model forgets its prediction as what is relevant is taken away."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import torch
from torch import Tensor

from lrpfx.errors import ParameterError
from lrpfx.method import Explains
from lrpfx.metrics.batch import Batch, Output, batch_of, pooled, rows_at_once, score_of
from lrpfx.metrics.score import Score
from lrpfx.perturb.baseline import Baseline, baseline_for
from lrpfx.perturb.inputs import inputs_of
from lrpfx.target import Target

Order = Literal["morf", "lerf"]

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
        batch_size: how many perturbed inputs the model sees at once; None: 256, or more where they surely fit.

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
    size = rows_at_once(explainer, batch_size, 256, explained=False)
    batch = batch_of(explainer, x, target, relevance)
    absent = baseline_for(baseline, inputs_of(x))[0]
    ranked = batch.relevance if channels == "apart" else pooled(batch.relevance, "signed")
    ranks = _ranks(ranked.flatten(1))
    counts = _counts(ranks.shape[1], steps, step)
    shape = ranked.shape[1:] if channels == "apart" or x.ndim == 2 else (1, *ranked.shape[1:])
    absent, between = absent.expand_as(x), counts[1:-1]
    inner = {}
    for name in orders:
        own = ranks if name == "morf" else ranks.shape[1] - 1 - ranks
        inner[name] = _scores(explainer, batch, own.reshape(len(x), *shape), absent, between, output, size)
    none = score_of(batch.output, batch.classes, output)  # both ends are the same in every order
    gone = torch.cat([explainer.predict(rows) for rows in torch.split(absent, size)])
    ends = [end[:, None].double().cpu() for end in (none, score_of(gone, batch.classes, output))]
    curves: dict[str, Tensor] = {
        name: torch.cat([ends[0], found, ends[1]], 1) for name, found in inner.items()
    }
    return Flipping(curves, torch.tensor(counts, dtype=torch.float64) / ranks.shape[1], output)


def _ranks(values: Tensor) -> Tensor:
    """The place of every value among those of its sample, the greatest first; of equal ones, the first."""
    order = values.argsort(dim=1, descending=True, stable=True)
    places = torch.arange(values.shape[1], device=values.device).expand_as(order)
    return torch.empty_like(order).scatter_(1, order, places).int()


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


def _scores(
    explainer: Explains, batch: Batch, ranks: Tensor, absent: Tensor, counts: Sequence[int], output: Output,
    batch_size: int,
) -> Tensor:  # fmt: skip
    """What the model says where so many are replaced, (samples, counts): as many rows at once as fit."""
    scores = torch.empty(len(batch), len(counts), dtype=torch.float64)
    levels = torch.tensor(counts, device=ranks.device, dtype=ranks.dtype)
    for start in range(0, len(batch), batch_size):
        own = slice(start, start + batch_size)
        x, classes = batch.x[own], batch.classes[own]
        for some in torch.split(torch.arange(len(counts)), max(1, batch_size // len(x))):
            level = levels[some].reshape(-1, *[1] * ranks.ndim)
            rows = torch.where(ranks[own] < level, absent[own], x).flatten(0, 1)
            found = score_of(explainer.predict(rows), classes.repeat(len(some)), output)
            scores[own, some] = found.reshape(len(some), len(x)).T.double().cpu()
    return scores
