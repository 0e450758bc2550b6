"""The classes of every sample, of which there may be none, one or several."""

from dataclasses import dataclass
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from spray import foreign_hdf5 as foreign
from spray.errors import FormatError, LabelError
from spray.label_map import MOST_CLASSES

Ints = NDArray[np.integer[Any]]
MOST_LABELS = 20_000_000  # of all samples together


@dataclass(frozen=True, eq=False)
class Labels:
    """Class indices of n samples: those of sample i are `indices[starts[i]:starts[i + 1]]`, ascending."""

    starts: Ints
    indices: Ints

    def __len__(self) -> int:
        return len(self.starts) - 1

    def of(self, sample: int) -> tuple[int, ...]:
        """The classes of one sample."""
        return tuple(self.indices[self.starts[sample] : self.starts[sample + 1]].tolist())

    @property
    def single(self) -> bool:
        """Whether every sample has exactly one."""
        return len(self.indices) == len(self) and bool((np.diff(self.starts) == 1).all())

    def first(self) -> Ints:
        """The first class of every sample, -1 where there is none."""
        if not len(self.indices):
            return np.full(len(self), -1)
        filled = np.diff(self.starts) > 0
        return np.where(filled, self.indices[np.minimum(self.starts[:-1], len(self.indices) - 1)], -1)

    def only(self, rows: Ints) -> "Labels":
        """Those of some samples."""
        return many([self.of(int(row)) for row in rows])


def one(indices: Ints) -> Labels:
    """One class per sample."""
    return Labels(np.arange(len(indices) + 1), indices)


def many(classes: list[tuple[int, ...]]) -> Labels:
    """The classes of each sample."""
    counts = np.array([len(some) for some in classes], np.int64)
    flat = np.array([index for some in classes for index in some], np.int64)
    return Labels(np.concatenate([[0], np.cumsum(counts)]), flat)


def read(file: h5py.Group) -> Labels:
    """The member `label`: an array of class indices (n,) or of n-hot rows (n, classes), or a group of such, by sample.

    Any integer type does. Raises: `LabelError` for what is no class index, `ForeignFileError`.
    """
    found = foreign.child(file, "label")
    if isinstance(found, h5py.Group):
        return many([_of_sample(found, name) for name in foreign.names(found)])
    array = foreign.checked(found)
    if array.ndim == 1:
        return one(_indices(array, foreign.whole(array)))
    if array.ndim != 2:
        raise FormatError(
            f"{foreign.where(array)} has the shape {array.shape}; it must be class indices (n,), or n-hot rows "
            "(n, classes)."
        )
    if array.shape[1] == 1 and array.dtype.kind in "iu":
        return one(_indices(array, foreign.whole(array)[:, 0]))
    rows, columns, total = [], [], 0
    for start, part in foreign.slabs(array):
        row, column = np.nonzero(part)
        rows.append(row + start)
        columns.append(column)
        total += len(row)
        if total > MOST_LABELS:
            raise FormatError(f"{foreign.where(array)} gives the samples more than {MOST_LABELS:,} labels.")
    counts = np.bincount(
        np.concatenate([*rows, np.empty(0, np.int64)]).astype(np.int64), minlength=len(array)
    )
    flat = np.concatenate([*columns, np.empty(0, np.int64)]).astype(np.int64)
    return Labels(np.concatenate([[0], np.cumsum(counts)]), flat)


def _of_sample(group: h5py.Group, name: str) -> tuple[int, ...]:
    array = foreign.numbers(group, name)
    values = foreign.whole(array, MOST_CLASSES * 8)
    if values.size == 1 and values.dtype.kind in "iu":
        return (int(_indices(array, values.reshape(1))[0]),)
    if values.ndim != 1:
        raise FormatError(
            f"{foreign.where(array)} has the shape {values.shape} of {values.dtype}; it must be one class index, or "
            "an n-hot vector."
        )
    return tuple(np.flatnonzero(values).tolist())


def _indices(array: h5py.Dataset, values: NDArray[Any]) -> Ints:
    if values.dtype.kind not in "iu":
        raise LabelError(
            f"{foreign.where(array)} is {values.dtype}; class indices are whole numbers of any integer type."
        )
    wrong = np.flatnonzero((values < 0) | (values >= MOST_CLASSES))
    if wrong.size:
        raise LabelError(
            f"{foreign.where(array)} has {values[wrong[0]]} in row {wrong[0]}; class indices are 0 to "
            f"{MOST_CLASSES - 1:,}."
        )
    return values.astype(np.int64)
