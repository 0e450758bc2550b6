"""One small member of every family of torchvision's classification models: explained and accounted for."""

import warnings

import pytest
import torch
import torchvision
from nets import inputs, settle
from torch import nn

import lrpfx
from lrpfx import composites

slow = pytest.mark.slow
FAMILIES = {
    "alexnet": 64,
    "densenet121": 32,
    "efficientnet_b0": 32,
    "efficientnet_v2_s": 32,
    "googlenet": 32,
    "inception_v3": 75,
    "mnasnet0_5": 32,
    "mobilenet_v2": 32,
    "mobilenet_v3_small": 32,
    "regnet_x_400mf": 32,
    "regnet_y_400mf": 32,
    "resnet18": 32,
    "resnext50_32x4d": 32,
    "shufflenet_v2_x0_5": 32,
    "squeezenet1_1": 32,
    "vgg11_bn": 32,
    "wide_resnet50_2": 32,
}
QUICK = ("alexnet", "resnet18", "squeezenet1_1")
NORMALISED = {"convnext_tiny": 32, "maxvit_t": 224, "swin_t": 32, "swin_v2_t": 32, "vit_b_32": 64}
CLASSES = 10


def build(name, size, **keywords):
    """Random weights of a healthy size; statistics of batch normalisation as after training; a narrow classifier."""
    torch.manual_seed(0)
    if name in ("googlenet", "inception_v3"):
        keywords["init_weights"] = False
    model = torchvision.models.get_model(name, num_classes=CLASSES, **keywords)
    if name.startswith(("alexnet", "vgg")):
        head = model.classifier
        wide = next(layer for layer in head if isinstance(layer, nn.Linear)).in_features
        model.classifier = nn.Sequential(nn.Linear(wide, 32), nn.ReLU(), nn.Linear(32, CLASSES))
    model = settle(model)
    norms = [m for m in model.modules() if isinstance(m, nn.BatchNorm2d)]
    for norm in norms:
        norm.train().momentum = None
        norm.reset_running_stats()
    if norms:
        with torch.no_grad():
            model(inputs(4, 3, size, size, seed=5))
    return model.eval()


def without_biases(params):
    return {k: torch.zeros_like(v) if k.endswith(("bias", "running_mean")) else v for k, v in params.items()}


@pytest.mark.parametrize("name", [n if n in QUICK else pytest.param(n, marks=slow) for n in FAMILIES])
def test_relevance_is_accounted_for(name):
    size = FAMILIES[name]
    model, x = build(name, size), inputs(1, 3, size, size)
    explanation = lrpfx.explain(model, x)
    with torch.no_grad():
        torch.testing.assert_close(explanation.output, model(x), rtol=1e-9, atol=1e-9)
    ledger = explanation.ledger(bound=float("inf"))
    assert ledger.closing_error < 1e-10
    astray = sum(abs(v[0]) for cause, v in ledger.absorbed.items() if cause not in ("bias", "stabilizer"))
    assert astray < 1e-10 * ledger.greatest[0]


@pytest.mark.parametrize("name", [n if n in QUICK else pytest.param(n, marks=slow) for n in FAMILIES])
def test_relevance_is_conserved_without_biases(name):
    size = FAMILIES[name]
    graph, params = lrpfx.trace(build(name, size), inputs(1, 3, size, size))
    graph, params = lrpfx.canonize(graph, without_biases(params))
    graph = lrpfx.relevance_graph(graph, composites.epsilon(1e-10))
    x = inputs(2, 3, size, size)
    output, relevance = lrpfx.evaluate(*lrpfx.optimize(graph, params), x, lambda z: z)
    wanted = output.sum(1)
    assert ((relevance.sum((1, 2, 3)) - wanted).abs() < 1e-6 * output.abs().amax(1)).all()


@slow
@pytest.mark.parametrize("name", NORMALISED)
def test_transformers_are_accounted_for_without_a_warning(name):
    size = NORMALISED[name]
    torch.manual_seed(0)
    keywords = {"image_size": size} if name.startswith("vit") else {}
    model = torchvision.models.get_model(name, **keywords).double().eval()
    if name.startswith("vit"):
        nn.init.normal_(model.heads.head.weight, std=0.02)  # zero before training
    x = inputs(1, 3, size, size)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        explanation = lrpfx.explain(model, x)
        ledger = explanation.ledger()
    with torch.no_grad():
        torch.testing.assert_close(explanation.output, model(x), rtol=1e-9, atol=1e-9)
    assert ledger.closing_error < 1e-10
    assert ledger.findings == ()


@slow
@pytest.mark.parametrize("name", ["googlenet", "inception_v3"])
def test_the_normalisation_of_the_input_hands_relevance_on(name):
    size = FAMILIES[name]
    model, x = build(name, size, transform_input=True), inputs(1, 3, size, size)
    found = lrpfx.explain(model, x, target=1)
    model.transform_input = False
    scale, shift = (
        torch.tensor(v, dtype=torch.float64).reshape(3, 1, 1)
        for v in ((0.458, 0.448, 0.45), (-0.030, -0.088, -0.188))
    )
    wanted = lrpfx.explain(model, x * scale + shift, target=1)
    torch.testing.assert_close(found.output, wanted.output, rtol=1e-9, atol=1e-9)
    torch.testing.assert_close(found.relevance, wanted.relevance, rtol=1e-7, atol=1e-10)


def test_every_name_of_torchvision_belongs_to_a_family_that_is_tested():
    known = {**FAMILIES, **NORMALISED}
    stems = {name.split("_")[0].rstrip("0123456789") for name in known}
    names = torchvision.models.list_models(module=torchvision.models)
    assert {name.split("_")[0].rstrip("0123456789") for name in names} <= stems
