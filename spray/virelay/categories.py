"""The categories of all analysis files of a project, brought together: one per name, with every method's analysis.

Methods and files may have other samples for a category of the same name; then each has a category of its own.
"""

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spray.errors import ForeignFileError, FormatError
from spray.label_map import LabelMap
from spray.results import Analysis, Category, Clustering, Embedding, Ints
from spray.virelay import own
from spray.virelay.analysis_file import AnalysisFile, StoredCategory, StoredClustering, StoredEmbedding
from spray.words import some

MOST = 1 << 32  # bytes of all coordinates together


@dataclass(frozen=True, eq=False)
class Stored:
    """A category of a file; `index` are sample numbers."""

    method: str
    name: str
    file: str
    index: Ints
    content: StoredCategory


@dataclass(frozen=True, eq=False)
class Found:
    """Categories whose rank is 0, but for those that spray has ranked before, and what there is to say."""

    categories: tuple[Category, ...]
    notes: tuple[str, ...]


def collect(analyses: Mapping[str, Sequence[AnalysisFile]], total: int) -> list[Stored]:
    """Every category of every file. Raises: `FormatError` for a sample that the data set does not have."""
    found = []
    size = 0
    for method, files in analyses.items():
        for file in files:
            for stored in file:
                beyond = np.flatnonzero((stored.index < 0) | (stored.index >= total))
                if beyond.size:
                    raise FormatError(
                        f"{file.path.name}: {stored.name}/index names sample {stored.index[beyond[0]]} in row "
                        f"{beyond[0]}, but the data set has the samples 0 to {total - 1}. Mend index, or dataset.path."
                    )
                size += sum(embedding.points.nbytes for embedding in stored.embeddings.values())
                if size > MOST:
                    raise ForeignFileError(
                        f"{file.path.name}: the embeddings up to {stored.name} take more than {MOST >> 30} GB. Import "
                        "fewer of them."
                    )
                above, _, name = stored.name.rpartition("/")
                found.append(Stored(f"{method} {above}".rstrip(), name, file.path.name, stored.index, stored))
    return found


def categories(
    stored: Sequence[Stored], rows: Ints, label_map: LabelMap, label: Ints, classes: tuple[str, ...]
) -> Found:
    """The categories, members as rows; without any, one per label that has samples."""
    if not stored:
        groups = [
            Category(classes[index], int(index), np.flatnonzero(label == index), 0, 0.0, {}, None, "", ())
            for index in np.unique(label[label >= 0])
        ]
        return Found(tuple(groups), ("The project has no analyses: its samples are shown by label.",))
    by_name: dict[str, list[list[Stored]]] = {}
    for one in stored:
        alike = by_name.setdefault(one.name, [])
        same = next((some for some in alike if _same_samples(some[0].index, one.index)), None)
        if same is None:
            alike.append([one])
        else:
            same.append(one)
    notes: dict[str, None] = {}
    made: list[Category] = []
    taken: set[int] = set()
    titles = named(label_map)
    others = itertools.count(max([*label_map.indices, len(classes) - 1]) + 1)
    for name, alike in by_name.items():
        title, index = titles(name)
        for parts in alike:
            suffix = f" ({parts[0].method})" if parts is not alike[0] else ""
            if index is None or index in taken:
                index = next(other for other in others if other not in taken)
            category = _category(title + suffix, index, parts, rows, notes)
            taken.add(category.index)
            made.append(category)
    return Found(tuple(made), tuple(notes))


def named(label_map: LabelMap) -> Callable[[str], tuple[str, int | None]]:
    """What a category is called, and the index of its class, if it is one, by its name in the file.

    A category is named after its class's WordNet id; else after the class, or its number in eight digits.
    """
    known: dict[str, tuple[str, int]] = {}
    for key in ("number", "name", "word_net_id"):  # the later counts
        for entry in reversed(label_map.entries):
            name = f"{entry.index:08d}" if key == "number" else str(getattr(entry, key))
            known[name] = entry.name, entry.index
    known.pop("", None)
    return lambda name: known.get(name, (name, None))


def _same_samples(one: Ints, other: Ints) -> bool:
    return len(one) == len(other) and np.array_equal(np.sort(one), np.sort(other))


def _category(
    title: str, index: int, parts: Sequence[Stored], rows: Ints, notes: dict[str, None]
) -> Category:
    first = parts[0].index
    members = np.searchsorted(rows, first)
    analyses: dict[str, Analysis] = {}
    for part in parts:
        for note in part.content.notes:
            notes[f"{part.file}: {note}."] = None
        if part.content.own.get("absent"):
            continue
        made = _analysis(part, _order(first, part.index), notes)
        if part.method not in analyses:
            analyses[part.method] = made
        else:
            analyses[part.method] = _merged(analyses[part.method], made, part, notes)
    told = parts[0].content.own.get("category")
    if told and all(part.content.own for part in parts) and _complete(analyses.values()):
        category: Category = own.decode(Category, told, members=members, analyses=tuple(analyses.values()))
        return category
    return Category(title, index, members, 0, 0.0, {}, None, "", tuple(analyses.values()))


def _order(wanted: Ints, have: Ints) -> Ints:
    """Positions in `have` of the samples of `wanted`."""
    ascending = np.argsort(have)
    return ascending[np.searchsorted(have[ascending], wanted)]


def _complete(analyses: Any) -> bool:
    return all(clustering.clusters for analysis in analyses for clustering in analysis.clusterings)


def _merged(one: Analysis, other: Analysis, part: Stored, notes: dict[str, None]) -> Analysis:
    """Two files of one method; of two with the same name the first counts, as in ViRelAy."""
    embeddings = {embedding.name: embedding for embedding in (*other.embeddings, *one.embeddings)}
    clusterings = {clustering.name: clustering for clustering in (*other.clusterings, *one.clusterings)}
    twice = len(one.embeddings) + len(other.embeddings) - len(embeddings)
    twice += len(one.clusterings) + len(other.clusterings) - len(clusterings)
    if twice:
        notes[f"{part.file} repeats names of an earlier file of {part.method}, which counts."] = None
    order = [*one.embeddings, *other.embeddings], [*one.clusterings, *other.clusterings]
    names = [list(dict.fromkeys(item.name for item in items)) for items in order]
    return replace(
        one,
        embeddings=tuple(embeddings[name] for name in names[0]),
        clusterings=tuple(clusterings[name] for name in names[1]),
    )


def _analysis(part: Stored, order: Ints, notes: dict[str, None]) -> Analysis:
    told = part.content.own.get("analysis", {})
    if not isinstance(told, Mapping):
        raise FormatError(
            f"{part.file}: what spray has noted in {part.name} does not fit. Export the project anew."
        )
    embeddings = tuple(
        _embedding(name, embedding, order, told.get("embeddings", {}).get(name, {}))
        for name, embedding in part.content.embeddings.items()
        if not told.get("embeddings", {}).get(name, {}).get("absent")
        and _finite(part, name, embedding, notes)
    )
    base = _base(embeddings)
    clusterings = tuple(
        _clustering(name, clustering, order, told.get("clusterings", {}).get(name, {}), embeddings, base)
        for name, clustering in part.content.clusterings.items()
        if not told.get("clusterings", {}).get(name, {}).get("absent")
    )
    if told:
        made: Analysis = own.decode(
            Analysis, {"name": part.method, **told}, embeddings=embeddings, clusterings=clusterings
        )
        return made
    return Analysis(part.method, embeddings, clusterings)


def _finite(part: Stored, name: str, embedding: StoredEmbedding, notes: dict[str, None]) -> bool:
    wrong = np.flatnonzero(~np.isfinite(embedding.points).all(axis=1))
    if wrong.size:
        listed = some([f"sample {part.index[row]}" for row in wrong])
        notes[
            f"{part.file}: {part.name}/embedding/{name} is not finite for {listed}, and left out: points without "
            "coordinates cannot be drawn."
        ] = None
    return not wrong.size


def _base(embeddings: Sequence[Embedding]) -> str:
    """What is taken to have been clustered where the file does not say: the spectral embedding, else the first."""
    spectral = [embedding for embedding in embeddings if embedding.eigenvalues is not None]
    return next((embedding.name for embedding in (*spectral, *embeddings)), "")


def _embedding(name: str, stored: StoredEmbedding, order: Ints, told: Mapping[str, Any]) -> Embedding:
    points, eigenvalues = stored.points, stored.eigenvalues
    if eigenvalues is not None and not np.isfinite(eigenvalues).all():
        eigenvalues = None
    if eigenvalues is not None:
        ascending = _ascending(eigenvalues)
        if len(eigenvalues) == points.shape[1]:
            points = points[:, ascending]
        eigenvalues = eigenvalues[ascending]
    points = points[order]
    if told:
        made: Embedding = own.decode(
            Embedding, told, points=points[:, : len(told.get("axes", ()))], eigenvalues=eigenvalues
        )
        return made
    return Embedding(
        name, points, tuple(f"{name} {axis + 1}" for axis in range(points.shape[1])), eigenvalues
    )


def _ascending(eigenvalues: NDArray[Any]) -> Ints:
    """CoRelAy writes them descending, with their columns; equal ones keep the order that they had before that."""
    if (np.diff(eigenvalues) <= 0).all():
        return np.arange(len(eigenvalues))[::-1]
    return np.argsort(eigenvalues, kind="stable")


def _clustering(
    name: str,
    stored: StoredClustering,
    order: Ints,
    told: Mapping[str, Any],
    embeddings: Sequence[Embedding],
    base: str,
) -> Clustering:
    labels = stored.labels[order]
    if told:
        made: Clustering = own.decode(Clustering, told, labels=labels)
        if _sizes(labels) == {cluster.label: cluster.size for cluster in made.clusters}:
            return made
    known = [embedding.name for embedding in embeddings]
    return Clustering(
        name=name,
        method=(re.match(r"[A-Za-z_]+", name) or [name])[0],
        parameters={**dict(_written(name)), **stored.parameters},
        embedding=stored.embedding if stored.embedding in known else base,
        labels=labels,
        clusters=(),
    )


def _sizes(labels: Ints) -> dict[int, int]:
    return dict(zip(*(part.tolist() for part in np.unique(labels, return_counts=True)), strict=True))


def _written(name: str) -> Iterator[tuple[str, float]]:
    """Parameters in a name such as "dbscan-eps=0.3"."""
    for key, value in re.findall(r"([A-Za-z]\w*)=(\d+(?:\.\d+)?)", name):
        yield key, float(value)
