"""Every activation of torch.nn: value by value it hands relevance on, a gate gates, what mixes values has no rule.

The names are torch's own, so that an activation which a later torch adds fails here until it is decided on.
"""

import pytest
import torch
from nets import inputs, settle
from torch import nn
from torch.nn.modules import activation

import lrpfx
from lrpfx import composites, rules
from lrpfx.errors import NoRuleError

GATES = {"GLU"}
MIXING = {"Softmax", "Softmax2d", "Softmin", "LogSoftmax", "MultiheadAttention"}
ELEMENTWISE = {
    "CELU", "ELU", "GELU", "Hardshrink", "Hardsigmoid", "Hardswish", "Hardtanh", "LeakyReLU", "LogSigmoid", "Mish",
    "PReLU", "RReLU", "ReLU", "ReLU6", "SELU", "SiLU", "Sigmoid", "Softplus", "Softshrink", "Softsign", "Tanh",
    "Tanhshrink", "Threshold",
}  # fmt: skip
ARGUMENTS = {
    "Threshold": (0.1, 20.0), "MultiheadAttention": (6, 2), "Softmax": (1,), "Softmin": (1,), "LogSoftmax": (1,),
}  # fmt: skip


class Net(nn.Module):
    """A dense layer, the activation, a dense layer."""

    def __init__(self, name):
        super().__init__()
        self.first = nn.Linear(5, 6)
        self.activation = getattr(nn, name)(*ARGUMENTS.get(name, ()))
        self.last = nn.Linear(3 if name == "GLU" else 6, 3)

    def middle(self, h):
        if isinstance(self.activation, nn.Softmax2d):
            return self.activation(h[:, :, None, None])[..., 0, 0]
        if isinstance(self.activation, nn.MultiheadAttention):
            return self.activation(h[None], h[None], h[None])[0][0]
        return self.activation(h)

    def forward(self, x):
        return self.last(self.middle(self.first(x)))


def test_every_activation_of_torch_is_decided_on():
    assert set(activation.__all__) == ELEMENTWISE | GATES | MIXING


@pytest.mark.parametrize("name", sorted(ELEMENTWISE))
def test_an_activation_that_works_value_by_value_hands_relevance_on(name):
    model, x, R = settle(Net(name)), inputs(4, 5), inputs(4, 3, seed=2)
    found = lrpfx.explain(model, x, target=R, composite="epsilon_plus", record=["first", "activation"])
    before, after = found.layers["first"], found.layers["activation"]
    assert torch.equal(before.relevance, after.relevance)
    h = model.middle(model.first(x)).detach()
    torch.testing.assert_close(after.activation, h)
    z = model.last(h).detach()
    torch.testing.assert_close(
        after.relevance, h * ((R / (z + 1e-6 * z.sign())) @ model.last.weight).detach()
    )


@pytest.mark.parametrize("name", sorted(ELEMENTWISE))
def test_its_gradient_is_that_of_automatic_differentiation(name):
    model, x = settle(Net(name)), inputs(4, 5)
    variable = x.clone().requires_grad_()
    (wanted,) = torch.autograd.grad(model(variable)[:, 1].sum(), variable)
    torch.testing.assert_close(lrpfx.explain(model, x, target=1, composite="gradient").relevance, wanted)


def test_a_gated_linear_unit_hands_relevance_to_its_signal():
    """GLU(a, b) = a ⊙ σ(b): a takes all."""
    model, x, R = settle(Net("GLU")), inputs(4, 5), inputs(4, 3, seed=2)
    layers = lrpfx.explain(
        model, x, target=R, composite="epsilon_plus", record=["first", "activation"]
    ).layers
    signal, gate = layers["first"].relevance.chunk(2, dim=1)
    torch.testing.assert_close(signal, layers["activation"].relevance)
    assert gate.abs().max() == 0


LRP = ("epsilon_plus", "epsilon_plus_flat", "epsilon", "epsilon_alpha2_beta1")


@pytest.mark.parametrize("composite", LRP)
def test_the_logarithm_of_softmax_has_no_rule_of_lrp_and_says_where(composite):
    with pytest.raises(NoRuleError, match=r"(?s)has no rule for .*_log_softmax` in module `activation`"):
        lrpfx.compile(settle(Net("LogSoftmax")), inputs(4, 5), composite=composite)


@pytest.mark.parametrize("name", sorted(MIXING - {"LogSoftmax"}))
@pytest.mark.parametrize("composite", LRP)
def test_softmax_and_attention_have_a_rule_and_are_accounted_for(name, composite):
    explained = lrpfx.explain(settle(Net(name)), inputs(4, 5), target=1, composite=composite)
    assert explained.relevance.abs().max() > 0
    assert explained.ledger(bound=float("inf")).closing_error < 1e-12


@pytest.mark.parametrize("name", sorted(MIXING | GATES))
def test_it_has_a_gradient_all_the_same(name):
    model, x = settle(Net(name)), inputs(4, 5)
    variable = x.clone().requires_grad_()
    (wanted,) = torch.autograd.grad(model(variable)[:, 1].sum(), variable)
    torch.testing.assert_close(lrpfx.explain(model, x, target=1, composite="gradient").relevance, wanted)


def test_the_mend_of_the_message_works():
    composite = composites.epsilon_plus() | (composites.by_operator("_softmax"), rules.pass_through())
    found = lrpfx.explain(settle(Net("Softmax")), inputs(4, 5), composite=composite)
    assert torch.isfinite(found.relevance).all()
