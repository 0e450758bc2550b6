"""`spray fix`: from a finding of the page to a corrected model, its measured effect, and its project file.

finding -> which samples carry the artefact      the others do not; of these, those that are like them count
activations after a module -> a direction        lrpfx.correct; the module, if none is given, by what projecting does
p-clarc, a-clarc, rrr -> a corrected copy        trained on three quarters of the samples that do not carry it
the rate of learning, if none is given           by the accuracy on a fifth of these, without the artefact and with it
accuracy before and after                        on the last quarter, without the artefact and with it
"""

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from safetensors.torch import save

from lrpfx import correct
from spray import files, selection
from spray.cli.fix_work import RATES, WEIGHTS, Effect, Training, Wanted, Work, parted
from spray.cli.progress import Progress
from spray.cli.publication import load
from spray.cli.voice import Say, Voice
from spray.datasets import open_dataset
from spray.errors import OutputError
from spray.project import Project
from spray.words import count, some

RELIES = (
    0.1  # of others that the planted artefact draws into its class: less, and the model does not go by it
)

MENDS = {
    "p-clarc": "A projection takes out one direction, which is little of what changes much of an image, such as a "
    "blur or a texture: try --method a-clarc. For an artefact that is anywhere, --space channels; else another --at.",
    "a-clarc": "Try more --rounds, another --rate, an earlier module, --at, or --method p-clarc.",
    "rrr": "Try a greater --weight, more --rounds, another --rate, or --method a-clarc.",
}
COSTS = 0.02  # of the accuracy without the artefact: more, and it is said
CHANCE = 2  # samples that may be lost without a word
SPARES = {
    "p-clarc": "Try another module, --at, or --method a-clarc.",
    "a-clarc": "Try a smaller --rate, a later module, --at, or --method p-clarc.",
    "rrr": "Try a smaller --rate or --weight, or --method p-clarc.",
}


def fix(
    finding: Path, argument: Path, out: str, wanted: Wanted, say: Say | Voice, *, force: bool = False
) -> dict[str, Any]:
    """Correct the model of a project and write the corrected project beside it; returns what was measured."""
    voice, settings = Voice.of(say), load(argument)
    paths = _paths(settings, finding, out, force=force)
    dataset = open_dataset(settings.data, settings.folder, seed=settings.analyze.seed)
    parts = parted(dataset, selection.load(finding), wanted.finding, settings.analyze.seed)
    of_class = dataset.classes[parts.label]
    voice(
        f"  {count(len(parts.flagged), 'sample')} of {of_class} carry the artefact, {len(parts.rest)} do not",
        "parts", flagged=len(parts.flagged), rest=len(parts.rest),
    )  # fmt: skip
    work = Work(settings, dataset, parts, wanted)
    with Progress("choosing a module", "module", voice) as progress:
        at = work.module(progress)
    artefact = work.artefact(at)
    chosen = "" if wanted.at else ", the module after which it is best projected out,"
    voice(
        f"  after module {at}{chosen} they lie {artefact.separation:.1f} standard deviations apart",
        "direction", at=at, separation=artefact.separation,
    )  # fmt: skip
    alike = work.alike(at, artefact)
    if len(alike):
        voice(
            f"  {count(len(alike), 'other sample')} lie on their side, and are taken to carry it too: "
            f"{some([dataset.id[row] for row in alike])}",
            "alike", rows=alike.tolist(),
        )  # fmt: skip
    with Progress("training", "step", voice) as progress:
        fixed, how = work.corrected(at, artefact, alike, progress)
    if how is not None:
        _tell_training(how, wanted, voice)
    before, after = (work.effect(net, alike) for net in (work.net, fixed))
    held_out = work.held_out(alike)
    _tell(before, after, held_out, wanted, of_class, voice)
    told = {
        "finding": finding.name, "samples": [dataset.id[row] for row in parts.flagged],
        "alike": [dataset.id[row] for row in alike], **asdict(wanted), "at": at, "rate": how and how.rate,
        "weight": how and how.weight, "separation": artefact.separation, "held_out": held_out,
        "before": asdict(before), "after": asdict(after),
    }  # fmt: skip
    files.write_atomic(paths["safetensors"], save({k: v.contiguous() for k, v in fixed.state_dict().items()}))
    files.write_atomic(paths["toml"], project_of(settings, out, wanted.method, at, artefact).encode())
    files.write_atomic(paths["json"], json.dumps(told, indent=2).encode())
    voice(
        f"Wrote {some([path.name for path in paths.values()])}. To see both:\n"
        f"  spray build {_shown(paths['toml'])} --also {_shown(settings.file)}",
        "done",
    )
    return told


def _paths(settings: Project, finding: Path, out: str, *, force: bool) -> dict[str, Path]:
    """What will be written, by suffix. Raises: `OutputError` where it must not be."""
    if out != Path(out).name or "\\" in out:
        raise OutputError(
            f"--out {out} is no plain name. The corrected project lies beside {settings.file.name}, as its paths start "
            f"there: --out {Path(out).name or 'fixed'}"
        )
    paths = {suffix: settings.folder / f"{out}.{suffix}" for suffix in ("toml", "safetensors", "json")}
    own, data = settings.model, settings.data
    named = [name for name in (own.checkpoint, data.hdf5, data.label_map, data.metadata) if name]
    needed = {path.resolve() for path in (settings.file, finding, *map(settings.path, named))}
    lost = [path.name for path in paths.values() if path.resolve() in needed]
    if lost:
        raise OutputError(f"{some(lost)} would be replaced, which this is made from. Give another --out.")
    there = [path.name for path in paths.values() if path.exists()]
    if there and not force:
        raise OutputError(f"{settings.folder} already has {some(there)}. Give another --out, or --force.")
    return paths


def _tell_training(how: Training, wanted: Wanted, voice: Voice) -> None:
    """Say what was chosen."""
    chosen = []
    if wanted.rate is None:
        chosen.append(f"at the rate {how.rate:g}, of {some([f'{rate:g}' for rate in RATES])}")
    if wanted.method == "rrr" and wanted.weight is None:
        chosen.append(f"with the weight {how.weight:g}, of {some([f'{weight:g}' for weight in WEIGHTS])}")
    if chosen:
        voice(f"  trained {'; '.join(chosen)}", "rate", rate=how.rate, weight=how.weight)


def _tell(
    before: Effect, after: Effect, held_out: Mapping[str, int], wanted: Wanted, of_class: str, voice: Voice
) -> None:
    """The table, and in words what should not be overlooked in it."""
    shown = (
        ("clean", "accuracy without the artefact"),
        ("artefact", "accuracy with the artefact"),
        ("planted", "accuracy of others, planted"),
        ("drawn", f"of these taken for {of_class}"),
    )
    wide = max(36, *(len(what) for _, what in shown))
    voice(f"  {'held-out samples':<{wide}}  number   before   after", "table")
    for name, what in shown:
        one, other, number = getattr(before, name), getattr(after, name), held_out[name]
        voice(
            f"  {what:<{wide}} {number:>7,}   {_share(one)}  {_share(other)}",
            "effect", what=name, before=one, after=other, samples=number,
        )  # fmt: skip
    left = round(((before.artefact or 0.0) - (after.artefact or 0.0)) * held_out["artefact"])
    if left > 0:
        voice(
            f"  {left} of {count(held_out['artefact'], 'selected sample')} are taken for {of_class} no more: see "
            "whether they show it. Where the artefact alone has given them their label, that is as it should be.",
            "left",
        )
    lost = (before.clean or 0.0) - (after.clean or 0.0)
    if lost > COSTS and lost * held_out["clean"] > CHANCE:
        voice(
            f"  It costs {100 * lost:.0f} points of accuracy without the artefact. {SPARES[wanted.method]}",
            "costs",
        )
    if before.drawn is None or before.usual is None or after.drawn is None or after.usual is None:
        return
    if after.drawn - before.drawn > RELIES:
        voice(f"  The corrected model goes by it more than the old one did. {MENDS[wanted.method]}", "worse")
    elif before.drawn - before.usual < RELIES:
        voice(
            f"  Of others, {before.usual:.0%} are taken for {of_class} anyway, and {before.drawn:.0%} with what the "
            "selected samples share planted. "
            "Either the model does not go by it, and there is nothing to mend, or it is in another place each time.",
            "unused",
        )
    elif after.drawn > before.drawn / 2:
        voice(f"  The artefact still decides. {MENDS[wanted.method]}", "still")
    elif after.drawn - after.usual > RELIES:
        voice(
            f"  The artefact still counts: without it {after.usual:.0%} of others are taken for {of_class}. "
            f"{MENDS[wanted.method]}",
            "partly",
        )


def project_of(settings: Project, out: str, method: str, at: str, artefact: correct.Artefact) -> str:
    """The project file of the corrected model: that of the old one, with another model."""
    table = tomllib.loads(settings.file.read_text(encoding="utf-8"))
    table.setdefault("project", {})["name"] = f"{settings.name}, {method} at {at}"
    own = table["model"]
    if method == "p-clarc":
        inner = {"factory": own["factory"], "at": at, "shape": list(artefact.direction.shape)}
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
