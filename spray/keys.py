"""What a value is, by content: the parts of a memo key.

    key = SHA-256( name of the function, digest of its code, every argument with defaults filled in,
                   versions of the libraries whose numerics matter )

An array counts with its dtype, its shape and its exact bytes. A function counts with its byte code, the
values it closes over, and everything of its own package that it refers to, so a change in a helper is a
change. Nothing is rounded, nothing is optional, and no part is an address or a time.
"""

import hashlib
import inspect
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spray.errors import UnknownContentError, UnrepeatableError

NUMERICS = ("numpy", "scipy", "scikit-learn")


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
    bound = inspect.signature(function).bind(*arguments, **keywords)
    bound.apply_defaults()
    if bound.arguments.get("seed", 0) is None:
        raise UnrepeatableError(name_of(function))
    parts = {f"argument {name}": _told(name, value) for name, value in bound.arguments.items()}
    return {"function": name_of(function), "code": code_digest(function), **parts, **versions()}


def name_of(function: Callable[..., Any]) -> str:
    """Module and qualified name."""
    return f"{function.__module__}.{function.__qualname__}"


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
    return {"version python": f"{sys.version_info.major}.{sys.version_info.minor}", **found}


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
    if isinstance(value, np.ndarray | np.generic):
        return _describe_array(np.asarray(value), "scalar" if isinstance(value, np.generic) else "array")
    if isinstance(value, FunctionType):
        return f"function {name_of(value)} {code_digest(value)}"
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
    raw = np.ascontiguousarray(array).reshape(-1).view(np.uint8).data if array.size else b""
    fields = array.dtype.descr if array.dtype.names else ""
    return f"{kind} {array.dtype.str} {fields} {array.shape} {hashlib.sha256(raw).hexdigest()}"


def _describe_sparse(matrix: Any) -> str:
    # The triplets in row order, duplicates summed: the same matrix however it was built.
    triplets = matrix.tocsr(copy=True)
    triplets.sum_duplicates()
    arrays = (triplets.indptr.astype(np.int64), triplets.indices.astype(np.int64), triplets.data)
    return f"sparse {matrix.format} {matrix.shape} {' '.join(map(describe, arrays))}"


def code_digest(function: FunctionType) -> str:
    """SHA-256 of what a function does: its code and that of everything of its package it refers to."""
    return digest(_code(function, function.__module__.partition(".")[0], set()))


def _code(function: FunctionType, package: str, seen: set[str]) -> str:
    if name_of(function) in seen and "<" not in function.__qualname__:
        return name_of(function)
    seen.add(name_of(function))
    closed = inspect.getclosurevars(function).nonlocals
    fixed = (function.__defaults__, function.__kwdefaults__)
    names = sorted(_names(function.__code__) & set(function.__globals__))
    used = {name: _referred(function.__globals__[name], package, seen) for name in names}
    cells = {
        name: _referred(value, package, seen) if isinstance(value, FunctionType) else describe(value)
        for name, value in closed.items()
    }
    return json.dumps([name_of(function), _bytecode(function.__code__), describe(fixed), used, cells])


def _referred(value: Any, package: str, seen: set[str]) -> str:
    """What a global name stands for: code of the same package by content, everything else by name."""
    module = value.__name__ if isinstance(value, ModuleType) else getattr(value, "__module__", None) or ""
    ours = module.partition(".")[0] == package
    if isinstance(value, ModuleType):
        return digest(inspect.getsource(value)) if ours else module
    if isinstance(value, FunctionType):
        return _code(value, package, seen) if ours else name_of(value)
    if isinstance(value, type):
        methods = {name: member for name, member in vars(value).items() if isinstance(member, FunctionType)}
        return json.dumps(
            [
                value.__qualname__,
                {n: _bytecode(m.__code__) for n, m in sorted(methods.items())} if ours else module,
            ]
        )
    try:
        return describe(value)
    except UnknownContentError:
        return f"{type(value).__module__}.{type(value).__qualname__}"


def _names(code: CodeType) -> set[str]:
    nested = (const for const in code.co_consts if isinstance(const, CodeType))
    return set(code.co_names).union(*map(_names, nested))


def _bytecode(code: CodeType) -> str:
    constants = [
        _bytecode(c) if isinstance(c, CodeType) else f"{type(c).__name__} {_constant(c)}"
        for c in code.co_consts
    ]
    return json.dumps([code.co_code.hex(), constants, code.co_names, code.co_varnames, code.co_freevars])


def _constant(value: Any) -> str:
    # The order in which a frozenset prints changes from one process to the next.
    return repr(sorted(map(repr, value))) if isinstance(value, frozenset) else repr(value)
