"""An analysis file of ViRelAy: embeddings and clusterings of samples, one group per category.

    /<category>/index                (m,) numbers of the samples in the data set, in the order of all rows below
    /<category>/embedding/<name>     (m, d), attributes: eigenvalue (d,), embedding (the name of the one it is made of)
    /<category>/cluster/<name>       (m,), -1 is noise, attributes: embedding, k

That is what ViRelAy reads. Its specification has `clustering` for `cluster`, and groups with a member `root` for the
arrays; its paper has one more level above the categories. Both are read as well, and noted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from spray import foreign_hdf5 as foreign
from spray.errors import FormatError
from spray.virelay import own
from spray.words import printable, some

Ints = NDArray[np.integer[Any]]

LARGEST = 1 << 30  # bytes of one embedding
MOST_DIMENSIONS = 4096
CLUSTER = ("cluster", "clustering")
"""ViRelAy's name of the group, and its specification's."""


@dataclass(frozen=True, eq=False)
class StoredEmbedding:
    """Points (m, d) as they are stored; `base` names the embedding that they were made from."""

    points: NDArray[Any]
    eigenvalues: NDArray[Any] | None = None
    base: str = ""


@dataclass(frozen=True, eq=False)
class StoredClustering:
    """Labels (m,); `embedding` names what was clustered."""

    labels: Ints
    embedding: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class StoredCategory:
    """All analyses of some samples, `index` their numbers in the data set.

    `own` is what spray has written beside it, `notes` what is not as ViRelAy wants it.
    """

    name: str
    index: Ints
    embeddings: Mapping[str, StoredEmbedding]
    clusterings: Mapping[str, StoredClustering]
    own: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


class AnalysisFile:
    """The categories of a file, read when asked for.

        with AnalysisFile(Path("analysis.h5")) as file:
            for name in file.names:
                category = file[name]

    `names` are those of the categories, or "<analysis>/<category>" where the file has one more level.
    Raises: `ForeignFileError` for a file that is damaged or hostile, `FormatError` for arrays that do not fit.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self.file = foreign.open_hdf5(self.path)
        self.notes: list[str] = []
        with foreign.closing_on_error(self.file):
            self.names = tuple(self._categories())

    def __enter__(self) -> "AnalysisFile":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Iterator[StoredCategory]:
        return (self[name] for name in self.names)

    def __getitem__(self, name: str) -> StoredCategory:
        group: h5py.Group = self.file
        for part in name.split("/"):
            group = foreign.group_of(group, part)
        index = _index(group)
        embeddings = dict(_members(group, ("embedding",)))
        clusterings = dict(_members(group, CLUSTER))
        return StoredCategory(
            printable(name),
            index,
            {key: _embedding(item, len(index)) for key, item in embeddings.items()},
            {key: _clustering(item, len(index)) for key, item in clusterings.items()},
            own.read(group),
            tuple(_deviations(group, [*embeddings.values(), *clusterings.values()])),
        )

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()

    def _categories(self) -> Iterator[str]:
        others = []
        for name in foreign.names(self.file):
            item = foreign.child(self.file, name)
            if not isinstance(item, h5py.Group):
                others.append(name)
            elif _is_category(item):
                yield name
            else:
                below = [inner for inner in foreign.names(item) if _is_category_of(item, inner)]
                yield from (f"{name}/{inner}" for inner in below)
                if not below:
                    others.append(name)
        if others:
            self.notes.append(
                f"{self.path.name} holds {some(list(map(printable, others)))}, which "
                f"{'is no category' if len(others) == 1 else 'are no categories'} (index, embedding and cluster "
                "make one) and left out."
            )


def _is_category(group: h5py.Group) -> bool:
    return any(foreign.has(group, name) for name in ("embedding", *CLUSTER))


def _is_category_of(group: h5py.Group, name: str) -> bool:
    item = foreign.child(group, name)
    return isinstance(item, h5py.Group) and _is_category(item)


def _members(group: h5py.Group, names: tuple[str, ...]) -> Iterator[tuple[str, h5py.Group | h5py.Dataset]]:
    for name in names:
        if foreign.has(group, name):
            inside = foreign.group_of(group, name)
            yield from ((printable(key), foreign.child(inside, key)) for key in foreign.names(inside))


def _deviations(group: h5py.Group, items: Sequence[h5py.Group | h5py.Dataset]) -> Iterator[str]:
    """What ViRelAy would not read."""
    if foreign.has(group, "clustering"):
        yield "the group of clusterings is called clustering, where ViRelAy reads cluster"
    if any(isinstance(item, h5py.Group) for item in items):
        yield "arrays lie in groups, as root, where ViRelAy reads the array itself"


def _index(group: h5py.Group) -> Ints:
    array = foreign.numbers(group, "index", "iu")
    values = foreign.whole(array)
    if values.ndim != 1 or not len(values):
        raise FormatError(
            f"{foreign.where(array)} has the shape {values.shape}; it must be sample numbers (m,)."
        )
    order = np.argsort(values, kind="stable")
    twice = np.flatnonzero(values[order][1:] == values[order][:-1])
    if twice.size:
        first, second = sorted(order[twice[0] : twice[0] + 2].tolist())
        raise FormatError(
            f"{foreign.where(array)} names sample {values[first]} twice, in rows {first} and {second}. Keep one row of "
            "each sample."
        )
    return values.astype(np.int64)


def _array(item: h5py.Group | h5py.Dataset, length: int) -> h5py.Dataset:
    """The array of a member, of a group its `root`, with one row per sample."""
    array = foreign.numbers(item, "root") if isinstance(item, h5py.Group) else foreign.checked(item)
    if array.ndim not in (1, 2) or array.shape[0] != length:
        raise FormatError(
            f"{foreign.where(array)} has the shape {array.shape}, but index has {length:,} samples. One row for each "
            "belongs there."
        )
    return array


def _embedding(item: h5py.Group | h5py.Dataset, length: int) -> StoredEmbedding:
    array = _array(item, length)
    if array.ndim == 2 and not 0 < array.shape[1] <= MOST_DIMENSIONS:
        raise FormatError(
            f"{foreign.where(array)} has {array.shape[1]:,} dimensions; an embedding has 1 to {MOST_DIMENSIONS:,}."
        )
    points = foreign.whole(array, LARGEST).reshape(length, -1)
    values = foreign.attribute(item, "eigenvalue")
    if values is None and isinstance(item, h5py.Group) and foreign.has(item, "eigenvalue"):
        values = foreign.whole(foreign.numbers(item, "eigenvalue"))
    base = foreign.attribute(item, "embedding")
    eigenvalues = np.atleast_1d(values) if isinstance(values, np.ndarray | float | int) else None
    return StoredEmbedding(
        points if points.dtype.kind == "f" else points.astype(np.float32),
        eigenvalues if eigenvalues is not None and eigenvalues.ndim == 1 else None,
        base if isinstance(base, str) else "",
    )


def _clustering(item: h5py.Group | h5py.Dataset, length: int) -> StoredClustering:
    array = _array(item, length)
    values = foreign.whole(array)
    values = values[:, 0] if values.ndim == 2 and values.shape[1] == 1 else values
    whole = values.ndim == 1 and (values.dtype.kind in "iub" or bool((np.mod(values, 1) == 0).all()))
    if not whole or (np.abs(values.astype(np.float64)) >= 1 << 31).any():
        raise FormatError(
            f"{foreign.where(array)} is {values.dtype} of shape {values.shape}; a clustering is one whole number per "
            "sample, -1 for noise."
        )
    base = foreign.attribute(item, "embedding")
    found = {name: foreign.attribute(item, name) for name in _scalars(item)}
    parameters = {
        name: value
        for name, value in found.items()
        if isinstance(value, int | float | str) and name != "embedding"
    }
    return StoredClustering(values.astype(np.int64), base if isinstance(base, str) else "", parameters)


def _scalars(item: h5py.Group | h5py.Dataset) -> list[str]:
    with foreign.reading(item):
        return sorted(item.attrs)
