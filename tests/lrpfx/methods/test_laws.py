"""What holds for every method of the registry; a new method is tested on arrival."""

import inspect
import random
from functools import cache

import numpy as np
import pytest
import torch
from nets import Fn, cnn, dense, images, inputs, settle
from torch import nn

from lrpfx import errors, methods

SMALL = {
    "captum": {"algorithm": "FeatureAblation"},
    "grad_cam": {"layer": "4"},
    "guided_grad_cam": {"layer": "4"},
    "rise": {"samples": 5, "cells": 3},
    "occlusion": {"window": 4},
    "zennit_occlusion": {"window": 4, "stride": 4},
    "integrated_gradients": {"steps": 3},
    **{name: {"samples": 4} for name in ("smoothgrad", "smoothgrad_squared", "vargrad", "gradient_shap")},
}
OF_IMAGES = ("grad_cam", "guided_grad_cam")  # they need a layer with axes behind its channels
GENERAL = [n for n in methods.names() if n not in OF_IMAGES]
CHUNKED = [n for n in methods.names() if "batch_size" in inspect.signature(methods.REGISTRY[n]).parameters]


def make(name, model, x, **parameters):
    return methods.get(name, **{**SMALL.get(name, {}), **parameters})(model, x)


@cache
def kept(name):
    """The method on one network, traced once for all tests that change neither."""
    return make(name, cnn(), images(3))


def other(explainer, **parameters):
    """The same with other parameters."""
    given = {**explainer.parameters, **parameters}
    return methods.Method(explainer.name, explainer.explainer, explainer.run, given)


@pytest.fixture(params=methods.names())
def name(request):
    return request.param


def close(found, wanted):
    torch.testing.assert_close(found, wanted, rtol=1e-9, atol=1e-11)


# ---- what an explanation holds ----------------------------------------------------------------------------------


def test_an_explanation_has_the_clean_output_the_target_and_relevance_shaped_like_the_input(name):
    model, x = cnn(), images(3)
    explained = kept(name)(x)
    close(explained.output, model(x))
    assert explained.target.tolist() == model(x).argmax(1).tolist()
    assert explained.input is x
    assert explained.relevance.shape == x.shape
    assert explained.relevance.dtype == x.dtype
    assert not explained.relevance.requires_grad
    assert explained.relevance.abs().sum() > 0


def test_a_method_predicts_what_the_model_does(name):
    model, x = cnn(), images(3)
    close(kept(name).predict(x), model(x))


def test_all_forms_of_a_target_mean_the_same(name):
    x = images(3)
    explainer = kept(name)
    by_class = explainer(x, target=2)
    assert torch.equal(explainer(x, target=[2, 2, 2]).relevance, by_class.relevance)
    assert torch.equal(explainer(x, target=torch.tensor([2, 2, 2])).relevance, by_class.relevance)
    assert torch.equal(explainer(x, target=np.array([2, 2, 2])).relevance, by_class.relevance)
    assert by_class.target.tolist() == [2, 2, 2]
    one = torch.zeros(3, 4, dtype=torch.float64)
    one[:, 2] = 1
    if name in ("lrp", "excitation_backprop"):  # relevance starts as the output's value, or as one
        return
    weighed = explainer(x, target=one)
    close(weighed.relevance, by_class.relevance)
    assert weighed.target is None


def test_no_target_is_the_class_of_the_clean_output(name):
    model, x = cnn(), images(3)
    explainer = kept(name)
    assert torch.equal(explainer(x).relevance, explainer(x, target=model(x).argmax(1)).relevance)


# ---- samples ----------------------------------------------------------------------------------------------------


def test_samples_are_explained_alone_as_together(name):
    x = images(3)
    explainer = kept(name)
    together = explainer(x, target=[0, 3, 1]).relevance
    for i, target in enumerate((0, 3, 1)):
        close(explainer(x[i : i + 1], target=target).relevance, together[i : i + 1])


@pytest.mark.parametrize("batch_size", [1, 2, 7, 1000])
@pytest.mark.parametrize("name", CHUNKED)
def test_the_size_of_the_chunks_changes_nothing(name, batch_size):
    x, R = images(3), inputs(3, 4, seed=5)
    for target in (None, R, lambda z: z * R):
        wanted, found = (
            kept(name)(x, target=target),
            other(kept(name), batch_size=batch_size)(x, target=target),
        )
        close(found.relevance, wanted.relevance)
        close(found.output, wanted.output)


@pytest.mark.parametrize("name", CHUNKED)
def test_no_more_rows_than_the_batch_size_are_in_memory_at_once(name):
    explainer, rows = kept(name), []

    class Counts:
        def __call__(self, x, *, target=None):
            rows.append(len(x))
            return explainer.explainer(x, target=target)

        def predict(self, x):
            rows.append(len(x))
            return explainer.explainer.predict(x)

    given = {**explainer.parameters, "batch_size": 2}
    methods.Method(explainer.name, Counts(), explainer.run, given)(images(3))
    assert set(rows) == {1, 2}


# ---- inputs of every kind ---------------------------------------------------------------------------------------


def net(rank):
    space = (3,) * (rank - 2)
    shape = (2, 6) if rank == 2 else (2, 2, *space)
    width = torch.Size(shape[1:]).numel()
    return settle(nn.Sequential(nn.Flatten(), nn.Linear(width, 5), nn.ReLU(), nn.Linear(5, 3))), inputs(
        *shape
    )


@pytest.mark.slow
@pytest.mark.parametrize("rank", [2, 3, 4, 5])
@pytest.mark.parametrize("name", GENERAL)
def test_inputs_of_any_rank(name, rank):
    model, x = net(rank)
    explained = make(name, model, x)(x, target=1)
    assert explained.relevance.shape == x.shape
    assert torch.isfinite(explained.relevance).all()


@pytest.mark.slow
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
def test_inputs_of_any_precision(name, dtype):
    model, x = cnn(), images(2)
    wanted = kept(name)(x, target=1).relevance
    parameters = {"baselines": torch.zeros((), dtype=dtype)} if name == "captum" else {}
    found = make(name, model.to(dtype), x.to(dtype), **parameters)(x.to(dtype), target=1).relevance
    assert found.dtype == dtype
    assert torch.nn.functional.cosine_similarity(found.double().flatten(), wanted.flatten(), 0) > 0.9


class Two(nn.Module):
    """Two inputs, of another rank each."""

    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(4, 3), nn.Conv1d(2, 3, 3)

    def forward(self, left, right, scale=1.0):
        return torch.tanh(self.a(left)) + scale * torch.tanh(self.b(right)).mean(2)


ONE_TENSOR = (*OF_IMAGES, "rise", "lrp", "excitation_backprop")


@pytest.mark.parametrize("name", [n for n in methods.names() if n not in ONE_TENSOR])
def test_several_inputs_have_relevance_each(name):
    model, left, right = settle(Two()), inputs(3, 4), inputs(3, 2, 6, seed=2)
    by_position = make(name, model, (left, right, 2.0))((left, right, 2.0), target=1).relevance
    assert by_position[0].shape == left.shape
    assert by_position[1].shape == right.shape
    assert by_position[2] is None
    x = {"right": right, "left": left, "scale": 2.0}
    by_keyword = make(name, model, x)(x, target=1).relevance
    assert list(by_keyword) == ["left", "right", "scale"]
    close(by_keyword["left"].abs().sum() > 0, torch.tensor(True))
    if name not in (
        "smoothgrad",
        "smoothgrad_squared",
        "vargrad",
    ):  # noise is drawn in the order of the tensors
        close(by_keyword["left"], by_position[0])
        close(by_keyword["right"], by_position[1])


@pytest.mark.parametrize("name", [n for n in CHUNKED if "zennit" not in n])
def test_token_ids_are_carried_along_or_named_in_the_error(name):
    class Tokens(nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding, self.head = nn.Embedding(10, 4), nn.Linear(4, 3)

        def forward(self, ids, extra=0.0):
            return self.head(torch.tanh(self.embedding(ids).mean(1) + extra))

    model, ids, extra = settle(Tokens()), torch.tensor([[1, 2, 3], [4, 5, 6]]), inputs(2, 4)
    if name != "rise":
        both = make(name, model, (ids, extra))((ids, extra), target=1).relevance
        assert both[0].shape == ids.shape
        assert both[1].shape == extra.shape
        assert both[1].abs().sum() > 0
    if name == "occlusion":
        return
    with pytest.raises(errors.LrpfxError, match=r"whole numbers|embeddings"):
        make(name, model, ids)(ids, target=1)


# ---- purity -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_model_and_its_input_are_what_they_were(name):
    model, x = cnn(), images(2)
    before = {k: (v.clone(), v._version) for k, v in model.state_dict().items()}
    identity = [id(p) for p in model.parameters()]
    kept = x.clone()
    make(name, model, x)(x)
    assert all(
        torch.equal(v, before[k][0]) and v._version == before[k][1] for k, v in model.state_dict().items()
    )
    assert identity == [id(p) for p in model.parameters()]
    assert all(p.grad is None for p in model.parameters())
    assert torch.equal(x, kept)
    assert x.grad is None
    hooks = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")
    assert not any(getattr(m, kind) for m in model.modules() for kind in hooks)


def test_chance_is_seeded_and_the_global_one_is_left_alone(name):
    x, explainer = images(2), kept(name)
    torch.manual_seed(1), np.random.seed(1), random.seed(1)
    before = torch.get_rng_state(), np.random.get_state()[1].copy(), random.getstate()
    first = explainer(x).relevance
    assert torch.equal(torch.get_rng_state(), before[0])
    assert np.array_equal(np.random.get_state()[1], before[1])
    assert random.getstate() == before[2]
    torch.manual_seed(2), np.random.seed(2), random.seed(2)
    assert torch.equal(explainer(x).relevance, first)


SEEDED = [n for n in methods.names() if "seed" in inspect.signature(methods.REGISTRY[n]).parameters]


@pytest.mark.parametrize("name", SEEDED)
def test_another_seed_is_another_draw(name):
    model, x = cnn(), images(2)
    parameters = {"algorithm": "ShapleyValueSampling", "n_samples": 1} if name == "captum" else {}
    first, second = (make(name, model, x, seed=seed, **parameters)(x).relevance for seed in (0, 1))
    assert not torch.equal(first, second)


def test_results_have_no_graph_even_of_an_input_that_requires_grad(name):
    x = images(2).requires_grad_()
    with torch.enable_grad():
        explained = kept(name)(x)
    assert not explained.relevance.requires_grad
    assert not explained.output.requires_grad


def test_methods_work_inside_inference_mode(name):
    x, explainer = images(2), kept(name)
    wanted = explainer(x).relevance
    with torch.inference_mode():
        found = explainer(x.clone()).relevance
    assert torch.equal(found, wanted)


# ---- errors -----------------------------------------------------------------------------------------------------


def test_a_wrong_target_says_which_classes_there_are(name):
    with pytest.raises(errors.TargetError, match="class 9 is outside the model's classes 0 to 3"):
        kept(name)(images(2), target=9)
    with pytest.raises(errors.TargetError, match="one class for each of 2 samples"):
        kept(name)(images(2), target=[1, 2, 3])


def test_an_input_with_nan_or_without_samples_is_refused(name):
    explainer, x = kept(name), images(2)
    x[1, 0, 0, 0] = torch.nan
    with pytest.raises(errors.InputError, match="holds NaN or infinity, in sample 1"):
        explainer(x)
    with pytest.raises(errors.InputError, match="an empty batch"):
        explainer(images(2)[:0])
    with pytest.raises(errors.InputError, match=r"not a torch.Tensor|nor a tuple"):
        explainer("an image")


def test_a_model_that_changed_is_refused(name):
    model, x = dense(6, 5, 4) if name not in OF_IMAGES else cnn(), inputs(2, 6)
    x = x if name not in OF_IMAGES else images(2)
    explainer = make(name, model, x)
    with torch.no_grad():
        next(model.parameters()).mul_(2)
    with pytest.raises(errors.ModelChangedError):
        explainer(x)


@pytest.mark.parametrize("name", [n for n in methods.names() if n not in ("captum",)])
def test_a_model_without_an_example_says_so(name):
    if "explainer" not in inspect.signature(methods.REGISTRY[name]).parameters:
        return
    parameters = {"layer": "0"} if name in OF_IMAGES else {}
    with pytest.raises(errors.ParameterError, match=rf"`{name}\(model, x\)`|`smoothgrad\(model, x\)`"):
        methods.REGISTRY[name](cnn(), **parameters)


def test_options_of_the_model_do_not_go_with_an_explainer(name):
    if "explainer" not in inspect.signature(methods.REGISTRY[name]).parameters:
        return
    explainer, parameters = kept("lrp"), {"layer": "0"} if name in OF_IMAGES else {}
    with pytest.raises(errors.ParameterError, match="takes no `output`"):
        methods.REGISTRY[name](explainer, output=0, **parameters)
    with pytest.raises(errors.ParameterError, match="takes no example input"):
        methods.REGISTRY[name](explainer, images(), **parameters)
    with pytest.raises(errors.ParameterError, match="goes over a model or an explainer, not a function"):
        methods.REGISTRY[name](lambda x, target=None: x, **parameters)


def test_a_method_documents_its_formula_and_its_source(name):
    doc = methods.REGISTRY[name].__doc__
    assert "Source:" in doc or name == "zennit_occlusion"
    assert "R =" in doc or "R_" in doc or name in ("lrp", "captum")


def test_a_method_names_itself_with_its_parameters(name):
    text = repr(kept(name))
    assert "Explainer(Sequential" in text
    for key, value in SMALL.get(name, {}).items():
        assert f"{key}={value!r}" in text or "algorithm" in key or name == "guided_grad_cam"


@pytest.mark.slow
@pytest.mark.parametrize("name", methods.names())
def test_a_fixed_batch_size_is_retraced(name):
    """Where the forward fixes the batch size, copies in other numbers are traced for themselves."""

    def forward(s, x):
        return s.net(x.reshape(int(x.shape[0]), 3, 8, 8) * (1.0 if x.shape[0] < 99 else 2.0))

    model = Fn(forward, net=cnn()).eval()
    parameters = {"layer": "net.4"} if name in OF_IMAGES else {}
    wanted = kept(name)(images(2), target=1).relevance
    close(make(name, model, images(2), **parameters)(images(2), target=1).relevance, wanted)
