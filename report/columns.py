"""Results as the page reads them: the manifest, one chapter per category, one index of all samples.

Plain JSON. `packing.dumps` writes it so that it can stand inside a `<script>` element. Where the site is a folder, a
file `data/<key>.js` says `sprayChapter({...});` and `data/index.js` says `sprayIndex({...});`. Where it is one file,
the same objects are data blocks of the page (`chapter <key>` with {"chapter", "files"}, and `index`).

A column of numbers is a text, the base64 of little-endian values of the type given below; or, from 1,000 entries,

    {"type": "u1" "i1" "u2" "i2" "i4" "f4", "zlib": bool, "data": base64 of the bytes, or of their zlib compression}

whole numbers in the narrowest type that holds them. A column of points has "low" and "high" besides, one value per
dimension: x = low + (high - low) q / 65535. A column of texts is a list; or, from 1,000 entries, {"values": [text],
"codes": column}, or {"joined": {"zlib", "data"}}, which is UTF-8 with U+0000 between two texts. Absent, null or "" is
what there is not. Numbers that JSON has not (NaN, infinity) are null. A page reads past keys that it does not know.

manifest     project            what every view needs
    key                         "" for the first project, in addresses and exports
    project, title              its name, and the title of the page
    classes                     class names by index
    palette, colormap, colormaps                 of the whole site
    facts                       [[name, text]], the few that stand in the header
    samples                     number of samples, with those in no category
    provenance, notes           {group: {name: text}}, [text]
    columns                     [metadata column: {name, kind, and "values" with "counts", or "low" and "high"}]; kind
                                is "category" (at most 64 values, most frequent first), "number", or "text"
    categories                  strangest first: {key, address, name, index, rank, size, wrong, strangeness, summary,
                                suspect: cluster or null, suspects: its size or null,
                                thumbnail: bytes x, y, suspicious of some points}; wrong: number of samples of which
                                label and prediction are known and differ
    rankings                    [{name, title, hint, values}], scores to sort categories by, the largest first, the
                                default one first; values in the order of `categories`, null where there is none
    index                       address of the index ("" if it is in the page)
    more                        further projects: manifests, without palette, colormap, colormaps, index and more

index        {"projects": [{"key", "ids": texts}]}, samples in the order of the project's categories, and within one
             in the order of its chapter: with the sizes in the manifest that says where every sample is

chapter      one category
    project, key, name, summary, notes, scores
    first                       what it opens with: analysis, clustering, embedding, suspect (cluster or null)
    digest                      of the ids; positions in an address or an export of another digest mean other samples
    ids                         texts; for images paths below their folder, the file name is what follows the last "/"
    rows                        i4, row in the data set: by it samples are in the order of the data
    label, prediction, score    i4, i4, f4; -1 is unknown
    labels                      of samples with none or several: {"starts": i4 (n + 1), "indices": i4}, else absent
    metadata                    {name: texts}
    pictures                    {kind: {height, width, columns, rows, gutter, files, scale}} for input, relevance, and
                                for the means of clusters mean_input, mean_relevance; sample (or mean) i lies in file
                                i // (columns rows), row by row
    analyses                    name, notes, neighbours {"count": k, "positions": i4 (n, k), nearest first} or null
      embeddings                name, axes, points (dimension by dimension, f4 or steps), eigenvalues,
                                gap: number of eigenvalues before the largest step
      clusterings               name, method, parameters, embedding, labels i4, scores
        clusters                label (-1 is noise), size, share, separability, suspicion, scores, purity
                                {column: [value, share]}, medoid, prototypes (medoid first, then those around it),
                                mean: number of its tile in mean_input and mean_relevance

Everything of a chapter that is a position counts its samples from 0. Positions are in the order of the data, but for
a category of more than 400 samples: there clusters are together, so that one of them needs few sheets.
The mean heatmap is that of R / max|R|, each sample alike; the mean input that of the pictures.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from report import means, prototypes
from report.packing import number, plane, real, texts, whole
from spray.results import Analysis, Category, Cluster, Clustering, Embedding, Results

POSITIONS = (
    200_000  # of neighbours in a chapter, about; of very many samples each has fewer, but no less than
)
FEWEST = 3


def key(category: Category, project: str = "") -> str:
    """Name of a category in addresses and file names: readable where it can be, unique by its class index."""
    readable = slug(category.name)
    own = f"{readable}-{category.index}" if readable else f"class-{category.index}"
    return f"{project}.{own}" if project else own


def slug(text: str) -> str:
    """What of a name may stand in a file name everywhere; may be nothing."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40].strip("-")


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


def chapter(
    results: Results, category: Category, pictures: Mapping[str, Any], project: str = ""
) -> dict[str, Any]:
    """One category: its samples in columns, its analyses, and where its `pictures` are."""
    samples, members = results.samples, category.members
    ids = [samples.id[row] for row in members]
    analysis, clustering, embedding = shown(category)
    tiles = iter(means.groups(category).of_cluster)
    found = {
        "project": project,
        "key": key(category, project),
        "name": category.name,
        "summary": category.summary,
        "scores": {name: number(value) for name, value in category.scores.items()},
        "notes": list(category.notes),
        "first": {
            "analysis": analysis.name if analysis else "",
            "clustering": clustering.name if clustering else "",
            "embedding": embedding.name if embedding else "",
            "suspect": None if category.suspect is None else category.suspect.cluster,
        },
        "ids": texts(ids),
        "digest": hashlib.sha256("\0".join(ids).encode("utf-8", "surrogatepass")).hexdigest()[:8],
        "rows": whole(members),
        "label": whole(samples.label[members]),
        "prediction": whole(samples.prediction[members]),
        "score": real(samples.score[members]),
        "metadata": {
            name: texts([column[row] for row in members]) for name, column in samples.metadata.items()
        },
        "analyses": [_analysis(part, members, tiles) for part in category.analyses],
        "pictures": dict(pictures),
    }
    return found | _labels(samples.labels, members)


def _labels(labels: Sequence[Sequence[int]] | None, members: NDArray[Any]) -> dict[str, Any]:
    if labels is None:
        return {}
    some = [labels[row] for row in members]
    starts = np.cumsum([0, *map(len, some)])
    return {"labels": {"starts": whole(starts), "indices": whole(np.array([i for one in some for i in one]))}}


def _analysis(analysis: Analysis, members: NDArray[Any], tiles: Iterator[int]) -> dict[str, Any]:
    position = {int(row): i for i, row in enumerate(members)}
    near = analysis.neighbours
    if near is not None:
        near = near[:, : max(FEWEST, POSITIONS // max(1, len(near)))]
    return {
        "name": analysis.name,
        "notes": list(analysis.notes),
        "neighbours": None if near is None else {"count": near.shape[1], "positions": whole(near.ravel())},
        "embeddings": [_embedding(embedding) for embedding in analysis.embeddings],
        "clusterings": [
            _clustering(clustering, analysis, position, tiles) for clustering in analysis.clusterings
        ],
    }


def _embedding(embedding: Embedding) -> dict[str, Any]:
    values = embedding.eigenvalues
    return {
        "name": embedding.name,
        "axes": list(embedding.axes),
        "points": plane(embedding.points),
        "eigenvalues": None if values is None else [number(value) for value in values],
        "gap": None if values is None else largest_gap(values),
    }


def largest_gap(eigenvalues: NDArray[Any]) -> int | None:
    """k, the number of eigenvalues before the largest step between neighbours: the data fall into k groups."""
    steps = np.diff(eigenvalues)
    return int(np.argmax(steps)) + 1 if len(steps) and np.isfinite(steps).all() else None


def _clustering(
    clustering: Clustering, analysis: Analysis, position: Mapping[int, int], tiles: Iterator[int]
) -> dict[str, Any]:
    near = prototypes.of(clustering, analysis, position)
    return {
        "name": clustering.name,
        "method": clustering.method,
        "parameters": {name: str(value) for name, value in clustering.parameters.items()},
        "embedding": clustering.embedding,
        "labels": whole(clustering.labels),
        "clusters": [
            _cluster(cluster, position, near[cluster.label], next(tiles)) for cluster in clustering.clusters
        ],
        "scores": {name: number(value) for name, value in clustering.scores.items()},
    }


def _cluster(cluster: Cluster, position: Mapping[int, int], near: Sequence[int], mean: int) -> dict[str, Any]:
    return {
        "label": cluster.label,
        "size": cluster.size,
        "share": number(cluster.share),
        "separability": number(cluster.separability),
        "suspicion": number(cluster.suspicion),
        "scores": {name: number(value) for name, value in cluster.scores.items()},
        "medoid": position[cluster.medoid],
        "prototypes": list(near),
        "mean": mean,
        "purity": {name: [value, number(share)] for name, (value, share) in cluster.purity.items()},
    }
