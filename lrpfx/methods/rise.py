"""RISE: randomized input sampling."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor, nn

from lrpfx.errors import InputError
from lrpfx.explanation import Explanation
from lrpfx.method import Explains, Method
from lrpfx.methods.lrp import predicting
from lrpfx.perturb.baseline import Baseline, baseline_for
from lrpfx.perturb.checks import at_least, within
from lrpfx.perturb.draws import generator
from lrpfx.perturb.enlarge import MODES, enlarged
from lrpfx.perturb.moments import wide
from lrpfx.perturb.subject import Found, Subject, subject
from lrpfx.target import Target


def rise(
    explainer: Explains | nn.Module,
    x: Any = None,
    *,
    samples: int = 4000,
    cells: int = 7,
    probability: float = 0.5,
    baseline: Baseline = 0.0,
    scores: Callable[[Tensor], Tensor] | None = None,
    seed: int = 0,
    batch_size: int = 32,
    **options: Any,
) -> Method:
    """The mean of random masks, weighted by the score of the input behind them.

        R = 1/(n p) Σ_k S(m_k ⊙ x + (1 - m_k) ⊙ x₀) m_k

    A mask m is a grid of cells, each 1 with probability p, else 0; it is enlarged linearly by a cell more than the
    input, and cut at a random place. All channels have the same mask; vectors are masked along their only axis.

    Args:
        explainer: an explainer, of which its output is used; or a model, with an example input `x` and the options of
            `lrpfx.compile`.
        samples: n, how many masks.
        cells: how many cells along each axis behind the channels; along a shorter axis as many as it has values.
        probability: p.
        baseline: x₀, as in `integrated_gradients`.
        scores: a function of the output that is explained in its place. The paper takes probabilities,
            `lambda z: z.softmax(1)`; None: the output.
        seed: of the masks, which are the same for every sample of a batch: see `lrpfx.perturb.draws`.
        batch_size: how many masked inputs to predict at once, at most.

    Raises:
        ParameterError: if a parameter is out of its range, or the baseline does not fit the input.
        InputError: if the input has several tensors to mask, or more than three axes behind the channels.

    Source: Petsiuk et al. 2018, "RISE: Randomized Input Sampling for Explanation of Black-box Models", equation 6.
    """
    at_least("rise", samples=samples, cells=cells, batch_size=batch_size)
    at_least("rise", 0, seed=seed)
    within("rise", 1e-6, 1, probability=probability)
    parameters: Mapping[str, Any] = {
        "samples": samples, "cells": cells, "probability": probability, "baseline": baseline, "scores": scores,
        "seed": seed, "batch_size": batch_size,
    }  # fmt: skip
    return Method("rise", predicting("rise", explainer, x, options), _run, parameters)


def _run(
    explainer: Explains,
    x: Any,
    target: Target,
    *,
    samples: int,
    cells: int,
    probability: float,
    baseline: Baseline,
    scores: Callable[[Tensor], Tensor] | None,
    seed: int,
    batch_size: int,
) -> Explanation:
    whole = subject(explainer, x, target, batch_size, scores=scores)
    if len(whole.inputs.tensors) > 1:
        raise InputError(
            f"the input holds {len(whole.inputs.tensors)} tensors that could be masked; `rise` masks one: fix the"
            " others in a wrapper"
        )

    def work(part: Subject, beside: tuple[Tensor, ...]) -> Found:
        (tensor,), (absent,) = part.inputs.tensors, beside
        chance = generator(seed)
        total = torch.zeros_like(wide(tensor))
        for chunk in part.chunks(samples):
            drawn = torch.stack([mask(chance, tensor, cells, probability) for _ in chunk])
            for m, score in zip(drawn, part.score([absent + drawn * (tensor - absent)]), strict=True):
                total = total + score.reshape(-1, *[1] * (tensor.ndim - 1)).to(total) * m
        moved = [(total / (samples * probability)).to(tensor.dtype)]
        return Found(part.inputs.in_moved(moved, part.output.dtype))

    return whole.explained(x, work, baseline_for(baseline, whole.inputs))


def mask(chance: torch.Generator, x: Tensor, cells: int, probability: float) -> Tensor:
    """A random mask for a sample of `x`, (batch, channels, ...), shaped (1, 1, ...); of vectors, (1, features)."""
    space = x.shape[2:] if x.ndim > 2 else x.shape[1:]
    if len(space) not in MODES:
        raise InputError(
            f"the input has shape {tuple(x.shape)}; `rise` masks one to three axes behind the channels"
        )
    grid = [min(cells, n) for n in space]
    cell = [math.ceil(n / g) for n, g in zip(space, grid, strict=True)]
    on = torch.rand(grid, generator=chance, dtype=torch.float64) < probability
    shift = [int(torch.randint(c, (), generator=chance)) for c in cell]
    large = [(g + 1) * c for g, c in zip(grid, cell, strict=True)]
    cut = enlarged(on.to(wide(x))[None, None], tuple(large))
    for axis, (first, n) in enumerate(zip(shift, space, strict=True), 2):
        cut = cut.narrow(axis, first, n)
    cut = cut.clamp(0, 1).to(x.dtype)  # interpolation rounds
    return cut if x.ndim > 2 else cut[0]
