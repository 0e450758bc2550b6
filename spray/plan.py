"""What to compute of every category: choices for every step, and all their combinations."""

import operator
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from spray import scores, specs
from spray.analyses import Choice
from spray.errors import UnknownAnalysisError
from spray.specs import Spec, one_or_more


@dataclass(frozen=True)
class Plan:
    """Choices for every step; every combination is computed, sharing what it has in common."""

    preprocessing: tuple[Choice, ...]
    distances: tuple[Choice, ...]
    affinities: tuple[Choice, ...]
    laplacians: tuple[Choice, ...]
    embeddings: tuple[Choice, ...]
    clusterings: tuple[Choice, ...]
    cluster_on: tuple[Choice, ...]
    scores: tuple[str | Choice, ...]
    seed: int


@dataclass(frozen=True)
class Variant:
    """One way from attributions to a graph."""

    preprocessing: Choice
    distance: Choice
    affinity: Choice
    laplacian: Choice


def plan_of(
    preprocessing: Iterable[Spec] = ("spectral",),
    distances: Iterable[Spec] = ("euclidean",),
    affinities: Iterable[Spec] = ("knn",),
    laplacians: Iterable[Spec] = ("symmetric",),
    embeddings: Iterable[Spec] = ("spectral", "tsne"),
    clusterings: Iterable[Spec] = ("kmeans:2-10", "hdbscan"),
    cluster_on: Iterable[Spec] = ("spectral",),
    scores: Iterable[Spec] = scores.STANDARD,
    seed: int = 0,
    folder: Path | None = None,
) -> Plan:
    """The choices that specs stand for, each once; the spectral embedding is added where it is missing.

    Where several go, one may stand alone: clusterings="kmeans:2-10".

    `folder` is where "module:function" is looked for besides `sys.path`.
    Raises `UnknownAnalysisError` for a spec that names no analysis.
    """
    embedded = specs.choices("embedding", embeddings, "analyze.embeddings", folder)
    if "spectral" not in (choice.name for choice in embedded):
        embedded = (*specs.parse("embedding", "spectral", "analyze.embeddings"), *embedded)
    return Plan(
        specs.choices("preprocessing", preprocessing, "analyze.preprocessing", folder),
        specs.choices("distance", distances, "analyze.distances", folder),
        specs.choices("affinity", affinities, "analyze.affinities", folder),
        specs.choices("laplacian", laplacians, "analyze.laplacians", folder),
        embedded,
        specs.choices("clustering", clusterings, "analyze.clusterings", folder),
        specs.choices("embedding", cluster_on, "analyze.cluster_on", folder),
        checked(one_or_more(scores), folder),
        checked_seed(seed),
    )


def checked(names: Iterable[Spec], folder: Path | None = None) -> tuple[str | Choice, ...]:
    """The names of scores, and functions of one's own, each once. Raises `UnknownAnalysisError` for another name."""
    found: dict[str, str | Choice] = {}
    for name in names:
        if isinstance(name, str) and name in scores.NAMES:
            found[name] = name
        elif isinstance(name, str) and (":" not in name or name.partition(":")[0] in scores.NAMES):
            why = "it takes no argument" if ":" in name else f"no score is called {name!r}"
            raise UnknownAnalysisError("analyze.scores", name, why, specs.valid("score"))
        else:
            found |= {one.name: one for one in specs.parse("score", name, "analyze.scores", folder)}
    return tuple(found.values())


def checked_seed(seed: int) -> int:
    """A whole number from 0 on, as NumPy's are too."""
    try:
        number = operator.index(seed)
    except TypeError:
        number = -1
    if number < 0:
        raise ValueError(f"seed = {seed!r}: a seed is a whole number, 0 or more.")
    return number


def variants(plan: Plan) -> list[tuple[Variant, str]]:
    """Every way from attributions to a graph, named by its preprocessing and by what the plan has several of."""
    found = []
    for preprocessing in plan.preprocessing:
        for distance in plan.distances:
            for affinity in plan.affinities:
                for laplacian in plan.laplacians:
                    told = [preprocessing.name]
                    told += [distance.name] if len(plan.distances) > 1 else []
                    told += [affinity.name] if len(plan.affinities) > 1 else []
                    told += [laplacian.name] if len(plan.laplacians) > 1 else []
                    found.append((Variant(preprocessing, distance, affinity, laplacian), ", ".join(told)))
    return found
