"""ViRelAy's HDF5 files from arrays, written as they come: nothing but the part in hand is held in memory.

    with AttributionWriter("attribution.h5") as file:
        for inputs, labels in loader:
            explanation = explainer(inputs)
            file.append(explanation.relevance, labels, prediction=explanation.output)

A file is there when its block has ended without an error, and replaces what was there before. Layouts are those that
ViRelAy reads fast and right: channels first, small chunks, 32-bit floats.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import h5py
import numpy as np
from numpy.typing import ArrayLike, NDArray

from spray.errors import FormatError
from spray.new_hdf5 import NewFile
from spray.results import Analysis, Clustering
from spray.virelay import own
from spray.virelay.fitting import (
    agree,
    heatmap_of,
    heatmaps_of,
    labels_of,
    one_by_one,
    picture_of,
    pictures_of,
    points_of,
)

Array = NDArray[Any]

CHUNK = 1 << 16  # bytes; rows that are smaller share a chunk


class Writer:
    """A file in the making, whose arrays grow along their first axis."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self.new = NewFile(self.path)
        self.file: h5py.File = self.new.file
        self.length = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.new.finish()
        else:
            self.new.check()
            self.new.abandon()

    def note(self, content: Mapping[str, Any], group: h5py.Group | None = None) -> None:
        """Keep what ViRelAy has no place for."""
        target = self.file if group is None else group
        target.create_dataset(own.NAME, data=own.written(content), track_times=False, compression="gzip")
        self.new.check()

    def _grow(self, name: str, rows: Array, compression: str | None = None) -> None:
        if name not in self.file:
            size = max(1, rows[:1].nbytes)
            self.file.create_dataset(
                name,
                shape=(0, *rows.shape[1:]),
                maxshape=(None, *rows.shape[1:]),
                chunks=(max(1, CHUNK // size), *rows.shape[1:]),
                dtype=rows.dtype,
                compression=compression,
                track_times=False,
            )
        array = self.file[name]
        if array.shape[1:] != rows.shape[1:]:
            raise FormatError(
                f"{self.path.name}: {name} has rows of shape {array.shape[1:]}, and now one of {rows.shape[1:]}. "
                "Samples of several sizes go into a file that was opened with ragged=True."
            )
        array.resize(self.length + len(rows), axis=0)
        array[self.length :] = rows
        self.new.check()

    def _members(self, name: str, values: Sequence[Array]) -> None:
        group = self.file.require_group(name)
        for at, value in enumerate(values):
            group.create_dataset(f"{self.length + at:08d}", data=value, track_times=False)
        self.new.check()


class DatasetWriter(Writer):
    """A data set: pictures and their labels, in the order of their numbers 0, 1, 2, ...

    With `ragged` the pictures may differ in size. Raises: `FormatError` for what ViRelAy cannot show.
    """

    def __init__(self, path: Path | str, *, ragged: bool = False) -> None:
        super().__init__(path)
        self.ragged = ragged

    def append(self, data: Array | Sequence[ArrayLike], label: ArrayLike) -> None:
        """Add pictures (n, C, H, W), uint8 or float in 0..1, -1..1 or 0..255; or n of them, each (C, H, W).

        `label`: class indices (n,), or n-hot rows (n, classes) of bool. One channel becomes three of the same.
        """
        labels = labels_of(self.path, label)
        parts = [picture_of(self.path, np.asarray(one)) for one in data] if self.ragged else None
        rows = None if parts is not None else pictures_of(self.path, np.asarray(data))
        count = len(parts if parts is not None else rows)  # type: ignore[arg-type]
        agree(self.path, {"data": count, "label": len(labels)})
        if parts is not None:
            self._members("data", parts)
            self._members("label", one_by_one(self.path, labels))
        else:
            assert rows is not None
            self._grow("data", rows)
            self._grow("label", labels)
        self.length += count


class AttributionWriter(Writer):
    """Heatmaps of samples, with what the model put out for them.

    With `ragged` they may differ in size. Raises: `FormatError` for what ViRelAy cannot show.
    """

    def __init__(self, path: Path | str, *, ragged: bool = False) -> None:
        super().__init__(path)
        self.ragged = ragged

    def append(
        self,
        attribution: Array | Sequence[ArrayLike],
        label: ArrayLike,
        prediction: ArrayLike,
        index: ArrayLike | None = None,
    ) -> None:
        """Add heatmaps (n, C, H, W), or n of them, each (C, H, W).

        `label`: class indices (n,), or n-hot rows (n, classes) of bool. `prediction`: outputs of the model
        (n, classes). `index`: the numbers of the samples in the data set (n,); without it they are numbered on.
        A heatmap of one channel is stored in the first of three, as ViRelAy draws the sum of several only.
        """
        labels, outputs = labels_of(self.path, label), np.asarray(prediction, np.float32)
        parts = [heatmap_of(self.path, np.asarray(one)) for one in attribution] if self.ragged else None
        rows = None if parts is not None else heatmaps_of(self.path, np.asarray(attribution))
        count = len(parts if parts is not None else rows)  # type: ignore[arg-type]
        numbers = np.arange(self.length, self.length + count) if index is None else np.asarray(index)
        lengths = {
            "attribution": count,
            "label": len(labels),
            "prediction": len(outputs),
            "index": len(numbers),
        }
        agree(self.path, lengths)
        if outputs.ndim != 2 or numbers.dtype.kind not in "iu" or (numbers < 0).any():
            raise FormatError(
                f"{self.path.name}: prediction has the shape {outputs.shape} and index the type {numbers.dtype}; they "
                "have to be (n, classes), and whole numbers of samples from 0 on."
            )
        if parts is not None:
            self._members("attribution", parts)
            self._members("label", one_by_one(self.path, labels))
            self._members("prediction", list(outputs))
        else:
            assert rows is not None
            self._grow("attribution", rows)
            self._grow("label", labels)
            self._grow("prediction", outputs)
        self._grow("index", numbers.astype(np.uint32))
        self.length += count


class AnalysisWriter(Writer):
    """Embeddings and clusterings, category by category. Every category has to bring the same names.

    with AnalysisWriter("analysis.h5") as file:
        file.add("n02121620", index, {"spectral": points}, {"kmeans-10": labels}, {"spectral": eigenvalues})
    """

    def __init__(self, path: Path | str) -> None:
        super().__init__(path)
        self.names: tuple[set[str], set[str]] | None = None

    def add(
        self,
        category: str,
        index: ArrayLike,
        embeddings: Mapping[str, ArrayLike],
        clusterings: Mapping[str, ArrayLike],
        eigenvalues: Mapping[str, ArrayLike] | None = None,
        attributes: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> h5py.Group:
        """Add a category: the class's word_net_id in the label map, else its own name.

        `index`: the numbers of its samples in the data set (m,). `embeddings`: points (m, d). `clusterings`: labels
        (m,), -1 for noise. `eigenvalues`: of spectral embeddings (d,), ascending with the columns of their points;
        both are stored the other way round, as CoRelAy does. `attributes`: further ones of an embedding or clustering.
        """
        self._check_names(category, set(embeddings), set(clusterings))
        numbers = np.asarray(index)
        if numbers.ndim != 1 or numbers.dtype.kind not in "iu" or len(np.unique(numbers)) != len(numbers):
            raise FormatError(
                f"{self.path.name}: index of {category} has to be different sample numbers (m,)."
            )
        group = self.file.create_group(category, track_order=True)
        _create(group, "index", numbers.astype(np.uint32))
        values = eigenvalues or {}
        inside = group.create_group("embedding", track_order=True)
        for name, points in embeddings.items():
            where = f"{self.path.name}: {category}/embedding/{name}"
            array = points_of(where, np.asarray(points), len(numbers))
            eigen = np.asarray(values.get(name, ()))
            array = array[:, ::-1] if len(eigen) == array.shape[1] else array
            missing = max(0, 2 - array.shape[1])  # the viewer asks for two axes
            stored = _create(inside, name, np.pad(array, ((0, 0), (0, missing))))
            if len(eigen):
                stored.attrs["eigenvalue"] = eigen[::-1]
        inside = group.create_group("cluster", track_order=True)
        for name, labels in clusterings.items():
            flat = np.asarray(labels)
            agree(self.path, {f"{category}/index": len(numbers), f"{category}/cluster/{name}": len(flat)})
            _create(inside, name, flat.astype(np.int32))
        for name, given in (attributes or {}).items():
            for key, value in given.items():
                group["embedding" if name in embeddings else "cluster"][name].attrs[key] = value
        self.new.check()
        return group

    def add_analysis(self, category: str, index: ArrayLike, analysis: Analysis) -> h5py.Group:
        """Add what `spray.pipeline.run` has found for a category, in the order of `index`.

        What the first category has and this one has not, such as ten clusters of nine samples, is filled with zeros:
        ViRelAy offers it for all.
        """
        length = np.asarray(index).shape[0]
        embeddings, clusterings = self.names or (set(), set())
        points: dict[str, ArrayLike] = {name: np.zeros((length, 2)) for name in sorted(embeddings)}
        labels: dict[str, ArrayLike] = {name: np.zeros(length, np.int64) for name in sorted(clusterings)}
        points |= {one.name: one.points for one in analysis.embeddings}
        labels |= {one.name: one.labels for one in analysis.clusterings}
        values = {one.name: one.eigenvalues for one in analysis.embeddings if one.eigenvalues is not None}
        attributes = {one.name: dict(described(one)) for one in analysis.clusterings}
        return self.add(category, index, points, labels, values, attributes)

    def _check_names(self, category: str, embeddings: set[str], clusterings: set[str]) -> None:
        for name in (category, *embeddings, *clusterings):
            if not name or "/" in name or "\0" in name or name == ".":
                raise FormatError(
                    f"{self.path.name}: {name!r} cannot be a name in an HDF5 file. Leave out the slash."
                )
        self.names = self.names or (embeddings, clusterings)
        if (embeddings, clusterings) != self.names:
            lacking = sorted((self.names[0] ^ embeddings) | (self.names[1] ^ clusterings))
            raise FormatError(
                f"{self.path.name}: {category} has other embeddings or clusterings than the first category "
                f"({', '.join(lacking)}). ViRelAy offers those of the first for all: give every category the same."
            )


def described(clustering: Clustering) -> Iterator[tuple[str, Any]]:
    """The attributes of a clustering, as CoRelAy writes them."""
    yield "embedding", clustering.embedding
    for name, value in clustering.parameters.items():
        if isinstance(value, int | float | str) and name != "embedding":
            yield name, value


def _create(group: h5py.Group, name: str, values: Array) -> h5py.Dataset:
    return group.create_dataset(name, data=values, track_times=False)
