"""LSTM and GRU: relevance flows through what is gated, and the gates get none (Arras et al. 2017).

The references are written anew, sample by sample and step by step, over numbers that plain torch computes.
"""

import pytest
import torch
from laws import assert_conserved, bias_free, distance
from nets import Fn, inputs, settle
from torch import nn

import lrpfx

STEPS, FEATURES, HIDDEN, CLASSES = 4, 3, 5, 3


class Sequence(nn.Module):
    """The last hidden state of a recurrent layer, into a dense layer."""

    def __init__(self, kind, head_bias=False, **more):
        super().__init__()
        self.rnn = kind(FEATURES, HIDDEN, batch_first=True, **more)
        width = HIDDEN * (2 if more.get("bidirectional") else 1)
        self.head = nn.Linear(width, CLASSES, bias=head_bias)

    def forward(self, x):
        return self.head(self.rnn(x)[0][:, -1])


def share(parts, R, epsilon=1e-6):
    """R shared out in proportion to the parts of a sum, (parts, units) -> the same shape."""
    z = parts.sum(0)
    return parts * (R / (z + torch.where(z >= 0, epsilon, -epsilon)))


def through(x, w, R):
    """Relevance of x from that of w x, by proportion."""
    return share((w * x).T, R).sum(1)


def lstm_by_hand(model, x, target):
    """Relevance of one sequence, (steps, features), through a bias-free LSTM."""
    rnn, W, U = model.rnn, model.rnn.weight_ih_l0.detach(), model.rnn.weight_hh_l0.detach()
    assert not rnn.bias_ih_l0.any()
    h, c, trail = torch.zeros(HIDDEN).double(), torch.zeros(HIDDEN).double(), []
    for xt in x:
        i, f, g, o = (W @ xt + U @ h).chunk(4)
        i, f, o = i.sigmoid(), f.sigmoid(), o.sigmoid()
        trail.append((xt, h, c, i, f, g.tanh()))
        c = f * c + i * g.tanh()
        h = o * c.tanh()
    logits = model.head.weight.detach() @ h
    R_h = through(h, model.head.weight.detach(), logits * (torch.arange(CLASSES) == target))
    R_c, R_x = torch.zeros(HIDDEN).double(), []
    for xt, before, c_before, i, f, g in reversed(trail):
        R_c = R_c + R_h  # o gates and gets nothing
        kept, new = share(torch.stack([f * c_before, i * g]), R_c)
        rows = slice(2 * HIDDEN, 3 * HIDDEN)  # of g, the one signal
        from_x, from_h = share(torch.stack([W[rows] @ xt, U[rows] @ before]), new)
        R_x.append(through(xt, W[rows], from_x))
        R_h, R_c = through(before, U[rows], from_h), kept
    return torch.stack(R_x[::-1])


def gru_by_hand(model, x, target):
    """The same through a bias-free GRU: h' = (1 - z) n + z h, n = tanh(W x + r (U h)); r, z gate."""
    W, U = model.rnn.weight_ih_l0.detach(), model.rnn.weight_hh_l0.detach()
    h, trail = torch.zeros(HIDDEN).double(), []
    rows = slice(2 * HIDDEN, 3 * HIDDEN)
    for xt in x:
        a, b = (W @ xt).chunk(3), (U @ h).chunk(3)
        r, z = (a[0] + b[0]).sigmoid(), (a[1] + b[1]).sigmoid()
        n = (a[2] + r * b[2]).tanh()
        trail.append((xt, h, r, z, n))
        h = (1 - z) * n + z * h
    logits = model.head.weight.detach() @ h
    R_h, R_x = through(h, model.head.weight.detach(), logits * (torch.arange(CLASSES) == target)), []
    for xt, before, r, z, n in reversed(trail):
        R_n, R_kept = share(torch.stack([(1 - z) * n, z * before]), R_h)
        from_x, from_h = share(torch.stack([W[rows] @ xt, r * (U[rows] @ before)]), R_n)
        R_x.append(through(xt, W[rows], from_x))
        R_h = R_kept + through(before, U[rows], from_h)
    return torch.stack(R_x[::-1])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "by_hand"), [(nn.LSTM, lstm_by_hand), (nn.GRU, gru_by_hand)], ids=["LSTM", "GRU"]
)
def test_relevance_of_a_recurrent_layer_equals_the_one_by_hand(kind, by_hand):
    model, x = bias_free(settle(Sequence(kind))), inputs(2, STEPS, FEATURES)
    explanation = lrpfx.explain(model, x, target=1, composite="epsilon_plus")
    torch.testing.assert_close(explanation.output, model(x).detach(), rtol=1e-10, atol=1e-10)
    for sample in range(2):
        assert (
            distance(explanation.relevance[sample], by_hand(model, x[sample], 1)) < 1e-3
        )  # ε in other places
    assert_conserved(explanation)


KINDS = {
    "rnn": (nn.RNN, {}),
    "rnn relu": (nn.RNN, {"nonlinearity": "relu"}),
    "lstm": (nn.LSTM, {}),
    "gru": (nn.GRU, {}),
    "lstm, two layers": (nn.LSTM, {"num_layers": 2}),
    "lstm, both ways": (nn.LSTM, {"bidirectional": True}),
    "lstm, projected": (nn.LSTM, {}),
    "gru, two layers, both ways": (nn.GRU, {"num_layers": 2, "bidirectional": True}),
    "lstm with dropout": (nn.LSTM, {"num_layers": 2, "dropout": 0.5}),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_a_recurrent_layer_without_bias_conserves_relevance(name):
    kind, more = KINDS[name]
    model, x = bias_free(settle(Sequence(kind, **more))), inputs(2, STEPS, FEATURES)
    explanation = lrpfx.explain(model, x, composite="epsilon_plus")
    torch.testing.assert_close(explanation.output, model(x).detach(), rtol=1e-10, atol=1e-10)
    assert_conserved(explanation, 1e-3)


@pytest.mark.slow
def test_a_recurrent_layer_in_single_precision():
    """Another kernel of torch computes it."""
    model = bias_free(settle(Sequence(nn.LSTM)))
    x = inputs(2, STEPS, FEATURES)
    wanted = lrpfx.explain(model, x, target=1, composite="epsilon_plus")
    found = lrpfx.explain(model.float(), x.float(), target=1, composite="epsilon_plus")
    assert distance(found.relevance, wanted.relevance) < 1e-3


class Cells(nn.Module):
    """The same network, step by step with cells."""

    def __init__(self, kind):
        super().__init__()
        self.cell, self.head = kind(FEATURES, HIDDEN), nn.Linear(HIDDEN, CLASSES, bias=False)

    def forward(self, x):
        state = None
        for t in range(x.shape[1]):
            state = self.cell(x[:, t], state)
        return self.head(state[0] if isinstance(state, tuple) else state)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cell", "layer"), [(nn.LSTMCell, nn.LSTM), (nn.GRUCell, nn.GRU), (nn.RNNCell, nn.RNN)]
)
def test_cells_in_a_loop_equal_the_layer(cell, layer):
    cells, layers = settle(Cells(cell)), settle(Sequence(layer))
    with torch.no_grad():
        for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
            getattr(layers.rnn, f"{name}_l0").copy_(getattr(cells.cell, name))
        layers.head.weight.copy_(cells.head.weight)
    x = inputs(2, STEPS, FEATURES)
    torch.testing.assert_close(cells(x), layers(x), rtol=1e-10, atol=1e-10)
    found, wanted = (
        lrpfx.explain(m, x, target=1, composite="epsilon_plus").relevance for m in (cells, layers)
    )
    assert distance(found, wanted) < 1e-3


@pytest.mark.slow
def test_states_that_are_given_get_relevance():
    model = bias_free(
        settle(Fn(lambda s, x: s.head(s.rnn(x[0], x[1])[0][:, -1]), rnn=nn.GRU(FEATURES, HIDDEN, batch_first=True),
                  head=nn.Linear(HIDDEN, CLASSES)))
    )  # fmt: skip
    x = (inputs(2, STEPS, FEATURES), inputs(1, 2, HIDDEN, seed=5))
    explanation = lrpfx.explain(model, (x,), target=1, composite="epsilon_plus")
    R_x, R_h = explanation.relevance[0]
    total = R_x.sum((1, 2)) + R_h.sum((0, 2))
    torch.testing.assert_close(total, explanation.output[:, 1], rtol=1e-3, atol=1e-4)


@pytest.mark.slow
def test_gates_of_ones_own_get_no_relevance_either():
    """Squeeze and excitation: the factor between 0 and 1 gates, the image is the signal."""

    def forward(s, x):
        h = torch.relu(s.c(x))
        gate = torch.sigmoid(s.up(torch.relu(s.down(h.mean((2, 3))))))
        return s.head((h * gate[:, :, None, None]).mean((2, 3)))

    model = bias_free(
        settle(
            Fn(forward, c=nn.Conv2d(3, 6, 3), down=nn.Linear(6, 2), up=nn.Linear(2, 6), head=nn.Linear(6, 3))
        )
    )
    assert_conserved(lrpfx.explain(model, inputs(2, 3, 6, 6), target=1, composite="epsilon_plus"))
