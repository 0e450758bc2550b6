"""The state of a pass over a data set: a file that grows by what changed, and that a killed run goes on from.

    file   = part part part ...          part = length (8 bytes), SHA-256 (32 bytes), NumPy arrays
    first  = key, place, units, classes, k
    others = samples seen, digest of these samples, samples per class, entries that came into the tables since

A part that a kill cut short is the last one, and is left out; another one that does not match its digest is damage.
Entries that later ones pushed out stay in the file until they are half of it: then it is written anew, whole or not
at all. So what is written in all is proportional to what changed, however large the tables of the classes are.
"""

import hashlib
import io
import os
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from lrpfx.concepts.maxima import KINDS, Maxima
from lrpfx.concepts.top import Top
from lrpfx.errors import StateError

PREFIX = 8 + 32  # bytes in front of a part
ENTRY = 4 * 8  # bytes of an entry: its row, value, sample, position
SLACK = 1 << 16  # bytes that a file may grow to before it is looked at whether it is worth writing anew

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True, eq=False)
class Saved:
    """What a file holds.

    Attributes:
        seen, data, counts: samples that were looked at, their digest, and how many there are of each class.
        end: where the next part goes; size: of the file, which is larger where a kill cut a part short.
    """

    seen: int
    data: str
    counts: NDArray[np.int64] = field(repr=False)
    end: int
    size: int


def load(file: Path, key: str) -> tuple[Maxima, Saved]:
    """The tables that a file holds.

    Raises:
        StateError: if it is the state of something else, or damaged.
    """
    try:
        with file.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            parts = _parts(stream, size)
            first, end = next(parts, (None, 0))
            if first is None:
                raise ValueError("it has no beginning")
            found = _begun(first, file, key)
            data = ""
            for arrays, end in parts:  # noqa: B007  # the last one is the end
                found, data = _with(found, arrays), str(arrays["data"])
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise StateError(
            f"{file} is no state of a maximisation, or damaged ({error}): delete it to begin anew"
        ) from None
    return found, Saved(found.seen, data, found.counts, end, size)


def save(file: Path, key: str, found: Maxima, data: str, saved: Saved | None) -> Saved:
    """Write what is new in the tables since `saved`, the last that the file holds (None: there is no file yet).

    A kill at any moment leaves a file that holds either.

    Raises:
        StateError: if something else wrote to the file meanwhile.
    """
    live = ENTRY * len(found.units) * len(KINDS) * _entries(found)
    if saved is not None:
        part = _part(_news(found, data, saved))
        end = saved.end + len(part)
        if end <= SLACK + 2 * live:
            _append(file, saved, part)
            return Saved(found.seen, data, found.counts, end, end)
    none = Saved(0, "", np.zeros_like(found.counts), 0, 0)
    whole = _part(_head(found, key)) + _part(_news(found, data, none))
    if saved is not None:
        _check_size(file, file.stat().st_size, saved)
    _replace(file, whole)
    return Saved(found.seen, data, found.counts, len(whole), len(whole))


# ---- parts as arrays --------------------------------------------------------------------------------------------


def _head(found: Maxima, key: str) -> Arrays:
    k = found.overall[KINDS[0]].value.shape[1]
    facts = np.array([key, found.place])
    return {"facts": facts, "units": np.array(found.units), "size": np.array([found.classes, k])}


def _begun(arrays: Mapping[str, NDArray[Any]], file: Path, key: str) -> Maxima:
    own, place = arrays["facts"].tolist()
    if own != key:
        raise StateError(
            f"{file} is the state of another maximisation (model, composite, place, units, or k differ): give another"
            " file, or delete it to begin anew"
        )
    classes, k = arrays["size"].tolist()
    units = tuple(u if isinstance(u, int) else tuple(u) for u in arrays["units"].tolist())
    return Maxima.empty(place, units, classes, k)


def _news(found: Maxima, data: str, saved: Saved) -> Arrays:
    """The entries of the tables that are of samples since `saved`: only those classes have some that it counts."""
    arrays = {"seen": np.array(found.seen), "data": np.array(data), "counts": found.counts}
    units = len(found.units)
    changed = np.flatnonzero(found.counts != saved.counts)
    rows = (changed[:, None] * units + np.arange(units)).reshape(-1)
    for where, tables, some in (
        ("overall", found.overall, np.arange(units)),
        ("class", found.by_class, rows),
    ):
        for kind, table in tables.items():
            part = table.take(some)
            row, place = np.nonzero(part.sample >= saved.seen)
            name = f"{where}.{kind}"
            arrays[f"{name}.row"] = some[row]
            for what in ("value", "sample", "position"):
                arrays[f"{name}.{what}"] = getattr(part, what)[row, place]
    return arrays


def _with(found: Maxima, arrays: Mapping[str, NDArray[Any]]) -> Maxima:
    """Tables with the entries of a part; written to in place."""
    for where, tables in (("overall", found.overall), ("class", found.by_class)):
        for kind, table in tables.items():
            row, value, sample, position = (
                arrays[f"{where}.{kind}.{what}"] for what in ("row", "value", "sample", "position")
            )
            rows, counts = np.unique(row, return_counts=True)  # entries lie row by row
            if not len(rows):
                continue
            column = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
            more = Top.empty(len(rows), int(counts.max()))
            at = (np.repeat(np.arange(len(rows)), counts), column)
            more.value[at], more.sample[at], more.position[at] = value, sample, position
            table.put(rows, table.take(rows).with_(more.value, more.sample, more.position))
    return replace(found, seen=int(arrays["seen"]), counts=arrays["counts"])


def _entries(found: Maxima) -> int:
    """How many entries the tables of one kind have for each unit."""
    k = int(found.overall[KINDS[0]].value.shape[1])
    return int(np.minimum(found.counts, k).sum()) + min(found.seen, k)


# ---- parts as bytes ---------------------------------------------------------------------------------------------


def _part(arrays: Arrays) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type]
    body = buffer.getvalue()
    return len(body).to_bytes(8, "little") + hashlib.sha256(body).digest() + body


def _parts(stream: BinaryIO, size: int) -> Iterator[tuple[Arrays, int]]:
    """Parts, each with where it ends, up to one that a kill cut short."""
    end = 0
    while size - end >= PREFIX:
        length, digest = int.from_bytes(stream.read(8), "little"), stream.read(32)
        start, end = end, end + PREFIX + length
        # A file that was made longer before its bytes were written has zeros there.
        if end > size or not length:
            return
        body = stream.read(length)
        if hashlib.sha256(body).digest() != digest:
            if end == size:  # its length was written, not yet all of its bytes
                return
            raise ValueError(f"what it has at byte {start} does not match its digest")
        with np.load(io.BytesIO(body), allow_pickle=False) as stored:
            yield {name: stored[name] for name in stored.files}, end


def _append(file: Path, saved: Saved, part: bytes) -> None:
    with file.open("r+b") as stream:
        _check_size(file, os.fstat(stream.fileno()).st_size, saved)
        stream.truncate(saved.end)
        stream.seek(saved.end)
        stream.write(part)
        stream.flush()
        os.fsync(stream.fileno())


def _check_size(file: Path, size: int, saved: Saved) -> None:
    if size != saved.size:
        raise StateError(
            f"{file} has {size} bytes, not the {saved.size} that this run left there: another run writes to it. Give"
            " every run a file of its own"
        )


def _replace(file: Path, whole: bytes) -> None:
    """Whole, or not at all."""
    made = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        with made.open("wb") as stream:
            stream.write(whole)
            stream.flush()
            os.fsync(stream.fileno())
        made.replace(file)
    finally:
        made.unlink(missing_ok=True)
