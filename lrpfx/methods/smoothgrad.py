"""SmoothGrad, and other statistics of relevance under noise."""

from typing import Any, Literal

import torch
from torch import Tensor, nn

from lrpfx.explanation import Explanation, Layer
from lrpfx.method import Explains, Method
from lrpfx.methods.lrp import over
from lrpfx.perturb.checks import at_least, one_of, within
from lrpfx.perturb.draws import generator, normal
from lrpfx.perturb.moments import Moments
from lrpfx.perturb.subject import Found, Subject, subject
from lrpfx.target import Target

Statistic = Literal["mean", "square", "variance"]


def smoothgrad(
    explainer: Explains | nn.Module,
    x: Any = None,
    *,
    samples: int = 20,
    noise: float = 0.1,
    relative: bool = True,
    clean: bool = False,
    statistic: Statistic = "mean",
    seed: int = 0,
    batch_size: int = 32,
    **options: Any,
) -> Method:
    """The mean relevance of noisy copies of the input; of a model, of its gradient.

        R = 1/n Σ_k g(x + σ ν_k),   ν_k ~ N(0, 1),   σ = noise · (max x - min x)  of each sample

    What was recorded (`record=`) is averaged, too.

    Args:
        explainer: an explainer; or a model, with an example input `x` and the options of `lrpfx.compile`.
        samples: n.
        noise: σ as a share of the range of each sample and tensor; or σ itself, where `relative` is False.
        clean: whether the last of the n copies is the input itself, as in Zennit. It is not one of Smilkov et al.
        statistic: "mean"; "square": 1/n Σ g²; "variance": 1/n Σ (g - mean)².
        seed: of the noise, which is the same for every sample of a batch: see `lrpfx.perturb.draws`.
        batch_size: how many copies to explain at once, at most.

    Raises:
        ParameterError: if a parameter is out of its range.

    Source: Smilkov et al. 2017, "SmoothGrad: removing noise by adding noise".
    """
    at_least("smoothgrad", samples=samples, batch_size=batch_size)
    at_least("smoothgrad", 0, seed=seed)
    within("smoothgrad", 0, noise=noise)
    one_of("smoothgrad", ("mean", "square", "variance"), statistic=statistic)
    parameters = {
        "samples": samples, "noise": noise, "relative": relative, "clean": clean, "statistic": statistic,
        "seed": seed, "batch_size": batch_size,
    }  # fmt: skip
    return Method("smoothgrad", over("smoothgrad", explainer, x, options), _run, parameters)


def _run(
    explainer: Explains,
    x: Any,
    target: Target,
    *,
    samples: int,
    noise: float,
    relative: bool,
    clean: bool,
    statistic: Statistic,
    seed: int,
    batch_size: int,
) -> Explanation:
    def work(part: Subject, _: Any) -> Found:
        chance = generator(seed)
        scales = [
            noise * spread(t) if relative else torch.full_like(t[:1], noise) for t in part.inputs.tensors
        ]
        relevance, layers = Moments(), Moments()
        names: tuple[str, ...] = ()
        for chunk in part.chunks(samples):
            drawn = normal(chance, len(chunk), part.inputs.tensors)
            if clean and samples - 1 in chunk:
                drawn = tuple(torch.cat([d[:-1], torch.zeros_like(d[-1:])]) for d in drawn)
            noisy = [t + s * d for t, s, d in zip(part.inputs.tensors, scales, drawn, strict=True)]
            found = part.explain(noisy)
            names = tuple(found.layers)
            seen = [found.layers[n].relevance for n in names]
            relevance.add([*_powers(found.relevance, statistic), *_powers(seen, statistic)])
            if names:
                layers.add([found.layers[n].activation for n in names])
        results = relevance.variance if statistic == "variance" else relevance.mean
        count = len(results) - len(names)
        at = zip(names, layers.mean if names else (), results[count:], strict=True)
        return Found(results[:count], {}, {n: Layer(a, R) for n, a, R in at})

    return subject(explainer, x, target, batch_size).explained(x, work)


def spread(x: Tensor) -> Tensor:
    """max - min of each sample, (batch, 1, ...)."""
    axes = tuple(range(1, x.ndim))
    return x.amax(axes, keepdim=True) - x.amin(axes, keepdim=True) if axes else torch.zeros_like(x)


def _powers(values: Any, statistic: Statistic) -> list[Tensor]:
    return [v * v if statistic == "square" else v for v in values]
