"""From the model of a project file to a function that explains batches, here or in another process."""

import contextlib
import inspect
import math
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

import lrpfx
from lrpfx.cost import peak
from lrpfx.lanes import alone, threads_kept
from spray import model
from spray.attribute import Explain, Ints, Lanes
from spray.attribute import Samples as Inputs
from spray.datasets import Dataset
from spray.errors import FactoryError, LabelError, MethodError, ResourceError
from spray.memory import side_by_side
from spray.project import Project
from spray.space import LAYERED, parted
from spray.words import count

ONE_AT_A_TIME = threading.Lock()
LOADED: dict[str, Explain] = {}
"""The explainer that this process has loaded, by its key; never more than one, for it may be large."""


@dataclass(frozen=True)
class Explained:
    """A compiled model: the function that explains batches, its content hash, and what is said about it."""

    explain: Explain
    content: str
    classes: int
    checkpoint: str | None
    composite: str | None
    recipe: "Recipe"
    point: tuple[int, int, int] = (0, 0, 0)
    """The shape of a sample in the space of the layer that is analysed; zeros if that is of none."""
    each: int = 0
    """Bytes that explaining a sample holds at its peak; 0 if that is unknown."""

    @property
    def key(self) -> str:
        """The content hash of all that decides an explanation, but for the sample."""
        return self.recipe.key

    def on(self, device: str) -> "Explained":
        """The same for the keys of another device; what explains stays where it is."""
        return replace(self, recipe=replace(self.recipe, device=device, key=_key(self.content, device)))


@contextlib.contextmanager
def lanes(explained: Explained, batch: int) -> Iterator[Lanes]:
    """Where batches are explained: on a processor each by one thread, so that bytes do not depend on their number.

    There are as many as torch would use threads. An accelerator takes one batch after the other.
    """
    if explained.recipe.device != "cpu":
        yield Lanes()
        return
    with threads_kept() as before:
        count = side_by_side(before, batch, explained.each, model.free_memory("cpu"))
        yield Lanes(count, begin=alone)


@dataclass(frozen=True)
class Recipe:
    """All that it takes to make the explainer anywhere; `key` is what it must come to. Called, it is made once."""

    factory: str
    arguments: dict[str, Any]
    checkpoint: Path | None
    folder: Path
    method: str
    options: dict[str, Any]
    composite: str | None
    """None: what the method goes over by itself."""
    parameters: dict[str, Any]
    device: str
    key: str = ""
    space: str = "attributions"
    features: bool = False
    """Whether samples are given as points of `space`, and not as relevance of the input."""

    def of_features(self) -> "Recipe":
        """The recipe of what is analysed, where that is no relevance of the input."""
        return replace(self, features=True, key=f"{self.key} {self.space}")

    def plain(self) -> "Recipe":
        """The recipe of the attributions."""
        return (
            replace(self, features=False, key=self.key.removesuffix(f" {self.space}"))
            if self.features
            else self
        )

    def __call__(self, samples: Inputs) -> Explain:
        with ONE_AT_A_TIME:
            if self.key not in LOADED:
                LOADED.clear()
                made = compiled(self, samples)
                plain = made if not self.features else compiled(self.plain(), samples)
                if plain.key != self.plain().key:
                    raise FactoryError(
                        f"model.factory: {self.factory} gives another model in this process than in the one that "
                        "sent the task. It must depend on its arguments and the checkpoint alone."
                    )
                LOADED[self.key] = made.explain
            explain = LOADED[self.key]

        def by_turns(inputs: Any, targets: Ints | None) -> tuple[Any, Any]:
            with ONE_AT_A_TIME:
                return explain(inputs, targets)

        return by_turns


def recipe(settings: Project, dataset: Dataset, device: str) -> Recipe:
    """The recipe of a project file for these samples."""
    return Recipe(
        factory=settings.model.factory,
        arguments=settings.model.arguments,
        checkpoint=settings.path(settings.model.checkpoint) if settings.model.checkpoint else None,
        folder=settings.folder,
        method=settings.explain.method,
        options={name: _frozen(value) for name, value in settings.explain.options.items()},
        composite=composite_of(settings),
        parameters=_parameters(settings, dataset),
        device=device,
        space=settings.analyze.space,
    )


def compiled(made: Recipe, samples: Inputs) -> Explained:
    """The explainer of a recipe. Raises what tracing and loading raise; the model is left as it is."""
    loaded = model.load(made.factory, made.arguments, made.checkpoint, made.folder)
    module = loaded.module.to(made.device)
    composite = lrpfx.composites.get(made.composite, **made.parameters) if made.composite else None
    # Two samples, so that a size of one is not taken for a constant of the model.
    example = torch.from_numpy(samples.inputs(np.array([0, len(samples.id) - 1]))).to(made.device)
    if made.features:
        made = replace(made, options={**made.options, "record": (parted(made.space)[1],)})
    explainer = _explainer(made, module, example, composite)
    content = f"{explainer.key} torch {torch.__version__}"
    classes = _classes(made, _innermost(explainer).forward.outputs[0].shape)
    return Explained(
        explain=_explain(explainer, made.device, made.space if made.features else "attributions"),
        content=content,
        classes=classes,
        checkpoint=loaded.checkpoint,
        composite=str(composite) if composite is not None else None,
        recipe=replace(made, key=_key(content, made.device)),
        point=_point(explainer, made.space),
        each=peak(_innermost(explainer).graph),
    )


def composite_of(settings: Project) -> str | None:
    """The composite that a project file asks for; None where its method goes over something of its own."""
    explain = settings.explain
    named = "composite" in explain.model_fields_set or explain.method == "lrp"
    return explain.composite if named else None


def _explainer(
    made: Recipe, module: torch.nn.Module, example: torch.Tensor, composite: lrpfx.Composite | None
) -> Any:
    try:
        return lrpfx.methods.build(module, example, method=made.method, composite=composite, **made.options)
    except (lrpfx.errors.ParameterError, TypeError) as error:
        if made.method == "lrp" and not made.options:
            raise
        raise MethodError(
            f'explain.method = "{made.method}" with explain.options = {made.options}: {error}'
        ) from error


def _point(explainer: Any, space: str) -> tuple[int, int, int]:
    """The shape of a sample in the space: (channels, height, width); zeros where it is not of a layer."""
    kind, place = parted(space)
    if kind not in LAYERED:
        return (0, 0, 0)
    shape = lrpfx.places.find(_innermost(explainer).forward, place).shape
    sizes = [size for size in shape[1:] if isinstance(size, int)]
    if len(sizes) < len(shape) - 1 or not sizes:
        raise MethodError(
            f'analyze.space = "{space}": what `{place}` hands out has no shape that all samples share: '
            f"(batch, {', '.join(map(str, shape[1:]))})"
        )
    # as `_points` arranges them: the channels of tokens are their features, and they the positions
    channels, *places = reversed(sizes) if len(sizes) == 2 else sizes
    if kind != "relevance" or not places:
        return (channels, 1, 1)
    return (channels, places[0], math.prod(places[1:]))


def _points(explanation: lrpfx.Explanation, space: str) -> torch.Tensor:
    """Samples as points of a space of a layer, (n, channels, height, width); the channels of tokens are their features.

    One number for every channel, (n, channels, 1, 1), but for "relevance", which keeps its positions.
    """
    kind, place = parted(space)
    if place not in explanation.layers:
        raise MethodError(
            f'explain.method hands on no relevance of `{place}`, which analyze.space = "{space}" asks for; "lrp" does'
        )
    layer = explanation.layers[place]
    values = layer.activation if kind == "activations" else layer.relevance
    values = values.movedim(-1, 1) if values.ndim == 3 else values
    if kind == "relevance":
        height = values.shape[2] if values.ndim > 2 else 1
        return values.reshape(len(values), values.shape[1], height, -1)
    if kind == "concepts":
        points = lrpfx.concepts.concept_vectors(values.flatten(2).sum(2) if values.ndim > 2 else values)
    else:
        points = values.flatten(2).mean(2) if values.ndim > 2 else values
    return points[..., None, None]


def _innermost(explainer: Any) -> lrpfx.Explainer:
    while not isinstance(explainer, lrpfx.Explainer):
        explainer = explainer.explainer
    return explainer


def _classes(made: Recipe, shape: Sequence[Any]) -> int:
    if len(shape) != 2:
        raise FactoryError(
            f"model.factory: the output of {made.factory} has the shape (batch, {', '.join(map(str, shape[1:]))}); "
            "it must be (batch, classes), one score per class. Wrap the model in one that pools or chooses."
        )
    return int(shape[1])


def _key(content: str, device: str) -> str:
    return f"{content} {device.partition(':')[0]}"


def check_labels(settings: Project, dataset: Dataset, classes: int) -> None:
    """Raise `LabelError` for a label that the model has no output for."""
    wrong = np.flatnonzero(dataset.label >= classes)
    if wrong.size:
        raise LabelError(
            f"{count(wrong.size, 'sample')} have a label that {settings.model.factory} has no output for: "
            f"{dataset.id[wrong[0]]} has {dataset.label[wrong[0]]}, but the outputs are 0 to {classes - 1}. "
            "Check model.arguments, or data.label_map."
        )


def _parameters(settings: Project, dataset: Dataset) -> dict[str, Any]:
    """Parameters of the composite; the box of values that an input can have follows from the preprocessing."""
    given = {name: _frozen(value) for name, value in settings.explain.parameters.items()}
    composite = composite_of(settings)
    if composite is None:
        return given
    wanted = inspect.signature(lrpfx.composites.REGISTRY[composite]).parameters
    scale = 255.0 if dataset.eight_bits else 1.0
    for name, stored in zip(("low", "high"), dataset.value_range, strict=True):
        if name in wanted and name not in given:
            mean, std = np.asarray(dataset.transform.mean), np.asarray(dataset.transform.std)
            given[name] = tuple(np.broadcast_to((stored / scale - mean) / std, dataset.shape[:1]).tolist())
    return given


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _explain(explainer: Any, device: str, space: str) -> Explain:
    def explain(inputs: Any, targets: Ints | None) -> tuple[Any, Any]:
        target = None if targets is None else torch.from_numpy(targets)
        try:
            explanation = explainer(torch.from_numpy(inputs).to(device), target=target)
        except (torch.OutOfMemoryError, RuntimeError) as error:
            if isinstance(error, torch.OutOfMemoryError) or "allocate memory" in str(error):
                if device.startswith("cuda"):
                    torch.cuda.empty_cache()  # otherwise the pieces of the large batch are in the way of a smaller
                raise ResourceError(_too_large(len(inputs), device)) from error
            raise
        made = explanation.relevance if space == "attributions" else _points(explanation, space)
        return explanation.output.cpu().numpy(), made.cpu().numpy()

    return explain


def _too_large(batch: int, device: str) -> str:
    if batch == 1:
        return (
            f"One sample does not fit into the memory of {device}. Make the inputs smaller (data.resize, data.crop), "
            "or take another explain.device."
        )
    return f"A batch of {batch} does not fit into the memory of {device}. Set explain.batch_size to {batch // 2}."
