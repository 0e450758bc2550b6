"""γ by depth, chosen against a metric on a validation sample instead of by eye.

    1. one γ for all depths: the curve over the grid
    2. from the output to the input, one range of depths after the other, the others as they are

What is chosen is then compared, on samples that chose nothing, with what would be used otherwise.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from torch import Tensor, nn

from lrpfx import composites
from lrpfx.composite import Composite
from lrpfx.errors import ParameterError
from lrpfx.method import Explains
from lrpfx.methods.lrp import lrp
from lrpfx.metrics.batch import classes_of, tensor_of
from lrpfx.metrics.flipping import pixel_flipping
from lrpfx.metrics.score import Score
from lrpfx.target import Target, seed

GRID = (0.0, 0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 10.0)

Metric = Callable[[Explains, Tensor, Tensor], Score]
"""metric(explainer, x, classes) -> a score per sample; more is better."""


def srg(explainer: Explains, x: Tensor, classes: Tensor) -> Score:
    """The symmetric relevance gain; see `pixel_flipping`."""
    return pixel_flipping(explainer, x, target=classes).srg


@dataclass(frozen=True, eq=False)
class Point:
    """One evaluation: what was varied ("all depths", or the range of depths), and what came of it."""

    varied: str
    gamma: float
    gammas: tuple[float, ...]
    score: Score


@dataclass(frozen=True, eq=False)
class Tuning:
    """What was tried, and what was chosen.

    Attributes:
        points: every evaluation, in order, on the validation sample.
        gammas: the chosen ones, from the input to the output.
        composite: that of these.
        held_out: its score on the other samples.
        default: that of the composite it is compared with, on the same samples; `gain` is the paired difference.
    """

    points: tuple[Point, ...] = field(repr=False)
    gammas: tuple[float, ...]
    composite: Composite = field(repr=False)
    held_out: Score
    default: Score

    @property
    def gain(self) -> Score:
        """What tuning adds on samples that it has not seen."""
        return self.held_out - self.default

    def records(self) -> list[dict[str, Any]]:
        """The curve: a flat dict for every evaluation."""
        rows = []
        for point in self.points:
            low, high = point.score.interval()
            rows.append(
                {
                    "varied": point.varied, "gamma": point.gamma, "gammas": list(point.gammas),
                    "score": point.score.mean, "low": low, "high": high,
                }
            )  # fmt: skip
        return rows

    def __str__(self) -> str:
        return (
            f"gammas {self.gammas}: {self.held_out}; default: {self.default}; gain: {self.gain}, on samples that"
            " chose nothing"
        )


def tune(
    model: nn.Module,
    x: Tensor,
    *,
    target: Target = None,
    depths: int = 3,
    grid: Sequence[float] = GRID,
    metric: Metric = srg,
    default: str | Composite = "epsilon_plus_flat",
    make: Callable[[tuple[float, ...]], Composite] = composites.REGISTRY["gamma_by_depth"],
    progress: Callable[[int, int], None] = lambda done, total: None,
    **options: Any,
) -> Tuning:
    """Choose γ for every range of depths.

    Args:
        model, x: samples come in any order; the first half validates, the second is held out.
        target: the explained classes, one per sample, or one for all; None: the predicted ones.
        depths: into how many ranges the linear layers fall.
        grid: the values that are tried.
        metric: more is better.
        default: what the choice is compared with.
        make: the composite of some γ, from the input to the output.
        progress: is called with how many evaluations are done, of how many.
        options: of `lrpfx.compile`.

    Raises:
        ParameterError: if there are fewer than four samples, the grid or the depths are empty, or the metric is defined
            for no sample.
        InputError, TargetError: if x or the target does not fit.
    """
    x = tensor_of(x)
    if len(x) < 4 or depths < 1 or not grid:
        raise ParameterError(
            f"{len(x)} samples, {depths} depths, {len(grid)} values: needed are four samples, one depth, one value"
        )
    explainer = lrp(model, x[:2], composite=default, **options)
    given = classes_of(seed(explainer.predict(x), target)[1]).cpu()
    half = len(x) // 2
    known: dict[tuple[float, ...], Score] = {}
    points: list[Point] = []
    total = len(grid) + depths * (len(grid) - 1) + 2

    def evaluate(varied: str, gamma: float, gammas: tuple[float, ...]) -> None:
        if gammas not in known:
            tried = lrp(model, x[:2], composite=make(gammas), **options)
            known[gammas] = metric(tried, x[:half], given[:half])
            progress(len(known), total)
        points.append(Point(varied, gamma, gammas, known[gammas]))

    for gamma in grid:
        evaluate("all depths", gamma, (gamma,) * depths)
    if not any(len(score.defined) for score in known.values()):
        raise ParameterError(
            "the metric is defined for no sample, whatever γ is: nothing can be chosen by it"
        )

    def mean(gammas: tuple[float, ...]) -> float:
        return known[gammas].mean if len(known[gammas].defined) else -math.inf

    best = max(known, key=mean)
    for depth in reversed(range(depths)) if depths > 1 else ():
        for gamma in grid:
            gammas = (*best[:depth], gamma, *best[depth + 1 :])
            evaluate(f"depth {depth + 1} of {depths}", gamma, gammas)
        best = max(known, key=mean)
    chosen = lrp(model, x[:2], composite=make(best), **options)
    held_out = metric(chosen, x[half:], given[half:])
    progress(total, total)
    return Tuning(tuple(points), best, make(best), held_out, metric(explainer, x[half:], given[half:]))
