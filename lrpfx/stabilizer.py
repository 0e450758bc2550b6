"""What pushes a denominator away from zero: a number ε, or a `Stabilizer` that says how."""

import math
from dataclasses import dataclass, fields
from typing import Any

from lrpfx.defaults import STABILIZER
from lrpfx.errors import ParameterError


@dataclass(frozen=True)
class Stabilizer:
    """How a denominator z is pushed away from zero. Every rule takes one where it takes the number ε.

        ε'   = ε √(mean z²)  with norm_scale, else ε
        s(z) = z + ε' sign(z),   or sign(z) max(|z|, ε')  with clip;   sign(0) = 1

    >>> from lrpfx import rules
    >>> print(rules.epsilon(Stabilizer(0.1, clip=True)))
    epsilon(epsilon=Stabilizer(epsilon=0.1, clip=True))

    Args:
        epsilon: ε, at least 0. 0 leaves z as it is, as LRP-0 does.
        clip: leave values alone that are further from zero than ε.
        norm_scale: measure ε in units of the root mean square of z.
        dim: the axes of that mean, one or several; None is all but the batch. With axis 0 samples depend on each other.

    Raises:
        ParameterError: if a field is out of its range.

    Source: Bach et al. 2015, "On Pixel-Wise Explanations", eq. 58; clip and norm_scale as in Anders et al. 2021,
    "Software for Dataset-wide XAI".
    """

    epsilon: float = STABILIZER
    clip: bool = False
    norm_scale: bool = False
    dim: int | tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "epsilon", amount("Stabilizer", "epsilon", self.epsilon))
        for name in ("clip", "norm_scale"):
            if not isinstance(getattr(self, name), bool):
                raise ParameterError(f"Stabilizer: {name} is True or False, not {getattr(self, name)!r}")
        given: Any = self.dim
        axes = tuple(given) if isinstance(given, list | tuple) else () if given is None else (given,)
        object.__setattr__(self, "dim", axes if isinstance(given, list) else given)
        if any(isinstance(axis, bool) or not isinstance(axis, int) for axis in axes):
            raise ParameterError(f"Stabilizer: dim is an axis, several or None, not {self.dim!r}")

    def __str__(self) -> str:
        shown = (f"{f.name}={_number(getattr(self, f.name))}" for f in fields(self) if self._says(f.name))
        return f"Stabilizer({', '.join(shown)})"

    def _says(self, name: str) -> bool:
        return name == "epsilon" or getattr(self, name) not in (False, None)

    @property
    def plain(self) -> bool:
        """Whether it says no more than the number ε does."""
        return not (self.clip or self.norm_scale)


def amount(owner: str, name: str, value: object) -> float:
    """A number >= 0.

    Raises:
        ParameterError: if `value` is something else.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ParameterError(f"{owner}: {name} must be a number, not {value!r} ({type(value).__name__})")
    if math.isnan(value):
        raise ParameterError(f"{owner}: {name} is NaN")
    if value < 0:
        raise ParameterError(f"{owner}: {name} must not be negative, but is {value}")
    return float(value)


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
