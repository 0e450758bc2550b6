"""The output folder: written so that nothing foreign is touched and a kill at any moment is mended by the next run.

A marker lists the files that are ours, and a file is listed before it is written. Every file is written beside its
place and renamed, so it is whole or absent. `index.html` comes last; files that no page needs any more go after it.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from report.errors import ForeignFolderError, ReportError

MARKER = ".spray-site"
HEADER = (
    "Files of this folder that spray has written, one a line. It replaces and removes these and no others."
)
SUFFIX = ".part"


@dataclass(frozen=True)
class Tally:
    """What a run has done."""

    files: int
    bytes: int
    written: int
    unchanged: int


def write(out: Path, files: Iterable[tuple[str, bytes]]) -> Tally:
    """Make `out` hold exactly these (path, bytes) of ours, and whatever else it held that is not ours."""
    try:
        return _write(out, files)
    except OSError as error:
        raise ReportError(
            f"the site cannot be written to {out}: {error.strerror or error} ({error.filename}). "
            "Give a folder on a disk that is writable and has room."
        ) from error


def _write(out: Path, files: Iterable[tuple[str, bytes]]) -> Tally:
    before = ours(out)
    out.mkdir(parents=True, exist_ok=True)
    now: set[str] = set()
    size = written = 0
    if not (out / MARKER).exists():
        _replace(out / MARKER, _listing(set()))
    with (out / MARKER).open("a", encoding="utf-8") as journal:
        for path, data in files:
            now.add(path)
            size += len(data)
            if _same(out / path, data):
                continue
            if path not in before:
                journal.write(path + "\n")
                journal.flush()
            _replace(out / path, data)
            written += 1
    _remove(out, before - now)
    for path in before | now:
        (out / (path + SUFFIX)).unlink(missing_ok=True)
    if not _same(out / MARKER, _listing(now)):
        _replace(out / MARKER, _listing(now))
    return Tally(len(now), size, written, len(now) - written)


def ours(out: Path) -> set[str]:
    """Paths that an earlier run has written here.

    Raises `ForeignFolderError` if the folder is someone else's; `build` would, but only after the results are there.
    """
    if out.exists() and not out.is_dir():
        raise ForeignFolderError(f"{out} is a file. Give the path of a new folder for the site.")
    # A run that ended while it wrote the first marker has left a piece of that, and nothing else.
    if not out.exists() or all(path.name == MARKER + SUFFIX for path in out.iterdir()):
        return set()
    marker = out / MARKER
    lines = marker.read_text(encoding="utf-8").split("\n") if marker.is_file() else []
    if not lines or lines[0] != HEADER:
        inside = sorted(path.name for path in out.iterdir())
        some = ", ".join(inside[:3]) + (", ..." if len(inside) > 3 else "")
        raise ForeignFolderError(
            f"{out} is not empty and no site of ours (it holds {some}). "
            "Give a new or empty folder, or move these files away; nothing was changed."
        )
    return {line for line in lines[1:] if _plain(line)}


def _plain(line: str) -> bool:
    # A damaged or forged line must not lead out of the folder.
    path = PurePosixPath(line)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and "\\" not in line


def _listing(paths: set[str]) -> bytes:
    return "\n".join([HEADER, *sorted(paths), ""]).encode()


def _same(path: Path, data: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data


def _replace(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + SUFFIX)
    try:
        part.write_bytes(data)
        os.replace(part, path)
    except OSError:  # a full disk, most often: what was written is in the way
        part.unlink(missing_ok=True)
        raise


def _remove(out: Path, stale: set[str]) -> None:
    for path in sorted(stale):
        (out / path).unlink(missing_ok=True)
    for folder in sorted({parent for path in stale for parent in PurePosixPath(path).parents}, reverse=True):
        if folder.parts and (out / folder).is_dir() and not any((out / folder).iterdir()):
            (out / folder).rmdir()
