"""From an analysis and what is there, by name, to a step of the memo.

    kmeans(eigenmaps, k) -> eigenmaps(laplacian) -> laplacian(affinity) -> affinity(knn) -> knn(neighbours) -> ...

A parameter of the function is an input if something of that name is given, or if an analysis makes it; then that is a
step too, with whatever parameters of the spec the function itself has not got.
"""

import inspect
from collections.abc import Mapping
from typing import Any

from spray.analyses import Analysis, accepted, producer
from spray.memo import Memo, Step
from spray.own import CHECKS, is_own

Given = dict[str, Any]
NONE: Mapping[str, Any] = {}


class Steps:
    """Steps of one category of some samples: two that have the same key are one, computed once."""

    def __init__(self, memo: Memo, samples: int | None = None) -> None:
        self.memo, self.samples = memo, samples
        self.made: dict[str, Step[Any]] = {}

    def of(self, analysis: Analysis, given: Given, parameters: Mapping[str, Any] = NONE) -> Step[Any]:
        """The call of an analysis; graphs that have the standard parameters are added to `given`."""
        names = inspect.signature(analysis.function).parameters
        own = {name: value for name, value in parameters.items() if name in names and producer(name) is None}
        upstream = {name: value for name, value in parameters.items() if name not in own}
        inputs = {
            name: self._input(name, given, upstream) for name in names if name in given or producer(name)
        }
        if analysis.kind == "preprocessing" and not inputs:
            inputs = {next(iter(names)): given["relevance"]}
        step = self.once(analysis.function, inputs | own, kept=analysis.kept)
        check = CHECKS.get(analysis.kind) if is_own(analysis.function) else None
        if check is None:
            return step
        return self.once(check, {"value": step, "name": analysis.name, "samples": self.samples}, kept=False)

    def once(self, function: Any, arguments: Mapping[str, Any], kept: bool = True) -> Step[Any]:
        """The step of a function, the one there is if it has been made before."""
        make = self.memo.step if kept else self.memo.transient
        step = make(function, **arguments)
        return self.made.setdefault(step.key, step)

    def _input(self, name: str, given: Given, upstream: Mapping[str, Any]) -> Any:
        maker = producer(name)
        if maker is None:
            return given[name]
        wanted = {one: value for one, value in upstream.items() if one in accepted(maker.function)}
        if wanted:
            return self.of(maker, given, wanted)
        if name not in given:
            given[name] = self.of(maker, given)
        return given[name]


def step_of(memo: Memo, analysis: Analysis, given: Given, parameters: Mapping[str, Any] = NONE) -> Step[Any]:
    """One call of an analysis, by itself."""
    return Steps(memo).of(analysis, given, parameters)
