"""The store `.spray/` from outside: what is in it, how much room it takes, and what can go.

    .spray/attributions/<key>/00000.h5     shards of `spray.store`
    .spray/memo/<function>/<key>.h5        entries of `spray.memo`

Whatever is removed is computed again when it is needed: nothing here can make a result wrong.
"""

import shutil
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spray import entries
from spray.errors import DamagedError

ATTRIBUTIONS, RESULT = "attributions", "result"


@dataclass(frozen=True)
class Item:
    """A set of attributions, or a result: what can be kept or removed as a whole.

    `name` is the function of a result; `size` is in bytes; `used` is the time when it was last read or written;
    `seconds` is what computing it took, where that is known.
    """

    kind: str
    name: str
    key: str
    path: Path
    size: int
    files: int
    used: float
    seconds: float = 0.0


def items(store: Path, *, heads: bool = False) -> Iterator[Item]:
    """Everything in a store, attributions first; with `heads` results tell how long they took."""
    for folder in sorted(path for path in (store / "attributions").glob("*") if path.is_dir()):
        shards = [_stat(path) for path in folder.glob("*.h5")]
        found = [one for one in shards if one is not None]
        used = max((used for _, used in found), default=0.0)
        yield Item(ATTRIBUTIONS, "", folder.name, folder, sum(size for size, _ in found), len(found), used)
    for path in sorted((store / "memo").glob("*/*.h5")):
        if (stat := _stat(path)) is not None:
            seconds = _seconds(path) if heads else 0.0
            yield Item(RESULT, path.parent.name, path.stem, path, stat[0], 1, stat[1], seconds)


def superfluous(
    found: Sequence[Item],
    *,
    now: float,
    older_than: float | None = None,
    most: int | None = None,
    keep: Collection[str] | None = None,
) -> list[Item]:
    """What goes: what was not used for `older_than` seconds, or whose key is not among those to `keep`; and then, until
    no more than `most` bytes are left, what was not used for longest."""
    gone = [
        item
        for item in found
        if (older_than is not None and now - item.used > older_than)
        or (keep is not None and item.key not in keep)
    ]
    if most is not None:
        rest = sorted((item for item in found if item not in gone), key=lambda item: item.used)
        total = sum(item.size for item in rest)
        for item in rest:
            if total <= most:
                break
            gone.append(item)
            total -= item.size
    return gone


def remove(gone: Sequence[Item]) -> None:
    """Remove items from the disk; what somebody else has removed already is no error."""
    for item in gone:
        if item.path.is_dir():
            shutil.rmtree(item.path, ignore_errors=True)
        else:
            item.path.unlink(missing_ok=True)


def _stat(path: Path) -> tuple[int, float] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_size, max(stat.st_atime, stat.st_mtime)


def _seconds(path: Path) -> float:
    try:
        return entries.head(path).seconds
    except (DamagedError, OSError):
        return 0.0
