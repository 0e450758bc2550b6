"""GradientSHAP."""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from lrpfx.explanation import Explanation
from lrpfx.method import Explains, Method
from lrpfx.methods.integrated_gradients import complete
from lrpfx.methods.lrp import over
from lrpfx.methods.smoothgrad import spread
from lrpfx.perturb.baseline import Baseline, baseline_for
from lrpfx.perturb.checks import at_least, some, within
from lrpfx.perturb.draws import choice, generator, normal, uniform
from lrpfx.perturb.moments import Moments
from lrpfx.perturb.subject import Found, Subject, subject
from lrpfx.target import Target


def gradient_shap(
    explainer: Explains | nn.Module,
    x: Any = None,
    *,
    samples: int = 50,
    baseline: Baseline | list[Baseline] = 0.0,
    noise: float = 0.0,
    seed: int = 0,
    batch_size: int = 32,
    **options: Any,
) -> Method:
    """Expected gradients, by drawing baselines and points of the line from them to the input.

        R = 1/n Σ_k (x_k - b_k) ⊙ g(b_k + α_k (x_k - b_k)),   α_k ~ U(0, 1),   b_k from the baselines,
                                                              x_k = x + σ ν_k,   σ = noise · (max x - min x)

    Its expectation is `integrated_gradients` over the same baselines. `explanation.info["convergence_delta"]` as there.

    Args:
        explainer: an explainer; or a model, with an example input `x` and the options of `lrpfx.compile`.
        samples: n.
        baseline: one, as in `integrated_gradients`, or a list of them, such as `list(background)` for a tensor
            (background, ...) of samples.
        noise: as in `smoothgrad`.
        seed: of the draws, which are the same for every sample of a batch: see `lrpfx.perturb.draws`.
        batch_size: how many points to explain at once, at most.

    Raises:
        ParameterError: if a parameter is out of its range, or a baseline does not fit the input.

    Source: Lundberg and Lee 2017, "A Unified Approach to Interpreting Model Predictions", and the package shap; Erion
    et al. 2021, "Improving performance of deep learning models with axiomatic attribution priors and expected
    gradients", equation 2.
    """
    at_least("gradient_shap", samples=samples, batch_size=batch_size)
    at_least("gradient_shap", 0, seed=seed)
    within("gradient_shap", 0, noise=noise)
    some("gradient_shap", baseline=baseline)
    parameters: Mapping[str, Any] = {
        "samples": samples, "baseline": baseline, "noise": noise, "seed": seed, "batch_size": batch_size,
    }  # fmt: skip
    return Method("gradient_shap", over("gradient_shap", explainer, x, options), _run, parameters)


def _run(
    explainer: Explains,
    x: Any,
    target: Target,
    *,
    samples: int,
    baseline: Baseline | list[Baseline],
    noise: float,
    seed: int,
    batch_size: int,
) -> Explanation:
    whole = subject(explainer, x, target, batch_size)
    several = baseline if isinstance(baseline, list) else [baseline]
    starts = [baseline_for(b, whole.inputs) for b in several]

    def work(part: Subject, beside: Sequence[Sequence[Tensor]]) -> Found:
        chance = generator(seed)
        moments = Moments()
        for chunk in part.chunks(samples):
            drawn = [_draw(part, beside, chance, noise) for _ in chunk]
            points = [torch.stack(tensors) for tensors in zip(*(p for p, _ in drawn), strict=True)]
            ways = [torch.stack(tensors) for tensors in zip(*(w for _, w in drawn), strict=True)]
            moments.add([way * R for way, R in zip(ways, part.relevance(points), strict=True)])
        return complete(part, moments.mean, beside)

    return whole.explained(x, work, starts)


def _draw(
    part: Subject, starts: Sequence[Sequence[Tensor]], chance: torch.Generator, noise: float
) -> tuple[list[Tensor], list[Tensor]]:
    """A point between a baseline and the input, and the way from the one to the other, for each tensor."""
    start, alpha = starts[choice(chance, len(starts))], uniform(chance)
    ends: Sequence[Tensor] = part.inputs.tensors
    if noise:
        shaken = normal(chance, 1, ends)
        ends = [t + noise * spread(t) * n[0] for t, n in zip(ends, shaken, strict=True)]
    ways = [end - s for end, s in zip(ends, start, strict=True)]
    return [s + alpha * way for s, way in zip(start, ways, strict=True)], ways
