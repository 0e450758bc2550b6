"""What a concept stands for: the samples that it is most relevant in, and those that activate it most.

    relevance maximisation    T_c(x) = Σ_pos R_c(x | target),  divided by Σ_c |T_c(x)|
    activation maximisation   A_c(x) = max_pos a_c(x)

One pass over the data finds both, overall and per class; its state is a file that a killed run goes on from.

Source: Achtibat et al. 2023, "From attribution maps to human-understandable explanations through Concept Relevance
Propagation", relevance maximisation.
"""

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lrpfx.concepts.sweep import Arrived, Concepts
from lrpfx.concepts.top import Top
from lrpfx.errors import ParameterError, StateError
from lrpfx.target import Target

KINDS = ("relevance", "activation")
VERSION = 1  # of the state's file


@dataclass(frozen=True, eq=False)
class Maxima:
    """The top samples of every concept of a place.

    Attributes:
        place: where the concepts are.
        units: their numbers; rows of the tables are in this order.
        seen: how many samples were looked at.
        overall: by kind, "relevance" and "activation", a table of (units, k).
        by_class: the same of (classes, units, k), of the explained class, as (classes · units, k).
        classes: how many classes there are.
        counts: (classes,), samples of each.
    """

    place: str
    units: tuple[Any, ...]
    classes: int
    seen: int = 0
    overall: dict[str, Top] = field(default_factory=dict, repr=False)
    by_class: dict[str, Top] = field(default_factory=dict, repr=False)
    counts: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64), repr=False)

    def top(self, unit: int, kind: str = "relevance", label: int | None = None) -> Top:
        """The samples of one concept, by its place in `units`; of one class, or overall. One row."""
        if kind not in KINDS:
            raise ParameterError(f"kind={kind!r}; valid: {', '.join(map(repr, KINDS))}")
        if label is None:
            return self.overall[kind].take(np.array([unit]))
        return self.by_class[kind].take(np.array([label * len(self.units) + unit]))


def maximise(
    concepts: Concepts,
    batches: Iterable[tuple[Any, Target]],
    *,
    k: int = 16,
    classes: int | None = None,
    state: str | os.PathLike[str] | None = None,
    every: int = 16,
    vectors: Callable[[int, NDArray[np.float64]], None] | None = None,
) -> Maxima:
    """Look through a data set once.

    Args:
        concepts: from `lrpfx.concepts.sweep`; units are what it was compiled for.
        batches: (inputs, target) after (inputs, target), in a fixed order; target as of an explainer.
        k: how many samples are kept of each concept.
        classes: how many classes there are; None: as many as the model has outputs.
        state: a file that is written after every `every` batches, whole or not at all, and that a later call with the
            same data goes on from. The result is the same to the bit.
        vectors: is called with the number of a batch's first sample and its concept vectors, (samples, units): the
            normalised relevance of every concept, for clustering.

    Raises:
        StateError: if the state is of another model, place, or k, or is damaged.
        ParameterError: if the target is no classes.
    """
    if k < 1 or every < 1:
        raise ParameterError(f"k={k}, every={every}: needed are positive numbers")
    key = state_key(concepts, k)
    file = None if state is None else Path(state)
    found = _read(file, key) if file is not None and file.exists() else None
    if found is not None and classes not in (None, found.classes):
        raise StateError(f"{file} is of {found.classes} classes, not of {classes}: delete it to begin anew")
    start = 0 if found is None else found.seen
    passed = 0
    waiting = 0
    for x, target in batches:
        size = _size(x)
        if passed < start:  # it was looked at before the run was killed
            passed += size
            if passed > start:
                raise StateError(
                    f"{file}: a batch of the data begins before sample {start} and ends after it"
                )
            continue
        arrived = concepts.arrive(x, target=target)
        if arrived.target is None:
            raise ParameterError("maximisation needs classes as a target: None, an int, or one per sample")
        if found is None:
            found = _begin(concepts, classes or arrived.output.shape[1], k)
        found, made = _with(found, concepts, arrived, passed)
        if vectors is not None:
            vectors(passed, made)
        passed += size
        waiting += 1
        if file is not None and waiting == every:
            _write(file, key, found)
            waiting = 0
    if found is None:
        raise ParameterError("the data set has no batch")
    if file is not None and waiting:
        _write(file, key, found)
    return found


def concept_vectors(totals: Tensor) -> Tensor:
    """Relevance of every concept in shares of all of it, (samples, units): v_c = T_c / Σ_c |T_c|; 0 without any."""
    size = totals.abs().sum(1, keepdim=True)
    return torch.where(size > 0, totals / size, 0)


# ---- one batch --------------------------------------------------------------------------------------------------


def _begin(concepts: Concepts, classes: int, k: int) -> Maxima:
    units = len(concepts.units)
    return Maxima(
        concepts.place, concepts.units.positions, classes, 0,
        {kind: Top.empty(units, k) for kind in KINDS},
        {kind: Top.empty(classes * units, k) for kind in KINDS},
        np.zeros(classes, np.int64),
    )  # fmt: skip


def _with(
    found: Maxima, concepts: Concepts, arrived: Arrived, first: int
) -> tuple[Maxima, NDArray[np.float64]]:
    """With the samples of a batch, of which `first` is the number of the first."""
    assert arrived.target is not None
    labels = arrived.target.cpu().numpy()
    outside = labels[labels >= found.classes]
    if len(outside):
        raise ParameterError(f"class {outside[0]} is explained; there are classes 0 to {found.classes - 1}")
    numbers = np.arange(first, first + len(labels), dtype=np.int64)
    shares = concept_vectors(concepts.units.totals(arrived.activation, arrived.relevance).double())
    tables = {
        "relevance": _of_relevance(concepts, arrived, shares),
        "activation": _of_activation(concepts, arrived),
    }
    overall, by_class = {}, found.by_class  # large, and of this run alone: written to in place
    units = len(found.units)
    for kind, (value, position) in tables.items():
        overall[kind] = found.overall[kind].with_(value, numbers, position)
        for label in np.unique(labels):
            own = labels == label
            rows = np.arange(label * units, (label + 1) * units)
            part = found.by_class[kind].take(rows).with_(value[:, own], numbers[own], position[:, own])
            by_class[kind].put(rows, part)
    counts = found.counts + np.bincount(labels, minlength=found.classes)
    seen = first + len(labels)
    return replace(found, seen=seen, overall=overall, counts=counts), shares.cpu().numpy()


def _of_relevance(
    concepts: Concepts, arrived: Arrived, shares: Tensor
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """T_c and where it is greatest, (units, samples)."""
    maps = concepts.units.maps(arrived.activation, arrived.relevance)
    return _numbers(shares), _greatest(maps)[1]


def _of_activation(concepts: Concepts, arrived: Arrived) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """A_c and where it is."""
    return _greatest(concepts.units.activation(arrived.activation))


def _greatest(maps: Tensor) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The greatest value of every unit's map and its place in it, (units, samples) each."""
    found = maps.max(dim=2)
    return _numbers(found.values), found.indices.T.cpu().numpy()


def _numbers(values: Tensor) -> NDArray[np.float64]:
    numbers: NDArray[np.float64] = values.double().T.cpu().numpy()
    return numbers


def _size(x: Any) -> int:
    if isinstance(x, Tensor):
        return len(x)
    values = list(x.values()) if isinstance(x, dict) else list(x)
    return len(next(v for v in values if isinstance(v, Tensor)))


# ---- the state --------------------------------------------------------------------------------------------------


def state_key(concepts: Concepts, k: int) -> str:
    """What a state belongs to: the model, the composite, the condition above, the place, the units, and k."""
    units, above = concepts.units, concepts.explainer.options.condition
    parts = (
        VERSION,
        concepts.explainer.key,
        [] if above is None else [[_facts(t) for t in group] for group in above.groups],
        concepts.place,
        units.positions,
        units.axis,
        units.heads,
        _facts(units.direction),
        k,
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _facts(value: Any) -> Any:
    """A value whose repr tells apart whatever differs: of tensors, the bytes."""
    if isinstance(value, Tensor):
        whole = value.detach().cpu().contiguous()
        digest = hashlib.sha256(whole.reshape(-1).view(torch.uint8).numpy().tobytes()).hexdigest()
        return (str(value.dtype), tuple(value.shape), digest)
    if is_dataclass(value) and not isinstance(value, type):
        return [(f.name, _facts(getattr(value, f.name))) for f in fields(value)]
    return [_facts(v) for v in value] if isinstance(value, list | tuple | range) else value


def _write(file: Path, key: str, found: Maxima) -> None:
    """Whole, or not at all."""
    arrays = {
        f"{where}.{kind}.{name}": array
        for where, tables in (("overall", found.overall), ("class", found.by_class))
        for kind, table in tables.items()
        for name, array in zip(("value", "sample", "position"), _arrays(table), strict=True)
    }
    facts = np.array([key, found.place, repr(found.units), str(found.classes), str(found.seen)])
    made = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        with made.open("wb") as stream:
            np.savez(stream, facts=facts, counts=found.counts, units=np.array(found.units), **arrays)  # type: ignore[arg-type]
            stream.flush()
            os.fsync(stream.fileno())
        made.replace(file)
    finally:
        made.unlink(missing_ok=True)


def _read(file: Path, key: str) -> Maxima:
    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        own, place, _, classes, seen = arrays["facts"].tolist()
        names = ("value", "sample", "position")
        tables = [
            {kind: Top(*(arrays[f"{where}.{kind}.{name}"] for name in names)) for kind in KINDS}
            for where in ("overall", "class")
        ]
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise StateError(
            f"{file} is no state of a maximisation, or damaged ({error}): delete it to begin anew"
        ) from None
    if own != key:
        raise StateError(
            f"{file} is the state of another maximisation (model, composite, place, units, or k differ): give another"
            " file, or delete it to begin anew"
        )
    units = tuple(u if isinstance(u, int) else tuple(u) for u in arrays["units"].tolist())
    return Maxima(place, units, int(classes), int(seen), tables[0], tables[1], arrays["counts"])


def _arrays(table: Top) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    return table.value, table.sample, table.position
