"""HDF5 files from anywhere: nothing outside of them is touched, and what is read fits into memory.

A file of a few kilobytes can claim 10¹² elements; lead to other files by links, external storage or virtual data
sets; and hold references and objects where numbers are meant. Each is refused, by file and key, before a value is
read. What is left can only be damaged, and that is an error as well, never a crash.
"""

import contextlib
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from spray.errors import ForeignFileError

MOST_ROWS = 10_000_000
LARGEST = 1 << 28  # bytes of one row, or of one chunk, which HDF5 takes into memory as a whole
FREE = 1 << 26  # bytes that an array may claim without having stored any
RATIO = 1100  # no array is larger than this many times what is stored of it; deflate reaches 1032
SLAB = 1 << 24  # bytes read at a time
CACHE = 1 << 26  # bytes of decompressed chunks that are kept: neighbouring rows often share one
HOPS = 16  # links that may follow one another
NUMBERS = "iufb"


def open_hdf5(path: Path) -> h5py.File:
    """An HDF5 file for reading. Raises: `ForeignFileError` if it is missing, cut short, or something else."""
    if not path.is_file():
        raise ForeignFileError(f"{path}: no such file. Mend the path, or put the file there.")
    try:
        return h5py.File(path, "r", rdcc_nbytes=CACHE)
    except OSError as error:
        text = str(error)
        if "truncated" in text or "eof" in text:
            raise ForeignFileError(
                f"{path.name} is cut short ({_reason(error)}). Copy it again from where it is whole."
            ) from None
        raise ForeignFileError(
            f"{path.name} cannot be opened as HDF5 ({_reason(error)}). Give an HDF5 file that nobody is writing."
        ) from None


@contextlib.contextmanager
def closing_on_error(file: h5py.File) -> Iterator[None]:
    """Close the file if the block fails: what was opened half is not left open."""
    try:
        yield
    except BaseException:
        file.close()
        raise


def where(item: h5py.Group | h5py.Dataset, name: str = "") -> str:
    """ "file.h5: key", for messages."""
    key = "/".join(part for part in ((item.name or "").strip("/"), name) if part)
    return f"{Path(item.file.filename).name}: {key or '/'}"


def names(group: h5py.Group) -> list[str]:
    """The members of a group, in the file's order: by name, or as they were made if the group remembers it."""
    with reading(group):
        return list(group)


def has(group: h5py.Group, name: str) -> bool:
    """Whether a group has a member of this name."""
    with reading(group):
        return group.get(name, getlink=True) is not None


def child(group: h5py.Group, name: str, hops: int = HOPS) -> h5py.Group | h5py.Dataset:
    """A member of a group, links within the file followed.

    Raises: `ForeignFileError` if there is none, or if it lies in another file.
    """
    with reading(group):
        link = group.get(name, getlink=True)
    if link is None:
        known = ", ".join(map(repr, names(group)[:8])) or "nothing"
        raise ForeignFileError(f"{where(group, name)} is missing; beside it there is {known}.")
    if isinstance(link, h5py.SoftLink):
        return _follow(group, name, link.path, hops)
    if not isinstance(link, h5py.HardLink):
        raise ForeignFileError(
            f"{where(group, name)} is a link into another file. Copy what it means into this file."
        )
    with reading(group, name):
        found = group[name]
    if not isinstance(found, h5py.Group | h5py.Dataset):
        raise ForeignFileError(f"{where(group, name)} is neither an array nor a group.")
    return found


def group_of(group: h5py.Group, name: str) -> h5py.Group:
    """A member that is a group."""
    found = child(group, name)
    if not isinstance(found, h5py.Group):
        raise ForeignFileError(f"{where(group, name)} is an array; a group of arrays belongs there.")
    return found


def numbers(group: h5py.Group, name: str, kinds: str = NUMBERS) -> h5py.Dataset:
    """A member that is an array of numbers, checked; `kinds` are the letters of NumPy's kinds."""
    found = child(group, name)
    if not isinstance(found, h5py.Dataset):
        raise ForeignFileError(f"{where(group, name)} is a group; an array of numbers belongs there.")
    return checked(found, kinds)


def checked(array: h5py.Dataset, kinds: str = NUMBERS) -> h5py.Dataset:
    """The array, if it is of numbers, lies in its file, and is no larger than can be.

    Raises: `ForeignFileError`.
    """
    with reading(array):
        elsewhere = bool(array.external) or array.is_virtual
        shape, dtype, chunks = array.shape, array.dtype, array.chunks or ()
        stored = array.id.get_storage_size()
    if elsewhere:
        raise ForeignFileError(
            f"{where(array)} is stored in other files. Copy the values into this file: file[name] = values[...]."
        )
    if shape is None or dtype.kind not in kinds:
        what = "empty" if shape is None else f"of the type {_typed(dtype)}"
        raise ForeignFileError(
            f"{where(array)} is {what}; numbers belong there, and nothing else is ever loaded."
        )
    rows = shape[0] if shape else 1
    row, chunk = math.prod(shape[1:]) * dtype.itemsize, math.prod(chunks) * dtype.itemsize
    if rows > MOST_ROWS or row > LARGEST or chunk > LARGEST:
        raise ForeignFileError(
            f"{where(array)} has the shape {shape} of {dtype}"
            + (f" in chunks of {chunks}" if chunk > LARGEST else "")
            + f": more than {MOST_ROWS:,} rows, or {LARGEST >> 20} MB at once, is no data set of samples."
        )
    if rows * row > FREE and rows * row > RATIO * stored:
        raise ForeignFileError(
            f"{where(array)} claims {rows * row / 1e9:.3g} GB by its shape {shape}, but stores {stored:,} bytes of it. "
            "Write all of its rows, or shrink it: array.resize(rows, axis=0)."
        )
    return array


def whole(array: h5py.Dataset, most: int = LARGEST) -> NDArray[Any]:
    """All values of an array that has at most `most` bytes."""
    size = array.size * array.dtype.itemsize
    if size > most:
        raise ForeignFileError(
            f"{where(array)} has {size / 1e6:,.0f} MB; at most {most >> 20} MB belong there."
        )
    with reading(array):
        return np.asarray(array[()])


def attribute(item: h5py.Group | h5py.Dataset, name: str) -> Any:
    """An attribute that is a number, a text or an array of numbers; None if there is none, or it is something else."""
    with reading(item, f"attribute {name}"):
        if name not in item.attrs:
            return None
        stored = item.attrs.get_id(name)
        text = h5py.check_string_dtype(stored.dtype) is not None and stored.shape == ()
        if not (text or stored.dtype.kind in NUMBERS) or stored.get_storage_size() > LARGEST:
            return None
        value = item.attrs[name]
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value.item() if isinstance(value, np.generic) else value


def slabs(array: h5py.Dataset) -> Iterator[tuple[int, NDArray[Any]]]:
    """An array a part at a time: the number of its first row, and the rows."""
    rows = array.shape[0]
    step = max(1, SLAB // max(1, math.prod(array.shape[1:]) * array.dtype.itemsize))
    if array.chunks and array.chunks[0] < step:
        step -= step % array.chunks[0]  # no chunk is decompressed twice
    for start in range(0, rows, step):
        with reading(array):
            part = np.asarray(array[start : start + step])
        yield start, part


@contextlib.contextmanager
def reading(item: h5py.Group | h5py.Dataset, name: str = "") -> Iterator[None]:
    """Errors of the library become one of ours, with the file and the key."""
    try:
        yield
    except (OSError, RuntimeError, ValueError, TypeError, KeyError, MemoryError, UnicodeError) as error:
        raise ForeignFileError(
            f"{where(item, name)} cannot be read ({_reason(error)}). The file is damaged, or made with a filter "
            "that is not installed here: copy it again from where it is whole."
        ) from None


def _follow(group: h5py.Group, name: str, path: str, hops: int) -> h5py.Group | h5py.Dataset:
    if not hops:
        raise ForeignFileError(f"{where(group, name)} is a link that leads in circles.")
    found: h5py.Group | h5py.Dataset = group.file["/"] if path.startswith("/") else group
    for part in path.split("/"):
        if part in {"", "."}:
            continue
        if not isinstance(found, h5py.Group):
            raise ForeignFileError(f"{where(group, name)} is a link to {path!r}, which is not there.")
        found = child(found, part, hops - 1)
    return found


def _typed(dtype: np.dtype[Any]) -> str:
    if h5py.check_string_dtype(dtype) is not None:
        return "text"
    return "object" if dtype.kind == "O" else str(dtype)


def _reason(error: BaseException) -> str:
    """The library's own words in one line, without the addresses that it adds."""
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) <= 160 else text[:157] + "..."
