"""Grad-CAM."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from torch import Tensor, nn

from lrpfx.errors import InputError, ParameterError
from lrpfx.explanation import Explanation
from lrpfx.method import Explains, Method
from lrpfx.methods.lrp import over
from lrpfx.perturb.checks import one_of
from lrpfx.perturb.enlarge import Interpolation, enlarged
from lrpfx.target import Target


def grad_cam(
    explainer: Explains | nn.Module,
    x: Any = None,
    *,
    layer: str,
    relu: bool = True,
    interpolation: Interpolation = "linear",
    reshape: Callable[[Tensor], Tensor] | None = None,
    **options: Any,
) -> Method:
    """The channels of a layer, weighted by their mean relevance, as a map that is enlarged to the input.

        a_c = mean over space of R_c,   M = max(Σ_c a_c A_c, 0),   R = M enlarged, in equal shares for all channels

    A are the activations of the layer and R their relevance; of a model, their gradient. The sum of the relevance over
    the input's channels is M; M as it was before it was enlarged is `explanation.info["map"]`, (batch, ...).

    Args:
        explainer: an explainer that records the layer; or a model, with an example input `x` and the options of
            `lrpfx.compile`.
        layer: the path of a module, such as "layer4"; see `record` in `lrpfx.compile`.
        relu: whether what speaks against the target is dropped.
        interpolation: "linear" or "nearest".
        reshape: a function that brings activations to (batch, channels, ...), for layers that have another form, such
            as the tokens of a transformer.

    Raises:
        PlaceError: if there is no such layer.
        ParameterError: if the explainer does not record it.
        InputError: if the layer has no axes behind its channels, or not as many as the input.

    Source: Selvaraju et al. 2017, "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization",
    equations 1 and 2.
    """
    one_of("grad_cam", ("linear", "nearest"), interpolation=interpolation)
    if isinstance(explainer, nn.Module):
        recorded = options.get("record", ())
        recorded = (recorded,) if isinstance(recorded, str) else tuple(recorded)
        options["record"] = tuple(dict.fromkeys((*recorded, layer)))
    parameters: Mapping[str, Any] = {
        "layer": layer, "relu": relu, "interpolation": interpolation, "reshape": reshape,
    }  # fmt: skip
    return Method("grad_cam", over("grad_cam", explainer, x, options), _run, parameters)


def _run(
    explainer: Explains,
    x: Any,
    target: Target,
    *,
    layer: str,
    relu: bool,
    interpolation: Interpolation,
    reshape: Callable[[Tensor], Tensor] | None,
) -> Explanation:
    explained = explainer(x, target=target)
    if layer not in explained.layers:
        raise ParameterError(
            f"the explainer does not record `{layer}`: compile it with `record=[{layer!r}]`, or give the model"
        )
    at = explained.layers[layer]
    form = reshape or (lambda t: t)
    activation, relevance = form(at.activation), form(at.relevance)
    if not isinstance(x, Tensor) or activation.ndim < 3 or activation.ndim != x.ndim:
        shape = tuple(x.shape) if isinstance(x, Tensor) else type(x).__name__
        raise InputError(
            f"`{layer}` has shape {tuple(activation.shape)}, the input {shape}: the map of a layer (batch, channels,"
            " ...) is enlarged to an input with as many axes; `reshape` brings a layer to that form"
        )
    weights = relevance.mean(tuple(range(2, relevance.ndim)), keepdim=True)
    small = (weights * activation).sum(1, keepdim=True)
    small = small.clamp(min=0) if relu else small
    large = enlarged(small, tuple(x.shape[2:]), interpolation).expand_as(x) / x.shape[1]
    return replace(explained, relevance=large, info={**explained.info, "map": small[:, 0]})
