"""What holds for every composite of the registry, and what each gives to which operator."""

import inspect

import pytest
import torch
import torch.nn.functional as F
from named import needed
from nets import Fn, Residual, cnn, dense, images, inputs, settle
from torch import nn

import lrpfx
from lrpfx import Stabilizer, composites, rules
from lrpfx.errors import ParameterError
from lrpfx.ops import Kind

GRADIENTS = ("gradient", "deconvnet", "guided_backprop", "beta_smooth", "excitation_backprop")
MULTIPLIERS = ("deep_lift", "deep_lift_reveal_cancel")
PATTERNS = ("pattern_net", "pattern_attribution")
LRP = [n for n in composites.names() if n not in GRADIENTS + MULTIPLIERS + PATTERNS]
named = pytest.mark.parametrize("name", composites.names())


def make(name, model=None, x=None, **parameters):
    return composites.get(name, **needed(name, model, x), **parameters)


def rule_of(name, model, x, op, **parameters):
    """The rules of the equations with this operator, as text."""
    found = lrpfx.compile(model, x, composite=make(name, **parameters)).rules()
    graph = lrpfx.canonize(*lrpfx.trace(model, x))[0]
    return [str(found[e.out.name].rule) for e in graph.eqns if e.op.split(".")[0] == op]


def test_all_composites_of_zennit_are_there(zennit):
    import zennit.composites

    assert set(zennit.composites.COMPOSITES) <= set(composites.names())


@named
def test_a_composite_bears_its_name_and_is_printed_with_its_rules(name):
    composite = make(name)
    assert composite.name == name
    assert str(composite).startswith(f"{name}: ")
    assert "Source:" in composites.REGISTRY[name].__doc__


@named
def test_relevance_starts_at_one_for_gradients_and_at_the_output_for_lrp(name):
    assert make(name).seed == ("one" if name in GRADIENTS + MULTIPLIERS else "output")


@named
@pytest.mark.parametrize(
    "model", [cnn(), settle(Residual()), settle(Residual()).float()], ids=["cnn", "residual", "f32"]
)
def test_a_composite_explains_a_network(name, model):
    x = images().to(next(model.parameters()).dtype)
    found = lrpfx.explain(model, x, composite=make(name, model, x))
    assert torch.isfinite(found.relevance).all()
    assert found.relevance.abs().max() > 0


@pytest.mark.parametrize("name", LRP)
def test_every_composite_of_lrp_conserves_relevance_of_a_network_without_bias(name):
    torch.manual_seed(0)
    model = nn.Sequential(
        nn.Conv2d(3, 6, 3, bias=False), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 8, 2, bias=False), nn.ReLU(),
        nn.AvgPool2d(2), nn.Flatten(), nn.Linear(8, 4, bias=False),
    ).double().eval()  # fmt: skip
    x = images(batch=4)
    found = lrpfx.explain(
        model, x, target=0, composite=make(name, stabilizer=1e-12) if name != "epsilon" else name
    )
    relevance = found.relevance.flatten(1).sum(1)
    if "alpha2_beta1" in name:  # an output without negative contributions takes 2 and gives 1
        return
    torch.testing.assert_close(relevance, found.output[:, 0], rtol=1e-4, atol=1e-4)


# ---- parameters -------------------------------------------------------------------------------------------------

WITH_EPSILON = [
    n for n in composites.names() if "epsilon" in inspect.signature(composites.REGISTRY[n]).parameters
]
WITH_ZERO = [
    n for n in composites.names() if "zero_params" in inspect.signature(composites.REGISTRY[n]).parameters
]


def test_the_parameters_are_those_of_zennit():
    assert set(WITH_EPSILON) == {n for n in composites.names() if n.startswith("epsilon")}
    assert set(WITH_ZERO) == {*WITH_EPSILON, "excitation_backprop"}


@pytest.mark.parametrize("name", WITH_EPSILON)
def test_epsilon_goes_to_the_dense_layers(name):
    how = Stabilizer(0.25, clip=True)
    found = rule_of(name, dense(5, 4, 3), inputs(2, 5), "linear", epsilon=how)[-1]
    assert found == f"epsilon(epsilon={how})"


@pytest.mark.parametrize("name", WITH_ZERO)
def test_zero_params_go_to_all_linear_layers(name):
    for op in ("convolution", "linear"):
        for found in rule_of(name, cnn(), images(), op, zero_params=["bias"]):
            assert "zero_params=bias" in found


@pytest.mark.slow
@pytest.mark.parametrize("name", [n for n in WITH_ZERO if n != "epsilon"])
def test_the_stabilizer_goes_to_all_else(name):
    for op in ("convolution", "add", "mean"):
        for found in rule_of(name, settle(Residual()), images(), op, stabilizer=0.25):
            assert "stabilizer=0.25" in found


def test_parameters_of_the_first_rule_and_of_convolutions():
    found = rule_of("epsilon_gamma_box", settle(Residual()), images(), "convolution", gamma=0.5)
    assert found == ["zbox(low=-3, high=3, stabilizer=1e-06)", "gamma(gamma=0.5, stabilizer=1e-06)"]
    assert rule_of("beta_smooth", dense(5, 4, 3), inputs(2, 5), "relu", beta_smooth=2) == [
        "relu_beta_smooth(beta_smooth=2)"
    ]


@named
def test_a_parameter_that_a_composite_does_not_have_is_refused(name):
    with pytest.raises(ParameterError, match=f"composite `{name}`"):
        make(name, nonsense=1)


def test_the_box_is_for_a_convolution_even_behind_nothing_else():
    """The docs of Zennit say dense or convolution; its code, and this, take convolutions only."""
    found = rule_of("epsilon_gamma_box", dense(5, 4, 3), inputs(2, 5), "linear")
    assert found == ["epsilon(epsilon=1e-06)"] * 2


# ---- what each operator gets ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", GRADIENTS)
@pytest.mark.parametrize("kind", list(Kind))
def test_gradient_like_composites_have_an_entry_for_operators_of_every_kind(name, kind):
    assert any(kind.value in match.label or match.label == "any operator" for match, _ in make(name).entries)


ANY = {
    "gate": lambda s, x: s.l(x) * torch.sigmoid(s.m(x)),
    "attention": lambda s, x: torch.softmax(s.l(x)[:, :, None] * s.m(x)[:, None, :], -1).sum(-1) @ s.w,
    "layer norm": lambda s, x: F.layer_norm(s.l(x), (6,)) @ s.w,
    "division": lambda s, x: s.l(x) / (1 + s.m(x).square()),
    "glu": lambda s, x: F.glu(s.l(x), -1),
    "batch statistics": lambda s, x: (s.l(x) - s.l(x).mean(1, keepdim=True)) / s.m(x).std(1, keepdim=True),
    "maximum": lambda s, x: torch.maximum(s.l(x), s.m(x)),
    "outer": lambda s, x: torch.bmm(s.l(x)[:, :, None], s.m(x)[:, None, :]).flatten(1),
}  # fmt: skip


@pytest.mark.parametrize("how", ANY)
def test_the_gradient_composite_is_the_gradient_whatever_the_operators(how):
    model = settle(Fn(ANY[how], l=nn.Linear(5, 6), m=nn.Linear(5, 6), w=inputs(6, 6, seed=3)))
    x = inputs(4, 5)
    found = lrpfx.explain(model, x, composite="gradient", target=1)
    variable = x.clone().requires_grad_()
    (wanted,) = torch.autograd.grad(model(variable)[:, 1].sum(), variable)
    torch.testing.assert_close(found.relevance, wanted)


def test_functional_relus_get_the_rules_of_relu():
    """Zennit sees modules alone: of a functional ReLU its GuidedBackprop takes the gradient."""
    spelled = settle(Fn(lambda s, x: s.b(F.relu(s.a(x))), a=nn.Linear(5, 6), b=nn.Linear(6, 3)))
    modules = nn.Sequential(spelled.a, nn.ReLU(), spelled.b).eval()
    for name in ("deconvnet", "guided_backprop", "beta_smooth"):
        found, wanted = (lrpfx.explain(m, inputs(4, 5), composite=name, target=1) for m in (spelled, modules))
        assert torch.equal(found.relevance, wanted.relevance)
        assert not torch.equal(
            found.relevance, lrpfx.explain(modules, inputs(4, 5), composite="gradient", target=1).relevance
        )


def test_tokens_get_the_gradient_of_their_rows():
    model = settle(nn.Sequential(nn.Embedding(7, 4), nn.Flatten(), nn.Linear(12, 3)))
    tokens = torch.tensor([[1, 2, 2], [0, 6, 3]])
    found = lrpfx.explain(model, tokens, composite="gradient", target=1)
    rows = model[0](tokens).detach().requires_grad_()
    (wanted,) = torch.autograd.grad(model[1:](rows)[:, 1].sum(), rows)
    torch.testing.assert_close(found.relevance, wanted.sum(-1))


def test_excitation_backprop_takes_the_gradient_of_relu_and_of_batch_norm_that_is_left():
    model = settle(nn.Sequential(nn.BatchNorm1d(5), nn.ReLU(), nn.Linear(5, 3)))
    assert rule_of("excitation_backprop", model, inputs(4, 5), "relu") == ["gradient()"]
    assert rule_of("excitation_backprop", model, inputs(4, 5), "linear") == ["zplus(stabilizer=1e-06)"]
    norm = [r for op in ("native_batch_norm", "_native_batch_norm_legit_no_training")
            for r in rule_of("excitation_backprop", model, inputs(4, 5), op)]  # fmt: skip
    assert norm == ["gradient()"]


def test_epsilon_zero_is_input_times_gradient_for_a_network_of_relus():
    model, x = cnn(), images()
    for name in ("convolution", "linear"):
        assert all(r.startswith("epsilon(") for r in rule_of("epsilon", model, x, name))
    found = lrpfx.explain(model, x, composite=composites.epsilon(1e-13), target=2)
    wanted = lrpfx.explain(model, x, composite="gradient", target=2)
    torch.testing.assert_close(found.relevance, x * wanted.relevance, rtol=1e-6, atol=1e-8)


def test_epsilon_with_the_share_of_the_bias_handed_back_conserves_relevance_of_a_network_with_biases():
    model, x = dense(5, 8, 6, 3), inputs(4, 5)
    composite = composites.epsilon(0.01, bias_factor=1)
    found = lrpfx.explain(model, x, composite=composite, target=1)
    torch.testing.assert_close(found.relevance.sum(1), found.output[:, 1])
    lost = lrpfx.explain(model, x, composite=composites.epsilon(0.01), target=1)
    assert (lost.relevance.sum(1) - lost.output[:, 1]).abs().max() > 0.01


# ---- tensors among the parameters -------------------------------------------------------------------------------


def test_a_box_per_pixel_enters_the_graph_as_a_named_parameter():
    model, x = cnn(), images()
    low, high = torch.full((3, 8, 8), -3.0), torch.full((1, 3, 1, 1), 3.0).double()
    composite = composites.epsilon_gamma_box(low, high)
    explainer = lrpfx.compile(model, x, composite=composite, optimize=False)
    assert {n for n in (v.name for v in explainer.graph.params) if n.startswith("given.")} == set(
        composite.tensors
    )
    assert len(composite.tensors) == 2
    wanted = lrpfx.explain(model, x, composite=composites.epsilon_gamma_box(-3.0, 3.0), target=1)
    for optimize in (False, True):
        found = lrpfx.explain(model, x, composite=composite, target=1, optimize=optimize)
        torch.testing.assert_close(found.relevance, wanted.relevance)


def test_rules_of_equal_tensors_are_equal_and_of_a_changed_tensor_not():
    low = torch.full((3, 8, 8), -3.0)
    first, second = rules.zbox(low, 3.0), rules.zbox(low.clone(), 3.0)
    assert first == second
    assert hash(first) == hash(second)
    low[0, 0, 0] = -4
    assert rules.zbox(low, 3.0) != first
    assert first == second
    assert "low=f32[3,8,8]#" in str(first)


@pytest.mark.parametrize(
    ("low", "message"),
    [
        (torch.zeros(2, 8, 8), r"bounds of shape \(2, 8, 8\), but the input is \(N, 3, 8, 8\)"),
        (torch.zeros(2, 3, 8, 8), r"an array for one input"),
        ((0.0, 0.0), r"bounds of shape \(1, 2, 1, 1\)"),
    ],
)
def test_a_box_that_does_not_fit_says_so(low, message):
    with pytest.raises(lrpfx.errors.RuleMismatchError, match=message):
        lrpfx.compile(cnn(), images(), composite=composites.epsilon_gamma_box(low, 3.0))


def test_a_box_upside_down_is_refused():
    for low in (4.0, (0, 0, 4), torch.full((3, 8, 8), 4.0)):
        with pytest.raises(ParameterError, match="low must not exceed high"):
            composites.epsilon_gamma_box(low, 3.0)


def test_a_rule_by_module_reaches_the_weights_of_a_dense_layer_over_tokens():
    """The layer folds its tokens into rows and back, which no rule for weights could be for."""
    model = settle(Fn(lambda s, x: s.b(F.gelu(s.a(x))).mean(1), a=nn.Linear(4, 5), b=nn.Linear(5, 3)))
    x = inputs(2, 6, 4)
    mine = composites.epsilon() | (composites.by_module("a"), rules.gamma(0.5))
    found = {key: one.rule.name for key, one in lrpfx.compile(model, x, composite=mine).rules().items()}
    assert list(found.values()).count("gamma") == 1
    one, kinds = composites.by_module("a"), composites.by_kind("dense")
    same = composites.epsilon() | (one & kinds, rules.gamma(0.5))
    torch.testing.assert_close(
        lrpfx.explain(model, x, composite=mine).relevance, lrpfx.explain(model, x, composite=same).relevance
    )


def test_a_rule_for_weights_on_what_has_none_says_how_to_pick_those_that_have():
    model = settle(nn.Sequential(nn.Linear(4, 5), nn.ReLU(), nn.Linear(5, 3)))
    for_all = composites.epsilon() | (composites.by_module("*"), rules.gamma(0.5))
    with pytest.raises(
        lrpfx.errors.RuleMismatchError, match=r'& lrpfx.composites.by_kind\("convolution", "dense"\)'
    ):
        lrpfx.explain(model, inputs(2, 4), composite=for_all)
    alone = composites.by_module("*") & composites.by_kind("convolution", "dense")
    assert torch.isfinite(
        lrpfx.explain(model, inputs(2, 4), composite=composites.epsilon() | (alone, rules.gamma())).relevance
    ).all()
