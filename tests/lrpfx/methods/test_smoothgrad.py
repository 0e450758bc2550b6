"""SmoothGrad and its statistics: the loop that they are, Zennit and Captum with the same noise, and their limits."""

import pytest
import torch
from nets import Fn, cnn, dense, images, inputs

import lrpfx
from lrpfx import errors, methods
from lrpfx.perturb.draws import generator, normal


def close(found, wanted, rtol=1e-9):
    torch.testing.assert_close(found, wanted, rtol=rtol, atol=1e-12)


def noise_of(x, samples, seed=0):
    return normal(generator(seed), samples, [x])[0]


def loop(explainer, x, target, samples, noise, seed=0):
    """The definition: one call for each noisy copy."""
    sigma = noise * (x.flatten(1).amax(1) - x.flatten(1).amin(1)).reshape(-1, *[1] * (x.ndim - 1))
    return torch.stack(
        [explainer(x + sigma * n, target=target).relevance for n in noise_of(x, samples, seed)]
    )


@pytest.mark.parametrize("composite", ["gradient", "epsilon_plus_flat"])
def test_statistics_are_those_of_a_loop_over_noisy_copies(composite):
    model, x = cnn(), images(3)
    explainer = lrpfx.compile(model, x, composite=composite)
    target = model(x).argmax(1)
    one_by_one = loop(explainer, x, target, 9, 0.2, seed=3)
    wanted = {
        "smoothgrad": one_by_one.mean(0),
        "smoothgrad_squared": one_by_one.square().mean(0),
        "vargrad": one_by_one.var(0, correction=0),
    }
    for name, value in wanted.items():
        found = methods.get(name, samples=9, noise=0.2, seed=3, batch_size=8)
        close(getattr(methods, name)(explainer, samples=9, noise=0.2, seed=3)(x).relevance, value)
        if composite == "gradient":
            close(found(model, x)(x).relevance, value)


def test_the_target_is_that_of_the_clean_input_whatever_the_noise_makes_of_it():
    model, x = dense(4, 8, 3), inputs(6, 4)
    explainer = lrpfx.compile(model, x)
    clean = model(x).argmax(1)
    noisy = torch.stack([model(x + 3 * n).argmax(1) for n in noise_of(x, 10)])
    assert (noisy != clean).any(), "the noise changes predictions"
    found = methods.smoothgrad(explainer, samples=10, noise=3.0, relative=False)(x)
    assert torch.equal(found.target, clean)
    wanted = torch.stack([explainer(x + 3 * n, target=clean).relevance for n in noise_of(x, 10)]).mean(0)
    close(found.relevance, wanted)


@pytest.mark.parametrize("composite", ["gradient", "epsilon_plus"])
def test_without_noise_it_is_the_explainer(composite):
    model, x = cnn(), images(3)
    explainer = lrpfx.compile(model, x, composite=composite)
    close(methods.smoothgrad(explainer, samples=5, noise=0)(x).relevance, explainer(x).relevance)
    assert methods.vargrad(explainer, samples=5, noise=0)(x).relevance.abs().max() < 1e-20


def test_of_a_linear_model_it_is_the_weight_and_its_variance_nothing():
    model, x = dense(4, 3), inputs(5, 4)
    found = methods.smoothgrad(model, x, samples=7, noise=1)(x, target=1).relevance
    close(found, model[0].weight[1].detach().expand(5, 4))
    assert methods.vargrad(model, x, noise=1)(x, target=1).relevance.abs().max() < 1e-20


def test_of_a_square_it_goes_to_its_expectation():
    """g(x) = 2x, so E g = 2x and Var g = 4 σ²; E g² = 4x² + 4σ²."""
    model, x = Fn(lambda s, x: (x * x).sum(1, keepdim=True)).eval(), inputs(1, 500)
    sigma = 0.1 * (x.max() - x.min())
    kinds = {
        "smoothgrad": (2 * x).mean(), "vargrad": 4 * sigma**2, "smoothgrad_squared": (4 * x**2).mean() + 4 * sigma**2
    }  # fmt: skip
    for name, wanted in kinds.items():
        found = methods.get(name, samples=400)(model, x)(x, target=0).relevance.mean()
        torch.testing.assert_close(found, wanted, rtol=0.02, atol=0.02)


@pytest.mark.usefixtures("zennit")
@pytest.mark.parametrize("samples", [1, 2, 6])
def test_with_a_clean_copy_it_is_zennits_for_the_same_noise(monkeypatch, samples):
    import zennit.attribution

    model, x = cnn(), images(3)
    drawn = iter(noise_of(x, samples).expand(-1, *x.shape))
    monkeypatch.setattr(torch, "randn_like", lambda like: next(drawn))
    one = torch.zeros(3, 4, dtype=torch.float64)
    one[:, 2] = 1
    with zennit.attribution.SmoothGrad(cnn(), noise_level=0.3, n_iter=samples) as attributor:
        _, wanted = attributor(x.clone(), one)
    found = methods.smoothgrad(model, x, samples=samples, noise=0.3, clean=True)(x, target=2).relevance
    close(found, wanted.detach())
    if samples == 1:
        close(found, methods.gradient(model, x)(x, target=2).relevance)
    else:
        without = methods.smoothgrad(model, x, samples=samples, noise=0.3)(x, target=2).relevance
        assert (without - wanted).abs().max() > 1e-3, "no clean copy unless it is asked for"


@pytest.mark.parametrize(
    ("kind", "name"),
    [("smoothgrad", "smoothgrad"), ("smoothgrad_sq", "smoothgrad_squared"), ("vargrad", "vargrad")],
)
def test_statistics_are_captums_for_the_same_noise(monkeypatch, kind, name):
    attr = pytest.importorskip("captum.attr")
    model, x, samples = cnn(), images(2), 6
    ours = noise_of(x, samples).expand(-1, *x.shape)  # ours copy by copy, theirs sample by sample
    theirs = ours.transpose(0, 1).flatten(0, 1)
    monkeypatch.setattr(torch, "normal", lambda mean, deviation: theirs * 0.4)
    wanted = attr.NoiseTunnel(attr.Saliency(model)).attribute(
        x.clone().requires_grad_(), nt_type=kind, nt_samples=samples, stdevs=0.4, target=1, abs=False
    )
    found = methods.get(name, samples=samples, noise=0.4, relative=False)(model, x)(x, target=1).relevance
    close(found, wanted, rtol=1e-7 if kind == "vargrad" else 1e-9)


def test_noise_is_in_proportion_to_the_range_of_each_sample():
    """g(x) = 2x: the deviation of the gradient is that of the noise, twice."""
    model = Fn(lambda s, x: (x * x).sum((1, 2), keepdim=True)[:, 0]).eval()
    x = inputs(2, 3, 200)
    x[1] *= 10
    variance = methods.vargrad(model, x, samples=100)(x, target=0).relevance.mean((1, 2))
    spread = x.flatten(1).amax(1) - x.flatten(1).amin(1)
    torch.testing.assert_close(variance.sqrt() / 2, 0.1 * spread, rtol=0.02, atol=0)


def test_noise_is_the_same_in_every_precision():
    x = inputs(2, 3, 4)
    wanted = noise_of(x, 3)
    for dtype in (torch.float32, torch.float16, torch.bfloat16):
        assert torch.equal(noise_of(x.to(dtype), 3), wanted.to(dtype))


def test_recorded_layers_are_averaged_too():
    model, x = cnn(), images(3)
    explainer = lrpfx.compile(model, x, record=["4"], composite="epsilon_plus")
    smooth = methods.smoothgrad(explainer, samples=4)(x, target=1)
    sigma = 0.1 * (x.flatten(1).amax(1) - x.flatten(1).amin(1)).reshape(-1, 1, 1, 1)
    each = [explainer(x + sigma * n, target=1).layers["4"] for n in noise_of(x, 4)]
    close(smooth.layers["4"].relevance, torch.stack([e.relevance for e in each]).mean(0))
    close(smooth.layers["4"].activation, torch.stack([e.activation for e in each]).mean(0))


def test_a_target_function_sees_the_output_of_each_copy_of_the_batch():
    model, x = cnn(), images(3)
    weights = inputs(3, 4, seed=7)
    seen = []

    def target(output):
        seen.append(output.shape)
        return output * weights

    explainer = lrpfx.compile(model, x, composite="epsilon_plus")
    found = methods.smoothgrad(explainer, samples=5, batch_size=7)(x, target=target)
    assert set(seen) == {(3, 4)}
    assert found.target is None
    close(found.relevance, loop(explainer, x, target, 5, 0.1).mean(0))


@pytest.mark.parametrize(
    "parameters",
    [{"samples": 0}, {"samples": 2.5}, {"samples": True}, {"noise": -0.1}, {"noise": float("nan")}, {"noise": "much"},
     {"statistic": "median"}, {"batch_size": 0}, {"seed": -1}, {"seed": 1.5}],
)  # fmt: skip
def test_a_parameter_out_of_its_range_is_refused_when_the_method_is_made(parameters):
    (parameter,) = parameters
    with pytest.raises(errors.ParameterError, match=f"method `smoothgrad`: {parameter}"):
        methods.smoothgrad(cnn(), images(), **parameters)


def test_differentiable_relevance_stays_so():
    model, x = dense(4, 5, 3), inputs(2, 4)
    explainer = lrpfx.compile(model, x, composite="epsilon_plus", differentiable=True)
    relevance = methods.smoothgrad(explainer, samples=3)(x, target=1).relevance
    slopes = torch.autograd.grad(relevance.square().sum(), list(model.parameters()), allow_unused=True)
    assert slopes[0].abs().sum() > 0
