"""Patterns of linear layers, estimated from data: the direction in which the signal lies that a unit responds to.

    y = wᵀ x + b,   x = s + d          signal s along the pattern a, s = a y;  distractor d, which y does not depend on

    linear      C = E[x y] - E[x] E[y]                   a = C / wᵀ C
    two parts   C = E₊[x y] - E₊[x] E[y]                 a = C / wᵀ C           E₊: over the samples with y > 0

Of a convolution every position of the output is a sample, and x the window that it sees, padding included.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import torch
from torch import Tensor, nn

from lrpfx.canonize import canonize
from lrpfx.composite import live
from lrpfx.errors import InputError, ParameterError
from lrpfx.evaluate import evaluate
from lrpfx.graph import Eqn, Graph, Var, place
from lrpfx.ops import LINEAR, bind, kind_of
from lrpfx.structure import structure_of
from lrpfx.trace import trace

ESTIMATORS = ("relu", "linear")


def estimate_patterns(
    model: nn.Module, batches: Iterable[Any], *, estimator: str = "relu"
) -> dict[str, Tensor]:
    """The pattern of every linear layer, by its module path, shaped like its weight.

    >>> import torch, lrpfx
    >>> model = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.ReLU(), torch.nn.Linear(3, 2)).eval()
    >>> patterns = lrpfx.estimate_patterns(model, [torch.randn(50, 4) for _ in range(3)])
    >>> composite = lrpfx.composites.pattern_attribution(patterns)

    Batch normalisation is merged into the layers first, as before every explanation. A unit that no sample excites has
    a pattern of zeros.

    Args:
        batches: inputs of the model, batch after batch; gone through once. Many samples: each unit has a pattern of as
            many numbers as it has weights.
        estimator: "relu": in two parts where a ReLU follows the layer, linear elsewhere. "linear": linear everywhere.

    Raises:
        ParameterError: if there is no such estimator, or no batch.
        InputError: if the model holds a linear operator that is neither a dense layer nor a convolution.

    Source: Kindermans et al. 2018, "Learning How to Explain Neural Networks: PatternNet and PatternAttribution",
    section 4; for linear models Haufe et al. 2014, "On the Interpretation of Weight Vectors of Linear
    Models in Multivariate Neuroimaging".
    """
    if estimator not in ESTIMATORS:
        raise ParameterError(
            f"no estimator of patterns is called `{estimator}`; valid: {', '.join(ESTIMATORS)}"
        )
    given = iter(batches)
    first = next(given, None)
    if first is None:
        raise ParameterError("patterns are estimated from data, and there is no batch")
    structure, _ = structure_of(model, first)
    graph, params = canonize(*trace(model, first))
    layers = _layers(graph, params, estimator)
    outputs = tuple(
        dict.fromkeys(v for layer in layers for eqn in layer.eqns for v in (eqn.args[0], eqn.out) if v)
    )
    within = Graph(graph.inputs, graph.params, graph.eqns, outputs)
    for x in chain([first], given):
        values = dict(
            zip((v.name for v in outputs), evaluate(within, params, *structure.split(x)), strict=True)
        )
        for layer in layers:
            layer.add(values)
    return {layer.key: layer.pattern() for layer in layers}


@dataclass
class _Layer:
    """The equations of one weight, and sums over the samples seen."""

    key: str
    eqns: tuple[Eqn, ...]
    weight: Tensor
    rectified: bool
    sums: dict[str, Tensor | float] = field(default_factory=dict)

    def add(self, values: Mapping[str, Tensor]) -> None:
        """Add a batch, in double precision."""
        for eqn in self.eqns:
            x, y = (values[v.name].double() for v in (eqn.args[0], eqn.out) if v is not None)
            on = (y > 0).double() if self.rectified else torch.ones_like(y)
            found = {
                "xy": self._windows(eqn, x, on * y), "x": self._windows(eqn, x, on), "on": self._units(on),
                "y": self._units(y), "all": self._units(torch.ones_like(y)),
            }  # fmt: skip
            self.sums = {name: self.sums.get(name, 0.0) + total for name, total in found.items()}

    def pattern(self) -> Tensor:
        """a = C / wᵀ C."""
        sums: dict[str, Tensor] = self.sums  # type: ignore[assignment]  # tensors, once a batch was added
        on = self._spread(sums["on"]).clamp(min=1)
        covariance = sums["xy"] / on - sums["x"] / on * self._spread(sums["y"] / sums["all"])
        scale = self._spread(self._gather(self.weight.double() * covariance))
        return torch.where(scale == 0, 0.0, covariance / scale).to(self.weight.dtype)

    def _windows(self, eqn: Eqn, x: Tensor, g: Tensor) -> Tensor:
        """Σ_j g_j x_window(j), shaped like the weight: how op(x; w) ⊙ g depends on w."""
        attrs = (("attrs", eqn.attrs), ("op", eqn.op), ("operand", 1))
        total: Tensor = bind("vjp", attrs, 4)(g, x, self.weight.double(), None)
        return total

    def _units(self, y: Tensor) -> Tensor:
        """The sum over samples and positions, for each unit (output channel)."""
        return y.flatten(2).sum((0, 2)) if self.eqns[0].op == "convolution" else y.flatten(0, -2).sum(0)

    def _spread(self, per_unit: Tensor) -> Tensor:
        """One number per unit, shaped like the weight."""
        return per_unit[self._owner]

    def _gather(self, weights: Tensor) -> Tensor:
        """The sum over the weights of each unit."""
        owner = self._owner.flatten()
        units = int(owner.max()) + 1
        return torch.zeros(units, dtype=weights.dtype, device=owner.device).index_add(
            0, owner, weights.flatten()
        )

    @property
    def _owner(self) -> Tensor:
        """The unit that each weight belongs to."""
        w, eqn = self.weight, self.eqns[0]
        if not eqn.attr("transposed", False):
            return torch.arange(len(w), device=w.device).reshape(-1, *[1] * (w.ndim - 1)).expand(w.shape)
        groups = int(eqn.attr("groups", 1))  # type: ignore[arg-type]  # a number, by the schema
        units = torch.arange(groups * w.shape[1], device=w.device).reshape(groups, 1, w.shape[1])
        spread = units.expand(groups, len(w) // groups, w.shape[1]).reshape(*w.shape[:2], *[1] * (w.ndim - 2))
        return spread.expand(w.shape)


def _layers(graph: Graph, params: Mapping[str, Tensor], estimator: str) -> list[_Layer]:
    """The linear equations, those of one weight together."""
    of_weight: dict[Var, list[Eqn]] = {}
    for eqn in _linear(graph):
        weight = eqn.args[1]
        assert weight is not None
        of_weight.setdefault(weight, []).append(eqn)
    times = [eqns[0].module for eqns in of_weight.values()]
    return [
        _Layer(
            eqns[0].module if times.count(eqns[0].module) == 1 else eqns[0].out.name,
            tuple(eqns), params[weight.name], estimator == "relu" and _rectified(graph, eqns),
        )
        for weight, eqns in of_weight.items()
    ]  # fmt: skip


def _linear(graph: Graph) -> Iterator[Eqn]:
    for eqn in live(graph):
        if kind_of(eqn.op, graph.operands(eqn), eqn.attrs) not in LINEAR:
            continue
        weight = eqn.args[1]
        ordinary = eqn.op in ("linear", "convolution") and graph.operands(eqn) == (0,)
        if not ordinary or weight is None or weight not in graph.params:
            raise InputError(
                f"patterns are estimated for dense layers and convolutions with constant weights; `{eqn.op}` is none:"
                f" {place(eqn)}"
            )
        yield eqn


def _rectified(graph: Graph, eqns: list[Eqn]) -> bool:
    return all(any(user.op == "relu" for user in graph.users.get(eqn.out.name, ())) for eqn in eqns)
