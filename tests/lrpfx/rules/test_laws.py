"""What holds for every rule of the registry; a new rule is tested on arrival."""

import inspect

import pytest
import torch
from matrix_form import matrix
from nets import inputs
from operators import COMPARING, LINEAR, PATTERNED, settings
from torch import nn

import lrpfx
from lrpfx import Stabilizer, composites, rules
from lrpfx.errors import ParameterError, RuleMismatchError
from lrpfx.operator import operator

REQUIRED = {"low": -3.0, "high": 4.0, "pattern": inputs(4, 5)}
IGNORES_INPUT = {"flat", "wsquare", "route", "gradient", "pass_through", "relu_deconvnet", "relu_beta_smooth",
                 "relu_guided_backprop", "gate", "lookup", "pattern_net", "pattern_attribution"}  # fmt: skip
BOXED = {"zbox"}
CLIPS_RELEVANCE = {"relu_deconvnet", "relu_guided_backprop"}  # linear for relevance of one sign
DERIVATIVES = {"route", "gradient", "relu_deconvnet", "relu_guided_backprop", "relu_beta_smooth", *PATTERNED}
"""These conserve relevance where values are moved, and elsewhere not."""
TWO_SIDED = {"alpha_beta"}  # conserves where an output has contributions of both signs
SHARED_OUT_AMONG_OPERANDS = {"gate", "split", "hold"}  # these conserve over all operands together
ABSORBING = {"softmax_taylor"}  # its expansion has a bias
ALL = [pytest.param(name, s, id=f"{name}-{s}") for name in sorted(rules.REGISTRY) for s in settings(name)]
every = pytest.mark.parametrize(("name", "setting"), ALL)
named = pytest.mark.parametrize("name", sorted(rules.REGISTRY))


def make(name, **parameters):
    """The rule with example values for the parameters that have no default, and the given ones where it takes them."""
    taken = inspect.signature(rules.REGISTRY[name]).parameters
    needed = {k: REQUIRED[k] for k, p in taken.items() if p.default is p.empty and k not in parameters}
    return rules.REGISTRY[name](**needed, **{k: v for k, v in parameters.items() if k in taken})


def run(rule, setting, R):
    """A rule, or the one of this name, on an operator."""
    rule = make(rule, **setting.given) if isinstance(rule, str) else rule
    return rule(setting.operator, setting.x, setting.params, R)


@every
def test_relevance_has_the_shape_of_the_input_and_the_dtype_of_relevance(name, setting):
    R = setting.relevance()
    found = run(name, setting, R)
    assert found.shape == setting.x.shape
    assert found.dtype == R.dtype


@every
def test_relevance_scales(name, setting):
    R = setting.relevance()
    torch.testing.assert_close(run(name, setting, 4 * R), 4 * run(name, setting, R))


@every
def test_relevances_add_up(name, setting):
    R, other = setting.relevance(), setting.relevance(seed=6)
    if name in CLIPS_RELEVANCE:
        R, other = R.abs(), other.abs()
    together = run(name, setting, R) + run(name, setting, other)
    torch.testing.assert_close(run(name, setting, R + other), together)


@every
def test_no_relevance_stays_none(name, setting):
    assert run(name, setting, torch.zeros_like(setting.relevance())).abs().max() == 0


@every
def test_samples_do_not_see_each_other(name, setting):
    R = setting.relevance()
    together = run(name, setting, R)
    for i in range(len(R)):
        torch.testing.assert_close(run(name, setting.sample(i), R[i : i + 1]), together[i : i + 1])


@every
def test_rule_leaves_its_arguments_alone(name, setting):
    R = setting.relevance()
    given = [t for t in (setting.x, R, *setting.params) if t is not None]
    before = [t.clone() for t in given]
    run(name, setting, R)
    assert all(torch.equal(was, now) for was, now in zip(before, given, strict=True))


@pytest.mark.parametrize("name", sorted(LINEAR - IGNORES_INPUT - BOXED))
def test_inputs_of_zero_get_no_relevance(name):
    for setting in settings(name):
        setting.x[:, 0] = 0
        assert run(name, setting, setting.relevance())[:, 0].abs().max() == 0


@pytest.mark.parametrize(
    "name", sorted(set(rules.REGISTRY) - DERIVATIVES - SHARED_OUT_AMONG_OPERANDS - ABSORBING - COMPARING)
)
def test_relevance_is_conserved_without_bias_and_with_a_small_stabilizer(name):
    for setting in settings(name, bias=False):
        R = setting.relevance()
        if setting.case is not None:  # an output to which nothing contributes absorbs its relevance
            x = setting.x.reshape(len(setting.x), 1, -1)
            contributions = matrix(setting.case, setting.params[0]) * x
            reached = (contributions > 0).any(2)
            if name in TWO_SIDED:
                reached &= (contributions < 0).any(2)
            R = R * reached.reshape(R.shape)
        found = run(make(name, epsilon=1e-14, stabilizer=1e-14), setting, R)
        torch.testing.assert_close(found.flatten(1).sum(1), R.flatten(1).sum(1), rtol=1e-8, atol=1e-8)


def test_a_gate_and_its_signal_have_the_relevance_of_their_product():
    for signal in (0, 1):
        parts = [run(rules.gate(signal), s, s.relevance()) for s in settings("gate")]
        torch.testing.assert_close(parts[0].sum() + parts[1].sum(), settings("gate")[0].relevance().sum())


@pytest.mark.parametrize("name", ["split", "hold"])
def test_the_factors_of_a_product_have_the_relevance_of_the_product(name):
    for constant in (0, 1):
        rule = make(name, constant=constant, stabilizer=1e-14)
        for op in ("product", "matrices"):
            factors = [s for s in settings("split") if s.name.startswith(op)]
            R = factors[0].relevance()
            together = sum(run(rule, s, R).sum((1, 2)) for s in factors)
            torch.testing.assert_close(together, R.sum((1, 2)), rtol=1e-8, atol=1e-8)


class Single(nn.Module):
    """The operator of a setting as a model of its operand; its other arguments are buffers, or inputs too."""

    def __init__(self, setting):
        super().__init__()
        self.setting = setting
        self.operator = setting.operator
        for i, p in enumerate(setting.params):
            self.register_buffer(f"p{i}", p)

    def forward(self, x, *more):
        constants = (getattr(self, f"p{i}") for i in range(len(self.setting.params)))
        return self.operator(x, *(more or constants))


@pytest.mark.parametrize("optimize", [False, True], ids=["plain", "optimized"])
@every
def test_rule_on_tensors_equals_rule_through_a_graph(name, setting, optimize):
    several = len(setting.operands) > 1
    x, reference = (
        (s.x, *s.params) if several else s.x
        for s in (setting, setting.reference if setting.compared else setting)
    )
    R, rule = setting.relevance(), make(name, **setting.given)
    entries = ((composites.by_kind(*lrpfx.ops.Kind), rule), (composites.by_kind("move"), rules.route()))
    composite = lrpfx.Composite("one rule", entries)
    explainer = lrpfx.compile(Single(setting).eval(), x, composite=composite, optimize=optimize)
    found = explainer(x, target=R, reference=reference if setting.compared else None).relevance
    torch.testing.assert_close(found[0] if several else found, run(rule, setting, R))


@named
def test_rule_names_itself_with_its_parameters(name):
    rule = make(name)
    assert str(rule).startswith(f"{name}(")
    for key, value in rule.parameters:
        if key not in ("zero_params", "bias_factor"):  # these stay unmentioned while they are off
            shown = f"{value:g}" if isinstance(value, int | float) else str(value)
            assert f"{key}={shown}" in str(rule)
    assert hash(rule) == hash(make(name))
    assert rule == make(name)


def test_a_rule_says_its_options_when_they_are_on():
    rule = rules.zplus(Stabilizer(0.1, norm_scale=True, dim=1), zero_params=["weight", "bias"], bias_factor=1)
    stabilizer = "Stabilizer(epsilon=0.1, norm_scale=True, dim=1)"
    assert str(rule) == f"zplus(stabilizer={stabilizer}, zero_params=('bias', 'weight'), bias_factor=1)"


@named
def test_rule_documents_its_formula_and_its_source(name):
    doc = rules.REGISTRY[name].__doc__
    assert "R_x =" in doc or "R_s =" in doc  # of a product, its signal
    assert "Source:" in doc


@named
def test_rule_refuses_an_unknown_parameter_and_lists_its_own(name):
    with pytest.raises(ParameterError, match=rf"rule `{name}\("):
        rules.REGISTRY[name](nonsense=1)


@pytest.mark.parametrize(
    "value", [float("nan"), b"bytes", "a word", -1e-9, True, None, [1e-6, 1e-6]], ids=repr
)
@pytest.mark.parametrize("name", ["epsilon", "gamma", "zplus", "norm"])
def test_rule_refuses_a_stabilizer_that_is_none(name, value):
    with pytest.raises(ParameterError, match=r"epsilon|stabilizer"):
        rules.REGISTRY[name](**{"epsilon" if name == "epsilon" else "stabilizer": value})


@pytest.mark.parametrize(
    "value", ["b", "bia", "Bias", "bias weight", 1, ["bias", "b"], {"bias": 1}], ids=repr
)
def test_zero_params_are_named_exactly(value):
    """Zennit takes every part of a string: "b" in "bias"."""
    with pytest.raises(ParameterError, match=r'zero_params names .* "bias" and "weight"'):
        rules.epsilon(zero_params=value)


def test_the_same_zero_params_are_the_same_rule():
    assert rules.flat(zero_params=["bias"]) == rules.flat(zero_params="bias")
    assert rules.flat(zero_params=[]) == rules.flat()
    assert rules.flat(zero_params=("weight", "bias")) == rules.flat(zero_params=["bias", "weight"])


@pytest.mark.parametrize("name", ["gamma", "zplus", "alpha_beta", "zbox", "flat", "wsquare"])
def test_a_rule_of_weights_refuses_an_operator_without(name):
    x = inputs(2, 3)
    with pytest.raises(RuleMismatchError, match="`relu` has no weights"):
        make(name)(operator("relu", x), x, (), x)


@pytest.mark.parametrize(
    "name", ["relu_deconvnet", "relu_guided_backprop", "relu_beta_smooth", "pass_through"]
)
def test_a_rule_of_activations_refuses_an_operator_that_mixes_values(name):
    x = inputs(2, 3)
    op = operator("linear", x, inputs(4, 3))
    with pytest.raises(RuleMismatchError, match=rf"`{name}` needs input and output of one shape"):
        make(name)(op, x, op.params, op.outs[0])


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
    setting = settings("zplus")[0]
    R = setting.relevance()
    assert torch.equal(run(rules.alpha_beta(1.0, 0.0), setting, R), run(rules.zplus(), setting, R))
