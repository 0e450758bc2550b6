"""Integrated gradients."""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from lrpfx.explanation import Explanation
from lrpfx.method import Explains, Method
from lrpfx.methods.lrp import over
from lrpfx.perturb.baseline import Baseline, baseline_for
from lrpfx.perturb.checks import at_least, some
from lrpfx.perturb.moments import wide
from lrpfx.perturb.quadrature import nodes
from lrpfx.perturb.subject import Found, Subject, subject
from lrpfx.target import Target


def integrated_gradients(
    explainer: Explains | nn.Module,
    x: Any = None,
    *,
    steps: int = 50,
    baseline: Baseline | list[Baseline] = 0.0,
    quadrature: str = "gauss_legendre",
    batch_size: int = 32,
    **options: Any,
) -> Method:
    """Relevance along the straight line from a baseline to the input; of a model, its gradient.

        R = (x - x₀) ⊙ ∫₀¹ g(x₀ + α (x - x₀)) dα  ≈  (x - x₀) ⊙ Σ_k w_k g(x₀ + α_k (x - x₀))

    Of the gradient, relevance is complete: it adds up to S(x) - S(x₀). By how much it does not, because of the
    quadrature, is `explanation.info["convergence_delta"]`, (batch,): Σ R - (S(x) - S(x₀)). A target function has none.

    Args:
        explainer: an explainer; or a model, with an example input `x` and the options of `lrpfx.compile`.
        steps: how many points of the line.
        baseline: x₀: a number, a tensor that broadcasts to the input, "mean", "blur", or a function of the input; for
            an input of several tensors a tuple or dict of these. A list holds several baselines, over which relevance
            is averaged (expected gradients).
        quadrature: "gauss_legendre", "midpoint", "trapezoid", "left" or "right" (a Riemann sum; "right" is Zennit's).
        batch_size: how many points to explain at once, at most.

    Raises:
        ParameterError: if a parameter is out of its range, or a baseline does not fit the input.

    Source: Sundararajan et al. 2017, "Axiomatic Attribution for Deep Networks", equation 3; several baselines: Erion et
    al. 2021, "Improving performance of deep learning models with axiomatic attribution priors and expected gradients".
    """
    at_least("integrated_gradients", steps=steps, batch_size=batch_size)
    nodes(quadrature, steps)
    some("integrated_gradients", baseline=baseline)
    parameters: Mapping[str, Any] = {
        "steps": steps, "baseline": baseline, "quadrature": quadrature, "batch_size": batch_size,
    }  # fmt: skip
    inner = over("integrated_gradients", explainer, x, options)
    return Method("integrated_gradients", inner, _run, parameters)


def _run(
    explainer: Explains,
    x: Any,
    target: Target,
    *,
    steps: int,
    baseline: Baseline | list[Baseline],
    quadrature: str,
    batch_size: int,
) -> Explanation:
    whole = subject(explainer, x, target, batch_size)
    several = baseline if isinstance(baseline, list) else [baseline]
    starts = [baseline_for(b, whole.inputs) for b in several]
    alphas, weights = nodes(quadrature, steps)

    def work(part: Subject, beside: Sequence[Sequence[Tensor]]) -> Found:
        lines = [_line(part, start, alphas, weights) for start in beside]
        return complete(part, [_mean(tensors) for tensors in zip(*lines, strict=True)], beside)

    return whole.explained(x, work, starts)


def _line(part: Subject, start: Sequence[Tensor], alphas: Any, weights: Any) -> list[Tensor]:
    """(x - x₀) ⊙ Σ_k w_k g(x₀ + α_k (x - x₀)), added up step by step."""
    ways = [t - s for t, s in zip(part.inputs.tensors, start, strict=True)]
    totals = [torch.zeros_like(wide(way)) for way in ways]
    for chunk in part.chunks(len(alphas)):
        points = [
            s + torch.stack([float(alphas[k]) * way for k in chunk])
            for s, way in zip(start, ways, strict=True)
        ]
        for k, *found in zip(chunk, *part.relevance(points), strict=True):
            totals = [t + float(weights[k]) * wide(R) for t, R in zip(totals, found, strict=True)]
    return [way * total for way, total in zip(ways, totals, strict=True)]


def complete(part: Subject, relevance: Sequence[Tensor], starts: Sequence[Sequence[Tensor]]) -> Found:
    """Relevance of the perturbed tensors, and what it lacks to S(x) - S(x₀), the mean over the baselines."""
    moved = [R.to(t.dtype) for R, t in zip(relevance, part.inputs.tensors, strict=True)]
    found = part.inputs.in_moved(moved, part.output.dtype)
    if part.target.function is not None:  # no one quantity is explained at all points of the line
        return Found(found)
    total = torch.stack([R.flatten(1).sum(1) for R in relevance]).sum(0)
    absent = _mean([part.score([t[None] for t in start])[0] for start in starts])
    return Found(found, {"convergence_delta": total - (part.clean_score - absent)})


def _mean(tensors: Sequence[Tensor]) -> Tensor:
    return torch.stack(list(tensors)).mean(0)
