"""What a command would do: which samples would be explained, which results computed, and how long that would take."""

import contextlib
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from spray import costs
from spray.attribute import missing
from spray.cli.build import load, refuse_foreign
from spray.cli.progress import duration
from spray.cli.stages import Attributed, Opened, Stages, features_of, opening, predictions, store_of, tasks_of
from spray.cli.voice import Say, Voice
from spray.machine import processors
from spray.memo import Memo, Step
from spray.results import Samples
from spray.store import Store
from spray.wanted import everything
from spray.why import why
from spray.words import count

TIMED = 2  # samples that are explained to see how long it takes


@dataclass(frozen=True)
class Planned:
    """A project, the rows that are not explained, and the steps of its analyses with the samples of each.

    `steps` is None where categories are known only when the samples are explained.
    """

    opened: Opened
    store: Store
    lacking: int
    steps: tuple[tuple[Step[Any], int], ...] | None
    memo: Memo

    @property
    def keys(self) -> set[str]:
        """The keys of everything in the store that the project needs."""
        features = features_of(self.opened)
        stores = {self.store.key, *([] if features is None else [features[0].key])}
        return {*stores, *(step.key for step, _ in self.steps or ())}

    def unstored(self) -> list[tuple[Step[Any], int]]:
        """The steps that would be computed."""
        return [(step, rows) for step, rows in self.steps or () if not self.memo.stored(step)]


def dry_run(argument: Path, out: Path, say: Say | Voice, explain: bool = False) -> Planned:
    """Say what a build would do, and do nothing; with `explain`, also why results would be computed."""
    voice, out = Voice.of(say), out.resolve()
    refuse_foreign(out)
    planned = planned_for(argument, out.parent / ".spray", voice)
    total = _tell_samples(planned, voice) + _tell_results(planned, voice, explain)
    apart = ", besides starting up and writing the page" if total else ""
    voice(
        f"Nothing was done. It would take about {duration(total)}{apart}.", "total", seconds=round(total, 3)
    )
    return planned


def planned_for(argument: Path, store: Path, voice: Voice) -> Planned:
    """What a project needs, and what of that the store has."""
    with _copied(store / "images.json") as elsewhere:
        opened = opening(load(argument), elsewhere.parent, voice, Stages())
    opened = Opened(opened.settings, opened.dataset, opened.explained, store)
    attributions, _ = store_of(opened)
    features = features_of(opened)
    stores = [attributions, *([] if features is None else [features[0]])]
    lacking = max(sum(len(store.rows(shard)) for shard in missing(store)) for store in stores)
    attributed = Attributed(opened, attributions, 0)
    memo = Memo(store / "memo")
    if lacking and opened.settings.analyze.categories == "prediction":
        return Planned(opened, attributions, lacking, None, memo)
    samples, classes = predictions(attributed) if not lacking else _unexplained(opened)
    found = {
        step.key: (step, len(task.members))
        for task in tasks_of(attributed, samples, classes)
        for step in everything(task)
        if step.kept
    }
    return Planned(opened, attributions, lacking, tuple(found.values()), memo)


def _unexplained(opened: Opened) -> tuple[Samples, tuple[str, ...]]:
    """The samples before anything is known of what the model makes of them."""
    dataset, nothing = opened.dataset, np.zeros(len(opened.dataset), np.int64)
    samples = Samples(dataset.id, dataset.label, nothing, nothing.astype(np.float32), dataset.metadata)
    return samples, dataset.classes


def _tell_samples(planned: Planned, voice: Voice) -> float:
    opened, total = planned.opened, len(planned.opened.dataset)
    if not planned.lacking:
        voice(f"  explain   all of {count(total, 'sample')} are stored", "attribute", compute=0, stored=total)
        return 0.0
    source, each = "from earlier runs", costs.of_sample(opened.store, opened.explained.key)
    if each is None:
        source, each = f"timed now on {TIMED}", _time(opened)
    seconds = each * planned.lacking
    voice(
        f"  explain   {planned.lacking:,} of {count(total, 'sample')}, about {duration(seconds)} ({source})",
        "attribute",
        compute=planned.lacking,
        stored=total - planned.lacking,
        seconds=round(seconds, 3),
        source=source,
    )
    return seconds


def _tell_results(planned: Planned, voice: Voice, explain: bool) -> float:
    if planned.steps is None:
        voice(
            "  analyse   categories are predictions, which are known when the samples are explained",
            "analyze",
            compute=None,
        )
        return 0.0
    misses = planned.unstored()
    if not misses:
        voice(
            f"  analyse   all of {count(len(planned.steps), 'result')} are stored",
            "analyze",
            compute=0,
            stored=len(planned.steps),
        )
        return 0.0
    cost = costs.of_steps(planned.memo.folder or Path(), misses)
    seconds = cost.seconds / processors()
    names = Counter(step.function.rpartition(".")[2] for step, _ in misses)
    voice(
        f"  analyse   {len(misses):,} of {count(len(planned.steps), 'result')}, "
        f"about {duration(seconds)} ({cost.source})",
        "analyze",
        compute=len(misses),
        stored=len(planned.steps) - len(misses),
        seconds=round(seconds, 3),
        source=cost.source,
        functions=dict(sorted(names.items())),
    )
    for name, number in sorted(names.items()):
        voice(f"            {number:6,} {name}")
        if explain:
            step = next(step for step, _ in misses if step.function.rpartition(".")[2] == name)
            text = why(planned.memo, step)
            for line in text.splitlines():
                voice(f"                   {line}")
            voice.tell("why", function=step.function, key=step.key, text=text)
    return seconds


def _time(opened: Opened) -> float:
    """Seconds per sample, the second time that a few are explained."""
    rows = np.arange(min(TIMED, len(opened.dataset)))
    target = opened.dataset.label[rows] if opened.settings.explain.target == "true_label" else None
    inputs = opened.dataset.inputs(rows)
    opened.explained.explain(inputs, target)
    began = time.perf_counter()
    opened.explained.explain(inputs, target)
    return (time.perf_counter() - began) / len(rows)


@contextlib.contextmanager
def _copied(file: Path) -> Iterator[Path]:
    """A copy of a file that may be written to."""
    with tempfile.TemporaryDirectory() as folder:
        if file.exists():
            shutil.copy(file, folder)
        yield Path(folder) / file.name
