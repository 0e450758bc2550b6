"""What a concept stands for: the samples that it is most relevant in, and those that activate it most.

    relevance maximisation    T_c(x) = Σ_pos R_c(x | target),  divided by Σ_c |T_c(x)|
    activation maximisation   A_c(x) = max_pos a_c(x)

One pass over the data finds both, overall and per class; its state is a file that a killed run goes on from.

Source: Achtibat et al. 2023, "From attribution maps to human-understandable explanations through Concept Relevance
Propagation", relevance maximisation.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lrpfx.concepts.digest import Digest
from lrpfx.concepts.maxima import Maxima
from lrpfx.concepts.state import Saved, load, save
from lrpfx.concepts.sweep import Arrived, Concepts
from lrpfx.content import content
from lrpfx.errors import ParameterError, StateError
from lrpfx.target import Target

VERSION = 2  # of the state's file


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
        state: a file that what changed is added to after every `every` batches, and that a later call with the same
            data goes on from, also where a kill cut short what was being written. The result is the same to the bit.
            Without a batch, it is what the file holds.
        vectors: is called with the number of a batch's first sample and its concept vectors, (samples, units): the
            normalised relevance of every concept, for clustering. A resumed call has those of further samples only.

    Raises:
        StateError: if the state is of another model, place, k, or data, is damaged, or cannot be there.
        ParameterError: if a batch is no pair, or the target is no classes.
    """
    if not all(hasattr(n, "__index__") and n > 0 for n in (k, every)):
        raise ParameterError(f"k={k}, every={every}: needed are positive whole numbers")
    key = state_key(concepts, k)
    file = None if state is None else Path(state)
    if file is not None and not file.parent.is_dir():
        raise StateError(f"there is no folder {file.parent} for the state: make it, or give another file")
    found, saved = load(file, key) if file is not None and file.exists() else (None, None)
    if found is not None and classes not in (None, found.classes):
        raise StateError(f"{file} is of {found.classes} classes, not of {classes}: delete it to begin anew")
    data = Digest()
    waiting = 0
    for first, x, target in _further(batches, data, saved, file):
        arrived = concepts.arrive(x, target=target)
        if arrived.target is None:
            raise ParameterError("maximisation needs classes as a target: None, an int, or one per sample")
        if found is None:
            count = classes or int(arrived.output.shape[1])
            found = Maxima.empty(concepts.place, concepts.units.positions, count, k)
        found, made = _with(found, concepts, arrived, first)
        if vectors is not None:
            vectors(first, made)
        waiting += 1
        if file is not None and waiting == every:
            saved = save(file, key, found, data.value(), saved)
            waiting = 0
    if found is None:
        raise ParameterError("the data set has no batch")
    if file is not None and waiting:
        save(file, key, found, data.value(), saved)
    return found


def _further(
    batches: Iterable[tuple[Any, Target]], data: Digest, saved: Saved | None, file: Path | None
) -> Iterator[tuple[int, Any, Target]]:
    """The batches that were not looked at before, each with the number of its first sample; `data` is of all of them.

    Raises:
        StateError: if those that were looked at are others.
    """
    start, passed = 0 if saved is None else saved.seen, 0
    given: Iterable[Any] = batches
    for batch in given:
        if not isinstance(batch, tuple | list) or len(batch) != 2:
            raise ParameterError(
                f"a batch is (inputs, target), the target None for the predicted class; this one is a {_kind(batch)}"
            )
        x, target = batch
        first, passed = passed, passed + _size(x)
        if file is not None:
            data.add(x, target, passed - first)
        if saved is not None and passed == start and data.value() != saved.data:
            raise StateError(f"{file} is of other data than these {start} samples: {_ANOTHER}")
        if first < start < passed:
            raise StateError(f"{file}: a batch of the data begins before sample {start} and ends after it")
        if first >= start:
            yield first, x, target
    if 0 < passed < start:
        raise StateError(f"{file} has seen {start} samples, the data have {passed}: {_ANOTHER}")


def _kind(batch: Any) -> str:
    return type(batch).__name__ + (f" of {len(batch)}" if isinstance(batch, tuple | list) else "")


_ANOTHER = "give another file, or delete it to begin anew"


def concept_vectors(totals: Tensor) -> Tensor:
    """Relevance of every concept in shares of all of it, (samples, units): v_c = T_c / Σ_c |T_c|; 0 without any."""
    size = totals.abs().sum(1, keepdim=True)
    return torch.where(size > 0, totals / size, 0)


# ---- one batch --------------------------------------------------------------------------------------------------


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
        return (str(value.dtype), tuple(value.shape), hashlib.sha256(content(value)).hexdigest())
    if is_dataclass(value) and not isinstance(value, type):
        return [(f.name, _facts(getattr(value, f.name))) for f in fields(value)]
    return [_facts(v) for v in value] if isinstance(value, list | tuple | range) else value
