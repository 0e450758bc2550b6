"""The samples of an HDF5 data set: `data` and `label`, each one array, or a group with a member per sample.

Arrays are (n, C, H, W), (n, H, W, C) or (n, H, W); the members of a group may differ in size.
"""

from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from spray import foreign_hdf5 as foreign
from spray.errors import FormatError
from spray.virelay import labels
from spray.virelay.axes import channel_axis, spatial
from spray.words import printable

PROBED = 256
"""Samples that are looked at to learn the range of values, evenly chosen."""

Pixels = NDArray[np.uint8]


class Hdf5Images:
    """Samples by number, as pictures uint8 (H, W, 1 or 3). Close it when done."""

    def __init__(self, path: Path) -> None:
        self.file = foreign.open_hdf5(path)
        self.notes: list[str] = []
        with foreign.closing_on_error(self.file):
            data = foreign.child(self.file, "data")
            self.data = foreign.checked(data) if isinstance(data, h5py.Dataset) else data
            self.names = [] if isinstance(self.data, h5py.Dataset) else foreign.names(self.data)
            # Asking the file takes longer.
            self.shape = self.data.shape if isinstance(self.data, h5py.Dataset) else ()
            self.labels = labels.read(self.file)
            if not len(self):
                raise FormatError(f"{foreign.where(self.data)} holds no samples.")
            if len(self.labels) != len(self):
                raise FormatError(
                    f"{path.name} has {len(self):,} samples in data, but {len(self.labels):,} in label. Every sample "
                    "needs its label."
                )
            self._match_names()
            self.low, self.high = self._range()

    def __len__(self) -> int:
        return self.shape[0] if self.shape else len(self.names)

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()

    def id(self, sample: int) -> str:
        """The name of a sample in its group, or its number."""
        return printable(self.names[sample]) if self.names else str(sample)

    def size(self, sample: int) -> tuple[int, int]:
        """Height and width."""
        shape = self._stored(sample)[1]
        return spatial(shape, self._axis(sample, shape))

    def coloured(self, sample: int) -> bool:
        """Whether a sample has colours."""
        shape = self._stored(sample)[1]
        axis = self._axis(sample, shape)
        return axis is not None and shape[axis] in (3, 4)

    def read(self, sample: int) -> Pixels:
        """A picture (H, W, 3), or (H, W, 1) where there are neither three channels nor three and alpha."""
        values = self._values(sample)
        axis = self._axis(sample, values.shape)
        values = values[..., None] if axis is None else np.moveaxis(values, axis, -1)
        if values.shape[-1] == 4:
            values = values[..., :3]
        elif values.shape[-1] not in (1, 3):
            values = values.mean(axis=-1, keepdims=True)
        if values.dtype == np.uint8:
            return values
        span = self.high - self.low or 1.0
        scaled = (values.astype(np.float64) - self.low) * (255 / span)
        return np.rint(np.nan_to_num(scaled, nan=0.0)).clip(0, 255).astype(np.uint8)

    def _match_names(self) -> None:
        """Labels in a group belong to samples by name; ViRelAy goes by place, which is the same for equal names."""
        group = foreign.child(self.file, "label")
        if not self.names or not isinstance(group, h5py.Group):
            return
        named = {name: at for at, name in enumerate(foreign.names(group))}
        if named.keys() == set(self.names):
            self.labels = self.labels.only(np.array([named[name] for name in self.names]))
        else:
            self.notes.append(
                f"The samples in data and label of {Path(self.file.filename).name} have different names; they belong "
                "together by their place."
            )

    def _stored(self, sample: int) -> tuple[h5py.Dataset, tuple[int, ...]]:
        if isinstance(self.data, h5py.Dataset):
            return self.data, self.shape[1:]
        array = foreign.numbers(self.data, self.names[sample])
        return array, array.shape

    def _values(self, sample: int) -> NDArray[Any]:
        array, _ = self._stored(sample)
        if array is not self.data:
            return foreign.whole(array)
        with foreign.reading(array):
            return np.asarray(array[sample])

    def _axis(self, sample: int, shape: tuple[int, ...]) -> int | None:
        if 0 in shape or len(shape) not in (2, 3):
            raise FormatError(
                f"{foreign.where(self._stored(sample)[0])}: sample {self.id(sample)} has the shape {shape}, and is no "
                "picture; pictures are (C, H, W), (H, W, C) or (H, W)."
            )
        return channel_axis(shape)

    def _range(self) -> tuple[float, float]:
        """The values that are shown as black and white: the first usual range that holds all values looked at.

        One for the whole data set: ViRelAy guesses for each sample alone, and shows a dark one grey.
        """
        probed = np.unique(np.linspace(0, len(self) - 1, min(len(self), PROBED)).astype(int))
        low, high = np.inf, -np.inf
        for sample in probed:
            values = self._values(int(sample))
            if values.dtype == np.uint8:
                continue
            finite = values[np.isfinite(values)] if values.dtype.kind == "f" else values
            if finite.size:
                low, high = min(low, float(finite.min())), max(high, float(finite.max()))
        for scale in ((0.0, 1.0), (-1.0, 1.0), (0.0, 255.0)):
            if low > high or (scale[0] <= low and high <= scale[1]):
                return scale
        self.notes.append(
            f"The values of {foreign.where(self.data)} lie in {low:.4g}..{high:.4g}; the pictures show this range from "
            "black to white."
        )
        return low, high
