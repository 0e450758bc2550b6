"""A ViRelAy project -> results, from which the explorer is built. No model is needed.

project.yaml ── label map ── data set ── attributions ── analyses      read when asked for, in any layout
     └── rows: every sample with a heatmap or in a category
          └── categories: every one of every method and file, with all embeddings and clusterings
               └── scores and ranks, as stored by spray, else computed here
"""

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from spray import label_map
from spray.errors import LabelError
from spray.predictions import predicted
from spray.results import Category, Ints, Results, Samples, SiteOptions
from spray.virelay import categories as grouping
from spray.virelay import labels, own, predictions, project_file
from spray.virelay.analysis_file import AnalysisFile
from spray.virelay.attribution_file import AttributionFile
from spray.virelay.hdf5_images import Hdf5Images
from spray.virelay.image_directory import ImageDirectory
from spray.virelay.pictures import Heatmaps, Images, pictures
from spray.virelay.scores import scored
from spray.words import count, some

UNKNOWN = -1
Say = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class Opened:
    """The files of a project, open for reading."""

    project: project_file.ProjectFile
    label_map: label_map.LabelMap
    images: Images
    attributions: Sequence[AttributionFile]
    analyses: Mapping[str, Sequence[AnalysisFile]]


@contextlib.contextmanager
def opened(project: Path, outside: bool = False) -> Iterator[Opened]:
    """All files of a project. Raises: `DataError` and its kin, naming the file, the key and the mend."""
    settings = project_file.read(project, outside)
    entries = label_map.read(settings.label_map, "project.label_map", tolerant=True)
    with contextlib.ExitStack() as stack:
        images: Images
        if settings.settings.dataset.type == "hdf5":
            images = Hdf5Images(settings.dataset)
        else:
            images = ImageDirectory(settings, entries)
        stack.callback(images.close)
        attributions = [stack.enter_context(AttributionFile(path)) for path in settings.attributions]
        analyses = {
            method: [stack.enter_context(AnalysisFile(path)) for path in paths]
            for method, paths in settings.analyses.items()
        }
        yield Opened(settings, entries, images, attributions, analyses)


def results(files: Opened, site: SiteOptions, progress: Say = lambda done, total: None) -> Results:
    """All that the project holds. Heatmaps and inputs are read while the explorer is built: keep `files` open.

    `site` has the title that is used if the project brings none. `progress(done, total)` counts categories.
    """
    settings = files.project.settings
    noted = files.project.own
    title = noted.get("title")
    options = replace(
        site,
        title=title if isinstance(title, str) and title else site.title or settings.name,
        image_size=_within(noted.get("image_size"), site.image_size),
        colormap=noted["colormap"] if noted.get("colormap") in site.colormaps else site.colormap,
    )
    stored = grouping.collect(files.analyses, len(files.images))
    heatmaps, rows = _rows(files, stored)
    samples, classes, said = _samples(files, rows, heatmaps)
    shown = pictures(files.images, heatmaps, rows, options.image_size)
    shown = replace(shown, coloured=shown.coloured and _note_of_samples(files).get("channels") != 1)
    found = grouping.categories(stored, rows, files.label_map, samples.label, classes)
    done: list[Category] = []
    for one in found.categories:
        known = one.rank > 0
        done.append(one if known else scored(one, shown, samples.metadata))
        progress(len(done), len(found.categories))
    provenance = noted.get("provenance")
    own_notes = noted.get("notes")
    return Results(
        project=settings.name,
        classes=classes,
        samples=samples,
        categories=_ranked(done),
        pictures=shown,
        site=options,
        provenance=own.decode(Mapping[str, Mapping[str, str]], provenance)
        if provenance
        else _provenance(files),
        notes=own.decode(tuple[str, ...], own_notes)
        if own_notes is not None
        else (*_notes(files), *found.notes, *said),
    )


def _within(value: Any, otherwise: int) -> int:
    return value if type(value) is int and 16 <= value <= 1024 else otherwise


def _ranked(found: Sequence[Category]) -> tuple[Category, ...]:
    """As they were ranked when they were exported; else by descending strangeness, ties by index."""
    if all(one.rank for one in found):
        return tuple(sorted(found, key=lambda one: one.rank))
    order = sorted(found, key=lambda one: (-one.strangeness, one.index))
    return tuple(replace(one, rank=rank) for rank, one in enumerate(order, start=1))


def _rows(files: Opened, stored: Sequence[grouping.Stored]) -> tuple[Heatmaps, Ints]:
    """Where the heatmaps are, and the numbers of the samples that become rows: with a heatmap, or in a category.

    As in ViRelAy, the first file that has a sample counts.
    """
    total = len(files.images)
    file, row = np.full(total, UNKNOWN), np.zeros(total, np.int64)
    for at, source in enumerate(files.attributions):
        beyond = np.flatnonzero((source.index < 0) | (source.index >= total))
        if beyond.size:
            raise LabelError(
                f"{source.path.name}: index names sample {source.index[beyond[0]]} in row {beyond[0]}, but the data "
                f"set has the samples 0 to {total - 1}. Mend index, or dataset.path."
            )
        free = file[source.index] == UNKNOWN
        file[source.index[free]] = at
        row[source.index[free]] = np.flatnonzero(free)
    needed = np.zeros(total, bool)
    needed[file != UNKNOWN] = True
    for category in stored:
        needed[category.index] = True
    if not needed.any():
        usable = getattr(files.images, "usable", lambda sample: True)
        needed[[sample for sample in range(total) if usable(sample)]] = True
    rows = np.flatnonzero(needed)
    return Heatmaps(files.attributions, file[rows], row[rows]), rows


def _samples(files: Opened, rows: Ints, heatmaps: Heatmaps) -> tuple[Samples, tuple[str, ...], list[str]]:
    noted = _note_of_samples(files)
    prediction, score, outputs = _predictions(files, rows, heatmaps)
    names = files.label_map.names()
    classes = (*names, *map(str, range(len(names), outputs)))
    truth = files.images.labels.only(rows) if not files.images.labels.single else None
    label = files.images.labels.first()[rows]
    _check_labels(files, rows, truth.indices if truth else label)
    metadata: dict[str, tuple[str, ...]] = {}
    several = None if truth is None else tuple(truth.of(row) for row in range(len(rows)))
    if truth is not None and not noted:
        label = _with_prediction(truth, label, prediction)
        metadata["labels"] = tuple(
            _listed([classes[one] for one in truth.of(row)]) for row in range(len(rows))
        )
    train = _train(files, heatmaps)
    if train is not None:
        metadata["train"] = train
    ids = tuple(files.images.id(int(sample)) for sample in rows)
    said = list(_disagreements(files, heatmaps, rows))
    if noted:
        every = own.decode(tuple[str, ...], noted.get("ids"))
        ids = tuple(every[sample] for sample in rows)
        columns = own.decode(Mapping[str, tuple[str, ...]], noted.get("metadata"))
        metadata = {name: tuple(column[sample] for sample in rows) for name, column in columns.items()}
        all_labels = own.decode(tuple[tuple[int, ...], ...] | None, noted.get("labels"))
        several = None if all_labels is None else tuple(all_labels[sample] for sample in rows)
    return Samples(ids, label, prediction, score, metadata, several), classes, said


def _note_of_samples(files: Opened) -> dict[str, Any]:
    """What spray has noted in the data set that it exported; nothing if samples were added or taken away since."""
    if not isinstance(files.images, Hdf5Images):
        return {}
    noted = own.read(files.images.file)
    return noted if isinstance(noted.get("ids"), list) and len(noted["ids"]) == len(files.images) else {}


def _predictions(files: Opened, rows: Ints, heatmaps: Heatmaps) -> tuple[Ints, NDArray[np.float32], int]:
    """Predicted class and its score of every row, -1 and 0 where it is unknown; and the number of outputs."""
    prediction, score = np.full(len(rows), UNKNOWN), np.zeros(len(rows), np.float32)
    most = max((source.classes for source in files.attributions), default=0)
    for at, source in enumerate(files.attributions):
        if source.classes < min(2, len(files.label_map.entries)):
            continue  # one output of several classes does not name one
        here = heatmaps.file == at
        found, certain = np.full(len(source), UNKNOWN), np.zeros(len(source), np.float32)
        scale = files.project.own.get("prediction")
        for start, part in source.outputs():
            if scale is None:
                scale = "probability" if predictions.are_probabilities(part) else "logit"
            known = np.flatnonzero(predictions.known(part))
            found[start + known], certain[start + known] = predicted(part[known], scale == "probability")
        prediction[here], score[here] = found[heatmaps.row[here]], certain[heatmaps.row[here]]
    return prediction, score, most


def _check_labels(files: Opened, rows: Ints, indices: Ints) -> None:
    wrong = np.setdiff1d(np.unique(indices), [*files.label_map.indices, UNKNOWN])
    if wrong.size:
        first = next(int(sample) for sample in rows if int(wrong[0]) in files.images.labels.of(int(sample)))
        raise LabelError(
            f"The label {wrong[0]} of sample {first} ({files.images.id(first)}) is in no entry of "
            f"{files.label_map.file}. Add the entry, or mend the label."
        )


def _with_prediction(truth: labels.Labels, label: Ints, prediction: Ints) -> Ints:
    """Of several labels the predicted one, if it is among them: then the prediction is right; else the first."""
    return np.array(
        [
            int(prediction[row]) if prediction[row] in truth.of(row) else label[row]
            for row in range(len(label))
        ],
        np.int64,
    )


def _listed(texts: Sequence[str]) -> str:
    return " and ".join((", ".join(texts[:-1]), texts[-1])) if len(texts) > 1 else "".join(texts)


def _train(files: Opened, heatmaps: Heatmaps) -> tuple[str, ...] | None:
    """The column `train`, where all attribution files have one."""
    columns = [source.column("train") for source in files.attributions]
    if not columns or any(column is None for column in columns):
        return None
    told = {True: "yes", False: "no"}
    return tuple(
        "" if file < 0 else told[bool(columns[file][row])]
        for file, row in zip(heatmaps.file, heatmaps.row, strict=True)
    )


def _disagreements(files: Opened, heatmaps: Heatmaps, rows: Ints) -> Iterator[str]:
    """Heatmaps that are missing, and labels that the data set tells otherwise."""
    bare = rows[heatmaps.file == UNKNOWN]
    if bare.size:
        listed = some([files.images.id(int(sample)) for sample in bare])
        yield f"{count(len(bare), 'sample')} without a heatmap, which is shown as zero: {listed}."
    for at, source in enumerate(files.attributions):
        if source.labels is None:
            yield f"{source.path.name} has no label; ViRelAy does not open it."
            continue
        here = np.flatnonzero(heatmaps.file == at)
        both = ((int(rows[i]), int(heatmaps.row[i])) for i in here)
        other = [sample for sample, row in both if source.labels.of(row) != files.images.labels.of(sample)]
        if other:
            listed = some([files.images.id(sample) for sample in other])
            have = f"{count(len(other), 'sample')} {'has' if len(other) == 1 else 'have'}"
            yield (
                f"{have} another label in {source.path.name} than in the data set, which counts here: {listed}."
            )


def _notes(files: Opened) -> Iterator[str]:
    yield from files.images.notes
    for several in files.analyses.values():
        for analysis in several:
            yield from analysis.notes
    bare = [source for source in files.attributions if not source.has_index]
    if bare and len(files.attributions) > 1:
        yield (
            f"{some([source.path.name for source in bare])}: without index the first heatmap is of sample 0, the next "
            "of sample 1, ...; of several files that have a sample the first counts. Write index to say otherwise."
        )


def _provenance(files: Opened) -> dict[str, dict[str, str]]:
    settings = files.project.settings
    shown: dict[str, dict[str, str]] = {
        "Model": {"model": settings.model},
        "Data": {"data set": settings.dataset.name, "samples": str(len(files.images))},
    }
    if settings.attributions:
        shown["Explanation"] = {
            "method": settings.attributions.attribution_method,
            "target": settings.attributions.attribution_strategy,
        }
    shown["Analysis"] = {"methods": ", ".join(files.analyses), "imported from": files.project.file.name}
    shown["Versions"] = {"h5py": h5py.__version__, "numpy": np.__version__}
    return shown
