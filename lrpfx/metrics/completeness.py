"""Is all of the output explained?"""

import torch
from torch import Tensor

from lrpfx.method import Explains
from lrpfx.metrics.batch import batch_of, predicted, rows_at_once, tensor_of, working
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
    x = tensor_of(x)
    size = rows_at_once(explainer, None, max(1, len(x)), x, len(x), explained=relevance is None)
    with working(explainer, x) as each:
        batch = batch_of(explainer, x, target, relevance, each=each, size=size)
        R = batch.relevance if relevance is None else relevance.detach()
        outputs = batch.output
        if baseline is not None:
            absent = torch.as_tensor(baseline).to(x).expand_as(x).contiguous()
            outputs = outputs - predicted(explainer, absent, each, size)
        explained = outputs.gather(1, batch.classes[:, None])[:, 0]
        gap = (R.flatten(1).sum(1) - explained).abs()
    return Score("completeness gap", gap / explained.abs() if relative else gap)
