"""The bridge to Captum: its algorithms under the call of everything here."""

import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch
from nets import cnn, dense, images, inputs, settle
from torch import nn

from lrpfx import errors, methods

attr = pytest.importorskip("captum.attr")


def close(found, wanted):
    torch.testing.assert_close(found, wanted, rtol=1e-9, atol=1e-11)


def seeded(function, *args, **kwargs):
    """What Captum does from seed 0, without leaving a trace."""
    state = np.random.get_state()
    with torch.random.fork_rng():
        torch.manual_seed(0)
        np.random.seed(0)
        try:
            return function(*args, **kwargs)
        finally:
            np.random.set_state(state)


CASES = {
    "FeatureAblation": {},
    "FeaturePermutation": {},
    "ShapleyValueSampling": {"n_samples": 3},
    "Occlusion": {"sliding_window_shapes": (2,)},
    "Saliency": {},
    "InputXGradient": {},
    "IntegratedGradients": {"n_steps": 5},
    "DeepLift": {},
    "GradientShap": {"baselines": inputs(3, 6, seed=4)},
}


@pytest.mark.filterwarnings("ignore:Input Tensor 0 did not already require gradients")
@pytest.mark.filterwarnings("ignore:Setting forward, backward hooks")
@pytest.mark.parametrize("algorithm", CASES)
def test_an_algorithm_is_that_of_captum(algorithm):
    model, x = dense(6, 5, 3), inputs(4, 6)
    target = [0, 1, 2, 0]
    theirs = seeded(
        getattr(attr, algorithm)(dense(6, 5, 3)).attribute,
        x.clone(),
        target=torch.tensor(target),
        **CASES[algorithm],
    ).detach()
    found = methods.captum(model, x, algorithm=algorithm, **CASES[algorithm])(x, target=target)
    close(found.relevance, theirs.double())
    close(found.output, model(x))
    assert found.target.tolist() == target


@pytest.mark.parametrize("algorithm", ["Lime", "KernelShap"])
def test_surrogates_are_captums_one_sample_at_a_time(algorithm):
    model, x = dense(6, 5, 3), inputs(1, 6)
    theirs = seeded(getattr(attr, algorithm)(dense(6, 5, 3)).attribute, x, target=1, n_samples=40)
    found = methods.captum(model, x, algorithm=algorithm, n_samples=40)(x, target=1).relevance
    torch.testing.assert_close(found, theirs.double(), rtol=1e-5, atol=1e-6)
    both = methods.captum(model, x, algorithm=algorithm, n_samples=40)(inputs(3, 6), target=[0, 1, 2])
    assert both.relevance.shape == (3, 6)


def test_kernel_shap_is_complete():
    model, x = dense(6, 5, 3), inputs(2, 6)
    found = methods.captum(model, x, algorithm="KernelShap", n_samples=300)(x, target=2)
    wanted = (model(x) - model(torch.zeros_like(x)))[:, 2]
    torch.testing.assert_close(found.relevance.sum(1), wanted.detach(), rtol=1e-4, atol=1e-5)


def test_exact_shapley_values_are_those_of_all_orders():
    """A model of three features, by the definition."""
    import itertools

    model, x = dense(3, 5, 2), inputs(1, 3)
    values = torch.zeros(1, 3).double()
    orders = list(itertools.permutations(range(3)))
    for order in orders:
        present = torch.zeros_like(x)
        for feature in order:
            before = model(present)[0, 1]
            present = present.clone()
            present[0, feature] = x[0, feature]
            values[0, feature] += (model(present)[0, 1] - before).detach() / len(orders)
    found = methods.captum(model, x, algorithm=attr.ShapleyValues)(x, target=1).relevance
    torch.testing.assert_close(found, values, rtol=1e-6, atol=1e-7)  # it computes in single precision


@pytest.mark.parametrize("algorithm", ["FeatureAblation", "InputXGradient"])
def test_every_form_of_a_target(algorithm):
    model, x = dense(6, 5, 3), inputs(4, 6)
    explainer = methods.captum(model, x, algorithm=algorithm)
    assert explainer(x).target.tolist() == model(x).argmax(1).tolist()
    one = torch.zeros(4, 3).double()
    one[:, 1] = 1
    by_class = explainer(x, target=1).relevance
    close(explainer(x, target=one).relevance, by_class)
    close(explainer(x, target=lambda z: z * one).relevance, by_class)


def test_a_pixelwise_output_is_explained_as_a_whole():
    model, x = settle(nn.Conv2d(3, 4, 3)), images(2)
    found = methods.captum(model, x, algorithm="InputXGradient")(x, target=1).relevance
    close(found, methods.input_x_gradient(model, x)(x, target=1).relevance)


class Pair(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding, self.head = nn.Embedding(10, 4), nn.Linear(4, 3)

    def forward(self, ids, extra=0.0):
        return {"scores": self.head(torch.tanh(self.embedding(ids).mean(1) + extra)), "other": 1}


def test_ids_are_carried_along_or_ablated_where_there_is_nothing_else():
    model, ids, extra = settle(Pair()), torch.tensor([[1, 2, 3], [4, 5, 6]]), inputs(2, 4)
    x = {"ids": ids, "extra": extra}
    for algorithm in ("FeatureAblation", "InputXGradient"):
        found = methods.captum(model, x, algorithm=algorithm, output="scores")(x, target=1).relevance
        assert found["extra"].abs().sum() > 0
        assert torch.equal(found["ids"], torch.zeros(2, 3).double())
    ablated = methods.captum(model, ids, algorithm="FeatureAblation", output="scores", baselines=7)(
        ids, target=1
    )
    close(
        ablated.relevance,
        methods.occlusion(model, ids, output="scores", window=1, baseline=7)(ids, target=1).relevance,
    )


def test_layers_are_given_by_their_path():
    model, x = cnn(), images(2)
    with pytest.warns(UserWarning, match="hooks on ReLU"):
        wanted = attr.GuidedGradCam(model, model[4]).attribute(x.clone().requires_grad_(), target=1).detach()
    found = methods.captum(cnn(), x, algorithm="GuidedGradCam", construct={"layer": "4"})(
        x, target=1
    ).relevance
    close(found, wanted)
    with pytest.raises(errors.PlaceError, match="no module `99`; it has `0`, `1`"):
        methods.captum(cnn(), x, algorithm="GuidedGradCam", construct={"layer": "99"})(x)


def test_the_delta_of_convergence_is_kept():
    model, x = dense(6, 5, 3), inputs(4, 6)
    explainer = methods.captum(model, x, algorithm="DeepLift", return_convergence_delta=True)
    assert explainer(x).info["convergence_delta"].abs().max() < 1e-6


def test_it_can_be_smoothed_like_any_explainer():
    model, x = dense(6, 5, 3), inputs(4, 6)
    ours = methods.smoothgrad(methods.input_x_gradient(model, x), samples=3)(x)
    theirs = methods.smoothgrad(methods.captum(model, x, algorithm="InputXGradient"), samples=3)(x)
    close(theirs.relevance, ours.relevance)


def test_an_algorithm_that_is_not_there_lists_those_that_are():
    with pytest.raises(
        errors.UnknownNameError, match=r"no algorithm `Shap` of inputs; valid: .*KernelShap.*Lime"
    ):
        methods.captum(cnn(), images(), algorithm="Shap")
    for apart in ("LayerGradCam", "NeuronGradient", "NoiseTunnel", 3):
        with pytest.raises(errors.UnknownNameError, match=r"valid: .*Saliency"):
            methods.captum(cnn(), images(), algorithm=apart)


@pytest.mark.parametrize("option", [{"composite": "epsilon_plus"}, {"start": "0"}, {"record": ["0"]}])
def test_options_of_explainers_are_refused(option):
    with pytest.raises(errors.ParameterError, match=f"takes no `{next(iter(option))}`"):
        methods.build(cnn(), images(), method=methods.get("captum", algorithm="Saliency"), **option)


def test_without_captum_the_error_says_what_to_install(monkeypatch):
    for name in [n for n in sys.modules if n.split(".")[0] == "captum"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "captum", None)
    with pytest.raises(errors.MissingPackageError, match="pip install captum"):
        methods.captum(cnn(), images(), algorithm="Lime")


def test_threads_take_turns_in_its_random_numbers():
    model, x = dense(6, 5, 3), inputs(2, 6)
    explainer = methods.captum(model, x, algorithm="KernelShap", n_samples=20)
    wanted = explainer(x, target=0).relevance
    with ThreadPoolExecutor(4) as pool:
        found = [*pool.map(lambda _: explainer(x, target=0).relevance, range(16))]
    assert all(torch.equal(relevance, wanted) for relevance in found)
