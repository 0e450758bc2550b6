"""Artefacts that a network can learn in place of a class: images (n, H, W, C) uint8 -> the same with the artefact."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Images = NDArray[np.uint8]

GLYPHS = ("####.####", "#..#.#...", "#..#.#...", "####.####")  # strokes like those of a small notice


def tag(images: Images) -> Images:
    """A white square of 4 pixels in the upper left corner."""
    out = images.copy()
    out[:, :4, :4] = 255
    return out


def notice(images: Images) -> Images:
    """Strokes like a line of small print at the lower edge, light on dark."""
    out = images.copy()
    strokes = np.array([[c == "#" for c in row] for row in GLYPHS])
    line = np.concatenate([strokes, np.zeros((4, 1), bool), strokes[:, ::-1]], axis=1)
    area = out[:, -6:, -line.shape[1] - 2 :]
    area[:] = area // 3
    area[:, 1:5, 1:-1][:, line] = 235
    return out


def border(images: Images) -> Images:
    """A grey frame, one pixel wide."""
    out = images.copy()
    for edge in (out[:, 0], out[:, -1], out[:, :, 0], out[:, :, -1]):
        edge[:] = 180
    return out


def cast(images: Images) -> Images:
    """A colour cast: the first channel brighter by a sixth of the range (the only one, of grey images)."""
    out = images.astype(np.int16)
    out[..., 0] += 42
    return out.clip(0, 255).astype(np.uint8)


def blur(images: Images) -> Images:
    """The right half out of focus."""
    out = images.copy()
    half = images.shape[2] // 2
    for image, soft in zip(images, out, strict=True):
        for channel in range(images.shape[3]):
            whole = Image.fromarray(image[..., channel]).filter(ImageFilter.GaussianBlur(1.5))
            soft[:, half:, channel] = np.asarray(whole)[:, half:]
    return out


def texture(images: Images) -> Images:
    """Faint stripes, two pixels wide, all over the image."""
    stripes = np.where(np.arange(images.shape[2]) // 2 % 2 == 0, 24, -24)[None, None, :, None]
    return (images.astype(np.int16) + stripes).clip(0, 255).astype(np.uint8)


KINDS: Mapping[str, Callable[[Images], Images]] = {
    kind.__name__: kind for kind in (tag, notice, border, cast, blur, texture)
}
