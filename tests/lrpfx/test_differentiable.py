"""Relevance that can be differentiated, with respect to the model's parameters and to the input."""

import pytest
import torch
from nets import cnn, dense, images, inputs
from torch import nn

import lrpfx
from lrpfx import composites, errors

NAMES = ("epsilon_plus", "epsilon_plus_flat", "epsilon_alpha2_beta1")


@pytest.mark.parametrize("name", NAMES)
def test_the_derivative_of_relevance_is_that_of_finite_differences(name):
    model, x = cnn(), images(1)
    explainer = lrpfx.compile(model, x, composite=name, differentiable=True)
    weight = model[4].weight

    def loss():
        return (explainer(x, target=1).relevance * torch.arange(64.0).double().reshape(8, 8)).pow(2).sum()

    (gradient,) = torch.autograd.grad(loss(), weight)
    for at in ((0, 0, 0, 0), (3, 2, 1, 1), (7, 5, 2, 0)):
        step = 1e-6
        with torch.no_grad():
            weight[at] += step
            above = loss()
            weight[at] -= 2 * step
            below = loss()
            weight[at] += step
        numeric = (above - below) / (2 * step)
        assert abs(numeric - gradient[at]) <= 1e-4 * gradient.abs().max()


def test_every_parameter_that_shapes_the_relevance_gets_a_gradient_merged_ones_too():
    model, x = cnn(), images()
    lrpfx.explain(model, x, differentiable=True, composite="epsilon_plus").relevance.square().sum().backward()
    without = [n for n, p in model.named_parameters() if p.grad is None or not p.grad.abs().sum() > 0]
    assert without == []


def test_relevance_is_differentiable_in_the_input():
    model, x = dense(6, 5, 4), inputs(3, 6).requires_grad_()
    lrpfx.explain(model, x, differentiable=True, composite="epsilon_plus").relevance.square().sum().backward()
    assert x.grad.shape == x.shape
    assert x.grad.abs().sum() > 0


def test_a_differentiable_explanation_equals_the_usual_one():
    model, x = cnn(), images()
    usual = lrpfx.explain(model, x, target=2)
    other = lrpfx.explain(model, x, target=2, differentiable=True)
    torch.testing.assert_close(other.relevance, usual.relevance)
    assert other.relevance.requires_grad
    assert not usual.relevance.requires_grad


def test_a_model_is_trained_to_look_away_from_a_region():
    """Right for the right reasons: the penalty on relevance in a region makes it smaller."""
    torch.manual_seed(0)
    model, x = dense(6, 16, 2), inputs(32, 6)
    y = (x[:, 0] + x[:, 5] > 0).long()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    explainer = lrpfx.compile(model, x, differentiable=True, composite=composites.epsilon_plus(epsilon=0.1))

    def share():
        R = explainer(x, target=y.tolist()).relevance.abs()
        return R[:, 5].sum() / R.sum()

    before = float(share().detach())
    for _ in range(40):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(explainer.predict(x), y) + 5 * share()
        loss.backward()
        optimizer.step()
    assert float(share().detach()) < 0.5 * before


def test_parameters_are_read_at_every_call():
    model, x = dense(6, 5, 4), inputs(3, 6)
    explainer = lrpfx.compile(model, x, differentiable=True)
    with torch.no_grad():
        model[0].weight.mul_(2)
    torch.testing.assert_close(explainer(x).relevance, lrpfx.explain(model, x).relevance)


def test_a_differentiable_explainer_takes_one_target_at_a_time():
    explainer = lrpfx.compile(dense(6, 5, 4), inputs(3, 6), differentiable=True)
    with pytest.raises(errors.InputError, match="one target at a time"):
        explainer.each(inputs(3, 6), [0, 1])
