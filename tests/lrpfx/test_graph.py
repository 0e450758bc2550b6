"""The graph as a value: what is well formed, what equal keys mean, how it is evaluated."""

from dataclasses import replace

import pytest
import torch
from named import needed
from nets import Fn, cnn, dense, images, inputs, settle
from torch import nn

import lrpfx
from lrpfx import composites
from lrpfx.errors import GraphError, InputError
from lrpfx.graph import Batch, Eqn, Graph, Var, check

X, Y, Z = (Var(n, (Batch(), 3), "f64") for n in "xyz")
RELU = Eqn((Y,), "relu", (X,))


def graph(*eqns, outputs=(Y,), params=()):
    return Graph((X,), params, eqns, outputs)


def test_a_well_formed_graph_is_returned():
    g = graph(RELU)
    assert check(g) is g


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (graph(RELU, RELU), "`y` is bound twice"),
        (graph(Eqn((X,), "relu", (X,))), "`x` is bound twice"),
        (graph(Eqn((Y,), "relu", (Z,))), "`z` is read before it is bound"),
        (graph(Eqn((Y,), "relu", (Z,)), Eqn((Z,), "relu", (X,))), "`z` is read before it is bound"),
        (
            graph(Eqn((Y,), "relu", (replace(X, shape=(2, 3)),))),
            r"`x:f64\[2,3\]` is read, but bound as `x:f64\[N,3\]`",
        ),
        (graph(RELU, outputs=(Z,)), "the output `z` is never bound"),
        (graph(RELU, params=(X,)), "`x` is bound twice"),
    ],
)
def test_a_graph_that_is_not_well_formed_is_refused_with_its_surroundings(bad, message):
    with pytest.raises(GraphError, match=message):
        check(bad)


def test_the_message_shows_the_equations_around_the_fault():
    chain = [
        RELU,
        *(Eqn((Var(f"v{i}", X.shape, "f64"),), "relu", (Y,)) for i in range(9)),
        Eqn((Z,), "relu", (Var("w", (), "f64"),)),
    ]
    with pytest.raises(GraphError) as caught:
        check(graph(*chain))
    assert "> " in str(caught.value)
    assert "v8:f64[N,3] = relu y" in str(caught.value)
    assert "v0:" not in str(caught.value)


def test_the_key_ignores_where_equations_come_from():
    moved = graph(replace(RELU, module="a.b", source="net.py:3", rule="flat()"))
    assert moved.key == graph(RELU).key


@pytest.mark.parametrize(
    "other",
    [
        graph(replace(RELU, op="abs")),
        graph(replace(RELU, attrs=(("inplace", True),))),
        graph(replace(RELU, attrs=(("inplace", False),))),
        graph(replace(RELU, attrs=(("inplace", 1),))),
        graph(RELU, Eqn((Z,), "relu", (Y,))),
        graph(RELU, outputs=(Y, Y)),
        graph(Eqn((replace(Y, shape=(1, 3)),), "relu", (X,)), outputs=(replace(Y, shape=(1, 3)),)),
        graph(Eqn((replace(Y, dtype="f32"),), "relu", (X,)), outputs=(replace(Y, dtype="f32"),)),
        graph(RELU, params=(Z,)),
    ],
)
def test_the_key_depends_on_everything_that_is_computed(other):
    assert other.key != graph(RELU).key


def test_attributes_of_close_value_have_different_keys():
    keys = {
        graph(replace(RELU, attrs=(("a", v),))).key
        for v in (1, 1.0, 1.0 + 1e-15, True, (1,), (1, 1), ((1, 1),), "x", None, Batch(), Batch(2))
    }
    assert len(keys) == 11


def source(layers):
    """The same net from a class defined anew, elsewhere."""
    names: dict[str, object] = {}
    exec("\n" * 40 + "class Net:\n    def f(s, x):\n        return s.l(x).relu()", names)
    return settle(Fn(names["Net"].f, **layers))


def test_the_same_net_from_other_lines_has_the_same_key():
    a = settle(Fn(lambda s, x: s.l(x).relu(), l=nn.Linear(3, 2)))
    b = source({"l": nn.Linear(3, 2)})
    graphs = [lrpfx.compile(m, inputs(2, 3)) for m in (a, b)]
    assert graphs[0].graph != graphs[1].graph
    assert graphs[0].graph.key == graphs[1].graph.key
    assert graphs[0].key == graphs[1].key


def test_the_key_of_an_explainer_depends_on_the_weights_the_composite_and_its_parameters_alone():
    x = images()

    def key(model=None, **how):
        return lrpfx.compile(model or cnn(), how.pop("x", x), **how).key

    wanted = key()
    assert key() == wanted
    assert key(x=images(5, seed=9)) == wanted
    changed = cnn()
    with torch.no_grad():
        changed[8].bias[0] += 1e-12
    different = [
        key(changed), key(cnn(seed=1)), key(composite="epsilon_plus"),
        key(composite=composites.epsilon_plus_flat(1e-5)), key(optimize=False), key(cnn().float(), x=x.float()),
    ]  # fmt: skip
    assert len({wanted, *different}) == len(different) + 1


def test_the_batch_of_the_example_does_not_enter_the_key():
    assert {lrpfx.compile(cnn(), images(n)).key for n in (1, 2, 3)} == {lrpfx.compile(cnn(), images(4)).key}


@pytest.mark.slow
@pytest.mark.parametrize("name", composites.names())
def test_every_graph_produced_is_well_formed(name):
    parameters = needed(name, cnn(), images())
    traced, params = lrpfx.trace(cnn(), images())
    canonized, params = lrpfx.canonize(check(traced), params)
    composite = composites.get(name, **parameters)
    relevance = lrpfx.relevance_graph(check(canonized), composite)
    check(lrpfx.optimize(check(relevance), {**params, **composite.tensors})[0])


# ---- evaluating -------------------------------------------------------------------------------------------------


def test_relevance_of_the_output_may_depend_on_the_output_and_is_asked_for_once():
    graph, params = lrpfx.canonize(*lrpfx.trace(dense(4, 3, 2), inputs(2, 4)))
    relevance = lrpfx.relevance_graph(graph, composites.epsilon_plus())
    calls = []

    def start(output):
        calls.append(output)
        return output * 2

    x = inputs(3, 4)
    output, R = lrpfx.evaluate(relevance, params, x, start)
    assert len(calls) == 1
    torch.testing.assert_close(R, lrpfx.evaluate(relevance, params, x, output * 2)[1])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "takes 2 inputs \\(x, R\\), not 0"),
        ((inputs(2, 4), inputs(3, 2)), "`R` has shape \\(3, 2\\)"),
        ((inputs(2, 4), inputs(2, 3)), "`R` has shape \\(2, 3\\)"),
        ((inputs(2, 5), inputs(2, 2)), "`x` has shape \\(2, 5\\)"),
    ],
)
def test_evaluating_on_what_does_not_fit_is_refused(arguments, message):
    graph, params = lrpfx.trace(dense(4, 3, 2), inputs(2, 4))
    with pytest.raises(InputError, match=message):
        lrpfx.evaluate(lrpfx.relevance_graph(graph, composites.epsilon_plus()), params, *arguments)


def test_relevance_of_an_input_without_use_is_zero():
    model = settle(Fn(lambda s, x: s.l(x[:, :2]), l=nn.Linear(2, 2)))
    assert lrpfx.explain(model, inputs(3, 5)).relevance[:, 2:].abs().max() == 0


def test_the_identity_has_its_output_as_relevance():
    x = inputs(3, 4)
    explained = lrpfx.explain(nn.Identity().eval(), x, target=x * 3)
    torch.testing.assert_close(explained.relevance, x * 3)
    torch.testing.assert_close(explained.output, x)


def test_a_graph_is_a_value():
    a, b = (lrpfx.trace(cnn(), images())[0] for _ in range(2))
    assert a == b
    assert hash(a) == hash(b)
    assert len({a, b}) == 1
