"""GradientSHAP: exact where the gradient is constant, integrated gradients in expectation."""

import pytest
import torch
from nets import cnn, dense, images, inputs, settle
from torch import nn

from lrpfx import errors, methods
from lrpfx.perturb.draws import choice, generator, uniform


def close(found, wanted, **tolerance):
    torch.testing.assert_close(found, wanted, **({"rtol": 1e-9, "atol": 1e-11} | tolerance))


def test_of_a_linear_model_it_is_exact_for_one_baseline():
    model, x, start = dense(4, 3), inputs(5, 4), inputs(1, 4, seed=3)
    explained = methods.gradient_shap(model, x, samples=3, baseline=start)(x, target=1)
    close(explained.relevance, (x - start) * model[0].weight[1])
    close(explained.info["convergence_delta"], torch.zeros(5).double())


def test_it_is_the_loop_over_its_draws():
    model, x = cnn(), images(3)
    starts = list(images(4, seed=5))
    explainer = methods.gradient(model, x)
    chance, each = generator(7), []
    for _ in range(6):
        start, alpha = starts[choice(chance, 4)], uniform(chance)
        each.append((x - start) * explainer(start + alpha * (x - start), target=2).relevance)
    found = methods.gradient_shap(explainer, samples=6, baseline=starts, seed=7)(x, target=2)
    close(found.relevance, torch.stack(each).mean(0))


def test_its_expectation_is_that_of_integrated_gradients():
    model = settle(nn.Sequential(nn.Linear(5, 7), nn.Tanh(), nn.Linear(7, 3)))
    x, starts = inputs(3, 5), list(inputs(4, 5, seed=5))
    wanted = methods.integrated_gradients(model, x, baseline=starts)(x, target=1).relevance
    errors_ = []
    for samples in (100, 10_000):
        found = methods.gradient_shap(model, x, baseline=starts, samples=samples, batch_size=3000)(
            x, target=1
        )
        errors_.append(float((found.relevance - wanted).abs().max()))
    assert errors_[1] < 0.02 * wanted.abs().max()
    assert errors_[1] < errors_[0] / 3, "the error shrinks as the root of the samples"


@pytest.mark.slow
def test_it_agrees_with_captum_in_expectation():
    attr = pytest.importorskip("captum.attr")
    import numpy as np

    model = settle(nn.Sequential(nn.Linear(5, 7), nn.Tanh(), nn.Linear(7, 3)))
    x, starts = inputs(2, 5), inputs(4, 5, seed=5)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        state = np.random.get_state()
        np.random.seed(0)
        theirs = attr.GradientShap(model).attribute(x, starts, target=1, n_samples=8_000)
        np.random.set_state(state)
    found = methods.gradient_shap(model, x, baseline=list(starts), samples=8_000, batch_size=4000)(
        x, target=1
    )
    close(found.relevance, theirs, rtol=0, atol=0.05 * float(theirs.abs().max()))


def test_noise_moves_the_end_of_the_line():
    model, x = cnn(), images(2)
    quiet, loud = (
        methods.gradient_shap(model, x, samples=4, noise=noise)(x, target=1).relevance for noise in (0.0, 0.3)
    )
    assert not torch.allclose(quiet, loud)
    linear, vectors = dense(4, 3), inputs(3, 4)
    found = methods.gradient_shap(linear, vectors, samples=5000, noise=0.1, batch_size=10_000)(
        vectors, target=1
    )
    close(found.relevance, vectors * linear[0].weight[1], rtol=0, atol=0.03)


@pytest.mark.parametrize("parameters", [{"samples": 0}, {"noise": -1}, {"baseline": []}, {"seed": "x"}])
def test_a_parameter_out_of_its_range_is_refused_when_the_method_is_made(parameters):
    (parameter,) = parameters
    with pytest.raises(errors.ParameterError, match=f"method `gradient_shap`: {parameter}"):
        methods.gradient_shap(cnn(), images(), **parameters)
