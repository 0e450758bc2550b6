"""What a rule is: a pure function `(op, x, params, R) -> R_x` with its parameters, as a printable value."""

import inspect
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Concatenate, ParamSpec

from lrpfx.errors import ParameterError
from lrpfx.graph import Attr
from lrpfx.operator import Operator
from lrpfx.values import Array

P = ParamSpec("P")
Params = tuple[Array | None, ...]
"""The other arguments of the operator: weight and bias of a convolution, the other summand of a sum."""


@dataclass(frozen=True)
class Rule:
    """A rule with its parameters chosen. Call it on an operator, on tensors or on symbolic values."""

    name: str
    parameters: tuple[tuple[str, Attr], ...]
    function: Callable[..., Array] = field(repr=False)

    def __call__(self, op: Operator, x: Array, params: Params, R: Array) -> Array:
        """Relevance of `x`, shaped like `x`, from the relevance `R` of `op(x, *params)`."""
        return self.function(op, x, params, R, **dict(self.parameters))

    def __str__(self) -> str:
        shown = (f"{k}={v:g}" if isinstance(v, float) else f"{k}={v}" for k, v in self.parameters)
        return f"{self.name}({', '.join(shown)})"


def rule(function: Callable[Concatenate[Operator, Array, Params, Array, P], Array]) -> Callable[P, Rule]:
    """Turn `f(op, x, params, R, **parameters) -> R_x` into a function of the parameters that makes a `Rule`.

    >>> @rule
    ... def halve(op, x, params, R, factor=0.5):
    ...     \"\"\"R_x = factor · opᵀ(R).\"\"\"
    ...     return op.T(R, *params) * factor
    >>> print(halve(factor=0.25))
    halve(factor=0.25)

    Raises (when called):
        ParameterError: if a parameter is unknown, missing, or not a number or a sequence of numbers.
    """
    name = function.__name__
    own = _parameters(function)

    def make(*args: P.args, **kwargs: P.kwargs) -> Rule:
        try:
            bound = own.bind(*args, **kwargs)
        except TypeError as error:
            shown = ", ".join(str(p.replace(annotation=p.empty)) for p in own.parameters.values())
            raise ParameterError(f"rule `{name}({shown})`: {error}") from None
        bound.apply_defaults()
        parameters = tuple((k, freeze(name, k, v)) for k, v in bound.arguments.items())
        _check_ranges(name, dict(parameters))
        return Rule(name, parameters, function)

    make.__name__, make.__qualname__, make.__module__ = name, function.__qualname__, function.__module__
    make.__doc__ = inspect.getdoc(function)
    make.__signature__ = own.replace(return_annotation=Rule)  # type: ignore[attr-defined]  # what help() shows
    return make


def _parameters(function: Callable[..., Array]) -> inspect.Signature:
    """The signature behind (op, x, params, R)."""
    signature = inspect.signature(function)
    return signature.replace(parameters=list(signature.parameters.values())[4:])


def _check_ranges(name: str, parameters: dict[str, Attr]) -> None:
    """The parameters that mean the same in every rule: amounts are >= 0, α - β = 1, low <= high.

    Raises:
        ParameterError: if one is not.
    """
    for key in ("epsilon", "gamma", "stabilizer", "alpha", "beta"):
        value = parameters.get(key, 0)
        if isinstance(value, int | float) and value < 0:
            raise ParameterError(f"rule `{name}`: {key} must not be negative, but is {value}")
    alpha, beta = parameters.get("alpha"), parameters.get("beta")
    if isinstance(alpha, int | float) and isinstance(beta, int | float) and not math.isclose(alpha - beta, 1):
        raise ParameterError(f"rule `{name}`: alpha - beta must be 1, but alpha is {alpha} and beta {beta}")
    low, high = parameters.get("low"), parameters.get("high")
    if low is not None and high is not None and not _below(low, high):
        raise ParameterError(f"rule `{name}`: low must not exceed high, but they are {low} and {high}")


def _below(low: Attr, high: Attr) -> bool:
    if isinstance(low, tuple) and isinstance(high, tuple):
        return len(low) == len(high) and all(_below(a, b) for a, b in zip(low, high, strict=True))
    if isinstance(low, tuple):
        return all(_below(a, high) for a in low)
    if isinstance(high, tuple):
        return all(_below(low, b) for b in high)
    return low <= high  # type: ignore[operator]  # numbers, or the comparison says what they are not


def freeze(rule_name: str, name: str, value: object) -> Attr:
    """A parameter as a hashable value: numbers stay, sequences, arrays and tensors become nested tuples."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        if value != value:  # noqa: PLR0124, NaN is the number that differs from itself
            raise ParameterError(f"rule `{rule_name}`: {name} is NaN")
        return value
    if hasattr(value, "tolist"):
        return freeze(rule_name, name, value.tolist())
    if isinstance(value, list | tuple):
        return tuple(freeze(rule_name, name, v) for v in value)
    raise ParameterError(
        f"rule `{rule_name}`: {name} must be a number or a sequence of numbers, not {type(value).__name__}"
    )
