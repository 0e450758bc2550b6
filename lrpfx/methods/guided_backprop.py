"""Guided backpropagation."""

from typing import Any

from torch import nn

from lrpfx.explainer import Explainer
from lrpfx.methods.lrp import of_composite


def guided_backprop(model: nn.Module, x: Any, **options: Any) -> Explainer:
    """The gradient that goes through a ReLU where both its input and the gradient are positive.

        R_x = 1[x > 0] max(R, 0)     at every ReLU, the gradient elsewhere

    Arguments as in `gradient`.

    Source: Springenberg et al. 2015, "Striving for Simplicity: The All Convolutional Net".
    """
    return of_composite("guided_backprop", model, x, options)
