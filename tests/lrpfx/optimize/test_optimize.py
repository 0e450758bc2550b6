"""The optimizer: the same result, less work."""

from functools import cache

import pytest
import torch
import torch.nn.functional as F
from named import needed
from nets import Fn, Residual, cnn, dense, images, inputs, settle
from torch import nn

import lrpfx
from lrpfx import composites, rules
from lrpfx.cost import VIEWS, cost
from lrpfx.graph import check
from lrpfx.ops import base
from lrpfx.optimize import NAMES, ORDER, PASSES, dead, fold, optimize, sign

C = nn.Conv2d
NETS = {
    "cnn": (cnn, images()),
    "residual": (lambda: settle(Residual()), images()),
    "dense": (lambda: dense(5, 7, 6, 3), inputs(4, 5)),
    "signed activations": (
        lambda: settle(nn.Sequential(C(3, 4, 3), nn.Tanh(), C(4, 4, 3), nn.Flatten(), nn.Linear(64, 3))),
        images(),
    ),
    "clamps": (
        lambda: settle(
            Fn(
                lambda s, x: s.b(torch.cat([s.a(x).clamp(max=0), s.a(x).clamp(min=0.5), -s.a(x).relu()], 1)),
                a=nn.Linear(5, 4),
                b=nn.Linear(12, 3),
            )
        ),
        inputs(4, 5),
    ),
    "choices": (
        lambda: settle(
            Fn(
                lambda s, x: s.b(
                    torch.cat(
                        [
                            torch.where(x > 0, s.a(x).relu(), -1.0),
                            s.a(x).relu().masked_fill(x > 0, -2.0),
                            F.interpolate(s.a(x).relu()[:, None, None], (2, 3), mode="bicubic").flatten(1),
                        ],
                        1,
                    )
                ),
                a=nn.Linear(5, 5),
                b=nn.Linear(16, 3),
            )
        ),
        inputs(4, 5),
    ),
    "gated": (
        lambda: settle(
            Fn(
                lambda s, x: s.fc((s.c(x).relu() * torch.sigmoid(s.g(x.mean((2, 3), keepdim=True)))).mean((2, 3))),
                c=nn.Conv2d(3, 4, 3),
                g=nn.Conv2d(3, 4, 1),
                fc=nn.Linear(4, 3),
            )
        ),
        images(),
    ),
    "pooled and concatenated": (
        lambda: settle(
            Fn(
                lambda s, x: s.fc(
                    torch.cat([F.avg_pool2d(s.c(x).relu(), 2), F.max_pool2d(s.c(x).sigmoid(), 2)], 1)
                    .mean((2, 3))
                ),
                c=nn.Conv2d(3, 4, 3),
                fc=nn.Linear(8, 3),
            )
        ),
        images(),
    ),
}  # fmt: skip


def composite_called(name, model, x):
    if name != "gamma everywhere":
        return composites.get(name, **needed(name, model, x))
    gamma = composites.epsilon_plus() | (composites.by_kind("convolution", "dense"), rules.gamma())
    return gamma | (composites.by_kind("activation"), rules.route())


@cache
def traced(name):
    make, x = NETS[name]
    model = make()
    return (*lrpfx.canonize(*lrpfx.trace(model, x)), x, model)


@pytest.fixture(params=sorted(NETS))
def net(request):
    return traced(request.param)


SAVING = ("recompute", "addends", "masks")
"""Passes that save memory, and pay for it with a sum, a difference or a comparison."""


@pytest.mark.slow
@pytest.mark.parametrize("name", [*composites.names(), "gamma everywhere"])
def test_result_is_the_same_with_fewer_or_as_many_equations(net, name):
    graph, params, x, model = net
    composite = composite_called(name, model, x)
    if name.startswith("deep_lift") and "gt.Scalar" in {e.op for e in graph.eqns}:
        return  # differences do not go through values that choose
    params = {**params, **composite.tensors}
    plain = check(lrpfx.relevance_graph(graph, composite))
    x = (
        x,
        *(inputs(*x.shape, seed=5) for _ in plain.inputs[1:-1]),
    )  # and a reference, for rules of differences
    fast, fast_params = optimize(plain, params)
    check(fast)
    few, _ = optimize(plain, params, passes=[n for n in NAMES if n not in SAVING])
    assert sum(base(e.op) not in VIEWS for e in few.eqns) <= sum(base(e.op) not in VIEWS for e in plain.eqns)
    R = inputs(*model(x[0]).shape, seed=4)
    for wanted, found in zip(
        lrpfx.evaluate(plain, params, *x, R), lrpfx.evaluate(fast, fast_params, *x, R), strict=True
    ):
        torch.testing.assert_close(found, wanted, rtol=1e-10, atol=1e-12)
    assert torch.allclose(lrpfx.evaluate(fast, fast_params, *x, R)[0], model(x[0]), atol=1e-10)


def test_optimizing_twice_changes_nothing(net):
    graph, params, *_ = net
    once = optimize(lrpfx.relevance_graph(graph, composites.epsilon_plus()), params)
    twice = optimize(*once)
    assert twice[0].key == once[0].key
    assert twice[1].keys() == once[1].keys()


def test_the_given_graph_and_parameters_are_left_alone(net):
    graph, params, *_ = net
    relevance = lrpfx.relevance_graph(graph, composites.epsilon_plus())
    before, names = str(relevance), {k: v.clone() for k, v in params.items()}
    optimize(relevance, params)
    assert str(relevance) == before
    assert params.keys() == names.keys()
    assert all(torch.equal(params[k], names[k]) for k in names)


COMPOSITES = [
    composites.epsilon_plus(),
    composites.epsilon_alpha2_beta1_flat(),
    composites.epsilon_gamma_box(-3, 3),
]


@cache
def plain(name):
    """Relevance graphs as the rules write them, and what they compute."""
    graph, params, x, model = traced(name)
    R = inputs(*model(x).shape, seed=4)
    graphs = [lrpfx.relevance_graph(graph, composite) for composite in COMPOSITES]
    return params, (x, R), [(g, lrpfx.evaluate(g, params, x, R)) for g in graphs]


def operations(graph):
    """How many equations compute something."""
    return sum(base(e.op) not in VIEWS for e in dead(graph).eqns)


MORE = {
    "uniform": "sums over channels, once per model or for one channel, take the channels out of convolutions",
    "halves": "magnitudes, sums and multiples of what is there stand in the place of a convolution",
    "stack": "weights, and inputs, are put side by side, so that two convolutions are one",
    "recompute": "a sum is computed twice, so that it need not be kept",
    "addends": "a summand is the difference of two values, so that it need not be kept",
    "masks": "a mask is computed of a ReLU, so that its values need not be kept",
}
"""The passes that write more equations than they take away, and what for. The arithmetic never grows."""


def assert_no_more_work(name, before, after):
    """No more arithmetic, no more convolutions, and no more equations, but for the passes above."""
    few, many = (cost(dead(graph)) for graph in (after, before))
    assert few.flops <= many.flops
    assert few.convolutions <= many.convolutions
    assert name in MORE or operations(after) <= operations(before)


@pytest.mark.parametrize("net", sorted(NETS))
@pytest.mark.parametrize("name", PASSES)
def test_each_pass_alone_keeps_the_result_and_adds_no_work(net, name):
    params, given, all_plain = plain(net)
    for graph, wanted in all_plain:
        alone = check(PASSES[name](graph))
        assert_no_more_work(name, graph, alone)
        for a, b in zip(lrpfx.evaluate(alone, params, *given), wanted, strict=True):
            torch.testing.assert_close(a, b, rtol=0, atol=1e-12 * max(1, float(b.abs().max())))


@pytest.mark.slow
def test_no_pass_adds_work_where_it_stands_in_the_order():
    """And an exception is one: it does write more equations, somewhere."""
    grown = set()
    for net in sorted(NETS):
        graph, *_ = traced(net)
        for composite in (*COMPOSITES, composites.guided_backprop()):
            before = lrpfx.relevance_graph(graph, composite)
            for name in ORDER:
                after = PASSES[name](before)
                assert_no_more_work(name, before, after)
                grown.update({name} if operations(after) > operations(before) else ())
                before = after
    assert grown == set(MORE)


def count(graph, op):
    return sum(e.op.split(".")[0] == op for e in graph.eqns)


@pytest.mark.parametrize("optimized", [True, False])
def test_graphs_run_where_their_tensors_are(optimized):
    """Nothing is fetched from the device on the way: on one without numbers every result has its size."""
    model, x = cnn().to("meta"), images().to("meta")
    for name in ("epsilon_plus_flat", "epsilon_gamma_box", "epsilon_alpha2_beta1", "guided_backprop"):
        composite = composites.get(name, **({"low": -9.0, "high": 9.0} if "box" in name else {}))
        explainer = lrpfx.compile(model, x, composite=composite, optimize=optimized)
        output, R = lrpfx.evaluate(explainer.graph, explainer.params, x, torch.ones_like)
        assert (output.device.type, output.shape, R.device.type, R.shape) == ("meta", (2, 4), "meta", x.shape)


def relu_cnn(hidden):
    layers = [nn.Conv2d(3, 4, 3, padding=1), nn.ReLU()]
    layers += [m for _ in range(hidden) for m in (nn.Conv2d(4, 4, 3, padding=1), nn.ReLU())]
    return settle(nn.Sequential(*layers, nn.Flatten(), nn.Linear(256, 3)))


@pytest.mark.parametrize("hidden", [1, 3])
def test_epsilon_plus_needs_three_convolutions_for_a_layer_behind_relu(hidden):
    """Forward, z⁺ and its transpose; of the first layer, whose input has both signs, both transposes are one stack."""
    few, many = (lrpfx.compile(relu_cnn(n), images(), composite="epsilon_plus").graph for n in (0, hidden))
    assert count(many, "convolution") - count(few, "convolution") == 3 * hidden
    assert count(few, "convolution") == 1 + 1 + 1


@pytest.mark.parametrize("cut", [nn.ReLU6(), nn.Hardtanh(0, 2)], ids=str)
def test_behind_a_relu6_the_negative_half_of_gamma_is_not_computed(cut):
    """Its relevance vanishes where z <= 0, as that of a ReLU: forward, gamma and its transpose."""
    model, x = relu_cnn(2), 3 * images()
    wanted = count(
        lrpfx.compile(model, x, composite=composites.epsilon_gamma_box(-9, 9)).graph, "convolution"
    )
    model[1] = model[3] = model[5] = cut.eval()
    composite = composites.epsilon_gamma_box(-9, 9)
    fast, plain = (lrpfx.compile(model, x, composite=composite, optimize=on) for on in (True, False))
    assert count(fast.graph, "convolution") == wanted == 3 + 3 + 3
    torch.testing.assert_close(fast(x).relevance, plain(x).relevance, rtol=1e-11, atol=1e-14)
    assert (fast(x).relevance != 0).any()


def test_one_half_is_not_derived_from_a_value_that_would_be_kept_for_it_alone():
    """Of a ReLU6 z is not kept; z⁺ of a signed input is computed from its parts then, and nothing larger is held."""
    model = settle(
        nn.Sequential(C(3, 3, 1), C(3, 24, 1), nn.ReLU6(), C(24, 3, 1), nn.Flatten(), nn.Linear(192, 3))
    )
    graph = lrpfx.compile(model, images(), composite="epsilon_plus").graph
    z = next(e for e in graph.eqns if e.op == "hardtanh").args[0]
    assert not any(e.rule for e in graph.users[z.name])


def test_epsilon_shares_its_denominator_with_the_forward_pass():
    graph = lrpfx.compile(dense(5, 7, 6, 3), inputs(2, 5), composite="epsilon_plus").graph
    assert count(graph, "linear") == 3


def test_what_depends_on_parameters_alone_is_computed_once():
    graph = lrpfx.compile(relu_cnn(2), images(), composite="epsilon_plus").graph
    assert all(any(a is not None and a.name in graph.data for a in e.args) for e in graph.eqns)


def test_a_clamp_that_a_known_sign_makes_empty_is_dropped():
    model = settle(
        Fn(lambda s, x: s.fc(x.relu().clamp(min=0).abs()) + x.relu().clamp(max=0), fc=nn.Linear(4, 4))
    )
    graph, params = lrpfx.trace(model, inputs(2, 4))
    fast = dead(sign(graph))
    assert [e.op for e in fast.eqns] == ["relu", "linear"]
    torch.testing.assert_close(lrpfx.evaluate(fast, params, inputs(2, 4))[0], model(inputs(2, 4)))


@pytest.mark.parametrize(
    "f",
    [
        lambda x: (x.relu() - 1).clamp(min=0),
        lambda x: (x.relu() * -1).clamp(min=0) + x,
        lambda x: (x.relu() + -2.0).relu(),
        lambda x: (x.abs() - x.abs() * 2).clamp(max=0),
        lambda x: torch.add(x.relu(), x.abs(), alpha=-3).relu() + x,
        lambda x: (x.relu() / -2).abs(),
        lambda x: nn.functional.pad(x.relu(), (1, 0), value=-1.0).relu()[:, 1:] + x,
        lambda x: torch.rsub(x.relu(), 1.0).relu(),
        lambda x: nn.functional.leaky_relu(x, 0.1).relu() + nn.functional.elu(x).clamp(max=0),
        lambda x: nn.functional.hardtanh(x, -1, 1).relu() + nn.functional.gelu(x).relu() + x.tanh().abs(),
        lambda x: x.clamp(min=-1).relu() + x.clamp(max=1).clamp(max=0),
        lambda x: nn.functional.silu(x).relu() + nn.functional.mish(x).clamp(max=0),
        lambda x: torch.sigmoid(x).clamp(min=0).relu() - torch.sigmoid(-x).clamp(max=0),
        lambda x: x.abs().sqrt().relu() - x.clamp(min=1, max=-1).relu(),
        lambda x: F.softplus(x, beta=-2).relu() + F.softplus(x, beta=-2).clamp(max=0),
        lambda x: F.avg_pool1d(x.relu()[None], 2, 1).relu()[0, :, :1] + x,
        lambda x: F.avg_pool2d(x.relu()[None, None], 2, 1, divisor_override=-3).relu().sum((0, 1, 2, 3)) + x,
        lambda x: torch.nan_to_num(x.relu() / x.relu().sign().relu(), posinf=-1.0, nan=0.0).relu(),
        lambda x: x.relu() - x.relu().clamp(max=0) + (x.relu().clamp(max=0) - x.relu()),
    ],
)
def test_signs_are_never_assumed(f):
    model = settle(Fn(lambda s, x: f(x)))
    x = inputs(8, 5)
    graph, params = lrpfx.trace(model, x)
    torch.testing.assert_close(lrpfx.evaluate(dead(sign(graph)), params, x)[0], model(x))


def test_folding_names_the_parameter_that_a_result_comes_from():
    model = settle(Fn(lambda s, x: x @ (s.w.clamp(min=0) * 2), w=nn.Parameter(torch.randn(4, 3))))
    graph, params = fold(*lrpfx.trace(model, inputs(2, 4)))
    assert [p.name for p in graph.params] == ["w'''"]  # clamped, doubled, transposed
    torch.testing.assert_close(params["w'''"], model.w.detach().clamp(min=0).t() * 2)


@pytest.mark.parametrize("mode", ["bicubic", "bilinear", "nearest"])
def test_an_upsampling_keeps_signs_only_where_its_weights_do(mode):
    """Bicubic weights are partly negative: what it makes of nonnegative values may be negative."""
    model = settle(
        Fn(
            lambda s, x: (
                nn.functional.interpolate(x.relu(), scale_factor=2, mode=mode).clamp(max=0).flatten(1)
            )
        )
    )
    x = 10 * inputs(3, 1, 4, 4)
    graph, params = lrpfx.trace(model, x)
    torch.testing.assert_close(lrpfx.evaluate(dead(sign(graph)), params, x)[0], model(x))
