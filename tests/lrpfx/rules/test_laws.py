"""What holds for every rule of the registry; a new rule is tested on arrival."""

import inspect

import pytest
import torch
from matrix_form import LINEAR_CASES, matrix
from nets import Fn, inputs

import lrpfx
from lrpfx import composites, rules
from lrpfx.errors import ParameterError, RuleMismatchError
from lrpfx.operator import operator

REQUIRED = {"low": -3.0, "high": 4.0}
IGNORES_INPUT = {"flat", "wsquare", "route", "pass_through"}  # relevance does not depend on the values of x
BOXED = {"zbox"}
TRANSPOSED = {"route"}  # conserves for operators that move values, not for weights
SHAPE_KEEPING = {"pass_through"}
TWO_SIDED = {"alpha_beta"}  # conserves where an output has contributions of both signs
CASES = [
    c for c in LINEAR_CASES if c.name in ("dense", "conv1d", "conv2d groups", "transposed conv2d groups")
]


def make(name, **parameters):
    """The rule with example values for the parameters that have no default, and the given ones where it takes them."""
    taken = inspect.signature(rules.REGISTRY[name]).parameters
    needed = {k: REQUIRED[k] for k, p in taken.items() if p.default is p.empty}
    return rules.REGISTRY[name](**needed, **{k: v for k, v in parameters.items() if k in taken})


def setting(name, case, bias=True):
    """op, x, params and R for a rule: a linear operator, or an activation where the rule keeps the shape."""
    x, w, b = case.tensors(bias)
    if name in SHAPE_KEEPING:
        return operator("relu", x), x, (), inputs(*x.shape, seed=5)
    op = operator(case.op, x, w, b, **dict(case.attrs))
    return op, x, (w, b), inputs(*op.outs[0].shape, seed=5)


@pytest.fixture(params=sorted(rules.REGISTRY))
def name(request):
    return request.param


@pytest.fixture(params=CASES, ids=str)
def case(request):
    return request.param


def test_relevance_has_the_shape_and_dtype_of_the_input(name, case):
    op, x, params, R = setting(name, case)
    found = make(name)(op, x, params, R)
    assert found.shape == x.shape
    assert found.dtype == x.dtype


def test_rule_is_linear_in_relevance(name, case):
    op, x, params, R = setting(name, case)
    other = inputs(*R.shape, seed=6)
    rule = make(name)
    wanted = 2 * rule(op, x, params, R) - 3 * rule(op, x, params, other)
    torch.testing.assert_close(rule(op, x, params, 2 * R - 3 * other), wanted)


def test_no_relevance_stays_none(name, case):
    op, x, params, R = setting(name, case)
    assert make(name)(op, x, params, torch.zeros_like(R)).abs().max() == 0


def test_inputs_of_zero_get_no_relevance(name, case):
    if name in IGNORES_INPUT | BOXED:
        return
    x, w, b = case.tensors()
    x[:, 0] = 0
    op = operator(case.op, x, w, b, **dict(case.attrs))
    R = inputs(*op.outs[0].shape, seed=5)
    assert make(name)(op, x, (w, b), R)[:, 0].abs().max() == 0


def test_samples_do_not_see_each_other(name, case):
    op, x, params, R = setting(name, case)
    together = make(name)(op, x, params, R)
    for i in range(len(x)):
        alone = operator(op.op, x[i : i + 1], *params, **dict(op.attrs))
        torch.testing.assert_close(make(name)(alone, x[i : i + 1], params, R[i : i + 1]), together[i : i + 1])


def test_relevance_is_conserved_without_bias_and_with_a_small_stabilizer(name, case):
    if name in TRANSPOSED:
        return
    op, x, params, R = setting(name, case, bias=False)
    if name not in SHAPE_KEEPING:  # an output to which nothing contributes absorbs its relevance
        contributions = matrix(case, params[0]) * x.reshape(len(x), 1, -1)
        reached = (contributions > 0).any(2)
        if name in TWO_SIDED:
            reached &= (contributions < 0).any(2)
        R = R * reached.reshape(R.shape)
    found = make(name, epsilon=1e-14, stabilizer=1e-14)(op, x, params, R)
    torch.testing.assert_close(found.flatten(1).sum(1), R.flatten(1).sum(1), rtol=1e-8, atol=1e-8)


def test_rule_leaves_its_arguments_alone(name, case):
    op, x, params, R = setting(name, case)
    before = [t.clone() for t in (x, R, *params) if t is not None]
    make(name)(op, x, params, R)
    for was, now in zip(before, [t for t in (x, R, *params) if t is not None], strict=True):
        assert torch.equal(was, now)


@pytest.mark.parametrize("optimize", [False, True])
def test_rule_on_tensors_equals_rule_through_a_graph(name, case, optimize):
    op, x, params, R = setting(name, case)
    parameters = dict(zip(("w", "b"), params, strict=False))
    attrs = dict(op.attrs)

    def forward(self, x):
        if op.op == "relu":
            return x.relu()
        if op.op == "linear":
            return torch.nn.functional.linear(x, self.w, self.b)
        return torch.ops.aten.convolution(
            x, self.w, self.b, attrs["stride"], attrs["padding"], attrs["dilation"], attrs["transposed"],
            attrs["output_padding"], attrs["groups"],
        )  # fmt: skip

    model = Fn(lambda self, x: forward(self, x).flatten(1), **parameters).eval()
    rule = make(name)
    entries = ((composites.by_kind("move"), rules.route()), (composites.by_operator(op.op), rule))
    composite = lrpfx.Composite("one rule", entries)
    found = lrpfx.compile(model, x, composite=composite, optimize=optimize)(x, target=R.flatten(1))
    torch.testing.assert_close(found.relevance, rule(op, x, params, R))


def test_rule_names_itself_with_its_parameters(name):
    rule = make(name)
    assert str(rule).startswith(f"{name}(")
    for key, value in rule.parameters:
        assert f"{key}={value:g}" in str(rule)
    assert hash(rule) == hash(make(name))
    assert rule == make(name)


def test_rule_documents_its_formula_and_its_source(name):
    doc = rules.REGISTRY[name].__doc__
    assert "R_x =" in doc
    assert "Source:" in doc


def test_rule_refuses_an_unknown_parameter_and_lists_its_own(name):
    with pytest.raises(ParameterError, match=rf"rule `{name}\("):
        rules.REGISTRY[name](nonsense=1)


@pytest.mark.parametrize("value", [float("nan"), object(), "a word"])
def test_rule_refuses_a_parameter_that_is_not_a_number(value):
    with pytest.raises(ParameterError, match="epsilon"):
        rules.epsilon(value)


@pytest.mark.parametrize("name", ["gamma", "zplus", "zbox", "flat"])
def test_a_rule_of_weights_refuses_an_operator_without(name):
    x = inputs(2, 3)
    with pytest.raises(RuleMismatchError, match="`relu` has no weights"):
        make(name)(operator("relu", x), x, (), x)


def test_two_summands_share_the_relevance_of_their_sum():
    a, b, R = (torch.tensor([[v]], dtype=torch.float64) for v in (2.0, 6.0, 3.0))
    first = rules.norm()(operator("add.Tensor", a, b), a, (b,), R)
    second = rules.norm()(operator("add.Tensor", b, a, operand=1), b, (a,), R)
    assert [float(first), float(second)] == pytest.approx([0.75, 2.25], rel=1e-6)


def test_alpha_beta_takes_every_pair_with_a_difference_of_one():
    """Zennit compares floats exactly and refuses 1.15 and 0.15."""
    for beta in (0.0, 0.15, 0.4, 1.0):
        assert rules.alpha_beta(1 + beta, beta)


def test_alpha_one_beta_zero_is_zplus():
    x, w, b = LINEAR_CASES[0].tensors()
    op = operator(LINEAR_CASES[0].op, x, w, b)
    R = inputs(*op.outs[0].shape, seed=5)
    assert torch.equal(rules.alpha_beta(1.0, 0.0)(op, x, (w, b), R), rules.zplus()(op, x, (w, b), R))
