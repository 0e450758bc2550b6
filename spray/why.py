"""Why a step hits or misses: the parts of its key in which the nearest stored call differs, as deep as is known."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spray import entries
from spray.entries import Head, Parts
from spray.errors import DamagedError

if TYPE_CHECKING:
    from spray.memo import Memo, Step

RESULT = re.compile(r"^result of (\S+) ([0-9a-f]{64})$")
DEPTH = 8
MOST = 1000  # entries that are compared, the latest ones


def why(memo: "Memo", step: "Step[Any]") -> str:
    """One line for a hit; for a miss, one more per difference from the stored call with the fewest, then the latest."""
    path = memo.path(step)
    if path is None:
        where = "this memo has no folder" if memo.folder is None else "it is never stored"
        return f"miss: {step.function}: {where}"
    if path.exists():
        return f"hit: {step.function}: every part of the key agrees with entry {step.key[:12]}"
    others = stored(path.parent)
    if not others:
        return f"miss: {step.function}: no call of it is stored yet"
    _, nearest = min(others, key=lambda other: len(_different(step.parts, other[1].parts)))
    known: dict[str, Parts] = {}
    _gather(step, known)
    lines = differences(step.parts, nearest.parts, known, _Stored(path.parent.parent, nearest))
    return "\n".join(
        [
            f"miss: {step.function}: the nearest of {len(others)} stored calls differs in",
            *(f"  {line}" for line in lines),
        ]
    )


def stored(folder: Path, most: int = MOST) -> list[tuple[Path, Head]]:
    """The latest entries of a function with what they say of themselves, the latest first."""
    latest = sorted(folder.glob("*.h5"), key=lambda path: (-_changed(path), path))
    found = []
    for path in latest[:most]:
        try:
            found.append((path, entries.head(path)))
        except (DamagedError, OSError):
            continue
    return found


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def differences(
    wanted: Parts, other: Parts, known: Mapping[str, Parts], elsewhere: "_Stored", depth: int = 0
) -> Iterator[str]:
    """The parts in which two keys differ, one readable line each; where both are results, what differs in those."""
    for name in _different(wanted, other):
        mine, theirs = wanted.get(name), other.get(name)
        yield f"{name}: {_short(mine)}, stored {_short(theirs)}"
        one, two = RESULT.match(mine or ""), RESULT.match(theirs or "")
        if one and two and one[1] == two[1] and depth < DEPTH:
            before, after = known.get(one[2]), elsewhere.parts(two[1], two[2])
            if before is not None and after is not None:
                yield from (f"  {line}" for line in differences(before, after, known, elsewhere, depth + 1))


class _Stored:
    """Parts of stored steps, and of those that an entry remembers because they are not."""

    def __init__(self, folder: Path, head: Head) -> None:
        self.folder, self.behind = folder, dict(head.behind)

    def parts(self, function: str, key: str) -> Parts | None:
        if key in self.behind:
            return self.behind[key]
        try:
            head = entries.head(entries.place(self.folder, function, key))
        except (DamagedError, OSError):
            return None
        self.behind |= head.behind
        return head.parts


def _different(wanted: Parts, other: Parts) -> list[str]:
    return sorted(name for name in {*wanted, *other} if wanted.get(name) != other.get(name))


def _gather(step: "Step[Any]", known: dict[str, Parts]) -> None:
    if step.key not in known:
        known[step.key] = step.parts
        for one in step.inputs:
            _gather(one, known)


def _short(text: str | None) -> str:
    """Hashes to 12 digits: enough to compare by eye."""
    return "absent" if text is None else re.sub(r"\b([0-9a-f]{12})[0-9a-f]{52}\b", r"\1", text)
