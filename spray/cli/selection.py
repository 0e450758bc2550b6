"""`spray selection`: what was selected on the page, for scripts and for people."""

import csv
import io
import json
from dataclasses import asdict
from pathlib import Path

from spray import selection
from spray.selection import Sample, Selection
from spray.words import count

COLUMNS = ("row", "id", "file", "cluster", "label", "prediction", "score")


def as_text(path: Path, finding: str | None) -> str:
    """What was selected where, and a line for every sample."""
    found, samples = _read(path, finding)
    view = f"{found.category_name} · {found.analysis} · {found.embedding} · {found.clustering}"
    lines = [
        f"{found.project}: {found.dataset}, {found.model}",
        view,
        f"{count(len(samples), 'sample')} of {len(found.all_rows):,}" + (f", “{finding}”" if finding else ""),
        *([found.note] if found.note else []),
        *(
            f"finding “{one.name}”: {count(len(one.rows), 'sample')} of {one.category}"
            for one in found.findings
        ),
        "",
    ]
    for sample in samples:
        name = f"  {sample.id}" if sample.id is not None else ""
        lines.append(f"{sample.row:>7}{name}")
    return "\n".join(map(_plain, lines))


def as_csv(path: Path, finding: str | None) -> str:
    """A line for every sample; what is not known is empty."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for sample in _read(path, finding)[1]:
        writer.writerow(["" if (value := getattr(sample, name)) is None else value for name in COLUMNS])
    return stream.getvalue().rstrip("\n")


def as_json(path: Path, finding: str | None) -> str:
    """One object: everything that the file tells, under the names of `spray.selection.Selection`."""
    found, samples = _read(path, finding)
    return json.dumps(asdict(found) | {"samples": [asdict(one) | {"file": one.file} for one in samples]})


def _read(path: Path, finding: str | None) -> tuple[Selection, tuple[Sample, ...]]:
    found = selection.load(path)
    if finding is None:
        return found, found.samples
    named = found.finding(finding)
    return found, tuple(Sample(row, id=name) for row, name in zip(named.rows, named.ids, strict=True))


def _plain(line: str) -> str:
    """Without what a terminal would obey; the file may come from anyone."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
