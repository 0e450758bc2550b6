"""Is all of the output explained?"""

import torch
from torch import Tensor

from lrpfx.errors import InputError
from lrpfx.method import Explains
from lrpfx.metrics.batch import batch_of
from lrpfx.metrics.score import Score
from lrpfx.target import Target


def completeness(
    explainer: Explains,
    x: Tensor,
    *,
    target: Target = None,
    relevance: Tensor | None = None,
    baseline: Tensor | float | None = None,
    relative: bool = True,
) -> Score:
    """What relevance misses of the output.

        C = |Σ R - (f_t(x) - f_t(x'))| / |f_t(x) - f_t(x')|            f_t(x') = 0 without a baseline

    0 for a method that is complete. For LRP there is no baseline; what is missing is in the ledger,
    `explanation.ledger()`, by cause. For integrated gradients and DeepLIFT it is the method's baseline.

    Args:
        explainer, x, target, relevance: as in `pixel_flipping`.
        baseline: x', a number or what broadcasts to x.
        relative: whether the gap is divided by the output.

    Source: Sundararajan et al. 2017, "Axiomatic Attribution for Deep Networks", proposition 1.
    """
    batch = batch_of(explainer, x, target, relevance)
    if batch.relevance.shape != x.shape:
        raise InputError(f"relevance has shape {tuple(batch.relevance.shape)}, the input {tuple(x.shape)}")
    R = relevance if relevance is not None else batch.relevance
    explained = explainer.predict(x).gather(1, batch.classes[:, None])[:, 0]
    if baseline is not None:
        absent = torch.as_tensor(baseline).to(x).expand_as(x).contiguous()
        explained = explained - explainer.predict(absent).gather(1, batch.classes[:, None])[:, 0]
    gap = (R.flatten(1).sum(1) - explained).abs()
    return Score("completeness gap", gap / explained.abs() if relative else gap)
