"""ViRelAy's ways to bring pictures to the size of a model's input."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]

BORDERS: dict[str, dict[str, Any]] = {
    "fill_zeros": {"mode": "constant", "constant_values": 0},
    "fill_ones": {"mode": "constant", "constant_values": 1},  # of 255, as in ViRelAy
    "edge_repeat": {"mode": "edge"},
    "mirror_edge": {"mode": "reflect"},
    "wrap_around": {"mode": "wrap"},
}


def resample(pixels: Pixels, height: int, width: int, up: str, down: str) -> Pixels:
    """Pixels (h, w, 3) as the model saw them: enlarged by `up` where a side is short, then reduced by `down`.

    For square inputs these are ViRelAy's pixels. For others it takes the height for the width when it pads and crops;
    here each side is compared with its own.
    """
    h, w = pixels.shape[:2]
    if (h < height or w < width) and up != "none":
        pixels = _resized(pixels, height, width) if up == "resize" else _padded(pixels, height, width, up)
    if (h > height or w > width) and down != "none":
        pixels = _resized(pixels, height, width) if down == "resize" else _cropped(pixels, height, width)
    return pixels


def resampled_size(h: int, w: int, height: int, width: int, up: str, down: str) -> tuple[int, int]:
    """Height and width that `resample` gives pixels of h x w."""
    shrunk = (h > height or w > width) and down != "none"
    if up == "resize" and (h < height or w < width):
        return height, width
    if up != "none":
        h, w = max(h, height), max(w, width)
    if not shrunk:
        return h, w
    return (height, width) if down == "resize" else (min(h, height), min(w, width))


def _resized(pixels: Pixels, height: int, width: int) -> Pixels:
    return np.asarray(Image.fromarray(pixels).resize((width, height)))


def _padded(pixels: Pixels, height: int, width: int, how: str) -> Pixels:
    margins = [max(0, wanted - have) for wanted, have in zip((height, width), pixels.shape[:2], strict=True)]
    around = [(-(-margin // 2), margin // 2) for margin in margins]  # the odd pixel goes before
    return np.pad(pixels, (*around, (0, 0)), **BORDERS[how])


def _cropped(pixels: Pixels, height: int, width: int) -> Pixels:
    top, left = (
        -(-max(0, have - wanted) // 2) for have, wanted in zip(pixels.shape[:2], (height, width), strict=True)
    )
    return pixels[top : top + height, left : left + width]
