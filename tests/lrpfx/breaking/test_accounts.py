"""The books balance on any network: what comes in goes out, or is absorbed under a name."""

import numpy as np
import pytest
import torch
from exotic_nets import exotic
from hypothesis import given, settings
from hypothesis import strategies as st
from laws import total
from nets import Fn, Residual, cnn, dense, images, inputs, settle
from random_nets import networks
from torch import nn

import lrpfx
from lrpfx import composites
from lrpfx.errors import LrpfxError

pytestmark = [
    pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel:UserWarning"),
    pytest.mark.filterwarnings("ignore::lrpfx.errors.RelevanceWarning"),
]
BOX = {"low": -3.0, "high": 3.0}
LRP = ("epsilon", "epsilon_plus", "epsilon_plus_flat", "epsilon_alpha2_beta1", "epsilon_alpha2_beta1_flat",
       "epsilon_gamma_box")  # fmt: skip


def made(name):
    return composites.get(name, **BOX) if name == "epsilon_gamma_box" else composites.get(name)


def closes(explanation, tolerance=1e-10):
    ledger = explanation.ledger()
    assert ledger.closing_error <= tolerance
    arrived = total(explanation.relevance).double().numpy()
    if not ledger.per_sample:  # where the forward fixes the batch size
        arrived = arrived.sum(keepdims=True)
    scale = float(ledger.greatest.max())
    np.testing.assert_allclose(sum(ledger.inputs.values()), arrived, rtol=1e-9, atol=1e-9 * scale)
    for row in ledger.rows:
        absorbed = sum(row.absorbed.values())
        np.testing.assert_allclose(row.received, row.out + absorbed, atol=1e-9 * scale)
    return ledger


def balances(drawn, name):
    x, R = inputs(2, *drawn.shape), inputs(2, 3, seed=2)
    closes(lrpfx.explain(drawn.model, x, target=R, composite=made(name)))


@given(networks(), st.sampled_from(LRP))
@settings(max_examples=6)
def test_the_books_of_a_random_network_close(drawn, name):
    balances(drawn, name)


@given(exotic(), st.sampled_from(LRP))
@settings(max_examples=6)
def test_the_books_of_a_network_of_everything_close(drawn, name):
    balances(drawn, name)


@pytest.mark.slow
@given(exotic(), st.sampled_from(LRP))
@settings(max_examples=40)
def test_the_books_of_a_network_of_everything_close_at_length(drawn, name):
    balances(drawn, name)


def test_absorption_by_bias_is_the_bias_and_nothing_else():
    """With LRP-ε every bias takes b / z of its unit's relevance; without biases nothing is taken."""
    model = dense(4, 5, 3)
    ledger = closes(lrpfx.explain(model, inputs(2, 4), target=1, composite="epsilon"))
    z = model[0](inputs(2, 4)).detach()
    R = lrpfx.explain(model, inputs(2, 4), target=1, composite="epsilon", record=["0"]).layers["0"].relevance
    by_hand = (R * model[0].bias.detach() / (z + 1e-6 * z.sign())).sum(1)
    np.testing.assert_allclose(ledger.rows[-1].absorbed["bias"], by_hand.numpy(), rtol=1e-9)
    for row in ledger.rows:
        assert np.abs(row.absorbed["rule"]).max() < 1e-9 * ledger.greatest.max()


def lstm():
    rnn, head = nn.LSTM(3, 5, batch_first=True), nn.Linear(5, 3)
    return settle(Fn(lambda s, x: s.head(s.rnn(x)[0][:, -1]), rnn=rnn, head=head))


def two_inputs():
    members = {"a": nn.Linear(4, 5), "head": nn.Linear(5, 3)}
    return settle(Fn(lambda s, p: s.head(torch.relu(s.a(p[0]) + p[1])), **members))


MODELS = {
    "lstm": (lstm, lambda: inputs(2, 4, 3)),
    "residual": (lambda: settle(Residual()), images),
    "tokens": (lambda: settle(nn.Sequential(nn.Embedding(7, 5), nn.Flatten(), nn.Linear(15, 3))),
               lambda: torch.tensor([[1, 2, 3], [6, 0, 1]])),
    "two inputs": (two_inputs, lambda: ((inputs(2, 4), inputs(2, 5, seed=3)),)),
    "padding": (lambda: settle(nn.Sequential(nn.ConstantPad2d(1, 0.5), nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Flatten(),
                                             nn.Linear(256, 3))), images),
    "an unused part": (lambda: settle(Fn(lambda s, x: s.l(x[:, :2]), l=nn.Linear(2, 3))), lambda: inputs(2, 4)),
    "normalisation alone": (lambda: settle(nn.Sequential(nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 3))),
                            lambda: inputs(2, 4)),
}  # fmt: skip


@pytest.mark.parametrize("name", MODELS)
def test_the_books_close_on(name):
    make, x = MODELS[name]
    ledger = closes(lrpfx.explain(make(), x(), target=1, composite="epsilon_plus"))
    assert str(ledger)
    assert "<svg" in ledger.picture().svg


def test_the_books_close_where_relevance_is_masked_or_starts_inside():
    masked = closes(lrpfx.explain(cnn(), images(), target=1, composite="epsilon_plus", mask={"4": [0, 3]}))
    assert np.abs(masked.absorbed["cut"]).max() > 0
    closes(lrpfx.explain(cnn(), images(), target=1, composite="epsilon_plus", start="4"))


@pytest.mark.parametrize(
    ("dtype", "tolerance"), [(torch.float32, 1e-4), (torch.bfloat16, 0.1), (torch.float16, 0.05)]
)
def test_the_books_close_as_far_as_the_precision_goes(dtype, tolerance):
    explanation = lrpfx.explain(cnn().to(dtype), images().to(dtype), target=1, composite="epsilon_plus")
    assert explanation.ledger().closing_error < tolerance


def test_asking_for_the_books_changes_neither_model_nor_explanation():
    model = cnn()
    explanation = lrpfx.explain(model, images(), target=1)
    before = explanation.relevance.clone(), {k: v.clone() for k, v in model.state_dict().items()}
    explanation.ledger()
    explanation.weights()
    assert torch.equal(explanation.relevance, before[0])
    assert all(torch.equal(v, before[1][k]) for k, v in model.state_dict().items())


def test_books_of_a_model_that_was_trained_since_are_refused():
    model = dense(4, 5, 3)
    explanation = lrpfx.explain(model, inputs(2, 4))
    with torch.no_grad():
        model[0].weight.mul_(2)
    with pytest.raises(LrpfxError, match="changed"):
        explanation.ledger()


def test_books_of_an_input_that_was_overwritten_since_are_those_of_the_explanation_or_refused():
    model, x = dense(4, 5, 3), inputs(2, 4)
    explanation = lrpfx.explain(model, x, target=1)
    wanted = explanation.ledger()
    explanation = lrpfx.explain(model, x, target=1)
    x.mul_(-3)
    try:
        found = explanation.ledger()
    except LrpfxError:
        return
    np.testing.assert_allclose(found.inputs["x"], wanted.inputs["x"])
