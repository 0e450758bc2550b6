"""Is all of the output explained?"""

from torch import Tensor

from lrpfx.method import Explains
from lrpfx.metrics.batch import batch_of, predicted, relevance_of, rows_at_once, tensor_of, working
from lrpfx.metrics.score import Score
from lrpfx.perturb.baseline import Baseline, baseline_for
from lrpfx.perturb.inputs import inputs_of
from lrpfx.target import Target


def completeness(
    explainer: Explains,
    x: Tensor,
    *,
    target: Target = None,
    relevance: Tensor | None = None,
    baseline: Baseline = None,
    relative: bool = True,
) -> Score:
    """What relevance misses of the output.

        C = |Σ R - (f_t(x) - f_t(x'))| / |f_t(x) - f_t(x')|            f_t(x') = 0 without a baseline

    0 for a method that is complete. For LRP there is no baseline; what is missing is in the ledger,
    `explanation.ledger()`, by cause. For integrated gradients and DeepLIFT it is the method's baseline.

    Args:
        explainer, x, target, relevance: as in `pixel_flipping`.
        baseline: x', as in `pixel_flipping`.
        relative: whether the gap is divided by the output.

    Raises:
        ParameterError, InputError: if an argument does not fit.

    Source: Sundararajan et al. 2017, "Axiomatic Attribution for Deep Networks", proposition 1.
    """
    x = tensor_of(x)
    size = rows_at_once(explainer, None, max(1, len(x)), x, len(x), explained=relevance is None)
    with working(explainer, x) as each:
        batch = batch_of(explainer, x, target, relevance, each=each, size=size)
        R = batch.relevance if relevance is None else relevance_of(relevance).to(x)
        outputs = batch.output
        if baseline is not None:
            absent = baseline_for(baseline, inputs_of(x))[0].expand_as(x).contiguous()
            outputs = outputs - predicted(explainer, absent, each, size)
        explained = outputs.gather(1, batch.classes[:, None])[:, 0]
        gap = (R.flatten(1).sum(1) - explained).abs()
    return Score("completeness gap", gap / explained.abs() if relative else gap)
