"""DeepLIFT."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn

from lrpfx import composites
from lrpfx.errors import ParameterError
from lrpfx.explanation import Explanation
from lrpfx.method import Explains, Method
from lrpfx.methods.lrp import lrp
from lrpfx.perturb.baseline import Baseline, baseline_for
from lrpfx.perturb.inputs import inputs_of
from lrpfx.registry import lookup
from lrpfx.target import Target

RULES = {"rescale": "deep_lift", "reveal_cancel": "deep_lift_reveal_cancel"}
"""The composite of each rule."""


def deep_lift(
    model: nn.Module,
    x: Any,
    *,
    baseline: Baseline | list[Baseline] = 0.0,
    rule: str = "rescale",
    **options: Any,
) -> Method:
    """How much each difference of the input from a baseline makes of the difference of the output.

        R = (x - x₀) ⊙ m,   m the multipliers of `lrpfx.composites.deep_lift`;   Σ R = S(x) - S(x₀)

    One pass, with the model at the baseline beside the model at x. What rounding leaves of the sum is
    `explanation.info["convergence_delta"]`, (batch,): Σ R - (S(x) - S(x₀)). A target that is relevance has none.

    Args:
        baseline: x₀, as in `integrated_gradients`. A list holds several, over which relevance is averaged (DeepLIFT
            SHAP).
        rule: "rescale", or "reveal_cancel", which keeps positive and negative contributions apart.
        options: `output`, `start`, `record`, `mask`, `differentiable`, `optimize`, as in `lrpfx.compile`. Relevance of
            places is that of multipliers.

    Raises:
        NoRuleError: if the model holds an operator that differences do not go through, such as softmax.
        ParameterError: if a parameter is out of its range, or a baseline does not fit the input.

    Source: Shrikumar et al. 2017, "Learning Important Features Through Propagating Activation Differences"; several
    baselines: Lundberg and Lee 2017, "A Unified Approach to Interpreting Model Predictions".
    """
    if isinstance(baseline, list) and not baseline:
        raise ParameterError("method `deep_lift`: the list of baselines is empty")
    if "composite" in options:
        raise ParameterError(
            "the method `deep_lift` is a composite itself and takes no other; it takes a `rule`"
        )
    chosen = composites.get(lookup("rule of DeepLIFT", rule, RULES))
    inner = lrp(model, x, composite=chosen, **options)
    return Method("deep_lift", inner, _run, {"baseline": baseline})


def _run(explainer: Explains, x: Any, target: Target, *, baseline: Baseline | list[Baseline]) -> Explanation:
    several = baseline if isinstance(baseline, list) else [baseline]
    found = [_of_one(explainer, x, target, b) for b in several]
    first = found[0]
    if len(found) == 1:
        return first
    leaves = zip(*(_leaves(f.relevance) for f in found), strict=True)
    relevance = inputs_of(x).join([torch.stack(parts).mean(0) for parts in leaves])
    info = {name: torch.stack([f.info[name] for f in found]).mean(0) for name in first.info}
    return replace(first, relevance=relevance, info=info)


def _of_one(explainer: Any, x: Any, target: Target, baseline: Baseline) -> Explanation:
    """Relevance against one baseline."""
    inputs = inputs_of(x)
    starts = baseline_for(baseline, inputs)
    absent = inputs.rows([start[None] for start in starts])
    explained: Explanation = explainer(x, target=target, reference=absent)
    multipliers = dict(zip(_positions(inputs.leaves), _leaves(explained.relevance), strict=True))
    products = [
        (t - start) * multipliers[i] for i, t, start in zip(inputs.moved, inputs.tensors, starts, strict=True)
    ]
    relevance = inputs.join(inputs.in_moved(products, products[0].dtype))
    info = {}
    if explained.target is not None:
        total = torch.stack([p.flatten(1).sum(1) for p in products]).sum(0)
        difference = explained.output - explainer.predict(absent)
        info["convergence_delta"] = total - difference.gather(1, explained.target[:, None])[:, 0]
    return replace(explained, relevance=relevance, info=info)


def _positions(leaves: Sequence[Any]) -> list[int]:
    return [i for i, leaf in enumerate(leaves) if isinstance(leaf, Tensor)]


def _leaves(tree: Any) -> list[Tensor]:
    return [leaf for leaf in torch.utils._pytree.tree_leaves(tree) if isinstance(leaf, Tensor)]
