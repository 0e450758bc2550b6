"""What a ViRelAy project does not say of its clusters: how separable, how suspicious, how pure, and who speaks for one.

The same scores as in `spray build`, on heatmaps that are made coarse enough for all of a category to fit into memory.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from spray import notes
from spray.analyses.medoid import medoid
from spray.analyses.pooled import pooled
from spray.analyses.strangeness import strangeness
from spray.results import Category, Cluster, Clustering, Embedding, Ints, Pictures, Suspect
from spray.words import count

FEATURES = 1 << 28  # bytes of the coarse heatmaps of one category
FINEST, COARSEST = 28, 4  # blocks a side
BLOCK = 256  # heatmaps read at a time
REASONS = ("separability", "distinctness")
MOST_CLUSTERS = 256
"""Clusters of one clustering that are scored; one of more tells nothing, and would take too long."""


def features(pictures: Pictures, rows: Ints) -> NDArray[np.float32]:
    """Coarse heatmaps (n, blocks), as signed shares of all that was attributed."""
    blocks = int(np.clip(np.sqrt(FEATURES / (4 * max(1, len(rows)))), COARSEST, FINEST))
    parts = [
        pooled(pictures.relevance(rows[start : start + BLOCK])[:, None], blocks).astype(np.float32)
        for start in range(0, len(rows), BLOCK)
    ]
    return np.concatenate(parts)


def scored(
    category: Category, pictures: Pictures, metadata: Mapping[str, Sequence[str]], said: tuple[str, ...] = ()
) -> Category:
    """The category with its clusters, its suspect, and the sentence that says why; its rank stays 0."""
    rows = category.members
    heat = features(pictures, rows)
    empty = int((~heat.any(axis=1)).sum())
    analyses, best, suspect, why = [], None, None, {}
    for analysis in category.analyses:
        clusterings = []
        for clustering in analysis.clusterings:
            filled, scores = _clustering(clustering, analysis.embeddings, rows, heat, metadata)
            clusterings.append(filled)
            for cluster, reasons in zip(filled.clusters, scores, strict=True):
                if cluster.suspicion > (best.suspicion if best else 0):
                    best, why = cluster, reasons
                    suspect = Suspect(analysis.name, clustering.name, cluster.label)
        analyses.append(replace(analysis, clusterings=tuple(clusterings)))
    strange = best.suspicion if best else 0.0
    lacking = (f"{count(empty, 'sample')} without finite, non-zero relevance.",) if empty else ()
    return replace(
        category,
        analyses=tuple(analyses),
        strangeness=strange,
        scores={"strangeness": strange, **why},
        suspect=suspect,
        summary=notes.summary(len(rows), best, suspect)
        if any(analysis.clusterings for analysis in analyses)
        else f"{count(len(rows), 'sample')}, and no clustering of them.",
        notes=(*category.notes, *said, *lacking),
    )


def _clustering(
    clustering: Clustering,
    embeddings: tuple[Embedding, ...],
    rows: Ints,
    heat: NDArray[np.float32],
    metadata: Mapping[str, Sequence[str]],
) -> tuple[Clustering, list[dict[str, float]]]:
    labels = np.asarray(clustering.labels, np.int64)
    points = _points(clustering, embeddings)
    names, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    members = np.split(np.argsort(labels, kind="stable"), np.cumsum(sizes)[:-1])
    if len(names) <= MOST_CLUSTERS:
        found, centre = strangeness(heat, points, labels), rows[medoid(points, labels)]
    else:
        nothing = np.zeros(len(names))
        found, centre = dict.fromkeys((*REASONS, "suspicion"), nothing), rows[first]
    clusters = tuple(
        Cluster(
            label=int(name),
            size=int(size),
            share=float(size / len(rows)),
            separability=float(found["separability"][i]),
            suspicion=float(found["suspicion"][i]),
            medoid=int(centre[i]),
            purity=_purity(metadata, rows[members[i]]),
        )
        for i, (name, size) in enumerate(zip(names, sizes, strict=True))
    )
    best = {
        "suspicion": max(cluster.suspicion for cluster in clusters),
        "separability": max(cluster.separability for cluster in clusters),
    }
    why = [
        {name: float(found[name][i]) for name in REASONS} | {"share": cluster.share}
        for i, cluster in enumerate(clusters)
    ]
    return replace(clustering, clusters=clusters, scores=best), why


def _points(clustering: Clustering, embeddings: tuple[Embedding, ...]) -> NDArray[np.float64]:
    """The coordinates that were clustered; without any, all samples are in one place."""
    named = {embedding.name: embedding for embedding in embeddings}
    if clustering.embedding not in named:
        return np.zeros((len(clustering.labels), 1))
    return np.asarray(named[clustering.embedding].points, np.float64)


def _purity(metadata: Mapping[str, Sequence[str]], rows: Ints) -> dict[str, tuple[str, float]]:
    """The most frequent value of every column, and its share; ties by value."""
    found = {}
    for column, values in metadata.items():
        counts = Counter(values[row] for row in rows)
        value, number = min(counts.items(), key=lambda item: (-item[1], item[0]))
        found[column] = (value, number / len(rows))
    return found
