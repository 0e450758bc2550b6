"""Colours for clusters: distinct for every kind of colour vision, readable on white and on black, as many as needed.

Greedy farthest-point choice in OKLab (Ottosson, 2020), after Glasbey et al., "Colour displays for categorical
images" (2007), for normal, protan and deutan vision (Viénot, Brettel and Mollon, 1999).
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

NOISE = "#8c8c8c"
FIRST = ("0072b2", "e69f00", "009e73", "cc79a7", "56b4e9", "d55e00", "999933", "aa4499", "6b5bd2")
"""Readable on both pages, after Okabe and Ito (2008) and Tol (2021); the rest are chosen to be far from these."""

LIGHTNESS = (0.48, 0.78)  # OKLab; below it sinks into the dark page, above it into the light one
CHROMA = 0.07  # below it a colour is taken for the grey of noise

_LMS = np.array([[17.8824, 43.5161, 4.11935], [3.45565, 27.1554, 3.86714], [0.0299566, 0.184309, 1.46709]])
_PROTAN = np.array([[0, 2.02344, -2.52581], [0, 1, 0], [0, 0, 1]])
_DEUTAN = np.array([[1, 0, 0], [0.494207, 0, 1.24827], [0, 0, 1]])
_VISION = (np.eye(3), *(np.linalg.inv(_LMS) @ blind @ _LMS for blind in (_PROTAN, _DEUTAN)))

_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear(rgb: Floats) -> Floats:
    """sRGB in 0 .. 255 to linear light in 0 .. 1."""
    c = rgb / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def oklab(light: Floats) -> Floats:
    """Linear light (n, 3) to OKLab (n, 3)."""
    lab: Floats = np.cbrt(np.maximum(light @ _CONES.T, 0)) @ _LAB.T
    return lab


def distance(one: Floats, many: Floats) -> Floats:
    """OKLab distance of each of `many` colours to `one`: the mean of normal vision's and of the worst vision's.

    The least alone would spend most colours on shades of blue and yellow, the only hues that every eye tells apart.
    """
    seen = [np.linalg.norm(oklab(linear(many) @ v.T) - oklab(linear(one) @ v.T), axis=-1) for v in _VISION]
    nearness: Floats = (seen[0] + np.min(seen, axis=0)) / 2
    return nearness


@cache
def clusters(count: int = 48) -> tuple[str, ...]:
    """`count` colours as #rrggbb; the first of them are the farthest apart, and a longer list begins like a shorter."""
    steps = np.arange(0, 256, 12.75)
    candidates = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), -1).reshape(-1, 3)
    lab = oklab(linear(candidates))
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    candidates = candidates[(lab[:, 0] > LIGHTNESS[0]) & (lab[:, 0] < LIGHTNESS[1]) & (chroma > CHROMA)]
    chosen = [np.array([float(c) for c in bytes.fromhex(colour)]) for colour in FIRST]
    nearest = np.min([distance(colour, candidates) for colour in chosen], axis=0)
    while len(chosen) < count:
        chosen.append(candidates[int(np.argmax(nearest))])
        nearest = np.minimum(nearest, distance(chosen[-1], candidates))
    return tuple("#" + "".join(f"{int(c):02x}" for c in colour) for colour in chosen[:count])
