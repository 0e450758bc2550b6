"""Files that are either whole or not there, and rows of HDF5 arrays.

An HDF5 file is put together in memory and written by ordinary means: a full disk is then an `OSError`
here and now, instead of a library that can neither write nor close its file.
"""

import contextlib
import glob
import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray


def write_atomic(path: Path, content: bytes) -> None:
    """Write a file so that at any moment it has its old content or the new one, also after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove_dead_parts(path)
    part = path.with_name(f"{path.name}.{threading.get_ident()}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the rename itself
    finally:
        os.close(folder)


def hdf5_bytes(arrays: Mapping[str, NDArray[Any]], attributes: Mapping[str, str]) -> bytes:
    """The bytes of an HDF5 file with these arrays and attributes: same input, same bytes."""
    name = f"memory-{threading.get_ident()}"  # HDF5 takes two open files of one name for the same file
    with h5py.File(name, "w", driver="core", backing_store=False, libver=("v110", "v110")) as file:
        for key, array in arrays.items():
            file.create_dataset(key, data=array, track_times=False)
        for key, value in attributes.items():
            file.attrs[key] = value
        file.flush()
        content: bytes = file.id.get_file_image()
    return content


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


def _remove_dead_parts(path: Path) -> None:
    """Remove what writers of this file left behind that were killed; those that live are still at it."""
    for part in path.parent.glob(f"{glob.escape(path.name)}.*.part"):
        pid = part.name.split(".")[-2]
        if pid.isdigit() and not _alive(int(pid)):
            part.unlink(missing_ok=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
