"""Saliency: how much, not which way."""

from dataclasses import replace
from typing import Any

from torch import Tensor, nn
from torch.utils import _pytree as pytree

from lrpfx.explanation import Explanation
from lrpfx.method import Explains, Method
from lrpfx.methods.lrp import over
from lrpfx.target import Target


def saliency(explainer: Explains | nn.Module, x: Any = None, **options: Any) -> Method:
    """The size of a relevance; of a model, of its gradient.

        R = |∂S/∂x|

    Args:
        explainer: an explainer; or a model, with an example input `x` and the options of `lrpfx.compile`.

    Source: Simonyan et al. 2014, "Deep Inside Convolutional Networks: Visualising Image Classification Models and
    Saliency Maps", section 3 (there the maximum over channels is drawn).
    """
    return Method("saliency", over("saliency", explainer, x, options), _run, {})


def _run(explainer: Explains, x: Any, target: Target) -> Explanation:
    explained = explainer(x, target=target)
    return replace(explained, relevance=pytree.tree_map_only(Tensor, Tensor.abs, explained.relevance))
