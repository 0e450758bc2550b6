"""Occlusion."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import torch
from torch import Tensor, nn

from lrpfx.explanation import Explanation
from lrpfx.method import Explains, Method
from lrpfx.methods.lrp import predicting
from lrpfx.perturb.baseline import Baseline, baseline_for
from lrpfx.perturb.checks import at_least, one_of
from lrpfx.perturb.subject import Found, Subject, subject
from lrpfx.perturb.windows import Sizes, windows
from lrpfx.target import Target

Overlap = Literal["mean", "sum"]


def occlusion(
    explainer: Explains | nn.Module,
    x: Any = None,
    *,
    window: Sizes = 8,
    stride: Sizes | None = None,
    baseline: Baseline = 0.0,
    overlap: Overlap = "mean",
    scores: Callable[[Tensor], Tensor] | None = None,
    batch_size: int = 32,
    **options: Any,
) -> Method:
    """How much the score drops when a window of the input is put to a baseline.

        d_w = S(x) - S(x with x₀ in window w)         R_i = mean of d_w over the windows w that hold value i

    Windows start at the first value, then every `stride`, until one reaches the border, where it is cut off; nothing
    wraps around. Every value of a window gets the whole difference. Of an input of several tensors one is occluded at
    a time. Token ids can be occluded: their baseline is an id.

    Args:
        explainer: an explainer, of which its output is used; or a model, with an example input `x` and the options of
            `lrpfx.compile`.
        window: a number: the size along every axis behind the channels (of a vector: along its only axis), all channels
            at once. Several numbers: the size along each of the last axes: (3, 8, 8), or (1, features) for one token.
        stride: from one window to the next, at most the window; None: windows side by side.
        baseline: x₀: as in `integrated_gradients`.
        overlap: "mean", or "sum" over the windows that hold a value.
        scores: a function of the output that is explained in its place, such as `lambda z: z.softmax(1)`; None: the
            output.
        batch_size: how many occluded inputs to predict at once, at most.

    Raises:
        ParameterError: if a parameter is out of its range, or the baseline does not fit the input.

    Source: Zeiler and Fergus 2014, "Visualizing and Understanding Convolutional Networks", section 4.2.
    """
    at_least("occlusion", batch_size=batch_size)
    one_of("occlusion", ("mean", "sum"), overlap=overlap)
    parameters: Mapping[str, Any] = {
        "window": window, "stride": stride, "baseline": baseline, "overlap": overlap, "scores": scores,
        "batch_size": batch_size,
    }  # fmt: skip
    return Method("occlusion", predicting("occlusion", explainer, x, options), _run, parameters)


def _run(
    explainer: Explains,
    x: Any,
    target: Target,
    *,
    window: Sizes,
    stride: Sizes | None,
    baseline: Baseline,
    overlap: Overlap,
    scores: Callable[[Tensor], Tensor] | None,
    batch_size: int,
) -> Explanation:
    whole = subject(explainer, x, target, batch_size, integers=True, scores=scores)

    def work(part: Subject, beside: Sequence[Tensor]) -> Found:
        found = [_occlude(part, i, beside[i], window, stride, overlap) for i in range(len(beside))]
        return Found(part.inputs.in_moved(found, part.output.dtype))

    return whole.explained(x, work, baseline_for(baseline, whole.inputs))


def _occlude(
    part: Subject, which: int, absent: Tensor, window: Sizes, stride: Sizes | None, overlap: Overlap
) -> Tensor:
    """Relevance of one of the tensors."""
    tensors = part.inputs.tensors
    x = tensors[which]
    slides = windows(x, window, stride)
    clean = part.clean_score
    total = torch.zeros(x.shape, dtype=clean.dtype, device=x.device)
    covers = torch.zeros((1, *x.shape[1:]), dtype=clean.dtype, device=x.device)
    for chunk in part.chunks(len(slides)):
        masks = slides.masks(chunk, x.device)
        moved = [t[None].expand(len(chunk), *t.shape) for t in tensors]
        moved[which] = torch.where(masks, absent, x)
        for mask, score in zip(masks, part.score(moved), strict=True):
            drop = (clean - score).reshape(-1, *[1] * (x.ndim - 1))
            total = total + torch.where(mask, drop, 0)
            covers = covers + mask
    return total if overlap == "sum" else total / covers
