"""Spectral Relevance Analysis of every category of a data set, strangest first.

    samples ── by label or prediction ── one task per category ── executor ── ranked categories

A task is `spray.category.analyze_category`, pure and picklable; this module plans, submits and ranks.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import replace
from typing import Literal

import numpy as np

from spray.analyses import Choice, parse, registry
from spray.category import Plan, Task, analyze_category
from spray.errors import CategoriesError
from spray.memo import Memo
from spray.results import Category, Samples
from spray.store import Attributions

CATEGORIES = ("label", "prediction")


def analyze(
    attributions: Attributions,
    samples: Samples,
    classes: tuple[str, ...],
    *,
    categories: Literal["label", "prediction"] = "label",
    preprocessing: Sequence[str] = ("spectral",),
    embeddings: Sequence[str] = ("spectral", "tsne"),
    clusterings: Sequence[str] = ("kmeans:2-10", "hdbscan"),
    seed: int = 0,
    memo: Memo,
    executor: Executor | None = None,
    progress: Callable[[str], None] | None = None,
) -> tuple[Category, ...]:
    """Analyse the attributions of each category by itself and rank the categories, rank 1 the strangest.

    Row i of `attributions` belongs to row i of `samples`. Every preprocessing is combined with every embedding
    and every clustering; clusterings are of the spectral embedding, which is always part of the result.
    Categories without samples do not occur. The result is the same with any executor and in any order of
    categories; `executor=None` computes in this process. `progress` is told each category's name when it is done.

    Raises `UnknownAnalysisError` for a spec that names no analysis, `CategoriesError` for another grouping.
    What goes wrong within one category is told in its notes and leaves the others as they are.
    """
    if categories not in CATEGORIES:
        raise CategoriesError(categories, CATEGORIES)
    plan = plan_of(preprocessing, embeddings, clusterings, seed)
    group = samples.label if categories == "label" else samples.prediction
    tasks = [
        _task(int(index), attributions, samples, classes, np.flatnonzero(group == index), plan, memo)
        for index in np.unique(group)
    ]
    done = _run(tasks, executor)
    found = []
    for category in done:
        if progress is not None:
            progress(category.name)
        found.append(category)
    return ranked(found)


def plan_of(
    preprocessing: Sequence[str], embeddings: Sequence[str], clusterings: Sequence[str], seed: int
) -> Plan:
    """The choices that specs stand for, each once; the spectral embedding is added where it is missing."""

    def choices(kind: str, specs: Sequence[str], key: str) -> tuple[Choice, ...]:
        return tuple({choice.name: choice for spec in specs for choice in parse(kind, spec, key)}.values())

    embedded = choices("embedding", embeddings, "analyze.embeddings")
    if "spectral" not in (choice.name for choice in embedded):
        spectral = registry()["embedding", "spectral"]
        embedded = (Choice(spectral, "spectral", spectral.title), *embedded)
    return Plan(
        choices("preprocessing", preprocessing, "analyze.preprocessing"),
        embedded,
        choices("clustering", clusterings, "analyze.clusterings"),
        seed,
    )


def ranked(categories: Sequence[Category]) -> tuple[Category, ...]:
    """Categories by descending strangeness, ties by index, with their ranks."""
    order = sorted(categories, key=lambda category: (-category.strangeness, category.index))
    return tuple(replace(category, rank=rank) for rank, category in enumerate(order, start=1))


def _task(
    index: int,
    attributions: Attributions,
    samples: Samples,
    classes: tuple[str, ...],
    members: np.ndarray[tuple[int], np.dtype[np.intp]],
    plan: Plan,
    memo: Memo,
) -> Task:
    name = classes[index] if 0 <= index < len(classes) else f"class {index}"
    ids = tuple(samples.id[row] for row in members)
    metadata = {column: tuple(values[row] for row in members) for column, values in samples.metadata.items()}
    return Task(name, index, members, ids, metadata, attributions, plan, memo)


def _run(tasks: Sequence[Task], executor: Executor | None) -> Iterator[Category]:
    """The results as they come."""
    if executor is None:
        yield from map(analyze_category, tasks)
        return
    futures = [executor.submit(analyze_category, task) for task in tasks]
    try:
        for future in as_completed(futures):
            yield future.result()
    finally:
        for future in futures:
            future.cancel()
