"""An attribution file of ViRelAy: heatmaps of some samples, with what the model put out for each.

attribution   (n, C, H, W) or (n, H, W, C), or a group with a member per heatmap, which may differ in size
label         as in `spray.virelay.labels`
prediction    (n, classes), or a group; may be missing
index         (n,) the number of each sample in the data set; without it, heatmap i is of sample i
"""

import hashlib
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from spray import files
from spray import foreign_hdf5 as foreign
from spray.errors import FormatError
from spray.virelay import labels, predictions
from spray.virelay.axes import channel_axis, spatial

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.float32]


class AttributionFile:
    """Heatmaps of a file, read when asked for; also an `Attributions` that `spray.pipeline.analyze` takes.

        with AttributionFile(Path("attribution.h5")) as file:
            file.index, file.labels.first()       which samples, and their classes
            file.read(np.array([3, 1]))           relevance (2, C, H, W)
            for outputs in file.outputs(): ...    the model's outputs (some, classes)

    A file that anyone made is safe to open: see `spray.foreign_hdf5`.
    Raises: `ForeignFileError` for a file that is damaged or hostile, `FormatError` for arrays that do not fit.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._file: h5py.File | None = foreign.open_hdf5(self.path)
        with foreign.closing_on_error(self._file):
            found = foreign.child(self.file, "attribution")
            self.names = foreign.names(found) if isinstance(found, h5py.Group) else None
            self._array = None if isinstance(found, h5py.Group) else foreign.checked(found)
            # Asking the file takes longer.
            self._shape: tuple[int, ...] | None = None if self._array is None else self._array.shape[1:]
            self.size = len(self._array) if self._array is not None else len(self.names or ())
            self.labels = labels.read(self.file) if foreign.has(self.file, "label") else None
            self.has_index = foreign.has(self.file, "index")
            self.index = self._index()
            if self.labels is not None:
                self._same("label", len(self.labels))
            if foreign.has(self.file, "prediction"):
                self._same("prediction", predictions.rows(self.file))

    def __enter__(self) -> "AttributionFile":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        return self.size

    def __getstate__(self) -> dict[str, Any]:
        return {"path": self.path}  # a process opens the file for itself

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(state["path"])  # type: ignore[misc]

    @property
    def file(self) -> h5py.File:
        """The open file."""
        if self._file is None:
            raise FormatError(f"{self.path.name} was closed. Read it within its `with` block.")
        return self._file

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    @property
    def shape(self) -> tuple[int, ...]:
        """(n, C, H, W). Raises: `FormatError` where heatmaps differ in size."""
        shapes = (
            {self.stored_shape(row) for row in range(len(self))} if self.names else {self.stored_shape(0)}
        )
        if len(shapes) > 1:
            raise FormatError(
                f"The heatmaps of {self.path.name} have {len(shapes)} different shapes: read them one by one."
            )
        (shape,) = shapes
        return (len(self), *_channels_first_shape(shape))

    @property
    def key(self) -> str:
        """SHA-256 of the heatmaps, by content."""
        digest = hashlib.sha256(repr(self.shape).encode())
        for start in range(0, len(self), 64):
            digest.update(self.read(np.arange(start, min(start + 64, len(self)))).tobytes())
        return digest.hexdigest()

    def read(self, rows: Ints) -> Floats:
        """Relevance (len(rows), C, H, W) of some rows of the file, in any order; all must have one shape."""
        if self._array is not None:
            with foreign.reading(self._array):
                stored = files.read_rows(self._array, np.asarray(rows))
            return (
                np.stack([_channels_first(one) for one in stored])
                if len(stored)
                else stored.astype(np.float32)
            )
        return np.stack([_channels_first(self._stored(int(row))) for row in rows])

    def heat(self, row: int, size: tuple[int, int] | None = None) -> Floats:
        """Relevance summed over channels (H, W) of one row; `size` is that of the sample's picture, if known."""
        values = self._stored(row)
        axis = self._axis(row, values.shape, size)
        with np.errstate(invalid="ignore", over="ignore"):  # what is not finite is told by whoever shows it
            summed = values if axis is None else values.sum(axis=axis, dtype=np.float32)
            return summed.astype(np.float32, copy=False)

    def heat_size(self, row: int, size: tuple[int, int] | None = None) -> tuple[int, int]:
        """Height and width of a heatmap."""
        shape = self.stored_shape(row)
        return spatial(shape, self._axis(row, shape, size))

    def stored_shape(self, row: int) -> tuple[int, ...]:
        """The shape of a heatmap in the file."""
        return self._shape or tuple(self._member("attribution", row).shape)

    @property
    def classes(self) -> int:
        """The number of the model's outputs; 0 if none are stored."""
        return predictions.classes(self.file)

    def outputs(self) -> predictions.Parts:
        """The model's outputs, a part at a time: the number of the first row, and (some, classes)."""
        return predictions.parts(self.file, self.names)

    def column(self, name: str) -> NDArray[Any] | None:
        """A further array (n,), such as `train`; None if there is none."""
        if not foreign.has(self.file, name):
            return None
        values = foreign.whole(foreign.numbers(self.file, name))
        return values if values.shape == (len(self),) else None

    def _index(self) -> Ints:
        if not self.has_index:
            return np.arange(len(self))
        array = foreign.numbers(self.file, "index", "iu")
        values = foreign.whole(array)
        if values.ndim != 1:
            raise FormatError(
                f"{foreign.where(array)} has the shape {values.shape}; it must be sample numbers (n,)."
            )
        self._same("index", len(values))
        order = np.argsort(values, kind="stable")
        twice = np.flatnonzero(values[order][1:] == values[order][:-1])
        if twice.size:
            first, second = sorted(order[twice[0] : twice[0] + 2].tolist())
            raise FormatError(
                f"{foreign.where(array)} names sample {values[first]} twice, in rows {first} and {second}. Keep one "
                "heatmap of each sample."
            )
        return values.astype(np.int64)

    def _same(self, name: str, length: int) -> None:
        if length != len(self):
            raise FormatError(
                f"{self.path.name} has {len(self):,} heatmaps in attribution, but {length:,} entries in {name}. They "
                "have to agree."
            )

    def _stored(self, row: int) -> NDArray[Any]:
        if self._array is None:
            return foreign.whole(self._member("attribution", row))
        with foreign.reading(self._array):
            return np.asarray(self._array[row])

    def _member(self, name: str, row: int) -> h5py.Dataset:
        assert self.names is not None
        return foreign.numbers(foreign.group_of(self.file, name), self.names[row])

    def _axis(self, row: int, shape: tuple[int, ...], size: tuple[int, int] | None) -> int | None:
        if 0 in shape or len(shape) not in (2, 3):
            raise FormatError(
                f"{self.path.name}: attribution of row {row} has the shape {shape}, and is no heatmap; heatmaps are "
                "(C, H, W), (H, W, C) or (H, W)."
            )
        return channel_axis(shape, size)


def _channels_first(values: NDArray[Any]) -> Floats:
    """Heatmaps with a channel axis in front; vectors and others as they are."""
    if values.ndim in (2, 3):
        axis = channel_axis(values.shape)
        values = values[None] if axis is None else np.moveaxis(values, axis, 0)
    return np.ascontiguousarray(values, np.float32)


def _channels_first_shape(shape: tuple[int, ...]) -> tuple[int, ...]:
    if len(shape) not in (2, 3):
        return shape
    axis = channel_axis(shape)
    channels = 1 if axis is None else shape[axis]
    return (channels, *spatial(shape, axis))
