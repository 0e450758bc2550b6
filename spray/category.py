"""The unit of work: all analyses of one category, a pure function of its task.

    rows of the category ── features ── knn ── affinity ── laplacian ── eigenmaps ── spectral embedding ── labels
                                  └──── t-SNE, PCA                                            └── scores per cluster

Every arrow is a step of the memo, and what two analyses need is computed once. A task can be pickled, and its
result does not depend on the process that runs it.
"""

import inspect
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spray import notes
from spray.analyses import Analysis, Choice, registry
from spray.keys import Known
from spray.memo import Memo, Step
from spray.results import Analysis as Analysed
from spray.results import Category, Cluster, Clustering, Embedding, Ints, Suspect
from spray.store import Attributions

CHUNK = 256  # samples read and preprocessed at a time


@dataclass(frozen=True)
class Plan:
    """What to compute of every category."""

    preprocessing: tuple[Choice, ...]
    embeddings: tuple[Choice, ...]
    clusterings: tuple[Choice, ...]
    seed: int


@dataclass(frozen=True, eq=False)
class Candidate:
    """A cluster that may be the most suspicious of its category, and the scores that say why."""

    cluster: Cluster
    suspect: Suspect
    scores: Mapping[str, float]


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


def analyze_category(task: Task) -> Category:
    """The category with everything computed, its rank still 0.

    An error in the analysis is a category without analyses whose summary and notes say what happened.
    """
    import sklearn.cluster
    import sklearn.manifold  # noqa: F401, loaded now so that the limit below reaches their thread pools
    from threadpoolctl import threadpool_limits

    # Workers run side by side, and the order of a sum depends on the number of threads.
    with threadpool_limits(limits=1):
        try:
            analysed = [_analysis(task, choice) for choice in task.plan.preprocessing]
        except Exception as error:
            return _failed(task, error)
    analyses = tuple(analysis for analysis, _ in analysed)
    return _category(task, analyses, [one for _, found in analysed for one in found])


def _analysis(task: Task, preprocessing: Choice) -> tuple[Analysed, list[Candidate]]:
    """All embeddings and clusterings of one preprocessing, and the clusters that may be the suspect."""
    memo, plan = task.memo, task.plan
    features = memo.transient(
        read_features,
        Known(task.attributions, task.attributions.key),
        np.asarray(task.members, np.int64),
        preprocessing.analysis.function,
        dict(preprocessing.parameters),
    )
    given: dict[str, Any] = {"features": features, "seed": plan.seed}
    spectral = step_of(memo, registry()["embedding", "spectral"], given, {})
    given["points"] = memo.transient(first, spectral)
    facts = memo.call(look, features)
    embeddings = tuple(_embedding(memo, choice, given) for choice in plan.embeddings)
    gap = float(step_of(memo, registry()["score", "eigengap"], given, {}).value)
    clusterings: list[Clustering] = []
    candidates: list[Candidate] = []
    for choice in plan.clusterings:
        if _possible(choice, facts["different"]):
            clustering, scores = _clustering(task, choice, given)
            clusterings.append(clustering)
            for cluster, why in zip(clustering.clusters, scores, strict=True):
                suspect = Suspect(preprocessing.name, clustering.name, cluster.label)
                candidates.append(Candidate(cluster, suspect, why | {"eigengap": gap}))
    said = (
        *notes.of_heatmaps(task.ids, facts),
        *notes.of_omissions(plan.clusterings, facts["different"], _possible),
    )
    return Analysed(preprocessing.name, embeddings, tuple(clusterings), said), candidates


def _possible(choice: Choice, different: int) -> bool:
    """A sweep over the number of clusters ends at the number of different samples."""
    return choice.analysis.sweep is None or choice.parameters[str(choice.analysis.argument)] <= different


def step_of(
    memo: Memo, analysis: Analysis, given: dict[str, Any], parameters: Mapping[str, Any]
) -> Step[Any]:
    """The call of an analysis with its inputs found by name; graphs are added to `given` when first needed."""
    inputs: dict[str, Any] = {}
    for name in inspect.signature(analysis.function).parameters:
        if name not in given and ("graph", name) in registry():
            given[name] = step_of(memo, registry()["graph", name], given, {})
        if name in given:
            inputs[name] = given[name]
    return memo.step(analysis.function, **inputs, **parameters)


def _embedding(memo: Memo, choice: Choice, given: dict[str, Any]) -> Embedding:
    points, eigenvalues = step_of(memo, choice.analysis, given, choice.parameters).value
    axes = tuple(f"{choice.analysis.title} {i + 1}" for i in range(points.shape[1]))
    return Embedding(choice.name, points, axes, eigenvalues)


def _clustering(
    task: Task, choice: Choice, given: dict[str, Any]
) -> tuple[Clustering, list[dict[str, float]]]:
    """One clustering, and for each of its clusters the scores that its suspicion is made of."""
    memo = task.memo
    labels = step_of(memo, choice.analysis, given, choice.parameters)
    here = given | {"labels": labels}
    scores = step_of(memo, registry()["score", "strangeness"], here, {}).value
    medoids = step_of(memo, registry()["score", "medoid"], here, {}).value
    clusters = tuple(
        Cluster(
            label=int(label),
            size=int(size),
            share=float(size / len(task.members)),
            separability=float(separability),
            suspicion=float(suspicion),
            medoid=int(task.members[medoid]),
            purity=_purity(task.metadata, labels.value == label),
        )
        for label, size, separability, suspicion, medoid in zip(
            scores["label"], scores["size"], scores["separability"], scores["suspicion"], medoids, strict=True
        )
    )
    best = {
        "suspicion": max((cluster.suspicion for cluster in clusters), default=0.0),
        "separability": max((cluster.separability for cluster in clusters), default=0.0),
    }
    parameters = dict(choice.parameters) | (
        {"seed": task.plan.seed} if "seed" in inspect.signature(choice.analysis.function).parameters else {}
    )
    why = [
        {name: float(scores[name][i]) for name in ("separability", "distinctness", "concentration")}
        | {"share": cluster.share}
        for i, cluster in enumerate(clusters)
    ]
    clustering = Clustering(
        choice.title, choice.analysis.name, parameters, "spectral", labels.value, clusters, best
    )
    return clustering, why


def _purity(
    metadata: Mapping[str, tuple[str, ...]], inside: NDArray[np.bool_]
) -> dict[str, tuple[str, float]]:
    """The most frequent value of every column among the samples inside, and its share; ties by value."""
    rows = np.flatnonzero(inside)
    found = {}
    for column, values in metadata.items():
        counts = Counter(values[row] for row in rows)
        value, number = min(counts.items(), key=lambda item: (-item[1], item[0]))
        found[column] = (value, number / len(rows))
    return found


def _category(task: Task, analyses: tuple[Analysed, ...], candidates: Sequence[Candidate]) -> Category:
    """The category, its suspect the cluster of highest suspicion; ties go to the one computed first."""
    n = len(task.members)
    suspicious = [candidate for candidate in candidates if candidate.cluster.suspicion > 0]
    best = max(suspicious, key=lambda candidate: candidate.cluster.suspicion, default=None)
    return Category(
        name=task.name,
        index=task.index,
        members=task.members,
        rank=0,
        strangeness=best.cluster.suspicion if best else 0.0,
        scores={"strangeness": best.cluster.suspicion} | dict(best.scores) if best else {"strangeness": 0.0},
        suspect=best.suspect if best else None,
        summary=notes.summary(n, best.cluster if best else None, best.suspect if best else None),
        analyses=analyses,
        notes=notes.of_size(n, task.plan.embeddings + task.plan.clusterings),
    )


def _failed(task: Task, error: Exception) -> Category:
    what = f"could not be analysed: {type(error).__name__}: {error}"
    return Category(
        task.name,
        task.index,
        task.members,
        0,
        0.0,
        {"strangeness": 0.0},
        None,
        f"This category {what}",
        (),
        (what,),
    )


def read_features(
    attributions: Attributions, rows: Ints, preprocessing: Callable[..., Any], parameters: Mapping[str, Any]
) -> NDArray[np.floating[Any]]:
    """Features (len(rows), d) of some attributions, a chunk at a time; what is not finite counts as no relevance."""
    parts = []
    for start in range(0, len(rows), CHUNK):
        relevance = attributions.read(rows[start : start + CHUNK])
        finite = np.isfinite(relevance).reshape(len(relevance), -1).all(axis=1)
        if not finite.all():
            relevance = np.where(finite.reshape(-1, *[1] * (relevance.ndim - 1)), relevance, 0)
        parts.append(preprocessing(relevance, **parameters))
    return np.concatenate(parts)


def look(features: NDArray[np.floating[Any]]) -> dict[str, Any]:
    """Which samples carry no relevance, and how many different ones there are."""
    different = {row.tobytes() for row in np.ascontiguousarray(features)}
    return {"empty": np.flatnonzero(~features.any(axis=1)), "different": len(different)}


def first(pair: tuple[Any, Any]) -> Any:
    """The first of two results."""
    return pair[0]
