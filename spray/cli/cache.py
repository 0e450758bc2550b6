"""What the commands of `spray cache` do."""

import time
from collections.abc import Sequence
from pathlib import Path

from spray.cache import ATTRIBUTIONS, RESULT, Item, items, remove, superfluous
from spray.cli.progress import duration
from spray.cli.units import ago, size
from spray.cli.voice import Voice
from spray.words import count


def show(out: Path, voice: Voice) -> None:
    """The size of every set of attributions, and of the results of every function."""
    store = _store(out)
    found = list(items(store, heads=True))
    if not found:
        voice(f"{store} holds nothing yet.", "total", bytes=0, files=0)
        return
    now, total = time.time(), sum(item.size for item in found)
    files = sum(item.files for item in found)
    voice(f"{store}: {size(total)} in {count(files, 'file')}", "total", bytes=total, files=files)
    for item in (item for item in found if item.kind == ATTRIBUTIONS):
        voice(
            f"  attributions {item.key[:12]}   {count(item.files, 'shard'):>14}   {size(item.size):>10}   "
            f"used {ago(now - item.used)}",
            ATTRIBUTIONS,
            **_facts(item),
        )
    results = [item for item in found if item.kind == RESULT]
    for name in sorted({item.name for item in results}):
        _tell_function(name, [item for item in results if item.name == name], voice)
    if results:
        saved = sum(item.seconds for item in results)
        voice(
            f"  A build that finds all results saves {duration(saved)} of computing.", "saved", seconds=saved
        )


def list_entries(out: Path, voice: Voice, function: str = "") -> None:
    """Every item, the one used last first."""
    now = time.time()
    for item in sorted(items(_store(out), heads=True), key=lambda item: -item.used):
        if function in item.name:
            name = item.name.rpartition(".")[2] or item.kind
            took = f"took {duration(item.seconds)}" if item.kind == RESULT else ""
            voice(
                f"{item.key[:12]}  {name:<22} {size(item.size):>10}  used {ago(now - item.used):<12} {took}".rstrip(),
                item.kind,
                **_facts(item),
            )


def prune(
    out: Path,
    voice: Voice,
    *,
    project: Path | None = None,
    older_than: float | None = None,
    most: int | None = None,
    dry: bool = False,
) -> list[Item]:
    """Remove what is superfluous, and say how much that was; returns what goes."""
    store = _store(out)
    keep = None
    if project is not None:
        from spray.cli.dryrun import planned_for

        planned = planned_for(project, store, voice)
        if planned.steps is None:
            voice(
                "The project's categories are predictions, and not all samples are explained: what it needs is not "
                "known, so nothing was removed. Run `spray attribute` first."
            )
            return []
        keep = planned.keys
    found = list(items(store))
    gone = superfluous(found, now=time.time(), older_than=older_than, most=most, keep=keep)
    if not dry:
        remove(gone)
    freed, left = sum(item.size for item in gone), sum(item.size for item in found)
    what = "would be removed" if dry else "removed"
    kinds = [count(sum(item.kind == kind for item in gone), word) for kind, word in KINDS]
    voice(
        f"{' and '.join(kinds)} {what}: {size(freed)} of {size(left)}.",
        "pruned",
        removed=[_facts(item) for item in gone],
        bytes=freed,
        bytes_left=left - freed,
        dry_run=dry,
    )
    return gone


KINDS = ((ATTRIBUTIONS, "attribution set"), (RESULT, "result"))


def _tell_function(name: str, same: Sequence[Item], voice: Voice) -> None:
    total, seconds = sum(item.size for item in same), sum(item.seconds for item in same)
    voice(
        f"  {name.rpartition('.')[2]:<25}   {count(len(same), 'result'):>14}   {size(total):>10}   "
        f"took {duration(seconds)}",
        "function",
        name=name,
        results=len(same),
        bytes=total,
        seconds=round(seconds, 3),
    )


def _facts(item: Item) -> dict[str, object]:
    return {
        "kind": item.kind,
        "function": item.name,
        "key": item.key,
        "bytes": item.size,
        "files": item.files,
        "used": round(item.used, 3),
        "seconds": item.seconds,
    }


def _store(out: Path) -> Path:
    return out.resolve().parent / ".spray"
