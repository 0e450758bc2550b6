"""Every pass alone, on the smallest graph that shows what it does, as it prints."""

import pytest
import torch
from nets import dense, inputs, settle
from torch import nn

import lrpfx
from lrpfx import composites, rules
from lrpfx.cost import peak
from lrpfx.graph import Eqn, Graph, Var
from lrpfx.optimize import PASSES, dead


def graph(*eqns, inputs=("x",), params=(), outputs=()):
    """A graph of lines `z = op a b key=value`, all of one shape but for weights."""
    known: dict[str, Var] = {}

    def var(name):
        size = (4, 4, 1, 1) if name.startswith("w") else (2, 4, 5, 5)
        return known.setdefault(name, Var(name, size, "b8" if name.startswith("m") else "f64"))

    made = []
    for line in eqns:
        left, right = line.split(" = ")
        op, *rest = right.split()
        attrs = tuple(sorted((k, float(v)) for k, v in (r.split("=") for r in rest if "=" in r)))
        args = tuple(None if r == "None" else var(r) for r in rest if "=" not in r)
        made.append(
            Eqn(tuple(map(var, left.split(","))), op, args, attrs, rule="" if left in outputs[:1] else "r()")
        )
    return Graph(tuple(map(var, inputs)), tuple(map(var, params)), tuple(made), tuple(map(var, outputs)))


def lines(g):
    return [str(e).replace(":f64[2,4,5,5]", "").replace(":f64[4,4,1,1]", "") for e in g.eqns]


@pytest.mark.parametrize(
    ("name", "given", "wanted"),
    [
        (
            "support",
            ["u = relu z", "R = mul.Tensor u g", "m = gt.Scalar z other=0", "v = mul.Tensor m R"],
            ["u = relu z", "R = mul.Tensor u g"],
        ),
        (
            "support",
            ["u = relu z", "R = mul.Tensor u g", "s = stabilize z epsilon=1", "v = div.Tensor R s"],
            [
                *("u = relu z", "R = mul.Tensor u g"),
                *("stabilize = stabilize u [epsilon=1.0]", "div = div.Tensor R stabilize"),
            ],
        ),
        ("sign", ["u = relu z", "v = clamp u min=0"], ["u = relu z"]),
        ("denominators", ["u = relu z", "v = stabilize u epsilon=1"], ["u = relu z", "add = add.Scalar u [other=1.0]"]),
        (
            "share",
            ["a = add.Tensor z g", "b = add.Tensor g z", "v = mul.Tensor a b"],
            ["a = add.Tensor z g", "v = mul.Tensor a a"],
        ),
        ("dead", ["a = add.Tensor z g", "v = neg z"], ["v = neg z"]),
        (
            "thresholds",
            ["m = gt.Scalar z other=0", "v = mul.Tensor m g"],
            ["threshold_backward = threshold_backward g z [threshold=0]"],
        ),
        (
            "thresholds",
            ["m = lt.Scalar z other=0", "v = mul.Tensor g m"],
            ["neg = neg z", "threshold_backward = threshold_backward g neg [threshold=0]"],
        ),
    ],
    ids=[
        *("support: masks", "support: denominators", "sign", "denominators", "share", "dead"),
        *("thresholds: positive", "thresholds: negative"),
    ],
)  # fmt: skip
def test_a_pass_alone(name, given, wanted):
    before = graph(*given, inputs=("z", "g"), outputs=("v",))
    assert lines(dead(PASSES[name](before))) == wanted


def test_what_another_value_does_not_share_is_kept():
    """Relevance that does not vanish with u keeps its mask; what may be negative keeps its stabilizer."""
    before = graph(
        "u = relu z", "m = gt.Scalar z other=0", "v = mul.Tensor m g", inputs=("z", "g"), outputs=("v",)
    )
    assert lines(dead(PASSES["support"](before))) == [
        "m:b8[2,4,5,5] = gt.Scalar z [other=0.0]",
        "v = mul.Tensor m g",
    ]
    before = graph("v = stabilize z epsilon=1", inputs=("z",), outputs=("v",))
    assert lines(PASSES["denominators"](before)) == ["v = stabilize z [epsilon=1.0]"]


def halved(composite, *layers):
    model = settle(nn.Sequential(*layers))
    written, params = lrpfx.canonize(*lrpfx.trace(model, inputs(2, 4, 5, 5)))
    relevance = lrpfx.relevance_graph(written, composite)
    for name in ("support", "sign", "dead"):
        relevance = PASSES[name](relevance)
    return relevance, params


def convolutions(g):
    return sum(e.op == "convolution" for e in g.eqns)


@pytest.mark.parametrize("rule", [rules.alpha_beta(), rules.gamma()], ids=["alpha-beta", "gamma"])
def test_two_halves_give_the_third(rule):
    """Behind a ReLU: z from its halves, or one half from z and the other."""
    composite = composites.epsilon() | (composites.by_kind("convolution"), rule)
    given, params = halved(
        composite, nn.ReLU(), nn.Conv2d(4, 4, 3), nn.ReLU(), nn.Conv2d(4, 4, 3), nn.Flatten()
    )
    simpler = PASSES["halves"](given)
    assert convolutions(simpler) < convolutions(given)
    x, R = inputs(2, 4, 5, 5), inputs(2, 4)
    for a, b in zip(lrpfx.evaluate(simpler, params, x, R), lrpfx.evaluate(given, params, x, R), strict=True):
        torch.testing.assert_close(a, b, rtol=1e-12, atol=1e-12)


def test_a_value_is_not_kept_for_its_size():
    """Max pooling on the way back reads no more of its input than the size."""
    layers = (nn.Conv2d(4, 4, 1), nn.MaxPool2d(5), nn.Flatten())
    given, _ = halved(composites.epsilon_plus(), *layers)
    smaller = dead(PASSES["sizes"](given))
    (back,) = (e for e in smaller.eqns if e.op == "max_pool2d_with_indices_backward")
    assert smaller.producers[back.args[1].name].op == "zeros_of"
    pool = next(e for e in smaller.eqns if e.op == "max_pool2d_with_indices")
    assert smaller.users[pool.args[0].name] == (pool,)


def test_a_sum_of_what_is_kept_anyway_is_computed_again():
    composite = composites.epsilon() | (composites.by_kind("convolution"), rules.alpha_beta())
    given, params = halved(
        composite, nn.ReLU(), nn.Conv2d(4, 4, 3), nn.Tanh(), nn.Conv2d(4, 4, 3), nn.Flatten()
    )
    given = PASSES["halves"](given)
    twice = PASSES["recompute"](given)
    x, R = inputs(2, 4, 5, 5), inputs(2, 4)
    for a, b in zip(lrpfx.evaluate(twice, params, x, R), lrpfx.evaluate(given, params, x, R), strict=True):
        assert torch.equal(a, b)
    assert peak(twice) <= peak(given)


def test_without_a_stabilizer_nothing_is_divided_by_what_a_relu_made_zero():
    model, x = dense(6, 8, 8, 3), inputs(4, 6)
    plain, made = (
        lrpfx.compile(model, x, composite=lrpfx.composites.epsilon(epsilon=0.0), optimize=on)(x, target=1)
        for on in (False, True)
    )
    torch.testing.assert_close(made.relevance, plain.relevance)
