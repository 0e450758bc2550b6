"""What a caller hands in to be analysed, seen as attributions; what cannot be is refused before anything is computed.

array, memory map, nested lists, tensor, data frame     as they are, or as a copy in memory
h5py.Dataset                                            read a chunk at a time
a store, an `AttributionFile`, anything like them       as they are
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from spray.errors import FormatError
from spray.files import read_rows
from spray.keys import describe, digest
from spray.results import Ints
from spray.store import Attributions

NUMBERS = "biuf"
SLAB = 1 << 26  # bytes of a dataset that are hashed at a time


@dataclass(frozen=True, eq=False)
class _Rows:
    """An array (n, ...), and the hash of its content."""

    array: Any
    key: str

    def __len__(self) -> int:
        return len(self.array)

    @property
    def shape(self) -> tuple[int, ...]:
        """(samples, ...)."""
        return tuple(self.array.shape)


class InMemory(_Rows):
    """An array (n, ...) as attributions: relevance, inputs, activations, concepts, signals. `key`: its content."""

    def read(self, rows: Ints) -> NDArray[Any]:
        """Some rows, in any order."""
        return np.asarray(self.array[rows])


class OnDisk(_Rows):
    """An array of an open HDF5 file as attributions, of which no more is in memory than what is read."""

    def read(self, rows: Ints) -> NDArray[Any]:
        """Some rows, in any order."""
        return read_rows(self.array, rows)


def in_memory(array: NDArray[Any]) -> InMemory:
    """An array, or a memory map, with the hash of its content; read once for that."""
    return InMemory(array, digest(describe(array)))


def attributions_of(data: Any, keyed: bool = True) -> Attributions:
    """Attributions of what a caller has; without `keyed` its content is not hashed, which takes a reading.

    data: (n, ...) numbers. Raises `FormatError` for what is none of the above, with what to do about it.
    """
    if all(hasattr(data, name) for name in ("read", "key", "shape", "__len__")):
        found: Attributions = data
        return found
    if isinstance(data, h5py.Dataset):
        _check(data.shape, data.dtype)
        return OnDisk(data, _content(data) if keyed else "on disk")
    if isinstance(data, np.ma.MaskedArray):
        raise FormatError("data is a masked array, whose mask would not count. Fill it: data.filled(0).")
    if hasattr(data, "tocsr"):
        raise FormatError("data is a sparse matrix. Make it dense: data.toarray().")
    array = data if type(data) in (np.ndarray, np.memmap) else _array(data)
    _check(array.shape, array.dtype)
    return in_memory(array) if keyed else InMemory(array, "in memory")


def columns_of(metadata: Mapping[str, Sequence[Any]] | None, samples: int) -> dict[str, tuple[str, ...]]:
    """Columns as text, with one value per sample. Raises `FormatError`."""
    columns = {name: tuple(map(str, values)) for name, values in (metadata or {}).items()}
    for name, values in columns.items():
        if len(values) != samples:
            raise FormatError(
                f"metadata {name!r} has {len(values)} values for {samples} samples. Give one value per sample."
            )
    return columns


def _array(data: Any) -> NDArray[Any]:
    try:
        return np.asarray(data)
    except (
        ValueError,
        TypeError,
        RuntimeError,
    ) as error:  # lists of several lengths, a tensor on a device, ...
        raise FormatError(
            f"data, a {type(data).__module__}.{type(data).__qualname__}, cannot be made an array (n, ...): {error}"
        ) from None


def _check(shape: tuple[int, ...] | None, dtype: np.dtype[Any]) -> None:
    if dtype.kind not in NUMBERS:
        mend = {
            "c": "Pass the absolute value, or real and imaginary parts as two channels.",
            "O": "Samples have to be numbers of one shape: pad, resize or pool them first.",
        }.get(dtype.kind, "Samples have to be numbers.")
        raise FormatError(f"data has the type {dtype}. {mend}")
    if not shape or 0 in shape:
        raise FormatError(
            f"data has the shape {shape}; it has to be (n, ...), with a sample or more and a number or more in each."
        )


def _content(dataset: h5py.Dataset) -> str:
    step = max(1, SLAB // max(1, dataset.dtype.itemsize * int(np.prod(dataset.shape[1:]))))
    slabs = (dataset[start : start + step] for start in range(0, len(dataset), step))
    return digest(" ".join([f"dataset {dataset.shape} {dataset.dtype}", *map(describe, slabs)]))
