"""What is spelled in parts is raised, what does two things is spelled out; the forward stays the same."""

import pytest
import torch
import torch.nn.functional as F
from nets import Fn, inputs, settle
from torch import nn

import lrpfx
from lrpfx.graph import check

X = inputs(3, 6)


def canonized(f, x=X, **members):
    model = settle(Fn(f, **members))
    graph, params = lrpfx.canonize(*lrpfx.trace(model, x))
    torch.testing.assert_close(
        lrpfx.evaluate(check(graph), params, x)[0], model(x).detach(), rtol=1e-10, atol=1e-10
    )
    again, _ = lrpfx.canonize(graph, params)
    assert again.key == graph.key
    return graph


def operators(graph):
    return [eqn.op.split(".")[0] for eqn in graph.eqns if eqn.out.name in graph.data]


RAISED = {
    "softsign": [lambda s, x: x / (1 + x.abs()), lambda s, x: x / (x.abs() + 1), lambda s, x: F.softsign(x)],
    "tanhshrink": [lambda s, x: x - x.tanh(), lambda s, x: F.tanhshrink(x)],
    "sigmoid": [lambda s, x: 1 / (1 + torch.exp(-x)), lambda s, x: (1 + (-x).exp()).reciprocal()],
    "silu": [
        lambda s, x: x * torch.sigmoid(x),
        lambda s, x: torch.sigmoid(x) * x,
        lambda s, x: x / (1 + torch.exp(-x)),
        lambda s, x: x * (1 / (1 + torch.exp(-x))),
    ],
    "hardsigmoid": [
        lambda s, x: F.relu6(x + 3) / 6,
        lambda s, x: F.relu6(x + 3) * (1 / 6),
        lambda s, x: (x + 3).clamp(0, 6) / 6,
        lambda s, x: F.hardtanh(3 + x, 0, 6) / 6,
    ],
    "hardswish": [
        lambda s, x: x * F.relu6(x + 3) / 6,
        lambda s, x: x * (F.relu6(x + 3) / 6),
        lambda s, x: F.relu6(x + 3) * x / 6,
        lambda s, x: x * F.hardsigmoid(x),
    ],
    "mish": [lambda s, x: x * torch.tanh(F.softplus(x)), lambda s, x: F.softplus(x).tanh() * x],
}


@pytest.mark.parametrize(
    ("name", "f"),
    [(name, f) for name, spellings in RAISED.items() for f in spellings],
    ids=[f"{name}-{i}" for name, spellings in RAISED.items() for i in range(len(spellings))],
)
def test_an_activation_in_parts_is_raised(name, f):
    assert operators(canonized(f)) == [name]


OTHERS = {
    "another constant": lambda s, x: F.relu6(x + 2) / 6,
    "another bound": lambda s, x: F.hardtanh(x + 3, 0, 5) / 6,
    "another divisor": lambda s, x: F.relu6(x + 3) / 5,
    "another argument": lambda s, x: x * torch.sigmoid(x.flip(1)),
    "another softplus": lambda s, x: x * torch.tanh(F.softplus(x, beta=2)),
    "another sum": lambda s, x: x / (2 + x.abs()),
    "another order": lambda s, x: torch.tanh(x) - x,
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_only_resembles_an_activation_is_not_raised(name):
    assert not set(RAISED) - {"sigmoid"} & set(operators(canonized(OTHERS[name])))


def test_the_parts_of_an_activation_are_found_behind_a_linear_operator_too():
    """Before the 3 moves into the bias."""
    graph = canonized(lambda s, x: F.relu6(s.l(x) + 3) / 6, l=nn.Linear(6, 4))
    assert operators(graph) == ["linear", "hardsigmoid"]


def w(*shape):
    return nn.Parameter(torch.zeros(shape))


SPELLED_OUT = {
    "addmm": (lambda s, x: torch.addmm(s.b, x, s.w, beta=0.5, alpha=2), X, {"w": w(6, 4), "b": w(3, 4)}),
    "addmm of data on the right": (lambda s, x: torch.addmm(s.b, s.w, x.t()).t(), X, {"w": w(4, 6), "b": w(4, 1)}),
    "addmv": (lambda s, x: torch.addmv(s.b, x, s.w, alpha=3)[:, None], X, {"w": w(6), "b": w(1)}),
    "baddbmm": (
        lambda s, x: torch.baddbmm(s.b, x, s.w.expand(len(x), 5, 4), beta=0.5, alpha=2).flatten(1),
        inputs(2, 3, 5), {"w": w(1, 5, 4), "b": w(1, 1, 4)}),
    "addbmm": (
        lambda s, x: torch.addbmm(s.b, x.transpose(0, 1), s.w), inputs(2, 3, 5), {"w": w(3, 5, 4), "b": w(1, 4)}),
    "addcmul": (lambda s, x: torch.addcmul(x, s.w, x.relu(), value=3), X, {"w": w(6)}),
    "addcdiv": (lambda s, x: torch.addcdiv(s.w, x, s.w.abs() + 1, value=-3), X, {"w": w(6)}),
    "lerp": (lambda s, x: torch.lerp(x.relu(), x, 0.3), X, {}),
    "lerp by a gate": (lambda s, x: torch.lerp(x.relu(), x.tanh(), x.sigmoid()), X, {}),
    "glu": (lambda s, x: F.glu(x, 1), X, {}),
    "glu over channels": (lambda s, x: F.glu(x, 1).flatten(1), inputs(2, 4, 3), {}),
    "bilinear with a constant on the right": (
        lambda s, x: s.l(x, s.c), X, {"l": nn.Bilinear(6, 5, 4), "c": inputs(3, 5)}),
    "bilinear with a constant on the left": (
        lambda s, x: s.l(s.c.expand(len(x), 5), x), X, {"l": nn.Bilinear(5, 6, 4), "c": inputs(1, 5)}),
}  # fmt: skip
TWO_IN_ONE = {"addmm", "addmv", "baddbmm", "addbmm", "addcmul", "addcdiv", "lerp", "glu", "_trilinear"}


@pytest.mark.parametrize("name", SPELLED_OUT)
def test_an_operator_that_does_two_things_is_spelled_out(name):
    f, x, members = SPELLED_OUT[name]
    assert not TWO_IN_ONE & set(operators(canonized(f, x, **members)))


@pytest.mark.parametrize("name", SPELLED_OUT)
def test_what_is_spelled_out_has_rules_and_conserves_relevance(name):
    f, x, members = SPELLED_OUT[name]
    members = {k: v for k, v in members.items() if k != "b"} | {
        k: torch.zeros(v.shape).double() for k, v in members.items() if k == "b"
    }
    model = settle(Fn(f, **members))
    if hasattr(model, "l"):
        model.l.bias = None
    wrt = lrpfx.composites.epsilon_plus(epsilon=1e-12, stabilizer=1e-12)
    explained = lrpfx.explain(model, x, composite=wrt, target=lambda z: z)
    if name != "addcdiv":  # there the constant takes its share
        torch.testing.assert_close(explained.relevance.sum(), explained.output.sum(), rtol=1e-6, atol=1e-6)


def test_a_bilinear_layer_of_two_values_is_a_product_of_data_that_both_share():
    model = settle(Fn(lambda s, x: s.l(x, x.relu()), l=nn.Bilinear(6, 6, 4, bias=False)))
    wrt = lrpfx.composites.epsilon(1e-12)
    explained = lrpfx.explain(model, X, composite=wrt, target=lambda z: z)
    torch.testing.assert_close(explained.relevance.sum(), explained.output.sum(), rtol=1e-6, atol=1e-6)


def test_a_step_towards_a_value_is_split_into_the_sum_that_it_is():
    def step(s, x):
        n, z, h = x[:, :2].tanh(), x[:, 2:4].sigmoid(), x[:, 4:]
        return n + z * (h - n)

    graph = canonized(step)
    assert "sub" not in operators(graph)
    assert operators(graph).count("mul") == 2


def test_a_step_whose_difference_is_used_elsewhere_is_kept():
    def step(s, x):
        n, z, h = x[:, :2].tanh(), x[:, 2:4].sigmoid(), x[:, 4:]
        difference = h - n
        return n + z * difference + difference

    assert "sub" in operators(canonized(step))


def test_weight_norm_and_spectral_norm_fold_into_plain_weights(recwarn):
    layers = {
        "old weight norm": nn.utils.weight_norm(nn.Linear(6, 4)),
        "weight norm": nn.utils.parametrizations.weight_norm(nn.Linear(6, 4)),
        "old spectral norm": nn.utils.spectral_norm(nn.Linear(6, 4)),
        "spectral norm": nn.utils.parametrizations.spectral_norm(nn.Linear(6, 4)),
        "orthogonal": nn.utils.parametrizations.orthogonal(nn.Linear(6, 4)),
    }
    for layer in layers.values():
        model = nn.Sequential(layer, nn.ReLU(), nn.Linear(4, 3)).double().eval()
        graph, _ = lrpfx.canonize(*lrpfx.trace(model, X))
        assert operators(graph) == ["linear", "relu", "linear"]
        plain = nn.Sequential(nn.Linear(6, 4), *model[1:]).double().eval()
        with torch.no_grad():
            model(X)  # the old ones compute their weight before a forward
            plain[0].weight.copy_(model[0].weight)
            plain[0].bias.copy_(model[0].bias)
        for name in ("epsilon_plus", "epsilon_plus_flat"):
            found, wanted = (lrpfx.explain(m, X, target=1, composite=name).relevance for m in (model, plain))
            torch.testing.assert_close(found, wanted)


def test_dropout_is_gone():
    graph = canonized(
        lambda s, x: s.d(F.dropout(s.l(x), training=s.training)), l=nn.Linear(6, 4), d=nn.Dropout(0.9)
    )
    assert operators(graph) == ["linear"]


@pytest.mark.parametrize(
    "add",
    [
        lambda a, b: a + b,
        torch.add,
        lambda a, b: a.add_(b),
        lambda a, b: a.__iadd__(b),
        lambda a, b: b.add(a),
    ],
    ids=["+", "torch.add", "add_", "+=", "add"],
)
def test_a_residual_sum_in_any_spelling_shares_relevance_out(add):
    model = settle(
        Fn(lambda s, x: add(s.a(x), s.b(x)), a=nn.Linear(6, 4, bias=False), b=nn.Linear(6, 4, bias=False))
    )
    tiny = lrpfx.composites.epsilon_plus(epsilon=1e-12, stabilizer=1e-12)
    explained = lrpfx.explain(model, X, target=2, composite=tiny)
    whole = model.a.weight + model.b.weight
    torch.testing.assert_close(explained.relevance, (X * whole[2]).detach(), rtol=1e-6, atol=1e-8)


def test_a_sum_with_a_factor_shares_by_what_is_added():
    model = settle(
        Fn(
            lambda s, x: torch.add(s.a(x), s.b(x), alpha=-3),
            a=nn.Linear(6, 4, bias=False),
            b=nn.Linear(6, 4, bias=False),
        )
    )
    tiny = lrpfx.composites.epsilon_plus(epsilon=1e-12, stabilizer=1e-12)
    explained = lrpfx.explain(model, X, target=2, composite=tiny)
    whole = model.a.weight - 3 * model.b.weight
    torch.testing.assert_close(explained.relevance, (X * whole[2]).detach(), rtol=1e-6, atol=1e-8)
