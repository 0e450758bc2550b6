"""The user's own columns: a CSV file whose first column names the sample."""

import csv
from pathlib import Path

from spray.errors import DataError
from spray.words import count, some


def read_metadata(
    path: Path, ids: tuple[str, ...], known: frozenset[str]
) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """Columns by name, aligned with `ids`; samples without a row get empty texts."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            header, *rows = [row for row in csv.reader(stream, strict=True) if row] or [[]]
    except (csv.Error, UnicodeDecodeError) as error:
        raise DataError(f"data.metadata: {path.name} is not a CSV file in UTF-8 ({error}).") from None
    if len(header) < 2 or len(set(header)) < len(header):
        raise DataError(
            f"data.metadata: the first line of {path.name} must name its columns, each once: "
            "the sample, then yours."
        )
    table: dict[str, list[str]] = {}
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            raise DataError(
                f"data.metadata: row {number} of {path.name} has {len(row)} columns, not {len(header)}."
            )
        if row[0] in table:
            raise DataError(
                f"data.metadata: {path.name} has the sample {row[0]!r} twice (row {number} again)."
            )
        table[row[0]] = row
    strangers = [name for name in table if name not in known]
    if len(strangers) == len(table):
        raise DataError(
            f"data.metadata: no row of {path.name} belongs to a sample. Its first column must hold names "
            f"such as {ids[0]!r}" + (f", not {strangers[0]!r}." if strangers else ".")
        )
    bare = sum(name not in table for name in ids)
    notes = (
        [f"{count(len(strangers), 'row')} of {path.name} belong to no sample: {some(strangers)}."]
        if strangers
        else []
    )
    notes += [f"{count(bare, 'sample')} have no row in {path.name}."] if bare else []
    empty = [""] * len(header)
    columns = {
        name: tuple(table.get(sample, empty)[position] for sample in ids)
        for position, name in enumerate(header)
        if position
    }
    return columns, notes
