"""Layer-wise relevance propagation: the explainer that other methods are made from."""

import sys
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from torch import nn

from lrpfx import composites
from lrpfx.composite import Composite
from lrpfx.condition import Conditions, joined
from lrpfx.errors import ParameterError, UnknownNameError
from lrpfx.explainer import Explainer, build
from lrpfx.masks import Mask
from lrpfx.method import Explains
from lrpfx.optimize import Switch
from lrpfx.optimize import chosen as named
from lrpfx.options import Options
from lrpfx.trace import Output


def lrp(
    model: nn.Module,
    x: Any,
    *,
    composite: str | Composite = "epsilon_plus_flat",
    output: Output = None,
    start: str | None = None,
    record: Iterable[str] = (),
    mask: Mapping[str, Mask] | None = None,
    condition: Conditions = None,
    differentiable: bool = False,
    optimize: Switch = True,
) -> Explainer:
    """Relevance by a composite: one relevance graph, traced once for inputs like `x`.

    Arguments and errors as in `lrpfx.compile`; what suits vision transformers and the like, `lrpfx.explain` says.

    Source: Bach et al. 2015, "On Pixel-Wise Explanations for Non-Linear Classifier Decisions by Layer-Wise Relevance
    Propagation".
    """
    chosen = composites.get(composite) if isinstance(composite, str) else composite
    if not isinstance(chosen, Composite):
        raise UnknownNameError(
            f"the composite is a {type(chosen).__name__}; give a name ({', '.join(composites.names())}), or what a"
            " function of lrpfx.composites returns"
        )
    _warn_of_training(model)
    passes = optimize if isinstance(optimize, bool) else named(optimize)
    places = (record,) if isinstance(record, str) else tuple(record)
    options = Options(
        chosen, passes, output, start, places, tuple(mask or {}), differentiable, joined(condition)
    )
    return build(model, x, options, mask)


def _warn_of_training(model: object) -> None:
    """A model in training mode, or a part that behaves otherwise in it, is explained as in evaluation mode."""
    if not isinstance(model, nn.Module):
        return
    parts = [
        name for name, module in model.named_modules() if module.training and not list(module.children())
    ]
    if model.training or parts:
        what = type(model).__name__ if model.training else f"{type(model).__name__}'s module `{parts[0]}`"
        warnings.warn(
            f"{what} is in training mode; it is explained as in evaluation mode, and left as it is",
            stacklevel=_frames_inside() + 1,
        )


def _frames_inside() -> int:
    """How many frames up from the caller's the user's code is: the package's own are no place for a warning."""
    frame, count = sys._getframe(1), 1
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        frame, count = frame.f_back, count + 1
    return count - 1


_PACKAGE = str(Path(__file__).parents[1])


def of_composite(name: str, model: nn.Module, x: Any, options: Mapping[str, Any]) -> Explainer:
    """The explainer of a method that is a composite."""
    if "composite" in options:
        raise ParameterError(
            f"the method `{name}` is a composite itself and takes no other: it is `lrp` that takes one, or a method"
            " over explainers, such as `smoothgrad(lrp(model, x, composite=...))`"
        )
    return lrp(model, x, composite=name, **options)


def over(name: str, explainer: Explains | nn.Module, x: Any, options: Mapping[str, Any]) -> Explains:
    """The explainer that a method goes over: the one that is given; or of a model, its gradient.

    Raises:
        ParameterError: if a model comes without an example input, or an explainer with one.
    """
    if isinstance(explainer, nn.Module):
        if x is None:
            raise ParameterError(f"`{name}` of a model needs an example of its input: `{name}(model, x)`")
        return lrp(explainer, x, **{"composite": "gradient", **options})
    if x is not None or options:
        what = "an example input" if x is not None else f"`{next(iter(options))}`"
        raise ParameterError(
            f"`{name}` of an explainer takes no {what.removeprefix('an ')}: what the explainer was compiled for holds;"
            f" `{name}` of a model does"
        )
    if not hasattr(explainer, "predict"):
        raise ParameterError(
            f"`{name}` goes over a model or an explainer, not a {type(explainer).__name__}: give what `lrpfx.compile`"
            " or a function of lrpfx.methods returns"
        )
    return explainer


def predicting(name: str, explainer: Explains | nn.Module, x: Any, options: Mapping[str, Any]) -> Explains:
    """The same for a method that asks for predictions alone: no time goes into relevance."""
    return over(
        name, explainer, x, {"optimize": False, **options} if isinstance(explainer, nn.Module) else options
    )
