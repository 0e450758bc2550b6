"""Files that are either whole or not there, and rows of HDF5 arrays.

An HDF5 file is put together in memory and written by ordinary means: a full disk is then an `OSError` here and now,
instead of a library that can neither write nor close its file, or ends the process.
"""

import contextlib
import os
import platform
import re
import threading
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

HOST = re.sub(r"[^\w-]", "_", platform.node()) or "_"
PART = re.compile(r"\.(?P<host>[\w-]+)\.(?P<pid>\d+)\.\d+\.part$")


@contextlib.contextmanager
def replacing(path: Path, *, durable: bool = True) -> Iterator[Path]:
    """A path to write to, which takes the place of `path` when the block has ended without an error.

    At any moment `path` has its old content or the new one; with `durable` also after a power cut.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    remove_dead_parts(path.parent)
    part = path.with_name(f"{path.name}.{HOST}.{os.getpid()}.{threading.get_ident()}.part")
    try:
        yield part
        if durable:
            _sync(part)
        part.replace(path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            part.unlink()
        if isinstance(error, OSError) and error.filename in (None, str(part)):
            raise OSError(error.errno, error.strerror, str(path)) from error  # what it was about
        raise
    if durable:
        _sync(path.parent)  # the rename itself


def write_atomic(path: Path, content: bytes) -> None:
    """Write a file so that at any moment it has its old content or the new one, also after a power cut."""
    with replacing(path) as part:
        part.write_bytes(content)


def write_hdf5(path: Path, arrays: Mapping[str, NDArray[Any]], attributes: Mapping[str, str]) -> None:
    """Write an HDF5 file with these arrays and attributes, as `write_atomic` does: same input, same bytes."""
    name = f"memory-{threading.get_ident()}"  # HDF5 takes two open files of one name for the same file
    with h5py.File(name, "w", driver="core", backing_store=False, libver=("v110", "v110")) as file:
        for key, array in arrays.items():
            file.create_dataset(key, data=array, track_times=False)
        for key, value in attributes.items():
            file.attrs[key] = value
        file.flush()
        content: bytes = file.id.get_file_image()
    write_atomic(path, content)


def read_rows(dataset: h5py.Dataset, rows: NDArray[np.integer[Any]]) -> NDArray[Any]:
    """Rows of an HDF5 dataset in any order, with repetitions."""
    if len(rows) == 0:
        return np.empty((0, *dataset.shape[1:]), dataset.dtype)
    unique, inverse = np.unique(rows, return_inverse=True)
    first, last = int(unique[0]), int(unique[-1]) + 1
    if last - first <= 2 * len(unique):  # one slab that is mostly wanted beats picking rows
        slab: NDArray[Any] = np.asarray(dataset[first:last])[rows - first]
        return slab
    picked: NDArray[Any] = np.stack([dataset[int(row)] for row in unique])[inverse]
    return picked


def _sync(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@cache
def remove_dead_parts(folder: Path) -> None:
    """Remove, once, what writers left behind that were killed; those that live, or may on another host, are kept."""
    for part in folder.glob("*.part"):
        writer = PART.search(part.name)
        if writer and writer["host"] == HOST and not _alive(int(writer["pid"])):
            part.unlink(missing_ok=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
