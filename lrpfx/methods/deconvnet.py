"""Deconvolution."""

from typing import Any

from torch import nn

from lrpfx.explainer import Explainer
from lrpfx.methods.lrp import of_composite


def deconvnet(model: nn.Module, x: Any, **options: Any) -> Explainer:
    """The gradient that goes through a ReLU where it is positive, whatever the input of the ReLU.

        R_x = max(R, 0)     at every ReLU, the gradient elsewhere

    Arguments as in `gradient`.

    Source: Zeiler and Fergus 2014, "Visualizing and Understanding Convolutional Networks".
    """
    return of_composite("deconvnet", model, x, options)
