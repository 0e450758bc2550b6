"""One value in one HDF5 file, whole or not at all.

    bytes 0..511   "spray entry 1", SHA-256 of (key + everything behind), padded with zeros
    bytes 512..    HDF5: `skeleton` (JSON: the nesting, scalars in place), `parts` (JSON: why this key),
                   one dataset per array, named by its number

The HDF5 library sees a file only after its checksum has been found right, so a flipped bit, a half-written
file or one that was renamed is `DamagedError`, and never a wrong value. Nothing is unpickled.
"""

import hashlib
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from spray import files
from spray.errors import DamagedError, UnstorableError

HEADER = 512
MAGIC = b"spray entry 1\n"
NATIVE = "biufc"
SPARSE = ("csr", "csc", "coo", "bsr", "dia")


def write(path: Path, key: str, parts: Mapping[str, str], value: Any) -> None:
    """Store `value` under `key`, whole or not at all.

    Raises `UnstorableError` for a value of an unknown type, OSError when the disk refuses.
    """
    content = encode(parts, value)
    files.write_atomic(path, _header(key, content) + content)


def read(path: Path, key: str) -> Any:
    """The value stored under `key`. Raises FileNotFoundError for none, `DamagedError` for one not whole."""
    return decode(_content(path, key))


def read_parts(path: Path, key: str) -> dict[str, str]:
    """The named parts of the key that an entry was stored under; errors as `read`."""
    with h5py.File(io.BytesIO(_content(path, key)), "r") as file:
        found: dict[str, str] = json.loads(bytes(file["parts"][()]))
    return found


def _content(path: Path, key: str) -> bytes:
    raw = path.read_bytes()
    if raw[:HEADER] != _header(key, raw[HEADER:]):
        raise DamagedError(path)
    return raw[HEADER:]


def _header(key: str, content: bytes) -> bytes:
    checksum = hashlib.sha256(key.encode())
    checksum.update(content)
    return (MAGIC + checksum.hexdigest().encode() + b"\n").ljust(HEADER, b"\0")


def encode(parts: Mapping[str, str], value: Any) -> bytes:
    """A value and the parts of its key as the bytes of an HDF5 file; equal values give equal bytes."""
    arrays: list[NDArray[Any]] = []
    skeleton = _skeleton(value, arrays)
    told = {"skeleton": _text(skeleton), "parts": _text(dict(sorted(parts.items())))}
    buffer = io.BytesIO()
    with h5py.File(buffer, "w", libver=("v110", "v110")) as file:
        for name, array in (told | {str(number): array for number, array in enumerate(arrays)}).items():
            file.create_dataset(name, data=array, track_times=False)
    return buffer.getvalue()


def decode(content: bytes) -> Any:
    """The value in the bytes that `encode` made."""
    with h5py.File(io.BytesIO(content), "r") as file:
        return _value(json.loads(bytes(file["skeleton"][()])), file)


def _text(value: Any) -> NDArray[np.uint8]:
    return np.frombuffer(json.dumps(value).encode("ascii"), dtype=np.uint8)


def _skeleton(value: Any, arrays: list[NDArray[Any]]) -> Any:  # noqa: PLR0911, one case per type
    """A JSON value that says what `value` is; its arrays are appended to `arrays`."""
    kind = type(value)
    if kind in (bool, str) or value is None:
        return value
    if kind is int:
        return {"int": str(value)}
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
    if kind is np.ndarray and not value.dtype.hasobject and value.dtype.names is None:
        # What HDF5 has no type for (text, dates) is kept as its bytes.
        native = value.dtype.kind in NATIVE and value.dtype.itemsize <= 16
        flat = np.ascontiguousarray(value).reshape(-1)
        arrays.append(value if native else np.frombuffer(flat.tobytes(), dtype=np.uint8))
        return {"array": len(arrays) - 1, "dtype": value.dtype.str, "shape": list(value.shape)}
    if kind.__module__.startswith("scipy.sparse") and value.format in SPARSE:
        return {"sparse": kind.__name__, **_sparse_parts(value, arrays)}
    raise UnstorableError(f"{kind.__module__}.{kind.__qualname__}")


def _sparse_parts(matrix: Any, arrays: list[NDArray[Any]]) -> dict[str, Any]:
    if matrix.format == "coo":
        index: Any = tuple(matrix.coords)
    elif matrix.format == "dia":
        index = matrix.offsets
    else:
        index = (matrix.indices, matrix.indptr)
    return {
        "data": _skeleton(matrix.data, arrays),
        "index": _skeleton(index, arrays),
        "shape": list(matrix.shape),
    }


def _value(skeleton: Any, file: Any) -> Any:  # noqa: PLR0911, one case per type
    if not isinstance(skeleton, dict):
        return skeleton
    match skeleton:
        case {"int": text}:
            return int(text)
        case {"float": text}:
            return float.fromhex(text)
        case {"complex": [real, imaginary]}:
            return complex(float.fromhex(real), float.fromhex(imaginary))
        case {"bytes": text}:
            return bytes.fromhex(text)
        case {"tuple": items}:
            return tuple(_value(item, file) for item in items)
        case {"list": items}:
            return [_value(item, file) for item in items]
        case {"dict": items}:
            return {_value(name, file): _value(item, file) for name, item in items}
        case {"scalar": array}:
            return _value(array, file)[()]
        case {"array": number, "dtype": dtype, "shape": shape}:
            raw = np.asarray(file[str(number)][()])
            return (
                raw
                if raw.dtype.str == dtype
                else np.frombuffer(bytearray(raw.tobytes()), dtype).reshape(shape)
            )
        case _:
            return _sparse(skeleton, file)


def _sparse(skeleton: Mapping[str, Any], file: Any) -> Any:
    import scipy.sparse

    data, index = _value(skeleton["data"], file), _value(skeleton["index"], file)
    name = skeleton["sparse"]
    arguments = (data, index) if not name.startswith(("csr", "csc", "bsr")) else (data, *index)
    return getattr(scipy.sparse, name)(arguments, shape=tuple(skeleton["shape"]))
