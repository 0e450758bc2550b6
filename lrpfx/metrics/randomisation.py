"""Does an explanation change where the model does? Model-parameter randomisation."""

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

import numpy as np
import torch
from torch import Tensor, nn

from lrpfx.composite import Composite
from lrpfx.errors import ParameterError
from lrpfx.explainer import Explainer
from lrpfx.lanes import Each, in_turn, side_by_side
from lrpfx.method import Explains
from lrpfx.methods.lrp import lrp
from lrpfx.metrics.batch import batch_of, bytes_of, tensor_of
from lrpfx.metrics.ranking import descending
from lrpfx.metrics.score import Score
from lrpfx.metrics.states import State, under_states
from lrpfx.target import Target
from lrpfx.trace import tensors_of
from lrpfx.versions import versions

SMALL = 1 << 20
"""Bytes of a batch that is explained so fast that other threads are of no use."""

Order = Literal["cascading", "independent", "bottom_up"]


@dataclass(frozen=True, eq=False)
class Randomisation:
    """How alike explanations stay.

    Attributes:
        similarity: by layer, in the order of randomisation, (samples,): 1 is the same, 0 is unrelated.
        order: in which layers were randomised.
    """

    similarity: Mapping[str, Tensor] = field(repr=False)
    order: str

    @property
    def last(self) -> Score:
        """After the last layer: of a cascade, where nothing that was learned is left."""
        return Score("MPRT, last", list(self.similarity.values())[-1])

    @property
    def mean(self) -> Score:
        """The mean over layers."""
        return Score("MPRT, mean", torch.stack(list(self.similarity.values())).mean(0))

    def __str__(self) -> str:
        rows = [f"{name:40} {Score(name, values)}" for name, values in self.similarity.items()]
        return "\n".join(rows)


def mprt(
    model: nn.Module,
    x: Tensor,
    *,
    target: Target = None,
    composite: str | Composite = "epsilon_plus_flat",
    make: Callable[[nn.Module, Tensor], Explains] | None = None,
    order: Order = "cascading",
    magnitude: bool = False,
    seed: int = 0,
    **options: Any,
) -> Randomisation:
    """Rank correlation of explanations before and after the model's layers are initialised anew.

        ρ_l = Spearman(R(x; θ), R(x; θ with layers from the output to l randomised))

    An explanation that stays alike does not depend on what the model has learned. The explained class stays.

    Args:
        model: it is copied, not changed. Layers are modules with `reset_parameters`.
        x, target: as in `pixel_flipping`.
        composite: the explanation is LRP by it; traced once for all layers.
        make: any other explanation: a function of a model and an example input.
        order: "cascading": from the output to the input, one more at each step. "bottom_up": from the input.
            "independent": one at a time.
        magnitude: whether |R| is compared.
        seed: of the new parameters; every layer draws from a generator seeded with it.
        options: of `lrpfx.compile`.

    Raises:
        ParameterError: if it is no model, or has no layer that can be randomised.
        InputError, TargetError: if an argument does not fit.

    Source: Adebayo et al. 2018, "Sanity Checks for Saliency Maps".
    """
    if order not in ("cascading", "independent", "bottom_up"):
        raise ParameterError(f"order={order!r}; valid: 'cascading', 'independent', 'bottom_up'")
    if not isinstance(model, nn.Module):
        raise ParameterError(
            f"layers of a model are randomised, not of {type(model).__name__}: give the model, and with `make` how to"
            " explain it"
        )
    x = tensor_of(x)
    randomised = copy.deepcopy(model).requires_grad_(False)
    layers = [(n, m) for n, m in randomised.named_modules() if hasattr(m, "reset_parameters")]
    if not layers:
        raise ParameterError(
            f"no module of {type(model).__name__} has `reset_parameters`: nothing can be randomised"
        )
    layers = layers if order == "bottom_up" else layers[::-1]
    modules = [layer for _, layer in layers]
    if make is None:
        explainer = lrp(randomised, x, composite=composite, differentiable=True, **options)
        ranked = partial(_ranked, magnitude=magnitude)
        with _working(explainer, x) as each:
            states = _states(explainer, randomised, modules, order, seed)
            found = under_states(explainer, x, target, states, ranked, _correlation, each)
    else:
        found = _one_by_one(make, randomised, x, target, modules, order, magnitude, seed)
    names = (name or "the model itself" for name, _ in layers)
    return Randomisation(dict(zip(names, found, strict=True)), order)


@contextmanager
def _working(explainer: Explainer, x: Tensor) -> Iterator[Each]:
    """How states are worked on: side by side on a processor, where they take longer than it takes to begin a thread."""
    if x.device.type != "cpu":
        yield in_turn
        return
    large = len(x) * bytes_of(explainer.graph) >= SMALL
    with side_by_side(torch.get_num_threads() if large else 1) as each:
        yield each


def _states(
    explainer: Explainer, model: nn.Module, layers: Sequence[nn.Module], order: Order, seed: int
) -> list[State]:
    """The parameters of the relevance graph: as they are, then after each layer. The model's become new ones."""
    before = versions(model)
    state = {name: value.clone() for name, value in _live(explainer, model).items()}
    states: list[State] = [state]
    for layer in layers:
        _reset(layer, seed)
        after = versions(model)
        new = {
            name: value.clone()
            for name, value in _live(explainer, model).items()
            if after.get(name) != before.get(name)
        }
        states.append({**(states[0] if order == "independent" else states[-1]), **new})
        before = after
    return states


def _live(explainer: Explainer, model: nn.Module) -> State:
    """The parameters of the relevance graph, those of the model as they are now."""
    now = tensors_of(model)
    return {v.name: now.get(v.name, explainer.params.get(v.name)) for v in explainer.graph.params}  # type: ignore[misc]


def _one_by_one(
    make: Callable[[nn.Module, Tensor], Explains], model: nn.Module, x: Tensor, target: Target,
    layers: Sequence[nn.Module], order: Order, magnitude: bool, seed: int,
) -> list[Tensor]:  # fmt: skip
    """Similarities by any explanation, made anew after each layer."""
    batch = batch_of(make(model, x), x, target, None)
    clean = _ranked(batch.relevance, magnitude)
    state = {name: value.clone() for name, value in model.state_dict().items()}
    found = []
    for layer in layers:
        if order == "independent":
            model.load_state_dict(state)
        _reset(layer, seed)
        relevance = make(model, x)(x, target=batch.classes).relevance
        found.append(_correlation(clean, _ranked(relevance, magnitude)))
    return found


def _reset(layer: nn.Module, seed: int) -> None:
    """New parameters, the same for a seed; the global states of random numbers stay."""
    devices = {p.device for p in layer.parameters(recurse=False)} - {torch.device("cpu")}
    if devices:
        with torch.random.fork_rng(devices=[d for d in devices if d.type == "cuda"]):
            torch.manual_seed(seed)
            layer.reset_parameters()  # type: ignore[operator]  # it has one, as its caller found
        return
    # `torch.manual_seed` sees to all devices, which takes longer than the layer
    chance = torch.default_generator
    state = chance.get_state()
    try:
        chance.manual_seed(seed)
        layer.reset_parameters()  # type: ignore[operator]
    finally:
        chance.set_state(state)


def _ranked(relevance: Tensor, magnitude: bool) -> Tensor:
    """Ranks of every sample's values, (batch, values), in double precision; equal values share their mean rank."""
    flat = relevance.detach().flatten(1).cpu()
    flat = flat.abs() if magnitude else flat
    order = descending(flat, stable=False)
    ordered = flat.gather(1, order)
    return torch.empty(flat.shape, dtype=torch.float64).scatter_(1, order, _shared(ordered))


def _shared(ordered: Tensor) -> Tensor:
    """The place of every value in its row, of equal values the mean of theirs: of the first and the last."""
    count = ordered.shape[1]
    places = torch.arange(count).expand(ordered.shape)
    changes = ordered[:, 1:] != ordered[:, :-1]
    if bool(changes.all()):
        return places.double()
    at = places.numpy()
    starts = np.where(np.pad(changes, ((0, 0), (1, 0)), constant_values=True), at, 0)
    ends = np.where(np.pad(changes, ((0, 0), (0, 1)), constant_values=True), at, count)
    first = np.maximum.accumulate(starts, axis=1)
    last = np.minimum.accumulate(ends[:, ::-1], axis=1)[:, ::-1]
    return torch.from_numpy((first + last) / 2)


def _correlation(a: Tensor, b: Tensor) -> Tensor:
    """Pearson's correlation of rows; NaN where a row is constant."""
    a, b = a - a.mean(1, keepdim=True), b - b.mean(1, keepdim=True)
    size = a.square().sum(1).sqrt() * b.square().sum(1).sqrt()
    return torch.where(size > 0, (a * b).sum(1) / size, torch.nan).cpu()
