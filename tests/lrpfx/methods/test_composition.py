"""Methods of methods, methods by name, and methods of one's own."""

import copy
from functools import partial

import pytest
import torch
from nets import cnn, dense, images, inputs

import lrpfx
from lrpfx import composites, errors, methods


def close(found, wanted):
    torch.testing.assert_close(found, wanted, rtol=1e-9, atol=1e-12)


def test_a_method_over_a_method_is_one_inside_the_other():
    model, x = cnn(), images(2)
    explainer = lrpfx.compile(model, x, composite="epsilon_plus")
    smooth = methods.smoothgrad(methods.saliency(explainer), samples=4, seed=1)
    close(
        smooth(x, target=1).relevance,
        methods.smoothgrad(lambda_explainer(explainer, torch.Tensor.abs), samples=4, seed=1)(
            x, target=1
        ).relevance,
    )


def lambda_explainer(explainer, function):
    """An explainer of one's own: whatever is called so and predicts."""
    from dataclasses import replace

    class Own:
        def __call__(self, x, *, target=None):
            explained = explainer(x, target=target)
            return replace(explained, relevance=function(explained.relevance))

        def predict(self, x):
            return explainer.predict(x)

    return Own()


def test_products_commute_with_what_they_should():
    """x ⊙ mean of gradients is the mean of x ⊙ gradients at one x alone."""
    model, x = cnn(), images(2)
    outside = methods.input_x_gradient(methods.smoothgrad(model, x, samples=4))(x, target=1).relevance
    inside = methods.smoothgrad(methods.input_x_gradient(model, x), samples=4)(x, target=1).relevance
    close(outside, x * methods.smoothgrad(model, x, samples=4)(x, target=1).relevance)
    assert not torch.allclose(outside, inside)
    quiet = methods.smoothgrad(methods.input_x_gradient(model, x), samples=4, noise=0)(x, target=1).relevance
    close(quiet, methods.input_x_gradient(model, x)(x, target=1).relevance)


def test_integrated_gradients_can_be_smoothed_and_the_other_way_round():
    model, x = dense(6, 3), inputs(3, 6)
    weight = model[0].weight[1].detach()
    smoothed = methods.smoothgrad(methods.integrated_gradients(model, x), samples=50, batch_size=7)
    mean_x = methods.smoothgrad(lambda_explainer(methods.gradient(model, x), lambda R: R), samples=50)
    close(methods.integrated_gradients(mean_x, steps=3)(x, target=1).relevance, x * weight)
    found = smoothed(x, target=1).relevance
    torch.testing.assert_close(found, x * weight, rtol=0, atol=0.1 * float((x * weight).abs().max()) + 0.1)


def test_targets_of_every_form_pass_through_two_levels():
    model, x = cnn(), images(3)
    explainer = methods.smoothgrad(methods.integrated_gradients(model, x, steps=2), samples=2, batch_size=4)
    R = inputs(3, 4, seed=7)
    one = torch.zeros(3, 4).double()
    one[:, 1] = 1
    close(explainer(x, target=1).relevance, explainer(x, target=one).relevance)
    # a function of the output that is the same everywhere is a tensor
    close(explainer(x, target=lambda z: R).relevance, explainer(x, target=R).relevance)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["smoothgrad", "integrated_gradients", "saliency", "input_x_gradient"])
@pytest.mark.parametrize(
    "composite", [None, "epsilon_plus", composites.epsilon_plus()], ids=["none", "name", "value"]
)
def test_a_composite_is_what_a_method_goes_over(name, composite):
    model, x = cnn(), images(2)
    inner = methods.lrp(model, x, composite=composite or "gradient")
    wanted = methods.REGISTRY[name](inner)(x, target=1).relevance
    found = methods.build(model, x, method=name, composite=composite)(x, target=1).relevance
    close(found, wanted)


def test_a_method_by_name_has_its_own_composite():
    model, x = cnn(), images(2)
    close(methods.build(model, x)(x).relevance, lrpfx.explain(model, x).relevance)
    close(methods.build(model, x, method="gradient")(x).relevance, methods.gradient(model, x)(x).relevance)
    assert methods.build(model, x, composite="epsilon_plus").composite.name == "epsilon_plus"


def test_parameters_are_given_to_get_or_by_a_partial_function():
    model, x = cnn(), images(2)
    wanted = methods.smoothgrad(model, x, samples=3, noise=0.5)(x, target=1).relevance
    for method in (
        methods.get("smoothgrad", samples=3, noise=0.5),
        partial(methods.smoothgrad, samples=3, noise=0.5),
        lambda model, x: methods.smoothgrad(model, x, samples=3, noise=0.5),
    ):
        assert torch.equal(methods.build(model, x, method=method)(x, target=1).relevance, wanted)
    assert torch.equal(
        methods.build(model, x, method="smoothgrad", samples=3, noise=0.5)(x, target=1).relevance, wanted
    )


@pytest.mark.parametrize("name", ["lrp", "gradient", "smoothgrad", "occlusion", "captum"])
def test_options_at_their_default_are_none(name):
    """So a function with all options of `lrp` can hand them on to every method."""
    model, x = cnn(), images(2)
    method = methods.get(name, **({"algorithm": "FeatureAblation"} if name == "captum" else {}))
    given = {
        "output": None,
        "start": None,
        "record": (),
        "mask": None,
        "differentiable": False,
        "optimize": True,
    }
    found = methods.build(model, x, method=method, **given)(x, target=1).relevance
    assert torch.equal(found, methods.build(model, x, method=method)(x, target=1).relevance)


def test_an_unknown_name_or_parameter_lists_the_known_ones():
    with pytest.raises(errors.UnknownNameError, match=r"no method is called `smooth`; valid: .*smoothgrad"):
        methods.get("smooth")
    with pytest.raises(
        errors.ParameterError, match=r"`smoothgrad` takes no `steps`; it takes samples, noise.*composite"
    ):
        methods.get("smoothgrad", steps=3)
    with pytest.raises(errors.UnknownNameError, match="the method is a int"):
        methods.build(cnn(), images(), method=3)
    assert (
        set(methods.names()) == set(methods.REGISTRY) >= {"lrp", "gradient", "smoothgrad", "rise", "captum"}
    )


@pytest.mark.parametrize(("name", "needed"), [("grad_cam", "layer"), ("captum", "algorithm")])
def test_a_method_that_needs_a_parameter_says_how_to_give_it(name, needed):
    with pytest.raises(
        errors.ParameterError, match=rf'needs `{needed}`: give `.*get\("{name}", {needed}=...\)`'
    ):
        methods.build(cnn(), images(), method=name)


def test_a_model_in_training_mode_is_explained_as_in_evaluation_with_a_warning():
    model, x = cnn().train(), images(2)
    with pytest.warns(UserWarning, match="is in training mode"):
        explainer = methods.smoothgrad(model, x, samples=2)
    assert model.training
    close(explainer(x).output, cnn()(x))


def test_an_explainer_is_kept_and_called_often():
    model, x = cnn(), images(5)
    explainer = methods.smoothgrad(model, x[:2], samples=2)
    for n in (1, 3, 5):
        assert explainer(x[:n]).relevance.shape == (n, 3, 8, 8)
    assert torch.equal(explainer(x).relevance, explainer(x).relevance)


def test_the_key_of_a_method_is_that_of_its_content():
    net, x = dense(6, 4, 3), inputs(2, 6)

    def smooth(seed=0, net=net, **more):
        return methods.smoothgrad(net, x, samples=2, seed=seed, **more)

    assert smooth().key == smooth().key
    assert len({smooth().key, smooth(1).key, smooth(clean=True).key, smooth(composite="epsilon").key}) == 4
    assert methods.smoothgrad(smooth(), samples=2).key != smooth().key
    other = copy.deepcopy(net)
    with torch.no_grad():
        next(other.parameters()).add_(1)
    assert smooth(net=other).key != smooth().key
    base = methods.integrated_gradients(net, x, baseline=torch.zeros_like(x[:1]))
    assert base.key != methods.integrated_gradients(net, x, baseline=torch.ones_like(x[:1])).key


def test_a_method_with_a_function_in_it_has_no_key():
    method = lrpfx.methods.Method(
        "odd", methods.lrp(dense(6, 3), inputs(2, 6)), lambda *_, **__: None, {"noise": lambda x: x}
    )
    with pytest.raises(errors.ParameterError, match="has no key: its `noise` is a function"):
        _ = method.key
