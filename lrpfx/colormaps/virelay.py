"""The colour maps of ViRelAy, as functions of relevance in [-1, 1].

Four are defined by ViRelAy (Anders et al. 2021); four are Matplotlib's, 256 colours that are looked up at (x + 1) / 2.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SignedMap:
    """A colour map defined on [-1, 1]: `colours` maps (...) to (..., 3), in [0, 1]."""

    colours: Callable[[Floats], Floats]

    def __call__(self, x: ArrayLike) -> NDArray[np.uint8]:
        """Colours of relevance in [-1, 1], which is clipped: (...) -> uint8 (..., 3)."""
        return (self.colours(np.asarray(x, dtype=float).clip(-1, 1)) * 255).astype(np.uint8)

    def palette(self, level: float = 1.0) -> NDArray[np.uint8]:
        """The 256 colours of the map, uint8 (256, 3): entry q is the colour of level (q - 128) / 127."""
        return self((np.arange(256) - 128) / 127 * level)


def _gray_red(x: Floats) -> Floats:
    """From grey g = 0.8:  R = g + x (1 - g), G = B = g - x g  for x > 0, and B with R exchanged below."""
    g, a = 0.8, np.abs(x)
    strong, weak = g + a * (1 - g), g - a * g
    return np.stack([np.where(x < 0, weak, strong), weak, np.where(x < 0, strong, weak)], axis=-1)


def _black_green(x: Floats) -> Floats:
    """G = x⁺, B = x⁻."""
    return np.stack([np.zeros_like(x), x.clip(min=0), (-x).clip(min=0)], axis=-1)


def _black_yellow(x: Floats) -> Floats:
    """R = G = x⁺, B = x⁻."""
    return np.stack([x.clip(min=0), x.clip(min=0), (-x).clip(min=0)], axis=-1)


def _black_fire_red(x: Floats) -> Floats:
    """R, G, B come up one after the other, on [0, ¼], [¼, ½] and [½, 1]; in the order B, G, R below zero."""
    a = np.abs(x)
    first, second, third = (a / 0.25).clip(0, 1), ((a - 0.25) / 0.25).clip(0, 1), ((a - 0.5) / 0.5).clip(0, 1)
    return np.stack([np.where(x < 0, third, first), second, np.where(x < 0, first, third)], axis=-1)


def _of_256(red: Floats, green: Floats, blue: Floats) -> SignedMap:
    """A map of Matplotlib's kind, a table of 256 colours: x has entry ⌊256 v⌋ of it, with v = (x + 1) / 2."""
    table = np.stack([red, green, blue], axis=-1)
    return SignedMap(lambda x: table[((x + 1) / 2 * 256).astype(int).clip(max=255)])


def _ramps(*stops: tuple[float, float]) -> Floats:
    """256 samples of the ramps between (v, intensity).

    In this order of operations, since what is cut to 8 bits afterwards depends on the last bit.
    """
    at, v = np.array(stops)[:, 0] * 255, np.linspace(0, 1, 256) * 255
    right = np.searchsorted(at, v).clip(1, len(at) - 1)
    weight = ((v - at[right - 1]) / (at[right] - at[right - 1])).clip(0, 1)
    low, high = np.array(stops)[right - 1, 1], np.array(stops)[right, 1]
    ramps: Floats = weight * (high - low) + low
    return ramps


MAPS = {
    "gray-red": SignedMap(_gray_red),
    "black-green": SignedMap(_black_green),
    "black-fire-red": SignedMap(_black_fire_red),
    "black-yellow": SignedMap(_black_yellow),
    "blue-white-red": _of_256(
        red=_ramps((0, 0), (0.5, 1), (1, 1)),
        green=_ramps((0, 0), (0.5, 1), (1, 0)),
        blue=_ramps((0, 1), (0.5, 1), (1, 0)),
    ),
    "afm-hot": _of_256(*((2 * np.linspace(0, 1, 256) - k / 2).clip(0, 1) for k in range(3))),
    "jet": _of_256(
        red=_ramps((0, 0), (0.35, 0), (0.66, 1), (0.89, 1), (1, 0.5)),
        green=_ramps((0, 0), (0.125, 0), (0.375, 1), (0.64, 1), (0.91, 0), (1, 0)),
        blue=_ramps((0, 0.5), (0.11, 1), (0.34, 1), (0.65, 0), (1, 0)),
    ),
    "seismic": _of_256(
        red=_ramps((0, 0), (0.25, 0), (0.5, 1), (0.75, 1), (1, 0.5)),
        green=_ramps((0, 0), (0.25, 0), (0.5, 1), (0.75, 0), (1, 0)),
        blue=_ramps((0, 0.3), (0.25, 1), (0.5, 1), (0.75, 0), (1, 0)),
    ),
}
