"""Parameters of methods, checked when a method is made."""

import math
from typing import Any

from lrpfx.errors import ParameterError


def at_least(name: str, least: int = 1, **values: Any) -> None:
    """Refuse counts below `least`.

    Raises:
        ParameterError: if one is, or is no whole number.
    """
    for parameter, value in values.items():
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise ParameterError(
                f"method `{name}`: {parameter} must be a whole number >= {least}, not {value!r}"
            )


def within(name: str, low: float, high: float = float("inf"), **values: Any) -> None:
    """Refuse numbers outside [low, high].

    Raises:
        ParameterError: if one is, or is no number.
    """
    bounds = f">= {low:g}" if high == float("inf") else f"from {low:g} to {high:g}"
    for parameter, value in values.items():
        if not _real(value) or not low <= value <= high:
            raise ParameterError(f"method `{name}`: {parameter} must be a number {bounds}, not {value!r}")


def _real(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def one_of(name: str, valid: tuple[str, ...], **values: Any) -> None:
    """Refuse words that are not valid.

    Raises:
        ParameterError: listing the valid ones.
    """
    for parameter, value in values.items():
        if value not in valid:
            words = ", ".join(map(repr, valid))
            raise ParameterError(f"method `{name}`: {parameter}={value!r}; valid: {words}")


def some(name: str, **values: Any) -> None:
    """Refuse empty lists.

    Raises:
        ParameterError: if one is empty.
    """
    for parameter, value in values.items():
        if isinstance(value, list) and not value:
            raise ParameterError(f"method `{name}`: {parameter} is an empty list")
