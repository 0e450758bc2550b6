"""Guided Grad-CAM."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from torch import Tensor, nn

from lrpfx.explanation import Explanation
from lrpfx.method import Explains, Method
from lrpfx.methods.grad_cam import grad_cam
from lrpfx.methods.guided_backprop import guided_backprop
from lrpfx.perturb.enlarge import Interpolation
from lrpfx.target import Target


def guided_grad_cam(
    model: nn.Module,
    x: Any,
    *,
    layer: str,
    relu: bool = True,
    interpolation: Interpolation = "linear",
    reshape: Callable[[Tensor], Tensor] | None = None,
    **options: Any,
) -> Method:
    """Guided backpropagation times the map of Grad-CAM.

        R = R_guided ⊙ M enlarged

    Arguments and errors as in `grad_cam`, of a model.

    Source: Selvaraju et al. 2017, "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization",
    section 3.2.
    """
    guided = guided_backprop(model, x, **options)
    mapped = grad_cam(
        model, x, layer=layer, relu=relu, interpolation=interpolation, reshape=reshape, **options
    )
    return Method("guided_grad_cam", mapped, _run, {"guided": guided})


def _run(explainer: Explains, x: Any, target: Target, *, guided: Explains) -> Explanation:
    mapped = explainer(x, target=target)
    fine = guided(x, target=target)
    return replace(mapped, relevance=fine.relevance * mapped.relevance * x.shape[1])
