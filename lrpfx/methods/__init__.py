"""The methods. One file each; a new file in this folder is a new method.

A method is a function that returns an explainer, which is called as `explainer(x, target=...)`. It takes a model and an
example input; and most methods, all that go over explanations or outputs of another, take an explainer in their place,
so they compose:

    smoothgrad(model, x, samples=50)                        of the gradient
    smoothgrad(lrp(model, x, composite="epsilon_plus"))     of anything
    integrated_gradients(smoothgrad(model, x), steps=10)
"""

import inspect
from collections.abc import Callable
from functools import partial
from types import FunctionType
from typing import Any

from torch import nn

from lrpfx.composite import Composite
from lrpfx.errors import ParameterError, UnknownNameError
from lrpfx.method import Explains, Method
from lrpfx.methods.lrp import lrp as _lrp
from lrpfx.registry import lookup, scan

Make = Callable[..., Explains]
"""make(model, x, **options) -> explainer"""

REGISTRY: dict[str, Make] = scan(__name__, __path__, FunctionType)
globals().update(REGISTRY)


def names() -> tuple[str, ...]:
    """The names of all methods."""
    return tuple(sorted(REGISTRY))


def get(name: str, **parameters: Any) -> Make:
    """The method called `name`, with these parameters: a function of a model and an example input.

    >>> from lrpfx import methods
    >>> smooth = methods.get("smoothgrad", samples=50)          # smooth(model, x)(x, target=3)

    Raises:
        UnknownNameError: if there is none; the message lists the valid names.
        ParameterError: if it does not take these parameters; the message lists those that it takes.
    """
    make: Make = lookup("method", name, REGISTRY)
    taken = _parameters(make)
    unknown = [p for p in parameters if p not in taken]
    if taken and unknown:
        raise ParameterError(f"method `{name}` takes no `{unknown[0]}`; it takes {', '.join(taken)}")
    return partial(make, **parameters) if parameters else make


def build(
    model: nn.Module,
    x: Any,
    *,
    method: str | Make = "lrp",
    composite: str | Composite | None = None,
    **options: Any,
) -> Explains:
    """The explainer of a method, for `lrpfx.explain` and `lrpfx.compile`.

    Args:
        method: a name, or a function of a model and an example input, such as
            `functools.partial(lrpfx.methods.smoothgrad, samples=50)` or `lrpfx.methods.get("smoothgrad", samples=50)`.
        composite: what the method goes over. None: its own: "epsilon_plus_flat" for `lrp`, the gradient for others.
        options: of the method, and those of `lrpfx.compile`.

    Raises:
        UnknownNameError: if no method has this name.
        ParameterError: if the method takes no composite, or not these options, or needs another one.
    """
    if not isinstance(method, str) and not callable(method):
        raise UnknownNameError(
            f"the method is a {type(method).__name__}; give a name ({', '.join(names())}), or a function of a model and"
            " an example input"
        )
    if composite is not None:
        options["composite"] = composite
    options = {name: value for name, value in options.items() if not _by_default(name, value)}
    if not isinstance(method, str):
        return method(model, x, **options)
    own = inspect.signature(lookup("method", method, REGISTRY)).parameters.values()
    missing = [
        p.name for p in own if p.kind is p.KEYWORD_ONLY and p.default is p.empty and p.name not in options
    ]
    if missing:
        example = f'lrpfx.methods.get("{method}", {missing[0]}=...)'
        raise ParameterError(f"method `{method}` needs `{missing[0]}`: give `{example}` as the method")
    return get(method, **options)(model, x)


def _by_default(name: str, value: Any) -> bool:
    """Whether an option of `lrp` is what it is without being given: methods that do not take it need not know it."""
    default = inspect.signature(_lrp).parameters.get(name)
    simple = value is None or isinstance(value, bool | tuple)
    return default is not None and simple and value == default.default


def _parameters(make: Make) -> tuple[str, ...]:
    """The names of the parameters that a method takes beside the model and the example input; none: any."""
    named, open_ = _keywords(make)
    if open_ == "options":  # those of `lrp`
        named, open_ = (*named, *_keywords(_lrp)[0]), ""
    return () if open_ else tuple(dict.fromkeys(named))


def _keywords(make: Make) -> tuple[tuple[str, ...], str]:
    """The keyword-only parameters of a function, and the name under which it takes any others."""
    own = inspect.signature(make).parameters.values()
    others = [p.name for p in own if p.kind is p.VAR_KEYWORD]
    return tuple(p.name for p in own if p.kind is p.KEYWORD_ONLY), others[0] if others else ""


__all__ = ["Explains", "Make", "Method", "build", "get", "names", *REGISTRY]  # noqa: PLE0604, the names are those of the files
