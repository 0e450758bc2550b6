"""What is shown, and how."""

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lrpfx.heatmap import Cmap
from lrpfx.overlay import OPACITY

Floats = NDArray[np.float64]
Scale = Literal["sample", "shared"]

POSITIVE, NEGATIVE = "217,72,65", "59,125,216"
"""Red speaks for the target and blue against it: on light and on dark paper, and for colour-blind eyes."""


@dataclass(frozen=True, eq=False)
class Part:
    """One tensor of the input and its relevance, (batch, ...); `name` is empty where there is only one."""

    name: str
    input: NDArray[Any]
    relevance: Floats


@dataclass(frozen=True, eq=False)
class Look:
    """How explanations are drawn; see `Explanation.show`."""

    cmap: Cmap = "coldnhot"
    level: float = 1.0
    scale: Scale = "sample"
    opacity: float = OPACITY
    mean: ArrayLike | None = None
    std: ArrayLike | None = None
    tokens: Callable[[int], str] | Sequence[Sequence[str]] | None = field(default=None, repr=False)
    features: Sequence[str] | None = None
    classes: Sequence[str] | None = None


def number(value: float, sign: bool = False) -> str:
    """Three digits or more, with a minus that is as wide as a plus."""
    value = value or 0.0  # no negative zero
    digits = ".0f" if 1000 <= abs(value) < 1e6 else ".2e" if 0 < abs(value) < 0.01 else ".3g"
    mantissa, e, exponent = f"{value:{'+' if sign and value else ''}{digits}}".partition("e")
    return (mantissa + (f"e{int(exponent)}" if e else "")).replace("-", "−")


def text(value: object) -> str:
    """Escaped for HTML."""
    return html.escape(str(value))
