"""`spray concepts`: what the concepts of a layer stand for, as one page that needs nothing else."""

from collections.abc import Callable, Iterator, Sequence
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
from spray.cli.concept_graph import EDGES, SIDE, Drawn
from spray.cli.concept_page import Samples, Shown, crop_of, page
from spray.cli.explainer import Recipe, recipe
from spray.cli.progress import Progress
from spray.cli.publication import load
from spray.cli.voice import Say, Voice
from spray.datasets import Dataset, open_dataset
from spray.errors import ProjectError
from spray.words import count

CLASSES = 20  # that have concepts of their own on the page: those with the most samples
PER_CLASS = 4  # concepts of each
IN_A_ROW = 3  # samples that such a concept is shown by
SAMPLES_OF_FLOWS = 64  # samples that the attribution graph is summed over
KEPT = 8  # samples of every concept in the tables
NOUNS = {2: "Neuron", 3: "Feature"}  # by the axes of a place: (batch, neurons), (batch, tokens, features)


@dataclass(frozen=True)
class Wanted:
    """What the page shows."""

    layer: str
    lower: str | None
    concepts: int = 12
    references: int = 6


@dataclass(frozen=True)
class Source:
    """What is looked through: the samples, and the model that explains them."""

    made: Recipe
    dataset: Dataset
    target: str
    store: Path
    voice: Voice


def concepts(argument: Path, out: Path, say: Say | Voice, wanted: Wanted) -> Maxima:
    """One pass over the samples for each layer, then the page; a pass goes on where an earlier run was stopped."""
    voice, settings = Voice.of(say), load(argument)
    if settings.explain.method != "lrp":
        raise ProjectError(
            f'Concepts are of relevance: explain.method must be "lrp", not {settings.explain.method!r}.'
        )
    dataset = open_dataset(settings.data, settings.folder, seed=settings.analyze.seed)
    made = recipe(settings, dataset, model.device(settings.explain.device))
    store = out.resolve().parent / ".spray" / "concepts"
    source = Source(made, dataset, settings.explain.target, store, voice)
    swept = swept_of(made, dataset, wanted.layer)
    maxima = _maxima(source, swept)
    names = [*dataset.classes, *(f"class {i}" for i in range(len(dataset.classes), maxima.classes))]
    sample = _sampler(source, swept)
    with Progress("drawing concepts", "concept", voice) as progress:
        shown = _shown(swept, maxima, names, sample, wanted, progress)
    drawn = None if wanted.lower is None else _drawn(source, swept, maxima, wanted.lower)
    samples = Samples(dataset.display, dataset.id, names, settings.site.colormap)
    text = page(settings.title, wanted.layer, _noun(swept), shown, samples, drawn)
    files.write_atomic(out, text.encode())
    voice(f"Open {out}.", "done")
    return maxima


def swept_of(made: Recipe, dataset: Dataset, layer: str, **how: Any) -> Concepts:
    """The sweep of a recipe."""
    loaded = model.load(made.factory, made.arguments, made.checkpoint, made.folder)
    composite = lrpfx.composites.get(made.composite or "epsilon_plus_flat", **made.parameters)
    example = torch.from_numpy(dataset.inputs(np.array([0, len(dataset) - 1]))).to(made.device)
    traced = lrpfx.compile(loaded.module.to(made.device), example, composite=composite)
    axis = _axis(len(lrpfx.places.find(traced.forward, layer).shape))
    return lrpfx.concepts.sweep(loaded.module, example, layer, axis=axis, composite=composite, **how)


def _axis(rank: int) -> int:
    """The axis along which concepts of a place lie: channels, or the features of tokens."""
    return -1 if rank == 3 else 1


def _noun(swept: Concepts) -> str:
    return NOUNS.get(len(lrpfx.places.find(swept.explainer.forward, swept.place).shape), "Channel")


def _maxima(source: Source, swept: Concepts) -> Maxima:
    dataset, target = source.dataset, source.target
    source.store.mkdir(parents=True, exist_ok=True)
    key = lrpfx.concepts.state_key(swept, KEPT)[:16]
    state = source.store / f"{key}-{dataset.fingerprint[:16]}-{target}.state"
    batch = automatic_batch(int(np.prod(dataset.shape)))
    with Progress(f"finding concepts of {swept.place}", voice=source.voice) as progress:
        batches = _batches(dataset, batch, target, source.made.device, progress)
        maxima = lrpfx.concepts.maximise(swept, batches, k=KEPT, state=state, every=4)
    noun = _noun(swept).lower()
    source.voice(
        f"  {count(maxima.seen, 'sample')}, {count(len(maxima.units), noun)} of {swept.place}", "concepts",
        samples=maxima.seen, concepts=len(maxima.units),
    )  # fmt: skip
    return maxima


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


Sampler = Callable[[int], tuple[torch.Tensor, int]]
"""Gives an input and the class that is explained of it, by the number of the sample."""


def _sampler(source: Source, swept: Concepts) -> Sampler:
    def sample(number: int) -> tuple[torch.Tensor, int]:
        x, labels = _inputs(source.dataset, np.array([number]), source.target, source.made.device)
        chosen = swept.explainer.predict(x).argmax(1) if labels is None else labels
        return x[0], int(chosen[0])

    return sample


def _shown(
    swept: Concepts,
    maxima: Maxima,
    names: Sequence[str],
    sample: Sampler,
    wanted: Wanted,
    progress: Progress,
) -> list[Shown]:
    """The cards: of the strongest concepts overall, then of those of every class."""
    plans: list[tuple[str, int | None, list[int], int]] = [
        ("All samples", None, _strongest(maxima, None, wanted.concepts), wanted.references)
    ]
    classes = np.argsort(-maxima.counts, kind="stable")[:CLASSES]
    row = min(IN_A_ROW, wanted.references)
    plans += [
        (names[label], int(label), _strongest(maxima, int(label), PER_CLASS), row)
        for label in sorted(classes)
        if maxima.counts[label]
    ]
    total, done, shown = sum(len(units) for _, _, units, _ in plans), 0, []
    for name, label, units, references in plans:
        cards: list[tuple[Card, Card]] = []
        for unit in units:
            relevant, active = (
                lrpfx.concepts.card(swept, maxima, unit, sample, kind=kind, label=label, count=references)
                for kind in ("relevance", "activation")
            )
            cards.append((relevant, active))
            done += 1
            progress(done, total)
        shown.append(Shown(name, tuple(cards)))
    return shown


def _strongest(maxima: Maxima, label: int | None, most: int) -> list[int]:
    """The concepts with the greatest mean share of relevance in their top samples."""
    table = maxima.overall["relevance"].value
    if label is not None:
        units = len(maxima.units)
        table = maxima.by_class["relevance"].value[label * units : (label + 1) * units]
    mean = np.where(np.isfinite(table), table, 0).mean(1)
    return [int(u) for u in np.argsort(-mean, kind="stable")[:most] if mean[u] > 0]


def _drawn(source: Source, swept: Concepts, maxima: Maxima, lower: str) -> Drawn:
    """The attribution graph, with what concepts of both layers look at."""
    flows = _flows(source, swept.place, lower)
    below = swept_of(source.made, source.dataset, lower)
    found = _maxima(source, below)
    return Drawn(
        flows,
        _noun(swept),
        _pictures(source, swept, maxima, flows.units),
        _pictures(source, below, found, {j for _, j, _ in flows.strongest(EDGES)}),
    )


def _pictures(source: Source, swept: Concepts, maxima: Maxima, units: Any) -> dict[int, str]:
    """The crop of the sample in which a concept is most relevant."""
    sample, found = _sampler(source, swept), {}
    for unit in units:
        card = lrpfx.concepts.card(swept, maxima, maxima.units.index(unit), sample, count=1)
        for reference in card.references:
            picture = source.dataset.display(np.array([reference.sample]))[0]
            found[unit] = crop_of(reference, picture, 2 * SIDE)
    return found


def _flows(source: Source, layer: str, lower: str) -> Flows:
    """The attribution graph of an even choice of samples."""
    made, dataset = source.made, source.dataset
    swept = swept_of(made, dataset, layer, record=(lower,), inputs=False)
    rows = np.unique(np.linspace(0, len(dataset) - 1, SAMPLES_OF_FLOWS).astype(int))
    x, labels = _inputs(dataset, rows, source.target, made.device)
    axis = _axis(len(lrpfx.places.find(swept.explainer.forward, lower).shape))
    return lrpfx.concepts.flows(swept, x, lower, target=labels, lower_axis=axis)
