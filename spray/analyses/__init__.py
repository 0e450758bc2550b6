"""The analyses: pure functions of arrays, one per file, collected by scanning this package.

A file here ends in `ANALYSIS = Analysis(...)`; nothing else has to be edited to add one. A *spec* is how a project
file names an analysis and its parameters: "hdbscan", "kmeans:2-10", "tsne:perplexity=5|30" (`spray.specs`).

    kind             function                                   result
    preprocessing    (n, ...) relevance, signals, vectors       (n, ...) features
    distance         rows (m, ...), others (n, ...)             (m, n) distances
    affinity         neighbours or distances                    sparse (n, n) weights of a graph
    laplacian        affinities                                 sparse (n, n)
    graph            what several analyses share                neighbours, eigenvectors, trees of merges
    embedding        features or graphs                         (n, e) points
    clustering       (n, e) points or graphs                    (n,) labels, -1 is noise
    score            points, labels, features                   numbers

Your own function takes part by a decorator, from Python or as "module:function" in the project file; `spray.own`
says what each kind may return:

    >>> import spray
    >>> @spray.analysis("clustering", version=1)
    ... def by_sign(points):
    ...     return (points[:, 0] > 0).astype(int)
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from spray.errors import DuplicateAnalysisError

KINDS = (
    "preprocessing",
    "distance",
    "affinity",
    "laplacian",
    "graph",
    "embedding",
    "clustering",
    "score",
)
STANDARD = {"affinity": "knn", "laplacian": "symmetric"}
"""Which member of a kind stands behind a parameter of that name, unless another one was chosen."""
INPUTS = ("features", "relevance", "points", "labels", "seed", "shape", "distance")
"""Parameters that the pipeline fills; no spec sets them."""

F = TypeVar("F", bound=Callable[..., Any])


def unchanged(samples: int, **parameters: Any) -> str:
    """Nothing is adapted."""
    return ""


@dataclass(frozen=True)
class Analysis:
    """A registered function and how it is asked for and spoken of.

    `argument` names the parameter that a spec sets when it gives a bare value after the colon, `minimum` is its
    least value, `sweep` the first and last value when the spec gives none. `title` is what a person calls it.
    `adapts(n, **parameters)` says in words what it changes for n samples, "" for nothing. `aliases` are further
    names that stand for certain parameters. `kept=False`: cheaper to compute again than to store. `elsewhere` is the
    clustering that stands in for one of the spectral embedding when another embedding is clustered.

    A parameter of the function is given its value by name: `features`, `points` (of the embedding that is
    clustered), `labels`, `seed`, `shape` (of one sample), or the name of a "graph" analysis, an "affinity" or a
    "laplacian", which stands for its result. A parameter of a spec that the function itself has not got goes to the
    graph analyses that it is made from: "spectral:dimensions=8" sets the number of eigenvectors.

    Of a distance: `prepare(features)` is done once, before rows are compared; `euclidean=True` says that the
    distance is that of Euclid between prepared rows, which is a matrix product.
    """

    name: str
    kind: str
    function: Callable[..., Any]
    argument: str | None = None
    minimum: float = 1
    sweep: tuple[int, int] | None = None
    title: str = ""
    adapts: Callable[..., str] = unchanged
    aliases: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    kept: bool = True
    elsewhere: str | None = None
    prepare: Callable[..., Any] | None = None
    euclidean: bool = False

    @property
    def spelling(self) -> str:
        """How a spec may look, for messages."""
        if self.aliases:
            return ", ".join(f'"{name}"' for name in self.aliases)
        if self.argument is None:
            return f'"{self.name}"'
        own = inspect.signature(self.function).parameters.get(
            self.argument
        )  # None: of a graph it is made from
        word = own.default if own is not None and isinstance(own.default, str) else "N"
        example = f"{self.sweep[0]}-{self.sweep[1]}" if self.sweep else word
        forms = f'"{self.name}", "{self.name}:{example}"'
        return f'{forms}, "{self.name}:N"' if self.sweep else forms


@dataclass(frozen=True)
class Choice:
    """An analysis with the parameters that its spec fixed; `name` is the spec, `title` its name for people."""

    analysis: Analysis
    name: str
    title: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


def analysis(kind: str, *, version: int | str = 1, **about: Any) -> Callable[[F], F]:
    """Make a plain function an analysis of your own: memoized like every other, and valid wherever a spec is.

    `version` is part of every memo key. The code of the function and of what it calls in its own package is too, so
    raise the version only when something else changes, such as a file it reads. `about` are fields of `Analysis`.
    """
    if kind not in KINDS:
        raise ValueError(f"no kind of analysis is called {kind!r}. Valid are {', '.join(KINDS)}.")

    def register(function: F) -> F:
        function.version = version  # type: ignore[attr-defined]  # read by spray.keys and spray.specs
        function.analysis = Analysis(  # type: ignore[attr-defined]
            about.pop("name", function.__name__), kind, function, **about
        )
        return function

    return register


@cache
def registry() -> Mapping[tuple[str, str], Analysis]:
    """Every analysis of this package by (kind, name), in sorted order."""
    found: dict[tuple[str, str], Analysis] = {}
    for module in sorted(info.name for info in pkgutil.iter_modules(__path__)):
        member = getattr(importlib.import_module(f"{__name__}.{module}"), "ANALYSIS", None)
        if member is None:
            continue
        if (member.kind, member.name) in found:
            raise DuplicateAnalysisError(member.kind, member.name, module)
        found[member.kind, member.name] = member
    return dict(sorted(found.items()))


def names(kind: str) -> tuple[str, ...]:
    """The names of one kind, sorted."""
    return tuple(name for this, name in registry() if this == kind)


def producer(name: str) -> Analysis | None:
    """The analysis whose result a parameter of this name stands for, or None."""
    if name in STANDARD:
        return registry()[name, STANDARD[name]]
    return registry().get(("graph", name))


def accepted(function: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    """The parameters that a spec may set: those of the function, then those of the graphs it is made from."""
    return {name: parameter for name, parameter in _accepted(function) if name not in INPUTS}


def _accepted(function: Callable[..., Any]) -> Iterator[tuple[str, inspect.Parameter]]:
    parameters = inspect.signature(function).parameters
    makers = {name: producer(name) for name in parameters}
    for maker in makers.values():
        if maker is not None:
            yield from _accepted(maker.function)
    yield from ((name, parameter) for name, parameter in parameters.items() if makers[name] is None)
