"""Arrays in the form in which ViRelAy shows them, or an error that says why it cannot."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from spray.errors import FormatError

Array = NDArray[Any]

GROUPED_LABEL = np.uint16
"""The one integer type that ViRelAy takes as label of a sample in a group; in an array it takes any."""


def agree(path: Path, lengths: Mapping[str, int]) -> None:
    """Raise `FormatError` unless all parts have one length."""
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise FormatError(f"{path.name}: the parts have different lengths ({told}). One entry per sample.")


def labels_of(path: Path, label: ArrayLike) -> Array:
    """Class indices (n,), or n-hot rows (n, classes) as they are."""
    values = np.asarray(label)
    if values.ndim == 2 and values.dtype == np.bool_:
        return values
    if values.ndim != 1 or values.dtype.kind not in "iu" or (len(values) and values.min() < 0):
        raise FormatError(
            f"{path.name}: label is {values.dtype} of shape {values.shape}; class indices (n,) of any integer type "
            "belong there, or n-hot rows (n, classes) of bool."
        )
    return values.astype(np.uint32)


def one_by_one(path: Path, labels: Array) -> list[Array]:
    """The label of each sample, as it stands beside samples in a group."""
    if labels.ndim == 2:
        return list(labels)
    most = np.iinfo(GROUPED_LABEL).max
    if len(labels) and labels.max() > most:
        raise FormatError(
            f"{path.name}: label {labels.max()}; beside samples in groups ViRelAy knows 0 to {most}."
        )
    return [np.asarray(one, GROUPED_LABEL) for one in labels]


def pictures_of(path: Path, data: Array) -> Array:
    """Pictures (n, 3, H, W); one channel is repeated."""
    data = data[:, None] if data.ndim == 3 else data
    if data.ndim != 4 or (data.dtype.kind != "f" and data.dtype != np.uint8):
        raise FormatError(
            f"{path.name}: data is {data.dtype} of shape {data.shape}; pictures (n, C, H, W) of uint8 or floats belong "
            "there."
        )
    _check_channels(path, data.shape[1:])
    return np.repeat(data, 3, axis=1) if data.shape[1] == 1 else data


def picture_of(path: Path, data: Array) -> Array:
    """One picture (3, H, W)."""
    return np.asarray(pictures_of(path, data[None])[0])


def heatmaps_of(path: Path, attribution: Array) -> Array:
    """Heatmaps (n, C, H, W) of at least two channels, whose sum is what was given."""
    values = attribution[:, None] if attribution.ndim == 3 else attribution
    if values.ndim != 4 or values.dtype.kind not in "fiu":
        raise FormatError(
            f"{path.name}: attribution is {values.dtype} of shape {values.shape}; heatmaps (n, C, H, W) belong there."
        )
    _, channels, height, width = values.shape
    values = values.astype(np.float32, copy=False)
    if channels > 1 and channels <= min(height, width):
        return values
    # ViRelAy takes the first axis for the channels only if none is shorter, and colours one channel in one way only.
    one = values if channels == 1 else values.sum(axis=1, keepdims=True, dtype=np.float32)
    _check_channels(path, (3, height, width))
    return np.concatenate([one, np.zeros((len(one), 2, height, width), np.float32)], axis=1)


def heatmap_of(path: Path, attribution: Array) -> Array:
    """One heatmap (C, H, W)."""
    return np.asarray(heatmaps_of(path, attribution[None])[0])


def _check_channels(path: Path, shape: tuple[int, ...]) -> None:
    if shape[0] not in (1, 3) or min(shape[1:]) < 3:
        raise FormatError(
            f"{path.name}: ViRelAy shows pictures of 1 or 3 channels that are at least 3 pixels a side, not of shape "
            f"{shape}."
        )


def points_of(where: str, points: Array, length: int) -> Array:
    """Finite coordinates (length, d), as floats."""
    if points.ndim != 2 or points.shape[0] != length or points.dtype.kind not in "fiu":
        raise FormatError(
            f"{where} has the shape {points.shape}; one row for each of {length} samples belongs there."
        )
    points = points if points.dtype.kind == "f" else points.astype(np.float32)
    if not np.isfinite(points).all():
        raise FormatError(f"{where} is not finite; what is not a number cannot be drawn.")
    return points
