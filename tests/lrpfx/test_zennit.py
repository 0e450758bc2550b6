"""Agreement with Zennit 1.0.0, the reference implementation, on torchvision's networks."""

import copy
import warnings

import pytest
import torch
from nets import inputs, torchvision_model

import lrpfx
from lrpfx import composites
from lrpfx.optimize import NAMES as PASSES

SIZES = {"vgg11_bn": 32, "resnet18": 32, "alexnet": 64, "squeezenet1_1": 48}
LOW, HIGH = -3.0, 3.0
PARAMETERS = {"epsilon_gamma_box": {"low": LOW, "high": HIGH}}
NAMES = (
    *("epsilon_plus", "epsilon_plus_flat", "epsilon_gamma_box"),
    *("epsilon_alpha2_beta1", "epsilon_alpha2_beta1_flat"),
    *("deconvnet", "guided_backprop", "excitation_backprop"),
)
"""All of Zennit's but `beta_smooth`, which reads the input of every ReLU: Zennit is given the output of those that work
in place, and the last input of those used twice. The respelled networks of tests/lrpfx/zennit have neither."""


NETS = [pytest.param(name, marks=pytest.mark.slow) for name in SIZES]


@pytest.fixture(scope="module", params=NETS)
def net(request):
    """A network, an input and the relevance of its output, which has both signs."""
    model = torchvision_model(request.param)
    return model, inputs(2, 3, SIZES[request.param], SIZES[request.param]), inputs(2, 10, seed=2)


@pytest.fixture(scope="module")
def traced(net):
    model, x, _ = net
    return lrpfx.canonize(*lrpfx.trace(model, x))


def by_zennit(zennit, model, x, R, name):
    """Output and relevance by Zennit, which changes the model that it is given."""
    import zennit.attribution
    import zennit.composites
    import zennit.torchvision

    canonizers = {"VGG": zennit.torchvision.VGGCanonizer, "ResNet": zennit.torchvision.ResNetCanonizer}
    canonizer = canonizers.get(type(model).__name__)
    composite = zennit.composites.COMPOSITES[name](
        **PARAMETERS.get(name, {}), canonizers=[canonizer()] if canonizer else []
    )
    with zennit.attribution.Gradient(copy.deepcopy(model), composite) as attributor:
        output, relevance = attributor(x, R)
    return output.detach(), relevance


def distance(a, b):
    """max|a - b| / max|b|."""
    return float((a - b).abs().max() / b.abs().max())


@pytest.mark.parametrize("name", NAMES)
def test_relevance_equals_zennits(zennit, net, traced, name):
    model, x, R = net
    graph, params = traced
    wanted_output, wanted = by_zennit(zennit, model, x, R, name)
    relevance = lrpfx.relevance_graph(graph, composites.get(name, **PARAMETERS.get(name, {})))
    for g, p in ((relevance, params), lrpfx.optimize(relevance, params)):
        output, found = lrpfx.evaluate(g, p, x, R)
        assert distance(output, wanted_output) < 1e-10
        assert distance(found, wanted) < 1e-9


@pytest.mark.slow
@pytest.mark.parametrize("layout", [torch.channels_last, torch.contiguous_format], ids=["last", "first"])
@pytest.mark.parametrize("name", NAMES)
def test_relevance_in_single_precision_equals_zennits(zennit, name, layout):
    """With the same order of channels in memory; kernels of channels last add up in longer chains."""
    model = torchvision_model("resnet18", torch.float32).to(memory_format=layout)
    x = inputs(2, 3, 32, 32, dtype=torch.float32).to(memory_format=layout)
    R = inputs(2, 10, seed=2, dtype=torch.float32)
    _, wanted = by_zennit(zennit, model, x, R, name)
    passes = [n for n in PASSES if n != "layout" or layout is torch.channels_last]
    composite = composites.get(name, **PARAMETERS.get(name, {}))
    explained = lrpfx.explain(model, x, target=R, composite=composite, optimize=passes)
    assert distance(explained.relevance, wanted) < (1e-3 if layout is torch.channels_last else 1e-4)


@pytest.mark.slow
def test_the_box_of_one_number_per_channel_equals_zennits(zennit, net):
    import zennit.composites

    model, x, R = net
    low, high = (-3.0, -2.5, -3.5), (3.0, 3.5, 2.5)
    explained = lrpfx.explain(model, x, target=R, composite=composites.epsilon_gamma_box(low, high))
    PARAMETERS["per_channel"] = {
        k: torch.tensor(v).reshape(1, 3, 1, 1) for k, v in (("low", low), ("high", high))
    }
    zennit.composites.COMPOSITES["per_channel"] = zennit.composites.EpsilonGammaBox
    try:
        _, wanted = by_zennit(zennit, model, x, R, "per_channel")
    finally:
        del PARAMETERS["per_channel"], zennit.composites.COMPOSITES["per_channel"]
    assert distance(explained.relevance, wanted) < 1e-9


ACTIVATIONS = [
    "ELU",
    "Hardshrink",
    "Hardsigmoid",
    "Hardtanh",
    "Hardswish",
    "LeakyReLU",
    "LogSigmoid",
    "PReLU",
    "ReLU",
    "ReLU6",
    "RReLU",
    "SELU",
    "CELU",
    "GELU",
    "Sigmoid",
    "SiLU",
    "Softplus",
    "Softshrink",
    "Softsign",
    "Tanh",
    "Tanhshrink",
    "Threshold",
]


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations_hand_relevance_on_as_zennits_do(zennit, name):
    import zennit.attribution
    import zennit.composites

    kind = getattr(torch.nn, name)
    activation = kind(0.1, 20.0) if name == "Threshold" else kind()
    model = torch.nn.Sequential(torch.nn.Linear(4, 6), activation, torch.nn.Linear(6, 3)).double().eval()
    x, R = inputs(5, 4), inputs(5, 3, seed=2)
    with (
        warnings.catch_warnings(),
        zennit.attribution.Gradient(copy.deepcopy(model), zennit.composites.EpsilonPlus()) as attributor,
    ):
        _, wanted = attributor(x, R)
    assert distance(lrpfx.explain(model, x, target=R, composite="epsilon_plus").relevance, wanted) < 1e-9
