"""Laws that hold for any network, tried on random ones."""

import copy

import pytest
import torch
from exotic_nets import exotic
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from laws import bias_free, distance, makeable
from nets import inputs
from random_nets import networks
from torch import nn

import lrpfx
from lrpfx import composites, errors, rules

pytestmark = pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel:UserWarning")

PARAMETERS = makeable()
NAMES = tuple(makeable())
THEIRS = (
    *("epsilon_plus", "epsilon_plus_flat", "epsilon_alpha2_beta1", "epsilon_alpha2_beta1_flat"),
    *("epsilon_gamma_box", "excitation_backprop", "deconvnet", "guided_backprop", "beta_smooth"),
)
REFUSING = ("deep_lift", "deep_lift_reveal_cancel")  # what chooses by a condition has no rule of differences
EVERYWHERE = composites.epsilon_plus() | (composites.by_kind("convolution", "dense"), rules.epsilon(1e-9))


def compiled(drawn, composite="epsilon_plus", **more):
    if composite in PARAMETERS:
        composite = composites.get(composite, **PARAMETERS[composite])
    try:
        return lrpfx.compile(drawn.model, inputs(2, *drawn.shape), composite=composite, **more)
    except errors.NoRuleError:
        assert composite in REFUSING, f"{composite} has a rule for everything drawn here"
        reject()


def laws_of_the_forward(drawn, name):
    """Same output, of any batch size; samples do not meet; the optimizer changes nothing; nothing is changed."""
    x, R = inputs(3, *drawn.shape), inputs(3, 3, seed=2)
    state = copy.deepcopy(drawn.model.state_dict())
    explainer = compiled(drawn, name)
    explanation = explainer(x, target=R)
    torch.testing.assert_close(explanation.output, drawn.model(x).detach(), rtol=1e-10, atol=1e-10)
    alone = torch.cat([explainer(x[i : i + 1], target=R[i : i + 1]).relevance for i in range(3)])
    assert distance(explanation.relevance, alone) < 1e-9
    plain = compiled(drawn, name, optimize=False)(x, target=R)
    assert distance(explanation.relevance, plain.relevance) < 1e-9
    assert all(torch.equal(v, state[k]) for k, v in drawn.model.state_dict().items())
    doubled = explainer(x, target=2 * R).relevance
    if name not in ("deconvnet", "guided_backprop"):
        assert distance(doubled, 2 * explanation.relevance) < 1e-9


@pytest.mark.slow
@given(networks(), st.sampled_from(NAMES))
@settings(max_examples=8)
def test_the_forward_is_the_models_and_samples_do_not_meet(drawn, name):
    laws_of_the_forward(drawn, name)


@pytest.mark.slow
@given(networks(), st.sampled_from(NAMES))
@settings(max_examples=60)
def test_the_forward_is_the_models_and_samples_do_not_meet_at_length(drawn, name):
    laws_of_the_forward(drawn, name)


@pytest.mark.slow
@given(exotic(), st.sampled_from(NAMES))
@settings(max_examples=8)
def test_networks_of_everything_in_any_order(drawn, name):
    laws_of_the_forward(drawn, name)


@pytest.mark.slow
@given(exotic(), st.sampled_from(NAMES))
@settings(max_examples=60)
def test_networks_of_everything_in_any_order_at_length(drawn, name):
    laws_of_the_forward(drawn, name)


def conserves(drawn):
    """Without biases, LRP-ε loses what its ε takes, and nothing else; padding and ReLU take nothing."""
    bias_free(drawn.model)
    x = inputs(2, *drawn.shape)
    explanation = compiled(drawn, EVERYWHERE)(x, target=lambda z: z)
    total, wanted = explanation.relevance.sum((1, 2, 3)), explanation.output.sum(1)
    scale = explanation.relevance.abs().sum((1, 2, 3)).clamp(min=1e-6)
    assert float(((total - wanted).abs() / scale).max()) < 1e-4


@pytest.mark.slow
@given(networks(bias=False, relu=True))
@settings(max_examples=10)
def test_a_network_without_biases_conserves_relevance(drawn):
    conserves(drawn)


@pytest.mark.slow
@given(networks(bias=False, relu=True))
@settings(max_examples=60)
def test_a_network_without_biases_conserves_relevance_at_length(drawn):
    conserves(drawn)


@pytest.mark.slow
@given(networks(bias=False, relu=True))
@settings(max_examples=50)
def test_relevance_of_positive_parts_never_exceeds_what_came_in(drawn):
    """ε-plus loses relevance where no contribution is positive, and never makes any: for R >= 0, 0 <= Σ R_in <= Σ R."""
    bias_free(drawn.model)
    x = inputs(2, *drawn.shape)
    composite = composites.epsilon_plus() | (composites.by_kind("dense"), rules.zplus())
    if any(isinstance(m, nn.BatchNorm2d | nn.ConvTranspose2d) or "Residual" in type(m).__name__
           for m in drawn.model.modules()):  # fmt: skip
        return
    R = inputs(2, 3, seed=2).abs()
    relevance = compiled(drawn, composite)(x, target=R).relevance
    assert (relevance >= -1e-9).all()
    assert (relevance.sum((1, 2, 3)) <= R.sum(1) + 1e-6).all()


# ---- the oracle -------------------------------------------------------------------------------------------------


def by_zennit(zennit, drawn, x, R, name):
    import zennit.attribution
    import zennit.canonizers
    import zennit.composites

    model = copy.deepcopy(drawn.model)
    for module in model.modules():
        if hasattr(module, "inplace"):
            module.inplace = False
    canonizers = [zennit.canonizers.SequentialMergeBatchNorm()]
    composite = zennit.composites.COMPOSITES[name](canonizers=canonizers, **PARAMETERS.get(name, {}))
    with zennit.attribution.Gradient(model, composite) as attributor:
        return attributor(x.clone(), R)[1]


def reference_can(drawn):
    """Its merge of batch normalisation into a grouped transposed convolution raises."""
    return not any(isinstance(m, nn.ConvTranspose2d) and m.groups > 1 for m in drawn.model.modules())


def agrees(zennit, drawn, name):
    if not reference_can(drawn):
        return
    x, R = inputs(2, *drawn.shape), inputs(2, 3, seed=2)
    wanted = by_zennit(zennit, drawn, x, R, name)
    explanation = compiled(drawn, name)(x, target=R)
    if float(wanted.abs().max()) < 1e-12:
        assert float(explanation.relevance.abs().max()) < 1e-12
    else:
        assert distance(explanation.relevance, wanted) < 1e-7


@pytest.mark.slow
@given(networks(plain=True), st.sampled_from(THEIRS))
@settings(max_examples=8)
def test_a_random_sequence_of_modules_agrees_with_zennit(zennit, drawn, name):
    agrees(zennit, drawn, name)


@pytest.mark.slow
@given(networks(plain=True), st.sampled_from(THEIRS))
@settings(max_examples=120)
def test_a_random_sequence_of_modules_agrees_with_zennit_at_length(zennit, drawn, name):
    agrees(zennit, drawn, name)
