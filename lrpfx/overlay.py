"""Relevance on top of the input that it belongs to."""

import numpy as np
from numpy.typing import ArrayLike
from PIL import Image
from torch import Tensor

from lrpfx.colormaps import palette
from lrpfx.errors import InputError, ParameterError
from lrpfx.heatmap import ZERO, Cmap, Floats, as_array, indices

OPACITY = 0.9
"""Where relevance is greatest, as in ViRelAy (Anders et al. 2021)."""


def overlay(
    picture: Image.Image,
    relevance: ArrayLike | Tensor,
    cmap: Cmap = "coldnhot",
    level: float = 1.0,
    *,
    opacity: float = OPACITY,
    vmax: float | None = None,
) -> Image.Image:
    """Relevance on the grey picture that it belongs to, RGB.

        α = opacity · min(1, level |R| / vmax)          C = colour of R          out = α C + (1 - α) grey

    Args:
        picture: grey or RGB; its grey is the luma of ITU-R BT.601.
        relevance: (height, width); where it is coarser than the picture it is interpolated linearly.
        vmax: the relevance of full opacity. None is max|R|.

    Source: Anders et al. 2021 (ViRelAy), with opacity 0.9 and level 1.
    """
    if not 0 <= opacity <= 1:
        raise ParameterError(f"the opacity is {opacity}; it has to be between 0 and 1")
    if vmax is not None and not vmax > 0:
        raise ParameterError(f"vmax is {vmax}; it has to be positive")
    R = as_array(relevance).astype(float)
    if R.ndim != 2:
        raise InputError(f"an overlay needs relevance of shape (height, width); it has shape {R.shape}")
    vmax = float(np.abs(R).max()) or 1.0 if vmax is None else vmax
    if R.shape != (picture.height, picture.width):
        fine = Image.fromarray((R / vmax).astype(np.float32)).resize(picture.size, Image.Resampling.BILINEAR)
        R, vmax = np.asarray(fine, dtype=float), 1.0
    index = indices(R[None, :, :, None], None, vmax, symmetric=True)[0, :, :, 0]
    alpha = opacity * (level * np.abs(index.astype(float) - ZERO) / 127).clip(max=1)[..., None]
    grey = np.asarray(picture.convert("L"), dtype=float)[..., None]
    mixed = alpha * palette(cmap, level)[index] + (1 - alpha) * grey
    return Image.fromarray(np.rint(mixed).astype(np.uint8))


def picture(
    values: ArrayLike | Tensor, mean: ArrayLike | None = None, std: ArrayLike | None = None
) -> Image.Image:
    """An input of a model as people know it, grey or RGB, from (height, width) or (channels, height, width).

        v · std + mean in [0, 1], where they are given; otherwise from its least to its greatest value

    What has neither 1 nor 3 channels is shown as the mean of its channels.
    """
    array = as_array(values).astype(float)
    array = array[None] if array.ndim == 2 else array
    if array.ndim != 3:
        raise InputError(f"a picture needs (channels, height, width); the input has shape {array.shape}")
    if mean is not None or std is not None:
        array = array * _per_channel(std, 1.0, len(array), "std") + _per_channel(
            mean, 0.0, len(array), "mean"
        )
        bounds: tuple[float | None, float | None] = (0.0, 1.0)
    else:
        bounds = (None, None)
    array = array if len(array) in (1, 3) else array.mean(axis=0, keepdims=True)
    index = indices(array.transpose(1, 2, 0)[None], *bounds, symmetric=False)[0]
    return Image.fromarray(index[..., 0] if index.shape[2] == 1 else index)


def _per_channel(values: ArrayLike | None, default: float, channels: int, name: str) -> Floats:
    given = np.asarray(default if values is None else values, dtype=float).reshape(-1)
    if len(given) not in (1, channels):
        raise ParameterError(
            f"{name} has {len(given)} values; needed is one, or one for each of {channels} channels"
        )
    return given[:, None, None]
