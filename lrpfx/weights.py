"""Relevance of weights: how much relevance flows through each parameter of the model.

A rule sends relevance from z_j to x_i along the weight between them,

    R_x = Σ_t c_t f_t ⊙ opᵀ(g_t; w_t)        so through w_ij there flow   R_w = Σ_t c_t w_t ⊙ ∂⟨g_t, op(f_t; w)⟩/∂w

summed over samples and places. It is the derivative of Σ R_x with respect to a mask of ones on the weights inside every
opᵀ, so the weights of a layer hold in all what their layer hands to its input. A bias is the weight of one more input
neuron, which is always 1; it holds what it absorbs.

Source: Bach et al. 2015, "On Pixel-Wise Explanations", eq. 12 (messages R_{i<-j}); Yeom et al. 2021, "Pruning by
Explaining", section 3 (relevance as the criterion of which weights and filters to prune).
"""

import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from lrpfx.accounts import Reader, Reading, Term, with_given
from lrpfx.composite import Composite
from lrpfx.cuts import Cut
from lrpfx.errors import RelevanceWarning
from lrpfx.evaluate import Seed, evaluate
from lrpfx.graph import Batch, Graph, Var, place
from lrpfx.operator import Operator
from lrpfx.ops import LINEAR, Kind, chooses
from lrpfx.optimize import Finish, optimize
from lrpfx.owners import Owners
from lrpfx.relevance import Step, walk
from lrpfx.values import Array, Value, apply


@dataclass(frozen=True)
class WeightGraph:
    """A relevance graph whose outputs are the model's output, then the relevance of the parameters called `names`.

    `constants` are those of them that are no parameters. `merged` says for which others a name stands too. `unread` are
    the places, in words, where the rule does not say by which weights it hands relevance on.
    """

    graph: Graph
    params: Mapping[str, Tensor] = field(repr=False)
    names: tuple[str, ...]
    constants: tuple[str, ...]
    merged: Mapping[str, tuple[str, ...]]
    unread: tuple[str, ...]


class WeightRelevance(Mapping[str, Tensor]):
    """Relevance of every parameter that relevance flows through, by its name in the model, shaped like it.

    `merged` names the parameters that were merged into one, as a batch normalisation into the convolution before it:
    that one holds the relevance of all. `constants` is the relevance of what is computed from parameters in a way that
    none of them can stand for, as the first step of a recurrent layer, by the name of the equation. `unread` are the
    places whose weights are missing, see `WeightGraph`.
    """

    def __init__(self, relevance: Mapping[str, Tensor], weights: WeightGraph) -> None:
        self._relevance = {name: r for name, r in relevance.items() if name not in weights.constants}
        self.constants = {name: relevance[name] for name in weights.constants}
        self.merged, self.unread = weights.merged, weights.unread

    def __getitem__(self, name: str) -> Tensor:
        return self._relevance[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._relevance)

    def __len__(self) -> int:
        return len(self._relevance)

    def __repr__(self) -> str:
        return f"WeightRelevance({', '.join(f'{n}: {tuple(r.shape)}' for n, r in self.items())})"


def weight_graph(
    graph: Graph,
    composite: Composite,
    params: Mapping[str, Tensor],
    *,
    mask: Sequence[Var | Cut] = (),
    trainable: Collection[str] = (),
    finish: Finish = optimize,
) -> WeightGraph:
    """Write the relevance graph of `graph` with the relevance of its parameters.

    Args:
        graph, params: from `canonize(..., folded=False)`: where what depends on parameters alone is computed in the
            graph, the relevance of a merged or masked weight goes back to the model's own parameter. In a folded graph
            it stays with the folded one (`conv1.weight'`).
        mask: as in `lrpfx.relevance.relevance_graph`, whose inputs this graph has.
        trainable: names of the parameters proper. In a product with a mask relevance belongs to these.
        finish: what makes the graph cheaper.
    """
    scale = _Scale(graph)
    walked = walk(graph, composite, mask=mask, interpret=scale)
    owners = Owners(graph, walked.forward, frozenset(trainable))
    held: dict[str, list[Value]] = {}
    for name, parts in scale.held.items():
        for part in parts:
            for owner, share in owners.of(scale.vars[name], part):
                held.setdefault(owner, []).append(share)
    order = {v.name: i for i, v in enumerate(graph.params)}
    names = sorted(held, key=lambda name: order.get(name, len(order)))
    outputs = [walked.forward[graph.outputs[0].name], *(_total(held[name]) for name in names)]
    finished, tensors = finish(walked.finish(outputs), with_given(params, composite))
    merged = {name: others for name, others in owners.merged.items() if name in held}
    constants = tuple(name for name in names if name not in order)
    return WeightGraph(finished, tensors, tuple(names), constants, merged, tuple(scale.unread))


def weight_relevance(
    weights: WeightGraph, *inputs: Tensor | Seed, per_sample: bool = False
) -> WeightRelevance:
    """Relevance of the parameters for a batch.

    Args:
        weights: from `weight_graph`.
        inputs: those of its graph: the model's inputs, the masks, then relevance of the output, or a function from the
            output to it.
        per_sample: whether relevance gets an axis of samples in front, in the place of their sum. Needs as much memory
            as there are samples times parameters.

    Warns:
        RelevanceWarning: naming the places whose weights are missing, because of a rule that is no sum of transposed
            operators.
    """
    if weights.unread:
        warnings.warn(
            "relevance of weights is left out where a rule is no sum of products f ⊙ op.T(g, w): "
            + "; ".join(weights.unread),
            RelevanceWarning,
            stacklevel=2,
        )
    if not per_sample:
        results = evaluate(weights.graph, weights.params, *inputs)[1:]
    else:
        runs = [evaluate(weights.graph, weights.params, *one)[1:] for one in _samples(weights, inputs)]
        results = tuple(torch.stack(parts) for parts in zip(*runs, strict=True))
    named = zip(weights.names, results, strict=True)
    return WeightRelevance({name: r.contiguous() for name, r in named}, weights)


def _samples(weights: WeightGraph, inputs: Sequence[Tensor | Seed]) -> Iterator[list[Tensor]]:
    """The inputs of one sample after the other."""
    *given, R = inputs
    if not isinstance(R, Tensor):
        R = R(evaluate(weights.graph, weights.params, *inputs)[0])
    tensors = [*(t for t in given if isinstance(t, Tensor)), R]
    for i in range(len(R)):
        yield [_sample(t, var, i) for t, var in zip(tensors, weights.graph.inputs, strict=True)]


def _sample(tensor: Tensor, var: Var, i: int) -> Tensor:
    for axis, size in enumerate(var.shape):
        if isinstance(size, Batch):
            return tensor.narrow(axis, i * size.times, size.times)
    return tensor


# ---- what flows through the parameters of one equation ----------------------------------------------------------


class _Scale:
    """Interprets the steps of a walk, and weighs the constants of each."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.reader = Reader()
        self.held: dict[str, list[Value]] = {}
        self.vars: dict[str, Var] = {}
        self.unread: list[str] = []

    def __call__(self, step: Step) -> Array:
        reading = self.reader.read(step)
        kind = step.op.kind
        if kind in LINEAR:
            self._weigh_layer(step, reading)
        elif kind is Kind.SUM and len(step.op.operands) == 1 and step.params:
            for part in reading.biases:
                self._hold(step.params[0], _summed(part.g * part.bias * part.scale, step.params[0]))
        elif kind is Kind.LOOKUP:
            self._weigh_table(step)
        elif kind is Kind.MOVE and reading.routes and step.op.operand == step.op.operands[0]:
            self._weigh_moved(step)
        return reading.result

    def _weigh_layer(self, step: Step, reading: Reading) -> None:
        if not reading.complete:
            self.unread.append(f"`{step.chosen.rule}` in {place(step.eqn)}")
        weight, bias = (*step.params, None)[:2]
        for term in reading.terms:
            self._hold(weight, _through_weight(step, term))
        for part in reading.biases:
            assert bias is not None
            summed = _summed(part.g * part.bias * part.scale, part.bias)
            self._hold(bias, summed if summed.shape == bias.shape else summed.reshape(*bias.shape))

    def _weigh_table(self, step: Step) -> None:
        """The rows of a table hold the relevance of the places where they are looked up."""
        at = next(i for i, a in enumerate(step.eqn.args) if a is not None and not chooses(step.eqn.op, i))
        self._hold(_argument(step, at), _transposed_at(step, at, step.R, step.x, step.params))

    def _weigh_moved(self, step: Step) -> None:
        """Constants beside data, such as a class token, hold what is routed to them."""
        for at, arg in enumerate(step.eqn.args):
            moved = arg is not None and arg.is_real and not chooses(step.eqn.op, at)
            if moved and arg is not None and arg.name not in self.graph.data:
                self._hold(_argument(step, at), _transposed_at(step, at, step.R, step.x, step.params))

    def _hold(self, parameter: Value | None, relevance: Value) -> None:
        if parameter is not None:
            self.vars[parameter.var.name] = parameter.var
            self.held.setdefault(parameter.var.name, []).append(relevance)


def _through_weight(step: Step, term: Term) -> Value:
    """c w ⊙ ∂⟨g, op(f; w)⟩/∂w."""
    weight = term.params[0]
    assert weight is not None
    op, g, f = step.op, term.g, term.share
    if op.op == "linear" and op.operand == 0:
        slope = apply("linear_weight", [g, f], {}, [weight.shape])[0]
    elif op.op == "convolution" and op.operand == 0:
        attrs = {**dict(op.attrs), "size": weight.shape}
        slope = apply("convolution_weight", [g, f], attrs, [weight.shape])[0]
    else:
        slope = _transposed_at(step, 0 if op.operand else 1, g, f, term.params)
    flow = weight * slope
    assert isinstance(flow, Value)
    return flow if term.scale == 1 else flow * term.scale


def _transposed_at(step: Step, at: int, g: Value, x: Value, params: Sequence[Value | None]) -> Value:
    """The transpose of the operator with respect to another of its arguments."""
    args = step.op.args(x, params)
    chosen = args.pop(at)
    assert isinstance(chosen, Value)
    op = Operator(step.op.op, step.op.attrs, at, chosen, tuple(args), step.op.outs, (at,))
    result = op.T(g, *args)
    assert isinstance(result, Value)
    return result


def _argument(step: Step, at: int) -> Value | None:
    value = step.op.args(step.x, step.params)[at]
    return value if isinstance(value, Value) else None


def _summed(value: Value, like: Value | None) -> Value:
    """Summed to the shape of a parameter that was broadcast."""
    assert like is not None
    if value.shape == like.shape:
        return value
    return value.builder.emit("sum_to", [value], {"size": like.shape}, [like.shape])[0]


def _total(parts: Sequence[Value]) -> Value:
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total
