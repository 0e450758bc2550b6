"""`spray concepts`: what the channels of a layer stand for, as one page that needs nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

import lrpfx
from lrpfx.concepts import Card, Concepts, Flows, Maxima
from spray import files, model
from spray.attribute import automatic_batch
from spray.cli.concept_page import Shown, page
from spray.cli.explainer import Recipe, recipe
from spray.cli.progress import Progress
from spray.cli.publication import load
from spray.cli.voice import Say, Voice
from spray.datasets import Dataset, open_dataset
from spray.errors import ProjectError
from spray.project import Project
from spray.words import count

CLASSES = 20  # that have concepts of their own on the page: those with the most samples
PER_CLASS = 4  # concepts of each
IN_A_ROW = 3  # samples that such a concept is shown by
SAMPLES_OF_FLOWS = 64  # samples that the attribution graph is summed over
KEPT = 8  # samples of every concept in the tables


@dataclass(frozen=True)
class Wanted:
    """What the page shows."""

    layer: str
    lower: str | None
    concepts: int = 12
    references: int = 6


def concepts(argument: Path, out: Path, say: Say | Voice, wanted: Wanted) -> Maxima:
    """One pass over the samples, then the page; the pass goes on where an earlier run was stopped."""
    voice, settings = Voice.of(say), load(argument)
    if settings.explain.method != "lrp":
        raise ProjectError(
            f'Concepts are of relevance: explain.method must be "lrp", not {settings.explain.method!r}.'
        )
    dataset = open_dataset(settings.data, settings.folder, seed=settings.analyze.seed)
    made = recipe(settings, dataset, model.device(settings.explain.device))
    swept, target = swept_of(made, dataset, wanted.layer), settings.explain.target
    batch = automatic_batch(int(np.prod(dataset.shape)))
    store = out.resolve().parent / ".spray" / "concepts"
    store.mkdir(parents=True, exist_ok=True)
    state = store / f"{lrpfx.concepts.state_key(swept, KEPT)[:16]}-{dataset.fingerprint[:16]}-{target}.state"
    with Progress("finding concepts", voice=voice) as progress:
        batches = _batches(dataset, batch, target, made.device, progress)
        maxima = lrpfx.concepts.maximise(
            swept, batches, k=KEPT, classes=len(dataset.classes), state=state, every=4
        )
    voice(f"  {count(maxima.seen, 'sample')}, {len(maxima.units)} concepts of {wanted.layer}", "concepts",
          samples=maxima.seen, concepts=len(maxima.units))  # fmt: skip
    with Progress("drawing concepts", "concept", voice) as progress:
        shown = _shown(swept, maxima, dataset, settings, made.device, wanted, progress)
    flows = None if wanted.lower is None else _flows(made, dataset, target, wanted)
    text = page(settings.title, wanted.layer, shown, dataset.display, flows, settings.site.colormap)
    files.write_atomic(out, text.encode())
    voice(f"Open {out}.", "done")
    return maxima


def swept_of(made: Recipe, dataset: Dataset, layer: str, **how: Any) -> Concepts:
    """The sweep of a recipe."""
    loaded = model.load(made.factory, made.arguments, made.checkpoint, made.folder)
    composite = lrpfx.composites.get(made.composite or "epsilon_plus_flat", **made.parameters)
    example = torch.from_numpy(dataset.inputs(np.array([0, len(dataset) - 1]))).to(made.device)
    swept = lrpfx.concepts.sweep(loaded.module.to(made.device), example, layer, composite=composite, **how)
    return swept


def _batches(
    dataset: Dataset, batch: int, target: str, device: str, progress: Progress
) -> Iterator[tuple[torch.Tensor, Any]]:
    for first in range(0, len(dataset), batch):
        rows = np.arange(first, min(first + batch, len(dataset)))
        yield _inputs(dataset, rows, target, device)
        progress(int(rows[-1]) + 1, len(dataset))


def _inputs(dataset: Dataset, rows: NDArray[Any], target: str, device: str) -> tuple[torch.Tensor, Any]:
    labels = torch.from_numpy(np.asarray(dataset.label[rows]))
    return torch.from_numpy(dataset.inputs(rows)).to(device), labels if target == "true_label" else None


def _shown(
    swept: Concepts,
    maxima: Maxima,
    dataset: Dataset,
    settings: Project,
    device: str,
    wanted: Wanted,
    progress: Progress,
) -> list[Shown]:
    """The cards: of the strongest concepts overall, then of those of every class."""
    plans: list[tuple[str, int | None, list[int], int]] = [
        ("All samples", None, _strongest(maxima, None, wanted.concepts), wanted.references)
    ]
    classes = np.argsort(-maxima.counts, kind="stable")[:CLASSES]
    plans += [
        (
            dataset.classes[label],
            int(label),
            _strongest(maxima, int(label), PER_CLASS),
            min(IN_A_ROW, wanted.references),
        )
        for label in sorted(classes)
        if maxima.counts[label]
    ]

    def sample(number: int) -> tuple[torch.Tensor, int]:
        x, labels = _inputs(dataset, np.array([number]), settings.explain.target, device)
        chosen = swept.explainer.predict(x).argmax(1) if labels is None else labels
        return x[0], int(chosen[0])

    total, done, shown = sum(len(units) for _, _, units, _ in plans), 0, []
    for name, label, units, references in plans:
        cards: list[Card] = []
        for unit in units:
            cards.append(lrpfx.concepts.card(swept, maxima, unit, sample, label=label, count=references))
            done += 1
            progress(done, total)
        shown.append(Shown(name, tuple(c for c in cards if c.references)))
    return shown


def _strongest(maxima: Maxima, label: int | None, most: int) -> list[int]:
    """The concepts with the greatest mean share of relevance in their top samples."""
    table = maxima.overall["relevance"].value
    if label is not None:
        units = len(maxima.units)
        table = maxima.by_class["relevance"].value[label * units : (label + 1) * units]
    mean = np.where(np.isfinite(table), table, 0).mean(1)
    return [int(u) for u in np.argsort(-mean, kind="stable")[:most] if mean[u] > 0]


def _flows(made: Recipe, dataset: Dataset, target: str, wanted: Wanted) -> Flows:
    """The attribution graph of an even choice of samples."""
    assert wanted.lower is not None
    swept = swept_of(made, dataset, wanted.layer, record=(wanted.lower,), inputs=False)
    rows = np.unique(np.linspace(0, len(dataset) - 1, SAMPLES_OF_FLOWS).astype(int))
    x, labels = _inputs(dataset, rows, target, made.device)
    return lrpfx.concepts.flows(swept, x, wanted.lower, target=labels)
