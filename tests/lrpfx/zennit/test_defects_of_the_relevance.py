"""Where the reference returns a wrong relevance without a word, shown; and the right one.

"Right" is what the reference itself says of the same function in a spelling that it understands, so every test holds
both ways: the spellings are one model (their outputs are equal), the reference differs between them, we do not.
"""

import copy

import pytest
import torch
import torch.nn.functional as F
from nets import Fn, dense, images, inputs, settle
from oracle import distance, in_place_of
from torch import nn
from torch.nn.utils import parametrizations, spectral_norm, weight_norm

import lrpfx
from lrpfx import composites, rules
from lrpfx.errors import LrpfxError

pytestmark = [
    pytest.mark.usefixtures("zennit"),
    pytest.mark.filterwarnings("ignore:.*weight_norm.*:FutureWarning"),
]

L = nn.Linear


def plus(*canonizers):
    import zennit.composites

    return zennit.composites.EpsilonPlus(canonizers=list(canonizers))


def by_reference(model, x, R, *canonizers):
    return in_place_of(copy.deepcopy(model), x, R, plus(*canonizers))


def gradient(model, x, R):
    return in_place_of(copy.deepcopy(model), x, R, None)


def ours(model, x, R, **more):
    return lrpfx.explain(model, x, target=R, composite="epsilon_plus", **more).relevance


def same_function(model, other, x):
    torch.testing.assert_close(model(x), other(x), rtol=1e-10, atol=1e-10)


X, R = inputs(2, 4), inputs(2, 3, seed=2)


# ---- spellings that hooks on modules do not see -----------------------------------------------------------------


def test_functional_operations_get_their_rules():
    modules = settle(nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.AvgPool2d(2), nn.Flatten(), L(36, 3)))
    conv, dense_ = modules[0], modules[4]

    def forward(s, x):
        x = F.relu(F.conv2d(x, s.cw, s.cb))
        return F.linear(F.avg_pool2d(x, 2).flatten(1), s.w, s.b)

    functions = Fn(forward, cw=conv.weight, cb=conv.bias, w=dense_.weight, b=dense_.bias).eval()
    same_function(functions, modules, images())
    wanted = by_reference(modules, images(), R)
    assert torch.equal(by_reference(functions, images(), R), gradient(functions, images(), R))
    assert distance(by_reference(functions, images(), R), wanted) > 0.1
    assert distance(ours(functions, images(), R), wanted) < 1e-9


class Stacked(nn.Module):
    """x + f(x) as the reference's own module for sums."""

    def __init__(self, f):
        super().__init__()
        import zennit.layer

        self.f, self.sum = f, zennit.layer.Sum()

    def forward(self, x):
        return self.sum(torch.stack([x, self.f(x)], dim=-1))


def test_a_functional_residual_shares_relevance_instead_of_copying_it():
    blocks = [settle(nn.Sequential(L(4, 4, bias=False), nn.ReLU()), seed) for seed in range(8)]
    functions = nn.Sequential(*(Fn(lambda s, x: x + s.g(x), g=g) for g in blocks)).eval()
    modules = nn.Sequential(*map(Stacked, blocks)).eval()
    x = inputs(2, 4).abs()
    same_function(functions, modules, x)
    R_out = functions(x).detach()
    wanted = by_reference(modules, x, R_out)
    theirs = by_reference(functions, x, R_out)
    assert theirs.sum() / R_out.sum() == pytest.approx(2**8, rel=1e-3)
    found = ours(functions, x, R_out)
    assert distance(found, wanted) < 1e-9
    assert found.sum() / R_out.sum() == pytest.approx(1, rel=1e-4)


def test_a_module_that_is_used_twice_keeps_both_of_its_inputs():
    shared = settle(L(4, 4))
    once = nn.Sequential(shared, nn.ReLU(), shared, nn.ReLU(), settle(L(4, 3), 1)).eval()
    twice = copy.deepcopy(once)
    twice[2] = copy.deepcopy(twice[0])
    same_function(once, twice, X)
    wanted = by_reference(twice, X, R)
    assert distance(by_reference(once, X, R), wanted) > 1e-3
    assert distance(ours(once, X, R), wanted) < 1e-9


def test_a_module_that_is_used_on_two_sizes_works():
    shared = settle(nn.Conv2d(3, 3, 3, padding=1))
    once = nn.Sequential(
        shared, nn.ReLU(), nn.MaxPool2d(2), shared, nn.ReLU(), nn.Flatten(), settle(L(48, 3), 1)
    )
    twice = copy.deepcopy(once.eval())
    twice[3] = copy.deepcopy(twice[0])
    with pytest.raises(RuntimeError):
        by_reference(once, images(), R)
    assert distance(ours(once, images(), R), by_reference(twice, images(), R)) < 1e-9


def test_two_batches_can_be_explained_in_any_order():
    import zennit.attribution

    model, batches = dense(4, 5, 3), [inputs(2, 4, seed=s).requires_grad_() for s in (1, 2)]
    wanted = [by_reference(model, x.detach(), R) for x in batches]
    theirs = copy.deepcopy(model)
    with zennit.attribution.Gradient(theirs, plus()):
        outputs = [theirs(x) for x in batches]
        first = torch.autograd.grad(outputs[0], batches[0], R)[0]
    assert distance(first, wanted[0]) > 1e-3
    explainer = lrpfx.compile(model, X, composite="epsilon_plus")
    held = []

    def target_later(output):
        """Between the forward half of one batch and its relevance another batch is explained."""
        held.append(explainer(batches[1], target=R).relevance)
        return R

    assert distance(explainer(batches[0], target=target_later).relevance, wanted[0]) < 1e-9
    assert distance(held[0], wanted[1]) < 1e-9


def test_a_tensor_that_a_module_is_given_by_keyword_carries_relevance():
    layers = {"a": settle(nn.Conv2d(3, 4, 3)), "b": settle(L(144, 3))}
    positional = Fn(lambda s, x: s.b(F.relu(s.a(x)).flatten(1)), **layers).eval()
    keyword = Fn(lambda s, x: s.b(input=F.relu(s.a(input=x)).flatten(1)), **layers).eval()
    wanted = by_reference(positional, images(), R)
    assert torch.equal(by_reference(keyword, images(), R), gradient(keyword, images(), R))
    assert distance(by_reference(keyword, images(), R), wanted) > 1e-3
    assert distance(ours(keyword, images(), R), wanted) < 1e-9


class Add(nn.Module):
    def forward(self, a, b):
        return a + b


def test_both_inputs_of_a_module_get_their_own_share():
    import zennit.composites
    import zennit.rules

    def forward(s, x):
        return s.add(s.a(x), s.b(x))

    members = {"a": settle(L(4, 3, bias=False)), "b": settle(L(4, 3, bias=False), 1)}
    model = Fn(forward, add=Add(), **members).eval()
    stacked = Fn(
        lambda s, x: s.sum(torch.stack([s.a(x), s.b(x)], -1)), sum=Stacked(Add()).sum, **members
    ).eval()
    wanted = by_reference(stacked, X, R)
    two = zennit.composites.EpsilonPlus(layer_map=[(Add, zennit.rules.Norm())])
    theirs = in_place_of(copy.deepcopy(model), X, R, two)
    assert distance(theirs, wanted) > 0.1
    assert not torch.allclose(theirs.sum(), R.sum(), rtol=1e-3)
    found = ours(model, X, R)
    assert distance(found, wanted) < 1e-9
    torch.testing.assert_close(found.sum(), R.sum(), rtol=1e-4, atol=1e-4)


def test_there_is_no_context_to_leave_too_early():
    import zennit.attribution

    model, x = (
        settle(nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Flatten(), L(144, 3))),
        images().requires_grad_(),
    )
    theirs = copy.deepcopy(model)
    with zennit.attribution.Gradient(theirs, plus()):
        output = theirs(x)
    late = torch.autograd.grad(output, x, R)[0]
    assert distance(late, gradient(model, images(), R)) < 1e-12  # not what was asked for, and no warning
    explained = lrpfx.explain(model, x, target=R, composite="epsilon_plus")
    assert not explained.output.requires_grad
    assert distance(explained.relevance, by_reference(model, images(), R)) < 1e-9


def remove_weight_norm(model):
    torch.nn.utils.remove_weight_norm(model[0])


def remove_spectral_norm(model):
    torch.nn.utils.remove_spectral_norm(model[0])


def remove_parametrization(model):
    nn.utils.parametrize.remove_parametrizations(model[0], "weight")


NORMS = {
    "weight_norm": (weight_norm, remove_weight_norm),
    "spectral_norm": (spectral_norm, remove_spectral_norm),
    "parametrizations.weight_norm": (parametrizations.weight_norm, remove_parametrization),
    "parametrizations.spectral_norm": (parametrizations.spectral_norm, remove_parametrization),
}


def normalised(normalise):
    """The same network each time: a parametrized module changes its class, so it is no good to copy."""
    torch.manual_seed(0)
    conv = normalise(nn.Conv2d(3, 4, 3).double())
    model = nn.Sequential(conv, nn.ReLU(), nn.Flatten(), settle(L(144, 3)))
    with torch.no_grad():
        model(images())
    return model.eval()


@pytest.mark.parametrize("name", NORMS)
def test_a_reparametrized_weight_counts_as_the_weight_that_it_makes(name):
    normalise, remove = NORMS[name]
    model, theirs, plain = (normalised(normalise) for _ in range(3))
    remove(plain)
    same_function(model, plain, images())
    wanted = by_reference(plain, images(), R)
    assert distance(in_place_of(theirs, images(), R, plus()), wanted) > 1e-3
    assert distance(ours(model, images(), R), wanted) < 1e-9


@pytest.mark.filterwarnings("ignore:.*torch.jit:FutureWarning")
def test_a_scripted_trace_is_explained_like_its_model_or_refused():
    model = settle(nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Flatten(), L(144, 3)))
    traced = torch.jit.trace(model, images(), check_trace=False)
    wanted = by_reference(model, images(), R)
    theirs = in_place_of(traced, images(), R, plus())
    assert distance(theirs, gradient(model, images(), R)) < 1e-12  # no rule matched
    try:
        assert distance(ours(traced, images(), R), wanted) < 1e-9
    except LrpfxError as error:
        assert "_convolution" in str(error)  # noqa: PT017, it names what it does not know


class Attends(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = L(4, 4)
        self.attention = nn.MultiheadAttention(4, 2, batch_first=True)
        self.head = L(4, 3)

    def forward(self, x):
        x = self.embed(x)
        return self.head(self.attention(x, x, x, need_weights=False)[0].mean(1))


def test_attention_is_explained_by_its_rules_or_refused():
    model, x = settle(Attends()), inputs(2, 5, 4)
    theirs = copy.deepcopy(model)
    fired = []

    import zennit.core
    import zennit.rules

    class Watched(zennit.rules.Epsilon):
        pass

    projection = theirs.attention.out_proj
    projection.register_forward_hook(lambda *_: fired.append(1))
    in_place_of(theirs, x, R, plus())
    assert not fired, "the reference's rule for the projection never runs: its module is not called"
    try:
        found = ours(model, x, R)
    except LrpfxError as error:
        assert "attention" in str(error)  # noqa: PT017, the place in the model
    else:
        assert torch.isfinite(found).all()


# ---- order: of modules, and of the data -------------------------------------------------------------------------


def test_a_normalisation_behind_an_activation_is_not_merged_through_it():
    import zennit.canonizers

    model = settle(
        Fn(
            lambda s, x: s.l(s.bn(F.relu(s.c(x))).flatten(1)),
            c=nn.Conv2d(3, 4, 3),
            bn=nn.BatchNorm2d(4),
            l=L(144, 3),
        )
    )
    theirs = copy.deepcopy(model)
    with plus(zennit.canonizers.SequentialMergeBatchNorm()).context(theirs):
        changed = theirs(images())
    assert distance(changed, model(images())) > 1e-2
    explained = lrpfx.explain(model, images(), target=R, composite="epsilon_plus")
    torch.testing.assert_close(explained.output, model(images()).detach(), rtol=1e-10, atol=1e-10)


class HeadFirst(nn.Module):
    """Registers its modules in another order than it calls them."""

    def __init__(self):
        super().__init__()
        self.head, self.stem = L(5, 3), L(4, 5)
        self.relu = nn.ReLU()

    def forward(self, x):
        return self.head(self.relu(self.stem(x)))


def test_the_first_layer_is_the_first_that_the_data_reaches():
    import zennit.composites

    model = settle(HeadFirst())
    in_order = nn.Sequential(model.stem, model.relu, model.head)
    flat = zennit.composites.EpsilonPlusFlat
    wanted = in_place_of(copy.deepcopy(in_order), X, R, flat())
    theirs = in_place_of(copy.deepcopy(model), X, R, flat())
    assert distance(theirs, wanted) > 0.1
    assert torch.allclose(wanted.std(dim=1), torch.zeros(2).double(), atol=1e-12)  # flat: every input alike
    assert distance(lrpfx.explain(model, X, target=R, composite="epsilon_plus_flat").relevance, wanted) < 1e-9


# ---- rules of one's own, and relevance to train on --------------------------------------------------------------


def test_a_rule_that_uses_its_input_twice_counts_it_twice_not_four_times():
    import zennit.composites
    import zennit.core

    def halves(low, high):
        return zennit.core.ParamMod(lambda w, _: w.clamp(min=low, max=high))

    theirs = zennit.core.BasicHook(
        param_modifiers=[halves(0, None), halves(None, 0)],
        gradient_mapper=lambda R, outs: [R / (outs[0] + outs[1])] * 2,
    )

    @lrpfx.rule
    def both_halves(op, x, params, R):
        """R_x = x ⊙ opᵀ(R / z; w⁺) + x ⊙ opᵀ(R / z; w⁻)"""
        w, b = op.weights()
        g = R / op(x, w, b)
        return x * op.T(g, w.clamp(min=0)) + x * op.T(g, w.clamp(max=0))

    model = settle(nn.Sequential(L(4, 3, bias=False)))
    wanted = by_reference(model, X, R)  # ε without bias: the halves add up to it
    composite = zennit.composites.NameMapComposite([(["0"], theirs)])
    assert distance(in_place_of(copy.deepcopy(model), X, R, composite), 2 * wanted) < 1e-4
    found = lrpfx.explain(
        model, X, target=R, composite=composites.epsilon_plus() | (composites.by_kind("dense"), both_halves())
    )
    assert distance(found.relevance, wanted) < 1e-4
    assert isinstance(both_halves(), rules.Rule)


def finite_difference(model, parameter, x, explain, step=1e-6):
    """∂Σ R²/∂w at one weight, by two explanations."""
    sums = []
    for sign in (1, -1):
        with torch.no_grad():
            parameter.view(-1)[0].add_(sign * step)
            sums.append(explain(model, x).square().sum())
            parameter.view(-1)[0].sub_(sign * step)
    return float(sums[0] - sums[1]) / (2 * step)


def test_a_model_can_be_trained_on_its_relevance():
    import zennit.attribution

    model = settle(nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Flatten(), L(144, 3)))
    theirs = copy.deepcopy(model)
    originals = list(theirs.parameters())
    with zennit.attribution.Gradient(theirs, plus(), create_graph=True) as attributor:
        attributor(images(), R)[1].square().sum().backward()
    assert not all(p.grad is not None for p in originals)

    def once(m, x):
        return lrpfx.explain(m, x, target=R, composite="epsilon_plus").relevance

    explainer = lrpfx.compile(model, images(), composite="epsilon_plus", differentiable=True)
    explainer(images(), target=R).relevance.square().sum().backward()
    for name in ("0.weight", "0.bias", "3.weight", "3.bias"):
        parameter = model.get_parameter(name)
        twin = copy.deepcopy(model)
        slope = finite_difference(twin, twin.get_parameter(name), images(), once)
        assert float(parameter.grad.view(-1)[0]) == pytest.approx(slope, rel=1e-4, abs=1e-6), name
