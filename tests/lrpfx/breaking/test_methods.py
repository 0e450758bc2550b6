"""Every method on models that break the peers: several inputs, tokens, one score, one sample, any chunk."""

import inspect

import pytest
import torch
from laws import distance
from nets import Fn, cnn, dense, images, inputs, settle
from torch import nn

from lrpfx import methods
from lrpfx.errors import LrpfxError

SAMPLED = ("samples", "steps", "masks", "n_samples")
SMALL = {"samples": 3, "steps": 4, "masks": 8, "window": 2, "cells": 2, "n_samples": 3}
IMAGES_ONLY = ("grad_cam", "guided_grad_cam", "rise")
NAMES = tuple(n for n in methods.names() if n != "captum")


def made(name, model, x, **more):
    taken = inspect.signature(getattr(methods, name)).parameters
    small = {k: v for k, v in SMALL.items() if k in taken}
    if name in ("grad_cam", "guided_grad_cam") and "layer" in taken:
        small["layer"] = "0"
    return getattr(methods, name)(model, x, **{**small, **more})


class Two(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv, self.dense, self.head = nn.Conv2d(3, 4, 3), nn.Linear(5, 4), nn.Linear(8, 3)

    def forward(self, image, numbers):
        return self.head(
            torch.cat([torch.relu(self.conv(image)).mean((2, 3)), torch.relu(self.dense(numbers))], 1)
        )


@pytest.mark.parametrize("name", NAMES)
def test_a_method_explains_images(name):
    model, x = cnn(), images()
    before = {k: v.clone() for k, v in model.state_dict().items()}
    explanation = made(name, model, x)(x, target=1)
    assert explanation.relevance.shape == x.shape
    assert torch.isfinite(explanation.relevance).all()
    assert explanation.relevance.dtype == x.dtype
    assert not explanation.relevance.requires_grad
    torch.testing.assert_close(explanation.output, model(x).detach(), rtol=1e-9, atol=1e-9)
    assert all(torch.equal(v, before[k]) for k, v in model.state_dict().items())


@pytest.mark.parametrize("name", NAMES)
def test_a_batch_is_explained_like_its_samples_and_again_the_same(name):
    model, x = cnn(), images(3)
    explainer = made(name, model, x)
    together = explainer(x, target=[0, 1, 2]).relevance
    alone = torch.cat([explainer(x[i : i + 1], target=i).relevance for i in range(3)])
    assert distance(alone, together) < 1e-9
    assert torch.equal(explainer(x, target=[0, 1, 2]).relevance, together)


@pytest.mark.parametrize(
    "name", [n for n in NAMES if "batch_size" in inspect.signature(getattr(methods, n)).parameters]
)
def test_how_many_at_once_changes_nothing(name):
    model, x = cnn(), images()
    results = [made(name, model, x, batch_size=size)(x, target=1).relevance for size in (1, 2, 5, 100)]
    assert all(distance(r, results[0]) < 1e-9 for r in results)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("as_keywords", [False, True], ids=["positions", "keywords"])
def test_a_method_explains_several_inputs_or_says_why_not(name, as_keywords):
    image, numbers = images(), inputs(2, 5, seed=4)
    x = {"image": image, "numbers": numbers} if as_keywords else (image, numbers)
    more = {"layer": "conv"} if name in ("grad_cam", "guided_grad_cam") else {}
    try:
        explanation = made(name, settle(Two()), x, **more)(x, target=1)
    except LrpfxError as error:
        assert len(str(error)) > 20  # noqa: PT017
        return
    parts = explanation.relevance.values() if as_keywords else explanation.relevance
    assert next(iter(parts)).shape == image.shape
    assert all(p is None or torch.isfinite(p).all() for p in parts)


@pytest.mark.parametrize("name", NAMES)
def test_a_method_explains_tokens_or_says_why_not(name):
    ids = torch.tensor([[1, 2, 3], [6, 0, 1]])
    model = settle(nn.Sequential(nn.Embedding(7, 5), nn.Flatten(), nn.ReLU(), nn.Linear(15, 3)))
    try:
        explanation = made(name, model, ids)(ids, target=1)
    except LrpfxError as error:
        assert len(str(error)) > 20  # noqa: PT017
        return
    assert explanation.relevance.shape == ids.shape
    assert explanation.relevance.is_floating_point()


@pytest.mark.parametrize("name", NAMES)
def test_a_method_explains_one_score_per_sample_or_says_why_not(name):
    model = settle(Fn(lambda s, x: s.net(x)[:, 0], net=cnn()))
    more = {"layer": "net.0"} if name in ("grad_cam", "guided_grad_cam") else {}
    try:
        explanation = made(name, model, images(), **more)(images())
    except LrpfxError as error:
        assert len(str(error)) > 20  # noqa: PT017
        return
    wanted = made(name, cnn(), images())(images(), target=0)
    assert distance(explanation.relevance, wanted.relevance) < 1e-9


@pytest.mark.parametrize(
    "outer", ["smoothgrad", "integrated_gradients", "vargrad", "smoothgrad_squared", "gradient_shap"]
)
@pytest.mark.parametrize("inner", ["lrp", "smoothgrad", "integrated_gradients", "input_x_gradient"])
def test_methods_go_over_methods(outer, inner):
    small = {k: v for k, v in SMALL.items() if k in inspect.signature(getattr(methods, outer)).parameters}
    explanation = getattr(methods, outer)(made(inner, dense(4, 5, 3), inputs(2, 4)), **small)(
        inputs(2, 4), target=1
    )
    assert explanation.relevance.shape == (2, 4)
    assert torch.isfinite(explanation.relevance).all()


def test_integrated_gradients_are_complete_on_what_they_are_of():
    """Σ R = S(x) - S(x₀), and by how much not is told."""
    model, x = dense(4, 8, 8, 3), inputs(3, 4)
    explanation = methods.integrated_gradients(model, x, steps=400)(x, target=2)
    gap = explanation.relevance.sum(1) - (model(x) - model(torch.zeros_like(x)))[:, 2].detach()
    torch.testing.assert_close(explanation.info["convergence_delta"], gap, rtol=1e-6, atol=1e-9)
    assert gap.abs().max() < 1e-2


def test_smoothgrad_without_noise_is_the_gradient():
    x = images()
    explanation = methods.smoothgrad(cnn(), x, noise=0.0, samples=3)(x, target=1)
    assert distance(explanation.relevance, methods.gradient(cnn(), x)(x, target=1).relevance) < 1e-12


def test_the_gradient_is_automatic_differentiations():
    rnn, head = nn.LSTM(4, 5, batch_first=True), nn.Linear(5, 3)
    recurrent = settle(Fn(lambda s, x: s.head(s.rnn(x)[0][:, -1]), rnn=rnn, head=head))
    for model, x in ((cnn(), images()), (dense(4, 5, 3), inputs(2, 4)), (recurrent, inputs(2, 6, 4))):
        leaf = x.clone().requires_grad_()
        wanted = torch.autograd.grad(model(leaf)[:, 1].sum(), leaf)[0]
        assert distance(methods.gradient(model, x)(x, target=1).relevance, wanted) < 1e-9


L, S = nn.Linear, nn.Sequential


def encoder():
    return S(nn.TransformerEncoderLayer(4, 2, 8, batch_first=True), nn.Flatten(), L(20, 3))


GRADIENT = {
    "attention": (encoder, (2, 5, 4)),
    "layer norm": (lambda: nn.Sequential(nn.Linear(4, 5), nn.LayerNorm(5), nn.GELU(), nn.Linear(5, 3)), (2, 4)),
    "softmax": (lambda: nn.Sequential(nn.Linear(4, 3), nn.Softmax(1)), (2, 4)),
    "group norm": (lambda: S(nn.Conv2d(3, 4, 3), nn.GroupNorm(2, 4), nn.SiLU(), nn.Flatten(), L(64, 3)), (2, 3, 6, 6)),
    "products": (lambda: Fn(lambda s, x: s.l(x[:, :3] * x[:, 1:] / (1 + x[:, :3] ** 2).exp()), l=L(3, 3)), (2, 4)),
    "gated": (lambda: Fn(lambda s, x: s.l(torch.sigmoid(s.a(x)) * s.b(x)), l=nn.Linear(3, 3), a=nn.Linear(4, 3),
                         b=nn.Linear(4, 3)), (2, 4)),
}  # fmt: skip


@pytest.mark.parametrize("name", GRADIENT)
def test_the_gradient_needs_no_rule_for_any_operator(name):
    make, shape = GRADIENT[name]
    model, x = settle(make()), inputs(*shape)
    leaf = x.clone().requires_grad_()
    wanted = torch.autograd.grad(model(leaf)[:, 1].sum(), leaf)[0]
    assert distance(methods.gradient(model, x)(x, target=1).relevance, wanted) < 1e-9
