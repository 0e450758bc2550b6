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
    return pixels[_kept(transform, height, width)]


def apply_image(transform: Transform, image: Image.Image) -> NDArray[np.uint8]:
    """The same of an image in mode "L" or "RGB", (H, W, 1 or 3): all of its channels at once."""
    height, width = _resized(transform, image.height, image.width)
    if (width, height) != image.size:
        image = image.resize((width, height), Image.Resampling.BILINEAR)
    rows, columns = _kept(transform, height, width)
    if transform.crop is not None:
        image = image.crop((columns.start, rows.start, columns.stop, rows.stop))
    return np.asarray(image).reshape(image.height, image.width, len(image.getbands()))


def stack(images: Sequence[Pixels]) -> Pixels:
    """Images (H, W, c) of one type as a batch (n, H, W, c)."""
    batch: Pixels = np.stack(images)  # type: ignore[assignment]  # the type of an element is lost on the way
    return batch


def normalise(transform: Transform, batch: Pixels) -> NDArray[np.float32]:
    """Images (n, H, W, c) as model inputs (n, c, H, W): (x - mean) / std, with 8-bit x scaled to 0..1."""
    samples, height, width, channels = batch.shape
    mean, std = (
        np.broadcast_to(np.asarray(value, dtype=np.float32), channels)
        for value in (transform.mean, transform.std)
    )
    inputs = np.empty((samples, channels, height, width), dtype=np.float32)
    scale = np.float32(255 if batch.dtype == np.uint8 else 1)
    for image, planes in zip(batch, inputs, strict=True):  # one plane at a time stays in the cache
        for channel, plane in enumerate(planes):
            np.divide(image[..., channel], scale, out=plane, dtype=np.float32)
            np.subtract(plane, mean[channel], out=plane)
            np.divide(plane, std[channel], out=plane)
    return inputs


def _kept(transform: Transform, height: int, width: int) -> tuple[slice, slice]:
    """What the crop keeps of an image."""
    side = transform.crop
    if side is None:
        return slice(None), slice(None)
    top, left = round((height - side) / 2), round((width - side) / 2)
    return slice(top, top + side), slice(left, left + side)


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
