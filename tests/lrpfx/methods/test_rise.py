"""RISE: the sum over its masks, what masks are, and a linear model."""

import pytest
import torch
from nets import Fn, cnn, dense, images, inputs, settle
from torch import nn

from lrpfx import errors, methods
from lrpfx.methods.rise import mask
from lrpfx.perturb.draws import generator


def close(found, wanted):
    torch.testing.assert_close(found, wanted, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("baseline", [0.0, "blur"])
def test_it_is_the_sum_over_its_masks(baseline):
    from lrpfx.perturb.baseline import blur

    model, x = cnn(), images(2)
    absent = torch.zeros_like(x) if baseline == 0.0 else blur(x)
    chance, total = generator(5), torch.zeros(2, 1, 8, 8).double()
    for _ in range(9):
        m = mask(chance, x, 3, 0.4)[0]
        total = total + model(m * x + (1 - m) * absent)[:, 2].reshape(2, 1, 1, 1) * m
    found = methods.rise(model, x, samples=9, cells=3, probability=0.4, baseline=baseline, seed=5)(
        x, target=2
    )
    close(found.relevance, (total / (9 * 0.4)).expand_as(x))


@pytest.mark.parametrize("shape", [(1, 3, 20, 30), (1, 2, 50), (1, 40), (1, 1, 6, 7, 8), (1, 3, 2, 2)])
def test_masks_lie_between_zero_and_one_and_are_one_as_often_as_the_probability_says(shape):
    x, chance = torch.zeros(shape).double(), generator(0)
    masks = torch.stack([mask(chance, x, 5, 0.3) for _ in range(600)])
    assert masks.shape[1:] == (1, 1, *shape[2:]) if len(shape) > 2 else (1, shape[1])
    assert masks.min() >= 0
    assert masks.max() <= 1
    everywhere = masks.mean(0)
    assert float(everywhere.mean()) == pytest.approx(0.3, abs=0.03)
    assert (everywhere - 0.3).abs().max() < 0.12, "no place is favoured, the border neither"


def test_masks_are_smooth_and_shifted():
    x, chance = torch.zeros(1, 1, 70).double(), generator(0)
    steps = [mask(chance, x, 7, 0.5).diff().abs().max() for _ in range(20)]
    assert max(steps) <= 0.1 + 1e-9, "from one cell to the next, which are ten apart, in ten steps"
    starts = {round(float(mask(chance, x, 7, 0.5).flatten()[0]), 6) for _ in range(50)}
    assert len(starts) > 5


def test_of_a_linear_model_it_is_contributions_blurred_as_masks_are():
    """S = Σ c m, so but for a constant E[S m_i] = Σ_j c_j cov(m_j, m_i)."""
    model, x = dense(12, 3), inputs(1, 12)
    found = methods.rise(model, x, samples=4000, cells=6, batch_size=1000)(x, target=1).relevance[0]
    chance = generator(1)
    masks = torch.cat([mask(chance, x, 6, 0.5) for _ in range(4000)])
    expected = torch.cov(masks.T) @ (x * model[0].weight[1])[0].detach()
    assert torch.corrcoef(torch.stack([found, expected]))[0, 1] > 0.95


def test_probabilities_can_be_explained():
    model, x = cnn(), images(2)
    by_scores = methods.rise(model, x, samples=6, scores=lambda z: z.softmax(1))(x, target=1)
    onehot = torch.eye(4, dtype=torch.float64)[1]
    by_target = methods.rise(model, x, samples=6)(x, target=lambda z: z.softmax(1) * onehot)
    close(by_scores.relevance, by_target.relevance)
    assert (by_scores.relevance >= 0).all()
    close(by_scores.output, model(x))


def test_a_feature_of_one_value_has_one_cell():
    model = settle(nn.Sequential(nn.Flatten(), nn.Linear(6, 3)))
    x = inputs(2, 2, 3, 1)
    assert methods.rise(model, x, samples=5)(x, target=1).relevance.shape == x.shape


def test_several_tensors_and_too_many_axes_are_refused():
    two, a = Fn(lambda s, pair: pair[0] + pair[1]).eval(), inputs(2, 3)
    with pytest.raises(errors.InputError, match="holds 2 tensors that could be masked"):
        methods.rise(two, ([a, a],), samples=2)(([a, a],))
    deep = settle(nn.Sequential(nn.Flatten(), nn.Linear(16, 3)))
    x = inputs(1, 1, 2, 2, 2, 2)
    with pytest.raises(errors.InputError, match="one to three axes behind the channels"):
        methods.rise(deep, x, samples=2)(x)


@pytest.mark.parametrize(
    "parameters", [{"samples": 0}, {"cells": 0}, {"probability": 0}, {"probability": 1.5}]
)
def test_a_parameter_out_of_its_range_is_refused_when_the_method_is_made(parameters):
    (parameter,) = parameters
    with pytest.raises(errors.ParameterError, match=f"method `rise`: {parameter}"):
        methods.rise(cnn(), images(), **parameters)
