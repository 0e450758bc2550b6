"""Memoization that cannot be wrong: every call has a key made of everything that decides its result.

    memo.call(f, x, k=3)          the value, from disk when it is there
    memo.step(f, x, k=3)          the same, lazily: a `Step` has its key at once and its value on demand,
                                  and may be the argument of another step, whose key then chains from it
    memo.explain(f, x, k=3)       why the call would hit or miss

Keys are those of `spray.keys`, entries those of `spray.entries`: `<folder>/<function>/<key>.h5`. Processes
may share a folder, since an entry appears whole by a rename and two writers of a key write the same value.
`spray.cache` looks at such a folder from outside.
"""

import logging
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, ParamSpec, TypeVar, cast

from spray import entries
from spray.errors import ChangedArgumentError, DamagedError
from spray.keys import Known, arguments_of, frozen, handed, key_of, parts_of
from spray.why import why

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")


class MemoWarning(UserWarning):
    """An entry could not be read or written; the value was computed and is right all the same."""


class Step(Generic[T]):
    """A call that has its key already and computes, or reads, its value once when asked for it.

    `parts` are the parts of its key, `inputs` the steps among its arguments; `kept` says whether it is stored.
    """

    def __init__(
        self,
        parts: Mapping[str, str],
        obtain: Callable[[], T],
        inputs: tuple["Step[Any]", ...] = (),
        kept: bool = True,
    ) -> None:
        self.parts, self.inputs, self.kept = parts, inputs, kept
        self.key = key_of(parts)
        self._obtain: Callable[[], T] | None = obtain
        self._value: T | None = None

    @property
    def value(self) -> T:
        if self._obtain is not None:
            self._value = frozen(self._obtain())
            self._obtain = None
        return cast(T, self._value)

    @property
    def function(self) -> str:
        """Module and name of what is called."""
        return self.parts["function"]

    def describe(self) -> str:
        """How the step enters the key of another."""
        return f"result of {self.function} {self.key}"

    def behind(self) -> dict[str, Mapping[str, str]]:
        """The parts of the steps that this one is made from, as far as no entry of their own tells them."""
        found: dict[str, Mapping[str, str]] = {}
        for step in self.inputs:
            if not step.kept:
                found |= {step.key: step.parts, **step.behind()}
        return found


@dataclass
class Seen:
    """What happened to a memo: hits, misses and damaged entries, and what was warned of."""

    counts: Counter[str] = field(default_factory=Counter)
    warnings: dict[str, None] = field(default_factory=dict)


class Memo:
    """A folder of results; without one everything is computed.

    `seen` is what happened to it. A `quiet` memo keeps its warnings there, for whoever reads them in its place.
    `prepare` is called before anything is computed, once; where all is stored, it never is.
    """

    def __init__(self, folder: Path | str | None, quiet: bool = False) -> None:
        self.folder = None if folder is None else Path(folder)
        self.quiet, self.seen = quiet, Seen()
        self.prepare: Callable[[], object] | None = None

    def __reduce__(self) -> tuple[type["Memo"], tuple[Path | None, bool]]:
        return Memo, (self.folder, self.quiet)

    @property
    def counts(self) -> Counter[str]:
        """Hits, misses, damaged entries."""
        return self.seen.counts

    def add(self, seen: Seen) -> None:
        """Take over what happened to a memo elsewhere."""
        self.counts.update(seen.counts)
        for text in seen.warnings:
            self._warn(text)

    def call(self, function: Callable[..., T], /, *arguments: Any, **parameters: Any) -> T:
        """`function(*arguments, **parameters)`, computed once per content.

        The function gets its arrays read-only and in C order, and mappings as dicts in sorted order; its result
        comes back in the same form. Raises `UnknownContentError` for an argument without content to hash,
        `UnstorableError` for a result that no entry can hold, and whatever the function raises; then nothing is
        stored.
        """
        return self._step(function, arguments, parameters, at_once=True).value

    def step(self, function: Callable[..., T], /, *arguments: Any, **parameters: Any) -> Step[T]:
        """The call as a `Step`; arguments may be steps, also inside tuples, lists and mappings.

        An argument that was changed before the value is asked for is a `ChangedArgumentError`.
        """
        return self._step(function, arguments, parameters)

    def transient(self, function: Callable[..., T], /, *arguments: Any, **parameters: Any) -> Step[T]:
        """A step that is never stored, for what is cheaper to compute than to keep. Its key chains too."""
        parts, inputs = parts_of(function, arguments, parameters), tuple(_steps((arguments, parameters)))

        def compute() -> T:
            self._prepare()
            return _run(function, arguments, parameters).result

        return Step(parts, compute, inputs, kept=False)

    def path(self, step: Step[Any]) -> Path | None:
        """Where the value of a step is, or would be."""
        return (
            None
            if self.folder is None or not step.kept
            else entries.place(self.folder, step.function, step.key)
        )

    def stored(self, step: Step[Any]) -> bool:
        """Whether the value of a step is there; whether it is whole is seen when it is read."""
        path = self.path(step)
        return path is not None and path.exists()

    def explain(self, function: Callable[..., Any], /, *arguments: Any, **parameters: Any) -> str:
        """Why the call would hit or miss: on a miss, the parts in which the nearest stored call differs."""
        return why(self, self.step(function, *arguments, **parameters))

    def _step(
        self,
        function: Callable[..., T],
        arguments: tuple[Any, ...],
        parameters: Mapping[str, Any],
        at_once: bool = False,
    ) -> Step[T]:
        parts = parts_of(function, arguments, parameters)

        def compute() -> Run[T]:
            if not at_once:
                _refuse_changes(parts, arguments_of(function, arguments, parameters))
            self._prepare()
            return _run(function, arguments, parameters)

        step: Step[T] = Step(
            parts, lambda: self._obtain(step, compute), tuple(_steps((arguments, parameters)))
        )
        return step

    def _obtain(self, step: Step[T], compute: Callable[[], "Run[T]"]) -> T:
        path = self.path(step)
        if path is not None:
            try:
                value = entries.read(path, step.key)
            except FileNotFoundError:
                pass
            except (DamagedError, OSError) as error:
                self.counts["damaged"] += 1
                self._warn(f"{error}; it is computed again")
            else:
                self.counts["hits"] += 1
                log.debug("hit %s %s", step.function, step.key)
                return cast(T, value)
        self.counts["misses"] += 1
        log.debug("miss %s %s", step.function, step.key)
        run = compute()
        if path is not None:
            head = entries.Head(step.parts, run.seconds, run.rows, step.behind())
            try:
                entries.write(path, step.key, head, run.result)
            except OSError as error:
                why_not = error.strerror or str(error)
                self._warn(
                    f"results cannot be kept in {path.parent.parent} and are computed anew next time: {why_not}"
                )
        return run.result

    def _prepare(self) -> None:
        prepare, self.prepare = self.prepare, None
        if prepare is not None:
            prepare()

    def _warn(self, text: str) -> None:
        """Each text once."""
        if text not in self.seen.warnings:
            self.seen.warnings[text] = None
            if not self.quiet:
                warnings.warn(text, MemoWarning, stacklevel=2)


@dataclass(frozen=True)
class Run(Generic[T]):
    """A result, how long the function took, and the length of the longest array that it was given."""

    result: T
    seconds: float
    rows: int


def _run(function: Callable[..., T], arguments: tuple[Any, ...], parameters: Mapping[str, Any]) -> Run[T]:
    given = [handed(_resolved(argument)) for argument in arguments]
    named = {name: handed(_resolved(value)) for name, value in sorted(parameters.items())}
    began = time.perf_counter()
    result = function(*given, **named)
    return Run(result, round(time.perf_counter() - began, 6), _longest([given, named]))


def _longest(value: Any) -> int:
    if isinstance(value, tuple | list):
        return max(map(_longest, value), default=0)
    if isinstance(value, Mapping):
        return _longest(list(value.values()))
    shape = getattr(value, "shape", ())
    return int(shape[0]) if shape else 0


def _resolved(argument: Any) -> Any:
    """Steps and known values replaced by what they stand for."""
    if isinstance(argument, Step | Known):
        return argument.value
    if type(argument) in (tuple, list):
        return type(argument)(map(_resolved, argument))
    if isinstance(argument, Mapping):
        return {name: _resolved(item) for name, item in argument.items()}
    return argument


def _steps(argument: Any) -> Iterator[Step[Any]]:
    """The steps in an argument."""
    if isinstance(argument, Step):
        yield argument
    elif type(argument) in (tuple, list):
        for item in argument:
            yield from _steps(item)
    elif isinstance(argument, Mapping):
        yield from _steps(tuple(argument.values()))


def _refuse_changes(planned: Mapping[str, str], now: Mapping[str, str]) -> None:
    changed = [name for name in now if now[name] != planned[name]]
    if changed:
        raise ChangedArgumentError(planned["function"], ", ".join(changed))
