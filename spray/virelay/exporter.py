"""Results -> a ViRelAy project, which ViRelAy opens and `importer` turns into the same results again.

    dataset.h5         the pictures of the explorer, and labels
    attribution.h5     heatmaps and outputs of the model
    analysis-<n>.h5    one per analysis method: every category, every embedding, every clustering
    label-map.json     names of the classes, by index and WordNet id
    project.yaml       binds them together

Ranks, scores, ids and provenance have no place in ViRelAy; they are noted beside what it reads (`own`). What a category
has not got, while others have, is filled with zeros: ViRelAy offers what the first category has for all of them.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from spray.errors import OutputError
from spray.results import Analysis, Category, Clustering, Embedding, Ints, Results
from spray.store import Attributions
from spray.virelay import own, projects
from spray.virelay.writers import AnalysisWriter, AttributionWriter, DatasetWriter, described

FORMAT = 1
BLOCK = 1 << 24  # bytes of heatmaps in hand
Say = Callable[[int, int], None]
Outputs = Callable[[Ints], NDArray[Any]]
Named = TypeVar("Named", Embedding, Clustering)


@dataclass(frozen=True)
class Method:
    """An analysis that some categories have: its name, the one in ViRelAy, and its file."""

    name: str
    title: str
    file: str


def export(
    results: Results,
    folder: Path,
    *,
    attributions: Attributions | None = None,
    outputs: Outputs | None = None,
    word_net_ids: Mapping[int, str] | None = None,
    progress: Say = lambda done, total: None,
) -> Path:
    """Write the project; returns the path of its project.yaml.

    `attributions` are the heatmaps with their channels, row by row, where they are at hand; else the sums are taken.
    `outputs(rows)` gives the model's outputs (n, classes); without it, probabilities are made that have the
    prediction and its score. `word_net_ids` name the classes; a class without one is called by its index.

    Raises: `OutputError` if the folder holds something else, `FormatError` for what ViRelAy cannot show, `StoreError`.
    """
    refuse_foreign(folder)
    names = projects.word_net_ids(len(results.classes), word_net_ids or {})
    methods = tuple(_methods(results))
    _write_samples(results, folder, attributions, outputs, progress)
    for method in methods:
        _write_analyses(results, folder / method.file, method, names)
    facts = {name.lower(): value for group in results.provenance.values() for name, value in group.items()}
    return projects.write_project(
        folder,
        name=results.project,
        model=facts.get("factory") or facts.get("model") or "unknown",
        classes=results.classes,
        word_net_ids=names,
        dataset_name=facts.get("source") or facts.get("data set") or results.project,
        attribution_method=facts.get("composite") or facts.get("method") or "unknown",
        attribution_strategy=facts.get("target") or "true_label",
        analyses={method.title: (method.file,) for method in methods},
        notes={
            "format": FORMAT,
            "title": results.site.title,
            "image_size": results.site.image_size,
            "colormap": results.site.colormap,
            "prediction": "probability" if outputs is None else "logit",
            "provenance": {group: dict(rows) for group, rows in results.provenance.items()},
            "notes": list(results.notes),
        },
    )


def refuse_foreign(folder: Path) -> None:
    """Raise `OutputError` if the folder holds anything but a project that spray wrote."""
    if folder.is_dir() and any(folder.iterdir()) and not projects.is_ours(folder / projects.FILE):
        raise OutputError(f"{folder} is not empty, and holds no project that spray wrote. Give a new folder.")
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} is a file. Give the path of a new folder.")


def _methods(results: Results) -> Iterator[Method]:
    """ViRelAy replaces - by _ in what it is asked for, and finds no name with a - in it, nor with a slash."""
    found = dict.fromkeys(analysis.name for category in results.categories for analysis in category.analyses)
    taken: set[str] = set()
    for at, name in enumerate(found):
        title = plain = name.replace("-", "_").replace("/", "_")
        while title in taken:
            title = f"{plain}_{at}"
        taken.add(title)
        yield Method(name, title, f"analysis-{at}.h5")


def _write_samples(
    results: Results,
    folder: Path,
    attributions: Attributions | None,
    outputs: Outputs | None,
    progress: Say,
) -> None:
    samples, count = results.samples, len(results.samples.id)
    first = results.pictures.inputs(np.arange(min(1, count)))
    row = 4 * 3 * math.prod(first.shape[1:3]) + 4 * len(results.classes)
    if attributions is not None:
        row += 4 * math.prod(attributions.shape[1:])
    step = max(1, min(256, BLOCK // max(1, row)))
    labels = _labels(results)
    with (
        DatasetWriter(folder / projects.DATASET) as data,
        AttributionWriter(folder / projects.ATTRIBUTION) as heat,
    ):
        for start in range(0, count, step):
            rows = np.arange(start, min(start + step, count))
            data.append(np.moveaxis(results.pictures.inputs(rows), -1, 1), labels(rows))
            heat.append(
                results.pictures.relevance(rows) if attributions is None else attributions.read(rows),
                labels(rows),
                _made_up(results, rows) if outputs is None else outputs(rows),
                rows,
            )
            progress(int(rows[-1]) + 1, count)
        data.note(
            {
                "ids": list(samples.id),
                "metadata": {name: list(column) for name, column in samples.metadata.items()},
                "labels": None if samples.labels is None else [list(one) for one in samples.labels],
                "channels": int(first.shape[-1]),
            }
        )


def _labels(results: Results) -> Callable[[Ints], NDArray[Any]]:
    """Class indices; n-hot rows where a sample has no class."""
    label, classes = np.asarray(results.samples.label), np.arange(len(results.classes))
    if (label >= 0).all():
        return lambda rows: label[rows]
    return lambda rows: label[rows, None] == classes


def _made_up(results: Results, rows: Ints) -> NDArray[np.float32]:
    """Probabilities whose largest is that of the prediction; zeros where it is not known."""
    samples, classes = results.samples, len(results.classes)
    prediction, score = np.asarray(samples.prediction)[rows], np.asarray(samples.score, np.float32)[rows]
    rest = np.minimum((1 - score) / max(1, classes - 1), score / 2)  # the prediction stays the largest
    made = np.repeat(rest[:, None], classes, axis=1).astype(np.float32)
    made[np.arange(len(rows)), prediction] = score
    made[prediction < 0] = 0
    return made


def _write_analyses(results: Results, file: Path, method: Method, names: Sequence[str]) -> None:
    made = {
        category.index: next((one for one in category.analyses if one.name == method.name), None)
        for category in results.categories
    }
    present = [analysis for analysis in made.values() if analysis is not None]
    embeddings = dict.fromkeys(name for analysis in present for name in _named(analysis.embeddings))
    clusterings = dict.fromkeys(name for analysis in present for name in _named(analysis.clusterings))
    taken = set(names)
    with AnalysisWriter(file) as writer:
        for category in results.categories:
            name = names[category.index] if 0 <= category.index < len(names) else ""
            while not name or (name in taken and category.index >= len(names)):
                name = f"{_safe(category.name)}{'_' if name else ''}"
            taken.add(name)
            _write_category(writer, name, category, made[category.index], list(embeddings), list(clusterings))


def _write_category(
    writer: AnalysisWriter,
    name: str,
    category: Category,
    analysis: Analysis | None,
    embeddings: Sequence[str],
    clusterings: Sequence[str],
) -> None:
    members = np.asarray(category.members)
    has_e = _named(analysis.embeddings) if analysis else {}
    has_c = _named(analysis.clusterings) if analysis else {}
    points = {key: one.points for key, one in has_e.items()}
    labels = {key: one.labels for key, one in has_c.items()}
    points |= {key: np.zeros((len(members), 2), np.float32) for key in embeddings if key not in has_e}
    labels |= {key: np.zeros(len(members), np.int64) for key in clusterings if key not in has_c}
    group = writer.add(
        name,
        members,
        points,
        labels,
        {key: one.eigenvalues for key, one in has_e.items() if one.eigenvalues is not None},
        {key: dict(described(one)) for key, one in has_c.items()},
    )
    told: dict[str, Any] = {"category": own.encode(category, frozenset({"members", "analyses"}))}
    if analysis is None:
        told["absent"] = True
    else:
        told["analysis"] = own.encode(analysis, frozenset({"embeddings", "clusterings"})) | {
            "embeddings": _told(has_e, embeddings, frozenset({"points", "eigenvalues"})),
            "clusterings": _told(has_c, clusterings, frozenset({"labels"})),
        }
    writer.note(told, group)


def _told(made: Mapping[str, Any], every: Sequence[str], without: frozenset[str]) -> dict[str, Any]:
    return {key: own.encode(made[key], without) if key in made else {"absent": True} for key in every}


def _named(items: Sequence[Named]) -> dict[str, Named]:
    """Embeddings or clusterings by a name of their own that HDF5 takes."""
    found: dict[str, Named] = {}
    for item in items:
        name = plain = _safe(item.name)
        while name in found:
            name = f"{plain} {len(found)}"
        found[name] = item
    return found


def _safe(name: str) -> str:
    """A name as HDF5 takes it."""
    return name.replace("/", "_").replace("\0", "_").replace(".", "_" if set(name) == {"."} else ".") or "_"
