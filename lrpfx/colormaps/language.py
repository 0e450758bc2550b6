"""Zennit's language of colour maps: colours in a row, some of them at a given place.

"000,f00,fff"            black, red, white, evenly spaced
"00f,80:fff,f00"         blue, white at 0x80 = 128, red
"20:0055a4,c0:ef4135"    one colour up to 0x20, another from 0xc0 on, a ramp in between

map   = stop ("," stop)+
stop  = [index ":"] colour
index = 2 hexadecimal digits, 00 to ff, or 1 that counts twice
colour = 6 hexadecimal digits, red, green, blue, or 3 that count twice
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lrpfx.errors import ColorMapError

_STOP = re.compile(
    r"\s*(?:(?P<index>[0-9a-f]{1,2})\s*:\s*)?(?P<colour>[0-9a-f]{6}|[0-9a-f]{3})\s*", re.IGNORECASE
)


@dataclass(frozen=True)
class ColorMap:
    """A colour map defined by text: `ColorMap("000,f00,ff0,fff")`.

    Colours lie at indices 0 to 255, with linear ramps between them. The first is at 0 and the last at 255, unless
    they say otherwise; those without an index are spaced evenly between their neighbours, rounded down. At an index
    that is given twice the map jumps, to the later colour.

    Raises:
        ColorMapError: if the text cannot be read, has fewer than two colours, or its indices decrease; it says where.

    Source: the language is Zennit's (Anders et al. 2021).
    """

    source: str
    stops: tuple[tuple[int, tuple[int, int, int]], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        read = _read(self.source)
        places = _places(self.source, [index for index, _ in read])
        object.__setattr__(self, "stops", tuple(zip(places, (c for _, c in read), strict=True)))

    def __call__(self, v: ArrayLike) -> NDArray[np.float64]:
        """Colours of values in [0, 1], which are clipped: (...) -> (..., 3), in [0, 1]."""
        at = np.asarray(v, dtype=float).clip(0, 1) * 255
        places = np.array([index for index, _ in self.stops], dtype=float)
        colours = np.array([colour for _, colour in self.stops], dtype=float)
        right = np.searchsorted(places, at, side="right").clip(1, len(places) - 1)
        left = right - 1
        width = places[right] - places[left]
        ramp = ((at - places[left]) / np.where(width > 0, width, 1)).clip(0, 1)
        weight = np.where(width > 0, ramp, at >= places[right])[..., None]
        mixed: NDArray[np.float64] = (colours[left] * (1 - weight) + colours[right] * weight) / 255
        return mixed

    def palette(self, level: float = 1.0) -> NDArray[np.uint8]:
        """The 256 colours of the map, uint8 (256, 3), as Zennit computes them.

        entry q = map((level (2q / 255 - 1) + 1) / 2), cut to 8 bits
        """
        v = (np.linspace(-1, 1, 256) * level + 1) / 2
        return (self(v) * 255).round(12).astype(np.uint8)


def _read(source: str) -> list[tuple[int | None, tuple[int, int, int]]]:
    stops: list[tuple[int | None, tuple[int, int, int]]] = []
    start = 0
    for part in source.split(","):
        match = _STOP.fullmatch(part)
        if match is None:
            raise _error(
                source, start, f"`{part.strip()}` is no colour",
                "write 3 or 6 hexadecimal digits, after an index of 1 or 2 and a colon if need be: `f00`, `80:f80`",
            )  # fmt: skip
        index = match["index"]
        stops.append((None if index is None else int(_doubled(index, 1), 16), _rgb(match["colour"])))
        start += len(part) + 1
    if len(stops) < 2:
        raise _error(
            source, 0, "there is one colour", "give two or more, with commas between them: `000,fff`"
        )
    return stops


def _places(source: str, given: list[int | None]) -> list[int]:
    """An index for every stop:  i_k = i_a + ⌊(k - a)(i_b - i_a) / (b - a)⌋  between the next a and b that have one."""
    known = {k: index for k, index in enumerate(given) if index is not None}
    known = {0: 0} | known if 0 not in known else known
    known.setdefault(len(given) - 1, 255)
    known = dict(sorted(known.items()))
    for (a, low), (b, high) in pairwise(known.items()):
        if high < low:
            start = len(",".join(source.split(",")[:b])) + 1
            raise _error(
                source,
                start,
                f"index {high:02x} follows {low:02x}",
                f"let the indices increase (stop {a + 1})",
            )
    spread = [0] * len(given)
    for (a, low), (b, high) in pairwise(known.items()):
        for k in range(a, b + 1):
            spread[k] = low + (k - a) * (high - low) // (b - a)
    return spread


def _rgb(colour: str) -> tuple[int, int, int]:
    r, g, b = (int(_doubled(colour, 3)[i : i + 2], 16) for i in (0, 2, 4))
    return r, g, b


def _doubled(digits: str, short: int) -> str:
    return "".join(digit * 2 for digit in digits) if len(digits) == short else digits


def _error(source: str, start: int, fact: str, mend: str) -> ColorMapError:
    return ColorMapError(f"colour map {source!r}, character {start + 1}: {fact}; {mend}")
