"""What a rule is: a pure function `(op, x, params, R) -> R_x` with its parameters, as a printable value."""

import importlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Concatenate, ParamSpec

from torch import Tensor

from lrpfx.errors import ParameterError
from lrpfx.given import Given
from lrpfx.operator import Operator
from lrpfx.parameters import Parameter, check_ranges, freeze
from lrpfx.values import Array

P = ParamSpec("P")
Params = tuple[Array | None, ...]
"""The other arguments of the operator: weight and bias of a convolution, the other summand of a sum."""


@dataclass(frozen=True)
class Rule:
    """A rule with its parameters chosen. Call it on an operator, on tensors or on symbolic values."""

    name: str
    parameters: tuple[tuple[str, Parameter], ...]
    function: Callable[..., Array] = field(repr=False)

    def __call__(self, op: Operator, x: Array, params: Params, R: Array) -> Array:
        """Relevance of `x`, shaped like `x`, from the relevance `R` of `op(x, *params)`."""
        given = {k: v.beside(R) if isinstance(v, Given) else v for k, v in self.parameters}
        return self.function(op, x, params, R, **given)

    @property
    def tensors(self) -> dict[str, Tensor]:
        """Its tensors, by the names that they have as parameters of a relevance graph."""
        return {v.var.name: v.tensor for _, v in self.parameters if isinstance(v, Given)}

    def __reduce__(self) -> tuple[Any, ...]:
        """By the name of the function that makes it, so that it can be sent to another process."""
        parameters = {k: v.tensor if isinstance(v, Given) else v for k, v in self.parameters}
        return _made, (self.function.__module__, self.function.__qualname__, parameters)

    def __deepcopy__(self, memo: dict[int, Any]) -> "Rule":
        return self  # a value: there is nothing to keep apart

    def __str__(self) -> str:
        shown = [(k, v) for k, v in self.parameters if k not in _OFF or v != _OFF[k]]
        return f"{self.name}({', '.join(f'{k}={_text(v)}' for k, v in shown)})"


def _made(module: str, name: str, parameters: dict[str, Any]) -> "Rule":
    made: Rule = attrgetter(name)(importlib.import_module(module))(**parameters)
    return made


_OFF: dict[str, Parameter] = {"zero_params": None, "bias_factor": 0.0}
"""Options that a rule's name leaves out while they are off."""


def _text(value: Parameter) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


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
        check_ranges(name, dict(parameters))
        return Rule(name, parameters, function)

    make.__name__, make.__qualname__, make.__module__ = name, function.__qualname__, function.__module__
    make.__doc__ = inspect.getdoc(function)
    make.__signature__ = own.replace(return_annotation=Rule)  # type: ignore[attr-defined]  # what help() shows
    return make


def _parameters(function: Callable[..., Array]) -> inspect.Signature:
    """The signature behind (op, x, params, R)."""
    signature = inspect.signature(function)
    return signature.replace(parameters=list(signature.parameters.values())[4:])
