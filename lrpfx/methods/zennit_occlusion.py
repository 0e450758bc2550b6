"""Occlusion as Zennit computes it, to compare with."""

from collections.abc import Mapping
from itertools import product
from typing import Any

import torch
from torch import Tensor, nn

from lrpfx.explanation import Explanation
from lrpfx.method import Explains, Method
from lrpfx.methods.lrp import predicting
from lrpfx.perturb.baseline import Baseline, baseline_for
from lrpfx.perturb.checks import at_least
from lrpfx.perturb.subject import Found, Subject, subject
from lrpfx.perturb.windows import Sizes, per_axis
from lrpfx.target import Target


def zennit_occlusion(
    explainer: Explains | nn.Module,
    x: Any = None,
    *,
    window: Sizes = 8,
    stride: Sizes = 8,
    baseline: Baseline = 0.0,
    batch_size: int = 32,
    **options: Any,
) -> Method:
    """What Zennit 1.0.0 calls occlusion: the score of a window alone, everything else put to a baseline.

        R_i = Σ over the windows w that hold value i of S(x inside w, x₀ outside)

    Windows slide over every axis, channels too, from every `stride`-th value on; one that reaches beyond the border
    goes on at the other side. No score is subtracted. Use `occlusion` for anything but a comparison.

    Args:
        window: a number: the size along every axis. Several: along each of the last axes, others are held as a whole.
        stride: from one window to the next, in the form of `window`.

    Other arguments and errors as in `occlusion`.
    """
    at_least("zennit_occlusion", batch_size=batch_size)
    parameters: Mapping[str, Any] = {
        "window": window, "stride": stride, "baseline": baseline, "batch_size": batch_size,
    }  # fmt: skip
    return Method("zennit_occlusion", predicting("zennit_occlusion", explainer, x, options), _run, parameters)


def _run(
    explainer: Explains,
    x: Any,
    target: Target,
    *,
    window: Sizes,
    stride: Sizes,
    baseline: Baseline,
    batch_size: int,
) -> Explanation:
    whole = subject(explainer, x, target, batch_size)

    def work(part: Subject, beside: tuple[Tensor, ...]) -> Found:
        found = [_slide(part, i, beside[i], window, stride) for i in range(len(beside))]
        return Found(part.inputs.in_moved(found, part.output.dtype))

    return whole.explained(x, work, baseline_for(baseline, whole.inputs))


def _slide(part: Subject, which: int, absent: Tensor, window: Sizes, stride: Sizes) -> Tensor:
    tensors = part.inputs.tensors
    x = tensors[which]
    shape = tuple(x.shape[1:])
    sizes, steps = per_axis("window", window, shape), per_axis("stride", stride, shape)
    root = torch.zeros((1, *shape), dtype=torch.bool, device=x.device)
    root[(slice(None), *(slice(size) for size in sizes))] = True
    offsets = list(product(*(range(0, n, step) for n, step in zip(shape, steps, strict=True))))
    total = torch.zeros_like(x)
    for chunk in part.chunks(len(offsets)):
        masks = torch.stack([root.roll(offsets[k], tuple(range(1, x.ndim))) for k in chunk])
        moved = [t[None].expand(len(chunk), *t.shape) for t in tensors]
        moved[which] = torch.where(masks, x, absent)
        for mask, score in zip(masks, part.score(moved), strict=True):
            total = total + torch.where(mask, score.reshape(-1, *[1] * (x.ndim - 1)), 0)
    return total
