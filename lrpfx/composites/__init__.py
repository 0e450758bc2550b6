"""The composites. One file each; a new file in this folder is a new composite.

A composite is a function of its parameters that returns a `Composite`: a table from equations to rules.
"""

from collections.abc import Callable
from types import FunctionType
from typing import Any

from lrpfx.composite import (
    Composite,
    by_kind,
    by_module,
    by_operator,
    first,
    gated,
    over_positions,
    shifted,
    where,
    widened,
)
from lrpfx.errors import ParameterError
from lrpfx.registry import lookup, scan

REGISTRY: dict[str, Callable[..., Composite]] = scan(__name__, __path__, FunctionType)
globals().update(REGISTRY)


def names() -> tuple[str, ...]:
    """The names of all composites."""
    return tuple(sorted(REGISTRY))


def get(name: str, **parameters: Any) -> Composite:
    """The composite called `name` with these parameters.

    Raises:
        UnknownNameError: if there is none; the message lists the valid names.
        ParameterError: if it does not take these parameters.
    """
    make: Callable[..., Composite] = lookup("composite", name, REGISTRY)
    try:
        return make(**parameters)
    except TypeError as error:
        raise ParameterError(f"composite `{name}`: {error}") from None


__all__ = [  # noqa: PLE0604, the names are those of the files
    "Composite", "by_kind", "by_module", "by_operator", "first", "gated", "get", "names", "over_positions",
    "shifted", "where", "widened", *REGISTRY,
]  # fmt: skip
