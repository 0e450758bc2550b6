"""The samples to explain: what a person sees, what the model sees, and what each is called.

open_dataset(project.data, ...) -> Dataset
    list the samples and their labels      image_folder.py, hdf5_data.py, label_map.py
    choose at most data.limit of them
    look at every chosen one once          hash, decode, finite? same shape? duplicates?
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import PIL
from numpy.typing import NDArray

from spray import hdf5_data, image_folder, label_map
from spray.choice import choose
from spray.errors import DamagedSamplesError, DataError, LabelError
from spray.metadata import read_metadata
from spray.settings import DataSection
from spray.transform import Pixels, Transform, normalise, output_size
from spray.words import SHOWN, count, printable, some

Ints = NDArray[np.integer[Any]]
Progress = Callable[[int, int], None]


class Source(Protocol):
    """Images by row, resized and cropped: (len(rows), H, W, c), uint8 or float32."""

    def read(self, rows: Ints) -> Pixels:
        """Read some rows."""
        ...

    def only(self, rows: Ints) -> "Source":
        """Some of the rows, as a source by itself."""
        ...


@dataclass(frozen=True, eq=False)
class Dataset:
    """Samples in a fixed order: by class folder and path, or by row of the HDF5 file.

    `shape` is that of a model input (C, H, W). `fingerprint` is the content hash of ids, labels, stored bytes
    and preprocessing. `value_range` are the stored values that are shown as black and white; `eight_bits`
    says whether they are scaled to 0..1 before mean and std apply.
    """

    id: tuple[str, ...]
    label: Ints
    classes: tuple[str, ...]
    shape: tuple[int, int, int]
    fingerprint: str
    source: Source
    transform: Transform
    value_range: tuple[float, float] = (0.0, 255.0)
    eight_bits: bool = True
    metadata: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.id)

    def only(self, rows: Ints) -> "Dataset":
        """Some of the samples, for a process that needs no more; the fingerprint stays that of the whole."""
        return replace(
            self,
            id=tuple(self.id[row] for row in rows),
            label=self.label[rows],
            source=self.source.only(rows),
            metadata={},
            notes=(),
        )

    def inputs(self, rows: Ints) -> NDArray[np.float32]:
        """Model inputs (len(rows), C, H, W)."""
        return normalise(self.transform, self.source.read(rows))

    def display(self, rows: Ints) -> NDArray[np.uint8]:
        """What a person sees (len(rows), H, W, 1 or 3); other numbers of channels are averaged to grey."""
        stored = self.source.read(rows)
        low, high = self.value_range
        pixels = stored.astype(np.float32)
        if stored.shape[-1] not in (1, 3):
            pixels = pixels.mean(-1, keepdims=True)
        scaled = (pixels - np.float32(low)) * np.float32(255 / (high - low if high > low else 1))
        shown: NDArray[np.uint8] = np.rint(scaled).clip(0, 255).astype(np.uint8)
        return shown


@dataclass(frozen=True, eq=False)
class _Samples:
    """What both kinds of source have in common, before and after bad samples are left out."""

    id: tuple[str, ...]
    label: Ints
    classes: tuple[str, ...]
    notes: tuple[str, ...]
    digests: tuple[str, ...] = ()

    def only(self, rows: Ints) -> "_Samples":
        digests = tuple(self.digests[row] for row in rows) if self.digests else ()
        return replace(self, id=tuple(self.id[row] for row in rows), label=self.label[rows], digests=digests)


def open_dataset(
    data: DataSection,
    folder: Path,
    *,
    seed: int = 0,
    index: Path | None = None,
    progress: Progress = lambda done, total: None,
) -> Dataset:
    """The data set of a project file; paths are relative to `folder`.

    `index` is a file that remembers which images were found to be whole, by content hash.
    Raises: `DataError` and its kin, with the key of the project file and the mend.
    """
    labels = label_map.read(folder / data.label_map) if data.label_map else None
    transform = Transform(data.resize, data.crop, data.mean or (0.0,), data.std or (1.0,))
    if data.images is not None:
        dataset, known = _from_images(
            data,
            folder / data.images,
            labels=labels,
            transform=transform,
            seed=seed,
            index=index,
            progress=progress,
        )
    elif data.hdf5 is not None:
        dataset, known = _from_hdf5(
            data, folder / data.hdf5, labels=labels, transform=transform, seed=seed, progress=progress
        )
    else:
        raise DataError("give one of data.images and data.hdf5.")
    if data.metadata:
        columns, note = read_metadata(folder / data.metadata, dataset.id, frozenset(known))
        dataset = replace(dataset, metadata=columns, notes=(*dataset.notes, *note))
    return dataset


def _from_images(
    data: DataSection,
    folder: Path,
    *,
    labels: label_map.LabelMap | None,
    transform: Transform,
    seed: int,
    index: Path | None,
    progress: Progress,
) -> tuple[Dataset, tuple[str, ...]]:
    listing = image_folder.list_images(folder)
    used = sorted(set(listing.positions))
    indices = {
        position: labels.index_of(listing.classes[position]) if labels else position for position in used
    }
    _refuse_shared_index(listing.classes, indices)
    label = np.array([indices[position] for position in listing.positions], dtype=np.int64)
    names = labels.names() if labels else listing.classes
    samples = _Samples(listing.paths, label, names, listing.notes).only(choose(label, data.limit, seed))
    checked = image_folder.check(folder, samples.id, index, progress)
    samples = replace(samples, digests=tuple(one.digest for one in checked))
    faults = {row: f"{samples.id[row]} ({one.error})" for row, one in enumerate(checked) if one.error}
    samples, kept = _without(samples, faults, data.on_error)
    checked = [checked[row] for row in kept]
    shapes = [(one.height, one.width) for one in checked]
    height, width = _common_size(samples.id, shapes, transform)
    from_images = 1 if all(one.grey for one in checked) else 3
    channels = data.channels or (max(map(len, (data.mean or (), data.std or ()))) or from_images)
    source = image_folder.ImageSource(folder, samples.id, channels, transform, samples.digests)
    # A name that is not UTF-8 is no text; it can be opened, but not be written into a page.
    samples = replace(samples, id=tuple(map(printable, samples.id)))
    shape = (channels, height, width)
    return _dataset(samples, shape, source, transform, f"Pillow {PIL.__version__}"), listing.paths


def _from_hdf5(
    data: DataSection,
    path: Path,
    *,
    labels: label_map.LabelMap | None,
    transform: Transform,
    seed: int,
    progress: Progress,
) -> tuple[Dataset, tuple[str, ...]]:
    source = hdf5_data.open_source(path, data.layout, transform)
    every = tuple(str(row) for row in source.rows)
    label = hdf5_data.read_labels(path, len(source.rows))
    if labels:
        _refuse_unnamed(label, labels, path.name)
    names = labels.names() if labels else tuple(str(index) for index in range(int(label.max()) + 1))
    rows = choose(label, data.limit, seed)
    samples = _Samples(every, label, names, ()).only(rows)
    scan = hdf5_data.scan(source, rows, progress)
    samples = replace(samples, digests=tuple(scan.digests))
    faults = {int(row): f"row {samples.id[row]} (NaN or infinite)" for row in np.flatnonzero(~scan.finite)}
    samples, kept = _without(samples, faults, data.on_error)
    source = replace(source, rows=rows[kept], digests=samples.digests)
    height, width = _common_size(samples.id, [source.size] * len(samples.id), transform)
    _check_channels(source, data, transform)
    value_range, note = _value_range(source.dtype, scan.low, scan.high)
    shape = (source.channels, height, width)
    details = f"{source.layout} Pillow {PIL.__version__}" if transform.resize else source.layout
    dataset = _dataset(samples, shape, source, transform, details)
    return replace(
        dataset, value_range=value_range, eight_bits=source.dtype == np.uint8, notes=(*dataset.notes, *note)
    ), every


def _dataset(
    samples: _Samples, shape: tuple[int, int, int], source: Source, transform: Transform, details: str
) -> Dataset:
    hashed = [samples.id, samples.label.tolist(), samples.digests, shape, repr(transform), details]
    return Dataset(
        id=samples.id,
        label=samples.label,
        classes=samples.classes,
        shape=shape,
        fingerprint=hashlib.sha256(json.dumps(hashed).encode()).hexdigest(),
        source=source,
        transform=transform,
        notes=(*samples.notes, *_duplicates(samples)),
    )


def _without(samples: _Samples, faults: Mapping[int, str], on_error: str) -> tuple[_Samples, Ints]:
    if not faults:
        return samples, np.arange(len(samples.id))
    listed = some(list(faults.values()))
    if on_error == "stop":
        raise DamagedSamplesError(
            f"{count(len(faults), 'sample')} cannot be read: {listed}. Mend or remove them, or set "
            'data.on_error = "skip" to go on without them.'
        )
    kept = np.array([row for row in range(len(samples.id)) if row not in faults], dtype=np.int64)
    if not kept.size:
        raise DamagedSamplesError(f"None of the samples can be read: {listed}.")
    samples = samples.only(kept)
    return replace(
        samples, notes=(*samples.notes, f"Skipped {count(len(faults), 'sample')}: {listed}.")
    ), kept


def _duplicates(samples: _Samples) -> Iterable[str]:
    copies = Counter(samples.digests)
    repeated = sum(copies.values()) - len(copies)
    if not repeated:
        return
    first: dict[str, int] = {}
    pairs, disagreeing = [], 0
    for row, digest in enumerate(samples.digests):
        other = first.setdefault(digest, row)
        if other != row:
            pairs.append(f"{samples.id[row]} = {samples.id[other]}")
            disagreeing += samples.label[row] != samples.label[other]
    different = f", {disagreeing} of them under another label" if disagreeing else ""
    yield f"{count(repeated, 'sample')} repeat another one byte for byte{different} (kept): {some(pairs)}."


def _common_size(
    ids: Sequence[str], sizes: Sequence[tuple[int, int]], transform: Transform
) -> tuple[int, int]:
    results: dict[tuple[int, int], list[int]] = {}
    for row, (height, width) in enumerate(sizes):
        try:
            results.setdefault(output_size(transform, height, width), []).append(row)
        except DataError as error:
            raise DataError(f"{ids[row]}: {error}") from None
    if len(results) == 1:
        return next(iter(results))
    common = sorted(results.items(), key=lambda item: (-len(item[1]), item[0]))
    listed = some(
        [f"{width}x{height} ({len(rows)}: {ids[rows[0]]}, ...)" for (height, width), rows in common]
    )
    mend = "data.crop" if transform.resize else "data.resize and data.crop"
    raise DataError(
        f"The images have {len(results)} different sizes: {listed}. Set {mend} to make them equal."
    )


def _check_channels(source: hdf5_data.Hdf5Source, data: DataSection, transform: Transform) -> None:
    for key, given in {
        "mean": len(transform.mean),
        "std": len(transform.std),
        "channels": data.channels,
    }.items():
        if given is not None and given != source.channels and (given != 1 or key == "channels"):
            raise DataError(
                f"data.{key} is meant for {count(given, 'channel')}, but data in {source.file.name} has "
                f"{source.channels}."
            )


def _value_range(dtype: np.dtype[Any], low: float, high: float) -> tuple[tuple[float, float], list[str]]:
    """Float images are shown on the first usual scale that holds all of their values."""
    if dtype == np.uint8:
        return (0.0, 255.0), []
    shown = f"The values of data lie in {low:.4g}..{high:.4g}; mean and std apply to them as they are stored."
    for scale in ((0.0, 1.0), (-1.0, 1.0), (0.0, 255.0)):
        if scale[0] <= low and high <= scale[1]:
            return scale, [shown] if scale == (0.0, 255.0) else []
    return (low, high), [shown]


def _refuse_shared_index(classes: Sequence[str], indices: Mapping[int, int]) -> None:
    by_index: dict[int, str] = {}
    for position, index in indices.items():
        other = by_index.setdefault(index, classes[position])
        if other != classes[position]:
            raise LabelError(
                f"The folders {other!r} and {classes[position]!r} are both class {index}. Merge them."
            )


def _refuse_unnamed(label: Ints, labels: label_map.LabelMap, shown: str) -> None:
    wrong = np.flatnonzero(~np.isin(label, sorted(labels.indices)))
    if wrong.size:
        missing = ", ".join(str(index) for index in np.unique(label[wrong])[:SHOWN])
        raise LabelError(
            f"{count(wrong.size, 'label')} in {shown} outside of the label map: class {missing} (row "
            f"{wrong[0]} first), but {labels.file} names only {_ranges(labels.indices)}. Add the "
            "entry, or mend the label."
        )


def _ranges(indices: Iterable[int]) -> str:
    known = sorted(indices)
    whole = known == list(range(known[0], known[-1] + 1)) and len(known) > 2
    return f"{known[0]} to {known[-1]}" if whole else some([str(index) for index in known])
