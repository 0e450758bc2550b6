"""What work will cost, from what it has cost before, or by a rough model where it was never done.

an analysis     seconds of the stored result of the same function whose number of rows is nearest, times the ratio
                of rows to the power 3/2: between what grows with the samples and what grows with their pairs;
                and what it takes to store a result
a sample        seconds that one took when samples were last explained by the same model
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spray import entries, files, why
from spray.memo import Step

FILE = "costs.json"
POWER = 1.5
STORING = 0.002  # seconds, to store a result and to know it again
LOOKED_AT = 64  # stored results of a function, the latest ones
MODEL = {
    "tsne": 6.0,
    "tsne_spectral": 6.0,
    "umap": 5.0,
    "umap_spectral": 5.0,
    "neighbours": 0.5,
    "gram": 0.3,
    "pairwise": 3.0,
    "kmeans_path": 0.5,
}
"""Seconds for 1,000 samples, on one processor; every other analysis takes a hundredth of a second."""


@dataclass(frozen=True)
class Cost:
    """Seconds on one processor, and how many of the results the estimate has an earlier run for."""

    seconds: float
    results: int
    known: int

    @property
    def source(self) -> str:
        """Where the estimate comes from."""
        if self.known == self.results:
            return "from earlier runs"
        return "by a rough model" if not self.known else f"{self.known} of {self.results} from earlier runs"


def of_steps(folder: Path, steps: Iterable[tuple[Step[Any], int]]) -> Cost:
    """The cost of steps, each with its number of samples, given the memo in `folder`."""
    seconds, results, known = 0.0, 0, 0
    before: dict[str, list[tuple[int, float]]] = {}
    for step, rows in steps:
        if step.function not in before:
            before[step.function] = _earlier(entries.place(folder, step.function, step.key).parent)
        results += 1
        seconds += STORING
        if earlier := before[step.function]:
            then, took = min(earlier, key=lambda one: abs(one[0] - rows))
            seconds += took * (rows / then) ** POWER
            known += 1
        else:
            seconds += MODEL.get(step.function.rpartition(".")[2], 0.01) * (rows / 1000) ** POWER
    return Cost(seconds, results, known)


def remember(store: Path, explainer: str, seconds: float) -> None:
    """Note what a sample took; no more than a note, so a folder that cannot be written is no error."""
    try:
        files.write_atomic(store / FILE, json.dumps(_notes(store) | {explainer: round(seconds, 6)}).encode())
    except OSError:
        return


def of_sample(store: Path, explainer: str) -> float | None:
    """Seconds that a sample took when this model explained the last ones; None if it never did."""
    seconds = _notes(store).get(explainer)
    return float(seconds) if isinstance(seconds, int | float) else None


def _notes(store: Path) -> dict[str, Any]:
    try:
        notes = json.loads((store / FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    return notes if isinstance(notes, dict) else {}


def _earlier(folder: Path) -> list[tuple[int, float]]:
    """(rows, seconds) of stored results."""
    heads = (head for _, head in why.stored(folder, LOOKED_AT))
    return [(head.rows, head.seconds) for head in heads if head.rows]
