"""The analyses: pure functions of arrays, one per file, collected by scanning this package.

A file here ends in `ANALYSIS = Analysis(...)`; nothing else has to be edited to add one. A *spec* is how
a project file names an analysis and its one whole-number parameter: "hdbscan", "hdbscan:8", "kmeans:2-10".

    kind             function                                   result
    preprocessing    (n, ...) relevance                         (n, d) features
    graph            features or graphs                         neighbours, affinities, Laplacians
    embedding        (n, d) features                            (n, e) points
    clustering       (n, e) points                              (n,) labels, -1 is noise
    score            points, labels, graphs                     numbers
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from spray.errors import DuplicateAnalysisError, UnknownAnalysisError

KINDS = ("preprocessing", "graph", "embedding", "clustering", "score")


def unchanged(samples: int, **parameters: Any) -> str:
    """Nothing is adapted."""
    return ""


@dataclass(frozen=True)
class Analysis:
    """A registered function and how it is asked for and spoken of.

    `argument` names the parameter that a spec may set after the colon, `minimum` is its least value, `sweep`
    the first and last value when the spec gives none (only an analysis with a sweep accepts "2-10"). `title`
    is what a person calls it. `adapts(n, **parameters)` says in words what it changes for n samples, "" for
    nothing.

    A parameter of the function is given its value by name: `features`, `points` (the spectral embedding),
    `labels`, `seed`, or the name of a "graph" analysis, which stands for its result.
    """

    name: str
    kind: str
    function: Callable[..., Any]
    argument: str | None = None
    minimum: int = 1
    sweep: tuple[int, int] | None = None
    title: str = ""
    adapts: Callable[..., str] = unchanged

    @property
    def spelling(self) -> str:
        """How a spec may look, for messages."""
        if self.argument is None:
            return f'"{self.name}"'
        example = f"{self.sweep[0]}-{self.sweep[1]}" if self.sweep else "N"
        forms = f'"{self.name}", "{self.name}:{example}"'
        return f'{forms}, "{self.name}:N"' if self.sweep else forms


@dataclass(frozen=True)
class Choice:
    """An analysis with the parameters that its spec fixed; `name` is the spec, `title` its name for people."""

    analysis: Analysis
    name: str
    title: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@cache
def registry() -> Mapping[tuple[str, str], Analysis]:
    """Every analysis of this package by (kind, name), in sorted order."""
    found: dict[tuple[str, str], Analysis] = {}
    for module in sorted(info.name for info in pkgutil.iter_modules(__path__)):
        analysis = getattr(importlib.import_module(f"{__name__}.{module}"), "ANALYSIS", None)
        if analysis is None:
            continue
        if (analysis.kind, analysis.name) in found:
            raise DuplicateAnalysisError(analysis.kind, analysis.name, module)
        found[analysis.kind, analysis.name] = analysis
    return dict(sorted(found.items()))


def names(kind: str) -> tuple[str, ...]:
    """The names of one kind, sorted."""
    return tuple(name for this, name in registry() if this == kind)


def parse(kind: str, spec: str, key: str) -> tuple[Choice, ...]:
    """The steps that a spec stands for: one, or one per value of its sweep.

    Raises `UnknownAnalysisError`, which lists the valid specs; `key` is where the spec was written.
    """
    name, colon, text = spec.strip().partition(":")
    analysis = registry().get((kind, name))
    valid = tuple(registry()[kind, known].spelling for known in names(kind))
    if analysis is None:
        raise UnknownAnalysisError(key, spec, f"no {kind} is called {name!r}", valid)
    if not colon and analysis.sweep is None:
        return (Choice(analysis, name, analysis.title or name),)
    if analysis.argument is None:
        raise UnknownAnalysisError(key, spec, f"{name} takes no argument", valid)
    first, last = analysis.sweep or (0, 0) if not colon else _bounds(text)
    if first > last or first < analysis.minimum or (first != last and analysis.sweep is None):
        what = "a whole number or a range such as 2-10" if analysis.sweep else "a whole number"
        raise UnknownAnalysisError(
            key, spec, f"after the colon goes {what}, at least {analysis.minimum}", valid
        )
    return tuple(
        Choice(analysis, f"{name}:{value}", f"{analysis.title or name} {value}", {analysis.argument: value})
        for value in range(first, last + 1)
    )


def _bounds(text: str) -> tuple[int, int]:
    """ "4" -> (4, 4), "2-10" -> (2, 10), anything else -> (1, 0), which no spec allows."""
    parts = text.split("-")
    if len(parts) > 2 or not all(part.isascii() and part.isdigit() and len(part) < 6 for part in parts):
        return 1, 0
    return int(parts[0]), int(parts[-1])
