"""Excitation backpropagation."""

from typing import Any

from torch import nn

from lrpfx.explainer import Explainer
from lrpfx.methods.lrp import of_composite


def excitation_backprop(model: nn.Module, x: Any, **options: Any) -> Explainer:
    """The probability that a walk from the target along excitatory weights ends at an input value.

        R_x = x ⊙ wᵀ(R / (w⁺ x)), w⁺ = max(w, 0)     at operators with weights, the gradient elsewhere

    Arguments as in `gradient`.

    Source: Zhang et al. 2016, "Top-Down Neural Attention by Excitation Backprop".
    """
    return of_composite("excitation_backprop", model, x, options)
