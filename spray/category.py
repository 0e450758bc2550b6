"""The unit of work: all analyses of one category, a pure function of its task.

    rows of the category ── features ── neighbours ── affinity ── laplacian ── eigenmaps ── embeddings ── labels
                                  └──── t-SNE, UMAP ─┘                                          └── scores per cluster

Every arrow is a step of the memo, and what two analyses need is computed once. A task can be pickled, and its
result does not depend on the process that runs it.
"""

import contextlib
import inspect
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spray import notes, scores
from spray.analyses import Choice, accepted, registry
from spray.errors import SprayError
from spray.keys import Known
from spray.memo import Memo
from spray.plan import Plan, Variant, variants
from spray.results import Analysis as Analysed
from spray.results import Category, Cluster, Clustering, Embedding, Ints, Suspect
from spray.steps import Given, Steps
from spray.store import Attributions

CHUNK = 256  # samples read and preprocessed at a time, at most
VALUES = 1 << 20  # of them: what a chunk makes on the way then stays in the cache
SAMPLED = 64  # values of a row that tell most rows apart
FROM_POINTS = ("kmeans_path", "merges", "reachability")  # graphs that belong to one embedding


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
    try:
        analyses, candidates = analyses_of(task)
    except Exception as error:
        return _failed(task, error)
    return _category(task, analyses, candidates)


def analyses_of(task: Task) -> tuple[tuple[Analysed, ...], list[Candidate]]:
    """Every variant of the plan, and the clusters that may be the suspect. Raises what an analysis raises."""
    import sklearn.cluster
    import sklearn.manifold  # noqa: F401, loaded now so that the limit below reaches their thread pools
    from threadpoolctl import threadpool_limits

    # Workers run side by side, and the order of a sum depends on the number of threads.
    with threadpool_limits(limits=1):
        steps = Steps(task.memo)
        found = [_analysis(task, variant, name, steps) for variant, name in variants(task.plan)]
    return tuple(analysis for analysis, _ in found), [one for _, candidates in found for one in candidates]


def _analysis(task: Task, variant: Variant, name: str, steps: Steps) -> tuple[Analysed, list[Candidate]]:
    """All embeddings and clusterings of one variant, and the clusters that may be the suspect."""
    plan = task.plan
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
    base: Given = {"features": features, "seed": plan.seed, "shape": tuple(task.attributions.shape[1:])}
    facts = steps.once(look, {"features": features}).value
    given = _graph(steps, variant, base)
    spectral = registry()["embedding", "spectral"]
    given["points"] = steps.once(first, {"pair": steps.of(spectral, given)}, kept=False)
    said = list(notes.of_heatmaps(task.ids, facts))
    embeddings = []
    for choice in plan.embeddings:
        with _told(said, choice):
            embeddings.append(_embedding(steps, choice, given))
    gap = float(steps.of(registry()["score", "eigengap"], given).value)
    clusterings: list[Clustering] = []
    candidates: list[Candidate] = []
    for place in plan.cluster_on:
        for choice in plan.clusterings:
            found = _standing_in(choice, place)
            if found is None or not _possible(found, facts["different"]):
                continue
            with _told(said, found):
                clustering, why = _clustering(task, steps, found, place, given, base)
                clusterings.append(clustering)
                for cluster, reasons in zip(clustering.clusters, why, strict=True):
                    suspect = Suspect(name, clustering.name, cluster.label)
                    candidates.append(Candidate(cluster, suspect, reasons | {"eigengap": gap}))
    said += notes.of_omissions(plan.clusterings, facts["different"], _possible)
    return Analysed(name, tuple(embeddings), tuple(clusterings), tuple(dict.fromkeys(said))), candidates


@contextlib.contextmanager
def _told(said: list[str], choice: Choice) -> Iterator[None]:
    """What one analysis cannot do is a note, and leaves the others."""
    try:
        yield
    except SprayError as error:
        said.append(f"{choice.title or choice.name} was left out: {error}")


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


def _possible(choice: Choice, different: int) -> bool:
    """A number of clusters ends at the number of different samples."""
    return bool(choice.analysis.argument != "k" or choice.parameters.get("k", 0) <= different)


def _embedding(steps: Steps, choice: Choice, given: Given) -> Embedding:
    points, eigenvalues = steps.of(choice.analysis, given, choice.parameters).value
    axes = tuple(f"{choice.analysis.title} {i + 1}" for i in range(points.shape[1]))
    return Embedding(choice.name, points, axes, eigenvalues)


def _clustering(
    task: Task, steps: Steps, choice: Choice, place: Choice, given: Given, base: Given
) -> tuple[Clustering, list[dict[str, float]]]:
    """One clustering, and for each of its clusters the scores that its suspicion is made of."""
    here = dict(given)
    if place.name != "spectral":
        here["points"] = steps.once(
            first, {"pair": steps.of(place.analysis, given, place.parameters)}, kept=False
        )
        maps = {
            k: v
            for k, v in place.parameters.items()
            if k in accepted(registry()["graph", "eigenmaps"].function)
        }
        if place.analysis.name == "spectral" and maps:
            here["eigenmaps"] = steps.of(registry()["graph", "eigenmaps"], given, maps)
        for name in FROM_POINTS:
            here.pop(name, None)
    labels = steps.of(choice.analysis, here, choice.parameters)
    judged = base | {"points": here["points"], "labels": labels}
    found = steps.of(registry()["score", "strangeness"], judged).value
    medoids = steps.of(registry()["score", "medoid"], judged).value
    more, each = scores.of(task.plan.scores, task.metadata, steps, judged, choice, here)
    clusters = tuple(
        Cluster(
            label=int(label),
            size=int(size),
            share=float(size / len(task.members)),
            separability=float(found["separability"][i]),
            suspicion=float(found["suspicion"][i]),
            medoid=int(task.members[medoids[i]]),
            purity=_purity(task.metadata, labels.value == label),
            scores={name: float(values[i]) for name, values in each.items()},
        )
        for i, (label, size) in enumerate(zip(found["label"], found["size"], strict=True))
    )
    best = {
        "suspicion": max((cluster.suspicion for cluster in clusters), default=0.0),
        "separability": max((cluster.separability for cluster in clusters), default=0.0),
    }
    parameters = dict(choice.parameters) | (
        {"seed": task.plan.seed} if "seed" in inspect.signature(choice.analysis.function).parameters else {}
    )
    why = [
        {name: float(found[name][i]) for name in ("separability", "distinctness", "concentration")}
        | {"share": cluster.share}
        for i, cluster in enumerate(clusters)
    ]
    title = choice.title if place.name == "spectral" else f"{choice.title} on {place.name}"
    clustering = Clustering(
        title, choice.analysis.name, parameters, place.name, labels.value, clusters, best | more
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
        scores=_scores(best, analyses),
        suspect=best.suspect if best else None,
        summary=notes.summary(n, best.cluster if best else None, best.suspect if best else None),
        analyses=analyses,
        notes=notes.of_size(n, task.plan.embeddings + task.plan.clusterings),
    )


def _scores(best: Candidate | None, analyses: tuple[Analysed, ...]) -> dict[str, float]:
    """Strangeness and its parts, and how linearly separable the most separable clustering is."""
    found = {"strangeness": best.cluster.suspicion} | dict(best.scores) if best else {"strangeness": 0.0}
    separable = [
        c.scores["fisher"] for analysis in analyses for c in analysis.clusterings if "fisher" in c.scores
    ]
    return found | ({"fisher": max(separable)} if separable else {})


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
    size = max(1, int(np.prod(attributions.shape[1:])))
    step = max(1, min(CHUNK, VALUES // size))
    features: NDArray[np.floating[Any]] | None = None
    for start in range(0, len(rows), step):
        relevance = np.asarray(attributions.read(rows[start : start + step]))
        if not np.issubdtype(relevance.dtype, np.floating):
            relevance = relevance.astype(np.float32)
        if relevance.ndim == 1:
            relevance = relevance[:, None]
        finite = np.isfinite(relevance).reshape(len(relevance), -1).all(axis=1)
        if not finite.all():
            relevance = np.where(finite.reshape(-1, *[1] * (relevance.ndim - 1)), relevance, 0)
        made = preprocessing(relevance, **parameters).reshape(len(relevance), -1)
        if features is None:
            features = np.empty((len(rows), made.shape[1]), made.dtype)
        features[start : start + step] = made
    return np.empty((0, 0), np.float32) if features is None else features


def look(features: NDArray[np.floating[Any]]) -> dict[str, Any]:
    """Which samples carry no relevance, and how many different ones there are."""
    few = np.ascontiguousarray(features[:, :: max(1, features.shape[1] // SAMPLED)])
    alike: dict[bytes, list[int]] = {}
    for i, row in enumerate(few):
        alike.setdefault(row.tobytes(), []).append(i)
    different = sum(
        1 if len(rows) == 1 else len({_digest(features[i]) for i in rows}) for rows in alike.values()
    )
    empty = [i for i, row in enumerate(features) if not row.any()]
    return {"empty": np.array(empty, np.int64), "different": different}


def _digest(row: NDArray[np.floating[Any]]) -> bytes:
    return blake2b(row.tobytes(), digest_size=16).digest()


def first(pair: tuple[Any, Any]) -> Any:
    """The first of two results."""
    return pair[0]
