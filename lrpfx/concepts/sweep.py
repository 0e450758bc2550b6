"""The conditional relevance of all units of a place, in one vectorised pull-back of the graph below it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils import _pytree as pytree

from lrpfx.composite import Composite
from lrpfx.concepts.split import Halves, rows, split
from lrpfx.concepts.units import Units, units_of
from lrpfx.condition import Conditions, condition, joined
from lrpfx.errors import NonFiniteError, ParameterError
from lrpfx.evaluate import evaluate, first_nonfinite
from lrpfx.explainer import Explainer
from lrpfx.finite import finite
from lrpfx.methods.lrp import lrp
from lrpfx.optimize import chosen
from lrpfx.optimize.dead import dead
from lrpfx.places import find
from lrpfx.target import Target

Reduce = Callable[[Tensor], Tensor]
"""What is kept of relevance, (rows, ...) -> (rows, ...): `lambda R: R.sum(1)` is a heatmap of images."""


@dataclass(frozen=True, eq=False)
class Part:
    """The conditional relevance of some units, for some samples.

    Attributes:
        samples, units: which ones; `units` are numbers among those that were asked for.
        relevance: of the input, (samples, units, ...).
        layers: of the recorded places below, each (samples, units, ...).
    """

    samples: slice
    units: slice
    relevance: Any = field(repr=False)
    layers: Mapping[str, Tensor] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, eq=False)
class Arrived:
    """What arrives at a place: computed once for all its units.

    Attributes:
        input: as given; output: of the model; target: the explained classes, or None.
        activation, relevance: of the place, (batch, ...): what flows through it and nothing beside it.
        crossing: what the graph below reads; see `lrpfx.concepts.split`.
    """

    input: Any = field(repr=False)
    output: Tensor = field(repr=False)
    target: Tensor | None
    activation: Tensor = field(repr=False)
    relevance: Tensor = field(repr=False)
    crossing: tuple[Tensor, ...] = field(repr=False)
    again: Callable[[slice, int], tuple[Tensor, ...]] = field(repr=False)


@dataclass(frozen=True, eq=False)
class Sweep:
    """The conditional relevance of units of a place.

    Attributes:
        units: which ones.
        output, target: of the model, and the explained classes.
        activation, relevance: of the place, (batch, ...).
        totals: relevance of every unit, (batch, units): Σ over positions.
        maps: its relevance of the input, (batch, units, ...); or what `reduce` kept of it.
        layers: relevance of the recorded places below, (batch, units, ...), by name.
    """

    units: tuple[Any, ...]
    output: Tensor = field(repr=False)
    target: Tensor | None
    activation: Tensor = field(repr=False)
    relevance: Tensor = field(repr=False)
    totals: Tensor = field(repr=False)
    maps: Any = field(repr=False)
    layers: Mapping[str, Tensor] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, eq=False)
class Concepts:
    """A model, compiled for the conditional relevance of the units of one place: call it on inputs.

    `explainer` is that of the place as a whole; `halves` are its relevance graph, cut in two.
    """

    explainer: Explainer
    place: str
    units: Units
    halves: Halves = field(repr=False)
    inputs: bool = True
    others: dict[int, "Concepts"] = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        model = type(self.explainer.model).__name__
        return (
            f"Concepts({len(self.units)} units of `{self.place}` of {model}, {self.explainer.composite.name})"
        )

    def __call__(
        self, x: Any, *, target: Target = None, chunk: int = 32, reduce: Reduce | None = None
    ) -> Sweep:
        """The conditional relevance of all units.

        Args:
            x: inputs, as of the explainer.
            target: what is explained, as in `lrpfx.explain`.
            chunk: how many rows (a unit of a sample each) are computed at once; it bounds memory, not results. Where
                the model's forward fixes the batch size, that many samples are computed at once.
            reduce: what is kept of a row's relevance; `lambda R: R.sum(1)` keeps heatmaps of images.

        Raises:
            LrpfxError: as `lrpfx.explain`.
        """
        arrived = self.arrive(x, target=target)
        found = list(self.stream(arrived, chunk=chunk, reduce=reduce))
        maps = _joined([p.relevance for p in found], found) if self.inputs else None
        above = [n for n in self.explainer.options.record[1:] if n not in found[0].layers]
        if above:
            raise ParameterError(
                f"no relevance flows from `{self.place}` to `{above[0]}`: it is not below it, and has no relevance of"
                " every unit"
            )
        layers = {name: _joined([p.layers[name] for p in found], found) for name in found[0].layers}
        totals = self.units.totals(arrived.activation, arrived.relevance)
        return Sweep(
            self.units.positions, arrived.output, arrived.target, arrived.activation, arrived.relevance, totals,
            maps, layers,
        )  # fmt: skip

    def arrive(self, x: Any, *, target: Target = None) -> Arrived:
        """The forward half and the upper half: what arrives at the place. Arguments as of a call."""
        own, tensors, start = self.explainer.arguments(x, target=target)
        if own is not self.explainer:
            return self._of(own).arrive(x, target=target)
        mask = _mask_position(own, self.place)
        above = [t for i, t in enumerate(tensors) if i != mask]
        seeds: list[Tensor] = []

        def seed(output: Tensor) -> Tensor:
            seeds.append(start(output))
            return seeds[0]

        results = evaluate(self.halves.above, own.params, *above, seed)
        if not all(finite(r) for r in results):
            own(x, target=target)  # it names the equation
            raise NonFiniteError(f"what arrives at `{self.place}` is not finite")
        count = len(self.halves.early)
        activation = results[self.halves.early.index(1 + len(own.structure.names))]

        def again(samples: slice, copies: int) -> tuple[Tensor, ...]:
            several = [t[samples].repeat_interleave(copies, 0) for t in (*above, seeds[0])]
            return evaluate(self.halves.above, own.params, *several)[count + 1 :]

        return Arrived(x, results[0], start.classes, activation, results[count], results[count + 1 :], again)

    def stream(
        self, arrived: Arrived, *, chunk: int = 32, reduce: Reduce | None = None, units: slice | None = None
    ) -> Iterator[Part]:
        """The conditional relevance of units, part by part. Arguments as of a call; `arrived` is from `arrive`."""
        if not hasattr(chunk, "__index__") or chunk < 1:
            raise ParameterError(f"chunk={chunk}; needed is a positive whole number of rows")
        own = self._of(self.explainer.arguments(arrived.input)[0])
        low, high, _ = (units or slice(None)).indices(len(self.units))
        batch = len(arrived.relevance)
        if own.halves.fixed:  # one unit after the other, of the whole batch
            yield from (
                own._pull(arrived, slice(0, batch), slice(k, k + 1), reduce) for k in range(low, high)
            )
            return
        step = max(1, chunk // max(1, high - low))
        for first in range(0, batch, step):
            samples = slice(first, min(first + step, batch))
            for start in range(low, high, chunk):
                yield own._pull(arrived, samples, slice(start, min(start + chunk, high)), reduce)

    def _pull(self, arrived: Arrived, samples: slice, units: slice, reduce: Reduce | None) -> Part:
        """The pull-back of some units of some samples: rows of one batch."""
        R = self.units.relevance(arrived.activation[samples], arrived.relevance[samples], units)
        return self._below(arrived, R, samples, units, reduce)

    def below(self, arrived: Arrived, R: Tensor, *, reduce: Reduce | None = None) -> Part:
        """The pull-back of relevance of the place that is given, (samples, ...), instead of what arrives there.

        It should be zero where a ReLU behind the place lets nothing through, as what arrives is.
        """
        own = self._of(self.explainer.arguments(arrived.input)[0])
        return own._below(arrived, R[:, None], slice(0, len(R)), slice(0, 1), reduce)

    def _below(
        self, arrived: Arrived, R: Tensor, samples: slice, units: slice, reduce: Reduce | None
    ) -> Part:
        shape = (samples.stop - samples.start, units.stop - units.start)
        if self.halves.copied:
            pairs = zip(self.halves.crossing, arrived.crossing, strict=True)
            read = [rows(var, value, samples, shape[1]) for var, value in pairs]
        else:
            read = list(arrived.again(samples, shape[1]))
        results = evaluate(self.halves.below, self.explainer.params, *read, R.flatten(0, 1))
        if not all(finite(r) for r in results):
            raise first_nonfinite(
                self.halves.below, self.explainer.params, *read, R.flatten(0, 1)
            ) or NonFiniteError(f"the relevance of units of `{self.place}` is not finite")
        found = dict(zip(self.halves.late, results, strict=True))
        places = len(self.explainer.structure.names)
        relevance = None
        if self.inputs:
            whole = [found.get(i + 1) for i in range(places)]
            kept = [self._kept(r, i, arrived, shape, reduce) for i, r in enumerate(whole)]
            relevance = self.explainer.structure.join(kept)
        layers = {}
        for i, name in enumerate(self.explainer.options.record[1:]):
            at = 1 + places + 2 * (i + 1) + 1
            if at in found:
                layers[name] = _apart(found[at], shape)
        return Part(samples, units, relevance, layers)

    def _kept(
        self, r: Tensor | None, number: int, arrived: Arrived, shape: tuple[int, int], reduce: Reduce | None
    ) -> Tensor:
        if r is None:  # no relevance flows from the place to this input
            given = self.explainer.structure.split(arrived.input)[number]
            r = arrived.relevance.new_zeros((shape[0] * shape[1], *given.shape[1:]))
        return _apart(r if reduce is None else reduce(r), shape)

    def _of(self, explainer: Explainer) -> "Concepts":
        """The same for another explainer: that of another batch size, where the model's forward fixes it."""
        if explainer is self.explainer:
            return self
        if id(explainer) not in self.others:  # the model's forward fixes the batch size
            halves = _halves(explainer, self.place, self.inputs)
            self.others[id(explainer)] = replace(self, explainer=explainer, halves=halves)
        return self.others[id(explainer)]


def sweep(
    model: nn.Module,
    x: Any,
    place: str,
    units: Any = None,
    *,
    axis: int | tuple[int, ...] = 1,
    heads: int | None = None,
    direction: Tensor | None = None,
    encoder: Tensor | None = None,
    bias: Tensor | None = None,
    composite: str | Composite = "epsilon_plus_flat",
    condition_above: Conditions = None,
    record: str | tuple[str, ...] | list[str] = (),
    inputs: bool = True,
    **options: Any,
) -> Concepts:
    """Compile the conditional relevance of all units of a place: `sweep(model, x, "layer3")(x).maps`.

        R_i(x | k) = pull-back of R_k from the place to the input,   Σ_k R_i(x | k) = R_i(x | the place)

    The forward half and the relevance above the place are computed once for all units, the graph below it for many
    units at a time. What goes past the place by skip connections is left out.

    Args:
        model, x: as in `lrpfx.compile`.
        place: the path of a module, or the name of an equation of the graph.
        units, axis, heads, direction, encoder, bias: as in `lrpfx.condition`. No units: all along the axis.
        condition_above: a condition on other places, which relevance flows through as well.
        record: places below whose relevance is wanted for every unit: the edges of an attribution graph.
        inputs: whether relevance of the input is wanted.
        options: of `lrpfx.compile`.

    Raises:
        LrpfxError: as `lrpfx.compile` and `lrpfx.condition`.

    Source: Achtibat et al. 2023, "From attribution maps to human-understandable explanations through Concept Relevance
    Propagation".
    """
    if options.get("differentiable") or options.get("mask"):
        raise ParameterError(
            "a sweep takes neither `differentiable` nor `mask`: it is itself a mask per unit"
        )
    whole, record = condition(place, torch.ones(())), (record,) if isinstance(record, str) else record
    above = joined(condition_above)
    both = whole if above is None else whole & above
    if direction is not None:
        options["optimize"] = [n for n in chosen(options.get("optimize", True)) if n not in _BY_ZEROS]
    explainer = lrp(model, x, composite=composite, condition=both, record=(place, *record), **options)
    var = find(explainer.forward, place)
    found = units_of(
        place, var.shape, units, axis=axis, heads=heads, direction=direction, encoder=encoder, bias=bias
    )
    return Concepts(explainer, place, found, _halves(explainer, place, inputs), inputs)


_BY_ZEROS = ("support", "halves", "addends")
"""Passes that know where relevance of the place is zero; that of a direction is a ⊙ e_k (...), and not zero there."""


def _halves(explainer: Explainer, place: str, inputs: bool) -> Halves:
    halves = split(explainer.graph, f"mask.{find(explainer.forward, place).name}")
    if inputs:
        return halves
    first = 1 + len(explainer.structure.names)
    kept = [(i, v) for i, v in zip(halves.late, halves.below.outputs, strict=True) if i >= first]
    below = dead(replace(halves.below, outputs=tuple(v for _, v in kept)))
    return replace(halves, below=below, late=tuple(i for i, _ in kept))


def _apart(r: Tensor, shape: tuple[int, int]) -> Tensor:
    return r.reshape(*shape, *r.shape[1:])


def _mask_position(explainer: Explainer, place: str) -> int:
    name = f"mask.{find(explainer.forward, place).name}"
    return next(i for i, v in enumerate(explainer.graph.inputs) if v.name == name)


def _joined(values: list[Any], parts: list[Part]) -> Any:
    """(samples, units, ...) from parts that go unit by unit, then sample by sample."""
    flat = [pytree.tree_flatten(v) for v in values]
    leaves: list[Any] = []
    for i, kind in enumerate(flat[0][0]):
        # Of an input that is no tensor, such as a flag, there is no relevance.
        if not isinstance(kind, Tensor):
            leaves.append(kind)
            continue
        by_sample: dict[int, list[Tensor]] = {}
        for (own, _), part in zip(flat, parts, strict=True):
            by_sample.setdefault(part.samples.start, []).append(own[i])
        leaves.append(torch.cat([torch.cat(rows_, 1) for rows_ in by_sample.values()]))
    return pytree.tree_unflatten(leaves, flat[0][1])
