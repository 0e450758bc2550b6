"""The stages of the street, each a function of what the one before has made.

opening     project file -> samples, model        explain     -> attributions of every sample
analyse     -> categories, as results             tasks_of    -> what `analyse` is going to compute
"""

import contextlib
import time
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

import lrpfx
from spray import costs, executors, files, model, pipeline
from spray.attribute import BATCH_VALUES, WIDE, Ints, attribute, missing, plan
from spray.cli import provenance
from spray.cli.explainer import Explained, Recipe, check_labels, compiled, lanes, recipe
from spray.cli.progress import Progress, duration
from spray.cli.voice import Voice
from spray.datasets import Dataset, open_dataset
from spray.errors import FactoryError, StageError
from spray.machine import processors
from spray.memo import Memo
from spray.memory import fitting
from spray.plan import plan_of
from spray.predictions import predicted
from spray.project import Project
from spray.results import Bytes, Floats, Results, Samples, SiteOptions
from spray.space import InputSpace, Reshaped, of_layer, preprocessing_of
from spray.store import Attributions, Store
from spray.wanted import Task, everything
from spray.words import count

ACCELERATORS = ("cuda", "mps", "xpu")
FEW = 200  # categories


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

    def add(self, other: "Stages") -> None:
        """Further time for stages, those of another project."""
        for name, seconds in other.seconds.items():
            self.seconds[name] = self.seconds.get(name, 0.0) + seconds

    def __str__(self) -> str:
        return ", ".join(f"{name} {duration(seconds)}" for name, seconds in self.seconds.items())


@dataclass(frozen=True)
class Opened:
    """A project with its samples and its model; nothing is explained yet. `store` is the folder .spray/."""

    settings: Project
    dataset: Dataset
    explained: Explained
    store: Path


@dataclass(frozen=True)
class Attributed:
    """A project whose samples are explained, `fresh` of them now."""

    opened: Opened
    attributions: Store
    fresh: int


@dataclass(frozen=True)
class Run:
    """What a project file comes to, and how many samples and results were computed for it now."""

    settings: Project
    results: Results
    attributions: Store
    fresh: int
    computed: int


def opening(
    settings: Project, store: Path, voice: Voice, stages: Stages, executor: Executor | None = None
) -> Opened:
    """The samples, looked at, and the model, compiled."""
    voice(f"{settings.title} ({settings.file.name})", "project", name=settings.name, file=settings.file.name)
    if store.is_dir():
        files.remove_dead_parts(store)  # of a run that was killed
    with stages.time("samples"), Progress("reading", voice=voice) as progress:
        dataset = open_dataset(
            settings.data,
            settings.folder,
            seed=settings.analyze.seed,
            index=store / "images.json",
            progress=progress,
        )
    describe_samples(dataset, voice)
    with stages.time("model"):
        explained = compile_model(settings, dataset, elsewhere=executor is not None)
    describe_model(settings, explained, voice)
    return Opened(settings, dataset, explained, store)


def describe_samples(dataset: Dataset, voice: Voice) -> None:
    """Say how many samples there are, and what is odd about them."""
    used, shape = len(np.unique(dataset.label)), "x".join(map(str, dataset.shape))
    voice(
        f"  {count(len(dataset), 'sample')} in {used} of {len(dataset.classes)} classes, {shape}",
        "samples",
        samples=len(dataset),
        classes=used,
        shape=dataset.shape,
    )
    for note in dataset.notes:
        voice(f"  note: {note}", "note")


def describe_model(settings: Project, explained: Explained, voice: Voice) -> None:
    """Say which model is explained, and how."""
    made = explained.recipe
    how = f"{' over '.join(filter(None, _named(made)))} on {made.device}"
    voice(
        f"  {settings.model.factory}, {count(explained.classes, 'output')}; {how}",
        "model",
        factory=settings.model.factory,
        outputs=explained.classes,
        method=made.method,
        composite=made.composite,
        device=made.device,
    )


def _named(made: Recipe) -> tuple[str | None, str | None]:
    return None if made.method == "lrp" else made.method, made.composite


def compile_model(settings: Project, dataset: Dataset, elsewhere: bool = False) -> Explained:
    """The model on its device; one that only workers `elsewhere` have is looked at on the CPU."""
    try:
        device = model.device(settings.explain.device)
    except FactoryError:
        if not elsewhere:
            raise
        explained = compiled(recipe(settings, dataset, "cpu"), dataset).on(settings.explain.device)
    else:
        explained = compiled(recipe(settings, dataset, device), dataset)
    check_labels(settings, dataset, explained.classes)
    return explained


def store_of(opened: Opened) -> tuple[Store, int]:
    """Where the attributions of a project are stored, and the batch size.

    The automatic one is what the shape of the samples says; where the memory is too small for it, what fits, unless a
    run has begun with another already: that is gone on with.
    """
    wanted = _plan(opened, opened.settings.explain.batch_size)
    device = opened.explained.recipe.device
    if opened.settings.explain.batch_size != "auto":
        return wanted
    fits = fitting(wanted[1], opened.explained.each, model.free_memory(device))
    for batch in (wanted[1] >> i for i in range(wanted[1].bit_length())):
        begun = _plan(opened, batch)
        if begun[0].stored():
            return begun
    return _plan(opened, fits)


def _plan(opened: Opened, batch: int | str) -> tuple[Store, int]:
    return plan(
        opened.dataset,
        folder=opened.store / "attributions",
        explainer=opened.explained.key,
        target=opened.settings.explain.target,
        batch_size=batch,
        most=BATCH_VALUES if opened.explained.recipe.device == "cpu" else WIDE,
    )


def features_of(opened: Opened) -> tuple[Store, int] | None:
    """Where the points are stored that are analysed, and the batch size; None if these are attributions or inputs."""
    if not of_layer(opened.settings.analyze.space):
        return None
    explained = opened.explained
    return plan(
        Reshaped(opened.dataset, explained.point),
        folder=opened.store / "attributions",
        explainer=explained.recipe.of_features().key,
        target=opened.settings.explain.target,
        batch_size=store_of(opened)[1],
    )


def explain_features(opened: Opened, voice: Voice, executor: Executor | None) -> None:
    """The points of the space that is analysed, where it is one of a layer; those in the store are not made again."""
    where = features_of(opened)
    if where is None or not missing(where[0]):
        return
    recipe_ = opened.explained.recipe.of_features()
    samples = Reshaped(opened.dataset, opened.explained.point)
    explain_ = opened.explained.explain if executor is not None else compiled(recipe_, opened.dataset).explain
    title = f"finding {opened.settings.analyze.space}"
    with Progress(title, voice=voice) as progress, lanes(opened.explained, where[1]) as side_by_side:
        attribute(
            samples, explain_, *where, target=opened.settings.explain.target, progress=progress, warn=warnings.warn,
            lanes=side_by_side, executor=executor, load=recipe_,
        )  # fmt: skip


def analysed(attributed: Attributed) -> Attributions:
    """What SpRAy looks at."""
    opened = attributed.opened
    if opened.settings.analyze.space == "inputs":
        return InputSpace(opened.dataset)
    where = features_of(opened)
    return attributed.attributions if where is None else where[0]


def explain(opened: Opened, voice: Voice, stages: Stages, executor: Executor | None = None) -> Attributed:
    """The attributions of every sample; those in the store are not made again."""
    dataset, explained = opened.dataset, opened.explained
    store, batch = store_of(opened)
    try:
        with (
            stages.time("attribution"),
            Progress("explaining", voice=voice) as progress,
            lanes(explained, batch) as side_by_side,
        ):
            fresh = attribute(
                dataset,
                explained.explain,
                store,
                batch,
                target=opened.settings.explain.target,
                progress=progress,
                warn=warnings.warn,
                lanes=side_by_side,
                executor=executor,
                load=explained.recipe,
            )
            explain_features(opened, voice, executor)
    except KeyboardInterrupt as error:
        error.add_note(f"{store.stored():,} of {len(dataset):,} samples are explained.")
        raise
    if fresh:
        costs.remember(opened.store, explained.key, stages.seconds["attribution"] / fresh)
    before = len(dataset) - fresh
    voice(
        f"  {count(fresh, 'sample')} explained now, {before:,} before", "explained", now=fresh, before=before
    )
    return Attributed(opened, store, fresh)


def explained_before(opened: Opened) -> Attributed:
    """The attributions that are in the store, on whatever device they were made. Raises: `StageError`."""
    best, most = opened, -1
    for device in (opened.explained.recipe.device, "cpu", *ACCELERATORS):
        candidate = replace(opened, explained=opened.explained.on(device))
        stored = store_of(candidate)[0].stored()
        if stored > most:
            best, most = candidate, stored
    store, total = store_of(best)[0], len(opened.dataset)
    whole = total - sum(len(store.rows(shard)) for shard in missing(store, warnings.warn)) if most else 0
    if whole < total:
        raise StageError(f"{whole:,} of {count(total, 'sample')} are explained", "attribute")
    features = features_of(best)
    if features is not None and missing(features[0], warnings.warn):
        raise StageError(f"{best.settings.analyze.space} is not known of every sample", "attribute")
    return Attributed(best, store, 0)


def analyse(attributed: Attributed, voice: Voice, stages: Stages, executor: Executor | None = None) -> Run:
    """The results; those in the memo are not computed again."""
    opened, settings = attributed.opened, attributed.opened.settings
    samples, classes = predictions(attributed)
    tasks = tasks_of(attributed, samples, classes)
    memo = Memo(opened.store / "memo")
    with contextlib.ExitStack() as stack:
        stack.enter_context(stages.time("analysis"))
        used = (
            None
            if all_stored(tasks)
            else executor or stack.enter_context(executors.local(min(processors(), len(tasks)), script=False))
        )
        progress = stack.enter_context(Progress("analysing", "sample", voice))
        total, done = sum(len(task.members) for task in tasks), 0

        def advance(task: Task) -> None:
            nonlocal done
            done += len(task.members)
            progress(done, total)

        progress(0, total)
        categories = pipeline.run_tasks(tasks, memo, used, advance)
    computed = memo.counts["misses"]
    voice(
        f"  {count(len(categories), 'category')} analysed, {count(computed, 'result')} computed now",
        "analysed",
        categories=len(categories),
        computed=computed,
        hits=memo.counts["hits"],
        damaged=memo.counts["damaged"],
    )
    results = Results(
        project=settings.name,
        classes=classes,
        samples=samples,
        categories=categories,
        pictures=SitePictures(opened.dataset, attributed.attributions),
        site=_site_options(settings),
        provenance=provenance.collect(
            settings, opened.dataset, opened.explained, attributed.attributions.key
        ),
        notes=opened.dataset.notes,
    )
    return Run(settings, results, attributed.attributions, attributed.fresh, computed)


def all_stored(tasks: Sequence[Task]) -> bool:
    """Whether there is nothing to compute; of very many categories it is not known, for looking takes time as well."""
    return len(tasks) <= FEW and all(
        task.memo.stored(step) for task in tasks for step in everything(task) if step.kept
    )


def tasks_of(
    attributed: Attributed, samples: Samples | None = None, classes: tuple[str, ...] = ()
) -> list[Task]:
    """A task for every category, as the project file wants it."""
    opened, wanted = attributed.opened, attributed.opened.settings.analyze
    if samples is None:
        samples, classes = predictions(attributed)
    plan = plan_of(
        preprocessing=preprocessing_of(
            wanted.space, wanted.preprocessing, "preprocessing" in wanted.model_fields_set
        ),
        distances=wanted.distances,
        affinities=wanted.affinities,
        laplacians=wanted.laplacians,
        embeddings=wanted.embeddings,
        clusterings=wanted.clusterings,
        cluster_on=wanted.cluster_on,
        scores=wanted.scores,
        seed=wanted.seed,
        folder=opened.settings.folder,
    )
    memo = Memo(opened.store / "memo")
    return pipeline.tasks_of(analysed(attributed), samples, classes, plan, memo, wanted.categories)


def predictions(attributed: Attributed) -> tuple[Samples, tuple[str, ...]]:
    """The samples with what the model made of them, and a name for each of its outputs."""
    dataset, output = attributed.opened.dataset, attributed.attributions.outputs()
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


def _site_options(settings: Project) -> SiteOptions:
    palettes = {name: lrpfx.colormaps.palette(name) for name in lrpfx.colormaps.names()}
    return SiteOptions(settings.title, settings.site.image_size, settings.site.colormap, palettes)
