"""Relevance -> pictures, as 8-bit palette images: the colour map can be changed afterwards."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lrpfx.colormaps import palette


def heatmap(relevance: NDArray[np.floating], cmap: str = "coldnhot", level: float = 1.0) -> Image.Image:
    """A picture of one map, (height, width), scaled symmetrically: index = 128 + round(127 R / max|R|).

    Zero relevance is index 128, the neutral colour of the signed maps.
    """
    top = float(np.abs(relevance).max(initial=0.0))
    scaled = relevance / top if top > 0 else np.zeros_like(relevance)
    index = (128 + np.round(127 * scaled)).astype(np.uint8)
    image = Image.fromarray(index)
    image.putpalette(palette(cmap, level).tobytes())
    return image


def grid(images: Sequence[Image.Image], gap: int = 2) -> Image.Image:
    """Pictures of one size side by side, about as many rows as columns, on white."""
    if len(images) == 1:
        return images[0]
    columns = math.ceil(math.sqrt(len(images)))
    width, height = images[0].size
    rows = math.ceil(len(images) / columns)
    sheet = Image.new("RGB", (columns * (width + gap) - gap, rows * (height + gap) - gap), "white")
    for i, image in enumerate(images):
        row, column = divmod(i, columns)
        sheet.paste(image.convert("RGB"), (column * (width + gap), row * (height + gap)))
    return sheet
