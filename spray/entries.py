"""One value in one file, whole or not at all.

    line 1    spray entry 2
    line 2    SHA-256 over the key, line 3 and all that follows (`spray.digest`)
    line 3    JSON: `parts` of the key, `seconds` that the value took, `rows` of the longest array that it
              was made from, and `behind`, the parts of what it was made from and nobody stored
    zeros     up to 512·2ⁿ bytes; then HDF5: `skeleton` (JSON: the nesting, scalars in place), and one
              contiguous dataset per array, named by its number

Any HDF5 program opens the file; its first lines can be read without one. The HDF5 library sees a file only after
its checksum has been found right, so a flipped bit, a half-written file or one that was renamed is `DamagedError`,
and never a wrong value. Nothing is unpickled. Arrays are written from where they are, and read once.
"""

import ast
import contextlib
import hashlib
import io
import json
import math
import os
import re
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from spray import digest, files
from spray.errors import DamagedError, UnstorableError
from spray.keys import SPARSE, sparse_arrays
from spray.new_hdf5 import Stream

MAGIC = b"spray entry 2\n"
START = len(MAGIC) + 65  # where line 3 begins
NATIVE = "biufc"
ALIGNED = 64  # bytes; arrays are used where they lie
MOST_HEAD = 1 << 24  # bytes of the first lines

Parts = Mapping[str, str]


@dataclass(frozen=True)
class Head:
    """What an entry says of itself."""

    parts: Parts
    seconds: float = 0.0
    rows: int = 0
    behind: Mapping[str, Parts] = field(default_factory=dict)


def place(folder: Path, function: str, key: str) -> Path:
    """Where the entry of a key is, or would be."""
    return folder / re.sub(r"[^\w.]", "_", function) / f"{key}.h5"


def write(path: Path, key: str, head: Head, value: Any) -> None:
    """Store `value` under `key`, whole or not at all.

    Raises `UnstorableError` for a value of an unknown type, OSError when the disk refuses.
    """
    arrays: list[NDArray[Any]] = []
    skeleton = _skeleton(value, arrays)
    lines = json.dumps(asdict(head), sort_keys=True).encode() + b"\n"
    block = max(512, 1 << (START + len(lines) - 1).bit_length())
    # Without fsync: what a power cut leaves of a file has the wrong checksum, and that is found when it is read.
    with files.replacing(path, durable=False) as part:
        stream = Stream(part)
        try:
            with _new(stream, block) as file:
                file.create_dataset("skeleton", data=_text(skeleton), track_times=False)
                for number, array in enumerate(arrays):
                    file.create_dataset(str(number), data=array, track_times=False)
            stream.seek(START)
            stream.write(lines)
            _raise(stream)
            checksum = digest.of_leaves(stream.end - START, _reader(stream.raw.fileno()))
            stream.seek(0)
            stream.write(MAGIC + _sealed(key, checksum))
            _raise(stream)
        finally:
            stream.raw.close()


def read(path: Path, key: str) -> Any:
    """The value stored under `key`. Raises FileNotFoundError for none, `DamagedError` for one not whole."""
    content = _content(path, key)
    try:
        with h5py.File(_Memory(content), "r") as file:
            return _value(json.loads(_array(file, "skeleton", content).tobytes()), file, content)
    except (OSError, KeyError, ValueError, TypeError, RuntimeError, AttributeError, RecursionError) as error:
        raise DamagedError(path) from error


def head(path: Path) -> Head:
    """What an entry says of itself, without reading its value or looking at its checksum.

    Raises FileNotFoundError, and `DamagedError` for a file that is no entry.
    """
    with open(path, "rb", opener=_unseen) as stream:
        start, told = stream.read(START), stream.readline(MOST_HEAD)
    try:
        if not start.startswith(MAGIC):
            raise ValueError("no entry")
        return Head(**json.loads(told))
    except (ValueError, TypeError) as error:
        raise DamagedError(path) from error


def _unseen(path: str, flags: int) -> int:
    """Opens a file without leaving a trace of it, where that is possible: looking is no use."""
    try:
        return os.open(path, flags | getattr(os, "O_NOATIME", 0))
    except PermissionError:
        return os.open(path, flags)


def _new(stream: Stream, block: int) -> h5py.File:
    """An HDF5 file that leaves room for the head, and whose arrays can be used where they lie."""
    return h5py.File(
        stream,
        "w",
        libver=("v110", "v110"),
        userblock_size=block,
        alignment_threshold=1,
        alignment_interval=ALIGNED,
    )


def _raise(stream: Stream) -> None:
    if stream.error is not None:
        raise stream.error


def _sealed(key: str, checksum: str) -> bytes:
    return hashlib.sha256(f"{key} {checksum}".encode()).hexdigest().encode() + b"\n"


def _reader(number: int) -> Any:
    def leaf(start: int, stop: int) -> bytes:
        return os.pread(number, stop - start, START + start)

    return leaf


def _content(path: Path, key: str) -> NDArray[np.uint8]:
    """The bytes of an entry whose checksum is right: hashed leaf by leaf, as they come from the disk."""
    with path.open("rb", buffering=0) as stream:
        number, stat = stream.fileno(), os.fstat(stream.fileno())
        size = stat.st_size
        if size < START:
            raise DamagedError(path)
        room = np.empty(size + ALIGNED, np.uint8)
        offset = -room.ctypes.data % ALIGNED
        content = room[offset : offset + size]

        def leaf(start: int, stop: int) -> memoryview:
            into = content[START + start : START + stop].data
            if os.preadv(number, [into], START + start) != stop - start:
                raise DamagedError(path)
            return into

        content[:START] = np.frombuffer(os.pread(number, START, 0), np.uint8)
        sealed = MAGIC + _sealed(key, digest.of_leaves(size - START, leaf))
        with contextlib.suppress(OSError):  # when it was last used, for `spray cache prune`
            os.utime(path, ns=(time.time_ns(), stat.st_mtime_ns))
    if content[:START].tobytes() != sealed:
        raise DamagedError(path)
    return content


class _Memory(io.RawIOBase):
    """Bytes as a file for the HDF5 library."""

    def __init__(self, content: NDArray[np.uint8]) -> None:
        self.content, self.at = content.data, 0

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self.at = offset + (0, self.at, len(self.content))[whence]
        return self.at

    def tell(self) -> int:
        return self.at

    def readinto(self, buffer: Any) -> int:
        part = self.content[self.at : self.at + len(buffer)]
        buffer[: len(part)] = part
        self.at += len(part)
        return len(part)


def _array(file: h5py.File, name: str, content: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The bytes of an array where they lie, which is inside of the file."""
    if not isinstance(file.get(name, getlink=True), h5py.HardLink):
        raise ValueError("a link")
    array = file[name]
    size = math.prod(array.shape) * array.dtype.itemsize
    offset = array.id.get_offset() if size else 0
    if offset is None or offset + size > len(content):
        raise ValueError("an array that is stored elsewhere")
    return content[offset : offset + size]


def _text(value: Any) -> NDArray[np.uint8]:
    return np.frombuffer(json.dumps(value).encode("ascii"), dtype=np.uint8)


def _skeleton(value: Any, arrays: list[NDArray[Any]]) -> Any:  # noqa: PLR0911, one case per type
    """A JSON value that says what `value` is; its arrays are appended to `arrays`."""
    kind = type(value)
    if kind in (bool, str) or value is None:
        return value
    if kind is int:
        return {"int": hex(value)}
    if kind is float:
        return {"float": value.hex()}
    if kind is complex:
        return {"complex": [value.real.hex(), value.imag.hex()]}
    if kind is bytes:
        return {"bytes": value.hex()}
    if kind in (tuple, list):
        return {kind.__name__: [_skeleton(item, arrays) for item in value]}
    if kind is dict:
        return {"dict": [[_skeleton(name, arrays), _skeleton(item, arrays)] for name, item in value.items()]}
    if isinstance(value, np.generic):
        return {"scalar": _skeleton(np.asarray(value), arrays)}
    if kind is np.ndarray and not value.dtype.hasobject:
        # What HDF5 has no type for (text, dates, records) is kept as its bytes.
        native = value.dtype.kind in NATIVE and value.dtype.itemsize <= 16
        arrays.append(value if native else np.frombuffer(value.tobytes(), dtype=np.uint8))
        descr = repr(np.lib.format.dtype_to_descr(value.dtype))
        return {"array": len(arrays) - 1, "dtype": descr, "shape": list(value.shape)}
    if kind.__module__.startswith("scipy.sparse") and value.format in SPARSE:
        return {"sparse": kind.__name__, **_sparse_parts(value, arrays)}
    raise UnstorableError(f"{kind.__module__}.{kind.__qualname__}")


def _sparse_parts(matrix: Any, arrays: list[NDArray[Any]]) -> dict[str, Any]:
    data, *index = sparse_arrays(matrix).values()
    return {
        "data": _skeleton(data, arrays),
        "index": _skeleton(index[0] if len(index) == 1 else tuple(index), arrays),
        "shape": list(matrix.shape),
    }


def _value(skeleton: Any, file: Any, content: NDArray[np.uint8]) -> Any:  # noqa: PLR0911, one case per type
    if not isinstance(skeleton, dict):
        return skeleton
    match skeleton:
        case {"int": text}:
            return int(text, 16)
        case {"float": text}:
            return float.fromhex(text)
        case {"complex": [real, imaginary]}:
            return complex(float.fromhex(real), float.fromhex(imaginary))
        case {"bytes": text}:
            return bytes.fromhex(text)
        case {"tuple": items}:
            return tuple(_value(item, file, content) for item in items)
        case {"list": items}:
            return [_value(item, file, content) for item in items]
        case {"dict": items}:
            return {_value(name, file, content): _value(item, file, content) for name, item in items}
        case {"scalar": array}:
            return _value(array, file, content)[()]
        case {"array": number, "dtype": dtype, "shape": shape}:
            kind = np.lib.format.descr_to_dtype(ast.literal_eval(dtype))
            return np.frombuffer(_array(file, str(number), content), kind).reshape(shape)
        case {"sparse": str(name), "data": data, "index": index, "shape": shape}:
            return _sparse(name, _value(data, file, content), _value(index, file, content), tuple(shape))
        case _:
            raise ValueError("no value")


def _sparse(name: str, data: Any, index: Any, shape: tuple[int, ...]) -> Any:
    import scipy.sparse

    form, _, kind = name.partition("_")
    if form not in SPARSE or kind not in ("array", "matrix"):
        raise ValueError("no sparse matrix")
    compressed = form in ("csr", "csc", "bsr")
    matrix = getattr(scipy.sparse, name)((data, *index) if compressed else (data, index), shape=shape)
    if compressed:
        matrix.check_format(full_check=True)
    return matrix
