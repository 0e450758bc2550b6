"""Class names by index, in ViRelAy's format: [{"index": 0, "word_net_id": "n02121620", "name": "cat"}, ...].

`word_net_id` may be missing, null or empty, other keys are ignored, and the order is free.
"""

import itertools
import json
from dataclasses import dataclass
from pathlib import Path

from spray.errors import DataError, LabelError

MOST_CLASSES = 1_000_000
LARGEST = 1 << 28  # bytes


@dataclass(frozen=True)
class Entry:
    """A class: its index in the model's output, its name, and its WordNet id (or "")."""

    index: int
    name: str
    word_net_id: str


@dataclass(frozen=True)
class LabelMap:
    """The entries of a label map, by ascending index."""

    file: str
    entries: tuple[Entry, ...]

    @property
    def indices(self) -> frozenset[int]:
        """All indices that have a name."""
        return frozenset(entry.index for entry in self.entries)

    def names(self) -> tuple[str, ...]:
        """Names by index; an index that the map leaves out is named by its number."""
        names = {entry.index: entry.name for entry in self.entries}
        return tuple(names.get(index, str(index)) for index in range(max(names, default=-1) + 1))

    def index_of(self, folder: str) -> int:
        """The class that a folder is named after: by name, else by WordNet id, else by index.

        Raises: `LabelError` if there is none, or more than one of that name.
        """
        for key in ("name", "word_net_id", "index"):
            found = [entry.index for entry in self.entries if str(getattr(entry, key)) == folder]
            if len(found) == 1:
                return found[0]
            if found:
                raise LabelError(
                    f"The folder {folder!r} could be any of the classes {', '.join(map(str, found))}, which "
                    f"{self.file} gives the same {key}. Name the folder after the WordNet id or the index."
                )
        known = ", ".join(repr(entry.name) for entry in self.entries[:10])
        more = f" and {len(self.entries) - 10} more" if len(self.entries) > 10 else ""
        raise LabelError(
            f"The folder {folder!r} is in no entry of {self.file}, neither as name nor as word_net_id nor as "
            f"index. It has {known}{more}. Rename the folder, or add an entry."
        )


def read(path: Path, key: str = "data.label_map", *, tolerant: bool = False) -> LabelMap:
    """Read a label map; `key` is where its path was written.

    With `tolerant`, what ViRelAy takes is taken: of several entries for one class the first counts, a class without
    a name is called by its WordNet id or its index, and the list may be empty.

    Raises: `DataError` that names the entry which is wrong.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise DataError(
                f"{key}: {path.name} has more than {LARGEST >> 20} MB, and cannot be a label map."
            )
        content = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise DataError(f"{key}: {path.name} is not JSON ({error}).") from None
    if not isinstance(content, list) or not (content or tolerant):
        raise DataError(
            f"{key}: {path.name} must be a list of entries such as "
            '{"index": 0, "word_net_id": "n02121620", "name": "cat"}.'
        )
    entries = sorted(
        (_entry(f"{key}: entry {at} of {path.name}", raw, tolerant) for at, raw in enumerate(content)),
        key=lambda entry: entry.index,
    )
    if tolerant:
        entries = list({entry.index: entry for entry in reversed(entries)}.values())[::-1]
    for first, second in itertools.pairwise(entries):
        if first.index == second.index:
            raise DataError(
                f"{key}: {path.name} names class {first.index} twice, {first.name!r} and "
                f"{second.name!r}. Keep one entry."
            )
    return LabelMap(path.name, tuple(entries))


def _entry(where: str, raw: object, tolerant: bool) -> Entry:
    if not isinstance(raw, dict):
        raise DataError(f"{where} is not an object with index and name.")
    index, name = raw.get("index"), raw.get("name")
    if type(index) is not int or not 0 <= index < MOST_CLASSES:
        raise DataError(f"{where} has index {index!r}; it must be a whole number, 0 or more.")
    word_net_id = str(raw.get("word_net_id") or "")
    if tolerant and not (isinstance(name, str) and name):
        name = str(name or word_net_id or index)
    if not isinstance(name, str) or not name:
        raise DataError(f"{where} has name {name!r}; it must be a text that is not empty.")
    return Entry(index, name, word_net_id)
