"""`spray fix`: from a finding of the page to a corrected model, its measured effect, and its project file.

finding -> which samples carry the artefact      the others of their class do not
activations after a module -> a direction        lrpfx.correct
p-clarc, a-clarc, rrr -> a corrected copy        trained on three quarters of the samples
the rate of learning, if none is given           by the accuracy on a fifth of these, without the artefact and with it
accuracy before and after                        on the last quarter, without the artefact and with it
"""

import json
import os
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save
from torch import Tensor, nn

import lrpfx
from lrpfx import correct
from lrpfx.errors import NonFiniteError
from spray import files, model, selection
from spray.attribute import automatic_batch
from spray.cli.progress import Progress
from spray.cli.publication import load
from spray.cli.voice import Say, Voice
from spray.datasets import Dataset, open_dataset
from spray.errors import OutputError, ProjectError
from spray.project import Project
from spray.words import count, some

HELD_OUT = 0.25
CHOOSING = 0.2  # of the others, where a rate of learning is to be chosen
RATES = (1e-4, 1e-3, 1e-2)
REGION = 0.25  # of the greatest difference between mean heatmaps: where relevance is not wanted


MENDS = {
    "p-clarc": "Try another module, --at, or --space channels for an artefact that is anywhere.",
    "a-clarc": "Try more --rounds, another --rate, an earlier module, --at, or --method p-clarc.",
    "rrr": "Try a greater --weight, more --rounds, another --rate, or --method p-clarc.",
}

Rows = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Wanted:
    """How to correct: see the options of the command."""

    at: str
    method: str = "p-clarc"
    finding: str | None = None
    space: str = "values"
    rounds: int = 5
    rate: float | None = None
    weight: float = 1.0


@dataclass(frozen=True)
class Effect:
    """Accuracy on held-out samples, before and after; None where there are none.

    `clean`: those that were not selected. `artefact`: those that were. `planted`: the clean ones of other classes with
    the artefact's direction added after the module; `drawn` is the share of these that becomes the artefact's class.
    """

    clean: float | None
    artefact: float | None
    planted: float | None
    drawn: float | None


@dataclass(frozen=True, eq=False)
class Parts:
    """Rows of the data set."""

    flagged: Rows
    rest: Rows
    train: Rows
    test: Rows
    label: int


def fix(
    finding: Path, argument: Path, out: str, wanted: Wanted, say: Say | Voice, *, force: bool = False
) -> dict[str, Any]:
    """Correct the model of a project and write the corrected project beside it; returns what was measured."""
    voice, settings = Voice.of(say), load(argument)
    paths = {suffix: settings.folder / f"{out}.{suffix}" for suffix in ("toml", "safetensors", "json")}
    there = [path.name for path in paths.values() if path.exists()]
    if there and not force:
        raise OutputError(f"{settings.folder} already has {some(there)}. Give another --out, or --force.")
    dataset = open_dataset(settings.data, settings.folder, seed=settings.analyze.seed)
    parts = parted(dataset, selection.load(finding), wanted.finding, settings.analyze.seed)
    voice(
        f"  {count(len(parts.flagged), 'sample')} of {dataset.classes[parts.label]} carry the artefact, "
        f"{len(parts.rest)} do not",
        "parts", flagged=len(parts.flagged), rest=len(parts.rest),
    )  # fmt: skip
    work = Work(settings, dataset, parts, wanted)
    artefact = work.artefact()
    voice(
        f"  after {wanted.at} they lie {artefact.separation:.1f} standard deviations apart",
        "direction", separation=artefact.separation,
    )  # fmt: skip
    with Progress("training", "batch", voice) as progress:
        fixed, rate = work.corrected(artefact, progress)
    if rate is not None and wanted.rate is None:
        voice(
            f"  trained at the rate {rate:g}, of {some(list(map('{:g}'.format, RATES)))}", "rate", rate=rate
        )
    before, after = (work.effect(net, artefact, parts.test) for net in (work.net, fixed))
    voice("  held-out samples                     before   after", "table")
    for name, what in (
        ("clean", "accuracy without the artefact"),
        ("artefact", "accuracy with the artefact"),
        ("planted", "accuracy of others, planted"),
        ("drawn", f"of these taken for {dataset.classes[parts.label]}"),
    ):
        one, other = getattr(before, name), getattr(after, name)
        voice(f"  {what:<36} {_share(one)}  {_share(other)}", "effect", what=name, before=one, after=other)
    if before.drawn and after.drawn is not None and after.drawn > before.drawn / 2:
        voice(f"  The artefact still decides. {MENDS[wanted.method]}", "still")
    told = {
        "finding": finding.name, "samples": [dataset.id[row] for row in parts.flagged], **asdict(wanted), "rate": rate,
        "separation": artefact.separation, "before": asdict(before), "after": asdict(after),
    }  # fmt: skip
    files.write_atomic(paths["safetensors"], save({k: v.contiguous() for k, v in fixed.state_dict().items()}))
    files.write_atomic(paths["toml"], project_of(settings, out, wanted, artefact).encode())
    files.write_atomic(paths["json"], json.dumps(told, indent=2).encode())
    voice(
        f"Wrote {some([path.name for path in paths.values()])}. To see both:\n"
        f"  spray build {_shown(paths['toml'])} --also {_shown(settings.file)}",
        "done",
    )
    return told


def parted(dataset: Dataset, chosen: selection.Selection, name: str | None, seed: int) -> Parts:
    """Which rows carry the artefact. Raises: `ProjectError` for samples of another data set, or of several classes."""
    ids = list(chosen.finding(name).ids) if name else [one for one in chosen.ids if one is not None]
    row = {one: i for i, one in enumerate(dataset.id)}
    unknown = [one for one in ids if one not in row]
    if unknown or not ids:
        what = (
            f"{count(len(unknown), 'sample')} that the project has not: {some(unknown)}"
            if unknown
            else "no sample by its id"
        )
        raise ProjectError(f"the finding has {what}. Name the project that it was found in.")
    flagged = np.array(sorted(row[one] for one in ids))
    labels = sorted(set(dataset.label[flagged].tolist()))
    if len(labels) > 1:
        named = some([dataset.classes[label] for label in labels])
        raise ProjectError(
            f"the finding has samples of several classes ({named}). Select those of one class."
        )
    rest = np.setdiff1d(np.flatnonzero(dataset.label == labels[0]), flagged)
    order = np.random.default_rng(seed).permutation(len(dataset))
    held = np.zeros(len(dataset), bool)
    for group in (flagged, rest, np.flatnonzero(dataset.label != labels[0])):
        mine = order[np.isin(order, group)]
        held[mine[: round(HELD_OUT * len(mine))]] = True
    return Parts(flagged, rest, np.flatnonzero(~held), np.flatnonzero(held), labels[0])


class Work:
    """A model with its samples."""

    def __init__(self, settings: Project, dataset: Dataset, parts: Parts, wanted: Wanted) -> None:
        self.settings, self.dataset, self.parts, self.wanted = settings, dataset, parts, wanted
        explain, own = settings.explain, settings.model
        checkpoint = settings.path(own.checkpoint) if own.checkpoint else None
        self.device = model.device(explain.device)
        self.net: nn.Module = model.load(own.factory, own.arguments, checkpoint, settings.folder).module.to(
            self.device
        )
        values = int(np.prod(dataset.shape))
        self.batch = automatic_batch(values) if explain.batch_size == "auto" else int(explain.batch_size)

    def batches(self, rows: np.ndarray[Any, Any]) -> Iterator[tuple[Tensor, Tensor]]:
        """Inputs and labels of some rows."""
        for start in range(0, len(rows), self.batch):
            here = rows[start : start + self.batch]
            x = torch.from_numpy(self.dataset.inputs(here)).to(self.device)
            yield x, torch.from_numpy(np.asarray(self.dataset.label[here], np.int64)).to(self.device)

    def artefact(self) -> correct.Artefact:
        """The direction, from samples that are not held out."""
        flagged, rest = (
            np.intersect1d(rows, self.parts.train) for rows in (self.parts.flagged, self.parts.rest)
        )
        rows = np.concatenate([flagged, rest])
        h = correct.activations(self.net, self.wanted.at, (x for x, _ in self.batches(rows)))
        present = torch.arange(len(rows)) < len(flagged)
        return correct.artefact_direction(h, present, space=self.wanted.space)  # type: ignore[arg-type]  # checked there

    def corrected(self, artefact: correct.Artefact, progress: Any) -> tuple[nn.Module, float | None]:
        """The model without the artefact, and the rate of learning, if it was trained."""
        wanted = self.wanted
        if wanted.method == "p-clarc":
            return correct.projective(self.net, wanted.at, artefact), None
        rows = np.random.default_rng(self.settings.analyze.seed).permutation(self.parts.train)
        judges = np.array([], np.int64)
        if wanted.rate is None:
            judges, rows = np.split(rows, [round(CHOOSING * len(rows))])
        rates = RATES if wanted.rate is None else (wanted.rate,)
        each = wanted.rounds * -(-len(rows) // self.batch)
        tried: list[tuple[float, nn.Module, float]] = []
        for i, rate in enumerate(rates):

            def told(number: int, loss: float, before: int = i * each) -> None:
                progress(before + number + 1, len(rates) * each)

            try:
                fixed = self._trained(artefact, rows, rate, told)
            except NonFiniteError:
                if rate == rates[-1] and not tried:
                    raise
                continue
            effect = self.effect(fixed, artefact, judges)
            tried.append(((effect.clean or 0) + (effect.planted or 0), fixed, rate))
        _, fixed, rate = max(tried, key=lambda one: one[0])
        return fixed, rate

    def _trained(
        self, artefact: correct.Artefact, rows: Rows, rate: float, progress: Callable[[int, float], None]
    ) -> nn.Module:
        wanted = self.wanted
        told: dict[str, Any] = {"rounds": wanted.rounds, "rate": rate, "progress": progress}
        if wanted.method == "a-clarc":
            # one half stays as it is, so that the model does not forget what samples look like without the artefact
            augmented = correct.augmentative(self.net, wanted.at, artefact, every=2)
            return correct.without(correct.fine_tune(augmented, lambda: self.batches(rows), **told))
        return correct.right_reasons(
            self.net, lambda: self.batches(rows), self.region(), weight=wanted.weight, **told
        )

    def region(self) -> Tensor:
        """Where samples with the artefact have more relevance, of either sign, than others of their class: (H, W)."""
        means = []
        for rows in (self.parts.flagged, self.parts.rest):
            here, total = np.intersect1d(rows, self.parts.train), torch.zeros(self.dataset.shape[1:])
            explainer: Any = None
            for x, y in self.batches(here):
                explainer = explainer or lrpfx.compile(self.net, x, composite="epsilon_plus")
                heat = explainer(x, target=y).relevance.sum(1).abs()
                total += (heat / heat.flatten(1).sum(1).clamp(min=1e-30)[:, None, None]).sum(0).cpu()
            means.append(total / max(1, len(here)))
        more = (means[0] - means[1]).clamp(min=0)
        return (more >= REGION * more.max()).float() * (more > 0)

    def effect(self, net: nn.Module, artefact: correct.Artefact, rows: Rows) -> Effect:
        """Accuracy of a model on some rows."""
        parts = self.parts
        flagged = np.intersect1d(parts.flagged, rows)
        clean = np.setdiff1d(rows, parts.flagged)
        others = clean[self.dataset.label[clean] != parts.label]
        # What is planted along the direction, a projection takes away again.
        projected = net is not self.net and self.wanted.method == "p-clarc"
        planted = net if projected else correct.augmentative(net, self.wanted.at, artefact)
        right, _ = self._predicted(net, clean)
        with_it, _ = self._predicted(net, flagged)
        plant, drawn = self._predicted(planted, others)
        return Effect(right, with_it, plant, drawn)

    def _predicted(self, net: nn.Module, rows: np.ndarray[Any, Any]) -> tuple[float | None, float | None]:
        """The share of right predictions, and of those for the artefact's class."""
        if not len(rows):
            return None, None
        right, drawn = 0, 0
        with torch.no_grad():
            for x, y in self.batches(rows):
                found = net(x).argmax(1)
                right += int((found == y).sum())
                drawn += int((found == self.parts.label).sum())
        return right / len(rows), drawn / len(rows)


def project_of(settings: Project, out: str, wanted: Wanted, artefact: correct.Artefact) -> str:
    """The project file of the corrected model: that of the old one, with another model."""
    table = tomllib.loads(settings.file.read_text(encoding="utf-8"))
    table.setdefault("project", {})["name"] = f"{settings.name}, {wanted.method} at {wanted.at}"
    own = table["model"]
    if wanted.method == "p-clarc":
        inner = {"factory": own["factory"], "at": wanted.at, "shape": list(artefact.direction.shape)}
        if own.get("arguments"):
            inner["arguments"] = own["arguments"]
        own["factory"], own["arguments"] = "lrpfx.correct:corrected", inner
    own["checkpoint"] = f"{out}.safetensors"
    lines = [f"# Written by `spray fix`: {settings.file.name} with a corrected model."]
    for section, values in table.items():
        lines += ["", f"[{section}]", *(f"{key} = {_toml(value)}" for key, value in values.items())]
    return "\n".join([*lines, ""])


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {_toml(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _share(value: float | None) -> str:
    return "     –" if value is None else f"{value:>6.1%}"


def _shown(path: Path) -> str:
    near = os.path.relpath(path)
    return near if len(near) < len(str(path)) else str(path)
