"""Rows of a long measurement, a JSON object on each line of a file: a run that was stopped goes on where it was."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def read(file: Path | None) -> list[dict[str, Any]]:
    """The rows of an earlier run; none without a file."""
    return [json.loads(text) for text in file.read_text().splitlines()] if file and file.exists() else []


def keep(file: Path | None, row: Mapping[str, Any]) -> None:
    """Add a row, where there is a file to keep it in."""
    if file is not None:
        with file.open("a") as lines:
            lines.write(json.dumps(row) + "\n")
