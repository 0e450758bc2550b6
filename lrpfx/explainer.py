"""A model, compiled into its relevance graph, ready to be called."""

import copy
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import torch
from torch import Tensor, nn

from lrpfx.arguments import batch_of, check_inputs, conditions, masks, references, same_axes, takes
from lrpfx.composite import Composite
from lrpfx.composites.gradient import gradient
from lrpfx.condition import Conditions
from lrpfx.content import content
from lrpfx.cost import Cost, cost, peak, size_of
from lrpfx.defaults import BOUND
from lrpfx.errors import InputError, ModelChangedError, NonFiniteError, PlaceError, TraceError
from lrpfx.evaluate import evaluate, first_nonfinite
from lrpfx.explanation import Explanation, Layer
from lrpfx.finite import finite
from lrpfx.folds import Folds, Keys
from lrpfx.graph import Graph
from lrpfx.ledger import Ledger
from lrpfx.masks import Mask
from lrpfx.optimize import PASSES, chosen, layout, steps
from lrpfx.options import Options, canonized, restrictions, written
from lrpfx.origin import Accounts, Origin
from lrpfx.parts import part
from lrpfx.pause import no_collection
from lrpfx.relevance import relevance_graph
from lrpfx.rule_table import RuleTable
from lrpfx.runs import length, run, run_each
from lrpfx.start import Start
from lrpfx.structure import Structure, structure_of
from lrpfx.target import Target
from lrpfx.trace import tensors_of
from lrpfx.versions import State, versions
from lrpfx.weights import WeightRelevance

OTHERS = 16
"""How many other sizes of inputs an explainer remembers; the one that came first is forgotten first."""


@dataclass(frozen=True, eq=False)
class Explainer:
    """A compiled explanation: call it on inputs.

    `forward` is the canonized graph of the model and `weights` its parameters; `graph` is the relevance graph that is
    run and `params` are its parameters. `versions` is the state of the model when it was compiled. `others` are
    explainers for inputs of other sizes, and `folds` is what all of them have in common: results that depend on
    parameters alone.
    """

    model: nn.Module = field(repr=False)
    options: Options
    structure: Structure = field(repr=False)
    forward: Graph
    weights: Mapping[str, Tensor] = field(repr=False)
    graph: Graph
    params: Mapping[str, Tensor] = field(repr=False)
    masks: Mapping[str, Mask] = field(default_factory=dict, repr=False)
    versions: Mapping[str, State] = field(default_factory=dict, repr=False)
    others: dict[tuple[torch.Size, ...], "Explainer"] = field(default_factory=dict, repr=False)
    folds: Folds = field(default_factory=Folds, repr=False)
    keys: Keys = field(default_factory=dict, repr=False)
    written: dict[str, Accounts] = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        sizes = f"{len(self.forward.eqns)} equations of the model, {len(self.graph.eqns)} with its relevance"
        return f"Explainer({type(self.model).__name__}, {self.composite.name}: {sizes})"

    @property
    def composite(self) -> Composite:
        """Which rule each operator gets."""
        return self.options.composite

    def __call__(
        self,
        x: Any,
        *,
        target: Target = None,
        mask: Mapping[str, Mask] | None = None,
        reference: Any = None,
        condition: Conditions = None,
    ) -> Explanation:
        """Explain a batch. Arguments and errors as in `lrpfx.explain`.

        Args:
            mask: other masks than those that the explainer was compiled with, at the same places.
            condition: another condition than the one that it was compiled with, on the same places.
            reference: the input that rules of differences (`rescale`) compare with: of the structure of `x`, tensors
                that broadcast to its own. None: zeros.

        Raises:
            ModelChangedError: if a parameter was written to since the explainer was compiled.
        """
        xs = self._tensors(x)
        fitting = self._fitting(x, xs)
        if fitting is not self:
            return fitting(x, target=target, mask=mask, reference=reference, condition=condition)
        given = self._given(xs, mask, condition, reference)
        start = Start(target, self.composite.seed)
        params, differentiable = self._live(self.graph, self.params), self.options.differentiable
        size = length(xs) if differentiable else part(self.graph, self.forward, length(xs))
        results = run(self.graph, params, (*xs, *given), start, size, differentiable)
        return self._explanation(x, xs, given, start, results)

    def each(
        self,
        x: Any,
        targets: Sequence[Target],
        *,
        mask: Mapping[str, Mask] | None = None,
        condition: Conditions = None,
    ) -> tuple[Explanation, ...]:
        """Explain a batch for several targets; they share the forward half.

        Raises:
            InputError: if the explainer is differentiable: its targets share no graph of gradients.
        """
        if self.options.differentiable:
            raise InputError("a differentiable explainer takes one target at a time: call it once for each")
        xs = self._tensors(x)
        fitting = self._fitting(x, xs)
        if fitting is not self:
            return fitting.each(x, targets, mask=mask, condition=condition)
        given = self._given(xs, mask, condition)
        starts = [Start(target, self.composite.seed) for target in targets]
        size = part(self.graph, self.forward, length(xs))
        runs = run_each(self.graph, self.params, (*xs, *given), starts, size)
        return tuple(
            self._explanation(x, xs, given, start, results)
            for start, results in zip(starts, runs, strict=True)
        )

    def arguments(self, x: Any, *, target: Target = None) -> "tuple[Explainer, tuple[Tensor, ...], Start]":
        """The explainer of the sizes of `x`, and what its graph takes: tensors, and relevance of the output."""
        xs = self._tensors(x)
        fitting = self._fitting(x, xs)
        if fitting is not self:
            return fitting.arguments(x, target=target)
        return self, (*xs, *self._given(xs)), Start(target, self.composite.seed)

    def predict(self, x: Any) -> Tensor:
        """The output alone: what the model returns, or what the place returns that explanations start from."""
        xs = self._tensors(x)
        fitting = self._fitting(x, xs)
        if fitting is not self:
            return fitting.predict(x)
        weights = self._live(self.forward, self.weights)
        output = evaluate(self.forward, weights, *xs, differentiable=self.options.differentiable)[0]
        return output if self.options.differentiable else _own(output, xs)

    def ledger(
        self,
        x: Any,
        *,
        target: Target = None,
        mask: Mapping[str, Mask] | None = None,
        condition: Conditions = None,
        bound: float = BOUND,
    ) -> Ledger:
        """The conservation ledger of an explanation, also where relevance is not finite. Arguments as of a call.

        Args:
            bound: how many times relevance may grow or shrink before a warning names the place.
        """
        return self._origin(x, target, mask, condition).ledger(bound)

    def weight_relevance(
        self,
        x: Any,
        *,
        target: Target = None,
        mask: Mapping[str, Mask] | None = None,
        condition: Conditions = None,
        per_sample: bool = False,
    ) -> WeightRelevance:
        """How much relevance flows through each parameter of the model. Arguments as of a call.

        Args:
            per_sample: whether relevance gets an axis of samples in front, in the place of their sum.
        """
        return self._origin(x, target, mask, condition).weights(per_sample)

    def rules(self) -> RuleTable:
        """The rule of each forward equation and the entry of the composite that gave it; prints as a table."""
        return RuleTable(self.forward, self.composite.assign(self.forward))

    def cost(self, x: Any = 1) -> Cost:
        """What an explanation costs, from the graph alone, without running it; prints as a table.

        Args:
            x: an input, whose values do not matter (it may be on the device "meta"), or the number of samples of one
                like the example.
        """
        if isinstance(x, int):
            return self._cost(x)
        xs = self.structure.split(x)
        fitting = self._fitting(x, xs)
        return fitting._cost(batch_of(xs))

    def _cost(self, batch: int) -> Cost:
        once = cost(self.forward, batch).flops
        plain = relevance_graph(self.forward, gradient())
        if self.options.optimize:
            usual = [name for name in PASSES if name != "masks"]  # of a ReLU the values are kept as a rule
            plain = [*(graph for _, graph in steps(plain, usual))][-1]
        at_once = part(self.graph, self.forward, batch) if not self.options.differentiable else batch
        held = peak(self.graph, at_once) + (batch - at_once) * _ends(self.graph)
        return replace(
            cost(self.graph, batch, forward=once), peak=held, gradient=cost(plain, batch, forward=once)
        )

    def show(self, passes: bool = False) -> None:
        """Print the relevance graph.

        Args:
            passes: print it as the rules write it, and after every pass of the optimizer, with its numbers of equations
                and convolutions and its arithmetic for one sample.
        """
        if not passes:
            print(self.graph)
            return
        graph = written(self.forward, self.options)
        stages = [("as written", graph), *steps(graph, self.options.optimize), ("what is run", self.graph)]
        once = cost(self.forward).flops
        for name, graph in stages:
            own = cost(graph, forward=once)
            size = f"{own.equations} equations, {own.convolutions} convolutions"
            print(f"---- {name}: {size}, {own.flops / 1e9:.3f} GFLOP, {own.passes:.2f} forward passes")
            print(graph)

    @property
    def key(self) -> str:
        """SHA-256 of the relevance graph and the bytes of its parameters: equal keys, equal explanations."""
        digest = hashlib.sha256(self.graph.key.encode())
        for name in sorted(self.params):
            value = self.params[name]
            digest.update(f"{name} {value.dtype} {tuple(value.shape)}".encode())
            digest.update(content(value))
        return digest.hexdigest()

    # ---- inputs -------------------------------------------------------------------------------------------------

    def _tensors(self, x: Any) -> tuple[Tensor, ...]:
        """The tensors of an input, checked."""
        self._check_unchanged()
        xs = self.structure.split(x)
        device = next((w.device for w in self.weights.values()), xs[0].device)
        check_inputs(self.structure.names, xs, self.graph.inputs, device)
        return xs

    def _given(
        self,
        xs: Sequence[Tensor],
        mask: Mapping[str, Mask] | None = None,
        condition: Conditions = None,
        reference: Any = None,
    ) -> tuple[Tensor, ...]:
        """What the relevance graph takes after the inputs."""
        return (
            *masks(self.graph, self.options, xs, {**self.masks, **(mask or {})}),
            *conditions(self.forward, self.options, xs, condition),
            *references(self.graph, self.forward, self.options, self.structure, xs, reference),
        )

    def _fitting(self, x: Any, xs: Sequence[Tensor]) -> "Explainer":
        """This explainer, or the one of the sizes of `x`.

        Images may have another size; the model's forward may fix the batch size; and an input that is no batch, but was
        as long as one in the example, has a size of its own.
        """
        sizes = tuple(t.shape for t in xs)
        if takes(self.graph, sizes) or not same_axes(self.graph, sizes):
            return self
        found = next((other for other in list(self.others.values()) if takes(other.graph, sizes)), None)
        if found is not None:
            return found
        try:
            made = build(self.model, x, self.options, self.masks, self.folds)
        except (TraceError, PlaceError) as error:
            names = zip(self.structure.names, xs, strict=True)
            given = ", ".join(f"`{name}` {tuple(t.shape)}" for name, t in names)
            known = ", ".join(str(v.shape) for v in self.graph.inputs[: len(xs)])
            raise InputError(
                f"the model does not take inputs of these shapes: {given}; compiled for {known}\n{error}"
            ) from error
        while len(self.others) >= OTHERS:
            self.others.pop(next(iter(self.others)), None)
        self.others[sizes] = made
        return made

    def __deepcopy__(self, memo: dict[int, Any]) -> "Explainer":
        """A copy with a copy of the model, which may go its own way."""
        model = copy.deepcopy(self.model, memo)
        weights, params = ({n: t.clone() for n, t in own.items()} for own in (self.weights, self.params))
        if "layout" in chosen(self.options.optimize) and not self.options.differentiable:
            weights, params = dict(layout(self.forward, weights)), dict(layout(self.graph, params))
        state = versions(model) if self.versions else {}
        return replace(
            self,
            model=model,
            weights=weights,
            params=params,
            versions=state,
            others={},
            folds=self.folds.emptied(),
            written={},
        )

    def _live(self, graph: Graph, params: Mapping[str, Tensor]) -> Mapping[str, Tensor]:
        """The parameters as they are now in the model, where they are to be differentiated."""
        if not self.options.differentiable:
            return params
        now = tensors_of(self.model)
        return {v.name: now.get(v.name, params.get(v.name)) for v in graph.params}  # type: ignore[misc]

    def _check_unchanged(self) -> None:
        now = versions(self.model) if self.versions else {}
        changed = [name for name, version in self.versions.items() if now.get(name) != version]
        if changed:
            raise ModelChangedError(
                f"{len(changed)} parameters or buffers of the model changed since it was compiled (`{changed[0]}`"
                " first), by training or by loading a checkpoint: call `lrpfx.compile` again"
            )

    # ---- results ------------------------------------------------------------------------------------------------

    def _explanation(
        self,
        x: Any,
        xs: tuple[Tensor, ...],
        given: tuple[Tensor, ...],
        start: Start,
        results: Sequence[Tensor],
    ) -> Explanation:
        """What the relevance graph computed, by name."""
        if not all(finite(r) for r in results):
            error = first_nonfinite(self.graph, self._live(self.graph, self.params), *xs, *given, start)
            raise error or NonFiniteError("the relevance is not finite")
        owned: Iterator[Tensor] = iter(
            results if self.options.differentiable else [_own(r, xs) for r in results]
        )
        output = next(owned)
        relevance = self.structure.join([next(owned) for _ in xs])
        layers = {name: Layer(next(owned), next(owned)) for name in self.options.record}
        origin = Origin(self._accounts(), x, (*xs, *given), start, self._check_unchanged, relevance)
        return Explanation(x, output, relevance, start.classes, layers, origin=origin)

    def _origin(
        self, x: Any, target: Target, mask: Mapping[str, Mask] | None, condition: Conditions = None
    ) -> Origin:
        """A run that is still to be made."""
        xs = self._tensors(x)
        fitting = self._fitting(x, xs)
        if fitting is not self:
            return fitting._origin(x, target, mask, condition)
        inputs = (*xs, *self._given(xs, mask, condition))
        start = Start(target, self.composite.seed)
        return Origin(self._accounts(), x, inputs, start, self._check_unchanged)

    def _accounts(self) -> Accounts:
        """What is written once; a differentiable explainer, whose parameters may change, writes it anew."""
        if "accounts" in self.written:
            return self.written["accounts"]
        options = self.options
        folds = self.folds.emptied() if options.differentiable else self.folds
        accounts = Accounts(
            self.forward, self._live(self.forward, self.weights), self.keys, self.composite,
            folds=folds,
            unfolded=lambda x: _unfolded(self.model, x, options, folds),
            mask=restrictions(self.forward, options),
            trainable=tuple(name for name, _ in self.model.named_parameters(remove_duplicate=False)),
            passes=chosen(options.optimize),
        )  # fmt: skip
        if not options.differentiable:
            self.written["accounts"] = accounts
        return accounts


@no_collection()
def build(
    model: nn.Module,
    x: Any,
    options: Options,
    masked: Mapping[str, Mask] | None = None,
    folds: Folds | None = None,
) -> Explainer:
    """Trace, canonize, assign rules, write the relevance graph, optimize it; see `lrpfx.compile`.

    `folds` are those of an explainer of the same model and options, for inputs of another size.
    """
    structure, tensors = structure_of(model, x)
    folds, passes = folds or Folds(), chosen(options.optimize)
    folded = not options.differentiable
    forward, weights = canonized(model, x, options)
    keys = _keys(model, weights, folds)
    laid = folded and "layout" in passes
    forward, weights, keys = folds(forward, weights, keys, folded=folded, laid=laid)  # for predictions too
    graph = written(forward, options)
    given = {name: t.to(tensors[0].device) for name, t in options.composite.tensors.items()}
    graph, params = folds.optimized(graph, {**weights, **given}, keys, passes, folded=folded)
    return Explainer(
        model, options, structure, forward, weights, graph, params, masked or {},
        versions(model) if folded else {}, folds=folds, keys=keys,
    )  # fmt: skip


def _keys(model: nn.Module, weights: Mapping[str, Tensor], folds: Folds) -> Keys:
    """What the parameters of the canonized model are: the model's own, or made for it alone."""
    own = tensors_of(model)
    return {name: folds.key(name) if name in own else folds.own() for name in weights}


def _unfolded(
    model: nn.Module, x: Any, options: Options, folds: Folds
) -> tuple[Graph, Mapping[str, Tensor], Keys]:
    """The canonized model, where what follows from parameters is in the graph."""
    forward, weights = canonized(model, x, options)
    return forward, weights, _keys(model, weights, folds)


def _ends(graph: Graph) -> int:
    """Bytes of the inputs and outputs of one sample."""
    return sum(size_of(v, 1) for v in (*graph.inputs, *graph.outputs))


def _own(result: Tensor, xs: Sequence[Tensor]) -> Tensor:
    """The result in memory of its own: not that of an input, and not one number spread over a shape."""
    memory = {x.untyped_storage().data_ptr() for x in xs}
    return result.clone() if result.untyped_storage().data_ptr() in memory else result.contiguous()
