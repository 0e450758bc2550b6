"""Attributions on disk: a folder of HDF5 shards, each whole and checked, or not there.

    <folder>/<key>/00000.h5    attribution (n, C, H, W) float32, output (n, classes) float32,
                               label (n,), index (n,), id (n,)        the rows 0, 1, ..., n - 1
    <folder>/<key>/00001.h5    the next n rows, ...

The key is the content hash of all that the attributions depend on, so a shard is right or it is damaged;
its attribute `blake3`, of all arrays, tells which.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import h5py
import numpy as np
from numpy.typing import NDArray

from spray import digest, files
from spray.errors import StoreError
from spray.machine import processors

Ints = NDArray[np.integer[Any]]
Arrays = Mapping[str, NDArray[Any]]
TEXT = 16  # bytes that a text takes in an array of HDF5, which has the text itself elsewhere in the file
NAMES = ("attribution", "output", "label", "index", "id")


class Attributions(Protocol):
    """Relevance of every sample, read when asked for; `key` is the content hash of all it depends on."""

    @property
    def key(self) -> str:
        """What the relevance is, by content."""
        ...

    def __len__(self) -> int: ...

    @property
    def shape(self) -> tuple[int, ...]:
        """(samples, C, H, W)."""
        ...

    def read(self, rows: Ints) -> NDArray[np.float32]:
        """Relevance (len(rows), C, H, W) of some rows, in any order."""
        ...


@dataclass(frozen=True)
class Store:
    """The shards of one key, of `shard_size` rows each; the last may have fewer. Picklable."""

    folder: Path
    key: str
    shape: tuple[int, ...]
    shard_size: int

    def __len__(self) -> int:
        return self.shape[0]

    def path(self, shard: int) -> Path:
        """The file of a shard."""
        return self.folder / self.key / f"{shard:05d}.h5"

    def rows(self, shard: int) -> Ints:
        """The rows of a shard."""
        start = shard * self.shard_size
        return np.arange(start, min(start + self.shard_size, len(self)))

    @property
    def shards(self) -> range:
        """The numbers of all shards."""
        return range(-(-len(self) // self.shard_size))

    def stored(self) -> int:
        """How many rows are stored."""
        return sum(len(self.rows(shard)) for shard in self.shards if self.path(shard).exists())

    def read(self, rows: Ints) -> NDArray[np.float32]:
        """Relevance (len(rows), C, H, W) of some rows, in any order."""
        return np.asarray(self._read("attribution", rows, self.shape[1:]), dtype=np.float32)

    def output(self, rows: Ints) -> NDArray[np.float32]:
        """Output of the model (len(rows), classes) for some samples, in any order."""
        with self._open(0) as file:
            classes = file["output"].shape[1]
        return np.asarray(self._read("output", rows, (classes,)), dtype=np.float32)

    def outputs(self) -> NDArray[np.float32]:
        """Output of the model for every sample (n, classes)."""
        parts = [self._array(shard, "output") for shard in self.shards]
        return np.concatenate(parts)

    def write(self, shard: int, arrays: Arrays) -> None:
        """Store a shard. Raises: `StoreError` if the disk has no room for it; older shards are kept."""
        content = {name: arrays[name] for name in NAMES}
        try:
            files.write_hdf5(self.path(shard), content, {"key": self.key, "blake3": _digest(arrays)})
        except OSError as error:
            size = sum(array.nbytes for array in content.values())
            raise StoreError(
                f"Cannot store {size / 1e6:.0f} MB in {self.folder}: {error.strerror}. "
                "All that was stored before is kept: make room, and run the same command again to go on."
            ) from error

    def state(self, shard: int) -> str:
        """ "whole", "missing" or "damaged"."""
        if not self.path(shard).exists():
            return "missing"
        try:
            with h5py.File(self.path(shard), "r") as file:
                arrays = {name: _as_written(file, name) for name in NAMES}
                stored = (file.attrs["key"], file.attrs["blake3"], arrays["attribution"].shape)
        except (OSError, KeyError, RuntimeError, ValueError, TypeError, AttributeError):
            return "damaged"  # h5py raises any of these for bytes that are not what they were
        shape = (len(self.rows(shard)), *self.shape[1:])
        return "whole" if stored == (self.key, _digest(arrays), shape) else "damaged"

    def states(self) -> Iterator[str]:
        """The state of every shard; while one is hashed the next is read."""
        with ThreadPoolExecutor(processors()) as pool:
            yield from pool.map(self.state, self.shards)

    def _read(self, name: str, rows: Ints, shape: tuple[int, ...]) -> NDArray[Any]:
        rows = np.asarray(rows)
        result = np.empty((len(rows), *shape), dtype=np.float32)
        for shard in np.unique(rows // self.shard_size):
            here = np.flatnonzero(rows // self.shard_size == shard)
            with self._open(int(shard)) as file:
                result[here] = files.read_rows(file[name], rows[here] - shard * self.shard_size)
        return result

    def _array(self, shard: int, name: str) -> NDArray[np.float32]:
        with self._open(shard) as file:
            return np.asarray(file[name][()], dtype=np.float32)

    def _open(self, shard: int) -> h5py.File:
        try:
            return h5py.File(self.path(shard), "r")
        except OSError as error:
            raise StoreError(
                f"The shard {self.path(shard)} cannot be read ({error}). Run the same command again: it is "
                "made anew."
            ) from error


def _as_written(file: h5py.File, name: str) -> NDArray[Any]:
    """An array that lies in this file, and is as large there as it says; `write` makes no others."""
    if not isinstance(file.get(name, getlink=True), h5py.HardLink):
        raise ValueError("a link")
    array = file[name]
    each = TEXT if array.dtype.kind == "O" else array.dtype.itemsize
    stored, claimed = array.id.get_storage_size(), array.size * each
    if array.chunks is not None or array.external or stored != claimed:
        raise ValueError("an array that is stored otherwise")
    return np.asarray(array[()])


def content_key(parts: Mapping[str, Any]) -> str:
    """SHA-256 over names and values."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _digest(arrays: Arrays) -> str:
    return digest.of_parts(_described(arrays))


def _described(arrays: Arrays) -> Iterator[bytes | memoryview]:
    for name in NAMES:
        array = np.ascontiguousarray(arrays[name])
        yield f"{name} {array.shape}".encode()
        texts = array.dtype == object
        yield (
            "\0".join(map(_text, array.tolist())).encode() if texts else array.reshape(-1).view(np.uint8).data
        )


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
