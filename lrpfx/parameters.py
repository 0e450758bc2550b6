"""The parameters of rules as hashable values, checked: what means the same in every rule has the same name."""

import math
from typing import Any

import torch

from lrpfx.errors import ParameterError
from lrpfx.given import Given
from lrpfx.graph import Attr
from lrpfx.stabilizer import Stabilizer, amount

Parameter = Attr | Stabilizer | Given
"""What a rule can be given: numbers, sequences of them, names, how denominators are stabilized, and tensors."""

AMOUNTS = ("epsilon", "gamma", "stabilizer", "alpha", "beta", "beta_smooth", "bias_factor", "tolerance")
"""Names of parameters that are numbers >= 0 in every rule."""

STABILIZERS = ("epsilon", "stabilizer")
"""Names of parameters that a `Stabilizer` may be given for."""

FEW = 64
"""A vector of so many numbers (one per channel) is still readable in a rule's name; more is a tensor."""

ZERO_PARAMS = ("bias", "weight")
"""What `zero_params` may name."""


def freeze(rule_name: str, name: str, value: object) -> Parameter:
    """A parameter as a hashable value: numbers stay, sequences become tuples, and so do short vectors.

    A longer array or tensor, and one of several axes, becomes a `Given`.

    Raises:
        ParameterError: if it is none of these, or out of its range.
    """
    if name in STABILIZERS and isinstance(value, Stabilizer):
        return value.epsilon if value.plain else value
    if name in AMOUNTS:
        return amount(f"rule `{rule_name}`", name, value.tolist() if hasattr(value, "tolist") else value)
    if name == "zero_params":
        return _zero_params(rule_name, value)
    if name == "activation" and isinstance(value, str):
        return value
    return _number(rule_name, name, value)


def _number(rule_name: str, name: str, value: Any) -> Attr | Given:
    """A number, a nested tuple of numbers, or a tensor."""
    if isinstance(value, float) and math.isnan(value):
        raise ParameterError(f"rule `{rule_name}`: {name} is NaN")
    if value is None or isinstance(value, bool | int | float):
        return value
    if hasattr(value, "tolist"):
        return _number(rule_name, name, value.tolist()) if _few(value) else _given(rule_name, name, value)
    if isinstance(value, list | tuple):
        return tuple(_number(rule_name, name, v) for v in value)  # type: ignore[misc]  # numbers in, numbers out
    raise ParameterError(
        f"rule `{rule_name}`: {name} must be a number or a sequence of numbers, not {type(value).__name__}"
    )


def _few(value: Any) -> bool:
    return len(value.shape) < 2 and math.prod(value.shape) <= FEW


def _given(rule_name: str, name: str, value: Any) -> Given:
    tensor = torch.as_tensor(value)
    if not tensor.is_floating_point():
        tensor = tensor.double()
    if bool(tensor.isnan().any()):
        raise ParameterError(f"rule `{rule_name}`: {name} holds NaN")
    return Given(tensor)


def _zero_params(rule_name: str, value: object) -> Attr:
    """None, one name, or a sorted tuple of names: the same set has one form, whatever its spelling."""
    names = [value] if isinstance(value, str) else [] if value is None else value
    if not isinstance(names, list | tuple | set | frozenset) or not all(n in ZERO_PARAMS for n in names):
        valid = " and ".join(f'"{n}"' for n in ZERO_PARAMS)
        raise ParameterError(
            f"rule `{rule_name}`: zero_params names parameters of the operator; it is {value!r}, and may be None,"
            f" or name {valid}"
        )
    unique = tuple(sorted(set(names)))
    return None if not unique else unique[0] if len(unique) == 1 else unique


def check_ranges(name: str, parameters: dict[str, Parameter]) -> None:
    """The parameters that mean the same in every rule: amounts are >= 0, α - β = 1, low <= high.

    Raises:
        ParameterError: if one is not.
    """
    alpha, beta = parameters.get("alpha"), parameters.get("beta")
    if isinstance(alpha, int | float) and isinstance(beta, int | float) and not math.isclose(alpha - beta, 1):
        raise ParameterError(f"rule `{name}`: alpha - beta must be 1, but alpha is {alpha} and beta {beta}")
    power = parameters.get("power", 1)
    if isinstance(power, int | float) and not 0 < power < math.inf:
        raise ParameterError(f"rule `{name}`: power must be a positive number, but is {power}")
    low, high = parameters.get("low"), parameters.get("high")
    if low is not None and high is not None and not _below(low, high):
        raise ParameterError(f"rule `{name}`: low must not exceed high, but they are {low} and {high}")


def _below(low: Parameter, high: Parameter) -> bool:
    """Whether low <= high; a sequence of numbers is one per channel, the second axis of anything larger."""
    bounds = [v.tensor if isinstance(v, Given) else torch.tensor(v, dtype=torch.float64) for v in (low, high)]
    rank = max(b.ndim for b in bounds)
    low_, high_ = (b.reshape(1, -1, *[1] * (rank - 2)) if b.ndim == 1 and rank > 1 else b for b in bounds)
    try:
        return bool((low_ <= high_).all())
    except RuntimeError:  # shapes that do not broadcast
        return False
