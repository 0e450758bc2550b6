"""The samples that speak for a cluster: its medoid, and those around it."""

from collections.abc import Mapping

import numpy as np

from spray.results import Analysis, Clustering

COUNT = 6


def of(clustering: Clustering, analysis: Analysis, position: Mapping[int, int]) -> dict[int, list[int]]:
    """Positions by cluster label, at most `COUNT`: the medoid, then its nearest in the embedding that was clustered.

    `position` maps a row to its position among the members. Where that embedding is not there, the first one counts;
    without any, there is the medoid only.
    """
    places = {embedding.name: embedding for embedding in reversed(analysis.embeddings)}
    place = places.get(clustering.embedding, next(iter(analysis.embeddings), None))
    order = np.argsort(clustering.labels, kind="stable")
    labels, first = np.unique(clustering.labels[order], return_index=True)
    groups = dict(zip(labels.tolist(), np.split(order, first[1:]), strict=True))
    found = {}
    for cluster in clustering.clusters:
        medoid, inside = position[cluster.medoid], groups[cluster.label]
        if place is None:
            found[cluster.label] = [medoid]
            continue
        apart = np.square(place.points[inside] - place.points[medoid]).sum(axis=1)
        apart[inside == medoid] = -1.0
        found[cluster.label] = inside[np.lexsort((inside, apart))[:COUNT]].tolist()
    return found
