"""What ViRelAy's files have no place for, kept in them beside what ViRelAy reads: ranks, scores, names, provenance.

A member `spray` of a file or group: JSON in UTF-8, as an array of bytes. Any frozen dataclass of plain values goes in
and comes out; nothing is executed, and what does not fit its type is refused.
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import h5py
import numpy as np
from numpy.typing import NDArray

from spray import foreign_hdf5 as foreign
from spray.errors import FormatError

NAME = "spray"


def read(group: h5py.Group) -> dict[str, Any]:
    """What was written here; empty if nothing was.

    Raises: `FormatError` if it is not of the form above.
    """
    if not foreign.has(group, NAME):
        return {}
    array = foreign.numbers(group, NAME, "u")
    try:
        content = json.loads(foreign.whole(array).astype(np.uint8).tobytes())
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise FormatError(f"{foreign.where(array)} is no note of spray. Remove it, and import again.")
    return content


def written(content: Mapping[str, Any]) -> NDArray[np.uint8]:
    """The array that `read` takes."""
    return np.frombuffer(json.dumps(content, sort_keys=True, ensure_ascii=False).encode(), np.uint8)


def encode(value: Any, without: frozenset[str] = frozenset()) -> Any:
    """A dataclass and what it holds as JSON, but for the fields `without`."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: encode(getattr(value, field.name))
            for field in fields(value)
            if field.name not in without
        }
    if isinstance(value, Mapping):
        return {str(key): encode(item) for key, item in value.items()}
    if isinstance(value, np.ndarray):
        return {"dtype": value.dtype.str, "shape": list(value.shape), "values": value.reshape(-1).tolist()}
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    value = value.item() if isinstance(value, np.generic) else value
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def decode(kind: Any, content: Any, **given: Any) -> Any:
    """A value of a type from JSON; `given` are the fields that were left out.

    Raises: `FormatError` if it does not fit.
    """
    try:
        return _decode(kind, content, given)
    except (TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
        name = getattr(kind, "__name__", str(kind))
        raise FormatError(
            f"what spray has noted about a {name} does not fit ({error}). Export the project anew."
        ) from None


def _decode(kind: Any, content: Any, given: Mapping[str, Any]) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        return _dataclass(kind, content, given)
    if origin in (Union, UnionType):
        options = [one for one in inner if one is not type(None)]
        return None if content is None else _decode(options[0], content, {})
    if isinstance(origin, type):
        return _collection(origin, inner, content)
    return content if kind is Any else _plain(kind, content)


def _collection(origin: type, inner: tuple[Any, ...], content: Any) -> Any:
    if origin is np.ndarray:
        return _array(content)
    if origin is tuple:
        kinds = [inner[0]] * len(content) if inner[-1] is Ellipsis else inner
        return tuple(_decode(one, item, {}) for one, item in zip(kinds, content, strict=True))
    if issubclass(origin, Mapping):
        return {str(key): _decode(inner[1], item, {}) for key, item in content.items()}
    raise TypeError(f"{origin.__name__} is not kept")


def _plain(kind: type, content: Any) -> Any:
    if kind is float and isinstance(content, int | float):
        return float(content)
    if not isinstance(content, kind) or (kind is int and isinstance(content, bool)):
        raise TypeError(f"{content!r} is no {kind.__name__}")
    return content


def _dataclass(kind: type, content: Any, given: Mapping[str, Any]) -> Any:
    hints = get_type_hints(kind)
    values = dict(given)
    for field in fields(kind):
        if field.name in values:
            continue
        if field.name in content:
            values[field.name] = _decode(hints[field.name], content[field.name], {})
        elif field.default is MISSING and field.default_factory is MISSING:
            raise KeyError(field.name)
    return kind(**values)


def _array(content: Any) -> NDArray[Any]:
    dtype = np.dtype(content["dtype"])
    if dtype.kind not in "iufb":
        raise TypeError(f"{dtype} is no type of numbers")
    return np.array(content["values"], dtype).reshape(content["shape"])
