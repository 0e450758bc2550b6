"""An HDF5 file with `data` (n, C, H, W), (n, H, W, C) or (n, H, W), uint8 or float, and `label`.

The file may come from anywhere: links and storage that lead out of it are refused, and shapes that cannot be.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from spray import foreign_hdf5 as foreign
from spray.errors import DamagedSamplesError, DataError, ForeignFileError, LabelError
from spray.files import read_rows
from spray.transform import Pixels, Transform, apply, stack

Ints = NDArray[np.integer[Any]]
SLAB = 1 << 24  # bytes read at a time


@dataclass(frozen=True)
class Scan:
    """One pass over rows: SHA-256 of each, whether all its values are finite, and the range of all values."""

    digests: list[str]
    finite: NDArray[np.bool_]
    low: float
    high: float


@dataclass(frozen=True)
class Hdf5Source:
    """Samples as arrays, by row. `layout` is NCHW, NHWC or NHW; `shape` that of one stored sample.

    `digests` are what the rows were when they were scanned; empty: whatever they are.
    """

    file: Path
    rows: Ints
    layout: str
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    transform: Transform
    digests: tuple[str, ...] = ()

    def only(self, rows: Ints) -> "Hdf5Source":
        """Some of the samples."""
        digests = tuple(self.digests[row] for row in rows) if self.digests else ()
        return replace(self, rows=self.rows[rows], digests=digests)

    @property
    def channels(self) -> int:
        """Number of channels."""
        return {"NCHW": self.shape[0], "NHWC": self.shape[-1], "NHW": 1}[self.layout]

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of a stored sample."""
        return self.shape[1:3] if self.layout == "NCHW" else self.shape[:2]  # type: ignore[return-value]

    def read(self, rows: Ints) -> Pixels:
        """Samples (len(rows), H, W, channels), uint8 or float32, resized and cropped.

        Raises: `DamagedSamplesError` if a row was changed since it was scanned.
        """
        with h5py.File(self.file, "r") as file, foreign.reading(file, "data"):
            stored = read_rows(file["data"], self.rows[rows])
        if self.digests:
            for row, one in zip(rows, stored, strict=True):
                if _digest(one) != self.digests[row]:
                    raise DamagedSamplesError(
                        f"row {self.rows[row]} of {self.file.name} has changed since this run began."
                    )
        return stack([apply(self.transform, image) for image in self._pixels(stored)])

    def _pixels(self, stored: NDArray[Any]) -> Pixels:
        if self.layout == "NHW":
            stored = stored[..., None]
        elif self.layout == "NCHW":
            stored = np.moveaxis(stored, 1, -1)
        if stored.dtype == np.uint8:
            return stored.astype(np.uint8, copy=False)
        return stored.astype(np.float32, copy=False)


def open_source(path: Path, layout: str | None, transform: Transform) -> Hdf5Source:
    """All samples of a file. Raises: `DataError` if it is not of the form above."""
    with _open(path) as file:
        data = _array(file, "data", path.name)
        if data.dtype != np.uint8 and data.dtype.kind != "f":
            raise DataError(
                f"data.hdf5: data in {path.name} has the type {data.dtype}; it must be uint8 "
                "(0..255) or a float."
            )
        if 0 in data.shape:
            raise DataError(
                f"data.hdf5: data in {path.name} has the shape {data.shape}, which cannot be images."
            )
        return Hdf5Source(
            path,
            np.arange(data.shape[0]),
            _layout(data.shape, layout, path.name),
            tuple(data.shape[1:]),
            data.dtype,
            transform,
        )


def read_labels(path: Path, count: int) -> Ints:
    """Class indices (n,) from integers (n,) or (n, 1), or from one-hot rows (n, classes)."""
    with _open(path) as file:
        label = _array(file, "label", path.name)
        if (
            label.ndim not in (1, 2)
            or label.dtype.kind not in "iubf"
            or (label.ndim == 1 and label.dtype.kind == "f")
        ):
            raise DataError(
                f"data.hdf5: label in {path.name} is {label.dtype} of shape {label.shape}; it must be whole "
                "numbers (n,), or one-hot rows (n, classes)."
            )
        if len(label) != count:
            raise DataError(f"data.hdf5: {path.name} has {count} rows of data, but {len(label)} of label.")
        with foreign.reading(label):
            values = np.asarray(label[:])
    if values.ndim == 2 and values.shape[1] == 1 and values.dtype.kind in "iu":
        values = values[:, 0]
    if values.ndim == 1:
        return _whole(values, path.name)
    several = np.flatnonzero((values != 0).sum(1) != 1)
    if several.size:
        raise LabelError(
            f"data.hdf5: {several.size} samples in {path.name} have no label or several, row {several[0]} "
            "first. Every sample needs exactly one."
        )
    return np.asarray((values != 0).argmax(1), dtype=np.int64)


def scan(source: Hdf5Source, rows: Ints, progress: Callable[[int, int], None]) -> Scan:
    """Look at every value of some rows once."""
    digests: list[str] = []
    finite = np.ones(len(rows), dtype=bool)
    low, high = np.inf, -np.inf
    with _open(source.file) as file:
        for batch in _slabs(rows, source):
            with foreign.reading(file, "data"):
                stored = read_rows(file["data"], batch)
            start = len(digests)
            digests += map(_digest, stored)
            if stored.dtype.kind == "f":
                finite[start : len(digests)] = np.isfinite(stored).reshape(len(stored), -1).all(1)
            good = stored[finite[start : len(digests)]]
            if good.size:
                low, high = min(low, float(good.min())), max(high, float(good.max()))
            progress(len(digests), len(rows))
    return Scan(digests, finite, low, high)


def _digest(row: NDArray[Any]) -> str:
    return hashlib.sha256(row.tobytes()).hexdigest()


def _slabs(rows: Ints, source: Hdf5Source) -> Iterator[Ints]:
    count = max(1, SLAB // (int(np.prod(source.shape)) * source.dtype.itemsize))
    return (rows[start : start + count] for start in range(0, len(rows), count))


def _open(path: Path) -> h5py.File:
    try:
        return h5py.File(path, "r")
    except OSError as error:
        raise DataError(f"data.hdf5: {path.name} cannot be opened as HDF5 ({error}).") from None


def _array(file: h5py.File, name: str, shown: str) -> h5py.Dataset:
    if name not in file:
        keys = ", ".join(sorted(file)) or "nothing"
        raise DataError(f"data.hdf5: {shown} has no {name!r}; it holds {keys}. Rename the array to {name!r}.")
    if not isinstance(file.get(name, getlink=True), h5py.HardLink):
        raise DataError(
            f"data.hdf5: {name!r} in {shown} is a link to elsewhere. Copy the array into the file."
        )
    array = file[name]
    if not isinstance(array, h5py.Dataset):
        raise DataError(
            f"data.hdf5: {name!r} in {shown} is a group. Store all samples in one array (n, C, H, W)."
        )
    if array.external or array.is_virtual:
        raise DataError(
            f"data.hdf5: {name!r} in {shown} is stored in other files. Copy the array into the file."
        )
    try:
        return foreign.checked(array, "iufbcSUVO")  # what type is wanted is said below
    except ForeignFileError as error:
        raise DataError(f"data.hdf5: {error}") from None


def _layout(shape: tuple[int, ...], given: str | None, shown: str) -> str:
    if len(shape) == 3:
        return "NHW"
    if len(shape) != 4:
        raise DataError(
            f"data.hdf5: data in {shown} has the shape {shape}; it must be (n, C, H, W), (n, H, W, C) "
            "or (n, H, W)."
        )
    if given:
        return given
    first, last = shape[1] in (1, 3), shape[3] in (1, 3)
    if first == last:
        raise DataError(
            f"data.hdf5: the shape {shape} of data in {shown} does not tell which axis holds the channels. "
            'Set data.layout to "NCHW" or "NHWC".'
        )
    return "NCHW" if first else "NHWC"


def _whole(values: NDArray[Any], shown: str) -> Ints:
    if values.dtype.kind not in "iu":
        raise DataError(f"data.hdf5: label in {shown} is {values.dtype}; it must be whole numbers (n,).")
    wrong = np.flatnonzero((values < 0) | (values > np.iinfo(np.int64).max))
    if wrong.size:
        raise LabelError(
            f"data.hdf5: {wrong.size} labels in {shown} are negative or too large: row {wrong[0]} has "
            f"{values[wrong[0]]}."
        )
    return values.astype(np.int64)
