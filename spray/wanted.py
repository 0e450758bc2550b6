"""Every step that a category needs, with its key, before anything is computed.

ground          features, facts about them, the graph         one per variant of the plan
embedding       points and eigenvalues
clustering      labels, and all scores of them
"""

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from spray import scores
from spray.analyses import Choice, accepted, registry
from spray.errors import SprayError
from spray.features import first, look, nearest, read_features
from spray.keys import Known
from spray.memo import Memo, Step
from spray.plan import Plan, Variant, variants
from spray.results import Ints
from spray.steps import Given, Steps
from spray.store import Attributions

FROM_POINTS = ("kmeans_path", "merges", "reachability")  # graphs that belong to one embedding


@dataclass(frozen=True, eq=False)
class Task:
    """One category: its members as rows of the attributions, with their ids and metadata."""

    name: str
    index: int
    members: Ints
    ids: tuple[str, ...]
    metadata: Mapping[str, tuple[str, ...]]
    attributions: Attributions
    plan: Plan
    memo: Memo


@dataclass(frozen=True, eq=False)
class Ground:
    """What the embeddings and clusterings of a variant are made from, by name; `base` before any graph.

    `near`: the nearest samples of each, where the graph is one of neighbours, which then are known.
    """

    base: Given
    given: Given
    facts: Step[Any]
    eigengap: Step[Any]
    near: Step[Any] | None


@dataclass(frozen=True, eq=False)
class Clustered:
    """A clustering and all that is said about it."""

    choice: Choice
    place: Choice
    labels: Step[Any]
    strangeness: Step[Any]
    medoid: Step[Any]
    scores: Mapping[str, Step[Any]]


def everything(task: Task) -> tuple[Step[Any], ...]:
    """All steps of a task, each once; nothing is computed, and what cannot be is left out."""
    steps = Steps(task.memo, len(task.members))
    for variant, _ in variants(task.plan):
        here = ground(task, variant, steps)
        most = here.facts.value["different"] if task.memo.stored(here.facts) else len(task.members)
        for choice in task.plan.embeddings:
            with suppress(SprayError):
                steps.of(choice.analysis, here.given, choice.parameters)
        for choice, place in clusterings(task.plan, most):
            with suppress(SprayError):
                clustering(task, steps, choice, place, here)
    return tuple(steps.made.values())


def ground(task: Task, variant: Variant, steps: Steps) -> Ground:
    """The features and the graph of a variant."""
    preprocessing = variant.preprocessing
    features = steps.once(
        read_features,
        {
            "attributions": Known(task.attributions, task.attributions.key),
            "rows": np.asarray(task.members, np.int64),
            "preprocessing": preprocessing.analysis.function,
            "parameters": dict(preprocessing.parameters),
        },
        kept=False,
    )
    base: Given = {"features": features, "seed": task.plan.seed, "shape": tuple(task.attributions.shape[1:])}
    facts = steps.once(look, {"features": features})
    given = _graph(steps, variant, base)
    spectral = registry()["embedding", "spectral"]
    given["points"] = steps.once(first, {"pair": steps.of(spectral, given)}, kept=False)
    gap = steps.of(registry()["score", "eigengap"], given)
    return Ground(base, given, facts, gap, _near(steps, variant, given))


def _near(steps: Steps, variant: Variant, given: Given) -> Step[Any] | None:
    if "knn" not in inspect.signature(variant.affinity.analysis.function).parameters:
        return None
    maker = registry()["graph", "neighbours"]
    known = accepted(maker.function)
    parameters = {name: value for name, value in variant.affinity.parameters.items() if name in known}
    return steps.once(nearest, {"neighbours": steps.of(maker, given, parameters)})


def clusterings(plan: Plan, different: int) -> Iterator[tuple[Choice, Choice]]:
    """Every clustering with the embedding that it is done on, as far as there are enough different samples."""
    for place in plan.cluster_on:
        for choice in plan.clusterings:
            found = _standing_in(choice, place)
            if found is not None and possible(found, different):
                yield found, place


def possible(choice: Choice, different: int) -> bool:
    """A number of clusters ends at the number of different samples."""
    return bool(choice.analysis.argument != "k" or choice.parameters.get("k", 0) <= different)


def clustering(task: Task, steps: Steps, choice: Choice, place: Choice, ground: Ground) -> Clustered:
    """The labels of a clustering on an embedding, and the scores of them that the plan asks for."""
    here = dict(ground.given)
    if place.name != "spectral":
        here["points"] = steps.once(
            first, {"pair": steps.of(place.analysis, ground.given, place.parameters)}, kept=False
        )
        known = accepted(registry()["graph", "eigenmaps"].function)
        maps = {name: value for name, value in place.parameters.items() if name in known}
        if place.analysis.name == "spectral" and maps:
            here["eigenmaps"] = steps.of(registry()["graph", "eigenmaps"], ground.given, maps)
        for name in FROM_POINTS:
            here.pop(name, None)
    labels = steps.of(choice.analysis, here, choice.parameters)
    judged = ground.base | {"points": here["points"], "labels": labels}
    return Clustered(
        choice,
        place,
        labels,
        steps.of(registry()["score", "strangeness"], judged),
        steps.of(registry()["score", "medoid"], judged),
        scores.wanted(task.plan.scores, task.metadata, steps, judged, choice, here),
    )


def _graph(steps: Steps, variant: Variant, base: Given) -> Given:
    """What the embeddings are made from: the features as the distance sees them, and the graph."""
    given, distance = dict(base), variant.distance.analysis
    if distance.prepare is not None:
        given["features"] = steps.once(
            distance.prepare, _arguments(distance.prepare, variant.distance, base), False
        )
    if not distance.euclidean:
        given["distance"] = (distance.function, _arguments(distance.function, variant.distance, {}))
        given["gram"] = None
    elif distance.prepare is None:
        base["gram"] = given["gram"] = steps.of(registry()["graph", "gram"], base)
    given["affinity"] = steps.of(variant.affinity.analysis, given, variant.affinity.parameters)
    given["laplacian"] = steps.of(variant.laplacian.analysis, given, variant.laplacian.parameters)
    return given


def _arguments(function: Callable[..., Any], choice: Choice, given: Given) -> dict[str, Any]:
    """What a distance, or its preparation, takes of the parameters and of what is given."""
    names = inspect.signature(function).parameters
    return {name: value for name, value in (given | dict(choice.parameters)).items() if name in names}


def _standing_in(choice: Choice, place: Choice) -> Choice | None:
    """The clustering as it is done on another embedding than the spectral one; None if it belongs to the graph."""
    graph = "eigenmaps" in inspect.signature(choice.analysis.function).parameters
    if place.analysis.name == "spectral" or not graph:
        return choice
    if choice.analysis.elsewhere is None:
        return None
    return replace(choice, analysis=registry()["clustering", choice.analysis.elsewhere])
