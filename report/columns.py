"""Results as the page reads them: JSON, with number columns as base64 of little-endian arrays.

`manifest` is what every view needs and what the category list shows; `chapter` is one category, loaded when it is
opened. Both are plain dicts, and `dumps` writes them so that they can stand inside a `<script>` element.
"""

import base64
import hashlib
import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from report import palette
from report.charts import COLOURS, POINT_LIMIT
from spray.results import Analysis, Category, Cluster, Clustering, Embedding, Results

THUMBNAIL = 160  # points drawn for a category in the list


def dumps(value: Any) -> str:
    """JSON with sorted keys, in which no text can end a script element or a JavaScript string literal."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def packed(values: NDArray[Any], dtype: str) -> str:
    """Base64 of the little-endian bytes."""
    return base64.b64encode(
        np.ascontiguousarray(values, np.dtype(dtype).newbyteorder("<")).tobytes()
    ).decode()


def number(value: float) -> float | None:
    """A finite float, or None: JSON has no other."""
    return float(value) if math.isfinite(value) else None


def key(category: Category) -> str:
    """Name of a category in addresses and file names: readable where it can be, unique by its class index."""
    readable = re.sub(r"[^a-z0-9]+", "-", category.name.lower()).strip("-")[:40].strip("-")
    return f"{readable}-{category.index}" if readable else f"class-{category.index}"


def manifest(results: Results, chapters: Mapping[str, str]) -> dict[str, Any]:
    """The page's own facts; `chapters` maps a category's key to the address of its data ("" if it is in the page)."""
    site = results.site
    return {
        "project": results.project,
        "classes": list(results.classes),
        "palette": {"noise": palette.NOISE, "clusters": list(palette.clusters(COLOURS))},
        "colormap": site.colormap,
        "colormaps": {name: packed(colours, "u1") for name, colours in site.colormaps.items()},
        "categories": [_entry(category, chapters[key(category)]) for category in results.categories],
    }


def _entry(category: Category, address: str) -> dict[str, Any]:
    return {
        "key": key(category),
        "address": address,
        "name": category.name,
        "size": len(category.members),
        "strangeness": number(category.strangeness),
        "suspect": None if category.suspect is None else category.suspect.cluster,
        "thumbnail": _thumbnail(category),
    }


def shown(category: Category) -> tuple[Analysis | None, Clustering | None, Embedding | None]:
    """What a category opens with: its suspect's analysis and clustering, and the plainest embedding beside it.

    That is the first with two dimensions (made for looking, such as t-SNE), else the first.
    """
    suspect = category.suspect
    analyses = [a for a in category.analyses if suspect is None or a.name == suspect.analysis]
    analysis = analyses[0] if analyses else None
    if analysis is None:
        return None, None, None
    clusterings = [c for c in analysis.clusterings if suspect is None or c.name == suspect.clustering]
    flat = [e for e in analysis.embeddings if e.points.shape[1] == 2]
    embedding = next(iter(flat or analysis.embeddings), None)
    return analysis, next(iter(clusterings), None), embedding


def _thumbnail(category: Category) -> str:
    """Bytes x, y, suspicious for each of at most `THUMBNAIL` points, evenly chosen, suspects last."""
    _, clustering, embedding = shown(category)
    if embedding is None or not len(category.members):
        return ""
    plane = np.zeros((len(category.members), 2))
    plane[:, : min(2, embedding.points.shape[1])] = embedding.points[:, :2]
    span = np.ptp(plane, axis=0)
    unit = (plane - plane.min(axis=0)) / np.where(span > 0, span, 1)
    unit[:, span == 0] = 0.5
    suspect = np.zeros(len(plane), bool)
    if clustering is not None and category.suspect is not None:
        suspect = clustering.labels == category.suspect.cluster
    chosen = np.concatenate([_even(np.flatnonzero(~suspect)), _even(np.flatnonzero(suspect))])
    return packed(np.column_stack([np.rint(255 * unit[chosen]), suspect[chosen]]), "u1")


def _even(positions: NDArray[np.intp]) -> NDArray[np.intp]:
    return positions[:: max(1, math.ceil(2 * len(positions) / THUMBNAIL))]


def chapter(results: Results, category: Category, pictures: Mapping[str, Any]) -> dict[str, Any]:
    """One category: its samples in columns, its analyses, and where its `pictures` are."""
    samples, members = results.samples, category.members
    ids = [samples.id[row] for row in members]
    analysis, clustering, embedding = shown(category)
    suspect = None if category.suspect is None else category.suspect.cluster
    return {
        "key": key(category),
        "name": category.name,
        "summary": category.summary,
        "scores": {name: number(value) for name, value in category.scores.items()},
        "notes": [*category.notes, *_size_note(category)],
        "first": {
            "analysis": analysis.name if analysis else "",
            "clustering": clustering.name if clustering else "",
            "embedding": embedding.name if embedding else "",
            "suspect": suspect,
        },
        "ids": ids,
        "digest": hashlib.sha256("\0".join(ids).encode()).hexdigest()[:8],
        "label": packed(samples.label[members], "i4"),
        "prediction": packed(samples.prediction[members], "i4"),
        "score": packed(samples.score[members], "f4"),
        "metadata": {name: [column[row] for row in members] for name, column in samples.metadata.items()},
        "analyses": [_analysis(part, members) for part in category.analyses],
        "pictures": dict(pictures),
    }


def _size_note(category: Category) -> Sequence[str]:
    if len(category.members) <= POINT_LIMIT:
        return ()
    return (
        f"{len(category.members):,} points are many for one chart: selecting may lag behind the pointer.",
    )


def _analysis(analysis: Analysis, members: NDArray[Any]) -> dict[str, Any]:
    position = {int(row): i for i, row in enumerate(members)}
    return {
        "name": analysis.name,
        "notes": list(analysis.notes),
        "embeddings": [_embedding(embedding) for embedding in analysis.embeddings],
        "clusterings": [_clustering(clustering, position) for clustering in analysis.clusterings],
    }


def _embedding(embedding: Embedding) -> dict[str, Any]:
    values = embedding.eigenvalues
    return {
        "name": embedding.name,
        "axes": list(embedding.axes),
        "points": packed(embedding.points.T, "f4"),
        "eigenvalues": None if values is None else [number(value) for value in values],
        "gap": None if values is None else largest_gap(values),
    }


def largest_gap(eigenvalues: NDArray[Any]) -> int | None:
    """k, the number of eigenvalues before the largest step between neighbours: the data fall into k groups."""
    steps = np.diff(eigenvalues)
    return int(np.argmax(steps)) + 1 if len(steps) and np.isfinite(steps).all() else None


def _clustering(clustering: Clustering, position: Mapping[int, int]) -> dict[str, Any]:
    return {
        "name": clustering.name,
        "method": clustering.method,
        "parameters": {name: str(value) for name, value in clustering.parameters.items()},
        "embedding": clustering.embedding,
        "labels": packed(clustering.labels, "i4"),
        "clusters": [_cluster(cluster, position) for cluster in clustering.clusters],
        "scores": {name: number(value) for name, value in clustering.scores.items()},
    }


def _cluster(cluster: Cluster, position: Mapping[int, int]) -> dict[str, Any]:
    return {
        "label": cluster.label,
        "size": cluster.size,
        "share": number(cluster.share),
        "separability": number(cluster.separability),
        "suspicion": number(cluster.suspicion),
        "medoid": position[cluster.medoid],
        "purity": {name: [value, number(share)] for name, (value, share) in cluster.purity.items()},
    }
