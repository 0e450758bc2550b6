"""The gradient."""

from typing import Any

from torch import nn

from lrpfx.explainer import Explainer
from lrpfx.methods.lrp import of_composite


def gradient(model: nn.Module, x: Any, **options: Any) -> Explainer:
    """The gradient of the output with respect to the input.

        R = ∂S/∂x,    S the output value of the target

    Args:
        options: `output`, `start`, `record`, `mask`, `differentiable`, as in `lrpfx.compile`.

    Source: Simonyan et al. 2014, "Deep Inside Convolutional Networks: Visualising Image Classification Models and
    Saliency Maps".
    """
    return of_composite("gradient", model, x, options)
