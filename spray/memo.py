"""Memoization that cannot be wrong: every call has a key made of everything that decides its result.

    memo.call(f, x, k=3)          the value, from disk when it is there
    memo.step(f, x, k=3)          the same, lazily: a `Step` has its key at once and its value on demand,
                                  and may be the argument of another step, whose key then chains from it
    memo.explain(f, x, k=3)       why the call would hit or miss

Keys are those of `spray.keys`, entries those of `spray.entries`: `<folder>/<function>/<key>.h5`. Processes
may share a folder, since an entry appears whole by a rename and two writers of a key write the same value.
"""

import logging
import re
import warnings
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Generic, ParamSpec, TypeVar, cast

import numpy as np

from spray import entries
from spray.errors import DamagedError
from spray.keys import Known, key_of, name_of, parts_of

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")


class MemoWarning(UserWarning):
    """An entry could not be read or written; the value was computed and is right all the same."""


class Step(Generic[T]):
    """A call that has its key already and computes, or reads, its value once when asked for it."""

    def __init__(self, parts: Mapping[str, str], obtain: Callable[[], T]) -> None:
        self.parts = parts
        self.key = key_of(parts)
        self._obtain: Callable[[], T] | None = obtain
        self._value: T | None = None

    @property
    def value(self) -> T:
        if self._obtain is not None:
            self._value = _frozen(self._obtain())
            self._obtain = None
        return cast(T, self._value)

    def describe(self) -> str:
        """How the step enters the key of another."""
        return f"result of {self.parts['function']} {self.key}"


class Memo:
    """A folder of results; without one everything is computed. `counts` has hits, misses, damaged entries."""

    def __init__(self, folder: Path | str | None) -> None:
        self.folder = None if folder is None else Path(folder)
        self.counts: Counter[str] = Counter()

    def __reduce__(self) -> tuple[type["Memo"], tuple[Path | None]]:
        return Memo, (self.folder,)

    def call(self, function: Callable[..., T], /, *arguments: Any, **parameters: Any) -> T:
        """`function(*arguments, **parameters)`, computed once per content. Arrays come back read-only.

        Raises `UnknownContentError` for an argument without content to hash, `UnstorableError` for a result
        that no entry can hold, and whatever the function raises; then nothing is stored.
        """
        return self.step(function, *arguments, **parameters).value

    def step(self, function: Callable[..., T], /, *arguments: Any, **parameters: Any) -> Step[T]:
        """The call as a `Step`; arguments may be steps, also inside tuples, lists and mappings."""
        parts = parts_of(function, arguments, parameters)
        return Step(parts, lambda: self._obtain(function, arguments, parameters, parts))

    def transient(self, function: Callable[..., T], /, *arguments: Any, **parameters: Any) -> Step[T]:
        """A step that is never stored, for what is cheaper to compute than to keep. Its key chains too."""
        return Step(parts_of(function, arguments, parameters), lambda: _run(function, arguments, parameters))

    def path(self, step: Step[Any]) -> Path | None:
        """Where the value of a step is, or would be."""
        if self.folder is None:
            return None
        return self.folder / re.sub(r"[^\w.]", "_", step.parts["function"]) / f"{step.key}.h5"

    def explain(self, function: Callable[..., Any], /, *arguments: Any, **parameters: Any) -> str:
        """Why the call would hit or miss: on a miss, the parts in which the nearest stored call differs."""
        step = self.step(function, *arguments, **parameters)
        path = self.path(step)
        if path is None:
            return f"miss: {name_of(function)}: this memo has no folder"
        if path.exists():
            return f"hit: {name_of(function)}: every part of the key agrees with entry {step.key[:12]}"
        others = [differences(step.parts, stored) for stored in _stored_parts(path.parent)]
        if not others:
            return f"miss: {name_of(function)}: no call of it is stored yet"
        lines = [f"  {line}" for line in min(others, key=lambda lines: (len(lines), lines))]
        return "\n".join(
            [f"miss: {name_of(function)}: the nearest of {len(others)} stored calls differs in", *lines]
        )

    def _obtain(
        self,
        function: Callable[..., T],
        arguments: tuple[Any, ...],
        parameters: Mapping[str, Any],
        parts: Mapping[str, str],
    ) -> T:
        key, path = key_of(parts), self.path(Step(parts, lambda: None))
        if path is not None:
            try:
                value = entries.read(path, key)
            except FileNotFoundError:
                pass
            except (DamagedError, OSError) as error:
                self.counts["damaged"] += 1
                warnings.warn(f"{error}; it is computed again", MemoWarning, stacklevel=4)
            else:
                self.counts["hits"] += 1
                log.debug("hit %s %s", parts["function"], key)
                return cast(T, value)
        self.counts["misses"] += 1
        log.debug("miss %s %s", parts["function"], key)
        result = _run(function, arguments, parameters)
        if path is not None:
            try:
                entries.write(path, key, parts, result)
            except OSError as error:
                warnings.warn(
                    f"could not keep a result of {parts['function']}: {error}", MemoWarning, stacklevel=4
                )
        return result


def differences(wanted: Mapping[str, str], stored: Mapping[str, str]) -> list[str]:
    """The parts in which two keys differ, one readable line each."""
    return [
        f"{name}: {_short(wanted.get(name))}, stored {_short(stored.get(name))}"
        for name in sorted({*wanted, *stored})
        if wanted.get(name) != stored.get(name)
    ]


def _short(text: str | None) -> str:
    """Hashes to 12 digits: enough to compare by eye."""
    return "absent" if text is None else re.sub(r"\b([0-9a-f]{12})[0-9a-f]{52}\b", r"\1", text)


def _stored_parts(folder: Path) -> list[dict[str, str]]:
    found = []
    for path in sorted(folder.glob("*.h5")):
        try:
            found.append(entries.read_parts(path, path.stem))
        except (DamagedError, OSError):
            continue
    return found


def _run(function: Callable[..., T], arguments: tuple[Any, ...], parameters: Mapping[str, Any]) -> T:
    return function(
        *map(_resolved, arguments), **{name: _resolved(value) for name, value in parameters.items()}
    )


def _resolved(argument: Any) -> Any:
    """Steps and known values replaced by what they stand for."""
    if isinstance(argument, Step | Known):
        return argument.value
    if type(argument) in (tuple, list):
        return type(argument)(map(_resolved, argument))
    if isinstance(argument, Mapping):
        return {name: _resolved(item) for name, item in argument.items()}
    return argument


def _frozen(value: Any) -> Any:
    """Arrays as read-only views: a step may have several readers, and none may change what the others see."""
    if type(value) is np.ndarray:
        view = value.view()
        view.flags.writeable = False
        return view
    if type(value) in (tuple, list):
        return type(value)(map(_frozen, value))
    if type(value) is dict:
        return {name: _frozen(item) for name, item in value.items()}
    return value
