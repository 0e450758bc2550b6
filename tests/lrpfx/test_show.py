"""print(relevance graph) reads like a jaxpr; custom rules and composites take a few lines."""

import re

import pytest
import torch
from named import needed
from nets import inputs, settle
from torch import nn

import lrpfx
from lrpfx import composites, rules


class Tiny(nn.Module):
    """A convolution, batch norm, a shortcut, pooling and a head."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 2, 3, padding=1)
        self.bn = nn.BatchNorm2d(2)
        self.block = nn.Conv2d(2, 2, 1, bias=False)
        self.head = nn.Linear(2, 3)

    def forward(self, x):
        x = torch.relu(self.bn(self.conv(x)))
        x = torch.relu(x + self.block(x))
        return self.head(torch.flatten(nn.functional.adaptive_avg_pool2d(x, 1), 1))


def scrub(text):
    """Without line numbers, which change with every edit, and without the padding that depends on them."""
    return re.sub(r"(?<=\S) +", " ", re.sub(r"(\w+\.py):\d+", r"\1", text))


STAGES = {
    "forward": lambda graph, params: lrpfx.canonize(graph, params)[0],
    "epsilon_plus": lambda graph, params: lrpfx.relevance_graph(
        lrpfx.canonize(graph, params)[0], composites.epsilon_plus()
    ),
    "epsilon_plus.optimized": lambda graph, params: (
        lrpfx.compile(settle(Tiny()), inputs(2, 1, 4, 4), composite="epsilon_plus").graph
    ),
    "epsilon_gamma_box.optimized": lambda graph, params: (
        lrpfx.compile(settle(Tiny()), inputs(2, 1, 4, 4), composite=composites.epsilon_gamma_box(-1, 1)).graph
    ),
}


@pytest.mark.parametrize("stage", STAGES)
def test_printed_graph(stage, golden):
    golden(f"tiny.{stage}.txt", scrub(str(STAGES[stage](*lrpfx.trace(settle(Tiny()), inputs(2, 1, 4, 4))))))


def test_printed_graph_of_a_dense_layer():
    graph = lrpfx.compile(
        settle(nn.Sequential(nn.Linear(3, 2))), inputs(1, 3), composite="epsilon_plus"
    ).graph
    assert scrub(str(graph)) == scrub(
        """\
{ 0.weight:f64[2,3]
  0.bias:f64[2] ;
  x:f64[N,3] R:f64[N,2] .
  let
    addmm:f64[N,2] = linear x 0.weight 0.bias             # 0  linear.py:134
    stabilize:f64[N,2] = stabilize addmm [epsilon=1e-06]  # epsilon(epsilon=1e-06)  0  linear.py:134
    div:f64[N,2] = div.Tensor R stabilize                 # epsilon(epsilon=1e-06)  0  linear.py:134
    matmul:f64[N,3] = matmul div 0.weight                 # epsilon(epsilon=1e-06)  0  linear.py:134
    mul:f64[N,3] = mul.Tensor x matmul                    # epsilon(epsilon=1e-06)  0  linear.py:134
  in (addmm, mul) }"""
    )


def test_every_relevance_equation_names_its_rule_and_module():
    graph = lrpfx.compile(settle(Tiny()), inputs(2, 1, 4, 4)).graph
    forward = {e.out.name for e in lrpfx.canonize(*lrpfx.trace(settle(Tiny()), inputs(2, 1, 4, 4)))[0].eqns}
    added = [e for e in graph.eqns if e.out.name not in forward]
    assert added
    assert all(e.rule and str(e.rule) in str(graph) for e in added)
    assert {e.module for e in added} >= {"conv", "block", "head"}


# ---- rules and composites of one's own --------------------------------------------------------------------------


def test_a_rule_of_ones_own_in_a_few_lines():
    @lrpfx.rule
    def wsquare(op, x, params, R):
        """R_x = opᵀ(R / s(op(1; w²)); w²)."""
        w, _ = op.weights()
        ones = lrpfx.values.full_like(x, 1.0)
        return op.T(R / lrpfx.values.stabilize(op(ones, w.square(), None)), w.square())

    model = settle(nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(8, 3)))
    mine = composites.epsilon_plus() | (composites.first(), wsquare())
    x, R = inputs(2, 1, 4, 4), inputs(2, 3, seed=2)
    explainer = lrpfx.compile(model, x, composite=mine)
    assert "wsquare()" in str(explainer.graph)
    # the same in plain torch
    hidden = nn.Sequential(*model[1:]).eval()
    Rh = lrpfx.explain(hidden, model[0](x).detach(), target=R, composite="epsilon_plus").relevance
    v = model[0].weight.detach() ** 2
    z = nn.functional.conv2d(torch.ones_like(x), v)
    wanted = nn.functional.conv_transpose2d(Rh / (z + 1e-6), v)
    torch.testing.assert_close(explainer(x, target=R).relevance, wanted)


def test_a_composite_of_ones_own_in_a_few_lines():
    mine = lrpfx.Composite(
        "mine",
        (
            (composites.by_kind("convolution", "dense"), rules.epsilon(0.1)),
            (composites.by_kind("activation"), rules.pass_through()),
            (composites.by_kind("move"), rules.route()),
            (composites.by_module("3"), rules.gamma(1.0)),
            (composites.where(lambda eqn: eqn.module == "0", "the stem"), rules.flat()),
        ),
    )
    model = settle(nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(8, 3)))
    explainer = lrpfx.compile(model, inputs(2, 1, 4, 4), composite=mine)
    assigned = [(a.rule.name, a.why) for a in explainer.rules().values()]
    assert assigned == [
        ("flat", "the stem"),
        ("pass_through", "activation"),
        ("route", "move"),
        ("gamma", "module 3"),
    ]
    explainer(inputs(5, 1, 4, 4))
    assert str(mine).startswith("mine: convolution or dense -> epsilon(epsilon=0.1); ")


def test_the_rules_print_as_a_table_that_says_why():
    model = settle(nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(8, 3)))
    mine = composites.epsilon_plus() | (composites.by_module("3"), rules.gamma(0.5))
    table = lrpfx.compile(model, inputs(2, 1, 4, 4), composite=mine).rules()
    header, dashes, *lines = str(table).splitlines()
    assert header.split() == ["equation", "shape", "module", "source", "rule", "because", "of"]
    assert set(dashes) == {"-", " "}
    assert len(lines) == len(table) == 4
    assert "gamma(gamma=0.5" in lines[3]
    assert lines[3].endswith("module 3")
    column = header.index("rule")
    assert [line[column:].split("(")[0] for line in lines] == ["zplus", "pass_through", "route", "gamma"]
    assert table._repr_html_().count("<tr>") == 5


def test_a_table_of_rules_escapes_what_users_named():
    mine = composites.epsilon_plus() | (composites.where(lambda e: True, "<script>"), rules.epsilon())
    table = lrpfx.compile(settle(nn.Linear(3, 2)), inputs(1, 3), composite=mine).rules()
    assert "&lt;script&gt;" in table._repr_html_()
    assert "<script>" not in table._repr_html_()


def test_later_entries_override_earlier_ones_and_a_composite_is_a_value():
    base = composites.epsilon_plus()
    mine = (
        base | (composites.by_kind("dense"), rules.gamma()) | (composites.by_operator("linear"), rules.flat())
    )
    assert composites.epsilon_plus().entries == base.entries or len(base.entries) == len(mine.entries) - 2
    rules_of = lrpfx.compile(settle(nn.Linear(3, 2)), inputs(1, 3), composite=mine).rules()
    assert [a.rule.name for a in rules_of.values()] == ["flat"]


@pytest.mark.parametrize("pattern", ["layers.*", "layers.?", "layers.0"])
def test_module_paths_match_with_wildcards(pattern):
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = nn.ModuleList([nn.Linear(3, 3), nn.Linear(3, 3)])
            self.head = nn.Linear(3, 2)

        def forward(self, x):
            for layer in self.layers:
                x = layer(x)
            return self.head(x)

    mine = composites.epsilon_plus() | (composites.by_module(pattern), rules.flat())
    names = [a.rule.name for a in lrpfx.compile(settle(Net()), inputs(1, 3), composite=mine).rules().values()]
    assert names == (["flat", "epsilon", "epsilon"] if pattern == "layers.0" else ["flat", "flat", "epsilon"])


@pytest.mark.parametrize("name", composites.names())
def test_every_composite_documents_itself_and_is_made_by_name(name):
    parameters = needed(name)
    made = composites.get(name, **parameters)
    assert made.name == name
    assert str(made).startswith(f"{name}: ")
    assert "Source:" in composites.REGISTRY[name].__doc__
    assert getattr(composites, name)(**parameters).name == name
