"""Relevance of weights: a dense oracle for every rule, conservation through every layer, and whose relevance it is."""

import copy
import inspect
from dataclasses import dataclass, field, replace

import pytest
import torch
import torch.nn.functional as F
from matrix_form import LINEAR_CASES
from nets import Fn, Residual, cnn, dense, images, inputs, settle, torchvision_model
from operators import FEW, LINEAR, linear
from torch import nn
from torch.nn.utils import parametrizations, prune

import lrpfx
from lrpfx import composites, rules
from lrpfx.errors import DetachedError, RelevanceWarning
from lrpfx.operator import Operator

REQUIRED = {"low": -3.0, "high": 4.0}
PATTERNS = {name for name in LINEAR if "pattern" in inspect.signature(rules.REGISTRY[name]).parameters}
CASES = [c for c in LINEAR_CASES if c.name in FEW]
ROUTED = (composites.by_kind("move"), rules.route())


def rule_named(name, case, **parameters):
    """The rule with example values for the parameters that have no default."""
    taken = inspect.signature(rules.REGISTRY[name]).parameters
    known = REQUIRED | {"pattern": inputs(*case.w, seed=9)}
    needed = {k: known[k] for k, p in taken.items() if p.default is p.empty}
    return rules.REGISTRY[name](**needed, **parameters)


def only(rule, *more):
    """A composite of one rule for linear operators, and others on top."""
    entries = (ROUTED, (composites.by_kind("convolution", "dense"), rule), *more)
    return lrpfx.Composite("one rule", entries)


def layer(case, bias=True):
    """A model of one linear operator, its parameters `w` and `b`."""
    x, w, b = case.tensors(bias)
    attrs = dict(case.attrs)

    def forward(self, x):
        if case.op == "linear":
            return F.linear(x, self.w, self.b)
        return torch.ops.aten.convolution(
            x, self.w, self.b, attrs["stride"], attrs["padding"], attrs["dilation"], attrs["transposed"],
            attrs["output_padding"], attrs["groups"],
        )  # fmt: skip

    return Fn(forward, w=nn.Parameter(w), b=nn.Parameter(b) if bias else None).eval(), x


@dataclass(frozen=True)
class Masked(Operator):
    """An operator whose transpose multiplies its weight by a mask: the definition of relevance of a weight."""

    mask: torch.Tensor = field(default=None)

    def T(self, g, *params):  # noqa: N802
        weight, *rest = params
        return super().T(g, weight * self.mask, *rest)


def by_masks(rule, case, x, R):
    """∂ Σ R_x / ∂ mask, by automatic differentiation."""
    setting = linear(case)
    mask = torch.ones_like(setting.params[0]).requires_grad_()
    op = Masked(**{k: getattr(setting.operator, k) for k in Operator.__dataclass_fields__}, mask=mask)
    relevance = rule(op, x, setting.params, R)
    return torch.autograd.grad(relevance.sum(), mask)[0]


@pytest.mark.parametrize("case", CASES, ids=str)
@pytest.mark.parametrize("name", sorted(LINEAR))
def test_relevance_of_a_weight_is_the_derivative_by_a_mask_on_it(name, case):
    model, x = layer(case)
    R = inputs(*model(x).shape, seed=5)
    rule = rule_named(name, case)
    found = lrpfx.explain(model, x, composite=only(rule), target=R).weights()
    torch.testing.assert_close(found["w"], by_masks(rule, case, x, R))


@pytest.mark.parametrize("case", LINEAR_CASES, ids=str)
@pytest.mark.parametrize(("name", "parameters"), [("gamma", {}), ("epsilon", {"bias_factor": 1.0})])
def test_every_kind_of_linear_operator_has_relevance_of_weights(name, parameters, case):
    model, x = layer(case)
    R = inputs(*model(x).shape, seed=5)
    rule = rule_named(name, case, **parameters)
    found = lrpfx.explain(model, x, composite=only(rule), target=R).weights()
    torch.testing.assert_close(found["w"], by_masks(rule, case, x, R))


def neuron(rule, x, w, b, R):
    """Relevance of all inputs where the bias is the weight of one more input, which is always 1."""
    more = lambda self, x: F.linear(x, self.w)
    model = Fn(more, w=nn.Parameter(torch.cat([w, b[:, None]], 1))).eval()
    augmented = torch.cat([x, torch.ones(len(x), 1, dtype=x.dtype)], 1)
    return lrpfx.explain(model, augmented, composite=only(rule), target=R)


@pytest.mark.parametrize("name", sorted(LINEAR - PATTERNS))
def test_a_bias_is_the_weight_of_one_more_input_that_is_always_one(name):
    """For every rule that treats it so; the others, as flat and zbox, have no place for it, and it absorbs nothing."""
    x, w, b = LINEAR_CASES[0].tensors()
    R = inputs(3, 4, seed=5)
    model, x = layer(LINEAR_CASES[0])
    rule = rule_named(name, LINEAR_CASES[0])
    found = lrpfx.explain(model, x, composite=only(rule), target=R)
    augmented = neuron(rule, x, w, b, R)
    as_neuron = torch.allclose(augmented.relevance[:, :-1], found.relevance)
    as_neuron &= torch.allclose(augmented.relevance.sum(), R.sum(), rtol=1e-3)
    assert as_neuron == (name not in {"flat", "zbox", "gradient", "route"})
    weights = found.weights()
    if as_neuron:
        torch.testing.assert_close(weights["b"], augmented.weights()["w"][:, -1])
        torch.testing.assert_close(weights["b"].sum(), augmented.relevance[:, -1].sum())
    else:
        assert "b" not in weights


COMPOSITES = [
    composites.epsilon_plus_flat(), composites.epsilon_gamma_box(-4.0, 4.0), composites.epsilon_alpha2_beta1(),
]  # fmt: skip


def conserves_in_every_layer(model, x, composite):
    """The weights of a layer hold what it hands on; its bias what it absorbs."""
    explained = lrpfx.explain(model, x, composite=composite)
    ledger, weights = explained.ledger(), explained.weights()
    parameters = dict(model.named_parameters())
    assert {name: r.shape for name, r in weights.items()} == {
        name: parameters[name].shape for name in weights
    }
    layers = [row for row in ledger.rows if row.kind in ("convolution", "dense")]
    assert layers
    for row in layers:
        held = weights[f"{row.module}.weight"].sum().item()
        assert held == pytest.approx(row.out.sum(), rel=1e-9, abs=1e-9 * row.size_out.sum())
    biases = sum(r.sum().item() for r in weights.values() if r.ndim == 1)
    assert biases == pytest.approx(ledger.absorbed["bias"].sum(), rel=1e-9)


@pytest.mark.parametrize("composite", COMPOSITES, ids=lambda c: c.name)
@pytest.mark.parametrize("make", [cnn, lambda: settle(Residual())], ids=["cnn", "residual"])
def test_weights_hold_what_their_layer_hands_on(make, composite):
    conserves_in_every_layer(make(), images(3), composite)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:The default weight initialization of GoogleNet:FutureWarning")
@pytest.mark.parametrize("name", ["vgg11_bn", "resnet18", "googlenet", "mobilenet_v2", "shufflenet_v2_x0_5"])
def test_weights_hold_what_their_layer_hands_on_in_torchvision(name):
    conserves_in_every_layer(torchvision_model(name), images(2, 40), composites.epsilon_plus_flat())


def test_a_filter_and_its_bias_hold_the_relevance_of_its_channel():
    model, x = layer(next(c for c in LINEAR_CASES if c.name == "conv2d groups"))
    R = inputs(*model(x).shape, seed=5)
    found = lrpfx.explain(model, x, composite=only(rules.epsilon(0)), target=R).weights()
    torch.testing.assert_close(found["w"].sum((1, 2, 3)) + found["b"], R.sum((0, 2, 3)))


# ---- whose relevance it is --------------------------------------------------------------------------------------


def test_a_weight_that_is_used_twice_holds_the_sum_of_both():
    w = nn.Parameter(inputs(4, 4, seed=2))
    shared = Fn(lambda self, x: F.linear(F.relu(F.linear(x, self.w)), self.w), w=w).eval()
    apart = Fn(
        lambda self, x: F.linear(F.relu(F.linear(x, self.w)), self.u), w=w, u=nn.Parameter(w.detach().clone())
    )
    x = inputs(3, 4)
    composite = composites.epsilon()
    together = lrpfx.explain(shared, x, composite=composite).weights()
    separate = lrpfx.explain(apart.eval(), x, composite=composite).weights()
    assert list(together) == ["w"]
    torch.testing.assert_close(together["w"], separate["w"] + separate["u"])


@pytest.mark.parametrize(
    "forward",
    [
        lambda self, x: x @ self.w.t(),
        lambda self, x: F.linear(x, self.w.reshape(2, 8).reshape(4, 4)),
        lambda self, x: F.linear(x, torch.cat([self.w[:2], self.w[2:]])),
        lambda self, x: F.linear(x, self.w.flip(0).flip(0)),
        lambda self, x: (self.w @ x.t()).t(),
    ],
    ids=["transposed", "reshaped", "cut and joined", "flipped twice", "weight first"],
)
def test_relevance_of_a_moved_weight_goes_back_to_the_parameter(forward):
    """The transpose of a square matrix has its shape: relevance must not stay the wrong way round."""
    w = nn.Parameter(inputs(4, 4, seed=2))
    x = inputs(3, 4)
    wanted = lrpfx.explain(
        Fn(lambda self, x: F.linear(x, self.w), w=w).eval(), x, composite="epsilon"
    ).weights()
    found = lrpfx.explain(Fn(forward, w=w).eval(), x, composite="epsilon").weights()
    assert list(found) == ["w"]
    torch.testing.assert_close(found["w"], wanted["w"])


def test_a_convolution_stands_for_the_batch_normalisation_merged_into_it():
    model = cnn()
    with torch.no_grad():
        scale = model[1].weight / (model[1].running_var + model[1].eps).sqrt()
        merged = nn.Conv2d(3, 6, 3, padding=1).double()
        merged.weight.copy_(model[0].weight * scale[:, None, None, None])
        merged.bias.copy_((model[0].bias - model[1].running_mean) * scale + model[1].bias)
    plain = nn.Sequential(merged, nn.Identity(), *list(model)[2:]).eval()
    x = images()
    found, wanted = (lrpfx.explain(m, x, composite="epsilon").weights() for m in (model, plain))
    assert list(found) == list(wanted)
    for name in wanted:
        torch.testing.assert_close(found[name], wanted[name])
    assert "1.weight" in found.merged["0.weight"]
    assert set(found.merged["0.bias"]) == {"1.weight", "1.bias", "1.running_mean", "1.running_var"}


def test_relevance_of_a_pruned_weight_belongs_to_the_weight_not_to_its_mask():
    model = dense(5, 4, 3)
    prune.l1_unstructured(model[0], "weight", amount=0.5)
    found = lrpfx.explain(model, inputs(2, 5), composite="epsilon").weights()
    assert "0.weight_orig" in found
    assert bool((found["0.weight_orig"][model[0].weight_mask == 0] == 0).all())
    assert "0.weight_mask" not in found


def test_relevance_of_a_normalised_weight_belongs_to_its_direction():
    plain = dense(5, 4, 3)
    x = inputs(2, 5)
    wanted = lrpfx.explain(plain, x, composite="epsilon").weights()
    parametrizations.weight_norm(plain[0])
    found = lrpfx.explain(plain, x, composite="epsilon").weights()
    torch.testing.assert_close(found["0.parametrizations.weight.original1"], wanted["0.weight"])


class Tokens(nn.Module):
    """Looks tokens up, puts a class token before them, adds positions, and reads the class token out."""

    def __init__(self):
        super().__init__()
        self.table = nn.Embedding(7, 4)
        self.cls = nn.Parameter(torch.zeros(1, 1, 4))
        self.positions = nn.Parameter(torch.zeros(1, 4, 4))
        self.mix = nn.Conv1d(4, 4, 1)
        self.head = nn.Linear(16, 3)

    def forward(self, ids):
        x = self.table(ids)
        x = torch.cat([self.cls.expand(len(x), -1, -1), x], 1) + self.positions
        return self.head(F.relu(self.mix(x.transpose(1, 2))).flatten(1))


def test_constants_beside_data_hold_what_flows_to_them():
    model = settle(Tokens())
    ids = torch.tensor([[1, 2, 2], [5, 0, 1]])
    composite = composites.epsilon_plus() | (composites.by_operator("add"), rules.norm())
    explained = lrpfx.explain(model, ids, composite=composite)
    weights, ledger = explained.weights(), explained.ledger()
    assert {name: r.shape for name, r in weights.items() if "." not in name} == {
        "cls": model.cls.shape,
        "positions": model.positions.shape,
    }
    of_tokens = torch.zeros(7, dtype=torch.float64).index_add(0, ids.flatten(), explained.relevance.flatten())
    torch.testing.assert_close(weights["table.weight"].sum(1), of_tokens)
    assert weights["cls"].sum().item() == pytest.approx(ledger.absorbed["cut"].sum())
    biases = sum(weights[n].sum().item() for n in ("positions", "mix.bias", "head.bias"))
    assert biases == pytest.approx(ledger.absorbed["bias"].sum())


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm, self.head = nn.LSTM(4, 5, batch_first=True), nn.Linear(5, 3)

    def forward(self, x):
        return self.head(self.lstm(x)[0][:, -1])


def test_the_weights_of_a_recurrent_layer_hold_the_sum_over_time():
    model = settle(Recurrent())
    explained = lrpfx.explain(model, inputs(2, 6, 4), composite="epsilon")
    weights, ledger = explained.weights(), explained.ledger()
    parameters = dict(model.named_parameters())
    assert {n: r.shape for n, r in weights.items()} == {n: p.shape for n, p in parameters.items()}
    absorbed = [r for n, r in weights.items() if "bias" in n] + list(weights.constants.values())
    assert sum(r.sum().item() for r in absorbed) == pytest.approx(ledger.absorbed["bias"].sum())
    handed = sum(r.sum().item() for n, r in weights.items() if "lstm.weight" in n)
    layers = [r for r in ledger.rows if r.kind == "dense" and r.module == "lstm"]
    assert handed == pytest.approx(sum(r.out.sum() for r in layers))


# ---- how it is asked for ----------------------------------------------------------------------------------------


def test_relevance_per_sample_is_that_of_each_sample_alone():
    model, x = cnn(), images(3)
    together = lrpfx.explain(model, x, target=[0, 1, 2])
    each = together.weights(per_sample=True)
    for i in range(3):
        alone = lrpfx.explain(model, x[i : i + 1], target=i).weights()
        for name in alone:
            torch.testing.assert_close(each[name][i], alone[name])
    for name, summed in together.weights().items():
        torch.testing.assert_close(each[name].sum(0), summed)


def test_an_explainer_gives_relevance_of_weights_without_an_explanation():
    model, x = cnn(), images()
    explainer = lrpfx.compile(model, x)
    wanted = explainer(x, target=1).weights()
    found = explainer.weight_relevance(x, target=1)
    assert all(torch.equal(found[name], wanted[name]) for name in wanted)
    assert "0.weight: (6, 3, 3, 3)" in repr(found)


def test_only_what_flows_through_a_mask_reaches_the_weights():
    model, x = cnn(), images()
    explainer = lrpfx.compile(model, x, mask={"5": [2]})
    held = explainer(x).weights()["4.weight"]
    assert held[2].abs().sum() > 0
    assert held[[i for i in range(8) if i != 2]].abs().max() == 0


def test_weights_behind_the_start_hold_nothing():
    model, x = cnn(), images()
    held = lrpfx.explain(model, x, start="4", target=lambda z: z).weights()
    assert {name.split(".")[0] for name in held} == {"0", "4"}


def test_relevance_of_weights_leaves_the_model_alone():
    model, x = cnn(), images()
    before = {name: (t, t.clone()) for name, t in model.state_dict(keep_vars=True).items()}
    lrpfx.explain(model, x).weights()
    for name, tensor in model.state_dict(keep_vars=True).items():
        assert tensor is before[name][0]
        assert torch.equal(tensor, before[name][1])
        assert tensor.grad is None


def test_a_rule_of_ones_own_is_read():
    @lrpfx.rule
    def halves(op, x, params, R):
        """R_x = x ⊙ (opᵀ(g)/2 + opᵀ(g)/2) / 1."""
        g = R / (op(x, *params) * 2.0 + 0.0)
        return x * (op.T(g, *params) + op.T(2.0 * g, *params) / 2.0 - (-op.T(g, *params)) * 0.0)

    model, x = layer(LINEAR_CASES[0])
    R = inputs(3, 4, seed=5)
    found = lrpfx.explain(model, x, composite=only(halves()), target=R).weights()
    torch.testing.assert_close(found["w"], by_masks(halves(), LINEAR_CASES[0], x, R))
    assert found.unread == ()


def test_a_rule_that_cannot_be_read_is_named_and_its_weights_left_out():
    @lrpfx.rule
    def clipped(op, x, params, R):
        """R_x = (x ⊙ opᵀ(R))⁺."""
        return (x * op.T(R, *params)).clamp(min=0)

    model, x = dense(5, 4, 3), inputs(2, 5)
    composite = composites.epsilon() | (composites.by_module("0"), clipped())
    with pytest.warns(RelevanceWarning, match=r"weights is left out .*`clipped\(\)` in module `0`"):
        found = lrpfx.explain(model, x, composite=composite).weights()
    assert found.unread
    assert "0.weight" not in found
    assert "2.weight" in found


def test_an_explanation_without_its_explainer_says_so():
    explained = lrpfx.explain(cnn(), images())
    for other in (copy.deepcopy(explained), replace(explained, relevance=explained.relevance.abs())):
        for ask in (other.weights, other.ledger):
            with pytest.raises(DetachedError, match="explainer that made an explanation"):
                ask()


def test_relevance_of_weights_needs_no_weights():
    model = Fn(lambda self, x: x.relu().sum((2, 3))).eval()
    assert dict(lrpfx.explain(model, images(), composite="epsilon_plus").weights()) == {}
