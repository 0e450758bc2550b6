"""What the model put out for each sample."""

import math
from collections.abc import Iterator
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from spray import foreign_hdf5 as foreign
from spray.errors import FormatError
from spray.label_map import MOST_CLASSES

Parts = Iterator[tuple[int, NDArray[Any]]]

SUM_TO_ONE = 1e-3


def known(output: NDArray[Any]) -> NDArray[np.bool_]:
    """Which rows of outputs tell a class: those that are finite, and not zero everywhere."""
    return np.asarray(np.isfinite(output).all(axis=1) & output.any(axis=1))


def are_probabilities(output: NDArray[Any]) -> bool:
    """Whether all rows are distributions."""
    with np.errstate(invalid="ignore", over="ignore"):
        sums = output.sum(axis=1, dtype=np.float64)
    return bool((output >= 0).all() and (np.abs(sums - 1) <= SUM_TO_ONE).all())


def classes(file: h5py.Group) -> int:
    """The number of outputs in the member `prediction`; 0 if there is none that has several."""
    if not foreign.has(file, "prediction"):
        return 0
    found = foreign.child(file, "prediction")
    if isinstance(found, h5py.Group):
        members = foreign.names(found)
        return foreign.numbers(found, members[0]).size if members else 0
    array = foreign.checked(found)
    number = array.shape[1] if array.ndim == 2 else 0
    if number > MOST_CLASSES:
        raise FormatError(
            f"{foreign.where(array)} has {number:,} columns; at most {MOST_CLASSES:,} classes are known."
        )
    return number


def parts(file: h5py.Group, keys: list[str] | None) -> Parts:
    """The outputs a part at a time: the number of its first row, and the rows; `keys` name the heatmaps of a group.

    Raises: `FormatError` where the rows of a group differ in length.
    """
    number = classes(file)
    if not number:
        return
    found = foreign.child(file, "prediction")
    if not isinstance(found, h5py.Group):
        yield from foreign.slabs(foreign.checked(found))
        return
    members = foreign.names(found)
    if keys is not None and set(keys) == set(members):
        members = keys
    step = max(1, foreign.SLAB // (8 * number))
    for start in range(0, len(members), step):
        rows = [
            foreign.whole(foreign.numbers(found, name)).reshape(-1) for name in members[start : start + step]
        ]
        wrong = [name for name, row in zip(members[start:], rows, strict=False) if len(row) != number]
        if wrong:
            raise FormatError(
                f"{foreign.where(found, wrong[0])} has another number of outputs than {number}, which the first has."
            )
        yield start, np.stack(rows)


def rows(file: h5py.Group) -> int:
    """How many rows `prediction` has."""
    found = foreign.child(file, "prediction")
    if isinstance(found, h5py.Group):
        return len(foreign.names(found))
    return math.prod(foreign.checked(found).shape[:1])
