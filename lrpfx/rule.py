"""What a rule is: a pure function `(op, x, params, R) -> R_x` with its parameters, as a printable value."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Concatenate, Generic, ParamSpec

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


@dataclass(frozen=True)
class RuleFactory(Generic[P]):
    """Makes `Rule`s: `gamma(gamma=0.25)`."""

    name: str
    function: Callable[..., Array]
    __doc__: str  # the rule's own documentation, shown by help()

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Rule:
        """The rule with these parameters.

        Raises:
            ParameterError: if a parameter is unknown, missing, or not a number or a sequence of numbers.
        """
        signature = inspect.signature(self.function)
        own = signature.replace(parameters=list(signature.parameters.values())[4:])
        try:
            bound = own.bind(*args, **kwargs)
        except TypeError as error:
            shown = ", ".join(str(p.replace(annotation=p.empty)) for p in own.parameters.values())
            raise ParameterError(f"rule `{self.name}({shown})`: {error}") from None
        bound.apply_defaults()
        return Rule(
            self.name, tuple((k, freeze(self.name, k, v)) for k, v in bound.arguments.items()), self.function
        )


def rule(function: Callable[Concatenate[Operator, Array, Params, Array, P], Array]) -> RuleFactory[P]:
    """Turn `f(op, x, params, R, **parameters) -> R_x` into a rule.

    >>> @rule
    ... def halve(op, x, params, R, factor=0.5):
    ...     \"\"\"R_x = factor · opᵀ(R).\"\"\"
    ...     return op.T(R, *params) * factor
    >>> halve(factor=0.25)
    Rule(name='halve', parameters=(('factor', 0.25),))
    """
    return RuleFactory(function.__name__, function, inspect.getdoc(function) or "")


def freeze(rule_name: str, name: str, value: object) -> Attr:
    """A parameter as a hashable value: numbers stay, sequences, arrays and tensors become nested tuples."""
    if value is None or isinstance(value, bool | int | str):
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
