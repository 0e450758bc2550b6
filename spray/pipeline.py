"""Spectral Relevance Analysis: of one array, or of every category of a data set, strangest first.

    samples ── by label or prediction ── one task per category ── executor ── ranked categories

A task is `spray.category.analyze_category`, pure and picklable; this module plans, submits and ranks. What can be
chosen are the steps of `spray.plan.plan_of`; several choices for a step are combined with all others.

    run(relevance)                                            the default plan, on any array (n, ...)
    run(relevance, preprocessing=["spectral", "pooled:14"], clusterings=["kmeans:2-10", "dbscan:0.2-2 step 0.1"])
    run(relevance, **SPECTRAL_CLUSTERING)                     CoRelAy's template of that name
    run(relevance, **variant("absspectral"))                  its examples: also spectral, fullspectral, histogram
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from spray import executors
from spray.arrays import InMemory, attributions_of, columns_of, in_memory
from spray.category import analyses_of, analyze_category
from spray.errors import CategoriesError
from spray.memo import Memo, Seen
from spray.plan import Plan, plan_of
from spray.results import Analysis, Category, Ints, Samples
from spray.specs import Spec
from spray.store import Attributions
from spray.wanted import Task

__all__ = [
    "CATEGORIES",
    "SPECTRAL_CLUSTERING",
    "VARIANTS",
    "InMemory",
    "analyze",
    "in_memory",
    "ranked",
    "run",
    "run_tasks",
    "tasks_of",
    "variant",
]

CATEGORIES = ("label", "prediction")

SPECTRAL_CLUSTERING: Mapping[str, Sequence[str]] = {
    "preprocessing": ("flatten",),
    "affinities": ("knn:10",),
    "embeddings": ("spectral:32",),
    "cluster_on": ("spectral:32",),
    "clusterings": ("kmeans_all:2",),
}
"""Euclidean distances, 10 neighbours, 32 eigenvectors, k-means into 2: the defaults of CoRelAy's SpectralClustering."""

VARIANTS = ("spectral", "absspectral", "fullspectral", "histogram")


def variant(name: str) -> dict[str, Sequence[str]]:
    """The plan of an example of CoRelAy for ViRelAy: 32 neighbours, 32 eigenvectors, four clusterings, t-SNE.

    Their map is of the eigenvectors ("tsne_spectral"; they draw "umap_spectral" too); "tsne" is that of the heatmaps.
    """
    if name not in VARIANTS:
        raise ValueError(f"no variant is called {name!r}. Valid are {', '.join(VARIANTS)}.")
    return {
        "preprocessing": (name,),
        "affinities": ("knn:32",),
        "embeddings": ("spectral", "tsne", "tsne_spectral"),
        "clusterings": ("kmeans_all:2-30", "dbscan:0.2-3 step 0.1", "hdbscan:5", "agglomerative:2-30"),
    }


def run(
    data: ArrayLike | Attributions,
    *,
    memo: Memo | Path | str | None = None,
    metadata: Mapping[str, Sequence[Any]] | None = None,
    seed: int = 0,
    folder: Path | None = None,
    **choices: Iterable[Spec],
) -> tuple[Analysis, ...]:
    """All embeddings and clusterings of one group of samples, one `Analysis` per variant of the graph.

    `choices` are those of `spray.plan.plan_of`: preprocessing, distances, affinities, laplacians, embeddings,
    clusterings, cluster_on, scores; a function that `spray.analysis` has decorated may stand for its name. `metadata`
    are columns of values, one per sample.

    data: (n, ...) of any kind, also on disk: see `spray.arrays`. With a `memo`, or the folder of one, the data is
    hashed once, and nothing is computed twice. Raises `FormatError` for data that cannot be analysed,
    `UnknownAnalysisError` for a spec that names no analysis, and whatever a function of your own raises.
    """
    memo = memo if isinstance(memo, Memo) else Memo(memo)
    attributions = attributions_of(data, keyed=memo.folder is not None)
    rows = np.arange(len(attributions))
    columns = columns_of(metadata, len(rows))
    plan = plan_of(seed=seed, folder=folder, **choices)
    ids = tuple(map(str, rows))
    return analyses_of(Task("all", 0, rows, ids, columns, attributions, plan, memo), strict=True)[0]


def analyze(
    attributions: Attributions,
    samples: Samples,
    classes: tuple[str, ...],
    *,
    categories: Literal["label", "prediction"] = "label",
    preprocessing: Sequence[Spec] = ("spectral",),
    embeddings: Sequence[Spec] = ("spectral", "tsne"),
    clusterings: Sequence[Spec] = ("kmeans:2-10", "hdbscan"),
    seed: int = 0,
    memo: Memo,
    executor: Executor | None = None,
    progress: Callable[[str], None] | None = None,
    folder: Path | None = None,
    **choices: Iterable[Spec],
) -> tuple[Category, ...]:
    """Analyse the attributions of each category by itself and rank the categories, rank 1 the strangest.

    Row i of `attributions` belongs to row i of `samples`. Every preprocessing, distance, affinity and Laplacian is
    combined with every embedding and every clustering; clusterings are of the spectral embedding unless `cluster_on`
    says otherwise, and the spectral embedding is always part of the result. `choices` are the further ones of
    `spray.plan.plan_of`. Categories without samples do not occur, nor do samples without a label. The result is the
    same with any executor and in any order of categories; `executor=None` computes in this process. `progress` is told
    each category's name when it is done. `folder` is where "module:function" is looked for besides `sys.path`.

    Raises `UnknownAnalysisError` for a spec that names no analysis, `CategoriesError` for another grouping.
    What goes wrong within one category is told in its notes and leaves the others as they are.
    """
    plan = plan_of(
        preprocessing,
        embeddings=embeddings,
        clusterings=clusterings,
        seed=seed,
        folder=folder,
        **choices,
    )
    tasks = tasks_of(attributions, samples, classes, plan, memo, categories)
    return run_tasks(
        tasks, memo, executor, lambda task: progress(task.name) if progress is not None else None
    )


def tasks_of(
    attributions: Attributions,
    samples: Samples,
    classes: tuple[str, ...],
    plan: Plan,
    memo: Memo,
    categories: str = "label",
) -> list[Task]:
    """A task for every category that has samples. Raises `CategoriesError`."""
    if categories not in CATEGORIES:
        raise CategoriesError(categories, CATEGORIES)
    group = np.asarray(samples.label if categories == "label" else samples.prediction)
    return [
        _task(index, attributions, samples, classes, members, plan, memo) for index, members in _groups(group)
    ]


def run_tasks(
    tasks: Sequence[Task],
    memo: Memo,
    executor: Executor | None = None,
    progress: Callable[[Task], None] = lambda task: None,
) -> tuple[Category, ...]:
    """The ranked categories; what they found in the memo, and what they had to say of it, is told by `memo`."""
    found = []
    for number, (category, seen) in executors.results(executor, _apart, tasks):
        memo.add(seen)
        progress(tasks[number])
        found.append(category)
    return ranked(found)


def ranked(categories: Sequence[Category]) -> tuple[Category, ...]:
    """Categories by descending strangeness, ties by index, with their ranks."""
    order = sorted(categories, key=lambda category: (-category.strangeness, category.index))
    return tuple(replace(category, rank=rank) for rank, category in enumerate(order, start=1))


def _groups(group: Ints) -> Iterator[tuple[int, Ints]]:
    """Every index with its rows, ascending; one sort, however many there are. Below zero: not known."""
    order = np.argsort(group, kind="stable")
    indices, first = np.unique(group[order], return_index=True)
    for index, members in zip(indices.tolist(), np.split(order, first[1:]), strict=True):
        if index >= 0:
            yield int(index), members


def _task(
    index: int,
    attributions: Attributions,
    samples: Samples,
    classes: tuple[str, ...],
    members: Ints,
    plan: Plan,
    memo: Memo,
) -> Task:
    name = classes[index] if 0 <= index < len(classes) else f"class {index}"
    ids = tuple(samples.id[row] for row in members)
    metadata = {column: tuple(values[row] for row in members) for column, values in samples.metadata.items()}
    return Task(name, index, members, ids, metadata, attributions, plan, memo)


def _apart(task: Task) -> tuple[Category, Seen]:
    """A task with a memo of its own, and what that saw."""
    memo = Memo(task.memo.folder, quiet=True)
    return analyze_category(replace(task, memo=memo)), memo.seen
