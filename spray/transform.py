"""From stored pixels to what a person sees and what a model sees.

    stored (h, w, c) --resize, crop--> display (H, W, c) --scale, normalise--> model input (c, H, W)

Resizing and cropping are those of torchvision's `Resize(size, antialias=True)` and `CenterCrop` on PIL
images; a crop larger than the image is an error here, where torchvision pads with black.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from spray.errors import DataError

Pixels = NDArray[np.uint8] | NDArray[np.float32]


@dataclass(frozen=True)
class Transform:
    """`resize`: length of the shorter side; `crop`: side of the centred square; `mean`, `std` by channel."""

    resize: int | None = None
    crop: int | None = None
    mean: tuple[float, ...] = (0.0,)
    std: tuple[float, ...] = (1.0,)


def output_size(transform: Transform, height: int, width: int) -> tuple[int, int]:
    """Height and width after resize and crop. Raises: `DataError` if the crop is larger than the image."""
    height, width = _resized(transform, height, width)
    if transform.crop is None:
        return height, width
    if transform.crop > min(height, width):
        raise DataError(
            f"data.crop = {transform.crop} is larger than an image of {width}x{height} pixels. "
            f"Set data.resize to {transform.crop} or more."
        )
    return transform.crop, transform.crop


def apply(transform: Transform, pixels: Pixels) -> Pixels:
    """Resize and crop one image (h, w, c), uint8 or float32, to (H, W, c) of the same type."""
    height, width = _resized(transform, *pixels.shape[:2])
    if (height, width) != pixels.shape[:2]:
        pixels = _resize(pixels, height, width)
    if transform.crop is not None:
        top, left = round((height - transform.crop) / 2), round((width - transform.crop) / 2)
        pixels = pixels[top : top + transform.crop, left : left + transform.crop]
    return pixels


def stack(images: Sequence[Pixels]) -> Pixels:
    """Images (H, W, c) of one type as a batch (n, H, W, c)."""
    batch: Pixels = np.stack(images)  # type: ignore[assignment]  # the type of an element is lost on the way
    return batch


def normalise(transform: Transform, batch: Pixels) -> NDArray[np.float32]:
    """Images (n, H, W, c) as model inputs (n, c, H, W): (x - mean) / std, with 8-bit x scaled to 0..1."""
    values = batch.astype(np.float32) / np.float32(255) if batch.dtype == np.uint8 else batch
    mean, std = (np.asarray(value, dtype=np.float32) for value in (transform.mean, transform.std))
    # A copy, since one channel counts as contiguous in any order, and torch would take it for channels-last.
    return np.moveaxis((values - mean) / std, -1, 1).copy(order="C")


def _resized(transform: Transform, height: int, width: int) -> tuple[int, int]:
    if transform.resize is None:
        return height, width
    if height <= width:
        return transform.resize, int(transform.resize * width / height)
    return int(transform.resize * height / width), transform.resize


def _resize(pixels: Pixels, height: int, width: int) -> Pixels:
    # PIL has no multi-channel float image; channel by channel gives the same values as RGB at once.
    channels = [
        Image.fromarray(np.ascontiguousarray(channel)).resize((width, height), Image.Resampling.BILINEAR)
        for channel in np.moveaxis(pixels, -1, 0)
    ]
    return np.stack([np.asarray(channel) for channel in channels], axis=-1)
