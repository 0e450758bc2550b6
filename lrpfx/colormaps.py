"""Colour maps for relevance, as tables of 256 colours.

A map is a few colour stops, linear in between: `"0:00f 80:fff ff:f00"` is blue at index 0, white at 0x80 = 128, red
at 0xff. Relevance is scaled to [-1, 1]; zero is index 128.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from lrpfx.registry import lookup

MAPS: dict[str, str] = {
    "gray": "00:000 ff:fff",
    "wred": "00:fff ff:f00",
    "wblue": "00:fff ff:00f",
    "hot": "00:000 55:f00 aa:ff0 ff:fff",
    "cold": "00:000 7f:00f ff:0ff",
    "coldnhot": "00:0ff 40:00f 80:000 aa:f00 d4:ff0 ff:fff",
    "bwr": "00:00f 80:fff ff:f00",
    "france": "00:0055a4 80:fff ff:ef4135",
    "seismic": "00:0000d0 80:d0d0d0 ff:d00000",
    "coolio": "00:00d0d0 80:d0d0d0 ff:d000d0",
    "coleus": "00:00d000 80:d0d0d0 ff:d000d0",
}


def names() -> tuple[str, ...]:
    """The names of all colour maps."""
    return tuple(MAPS)


@lru_cache(maxsize=64)
def _table(name: str, level: float) -> NDArray[np.uint8]:
    stops = [stop.split(":") for stop in lookup("colour map", name, MAPS).split()]
    at = [int(index, 16) / 255 for index, _ in stops]
    colours = np.array([_rgb(colour) for _, colour in stops]) / 255
    where = ((np.linspace(-1, 1, 256) * level + 1) / 2).clip(0, 1)
    channels = [np.interp(where, at, colours[:, c]) for c in range(3)]
    return (np.stack(channels, axis=1) * 255).round(12).astype(np.uint8)


def palette(name: str, level: float = 1.0) -> NDArray[np.uint8]:
    """The colours of a map, uint8 (256, 3).

    Args:
        level: contrast. 2 reaches the end colours at half the greatest relevance, 0.5 never reaches them.

    Raises:
        UnknownNameError: listing the valid names.
    """
    return _table(name, float(level)).copy()


def _rgb(colour: str) -> list[int]:
    digits = colour if len(colour) == 6 else "".join(c * 2 for c in colour)
    return [int(digits[i : i + 2], 16) for i in (0, 2, 4)]
