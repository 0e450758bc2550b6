"""Products of a gate and a signal: which factor is the gate, and that the signal takes all relevance."""

import pytest
import torch
import torch.nn.functional as F
from nets import Fn, images, inputs, settle
from torch import nn

import lrpfx
from lrpfx import composites, rules
from lrpfx.errors import NoRuleError, RuleMismatchError
from lrpfx.operator import operator

TINY = composites.epsilon_plus(epsilon=1e-12, stabilizer=1e-12)
X = inputs(3, 8)


def halves(f):
    """A model `f(a, b)` of the two halves of its input."""
    return settle(Fn(lambda s, x: f(x[:, :4], x[:, 4:])))


def relevance(model, x=X, target=None):
    explained = lrpfx.explain(model, x, target=(lambda z: z) if target is None else target, composite=TINY)
    torch.testing.assert_close(explained.output, model(x).detach())
    return explained.relevance


GATES = {
    "sigmoid": torch.sigmoid,
    "hard sigmoid": F.hardsigmoid,
    "hard sigmoid in parts": lambda a: F.relu6(a + 3) / 6,
    "sigmoid in parts": lambda a: 1 / (1 + torch.exp(-a)),
    "clamp": lambda a: a.clamp(0, 1),
    "hardtanh": lambda a: F.hardtanh(a, 0.0, 1.0),
    "one minus": lambda a: 1 - torch.sigmoid(a),
    "minus, plus one": lambda a: -torch.sigmoid(a) + 1,
    "ones minus": lambda a: torch.ones_like(a) - torch.sigmoid(a),
    "one plus": lambda a: 1 + torch.sigmoid(a),
    "twice": lambda a: 2 * torch.sigmoid(a),
    "half": lambda a: torch.sigmoid(a) / 2,
    "copied": lambda a: torch.sigmoid(a).clone().contiguous(),
    "flipped": lambda a: torch.sigmoid(a).flip(1),
    "concatenated": lambda a: torch.cat([torch.sigmoid(a[:, :2]), F.hardsigmoid(a[:, 2:])], 1),
    "padded": lambda a: F.pad(torch.sigmoid(a[:, :2]), (1, 1)),
    "averaged": lambda a: torch.sigmoid(a).mean(1, keepdim=True).expand(-1, 4),
    "the greatest": lambda a: torch.sigmoid(a).amax(1, keepdim=True),
    "interpolated": lambda a: F.interpolate(torch.sigmoid(a[:, None, :2]), size=4, mode="linear")[:, 0],
    "repeated": lambda a: torch.sigmoid(a[:, :1]).repeat(1, 4),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", GATES)
@pytest.mark.parametrize("first", [True, False], ids=["gate first", "gate second"])
def test_the_signal_takes_all_and_the_gate_nothing(name, first):
    gate = GATES[name]
    model = halves(lambda a, b: gate(a) * b if first else b * gate(a))
    found = relevance(model)
    torch.testing.assert_close(found[:, 4:], model(X).detach())
    assert torch.equal(found[:, :4], torch.zeros(3, 4).double())


NO_GATES = {
    "a square": lambda a, b: a * a,
    "a tanh": lambda a, b: a.tanh() * b,
    "a relu": lambda a, b: a.relu() * b,
    "relu6": lambda a, b: F.relu6(a) * b,
    "a sigmoid that changes sign": lambda a, b: (2 * torch.sigmoid(a) - 1) * b,
    "a sigmoid times weights of its own": lambda a, b: torch.sigmoid(a) * a.tanh() * b,
    "two gates": lambda a, b: torch.sigmoid(a) * torch.sigmoid(b),
    "an outer product": lambda a, b: (a[:, :, None] * b[:, None, :]).flatten(1),
}


@pytest.mark.parametrize("name", [n for n in NO_GATES if "weights of its own" not in n])
def test_a_product_without_one_gate_is_split_evenly(name):
    model = halves(NO_GATES[name])
    found = relevance(model)
    if name == "a square":
        torch.testing.assert_close(found[:, :4], model(X).detach())
    elif name == "an outer product":
        torch.testing.assert_close(found[:, :4].sum(1), model(X).detach().sum(1) / 2)
        torch.testing.assert_close(found[:, 4:].sum(1), model(X).detach().sum(1) / 2)
    else:
        torch.testing.assert_close(found[:, :4], model(X).detach() / 2)
        torch.testing.assert_close(found[:, 4:], model(X).detach() / 2)


def test_of_three_factors_the_first_two_share_a_half():
    model = halves(NO_GATES["a sigmoid times weights of its own"])
    found = relevance(model)
    torch.testing.assert_close(found[:, :4], model(X).detach() / 2)


def test_attention_weights_are_constant_and_so_is_a_denominator():
    for f in (lambda a, b: F.softmax(a, 1) * b, lambda a, b: b / (1 + torch.sigmoid(a))):
        model = halves(f)
        found = relevance(model)
        assert not found[:, :4].any()
        torch.testing.assert_close(found[:, 4:], model(X).detach())


def test_matrices_get_half_each():
    model = halves(lambda a, b: (a.reshape(-1, 2, 2) @ torch.sigmoid(b.reshape(-1, 2, 2))).flatten(1))
    found, half = relevance(model), model(X).detach().sum(1) / 2
    torch.testing.assert_close(found[:, :4].sum(1), half)
    torch.testing.assert_close(found[:, 4:].sum(1), half)


def test_what_combines_values_in_another_way_has_no_rule_and_the_message_names_the_mend():
    with pytest.raises(NoRuleError, match=r"test_gates.py") as caught:
        relevance(halves(torch.atan2))
    assert "values that all depend on the input" in str(caught.value)
    assert "lrpfx.rules.gate(signal=1)" in str(caught.value)


def test_one_of_the_factors_can_be_told_to_be_a_gate():
    model = halves(lambda a, b: a.tanh() * b)
    for signal, half in ((0, slice(0, 4)), (1, slice(4, 8))):
        mended = TINY | (composites.by_operator("mul"), rules.gate(signal=signal))
        explained = lrpfx.explain(model, X, target=lambda z: z, composite=mended)
        torch.testing.assert_close(explained.relevance[:, half], model(X))
        torch.testing.assert_close(explained.relevance.sum(), model(X).sum())


def test_masks_of_integers_and_booleans_are_gates():
    mask = torch.tensor([[1, 0, 1, 1], [0, 0, 1, 1], [1, 1, 1, 1]])
    for given in (mask, mask.bool()):
        model = settle(Fn(lambda s, pair: s.l(pair["x"]) * pair["mask"], l=nn.Linear(4, 4, bias=False)))
        x = inputs(3, 4)
        explained = lrpfx.explain(model, ({"x": x, "mask": given},), target=lambda z: z, composite=TINY)
        wanted = lrpfx.explain(model.l, x, target=lambda z: z * mask, composite=TINY)
        torch.testing.assert_close(explained.relevance[0]["x"], wanted.relevance)
        assert not explained.relevance[0]["mask"].any()


SELF_GATED = {
    "gelu": (lambda x: 0.5 * x * (1 + torch.erf(x / 2**0.5)), F.gelu),
    "gelu by tanh": (
        lambda x: 0.5 * x * (1 + torch.tanh((2 / torch.pi) ** 0.5 * (x + 0.044715 * x**3))),
        lambda x: F.gelu(x, approximate="tanh"),
    ),
    "quick gelu": (lambda x: x * torch.sigmoid(1.702 * x), None),
    "swish with a parameter": (lambda x: torch.sigmoid(0.5 * x) * x, None),
    "mish": (lambda x: x * torch.tanh(F.softplus(x)), F.mish),
    "hard swish": (lambda x: x * F.relu6(x + 3) / 6, F.hardswish),
    "sine": (lambda x: x * torch.sin(x), None),
}


@pytest.mark.parametrize("name", SELF_GATED)
def test_an_activation_times_its_argument_is_an_activation(name):
    spelled, whole = SELF_GATED[name]
    net = nn.Sequential(nn.Linear(8, 5, bias=False), nn.Identity(), nn.Linear(5, 3, bias=False))
    models = [
        settle(Fn(lambda s, x, f=f: s.n[2](f(s.n[0](x))), n=net)) for f in (spelled, whole) if f is not None
    ]
    found = relevance(models[0], target=1)
    torch.testing.assert_close(found.sum(1), models[0](X)[:, 1].detach(), rtol=1e-6, atol=1e-8)
    if whole is not None:
        torch.testing.assert_close(found, relevance(models[1], target=1))


# ---- blocks of networks -----------------------------------------------------------------------------------------


class SqueezeExcite(nn.Module):
    def __init__(self, activation, scale):
        super().__init__()
        self.a, self.b = nn.Conv2d(3, 4, 3, bias=False), nn.Linear(4, 2, bias=False)
        self.down, self.up, self.activation, self.scale = (
            nn.Conv2d(4, 2, 1),
            nn.Conv2d(2, 4, 1),
            activation,
            scale,
        )

    def forward(self, x):
        x = F.relu(self.a(x))
        gate = self.scale(self.up(self.activation(self.down(F.adaptive_avg_pool2d(x, 1)))))
        return self.b((x * gate).mean((2, 3)))


@pytest.mark.parametrize(
    ("activation", "scale"), [(F.relu, torch.sigmoid), (F.silu, torch.sigmoid), (F.relu, F.hardsigmoid)]
)
def test_squeeze_and_excitation_conserves_relevance_and_ignores_the_biases_of_its_gate(activation, scale):
    model = settle(SqueezeExcite(activation, scale))
    explained = lrpfx.explain(model, images(), target=1, composite=TINY | composites.epsilon(1e-12))
    torch.testing.assert_close(
        explained.relevance.sum((1, 2, 3)), explained.output[:, 1], rtol=1e-6, atol=1e-9
    )


def test_nothing_is_computed_for_what_gets_no_relevance():
    """The transposed half holds one convolution per layer on the way of the signal, none for the gate."""
    explainer = lrpfx.compile(
        settle(SqueezeExcite(F.relu, torch.sigmoid)), images(), composite="epsilon_plus"
    )
    forward = sum(e.op == "convolution" for e in explainer.forward.eqns)
    assert forward == 3
    transposed = [e for e in explainer.graph.eqns if e.op == "convolution" and e.attr("transposed")]
    assert {e.module for e in transposed} == {"a"}


def test_attention_of_channels_then_of_space():
    def cbam(s, x):
        x = s.a(x).relu()
        x = torch.sigmoid(s.c(x.mean((2, 3), keepdim=True)) + s.c(x.amax((2, 3), keepdim=True))) * x
        x = x * torch.sigmoid(s.d(torch.cat([x.mean(1, keepdim=True), x.amax(1, keepdim=True)], 1)))
        return s.h(x.flatten(1))

    model = settle(
        Fn(cbam, a=nn.Conv2d(3, 4, 3, bias=False), c=nn.Conv2d(4, 4, 1), d=nn.Conv2d(2, 1, 3, padding=1),
           h=nn.Linear(144, 3, bias=False))
    )  # fmt: skip
    explained = lrpfx.explain(model, images(), target=1, composite=composites.epsilon(1e-12))
    torch.testing.assert_close(
        explained.relevance.sum((1, 2, 3)), explained.output[:, 1], rtol=1e-6, atol=1e-9
    )


def test_a_highway_layer_shares_between_the_new_and_the_old():
    model = settle(
        Fn(lambda s, x: (lambda t: t * s.a(x).relu() + (1 - t) * x)(s.t(x).sigmoid()),  # noqa: PLC3002
           a=nn.Linear(8, 8, bias=False), t=nn.Linear(8, 8))
    )  # fmt: skip
    found = relevance(model)
    t, new = model.t(X).sigmoid(), model.a(X).relu()
    z = (1 - t) * X + t * new
    wanted = (1 - t) * X + X * ((t * new / model.a(X) * (new > 0)) @ model.a.weight)
    assert z.shape == found.shape
    torch.testing.assert_close(found, wanted.detach(), rtol=1e-6, atol=1e-8)


# ---- recurrent cells, against the rules of Arras et al. written by hand ------------------------------------------


def by_contribution(x, w, z, R):
    """LRP-0 for z = w x + ..."""
    return x * ((R / z) @ w)


def lstm_by_hand(cell, x):
    """Relevance of the hidden state after the last step, all of it: Arras et al. 2017, section 3."""
    H = cell.hidden_size
    h, c, steps = torch.zeros(len(x), H).double(), torch.zeros(len(x), H).double(), []
    for t in range(x.shape[1]):
        gates = x[:, t] @ cell.weight_ih.T + h @ cell.weight_hh.T
        i, f, g, o = gates.chunk(4, 1)
        new = f.sigmoid() * c + i.sigmoid() * g.tanh()
        steps.append((h, c, g, i.sigmoid() * g.tanh(), f.sigmoid() * c, new))
        h, c = o.sigmoid() * new.tanh(), new
    R_h, R_c, R_x = h, torch.zeros_like(c), torch.zeros_like(x)
    for t in reversed(range(x.shape[1])):
        before, _, g, added, kept, new = steps[t]
        R_c = R_c + R_h
        R_g, R_c = added / new * R_c, kept / new * R_c
        w, u = cell.weight_ih[2 * H : 3 * H], cell.weight_hh[2 * H : 3 * H]
        R_x[:, t], R_h = by_contribution(x[:, t], w, g, R_g), by_contribution(before, u, g, R_g)
    return h, R_x


def gru_by_hand(cell, x):
    H, steps = cell.hidden_size, []
    h = torch.zeros(len(x), H).double()
    for t in range(x.shape[1]):
        (r, z, n), (hr, hz, hn) = (x[:, t] @ cell.weight_ih.T).chunk(3, 1), (h @ cell.weight_hh.T).chunk(3, 1)
        r, z = (r + hr).sigmoid(), (z + hz).sigmoid()
        m = n + r * hn
        new = (1 - z) * m.tanh() + z * h
        steps.append((h, n, r * hn, hn, (1 - z) * m.tanh(), z * h, new))
        h = new
    R, R_x = h, torch.zeros_like(x)
    for t in reversed(range(x.shape[1])):
        before, n, gated, hn, added, kept, new = steps[t]
        R_m, R_kept = added / new * R, kept / new * R
        w, u = cell.weight_ih[2 * H :], cell.weight_hh[2 * H :]
        R_x[:, t] = by_contribution(x[:, t], w, n, n / (n + gated) * R_m)
        R = R_kept + (0 if t == 0 else by_contribution(before, u, hn, gated / (n + gated) * R_m))
    return h, R_x


class Steps(nn.Module):
    def __init__(self, cell):
        super().__init__()
        self.cell = cell

    def forward(self, x):
        state = None
        for t in range(x.shape[1]):
            state = self.cell(x[:, t], state)
        return state[0] if isinstance(state, tuple) else state


@pytest.mark.parametrize(
    ("kind", "layer", "by_hand"), [(nn.LSTMCell, nn.LSTM, lstm_by_hand), (nn.GRUCell, nn.GRU, gru_by_hand)]
)
def test_a_recurrent_network_gets_the_relevance_of_the_literature(kind, layer, by_hand):
    cell = settle(kind(4, 3, bias=False))
    x = inputs(2, 3, 4)
    with torch.no_grad():
        wanted_output, wanted = by_hand(cell, x)
    whole = layer(4, 3, bias=False, batch_first=True).double()
    with torch.no_grad():
        whole.weight_ih_l0.copy_(cell.weight_ih)
        whole.weight_hh_l0.copy_(cell.weight_hh)
    for model in (Steps(cell).eval(), Fn(lambda s, x: s.r(x)[0][:, -1], r=whole).eval()):
        explained = lrpfx.explain(model, x, target=lambda z: z, composite=TINY)
        torch.testing.assert_close(explained.output, wanted_output)
        torch.testing.assert_close(explained.relevance, wanted, rtol=1e-5, atol=1e-8)
        torch.testing.assert_close(
            explained.relevance.sum((1, 2)), wanted_output.sum(1), rtol=1e-5, atol=1e-8
        )


# ---- the rule by itself -----------------------------------------------------------------------------------------


def test_the_rule_sums_over_what_was_broadcast():
    gate, signal, R = inputs(2, 3, 4, 5), inputs(2, 3, 1, 1), inputs(2, 3, 4, 5, seed=3)
    op = operator("mul.Tensor", signal, gate, operand=1)
    with pytest.raises(RuleMismatchError, match="is none"):
        rules.gate()(op, signal, (gate,), R)
    both = lrpfx.operator.Operator("mul.Tensor", (), 1, signal, (gate,), op.outs, (0, 1))
    torch.testing.assert_close(rules.gate(signal=1)(both, signal, (gate,), R), R.sum((2, 3), keepdim=True))
    assert not rules.gate(signal=0)(both, signal, (gate,), R).any()


# ---- constants, and tables --------------------------------------------------------------------------------------


def test_the_normalisation_of_an_image_hands_relevance_on():
    net = settle(nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(144, 3)))
    mean, std = inputs(3, 1, 1), inputs(3, 1, 1, seed=5).abs() + 0.5
    x = images()
    for normal in (lambda s, x: s.n((x - s.mean) / s.std), lambda s, x: s.n(x / s.std - s.mean / s.std)):
        model = Fn(normal, n=net, mean=mean, std=std).eval()
        found = lrpfx.explain(model, x, target=1).relevance
        torch.testing.assert_close(found, lrpfx.explain(net, (x - mean) / std, target=1).relevance)


def test_a_bias_added_by_hand_absorbs_what_a_bias_does():
    whole = settle(nn.Linear(8, 4))
    spelled = settle(Fn(lambda s, x: torch.einsum("nc,dc->nd", x, s.w) + s.b, w=inputs(1), b=inputs(1)))
    spelled.w, spelled.b = whole.weight.detach(), whole.bias.detach()
    torch.testing.assert_close(relevance(spelled, target=1), relevance(whole, target=1), rtol=1e-6, atol=1e-9)


def test_a_scale_that_broadcasts_sums_relevance():
    model = settle(Fn(lambda s, x: (x[:, :, None] * s.k).flatten(1), k=inputs(8, 3)))
    torch.testing.assert_close(relevance(model).sum(1), model(X).sum(1), rtol=1e-6, atol=1e-8)


TABLE = inputs(9, 5)
IDS = torch.tensor([[1, 2, 0], [8, 1, 1]])
LOOKUPS = {
    "embedding": lambda s, ids: F.embedding(ids, s.table),
    "an index": lambda s, ids: s.table[ids],
    "an index of the second axis": lambda s, ids: s.table.T[:, ids].permute(1, 2, 0),
    "index_select": lambda s, ids: s.table.index_select(0, ids.flatten()).unflatten(0, (-1, 3)),
    "gather": lambda s, ids: s.table[:, 0].expand(len(ids), 9).gather(1, ids)[:, :, None],
}


@pytest.mark.parametrize("name", LOOKUPS)
def test_a_token_gets_the_relevance_of_its_row(name):
    look_up = LOOKUPS[name]
    model = settle(
        Fn(lambda s, ids: s.h(look_up(s, ids).sum(2).relu()), table=TABLE, h=nn.Linear(3, 2, bias=False))
    )
    explained = lrpfx.explain(model, IDS, target=1, composite=TINY)
    rows = look_up(model, IDS).sum(2)
    wanted = (rows.relu() * model.h.weight[1]).detach()
    assert explained.relevance.shape == IDS.shape
    torch.testing.assert_close(explained.relevance, wanted, rtol=1e-6, atol=1e-8)


def test_an_index_that_was_computed_gets_nothing():
    """The greatest value is looked up again by its position."""
    model = settle(Fn(lambda s, x: x.gather(1, x.argmax(1, keepdim=True))))
    found = relevance(model)
    torch.testing.assert_close(found.sum(1), X.amax(1))
    assert (found != 0).sum() == 3
