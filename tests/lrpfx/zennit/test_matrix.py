"""Agreement with Zennit 1.0.0 in float64: composites × networks × zero_params × stabilizers, layer for layer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import pytest
import torch
from nets import inputs, torchvision_model
from oracle import ask, distance, leaves

import lrpfx
from lrpfx import composites, places
from lrpfx.stabilizer import Stabilizer

pytestmark = pytest.mark.usefixtures("zennit")

SIZES = {"alexnet": 64, "vgg11": 32, "vgg16_bn": 32, "resnet18": 32, "resnet50": 32, "densenet121": 32}
BOX = {"low": -3.0, "high": 3.0}
COMPOSITES: dict[
    str, tuple[dict[str, float], tuple[str, ...]]
] = {  # further parameters, those that stabilize
    "epsilon_gamma_box": (BOX, ("epsilon", "stabilizer")),
    "epsilon_plus": ({}, ("epsilon", "stabilizer")),
    "epsilon_plus_flat": ({}, ("epsilon", "stabilizer")),
    "epsilon_alpha2_beta1": ({}, ("epsilon", "stabilizer")),
    "epsilon_alpha2_beta1_flat": ({}, ("epsilon", "stabilizer")),
    "excitation_backprop": ({}, ("stabilizer",)),
    "deconvnet": ({}, ()),
    "guided_backprop": ({}, ()),
    "beta_smooth": ({"beta_smooth": 10.0}, ()),
}
STABILIZERS: dict[str, dict[str, object]] = {
    "1e-6": {},
    "0.1": {"epsilon": 0.1},
    "0.1 clipped": {"epsilon": 0.1, "clip": True},
    "0.1 of the norm": {"epsilon": 0.1, "norm_scale": True},
}
AT_MOST = 1e-9
"""Of max|R|. Asked for is 1e-5; both sides compute in float64, in another order."""


@dataclass(frozen=True)
class Cell:
    """One cell of the matrix."""

    net: str
    composite: str
    zero_params: str | None = None
    stabilizer: str = "1e-6"

    def __str__(self) -> str:
        zero = "" if self.zero_params is None else f" zero {self.zero_params}"
        return f"{self.net} {self.composite}{zero} {self.stabilizer}"


def cells() -> list[Cell]:
    """The whole matrix; what takes no stabilizer has neither those nor parameters to leave out."""
    found = []
    for net in SIZES:
        for name, (_, stabilized) in COMPOSITES.items():
            if not stabilized:
                found.append(Cell(net, name))
                continue
            found += [Cell(net, name, zero, s) for zero in (None, "bias") for s in STABILIZERS]
    return found


DIAGONAL = {
    Cell("resnet18", "epsilon_gamma_box", "bias", "0.1 of the norm"),
    Cell("resnet18", "epsilon_plus_flat"),
    Cell("resnet18", "excitation_backprop", None, "0.1"),
    Cell("resnet18", "beta_smooth"),
    Cell("alexnet", "epsilon_alpha2_beta1", "bias", "0.1 clipped"),
    Cell("alexnet", "deconvnet"),
    Cell("alexnet", "guided_backprop"),
}


@dataclass(frozen=True)
class Subject:
    """A network with what all its cells share: an input, relevance of the output of both signs, the canonized graph."""

    model: torch.nn.Module
    x: torch.Tensor
    R: torch.Tensor
    graph: lrpfx.Graph
    params: Mapping[str, torch.Tensor]
    layers: Mapping[str, object] = field(default_factory=dict)


@cache
def subject(net: str) -> Subject:
    model = torchvision_model(net)
    x, R = inputs(2, 3, SIZES[net], SIZES[net]), inputs(2, 10, seed=2)
    graph, params = lrpfx.canonize(*lrpfx.trace(model, x))
    layers = {name: places.leaving(graph, name) for name in leaves(model)}
    return Subject(model, x, R, graph, params, {name: vs[0] for name, vs in layers.items() if len(vs) == 1})


@pytest.mark.parametrize(
    "cell", [pytest.param(c, id=str(c), marks=[] if c in DIAGONAL else pytest.mark.slow) for c in cells()]
)
def test_relevance_of_input_and_layers_equals_zennits(cell):
    s = subject(cell.net)
    more, stabilized = COMPOSITES[cell.composite]
    zero = {"zero_params": cell.zero_params} if cell.zero_params else {}
    theirs, ours = {**more, **zero}, {**more, **zero}
    if STABILIZERS[cell.stabilizer]:
        import zennit.core

        theirs |= dict.fromkeys(stabilized, zennit.core.Stabilizer(**STABILIZERS[cell.stabilizer]))
        ours |= dict.fromkeys(stabilized, Stabilizer(**STABILIZERS[cell.stabilizer]))
    told = ask(s.model, s.x, s.R, cell.composite, s.layers, **theirs)

    composite = composites.get(cell.composite, **ours)
    graph = lrpfx.relevance_graph(s.graph, composite, record=tuple(s.layers.values()))
    output, relevance, *recorded = lrpfx.evaluate(*lrpfx.optimize(graph, s.params), s.x, s.R)
    found = dict(zip(s.layers, recorded[1::2], strict=True))
    assert distance(output, told.output) < 1e-10
    assert distance(relevance, told.relevance) < AT_MOST
    assert {name: d for name, R in found.items() if (d := distance(R, told.layers[name])) >= AT_MOST} == {}
    assert len(found) >= len(list(s.model.parameters())) // 4  # hardly a layer goes unheard
