"""The unit of work: all analyses of one category, a pure function of its task.

    rows of the category ── features ── neighbours ── affinity ── laplacian ── eigenmaps ── embeddings ── labels
                                  └──── t-SNE, UMAP ─┘                                          └── scores per cluster

Every arrow is a step of the memo, and what two analyses need is computed once. A task can be pickled, and its
result does not depend on the process that runs it.
"""

import contextlib
import inspect
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spray import notes, scores, wanted
from spray.analyses import Choice
from spray.errors import SprayError
from spray.own import is_own
from spray.plan import Variant, variants
from spray.results import Analysis as Analysed
from spray.results import Category, Cluster, Clustering, Embedding, Suspect
from spray.steps import Given, Steps
from spray.threads import one_thread
from spray.wanted import Clustered, Task


@dataclass(frozen=True, eq=False)
class Candidate:
    """A cluster that may be the most suspicious of its category, and the scores that say why."""

    cluster: Cluster
    suspect: Suspect
    scores: Mapping[str, float]


def analyze_category(task: Task) -> Category:
    """The category with everything computed, its rank still 0.

    An error in the analysis is a category without analyses whose summary and notes say what happened.
    """
    try:
        analyses, candidates = analyses_of(task)
    except Exception as error:
        return _failed(task, error)
    return _category(task, analyses, candidates)


def analyses_of(task: Task, strict: bool = False) -> tuple[tuple[Analysed, ...], list[Candidate]]:
    """Every variant of the plan, and the clusters that may be the suspect. Raises what an analysis raises.

    When a function of one's own fails, that is a note which leaves the others, unless `strict`, which raises it.
    """
    with contextlib.ExitStack() as stack:
        task.memo.prepare = lambda: stack.enter_context(one_thread())
        steps = Steps(task.memo, len(task.members))
        found = [_analysis(task, variant, name, steps, strict) for variant, name in variants(task.plan)]
    return tuple(analysis for analysis, _ in found), [one for _, candidates in found for one in candidates]


def _analysis(
    task: Task, variant: Variant, name: str, steps: Steps, strict: bool
) -> tuple[Analysed, list[Candidate]]:
    """All embeddings and clusterings of one variant, and the clusters that may be the suspect."""
    plan, ground = task.plan, wanted.ground(task, variant, steps)
    facts = ground.facts.value
    said = list(notes.of_heatmaps(task.ids, facts))
    embeddings = []
    for choice in plan.embeddings:
        with _told(said, choice, choice, strict=strict):
            embeddings.append(_embedding(steps, choice, ground.given))
    gap = float(ground.eigengap.value)
    clusterings: list[Clustering] = []
    candidates: list[Candidate] = []
    for choice, place in wanted.clusterings(plan, facts["different"]):
        with _told(said, choice, choice, place, *_chosen(plan.scores), strict=strict):
            clustering, why = _clustering(task, wanted.clustering(task, steps, choice, place, ground))
            clusterings.append(clustering)
            for cluster, reasons in zip(clustering.clusters, why, strict=True):
                suspect = Suspect(name, clustering.name, cluster.label)
                candidates.append(Candidate(cluster, suspect, reasons | {"eigengap": gap}))
    said += notes.of_omissions(plan.clusterings, facts["different"], wanted.possible)
    near = None if ground.near is None else ground.near.value
    analysed = Analysed(name, tuple(embeddings), tuple(clusterings), tuple(dict.fromkeys(said)), near)
    return analysed, candidates


@contextlib.contextmanager
def _told(said: list[str], choice: Choice, *made_by: Choice, strict: bool) -> Iterator[None]:
    """What one analysis cannot do is a note, and leaves the others; so is what goes wrong in one of one's own."""
    try:
        yield
    except Exception as error:
        own, ours = any(is_own(one.analysis.function) for one in made_by), isinstance(error, SprayError)
        if (own and strict) or not (own or ours):
            raise
        what = str(error) if ours else f"{type(error).__name__}: {error}"
        said.append(f"{choice.title or choice.name} was left out: {what}")


def _chosen(names: Sequence[str | Choice]) -> Iterator[Choice]:
    """The scores that are functions of one's own."""
    return (name for name in names if isinstance(name, Choice))


def _embedding(steps: Steps, choice: Choice, given: Given) -> Embedding:
    points, eigenvalues = steps.of(choice.analysis, given, choice.parameters).value
    axes = tuple(f"{choice.analysis.title} {i + 1}" for i in range(points.shape[1]))
    return Embedding(choice.name, points, axes, eigenvalues)


def _clustering(task: Task, clustered: Clustered) -> tuple[Clustering, list[dict[str, float]]]:
    """One clustering, and for each of its clusters the scores that its suspicion is made of."""
    choice, place, labels = clustered.choice, clustered.place, clustered.labels
    found, medoids = clustered.strangeness.value, clustered.medoid.value
    more, each = scores.told(clustered.scores, len(found["label"]))
    clusters = tuple(
        Cluster(
            label=int(label),
            size=int(size),
            share=float(size / len(task.members)),
            separability=float(found["separability"][i]),
            suspicion=float(found["suspicion"][i]),
            medoid=int(task.members[medoids[i]]),
            purity=_purity(task.metadata, labels.value == label),
            scores={name: float(values[i]) for name, values in each.items() if math.isfinite(values[i])},
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
        {name: float(found[name][i]) for name in ("separability", "distinctness")} | {"share": cluster.share}
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
        notes=notes.of_size(n, task.plan.affinities + task.plan.embeddings + task.plan.clusterings),
    )


def _scores(best: Candidate | None, analyses: tuple[Analysed, ...]) -> dict[str, float]:
    """Strangeness and its parts, and how linearly separable the most separable clustering is."""
    found = {"strangeness": best.cluster.suspicion} | dict(best.scores) if best else {"strangeness": 0.0}
    for name in ("fisher", "outlyingness"):
        values = [c.scores[name] for analysis in analyses for c in analysis.clusterings if name in c.scores]
        found |= {name: max(values)} if values else {}
    return found


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
