"""What a value is, by content: the parts of a memo key.

    key = SHA-256( name of the function, digest of its code, every argument with defaults filled in,
                   versions of the libraries whose numerics matter )

An array counts with its dtype, its shape and its exact bytes, a function with all that it refers to
(`spray.code_content`). Nothing is rounded, nothing is optional, and no part is an address or a time. What two equal
keys leave open, the layout of an array in memory and the order of a mapping, the function never gets to see: `handed`.
"""

import copy
import hashlib
import inspect
import json
import platform
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from types import FunctionType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spray import digest as hashes
from spray.code_content import code_of, name_of
from spray.errors import UnknownContentError, UnrepeatableError

NUMERICS = ("numpy", "scipy", "scikit-learn")
ARRAYS = (np.ndarray, np.memmap)  # and no others: a mask, say, is not among the elements
SPARSE = {
    "csr": ("data", "indices", "indptr"),
    "csc": ("data", "indices", "indptr"),
    "bsr": ("data", "indices", "indptr"),
    "coo": ("data", "coords"),
    "dia": ("data", "offsets"),
}
SEEDS = ("seed", "random_state", "rng")


@dataclass(frozen=True, eq=False)
class Known:
    """A value whose content hash is already known, such as a store of attributions: hashed once, or never."""

    value: Any
    key: str


def digest(text: str) -> str:
    """SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def key_of(parts: Mapping[str, str]) -> str:
    """The key that named parts make, whatever their order."""
    return digest(json.dumps(parts, sort_keys=True))


def parts_of(
    function: Callable[..., Any], arguments: tuple[Any, ...], keywords: Mapping[str, Any]
) -> dict[str, str]:
    """Everything that decides what `function(*arguments, **keywords)` returns, by name.

    `f(x, 3)`, `f(x, k=3)` and, where 3 is the default, `f(x)` are the same call.
    Raises `UnknownContentError` for an argument without content to hash, `UnrepeatableError` for `seed=None`.
    """
    if not isinstance(function, FunctionType):
        raise UnknownContentError(
            repr(function), "it is not a plain function; only those have all their state in their arguments"
        )
    parts = arguments_of(function, arguments, keywords)
    if (own := getattr(function, "version", None)) is not None:  # of a user's function: `spray.analysis`
        parts["version of the function"] = describe(own)
    code = code_of(function, describe)
    libraries = {f"version {library}": number for library, number in code.libraries.items()}
    return {"function": name_of(function), "code": code.digest, **parts, **libraries, **versions()}


def arguments_of(
    function: Callable[..., Any], arguments: tuple[Any, ...], keywords: Mapping[str, Any]
) -> dict[str, str]:
    """The parts of a key that are arguments."""
    bound = inspect.signature(function).bind(*arguments, **keywords)
    bound.apply_defaults()
    for name in SEEDS:
        if name in bound.arguments and bound.arguments[name] is None:
            raise UnrepeatableError(name_of(function), name)
    return {f"argument {name}": _told(name, value) for name, value in bound.arguments.items()}


def _told(name: str, value: Any) -> str:
    try:
        return describe(value)
    except UnknownContentError as error:
        raise UnknownContentError(f"argument {name!r}, {error.what}", error.why) from None


@cache
def versions() -> Mapping[str, str]:
    """Versions of Python and of the libraries that compute."""

    def installed(package: str) -> str:
        try:
            return version(package)
        except PackageNotFoundError:
            return "not installed"

    found = {f"version {package}": installed(package) for package in NUMERICS}
    interpreter = f"{sys.version_info.major}.{sys.version_info.minor} {platform.machine()}"
    return {"version python": interpreter, **found}


def describe(value: Any) -> str:  # noqa: PLR0911, one case per type
    """A text that two values share if and only if they have the same type and content."""
    if value is None or type(value) in (bool, int, float, complex, str, bytes):
        return f"{type(value).__name__} {value!r}"
    if isinstance(value, Known):
        return f"known {value.key}"
    if type(value) in (tuple, list):
        return f"{type(value).__name__} [{', '.join(map(describe, value))}]"
    if isinstance(value, Mapping):
        items = sorted((describe(name), describe(item)) for name, item in value.items())
        return f"mapping {{{', '.join(f'{name}: {item}' for name, item in items)}}}"
    if type(value) in ARRAYS or isinstance(value, np.generic):
        return _describe_array(np.asarray(value), "scalar" if isinstance(value, np.generic) else "array")
    if isinstance(value, FunctionType):
        code = code_of(value, describe)
        return f"function {name_of(value)} {code.digest} {dict(code.libraries)}"
    if isinstance(value, np.dtype):
        return f"dtype {np.lib.format.dtype_to_descr(value)}"
    if type(value).__module__.startswith("scipy.sparse"):
        return _describe_sparse(value)
    if isinstance(getattr(value, "key", None), str) and callable(getattr(value, "describe", None)):
        return str(value.describe())
    raise UnknownContentError(
        f"a {type(value).__module__}.{type(value).__qualname__}", "it has no content to hash"
    )


def _describe_array(array: NDArray[Any], kind: str) -> str:
    if array.dtype.hasobject:
        raise UnknownContentError(f"an array of dtype {array.dtype}", "its elements are Python objects")
    descr = np.lib.format.dtype_to_descr(array.dtype)
    return f"{kind} {descr} {array.shape} {hashes.of_array(array)}"


def _describe_sparse(matrix: Any) -> str:
    """The arrays that it consists of: another way to store the same matrix may be summed in another order."""
    if matrix.format not in SPARSE:
        raise UnknownContentError(
            f"a sparse matrix in {matrix.format} format", "only .tocsr() and its like have arrays"
        )
    arrays = [np.asarray(array) for array in sparse_arrays(matrix).values()]
    return f"sparse {type(matrix).__name__} {matrix.shape} {' '.join(map(describe, arrays))}"


def sparse_arrays(matrix: Any) -> dict[str, Any]:
    """The arrays that make up a sparse matrix, by the names of its attributes."""
    return {name: getattr(matrix, name) for name in SPARSE[matrix.format]}


def handed(value: Any) -> Any:
    """A value as a function gets it: as `frozen`, and mappings in sorted order."""
    if type(value) in (tuple, list):
        return type(value)(map(handed, value))
    if isinstance(value, Mapping):
        return {
            name: handed(item) for name, item in sorted(value.items(), key=lambda item: describe(item[0]))
        }
    return frozen(value)


def frozen(value: Any) -> Any:
    """A value with its arrays in C order and read-only: what has several readers, none may change for the others."""
    if type(value) in ARRAYS:
        view = np.ascontiguousarray(value).reshape(value.shape).view()
        view.flags.writeable = False
        return view
    if type(value) in (tuple, list):
        return type(value)(map(frozen, value))
    if type(value) is dict:
        return {name: frozen(item) for name, item in value.items()}
    if type(value).__module__.startswith("scipy.sparse") and value.format in SPARSE:
        matrix = copy.copy(value)
        for name, arrays in sparse_arrays(value).items():
            setattr(matrix, name, frozen(arrays))
        return matrix
    return value
