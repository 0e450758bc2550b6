"""Shared metrics agree with Quantus to 1e-6."""

import warnings

import numpy as np
import pytest
import torch
from nets import cnn, images

import lrpfx
from lrpfx import metrics

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import quantus

CLOSE = {"rtol": 1e-6, "atol": 1e-9}


@pytest.fixture(scope="module")
def setting():
    model, x = cnn(), images(6)
    explainer = lrpfx.compile(model, x, composite="epsilon_plus")
    explained = explainer(x)
    mask = torch.zeros(6, 1, 8, 8, dtype=torch.bool)
    for i in range(6):
        mask[i, 0, i % 4 : i % 4 + 3, 2 : 4 + i % 3] = True
    return model, x, explainer, explained, mask


class Doubly(torch.nn.Module):
    """Quantus predicts in single precision: this asks the model in double."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x):
        return self.model(x.double())


def run(metric, setting, softmax=True, a=None, **how):
    model, x, _, explained, mask = setting
    model = model if "explain_func" in how else Doubly(model).eval()
    a = explained.relevance if a is None else a
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return metric(
            model=model, x_batch=x.numpy(), y_batch=explained.target.numpy(), a_batch=a.numpy(),
            s_batch=mask.numpy(), softmax=softmax, device="cpu", **how,
        )  # fmt: skip


def quiet(kind, **how):
    return kind(disable_warnings=True, display_progressbar=False, **how)


@pytest.mark.parametrize("output", ["probability", "logit"])
@pytest.mark.parametrize(("order", "sign"), [("morf", 1), ("lerf", -1)])
def test_pixel_flipping(setting, output, order, sign):
    _, x, explainer, explained, _ = setting
    metric = quiet(
        quantus.PixelFlipping, features_in_step=16, abs=False, normalise=False, perturb_baseline=0.25
    )
    theirs = run(metric, setting, softmax=output == "probability", a=sign * explained.relevance)
    ours = metrics.pixel_flipping(
        explainer, x, relevance=explained.relevance, order=order, step=16, baseline=0.25, channels="apart",
        output=output,
    )  # fmt: skip
    np.testing.assert_allclose(ours.curves[order][:, 1:], np.asarray(theirs), **CLOSE)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (metrics.mass_accuracy, quantus.RelevanceMassAccuracy),
        (metrics.rank_accuracy, quantus.RelevanceRankAccuracy),
        (lambda R, m, pool: metrics.pointing_game(R, m, pool=pool).score, quantus.PointingGame),
    ],
)
@pytest.mark.parametrize("pool", ["magnitude", "signed"])
def test_localisation(setting, ours, theirs, pool):
    _, _, _, explained, mask = setting
    summed = explained.relevance.sum(1, keepdim=True)
    expected = run(quiet(theirs, abs=pool == "magnitude", normalise=False), setting, a=summed)
    np.testing.assert_allclose(
        ours(explained.relevance, mask, pool=pool).values, np.asarray(expected, float), **CLOSE
    )


def test_max_sensitivity(setting):
    _, x, explainer, explained, _ = setting
    noise = 0.02 * (2 * torch.rand((3, 6, 3, 8, 8), generator=torch.Generator().manual_seed(0)).double() - 1)
    drawn = iter(noise)

    def perturb(arr, indices, **_):
        return arr + next(drawn).numpy().reshape(arr.shape)

    metric = quiet(quantus.MaxSensitivity, nr_samples=3, abs=False, normalise=False, perturb_func=perturb)
    theirs = run(
        metric, setting, explain_func=lrpfx.quantus_explain, explain_func_kwargs={"composite": "epsilon_plus"}
    )
    ours = metrics.max_sensitivity(explainer, x, target=explained.target, noise=noise)
    np.testing.assert_allclose(ours.values, theirs, **CLOSE)


@pytest.mark.slow
@pytest.mark.parametrize(("ours", "theirs"), [("cascading", "top_down"), ("independent", "independent"),
                                              ("bottom_up", "bottom_up")])  # fmt: skip
def test_model_parameter_randomisation(setting, ours, theirs):
    model, x, _, explained, _ = setting
    metric = quiet(quantus.MPRT, layer_order=theirs, seed=41, abs=False, normalise=False)
    how = {"explain_func": lrpfx.quantus_explain, "explain_func_kwargs": {"composite": "epsilon_plus"}}
    expected = run(metric, setting, **how)
    expected.pop("original")
    found = metrics.mprt(model, x, target=explained.target, composite="epsilon_plus", order=ours, seed=42)
    assert (
        list(found.similarity) == list(expected)
        if ours != "independent"
        else sorted(found.similarity) == sorted(expected)
    )
    for name, values in expected.items():
        np.testing.assert_allclose(found.similarity[name], values, **CLOSE)


def test_completeness():
    """Quantus says whether the gap is exactly zero."""
    linear = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(4, 2, bias=False)).double().eval()
    with torch.no_grad():
        linear[1].weight.copy_(torch.tensor([[1.0, 2, 4, 8], [0, 1, 0, 1]]))
    z = torch.tensor([[1.0, 2, 3, 4], [4.0, 0, 1, 2]]).double()
    gradient = lrpfx.methods.input_x_gradient(linear, z)
    R = gradient(z, target=0).relevance
    R[1, 0] += 1
    metric = quiet(quantus.Completeness, abs=False, normalise=False, perturb_baseline=0.0)
    theirs = metric.evaluate_batch(
        model=quantus.helpers.utils.get_wrapped_model(Doubly(linear).eval(), True, False, "cpu"),
        x_batch=z.numpy()[:, None],
        y_batch=np.zeros(2, int), a_batch=R.numpy()[:, None],
    )  # fmt: skip
    ours = metrics.completeness(gradient, z, target=0, relevance=R)
    assert [bool(t) for t in theirs] == [True, False] == (ours.values == 0).tolist()
