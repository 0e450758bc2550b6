"""`results.json`: what was found, for scripts. The same results give the same bytes.

format, project, classes, provenance, notes, samples (count)
categories[]                      strangest first: name, index, rank, strangeness, scores, members (count),
    |                             summary, suspect, notes
    analyses[]                    name, notes, embeddings[] (name, axes, eigenvalues)
        clusterings[]             name, method, parameters, embedding, scores
            clusters[]            label (-1 is noise), size, share, separability, suspicion, medoid, purity, scores,
                                  samples (ids)
"""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from spray.results import FORMAT, Analysis, Category, Cluster, Clustering, Embedding, Results


def dumps(results: Results) -> str:
    """The results as JSON text, without pictures and coordinates; NaN and infinity become null."""
    content = {
        "format": FORMAT,
        "project": results.project,
        "classes": results.classes,
        "samples": len(results.samples.id),
        "provenance": results.provenance,
        "notes": results.notes,
        "categories": [_category(results, category) for category in results.categories],
    }
    return json.dumps(_plain(content), sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def is_ours(text: str) -> bool:
    """Whether a file looks like one that `dumps` wrote."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(content, dict) and {"format", "project", "categories", "provenance"} <= content.keys()


def _category(results: Results, category: Category) -> dict[str, Any]:
    return {
        "name": category.name,
        "index": category.index,
        "rank": category.rank,
        "strangeness": category.strangeness,
        "scores": category.scores,
        "members": len(category.members),
        "summary": category.summary,
        "suspect": asdict(category.suspect) if category.suspect else None,
        "notes": category.notes,
        "analyses": [_analysis(results, category, analysis) for analysis in category.analyses],
    }


def _analysis(results: Results, category: Category, analysis: Analysis) -> dict[str, Any]:
    return {
        "name": analysis.name,
        "notes": analysis.notes,
        "embeddings": [_embedding(embedding) for embedding in analysis.embeddings],
        "clusterings": [_clustering(results, category, clustering) for clustering in analysis.clusterings],
    }


def _embedding(embedding: Embedding) -> dict[str, Any]:
    return {"name": embedding.name, "axes": embedding.axes, "eigenvalues": embedding.eigenvalues}


def _clustering(results: Results, category: Category, clustering: Clustering) -> dict[str, Any]:
    return {
        "name": clustering.name,
        "method": clustering.method,
        "parameters": clustering.parameters,
        "embedding": clustering.embedding,
        "scores": clustering.scores,
        "clusters": [_cluster(results, category, clustering, cluster) for cluster in clustering.clusters],
    }


def _cluster(
    results: Results, category: Category, clustering: Clustering, cluster: Cluster
) -> dict[str, Any]:
    ids = results.samples.id
    return {
        "label": cluster.label,
        "size": cluster.size,
        "share": cluster.share,
        "separability": cluster.separability,
        "suspicion": cluster.suspicion,
        "medoid": ids[cluster.medoid],
        "purity": {name: {"value": value, "share": share} for name, (value, share) in cluster.purity.items()},
        "scores": cluster.scores,
        "samples": [ids[row] for row in np.asarray(category.members)[clustering.labels == cluster.label]],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
