"""The one street: project file -> model, samples -> attributions -> analyses -> results.json and the site.

Every stage gets what the one before has made. What was made before, with the same content, is not made again.
"""

import contextlib
import inspect
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch

import lrpfx
import report
from spray import files, findings, model, pipeline, project, results_json
from spray.attribute import Explain, Ints, attribute, plan
from spray.cli import provenance
from spray.cli.progress import Progress, Status, duration
from spray.cli.provenance import Explained
from spray.cli.workers import pool, processors
from spray.datasets import Dataset, open_dataset
from spray.errors import LabelError, OutputError, ResourceError
from spray.memo import Memo
from spray.predictions import predicted
from spray.project import Project
from spray.results import Bytes, Category, Floats, Results, Samples, SiteOptions
from spray.store import Store
from spray.words import count

Say = Callable[[str], None]


@dataclass(frozen=True)
class SitePictures:
    """Inputs and heatmaps of the samples, for the site."""

    dataset: Dataset
    attributions: Store

    def inputs(self, rows: Ints) -> Bytes:
        """Display images, uint8 (len(rows), H, W, 1 or 3)."""
        return self.dataset.display(rows)

    def relevance(self, rows: Ints) -> Floats:
        """Relevance summed over channels, float32 (len(rows), H, W)."""
        summed: Floats = self.attributions.read(rows).sum(axis=1, dtype=np.float32)
        return summed


@dataclass
class Stages:
    """Names and durations of the stages, for the summary at the end."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextlib.contextmanager
    def time(self, name: str) -> Iterator[None]:
        """Time a stage."""
        began = time.monotonic()
        yield
        self.seconds[name] = time.monotonic() - began

    def __str__(self) -> str:
        return ", ".join(f"{name} {duration(seconds)}" for name, seconds in self.seconds.items())


@dataclass(frozen=True)
class Run:
    """What a project file comes to, and how many samples and results were computed for it now."""

    settings: Project
    results: Results
    attributions: Store
    fresh: int
    computed: int


def build(argument: Path, out: Path, say: Say) -> Results:
    """Everything from the project file to the site; `say` prints a line for the user.

    Raises: `SprayError`, `LrpfxError`, `ReportError` and their kin, with the place and the mend.
    """
    stages = Stages()
    out = out.resolve()
    settings = load(argument)
    refuse_foreign(out)
    run = analysed(settings, out.parent / ".spray", say, stages)
    with stages.time("site"):
        built = publish(run.results, out)
    say("\n" + findings.describe(run.results) + "\n")
    if not (run.fresh or run.computed or built.written):
        say("Nothing had to be computed again: all of it came from .spray/.")
    say(f"Time: {stages}.")
    say(f"{count(built.files, 'file')}, {built.bytes / 1e6:.1f} MB. Open {built.path}")
    return run.results


def load(argument: Path) -> Project:
    """The project file that a person means, read and checked."""
    return project.load(project.find(argument), _choices())


def analysed(settings: Project, store: Path, say: Say, stages: Stages) -> Run:
    """From the project file to the results; what is in the store is not made again."""
    say(f"{settings.title} ({settings.file.name})")
    with stages.time("samples"):
        dataset = _open_dataset(settings, store)
    say(f"  {_described(dataset)}")
    for note in dataset.notes:
        say(f"  note: {note}")
    with stages.time("model"):
        explained = _compile(settings, dataset)
    how = f"{settings.explain.composite} on {explained.device}"
    say(f"  {settings.model.factory}, {count(explained.classes, 'output')}; {how}")
    with stages.time("attribution"):
        attributions, fresh = _attribute(settings, dataset, explained, store)
    say(f"  {fresh:,} samples explained now, {len(dataset) - fresh:,} before")
    samples, classes = _predicted(dataset, attributions)
    with stages.time("analysis"):
        categories, computed = _analyse(settings, attributions, samples, classes, store / "memo")
    say(f"  {count(len(categories), 'category')} analysed, {count(computed, 'result')} computed now")
    results = Results(
        project=settings.name,
        classes=classes,
        samples=samples,
        categories=categories,
        pictures=SitePictures(dataset, attributions),
        site=_site_options(settings),
        provenance=provenance.collect(settings, dataset, explained, attributions.key),
        notes=dataset.notes,
    )
    return Run(settings, results, attributions, fresh, computed)


def publish(results: Results, out: Path) -> report.Built:
    """The site in `out`, and results.json."""
    built = report.build(results, out)
    text = results_json.dumps(results).encode()
    for folder in (out, out.parent):  # beside the site for scripts, inside it for whoever it is sent to
        files.write_atomic(folder / "results.json", text)
    return built


def build_demo(out: Path, say: Say) -> Results:
    """The ordinary build of a small project that is made on the spot."""
    from spray.cli import demo

    results = build(demo.prepare(out.resolve().parent / ".spray" / "demo"), out, say)
    say(demo.verdict(results))
    return results


def refuse_foreign(out: Path) -> None:
    """Before hours of work: is there anything in the way that spray did not write?"""
    try:
        report.ours(out)
    except report.ForeignFolderError as error:
        if not out.is_dir():
            raise OutputError(f"{out} is a file. Give the path of a new folder: --out FOLDER.") from error
        raise OutputError(
            f"{out} is not empty, and spray did not write it. Give a new folder: --out FOLDER."
        ) from error
    for file in (out.parent / "results.json", out / "results.json"):
        if file.exists() and not results_json.is_ours(file.read_text(encoding="utf-8", errors="replace")):
            raise OutputError(
                f"{file} is no result of spray and would be replaced. Move it, or change --out."
            )


def _choices() -> project.Choices:
    return {"explain.composite": lrpfx.composites.names(), "site.colormap": lrpfx.colormaps.names()}


def _open_dataset(settings: Project, store: Path) -> Dataset:
    with Progress("reading") as progress:
        return open_dataset(
            settings.data,
            settings.folder,
            seed=settings.analyze.seed,
            index=store / "images.json",
            progress=progress,
        )


def _described(dataset: Dataset) -> str:
    used = len(np.unique(dataset.label))
    shape = "x".join(map(str, dataset.shape))
    return f"{count(len(dataset), 'sample')} in {used} of {len(dataset.classes)} classes, {shape}"


def _compile(settings: Project, dataset: Dataset) -> Explained:
    checkpoint = settings.path(settings.model.checkpoint) if settings.model.checkpoint else None
    loaded = model.load(settings.model.factory, settings.model.arguments, checkpoint, settings.folder)
    device = model.device(settings.explain.device)
    module = loaded.module.to(device)
    parameters = _parameters(settings, dataset)
    composite = lrpfx.composites.get(settings.explain.composite, **parameters)
    # Two samples, so that a size of one is not taken for a constant of the model.
    example = torch.from_numpy(dataset.inputs(np.array([0, len(dataset) - 1]))).to(device)
    explainer = lrpfx.compile(module, example, composite=composite)
    classes = int(explainer.forward.outputs[0].shape[1])  # type: ignore[arg-type]  # only the first is open
    _check_labels(settings, dataset, classes)
    return Explained(
        explain=_explain(explainer, device),
        key=f"{explainer.key} torch {torch.__version__} {device.partition(':')[0]}",
        classes=classes,
        checkpoint=loaded.checkpoint,
        composite=str(composite),
        parameters=parameters,
        device=device,
    )


def _parameters(settings: Project, dataset: Dataset) -> dict[str, Any]:
    """Parameters of the composite; the box of values that an input can have follows from the preprocessing."""
    given = {name: _frozen(value) for name, value in settings.explain.parameters.items()}
    wanted = inspect.signature(lrpfx.composites.REGISTRY[settings.explain.composite]).parameters
    scale = 255.0 if dataset.eight_bits else 1.0
    for name, stored in zip(("low", "high"), dataset.value_range, strict=True):
        if name in wanted and name not in given:
            mean, std = np.asarray(dataset.transform.mean), np.asarray(dataset.transform.std)
            given[name] = tuple(np.broadcast_to((stored / scale - mean) / std, dataset.shape[:1]).tolist())
    return given


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _check_labels(settings: Project, dataset: Dataset, classes: int) -> None:
    wrong = np.flatnonzero(dataset.label >= classes)
    if wrong.size:
        raise LabelError(
            f"{count(wrong.size, 'sample')} have a label that {settings.model.factory} has no output for: "
            f"{dataset.id[wrong[0]]} has {dataset.label[wrong[0]]}, but the outputs are 0 to {classes - 1}. "
            "Check model.arguments, or data.label_map."
        )


def _explain(explainer: lrpfx.Explainer, device: str) -> Explain:
    def explain(inputs: Any, targets: Ints | None) -> tuple[Any, Any]:
        target = None if targets is None else torch.from_numpy(targets)
        try:
            explanation = explainer(torch.from_numpy(inputs).to(device), target=target)
        except (torch.OutOfMemoryError, RuntimeError) as error:
            if isinstance(error, torch.OutOfMemoryError) or "allocate memory" in str(error):
                raise ResourceError(
                    f"A batch of {len(inputs)} does not fit into the memory of {device}. Set "
                    f"explain.batch_size to {max(1, len(inputs) // 4)}."
                ) from error
            raise
        return explanation.output.cpu().numpy(), explanation.relevance.cpu().numpy()

    return explain


def _attribute(settings: Project, dataset: Dataset, explained: Explained, store: Path) -> tuple[Store, int]:
    target = settings.explain.target
    attributions, batch = plan(
        dataset,
        folder=store / "attributions",
        explainer=explained.key,
        target=target,
        batch_size=settings.explain.batch_size,
    )
    try:
        with Progress("explaining") as progress:
            fresh = attribute(
                dataset,
                explained.explain,
                attributions,
                batch,
                target=target,
                progress=progress,
                warn=warnings.warn,
            )
    except KeyboardInterrupt as error:
        error.add_note(f"{attributions.stored():,} of {len(dataset):,} samples are explained.")
        raise
    return attributions, fresh


def _predicted(dataset: Dataset, attributions: Store) -> tuple[Samples, tuple[str, ...]]:
    """The samples with what the model made of them, and a name for each of its outputs."""
    output = attributions.outputs()
    prediction, score = predicted(output)
    samples = Samples(
        id=dataset.id,
        label=dataset.label,
        prediction=prediction,
        score=score,
        metadata=dataset.metadata,
    )
    unnamed = range(len(dataset.classes), output.shape[1])
    return samples, (*dataset.classes, *map(str, unnamed))


def _analyse(
    settings: Project, attributions: Store, samples: Samples, classes: tuple[str, ...], folder: Path
) -> tuple[tuple[Category, ...], int]:
    """The ranked categories, and how many results were computed for them now."""
    before = _entries(folder)
    wanted = settings.analyze
    with pool(processors()) as executor, Status("analysing") as status:
        categories = pipeline.analyze(
            attributions,
            samples,
            classes,
            categories=wanted.categories,
            preprocessing=wanted.preprocessing,
            embeddings=wanted.embeddings,
            clusterings=wanted.clusterings,
            distances=wanted.distances,
            affinities=wanted.affinities,
            laplacians=wanted.laplacians,
            cluster_on=wanted.cluster_on,
            scores=wanted.scores,
            seed=wanted.seed,
            folder=settings.folder,
            memo=Memo(folder),
            executor=executor,
            progress=status,
        )
    return categories, len(_entries(folder) - before)


def _entries(folder: Path) -> set[tuple[str, int]]:
    return {(path.name, path.stat().st_mtime_ns) for path in folder.rglob("*.h5")}


def _site_options(settings: Project) -> SiteOptions:
    palettes = {name: lrpfx.colormaps.palette(name) for name in lrpfx.colormaps.names()}
    return SiteOptions(settings.title, settings.site.image_size, settings.site.colormap, palettes)
