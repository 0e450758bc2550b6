"""DeepLIFT: multipliers against formulas written out and against Captum; their sum is the difference of the outputs."""

import math
import warnings

import pytest
import torch
from matrix_form import matrix
from nets import Fn, Residual, images, inputs, settle
from operators import POOLS, settings
from torch import nn

import lrpfx
from lrpfx import composites, methods, rules
from lrpfx.errors import InputError, NoRuleError, ParameterError, RuleMismatchError

F = {  # activations and their derivatives
    "relu": (lambda z: max(z, 0.0), lambda z: float(z > 0)),
    "sigmoid": (lambda z: 1 / (1 + math.exp(-z)), lambda z: math.exp(-z) / (1 + math.exp(-z)) ** 2),
    "tanh": (math.tanh, lambda z: 1 - math.tanh(z) ** 2),
}


# ---- rules against their formulas -------------------------------------------------------------------------------


def reveal_cancel_by_loops(A, x, x0, z0, R, activation):
    """Shrikumar et al., sections 3.5.1 and 3.5.3, for one sample: A is the matrix of the operator."""
    f, derivative = F[activation]
    found = [0.0] * len(x)
    for j, row in enumerate(A):
        contributions = [w * (a - b) for w, a, b in zip(row, x, x0, strict=True)]
        p, n = sum(c for c in contributions if c > 0), sum(c for c in contributions if c < 0)
        dp = (f(z0[j] + p) - f(z0[j])) / 2 + (f(z0[j] + n + p) - f(z0[j] + n)) / 2
        dn = (f(z0[j] + n) - f(z0[j])) / 2 + (f(z0[j] + p + n) - f(z0[j] + p)) / 2
        mp = dp / p if p else derivative(z0[j] + p + n)
        mn = dn / n if n else derivative(z0[j] + p + n)
        for i, w in enumerate(row):
            m = mp if contributions[i] > 0 else mn if contributions[i] < 0 else (mp + mn) / 2
            found[i] += w * m * R[j]
    return found


@pytest.mark.parametrize("activation", F)
@pytest.mark.parametrize("setting", settings("reveal_cancel"), ids=str)
def test_reveal_cancel_equals_its_formula(setting, activation):
    R = setting.relevance()
    op = setting.operator
    found = rules.reveal_cancel(activation)(op, setting.x, setting.params, R)
    A = matrix(setting.case, setting.params[0]).tolist()
    for i, row in enumerate(found):
        sample = (t[i].flatten().tolist() for t in (setting.x, op.reference.x, op.reference.outs[0], R))
        wanted = reveal_cancel_by_loops(A, *sample, activation)
        torch.testing.assert_close(row.flatten(), torch.tensor(wanted, dtype=row.dtype))


@pytest.mark.parametrize("setting", [*settings("rescale"), *settings("cross_maximum")], ids=str)
def test_multipliers_times_differences_add_up_to_the_difference_of_the_output(setting):
    rule = rules.cross_maximum() if setting.op not in ("relu", "sigmoid", "gelu") else rules.rescale()
    op, R = setting.operator, setting.relevance()
    total = (rule(op, setting.x, setting.params, R) * (setting.x - op.reference.x)).sum()
    if len(setting.operands) > 1:
        total = total + _of_the_other(setting, rule, R)
    torch.testing.assert_close(total, (R * (op.outs[0] - op.reference.outs[0])).sum())


def _of_the_other(setting, rule, R):
    from dataclasses import replace

    swapped = replace(setting, x=setting.params[0], params=(setting.x,), operand=1)
    op = swapped.operator
    return (rule(op, swapped.x, swapped.params, R) * (swapped.x - op.reference.x)).sum()


@pytest.mark.parametrize("i", [0, 2])
def test_the_factors_of_a_product_make_up_its_difference(i):
    first, second = settings("midpoint")[i : i + 2]
    R = first.relevance()
    total = sum(
        (rules.midpoint()(s.operator, s.x, s.params, R) * (s.x - s.operator.reference.x)).sum()
        for s in (first, second)
    )
    torch.testing.assert_close(total, (R * (first.operator.outs[0] - first.operator.reference.outs[0])).sum())


def test_without_a_reference_rules_of_differences_say_so():
    setting = POOLS[0]
    with pytest.raises(RuleMismatchError, match="to be compared with a reference, and none is given"):
        rules.cross_maximum()(setting.operator, setting.x, (), setting.relevance())


def test_rules_of_differences_refuse_other_operators():
    linear = settings("reveal_cancel")[0]
    for rule, message in (
        (rules.rescale(), "needs input and output of one shape"),
        (rules.cross_maximum(), "for maxima and minima"),
        (rules.midpoint(), "for products"),
    ):
        with pytest.raises(RuleMismatchError, match=message):
            rule(linear.operator, linear.x, linear.params, linear.relevance())


# ---- whole networks ---------------------------------------------------------------------------------------------


def net(*layers):
    return settle(nn.Sequential(*layers))


def conv(a, b):
    return nn.Conv2d(a, b, 3, padding=1)


NETS = {
    "relu": (net(nn.Linear(5, 8), nn.ReLU(), nn.Linear(8, 6), nn.ReLU(), nn.Linear(6, 3)), (5,)),
    "sigmoid": (net(nn.Linear(5, 8), nn.Sigmoid(), nn.Linear(8, 6), nn.Tanh(), nn.Linear(6, 3)), (5,)),
    "elu": (net(nn.Linear(5, 8), nn.ELU(), nn.Linear(8, 6), nn.LeakyReLU(), nn.Linear(6, 3), nn.Softplus()), (5,)),
    "conv": (net(conv(3, 4), nn.ReLU(), conv(4, 5), nn.Tanh(), nn.AvgPool2d(2), nn.Flatten(), nn.Linear(80, 4)),
             (3, 8, 8)),
    "pool": (net(conv(3, 4), nn.MaxPool2d(2), conv(4, 5), nn.ReLU(), nn.Flatten(), nn.Linear(80, 4)), (3, 8, 8)),
    "pool last": (net(conv(3, 4), nn.ReLU(), conv(4, 4), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(64, 4)), (3, 8, 8)),
    "pool 1d": (net(nn.Conv1d(2, 3, 3), nn.MaxPool1d(2), nn.Flatten(), nn.Linear(9, 4), nn.ReLU(), nn.Linear(4, 3)),
                (2, 8)),
}  # fmt: skip


def baselines(x):
    return {"zeros": torch.zeros_like(x), "other": 0.3 * inputs(*x.shape, seed=7), "negative": -x}


@pytest.mark.slow
@pytest.mark.parametrize("start", ["zeros", "other", "negative"])
@pytest.mark.parametrize("name", NETS)
def test_rescale_equals_captums(name, start):
    captum = pytest.importorskip("captum.attr", reason="captum is not installed: pip install '.[test]'")
    model, shape = NETS[name]
    x = inputs(4, *shape)
    baseline = baselines(x)[start]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        wanted = captum.DeepLift(model).attribute(x, baseline, target=1)
    found = methods.deep_lift(model, x, baseline=baseline)(x, target=1)
    torch.testing.assert_close(found.relevance, wanted.detach(), rtol=1e-8, atol=1e-9)


def test_max_pooling_behind_a_relu_is_complete_where_captums_is_not():
    """Captum: the sum misses the difference by 0.5, and what a sample gets depends on the others of its batch."""
    captum = pytest.importorskip("captum.attr", reason="captum is not installed: pip install '.[test]'")
    model = net(conv(3, 4), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(64, 4))
    x = images(4, 8)
    baseline = baselines(x)["other"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _, theirs = captum.DeepLift(model).attribute(x, baseline, target=1, return_convergence_delta=True)
    ours = methods.deep_lift(model, x, baseline=baseline)(x, target=1)
    assert theirs.abs().max() > 0.1
    assert ours.info["convergence_delta"].abs().max() < 1e-12
    alone = methods.deep_lift(model, x[:1], baseline=baseline[:1])(x[:1], target=1)
    torch.testing.assert_close(alone.relevance, ours.relevance[:1])


class Gated(nn.Module):
    """A product of data, a maximum of two, a minimum over an axis, a shortcut and moves."""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.last = nn.Linear(5, 6), nn.Linear(5, 6), nn.Linear(12, 3)

    def forward(self, x):
        h = torch.relu(self.a(x)) * torch.sigmoid(self.b(x))
        g = torch.maximum(h, self.b(x)) + h.flip(1)
        return self.last(torch.cat([g, g.reshape(-1, 2, 3).amin(1).repeat_interleave(2, 1)], 1)).tanh()


class Bilinear(nn.Module):
    """Similarities of the rows of an image with each other: a matrix product of data."""

    def __init__(self):
        super().__init__()
        self.q, self.k, self.last = nn.Linear(4, 4), nn.Linear(4, 4), nn.Linear(9, 2)

    def forward(self, x):
        return self.last(torch.relu(self.q(x) @ self.k(x).transpose(1, 2)).flatten(1))


OVERLAPPING = net(conv(3, 4), nn.ReLU(), nn.MaxPool2d(3, 2, 1), conv(4, 4), nn.MaxPool2d(2, 1), nn.Flatten(),
                  nn.Linear(16, 3))  # fmt: skip
COMPLETE = {
    **{name: (model, shape) for name, (model, shape) in NETS.items()},
    "residual": (settle(Residual()), (3, 8, 8)),
    "products, maxima, moves": (settle(Gated()), (5,)),
    "products of matrices": (settle(Bilinear()), (3, 4)),
    "overlapping windows": (OVERLAPPING, (3, 6, 6)),
}


@pytest.mark.slow
@pytest.mark.parametrize("composite", ["deep_lift", "deep_lift_reveal_cancel"])
@pytest.mark.parametrize("name", COMPLETE)
def test_contributions_add_up_to_the_difference_of_the_outputs(name, composite):
    model, shape = COMPLETE[name]
    x = inputs(4, *shape)
    graph, params = lrpfx.canonize(*lrpfx.trace(model, x))
    relevance = lrpfx.relevance_graph(graph, composites.get(composite))
    one = torch.zeros_like(model(x))
    one[:, 1] = 1
    for x0 in baselines(x).values():
        difference = (model(x) - model(x0))[:, 1].detach()
        for g, p in ((relevance, params), lrpfx.optimize(relevance, params)):
            _, multipliers = lrpfx.evaluate(g, p, x, x0, one)
            total = (multipliers * (x - x0)).flatten(1).sum(1)
            torch.testing.assert_close(total, difference, rtol=1e-10, atol=1e-10)


def test_reveal_cancel_of_a_network_equals_its_formula_layer_by_layer():
    model, x = NETS["relu"][0], inputs(3, 5)
    x0 = baselines(x)["other"]
    first, second, last = (m for m in model if isinstance(m, nn.Linear))
    found = methods.deep_lift(model, x, baseline=x0, rule="reveal_cancel")(x, target=2).relevance
    with torch.no_grad():
        for i in range(3):
            h, h0 = first(x[i]), first(x0[i])
            g, g0 = second(h.relu()), second(h0.relu())
            m = reveal_cancel_by_loops(
                second.weight.tolist(), h.relu().tolist(), h0.relu().tolist(), g0.tolist(), last.weight[2].tolist(),
                "relu",
            )  # fmt: skip
            m = reveal_cancel_by_loops(
                first.weight.tolist(), x[i].tolist(), x0[i].tolist(), h0.tolist(), m, "relu"
            )
            assert g.shape == g0.shape
            torch.testing.assert_close(found[i], torch.tensor(m, dtype=x.dtype) * (x[i] - x0[i]))


def test_reveal_cancel_sees_what_rescale_cancels():
    """The source's figure 1: h = min(a, b) as a - relu(a - b); at a = b = 10 both inputs have a part in it."""
    w = torch.tensor([[1.0, -1.0]], dtype=torch.float64)
    model = Fn(lambda s, x: x[:, :1] - torch.relu(torch.nn.functional.linear(x, s.w)), w=w).eval()
    x = torch.tensor([[10.0, 6.0]], dtype=torch.float64)
    rescale, reveal = (
        methods.deep_lift(model, x, rule=r)(x, target=0).relevance for r in ("rescale", "reveal_cancel")
    )
    assert rescale[0].tolist() == pytest.approx([0.0, 6.0])
    assert reveal[0].tolist() == pytest.approx([3.0, 3.0])


def test_the_composite_says_which_layers_have_which_rule():
    model = net(
        conv(3, 4), nn.ReLU(), nn.Flatten(), nn.Linear(256, 5), nn.PReLU(), nn.Linear(5, 4), nn.Tanh()
    )
    for kinds, first in (
        (["dense"], "gradient()"),
        (["dense", "convolution"], "reveal_cancel(activation=relu, "),
    ):
        chosen = composites.deep_lift_reveal_cancel(kinds)
        found = [str(a.rule) for a in lrpfx.compile(model, images(), composite=chosen).rules().values()]
        assert found[0].startswith(first)
        assert found[4].startswith("rescale(")
        assert found[-2:] == ["reveal_cancel(activation=tanh, tolerance=1e-07)", "pass_through()"]


# ---- the method and the reference -------------------------------------------------------------------------------


def test_several_baselines_are_averaged():
    model, x = NETS["relu"][0], inputs(4, 5)
    starts = [*baselines(x).values(), "mean", 0.5, lambda x: x.flip(0)]
    found = methods.deep_lift(model, x, baseline=starts)(x, target=1)
    each = [methods.deep_lift(model, x, baseline=b)(x, target=1).relevance for b in starts]
    torch.testing.assert_close(found.relevance, torch.stack(each).mean(0))
    assert found.info["convergence_delta"].abs().max() < 1e-12


def test_the_baseline_may_be_one_for_all_samples_and_each_batch_size_has_its_own():
    model, x = NETS["conv"][0], images(4, 8)
    explainer = methods.deep_lift(model, x[:2], baseline=x[:1])
    torch.testing.assert_close(explainer(x, target=1).relevance[3:], explainer(x[3:], target=1).relevance)
    assert explainer(x, target=1).relevance[0].abs().max() == 0


def test_several_inputs_have_several_references():
    model = settle(Fn2())
    x, y = inputs(3, 4), inputs(3, 5, seed=2)
    found = methods.deep_lift(model, (x, y), baseline=(0.5, 0.0))((x, y), target=1)
    difference = model(x, y) - model(torch.full_like(x, 0.5), torch.zeros_like(y))
    total = sum(r.sum(1) for r in found.relevance)
    torch.testing.assert_close(total, difference[:, 1].detach())


class Fn2(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(4, 3), nn.Linear(5, 3)

    def forward(self, x, y):
        return torch.relu(self.a(x)) * torch.tanh(self.b(y))


def test_an_explainer_of_differences_takes_the_reference_itself_and_starts_from_zeros():
    model, x = NETS["relu"][0], inputs(4, 5)
    explainer = lrpfx.compile(model, x, composite="deep_lift")
    assert torch.equal(
        explainer(x, target=1).relevance, explainer(x, target=1, reference=torch.zeros(5).double()).relevance
    )
    names = [v.name for v in explainer.graph.inputs]
    assert names[0] + "|" + "|".join(names[1:]) == f"{names[0]}|reference.{names[0]}|R"
    multipliers = explainer(x, target=1, reference=x + 1e-9).relevance  # nowhere further than the tolerance
    torch.testing.assert_close(multipliers, lrpfx.explain(model, x, composite="gradient", target=1).relevance)


def test_several_targets_share_both_halves():
    model, x = NETS["pool"][0], images(3, 8)
    explainer = lrpfx.compile(model, x, composite="deep_lift")
    for found, target in zip(explainer.each(x, [0, 2]), (0, 2), strict=True):
        assert torch.equal(found.relevance, explainer(x, target=target).relevance)


def test_a_reference_that_no_rule_compares_with_is_refused():
    model, x = NETS["relu"][0], inputs(4, 5)
    with pytest.raises(
        ParameterError, match="no rule of the composite `epsilon_plus` compares with a reference"
    ):
        lrpfx.compile(model, x, composite="epsilon_plus")(x, reference=x)
    with pytest.raises(InputError, match="does not broadcast"):
        lrpfx.compile(model, x, composite="deep_lift")(x, reference=inputs(4, 3))


@pytest.mark.parametrize(
    "how",
    [
        lambda s, x: torch.softmax(s.l(x), 1),
        lambda s, x: s.l(x).sort(1).values,
        lambda s, x: nn.functional.layer_norm(s.l(x), (6,)),
        lambda s, x: torch.where(s.l(x) > 0, s.l(x), x.sum()),
        lambda s, x: s.l(x) / (1 + s.l(x).square()),
    ],
    ids=["softmax", "sort", "layer norm", "where", "division"],
)
def test_what_differences_do_not_go_through_has_no_rule(how):
    model, x = settle(Fn(how, l=nn.Linear(5, 6))), inputs(4, 5)
    for rule in ("rescale", "reveal_cancel"):
        with pytest.raises(NoRuleError, match="has no rule for"):
            methods.deep_lift(model, x, rule=rule)


def test_unknown_rules_and_composites_are_refused():
    model, x = NETS["relu"][0], inputs(4, 5)
    with pytest.raises(lrpfx.errors.UnknownNameError, match="valid: rescale, reveal_cancel"):
        methods.deep_lift(model, x, rule="linear")
    with pytest.raises(ParameterError, match="takes a `rule`"):
        methods.deep_lift(model, x, composite="epsilon")
    with pytest.raises(ParameterError, match="the list of baselines is empty"):
        methods.deep_lift(model, x, baseline=[])


def test_random_numbers_are_the_same_in_both_halves():
    model = (
        nn.Sequential(nn.FractionalMaxPool2d(2, (3, 3)), nn.Flatten(), nn.Linear(27, 2), nn.ReLU())
        .double()
        .eval()
    )
    x = images()
    composite = composites.deep_lift() | (composites.by_operator("rand"), rules.gradient())
    explainer = lrpfx.compile(
        model, x, composite=composite | (composites.by_operator("fractional_max_pool2d"), rules.gradient())
    )
    ops = [e.op for e in explainer.graph.eqns]
    assert (ops.count("rand"), ops.count("fractional_max_pool2d")) == (1, 2)
