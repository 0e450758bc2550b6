"""Laws of relevance anywhere: records, starts and masks fit together on any network."""

import copy

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from laws import distance, makeable
from nets import Fn, Residual, cnn, dense, images, inputs, settle
from random_nets import networks
from torch import nn

import lrpfx
from lrpfx import composites
from lrpfx.errors import LrpfxError, PlaceError

LINEAR_IN_R = ("epsilon_plus", "epsilon_plus_flat", "epsilon_alpha2_beta1", "gradient", "excitation_backprop")


def places(explainer):
    """Names of equations of the forward that relevance flows through, from the input to the output."""
    graph = explainer.forward
    return [e.out.name for e in graph.eqns if e.out.name in graph.data and e.out.name in explainer.rules()]


@given(networks(), st.sampled_from(LINEAR_IN_R), st.data())
@settings(max_examples=8)
def test_the_relevance_of_a_place_is_where_an_explanation_from_there_starts(drawn, name, data):
    """R_in = the explanation that starts at the place with the place's relevance, where all paths pass it."""
    x, R = inputs(2, *drawn.shape), inputs(2, 3, seed=2)
    model = nn.Sequential(*drawn.model).eval()
    at = data.draw(st.sampled_from([str(i) for i in range(len(model))]))
    try:
        whole = lrpfx.explain(model, x, target=R, composite=name, record=[at])
    except PlaceError:
        return  # a module without equations of its own: merged, or the identity
    upper = lrpfx.explain(model, x, start=at, target=whole.layers[at].relevance, composite=name)
    assert distance(upper.output, whole.layers[at].activation) < 1e-12
    assert distance(upper.relevance, whole.relevance) < 1e-9


@given(networks(), st.sampled_from(LINEAR_IN_R), st.data())
@settings(max_examples=8)
def test_relevance_through_single_units_adds_up_to_the_whole(drawn, name, data):
    x, R = inputs(2, *drawn.shape), inputs(2, 3, seed=2)
    explainer = lrpfx.compile(drawn.model, x, composite=name)
    at = data.draw(st.sampled_from(places(explainer)))
    whole = lrpfx.explain(drawn.model, x, target=R, composite=name, record=[at])
    units = whole.layers[at].activation.shape[1] if whole.layers[at].activation.ndim > 1 else 0
    masked = lrpfx.compile(drawn.model, x, composite=name, mask={at: 0})
    parts = [masked(x, target=R, mask={at: unit}).relevance for unit in range(units)]
    through = masked(x, target=R, mask={at: torch.ones(())}).relevance
    assert distance(through, whole.relevance) < 1e-9
    around = masked(x, target=R, mask={at: torch.zeros(())}).relevance
    total = sum(part - around for part in parts) + around
    assert float((total - whole.relevance).abs().max()) < 1e-9 * max(1.0, float(whole.relevance.abs().max()))


@given(networks(), st.sampled_from(tuple(makeable())))
@settings(max_examples=6)
def test_several_targets_at_once_are_those_one_by_one(drawn, name):
    x = inputs(2, *drawn.shape)
    composite = composites.get(name, **makeable()[name])
    explainer = lrpfx.compile(drawn.model, x, composite=composite)
    targets = [0, None, [2, 1], inputs(2, 3, seed=3), lambda z: z * 2]
    for together, target in zip(explainer.each(x, targets), targets, strict=True):
        alone = explainer(x, target=target)
        assert torch.equal(together.relevance, alone.relevance)
        assert torch.equal(together.output, alone.output)


def test_nothing_recorded_shares_memory_with_anything():
    explainer = lrpfx.compile(cnn(), images(), record=["0", "2", "4"])
    first = explainer(images(), target=1)
    wanted = {k: (v.activation.clone(), v.relevance.clone()) for k, v in first.layers.items()}
    for layer in first.layers.values():
        layer.activation.zero_()
        layer.relevance.zero_()
    again = explainer(images(), target=1)
    for name, (activation, relevance) in wanted.items():
        assert torch.equal(again.layers[name].activation, activation)
        assert torch.equal(again.layers[name].relevance, relevance)


def test_a_module_that_is_called_twice_is_recorded_call_by_call():
    shared = settle(nn.Linear(4, 4))
    model = nn.Sequential(shared, nn.ReLU(), shared, nn.ReLU(), settle(nn.Linear(4, 3), 1)).eval()
    twice = copy.deepcopy(model)
    twice[2] = copy.deepcopy(model[0])
    x, R = inputs(2, 4), inputs(2, 3, seed=2)
    with pytest.raises(PlaceError, match="0:0"):
        lrpfx.explain(model, x, record=["0"])
    found = lrpfx.explain(model, x, target=R, record=["0:0", "0:1"]).layers
    wanted = lrpfx.explain(twice, x, target=R, record=["0", "2"]).layers
    assert torch.equal(found["0:0"].relevance, wanted["0"].relevance)
    assert torch.equal(found["0:1"].relevance, wanted["2"].relevance)


BAD = {
    "unknown": {"record": ["layer9"]},
    "empty": {"record": [""]},
    "a parameter": {"record": ["0.weight"]},
    "unknown start": {"start": "nowhere"},
    "unknown mask": {"mask": {"nowhere": 0}},
    "unit out of range": {"mask": {"0": 99}},
    "negative unit": {"mask": {"0": -1}},
    "mask of a wrong shape": {"mask": {"0": torch.ones(5)}},
}


@pytest.mark.parametrize("what", BAD)
def test_places_that_are_not_there_are_refused_with_those_that_are(what):
    with pytest.raises(LrpfxError, match="`"):
        lrpfx.explain(cnn(), images(), **BAD[what])


def test_relevance_at_the_input_and_at_the_output():
    model = dense(4, 5, 3)
    x, R = inputs(2, 4), inputs(2, 3, seed=2)
    explanation = lrpfx.explain(model, x, target=R, record=["x", "2"])
    assert torch.equal(explanation.layers["x"].relevance, explanation.relevance)
    assert torch.equal(explanation.layers["2"].relevance, R)
    assert torch.equal(explanation.layers["2"].activation, explanation.output)


# ---- relevance to train on --------------------------------------------------------------------------------------


@pytest.mark.slow
@given(networks(), st.sampled_from(("epsilon_plus", "epsilon_alpha2_beta1_flat", "gradient")))
@settings(max_examples=6)
def test_differentiable_relevance_is_the_relevance(drawn, name):
    x, R = inputs(2, *drawn.shape), inputs(2, 3, seed=2)
    wanted = lrpfx.explain(drawn.model, x, target=R, composite=name)
    found = lrpfx.explain(drawn.model, x, target=R, composite=name, differentiable=True)
    assert distance(found.relevance, wanted.relevance) < 1e-9


@pytest.mark.slow
def test_gradients_of_relevance_reach_every_parameter_and_the_input():
    """By finite differences, through merged normalisation, a residual sum and LRP-ε."""
    model = settle(Residual())
    x = images().requires_grad_()
    explainer = lrpfx.compile(model, images(), composite="epsilon_plus", differentiable=True)
    explainer(x, target=1).relevance.square().sum().backward()

    def loss(x):
        return float(lrpfx.explain(model, x, target=1, composite="epsilon_plus").relevance.square().sum())

    for name, parameter in model.named_parameters():
        flat, index = parameter.data.view(-1), parameter.numel() // 2
        steps = []
        for sign in (1, -1):
            flat[index] += sign * 1e-6
            steps.append(loss(images()))
            flat[index] -= sign * 1e-6
        slope = (steps[0] - steps[1]) / 2e-6
        found = 0.0 if parameter.grad is None else float(parameter.grad.view(-1)[index])
        assert found == pytest.approx(slope, rel=1e-3, abs=1e-5), name
    bumped = images()
    bumped[0, 0, 3, 3] += 1e-6
    lower = images()
    lower[0, 0, 3, 3] -= 1e-6
    assert float(x.grad[0, 0, 3, 3]) == pytest.approx((loss(bumped) - loss(lower)) / 2e-6, rel=1e-3, abs=1e-5)


def test_training_moves_relevance_away_from_a_mask():
    """Right for the right reasons: the penalty falls, and the explainer follows the model without compiling anew."""
    model = settle(nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(144, 3)))
    explainer = lrpfx.compile(model, images(), composite="epsilon_plus", differentiable=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    penalties = []
    for _ in range(8):
        optimizer.zero_grad()
        penalty = explainer(images(), target=1).relevance[..., :4, :4].square().sum()
        penalty.backward()
        optimizer.step()
        penalties.append(penalty.item())
    assert penalties[-1] < 0.9 * penalties[0]
    fresh = lrpfx.explain(model, images(), target=1, composite="epsilon_plus").relevance
    assert distance(explainer(images(), target=1).relevance, fresh) < 1e-9


@pytest.mark.filterwarnings("ignore:.*weight_norm.*:FutureWarning")
def test_gradients_reach_the_parameters_behind_a_reparametrization():
    model = nn.Sequential(nn.utils.parametrizations.weight_norm(nn.Linear(4, 5)), nn.ReLU(), nn.Linear(5, 3))
    settle(model)
    explainer = lrpfx.compile(model, inputs(2, 4), differentiable=True, composite="epsilon_plus")
    explainer(inputs(2, 4), target=1).relevance.square().sum().backward()
    assert all(
        p.grad is not None and p.grad.abs().sum() > 0 for n, p in model.named_parameters() if "weight" in n
    )


def test_an_explanation_that_cannot_be_differentiated_says_nothing_of_gradients():
    x = inputs(2, 4).requires_grad_()
    explanation = lrpfx.explain(dense(4, 5, 3), x)
    assert not explanation.relevance.requires_grad
    with torch.no_grad():
        under = lrpfx.explain(dense(4, 5, 3), x, differentiable=True)
    assert torch.isfinite(under.relevance).all()


def test_a_place_inside_a_model_that_takes_several_inputs():
    model = settle(Fn(lambda s, p: s.b(torch.relu(s.a(p[0]) + p[1])), a=nn.Linear(4, 5), b=nn.Linear(5, 3)))
    x = (inputs(2, 4), inputs(2, 5, seed=3))
    explanation = lrpfx.explain(
        model, (x,), target=1, record=["a"], mask={"a": [0, 1]}, composite="epsilon_plus"
    )
    assert explanation.layers["a"].relevance[:, 2:].abs().sum() == 0
    assert explanation.relevance[0][1].abs().sum() > 0
