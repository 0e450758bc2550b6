"""What a function does, by content: a digest that changes with every change in its behaviour.

    content = byte code, default values, what it closes over, and everything that it refers to:
              functions, classes, constants and modules of one's own, by content, as far as they lead;
              those of installed libraries by name, the version of the library being part of the key

One's own is the package of the function, `spray`, and whatever was not installed, such as a file beside the
project file. What can be referred to and has no content, such as an open file, is an error: a key that leaves
something out would one day give a wrong result.
"""

import contextlib
import dataclasses
import dis
import enum
import functools
import hashlib
import importlib
import importlib.util
import inspect
import json
import sys
import sysconfig
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from spray.errors import UnknownContentError

OPAQUE = (
    "logging",
    "_thread",
    "threading",
    "typing",
    "types",
    "dataclasses",
    "weakref",
    "_contextvars",
    "_abc",
)
"""Modules of the standard library whose objects hold nothing that a result could depend on."""
BY_REPR = ("range", "slice", "ellipsis", "Decimal", "Fraction", "date", "datetime", "timedelta", "Pattern")

DISTRIBUTIONS = {"sklearn": "scikit-learn", "PIL": "pillow", "skimage": "scikit-image", "umap": "umap-learn"}
"""Well-known packages whose distributions have other names; the others are looked up, which takes longer."""

Describe = Callable[[Any], str]


@dataclasses.dataclass(frozen=True)
class Code:
    """The digest of a function, and the libraries by which it computes, with their versions."""

    digest: str
    libraries: Mapping[str, str]


def code_of(function: FunctionType, describe: Describe) -> Code:
    """The content of a function; `describe` says what a constant is.

    Raises `UnknownContentError` if it refers to something that has no content.
    """
    walk = _Walk(function.__module__.partition(".")[0], describe)
    text = walk.function(function)
    return Code(
        hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        dict(sorted(walk.libraries.items())),
    )


def name_of(function: Any) -> str:
    """Module and qualified name."""
    return f"{function.__module__}.{function.__qualname__}"


class _Walk:
    """From a function to all that it refers to, everything once."""

    def __init__(self, package: str, describe: Describe) -> None:
        self.package, self.describe = package, describe
        self.seen: dict[int, int] = {}
        self.libraries: dict[str, str] = {}

    def function(self, function: FunctionType) -> str:
        if self._again(function):
            return f"again {self.seen[id(function)]}"
        static = _static(function.__code__)
        found: dict[str, dict[str, Any]] = {
            "default": {"all": [function.__defaults__, function.__kwdefaults__]},
            "global": {
                name: function.__globals__[name] for name in static.names if name in function.__globals__
            },
            "import": dict(one for names in static.imports for one in self._imported(function, *names)),
            "closure": dict(_closure(function)),
        }
        used = {kind: self._each(function, values) for kind, values in found.items()}
        return json.dumps([name_of(function), static.bytecode, used])

    def _each(self, function: FunctionType, values: Mapping[str, Any]) -> dict[str, str]:
        texts = {}
        for name, value in sorted(values.items()):
            try:
                texts[name] = self.value(value)
            except UnknownContentError as error:
                if " to which " in error.what:
                    raise
                what = f"{name} = {error.what}, to which {name_of(function)} refers"
                raise UnknownContentError(what, error.why) from None
        return texts

    def value(self, value: Any) -> str:  # noqa: PLR0911, PLR0912, one case per type
        """What a name stands for."""
        if isinstance(value, ModuleType):
            return self._module(value)
        if isinstance(value, FunctionType):
            return self.function(value) if self._own(value.__module__) else self._named(value)
        if isinstance(value, type):
            return self._class(value) if self._own(value.__module__) else self._named(value)
        if isinstance(value, functools.partial):
            return f"partial {self.value([value.func, value.args, value.keywords])}"
        if isinstance(getattr(value, "__wrapped__", None), FunctionType):
            return f"{type(value).__qualname__} of {self.value(value.__wrapped__)}"
        if (
            callable(value)
            and isinstance(getattr(value, "__self__", None), ModuleType | None)
            and _is_named(value)
        ):
            return self._named(value)
        if isinstance(value, enum.Enum):
            return f"{self.value(type(value))} {value.name}"
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            fields = {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}
            return f"{self.value(type(value))} {self.value(fields)}"
        if type(value) in (tuple, list):
            return f"{type(value).__name__} [{', '.join(map(self.value, value))}]"
        if type(value) in (set, frozenset):
            return f"{type(value).__name__} [{', '.join(sorted(map(self.value, value)))}]"
        if isinstance(value, Mapping):
            items = (f"{self.value(name)}: {self.value(item)}" for name, item in value.items())
            return f"mapping {{{', '.join(sorted(items))}}}"
        if type(value).__module__ in OPAQUE:
            return repr(value) if type(value).__module__ in ("typing", "types") else type(value).__qualname__
        if isinstance(value, Path) or type(value).__qualname__ in BY_REPR:
            return repr(value)
        try:
            return self.describe(value)
        except UnknownContentError:
            if _is_own(self.package):
                raise
            self._library(self.package)  # an installed package is what its version says
            return name_of(type(value))

    def _class(self, kind: type) -> str:
        if self._again(kind):
            return f"again {self.seen[id(kind)]}"
        if issubclass(kind, enum.Enum):
            return json.dumps([name_of(kind), {one.name: self.value(one.value) for one in kind}])
        members = {name: self.value(member) for name, member in sorted(_members(kind))}
        return json.dumps([name_of(kind), [self.value(base) for base in kind.__bases__], members])

    def _module(self, module: ModuleType) -> str:
        """A module of one's own by its source, with the modules that it refers to."""
        if not self._own(module.__name__):
            self._library(module.__name__)
            return module.__name__
        if self._again(module):
            return f"again {self.seen[id(module)]}"
        homes = {getattr(member, "__module__", None) for member in vars(module).values()} - {
            module.__name__,
            None,
        }
        others = [member for member in vars(module).values() if isinstance(member, ModuleType)]
        others += [sys.modules[str(home)] for home in homes if self._own(str(home)) and home in sys.modules]
        unique = sorted({other.__name__: other for other in others}.items())
        return json.dumps([module.__name__, _source(module), [self._module(other) for _, other in unique]])

    def _imported(self, function: FunctionType, module: str, name: str) -> Iterator[tuple[str, Any]]:
        """What an import statement within a function brings; modules of libraries are not loaded for that."""
        with contextlib.suppress(ImportError, AttributeError):  # as it fails here, it will fail there
            module = importlib.util.resolve_name(module, function.__globals__.get("__package__"))
            if self._own(module):
                found = importlib.import_module(module)
                yield f"{module}:{name}", getattr(found, name) if name not in ("", "*") else found
            else:
                self._library(module)

    def _again(self, value: Any) -> bool:
        known = id(value) in self.seen
        self.seen.setdefault(id(value), len(self.seen))
        return known

    def _named(self, value: Any) -> str:
        self._library(value.__module__ or "builtins")
        return name_of(value)

    def _own(self, module: str | None) -> bool:
        top = (module or "builtins").partition(".")[0]
        return top in (self.package, "spray") or _is_own(top)

    def _library(self, module: str) -> None:
        top = module.partition(".")[0]
        if top not in sys.stdlib_module_names:
            self.libraries[top] = _version(top)


@dataclasses.dataclass(frozen=True)
class _Static:
    """What a code object says by itself."""

    bytecode: str
    names: tuple[str, ...]
    imports: tuple[tuple[str, str], ...]


@lru_cache(4096)
def _static(code: CodeType) -> _Static:
    names: set[str] = set()
    imports: set[tuple[str, str]] = set()
    for one in _nested(code):
        module, level = "", 0
        for step in dis.get_instructions(one):
            if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
                names.add(step.argval)
            elif step.opname in ("LOAD_CONST", "LOAD_SMALL_INT") and isinstance(step.argval, int):
                level = step.argval  # the number of dots before the name that is imported next, if one is
            elif step.opname == "IMPORT_NAME":
                module = "." * level + step.argval
                imports.add((module, ""))
            elif step.opname == "IMPORT_FROM":
                imports = imports - {(module, "")} | {(module, step.argval)}
    return _Static(_bytecode(code), tuple(sorted(names)), tuple(sorted(imports)))


def _nested(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _nested(constant)


def _bytecode(code: CodeType) -> str:
    constants = [
        _bytecode(c) if isinstance(c, CodeType) else f"{type(c).__name__} {_constant(c)}"
        for c in code.co_consts
    ]
    counts = (code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_flags)
    names = (code.co_names, code.co_varnames, code.co_cellvars, code.co_freevars)
    return json.dumps([code.co_code.hex(), code.co_exceptiontable.hex(), counts, constants, names])


def _constant(value: Any) -> str:
    # The order in which a frozenset prints changes from one process to the next.
    return repr(sorted(map(repr, value))) if isinstance(value, frozenset) else repr(value)


def _closure(function: FunctionType) -> Iterator[tuple[str, Any]]:
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        with contextlib.suppress(ValueError):  # not yet assigned
            yield name, cell.cell_contents


def _members(kind: type) -> Iterator[tuple[str, Any]]:
    """Functions of a class, bare, and its constants."""
    for name, member in vars(kind).items():
        if isinstance(member, staticmethod | classmethod):
            yield name, member.__func__
        elif isinstance(member, property):
            yield name, [part for part in (member.fget, member.fset, member.fdel) if part is not None]
        elif isinstance(member, functools.cached_property):
            yield name, member.func
        elif isinstance(member, FunctionType) or not (
            name.startswith("__") or inspect.isdatadescriptor(member)
        ):
            yield name, member


def _is_named(value: Any) -> bool:
    return isinstance(getattr(value, "__qualname__", None), str) and hasattr(value, "__module__")


@cache
def _is_own(top: str) -> bool:
    """Whether a package was not installed: it lies outside of the folders of the interpreter and its libraries."""
    if top in sys.stdlib_module_names:
        return top == "__main__"
    try:
        spec = importlib.util.find_spec(top)
    except ValueError:  # a module that was not imported but made, such as __main__
        return True
    if spec is None:
        return True
    found = [spec.origin] if spec.origin is not None else list(spec.submodule_search_locations or ())
    places = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    folders = {folder for place in found for folder in Path(place).resolve().parents}
    return not any(Path(place).resolve() in folders for place in places if place)


@cache
def _version(top: str) -> str:
    names = (DISTRIBUTIONS[top],) if top in DISTRIBUTIONS else (top, *_distributions().get(top, ()))
    for distribution in names:
        try:
            return version(distribution)
        except PackageNotFoundError:
            continue
    return "not installed"


_distributions = cache(packages_distributions)


def _source(module: ModuleType) -> str:
    try:
        return hashlib.sha256(inspect.getsource(module).encode()).hexdigest()
    except (OSError, TypeError):
        raise UnknownContentError(f"the module {module.__name__}", "its source cannot be read") from None
