"""Other libraries take explanations as they are: Quantus measures them, Captum draws and measures them."""

import copy

import numpy as np
import pytest
import torch
from nets import cnn, dense, images, inputs, settle
from torch import nn

import lrpfx
from lrpfx import quantus as bridge
from lrpfx import quantus_explain


@pytest.fixture(autouse=True)
def nothing_kept():
    bridge._recent.clear()


@pytest.fixture
def compiled(monkeypatch):
    """The models that were compiled, in order."""
    models = []

    def counting(model, *args, **how):
        models.append(model)
        return lrpfx.compile(model, *args, **how)

    monkeypatch.setattr(bridge, "compile", counting)
    return models


# ---- the function that Quantus calls ----------------------------------------------------------------------------


def test_it_is_the_relevance_of_the_classes():
    model, x = cnn(), images(3)
    found = quantus_explain(model, x.numpy(), np.array([2, 0, 1]), composite="epsilon_plus")
    wanted = lrpfx.explain(model, x, target=[2, 0, 1], composite="epsilon_plus").relevance
    assert isinstance(found, np.ndarray)
    assert np.array_equal(found, wanted.numpy())


def test_inputs_are_explained_in_the_precision_of_the_model():
    model, x = cnn().float(), images(2)
    found = quantus_explain(model, x.numpy(), np.array([[1], [2]]))
    assert found.dtype == np.float32
    assert np.array_equal(found, lrpfx.explain(model, x.float(), target=[1, 2]).relevance.numpy())


def test_a_model_is_compiled_once_for_every_batch(compiled):
    model = cnn()
    for batch in (3, 1, 3):
        quantus_explain(model, images(batch).numpy(), np.zeros(batch, int), composite="epsilon_plus")
    assert len(compiled) == 1


def test_another_composite_another_shape_and_another_model_are_compiled_anew(compiled):
    model, x, y = cnn(), images(2).numpy(), np.array([0, 1])
    first = quantus_explain(model, x, y)
    assert not np.array_equal(first, quantus_explain(model, x, y, composite="epsilon_plus"))
    flat = settle(nn.Sequential(nn.Linear(6, 4)))
    quantus_explain(flat, inputs(2, 6).numpy(), y)
    assert not np.array_equal(first, quantus_explain(cnn(seed=3), x, y))
    assert np.array_equal(first, quantus_explain(model, x, y))
    assert len(compiled) == 4


def test_a_changed_model_is_explained_as_it_is_now(compiled):
    model, x, y = cnn(), images(2).numpy(), np.array([0, 1])
    before = quantus_explain(model, x, y)
    with torch.no_grad():
        model[0].weight.mul_(-1)
    after = quantus_explain(model, x, y)
    assert not np.array_equal(before, after)
    assert np.array_equal(
        after, lrpfx.explain(copy.deepcopy(model), torch.as_tensor(x), target=y).relevance.numpy()
    )
    assert len(compiled) == 2


def test_few_models_are_kept():
    x, y = inputs(2, 6).numpy(), np.array([0, 1])
    for seed in range(7):
        quantus_explain(dense(6, 4, seed=seed), x, y)
    assert len(bridge._recent) == bridge.KEPT


# ---- Quantus ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def quantus():
    return pytest.importorskip("quantus", reason="quantus is not installed: pip install '.[test]'")


def measure(metric, model, x, y, **how):
    return metric(
        model=model, x_batch=x, y_batch=y, channel_first=True,
        explain_func=quantus_explain, explain_func_kwargs={"composite": "epsilon_plus"}, **how,
    )  # fmt: skip


def test_quantus_measures_how_sparse_an_explanation_is(quantus):
    model, x, y = cnn().float(), images(3).float().numpy(), np.array([0, 1, 2])
    scores = measure(quantus.Sparseness(disable_warnings=True), model, x, y)
    for score, R in zip(scores, quantus_explain(model, x, y, composite="epsilon_plus"), strict=True):
        a = np.sort(np.abs(R.astype(float)).ravel())
        gini = 2 * np.sum(np.arange(1, len(a) + 1) * a) / (len(a) * a.sum()) - (len(a) + 1) / len(a)
        assert score == pytest.approx(gini, abs=1e-3)


def test_quantus_flips_the_pixels_of_a_linear_model_in_the_order_of_relevance(quantus):
    """Without bias, what is left after removing the k most relevant features is known exactly."""
    weights = torch.tensor([[3.0, -1.0, 2.0, 0.5], [0.0, 0.0, 0.0, 0.0]])
    model = nn.Sequential(nn.Flatten(), nn.Linear(4, 2, bias=False)).eval()
    with torch.no_grad():
        model[1].weight.copy_(weights)
    x = np.array([[[[1.0, 1.0], [2.0, 0.0]]]], np.float32)  # "black" is the least value, zero
    metric = quantus.PixelFlipping(
        features_in_step=1, perturb_baseline="black", normalise=False, abs=False, disable_warnings=True
    )
    (curve,) = measure(metric, model, x, np.array([0]), softmax=False)
    left = [3.0, -1.0, 4.0, 0.0]  # each feature's share of the output
    for gone in np.argsort(left)[::-1]:
        left[gone] = 0.0
        assert curve.pop(0) == pytest.approx(sum(left), abs=1e-5)


def test_quantus_explains_models_whose_parameters_it_randomises(quantus, compiled):
    model, x, y = cnn().float(), images(2).float().numpy(), np.array([0, 1])
    state = {name: value.clone() for name, value in model.state_dict().items()}
    metric = quantus.MPRT(disable_warnings=True, similarity_func=quantus.similarity_func.correlation_pearson)
    scores = measure(metric, model, x, y)
    assert scores["original"] == pytest.approx([1, 1], abs=1e-6)
    assert list(scores)[1:] == ["8", "4", "1", "0"]
    assert all(np.abs(scores[name]).max() < 0.999 for name in ("8", "4", "1", "0"))
    assert all(torch.equal(value, state[name]) for name, value in model.state_dict().items())
    assert len(compiled) == 5


def test_quantus_perturbs_inputs_without_a_new_compilation(quantus, compiled):
    model, x, y = cnn().float(), images(2).float().numpy(), np.array([0, 1])
    scores = measure(quantus.MaxSensitivity(nr_samples=3, disable_warnings=True), model, x, y)
    assert all(0 < score < 10 for score in scores)
    assert len(compiled) == 1


# ---- Captum -----------------------------------------------------------------------------------------------------


@pytest.fixture
def visualization():
    captum = pytest.importorskip("captum.attr", reason="captum is not installed: pip install '.[test]'")
    import matplotlib as mpl

    mpl.use("Agg")
    return captum.visualization


@pytest.mark.parametrize(
    ("method", "channels"),
    [("heat_map", 1), ("heat_map", 3), ("blended_heat_map", 1), ("blended_heat_map", 3), ("original_image", 3),
     ("masked_image", 3), ("alpha_scaling", 3)],
)  # fmt: skip
def test_captum_draws_an_explanation(visualization, method, channels):
    from matplotlib import pyplot

    R = inputs(2, channels, 6, 5)
    explained = lrpfx.Explanation(inputs(2, channels, 6, 5, seed=3), inputs(2, 4), R, torch.tensor([0, 1]))
    sign = "absolute_value" if method in ("masked_image", "alpha_scaling") else "all"
    figure, axes = visualization.visualize_image_attr(
        explained.numpy("last")[1], explained.pictures()[1], method=method, sign=sign, use_pyplot=False,
        outlier_perc=0,
    )  # fmt: skip
    drawn = np.asarray(axes.images[-1].get_array(), dtype=float)
    assert drawn.shape[:2] == (6, 5)
    if method == "heat_map":
        s = R[1].sum(0).numpy()
        np.testing.assert_allclose(drawn, s / np.abs(s).max(), atol=1e-6)
    pyplot.close(figure)


def test_captum_measures_an_explainer():
    metrics = pytest.importorskip("captum.metrics", reason="captum is not installed: pip install '.[test]'")
    model, x = dense(6, 5, 4), inputs(2, 6)
    explainer = lrpfx.compile(model, (x,), composite="epsilon_plus")  # Captum's metrics hand on a tuple
    torch.manual_seed(0)
    sensitivity = metrics.sensitivity_max(
        lambda v, target: explainer(v, target=target).relevance,
        x,
        target=torch.tensor([0, 1]),
        n_perturb_samples=3,
    )
    assert sensitivity.shape == (2,)
    assert (sensitivity > 0).all()
