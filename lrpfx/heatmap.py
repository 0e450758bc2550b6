"""Arrays -> pictures: 8-bit palette images, whose colour map can be changed afterwards.

One scale for relevance, symmetric about zero, and one for everything else; both round to the nearest:

    symmetric      index = 128 + [127 v / m],  m = max|v|           zero is 128, the extremes are 1 and 255
    otherwise      index = [255 (v - min) / (max - min)]            a constant array is 0
"""

import math
from collections.abc import Mapping, Sequence
from os import PathLike
from typing import IO, Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image
from torch import Tensor

from lrpfx.colormaps import ColorMap, SignedMap, palette
from lrpfx.errors import InputError, ParameterError

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float64]
Cmap = str | ColorMap | SignedMap
Bound = float | ArrayLike | None
Channels = Literal["first", "last"] | None

ZERO = 128
"""The index of zero on the symmetric scale."""

_WITHOUT_PALETTE = {"JPEG", "MPO", "JPEG2000", "WEBP", "AVIF", "PPM", "PDF"}


def heatmap(relevance: ArrayLike | Tensor, cmap: Cmap = "coldnhot", level: float = 1.0) -> Image.Image:
    """A picture of one map of relevance, (height, width), on the symmetric scale.

    Zero relevance is index 128, the neutral colour of the signed maps.
    """
    return imgify(relevance, cmap=cmap, level=level, symmetric=True)


def imgify(
    values: ArrayLike | Tensor,
    vmin: Bound = None,
    vmax: Bound = None,
    cmap: Cmap = "bwr",
    level: float = 1.0,
    symmetric: bool = False,
    grid: bool | tuple[int, int] = False,
    gridfill: int | Sequence[int] | None = None,
    *,
    gap: int = 0,
    channels: Channels = None,
) -> Image.Image:
    """A picture of an array or tensor: 8-bit with a palette for one channel, RGB for three.

    Args:
        values: (height, width), or with 1 or 3 channels in front or at the end; in front of that the images, if `grid`.
            uint8 is taken as it is, unless a bound or `symmetric` is given.
        vmin, vmax: what becomes the ends of the scale; beyond them values saturate. A number, or one for each image of
            a grid. None is the least and the greatest value: of each image in a grid.
        cmap: name, text or `ColorMap` (see `lrpfx.colormaps`), for one channel.
        level: contrast of the colour map.
        symmetric: whether the scale is symmetric about zero, as relevance needs it.
        grid: whether there are several images, laid in rows; or the (rows, columns) to lay them in.
        gridfill: index, or red, green and blue, of gaps and empty cells. None is zero on the symmetric scale, else 0.
        gap: pixels between the images of a grid.
        channels: where they are: "first" or "last". None finds out, and asks where both are possible.

    Raises:
        InputError: if the shape is another, or a value is NaN or infinite.
        ParameterError: if the bounds contradict each other, or the grid has too few cells.

    The arguments are those of Zennit's `imgify`; other than there, values are rounded, zero is index 128, a constant
    array divides by nothing, and no image is dropped.
    """
    array = as_array(values)
    images = _images(array if grid else array[None], channels)
    if array.dtype == np.uint8 and vmin is None and vmax is None and not symmetric:
        index = images.astype(np.uint8)
    else:
        index = indices(images.astype(float), vmin, vmax, symmetric)
    if grid:
        fill = (ZERO if symmetric else 0) if gridfill is None else gridfill
        index = _tiled(index, None if isinstance(grid, bool) else grid, gap, fill)[None]
    return _image(index[0], cmap, level)


def recolour(image: Image.Image, cmap: Cmap, level: float = 1.0) -> Image.Image:
    """The same picture with another colour map; its indices stay as they are.

    Raises:
        InputError: if the picture has no palette.
    """
    if image.mode != "P":
        raise InputError(
            f"the picture has mode {image.mode}, no palette: its colours are not those of a colour map"
        )
    other = image.copy()
    other.putpalette(palette(cmap, level).tobytes())
    return other


def imsave(
    file: str | PathLike[str] | IO[bytes],
    values: ArrayLike | Tensor,
    *,
    format: str | None = None,
    writer_params: Mapping[str, Any] | None = None,
    **how: Any,
) -> None:
    """Write the picture of an array. Arguments as in `imgify`, and for the writer as in Pillow's `Image.save`.

    PNG, GIF, TIFF and BMP keep the indices, and with them the choice of the colour map; JPEG and its kind hold colours.
    """
    save(imgify(values, **how), file, format, **(writer_params or {}))


def save(
    image: Image.Image, file: str | PathLike[str] | IO[bytes], format: str | None = None, **params: Any
) -> None:
    """Write a picture; as colours, where the format has no palettes."""
    kind = format.upper() if format else _format(file)
    image = image.convert("RGB") if image.mode == "P" and kind in _WITHOUT_PALETTE else image
    if kind == "GIF":
        params = {"optimize": False} | params  # which would number the colours anew
    image.save(file, format=format, **params)


def as_array(values: ArrayLike | Tensor) -> NDArray[Any]:
    """Numbers as numpy holds them, of any device and precision.

    Raises:
        InputError: if they are not real, or there are none.
    """
    if isinstance(values, Tensor):
        values = values.detach().cpu()
        values = values.double() if values.is_floating_point() else values
        values = values.numpy()
    array = np.asarray(values)
    if array.dtype.kind not in "fiub" or array.size == 0:
        raise InputError(f"a picture needs real numbers; given is {array.dtype} of shape {array.shape}")
    return array


def _images(array: NDArray[Any], channels: Channels) -> NDArray[Any]:
    """(images, height, width, channels) of (images, height, width), or with channels at either end."""
    if channels not in ("first", "last", None):
        raise ParameterError(f"channels={channels!r}; valid: 'first', 'last', None")
    if array.ndim == 3:
        return array[..., None]
    if array.ndim == 4:
        first, last = array.shape[1] in (1, 3), array.shape[3] in (1, 3)
        if channels is None and first and last and array.shape[1:] != (1, 1, 1):
            raise InputError(
                f"an image of shape {array.shape[1:]} may have its channels at either end;"
                " say channels='first' or channels='last'"
            )
        if first and channels != "last":
            return array.transpose(0, 2, 3, 1)
        if last and channels != "first":
            return array
    raise InputError(
        f"each image has shape {array.shape[1:]}; needed is (height, width), or 1 or 3 channels before or after them"
        " (for several images: grid=True)"
    )


def indices(images: Floats, vmin: Bound, vmax: Bound, symmetric: bool) -> Bytes:
    """The formulas at the head of this file, for images (n, height, width, channels). Errors as in `imgify`."""
    finite = np.isfinite(images).all(axis=(1, 2, 3))
    if not finite.all():
        which = ", ".join(map(str, np.flatnonzero(~finite)[:5]))
        raise InputError(f"the values of image {which} hold NaN or infinity, which have no colour")
    low, high = (_bound(b, len(images), name) for b, name in ((vmin, "vmin"), (vmax, "vmax")))
    if low is not None and high is not None and not (low < high).all():
        raise ParameterError("vmin has to be less than vmax")
    if symmetric:
        if low is not None and high is not None and (low != -high).any():
            raise ParameterError("on a symmetric scale vmin is -vmax: give one of them")
        m = np.abs(
            high if high is not None else low if low is not None else _extreme(np.abs(images).max, images)
        )
        x = images.clip(-m, m) / np.where(m > 0, m, 1)
        return (ZERO + np.rint(127 * x)).astype(np.uint8)
    low = _extreme(images.min, images) if low is None else low
    high = np.maximum(_extreme(images.max, images) if high is None else high, low)
    size = np.maximum(np.abs(low), np.abs(high))
    size = np.where(size > 0, size, 1)  # differences of numbers near the greatest float would overflow
    span = high / size - low / size
    x = (images.clip(low, high) / size - low / size) / np.where(span > 0, span, 1)
    return np.rint(255 * x).astype(np.uint8)


def _extreme(of: Any, images: Floats) -> Floats:
    found: Floats = of(axis=(1, 2, 3), keepdims=True)
    return found


def _bound(bound: Bound, count: int, name: str) -> Floats | None:
    if bound is None:
        return None
    array = np.asarray(bound.detach().cpu() if isinstance(bound, Tensor) else bound, dtype=float).reshape(-1)
    if len(array) not in (1, count):
        raise ParameterError(
            f"{name} has {len(array)} values; needed is one, or one for each of {count} images"
        )
    if not np.isfinite(array).all():
        raise ParameterError(f"{name} holds NaN or infinity")
    return array[:, None, None, None]


def _tiled(images: Bytes, shape: tuple[int, int] | None, gap: int, fill: int | Sequence[int]) -> Bytes:
    """Images (n, height, width, channels) side by side, row by row, in one."""
    count, height, width, channels = images.shape
    columns = math.ceil(math.sqrt(count))
    rows, columns = shape or (math.ceil(count / columns), columns)
    if rows < 1 or columns < 1 or rows * columns < count:
        raise ParameterError(f"a grid of {rows} by {columns} has no place for {count} images")
    if gap < 0:
        raise ParameterError(f"the gap is {gap} pixels; it cannot be negative")
    down, across = height + gap, width + gap
    colour = np.asarray(fill).reshape(-1)
    if len(colour) not in (1, channels) or ((colour < 0) | (colour > 255)).any():
        raise ParameterError(
            f"gridfill is {fill!r}; needed is an index, or {channels} numbers, from 0 to 255"
        )
    sheet = np.empty((rows * down - gap, columns * across - gap, channels), np.uint8)
    sheet[:] = colour
    for i, image in enumerate(images):
        row, column = divmod(i, columns)
        sheet[row * down : row * down + height, column * across : column * across + width] = image
    return sheet


def _image(index: Bytes, cmap: Cmap, level: float) -> Image.Image:
    if index.shape[2] == 3:
        return Image.fromarray(np.ascontiguousarray(index))
    image = Image.fromarray(np.ascontiguousarray(index[..., 0]))
    image.putpalette(palette(cmap, level).tobytes())
    return image


def _format(file: str | PathLike[str] | IO[bytes]) -> str:
    name = str(file if isinstance(file, str | PathLike) else getattr(file, "name", ""))
    return Image.registered_extensions().get("." + name.rpartition(".")[2].lower(), "")
