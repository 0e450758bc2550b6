"""The conservation ledger: it closes on every model, names what absorbs relevance, and warns where it blows up."""

import inspect
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from nets import Fn, Residual, cnn, dense, images, inputs, settle, torchvision_model
from operators import LINEAR
from torch import nn

import lrpfx
from lrpfx import Stabilizer, composites, rules
from lrpfx.errors import RelevanceWarning
from lrpfx.graph import Batch
from lrpfx.ledger.layout import Samples, layouts
from lrpfx.ledger.lines import MOST

LRP = [
    composites.epsilon(), composites.epsilon_plus(), composites.epsilon_plus_flat(),
    composites.epsilon_gamma_box(-4.0, 4.0), composites.epsilon_alpha2_beta1(),
]  # fmt: skip


def closes(ledger):
    """Σ R of the output = Σ R of the inputs + Σ absorbed, sample by sample, to 1e-10 of Σ|R| of the output."""
    return bool((np.abs(ledger.gap) <= 1e-10 * ledger.size_output).all())


def row(ledger, equation):
    return next(r for r in ledger.rows if r.equation == equation)


STABILIZERS = {"epsilon", "stabilizer"}


def parameters_of(name):
    return set(inspect.signature(rules.REGISTRY[name]).parameters)


def one(rule, kind="dense", base=None):
    return (base or composites.epsilon_plus()) | (composites.by_kind(kind), rule)


# ---- it closes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("composite", LRP, ids=lambda c: c.name)
@pytest.mark.parametrize("make", [cnn, lambda: settle(Residual())], ids=["cnn", "residual"])
def test_it_closes_and_every_cause_is_known(make, composite):
    x = images(3)
    explained = lrpfx.explain(make(), x, composite=composite)
    ledger = explained.ledger()
    assert closes(ledger)
    assert ledger.closing_error < 1e-14
    np.testing.assert_allclose(ledger.inputs["x"], explained.relevance.sum((1, 2, 3)))
    np.testing.assert_allclose(ledger.output, explained.output.max(1).values)
    for r in ledger.rows:  # rules that conserve leave nothing that is not accounted for
        assert np.abs(r.absorbed["rule"]).max() <= 1e-12 * ledger.greatest.max()
        assert np.abs(r.absorbed["cut"]).max() <= 1e-12 * ledger.greatest.max()


@pytest.mark.parametrize(
    "name", ["gradient", "deconvnet", "guided_backprop", "excitation_backprop", "beta_smooth"]
)
def test_it_closes_for_composites_that_conserve_nothing(name, recwarn):
    ledger = lrpfx.explain(cnn(), images(3), composite=name).ledger()
    assert closes(ledger)
    assert not recwarn


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:The default weight initialization of GoogleNet:FutureWarning")
@pytest.mark.parametrize(
    "name",
    ["alexnet", "vgg11_bn", "resnet18", "googlenet", "mobilenet_v2", "shufflenet_v2_x0_5", "squeezenet1_1"],
)
def test_it_closes_on_torchvision(name):
    x = images(2, {"alexnet": 64, "vgg11_bn": 32}.get(name, 40))
    ledger = lrpfx.explain(torchvision_model(name), x).ledger()
    assert closes(ledger)
    assert np.abs(ledger.absorbed["rule"]).max() <= 1e-12 * ledger.greatest.max()


def test_it_closes_in_single_precision():
    model = settle(Residual(), dtype=torch.float32)
    ledger = lrpfx.explain(model, images().float(), composite="epsilon_plus").ledger()
    assert 0 < ledger.closing_error < 1e-5


def test_a_residual_sum_a_reused_module_and_two_inputs_are_accounted_for():
    class Two(nn.Module):
        def __init__(self):
            super().__init__()
            self.f, self.head = nn.Linear(4, 4), nn.Linear(8, 3)

        def forward(self, a, b):
            a = a + F.relu(self.f(a))
            return self.head(
                torch.cat(
                    [
                        self.f(a),
                        self.f(b) - a,
                    ],
                    1,
                )
            )

    a, b = inputs(3, 4), inputs(3, 4, seed=2)
    explained = lrpfx.explain(settle(Two()), (a, b), composite="epsilon_plus")
    ledger = explained.ledger()
    assert closes(ledger)
    for name, relevance in zip(("a", "b"), explained.relevance, strict=True):
        np.testing.assert_allclose(ledger.inputs[name], relevance.sum(1))


def test_what_an_equation_receives_is_what_its_users_hand_back():
    ledger = lrpfx.explain(settle(Residual()), images(), composite="epsilon_plus").ledger()
    for r in ledger.rows[1:]:
        handed = [s.handed[r.equation] for s in ledger.rows if r.equation in s.handed]
        np.testing.assert_allclose(r.received, sum(handed))


def test_an_explanation_that_is_not_optimized_has_the_same_ledger():
    fast, naive = (lrpfx.explain(cnn(), images(), optimize=o).ledger() for o in (True, False))
    assert str(fast) == str(naive)


def test_a_differentiable_explainer_accounts_for_the_parameters_of_today():
    model, x = cnn(), images()
    explainer = lrpfx.compile(model, x, differentiable=True)
    before = explainer.ledger(x).output
    with torch.no_grad():
        model[-1].weight.mul_(2)
    after = explainer.ledger(x)
    assert closes(after)
    assert not np.allclose(before, after.output)


# ---- what absorbs -----------------------------------------------------------------------------------------------


def linear_layer(x, w, b):
    return Fn(lambda self, x: F.linear(x, self.w, self.b), w=w, b=b).eval()


def test_by_hand_the_shares_of_bias_and_stabilizer():
    """z = 1·2 + 3 = 5 and s(z) = 6, so of R = 12 the bias takes 3/6, the stabilizer 1/6, and the input gets 2/6."""
    x, w, b = (torch.tensor(v, dtype=torch.float64) for v in ([[2.0]], [[1.0]], [3.0]))
    R = torch.full((1, 1), 12.0, dtype=torch.float64)
    ledger = lrpfx.explain(linear_layer(x, w, b), x, composite=one(rules.epsilon(1.0)), target=R).ledger()
    assert [ledger.absorbed[c].item() for c in ("bias", "stabilizer", "rule")] == pytest.approx([6, 2, 0])
    assert ledger.inputs["x"].item() == pytest.approx(4)


def test_by_hand_the_shares_in_alpha_beta():
    """zᵅ = 2 + 2, zᵝ = -3: of 2·12 the bias takes half; nothing negative is in the bias."""
    x, w, b = (torch.tensor(v, dtype=torch.float64) for v in ([[2.0, 3.0]], [[1.0, -1.0]], [2.0]))
    R = torch.full((1, 1), 12.0, dtype=torch.float64)
    composite = one(rules.alpha_beta(2.0, 1.0, 1e-12))
    ledger = lrpfx.explain(linear_layer(x, w, b), x, composite=composite, target=R).ledger()
    assert ledger.absorbed["bias"].item() == pytest.approx(12)
    assert ledger.inputs["x"].item() == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    "stabilizer",
    [0.5, Stabilizer(50, clip=True), Stabilizer(0.5, norm_scale=True), Stabilizer(2.0, True, True)],
    ids=str,
)
@pytest.mark.parametrize("name", sorted(name for name in LINEAR if STABILIZERS & parameters_of(name)))
def test_every_stabilizer_is_accounted_for_in_every_rule(name, stabilizer):
    """Nothing is left to `rule`: what bias and stabilizer do not take is handed on."""
    boxed = {"low": -4.0, "high": 4.0} if name == "zbox" else {}
    key = "epsilon" if name == "epsilon" else "stabilizer"
    composite = one(rules.REGISTRY[name](**boxed, **{key: stabilizer}))
    ledger = lrpfx.explain(dense(6, 5, 4), inputs(3, 6), composite=composite).ledger(bound=1e12)
    assert closes(ledger)
    assert np.abs(ledger.absorbed["stabilizer"]).max() > 0
    assert np.abs(ledger.absorbed["rule"]).max() <= 1e-12 * ledger.greatest.max()


@pytest.mark.parametrize("name", ["epsilon", "gamma", "zplus", "alpha_beta"])
def test_a_bias_that_is_shared_out_absorbs_nothing(name):
    rule = rules.REGISTRY[name]
    key = "epsilon" if name == "epsilon" else "stabilizer"
    x = inputs(3, 6)

    def absorbed(**parameters):
        composite = one(rule(**{key: 0.1}, **parameters))
        return lrpfx.explain(dense(6, 4), x, composite=composite, target=lambda z: z).ledger().absorbed

    assert np.abs(absorbed()["bias"]).max() > 1e-3
    assert not absorbed(zero_params="bias")["bias"].any()
    half, spread = absorbed(bias_factor=0.5), absorbed(bias_factor=1.0)
    np.testing.assert_allclose(half["bias"], absorbed()["bias"] / 2)
    assert not spread["bias"].any()
    assert not spread["stabilizer"].any()
    for taken in (half, spread):
        assert np.abs(taken["rule"]).max() < 1e-12


def test_a_constant_that_is_added_is_a_bias():
    shift = torch.tensor([1.0, 2.0, -1.0], dtype=torch.float64)
    model = Fn(lambda self, x: x + self.shift, shift=shift).eval()
    x, R = inputs(2, 3), torch.ones(2, 3, dtype=torch.float64)
    ledger = lrpfx.explain(model, x, composite=one(rules.norm(0), "sum"), target=R).ledger()
    np.testing.assert_allclose(ledger.absorbed["bias"], (shift / (x + shift)).sum(1))
    assert np.abs(ledger.absorbed["rule"]).max() < 1e-12


def test_two_summands_share_one_stabilizer():
    model = Fn(lambda self, x: x.relu() + 2 * x).eval()
    ledger = lrpfx.explain(
        model, inputs(2, 3), composite=one(rules.norm(0.5), "sum"), target=lambda z: z
    ).ledger()
    assert closes(ledger)
    assert np.abs(row(ledger, "add").absorbed["rule"]).max() < 1e-12


def test_padding_that_gets_relevance_cuts_it():
    """LRP-flat shares out over padding too; what the padding gets leads nowhere."""
    model = settle(nn.Sequential(nn.ZeroPad2d(2), nn.Conv2d(3, 4, 3), nn.Flatten(), nn.Linear(400, 3)))
    explained = lrpfx.explain(model, images(2))
    cut = row(explained.ledger(), "constant_pad_nd").absorbed["cut"]
    assert np.abs(cut).min() > 1e-3
    assert closes(explained.ledger())


def test_constants_beside_data_cut_what_is_routed_to_them():
    model = Fn(
        lambda self, x: torch.cat([x, self.c * torch.ones_like(x[:, :1])], 1), c=torch.tensor(2.0).double()
    )
    R = torch.tensor([[1.0, 2.0, 4.0]], dtype=torch.float64)
    ledger = lrpfx.explain(model.eval(), inputs(1, 2), composite="epsilon_plus", target=R).ledger()
    assert ledger.absorbed["cut"].item() == 4
    assert ledger.inputs["x"].item() == 3


def test_a_mask_cuts_what_it_stops():
    model, x = cnn(), images(3)
    explainer = lrpfx.compile(model, x, mask={"5": [0, 3], "2": range(4)})
    ledger = explainer(x).ledger()
    assert closes(ledger)
    masks = [r for r in ledger.rows if r.kind == "mask"]
    assert [r.module for r in masks] == ["5", "2"]
    assert all(np.abs(r.absorbed["cut"]).min() > 1e-3 for r in masks)
    np.testing.assert_allclose(ledger.absorbed["cut"], sum(r.absorbed["cut"] for r in masks), atol=1e-12)


def test_a_mask_on_the_input_and_one_on_the_output_are_accounted_for():
    model, x = cnn(), images()
    explainer = lrpfx.compile(model, x, mask={"x": [0], "8": [1, 2]})
    for ledger in (explainer.ledger(x), explainer(x, target=1).ledger()):
        assert closes(ledger)
        assert [r.kind for r in ledger.rows].count("mask") == 2
        assert "mask.x" in str(ledger)


def test_normalisation_that_is_not_merged_has_a_cause_of_its_own():
    model = settle(nn.Sequential(nn.BatchNorm1d(4), nn.Linear(4, 3)))
    x = inputs(3, 4)
    passed = lrpfx.explain(model, x, composite="epsilon").ledger()
    assert not passed.absorbed["normalisation"].any()
    shared = lrpfx.explain(model, x, composite=one(rules.norm(), "normalisation")).ledger()
    assert closes(shared)
    found = next(r for r in shared.rows if r.kind == "normalisation")
    assert np.abs(found.absorbed["normalisation"]).min() > 1e-6
    assert not found.absorbed["bias"].any()


def test_a_rule_of_ones_own_is_accounted_for_whatever_it_does():
    @lrpfx.rule
    def odd(op, x, params, R):
        """R_x = sin of anything."""
        return (x * op.T(R.abs() / (op(x, *params).square() + 1.0), *params)).clamp(min=0).sqrt()

    explained = lrpfx.explain(dense(5, 3), inputs(2, 5), composite=one(odd()), target=0)
    ledger = explained.ledger(bound=1e9)
    assert closes(ledger)
    assert np.abs(ledger.absorbed["rule"]).max() > 1e-3


def test_a_rule_without_a_stabilizer_of_ones_own_still_tells_the_bias():
    @lrpfx.rule
    def plain(op, x, params, R):
        """R_x = x ⊙ opᵀ(R / z)."""
        return x * op.T(R / op(x, *params), *params)

    x, w, b = inputs(2, 3), inputs(4, 3, seed=2), inputs(4, seed=3)
    R = inputs(2, 4, seed=4)
    model = linear_layer(x, w, b)
    found = lrpfx.explain(model, x, composite=one(plain()), target=R).ledger()
    np.testing.assert_allclose(found.absorbed["bias"], (R * b / model(x)).sum(1))
    assert np.abs(found.absorbed["rule"]).max() < 1e-12


def test_a_rule_that_halves_relevance_shows_what_it_keeps():
    @lrpfx.rule
    def half(op, x, params, R):
        """R_x = ½ x ⊙ opᵀ(R / s(z))."""
        return 0.5 * (x * op.T(R / lrpfx.values.stabilize(op(x, *params)), *params))

    ledger = lrpfx.explain(dense(6, 4), inputs(3, 6), composite=one(half())).ledger()
    np.testing.assert_allclose(ledger.absorbed["rule"], ledger.output / 2, rtol=1e-5)


# ---- samples ----------------------------------------------------------------------------------------------------


def folded(self, x):
    """Tokens of all samples in one axis, time outermost, as attention and recurrent nets fold them."""
    n, t, f = x.shape
    z = x.transpose(0, 1).reshape(t * n, f)
    z = F.linear(z, self.w, self.b).relu()
    return z.reshape(t, n, -1).sum(0)


def windows(self, x):
    """Windows folded behind the samples."""
    z = F.linear(x.reshape(-1, 2, x.shape[2]), self.w, self.b).relu()
    return z.reshape(x.shape[0], -1)


FOLDS = {"time before samples": folded, "windows behind samples": windows}


def _folding(f):
    return Fn(f, w=inputs(5, 4, seed=3), b=inputs(5, seed=4)).eval(), inputs(3, 6, 4)


@pytest.mark.parametrize(
    "make",
    [lambda: (cnn(), images(3)), *(lambda f=f: _folding(f) for f in FOLDS.values())],
    ids=["cnn", *FOLDS],
)
def test_the_account_of_a_sample_is_that_of_the_sample_alone(make):
    model, x = make()
    together = lrpfx.explain(model, x, composite="epsilon_plus", target=1).ledger()
    assert together.per_sample
    assert together.samples == 3
    for i in range(3):
        alone = lrpfx.explain(model, x[i : i + 1], composite="epsilon_plus", target=1).ledger()
        for r, s in zip(together.rows, alone.rows, strict=True):
            for cause in r.absorbed:
                np.testing.assert_allclose(r.absorbed[cause][i], s.absorbed[cause][0], atol=1e-12)
            np.testing.assert_allclose([r.received[i], r.size_out[i]], [s.received[0], s.size_out[0]])


def test_where_the_samples_stand_cannot_always_be_told_and_the_ledger_says_so():
    def fixed(self, x):
        return F.linear(torch.cat([x, self.c.expand(int(x.shape[0]), -1)], 1), self.w)

    model = Fn(fixed, w=inputs(5, 6), c=inputs(1, 2)).eval()
    ledger = lrpfx.explain(model, inputs(3, 4), composite="epsilon_plus").ledger()
    assert not ledger.per_sample
    assert ledger.samples == 1
    assert closes(ledger)
    assert "the whole batch" in str(ledger)


def test_a_reshape_shows_how_the_samples_are_folded():
    model = Fn(folded, w=inputs(5, 4), b=inputs(5)).eval()
    graph, _ = lrpfx.trace(model, inputs(3, 6, 4))
    of = layouts(graph)
    merged = next(e.out for e in graph.eqns if e.out.shape[:1] == (Batch(6),))
    assert of[merged.name] == Samples(0, outer=6)
    assert of[graph.outputs[0].name] == Samples(0)


# ---- blow-ups ---------------------------------------------------------------------------------------------------


def cancelling():
    """A residual sum of two values that all but cancel, in module `block`."""

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.f = nn.Linear(4, 4, bias=False)

        def forward(self, x):
            return x + self.f(x)

    model = settle(nn.Sequential(nn.Linear(4, 4), Block(), nn.Linear(4, 3)))
    with torch.no_grad():
        model[1].f.weight.copy_(-torch.eye(4) * (1 - 1e-4))
    return nn.Sequential(*model).eval()


def test_a_blow_up_is_named_with_its_module_its_rule_and_the_mend():
    with pytest.warns(RelevanceWarning) as caught:
        ledger = lrpfx.explain(cancelling(), inputs(2, 4), composite="epsilon").ledger()
    (warning,) = caught
    message = str(warning.message)
    for part in (
        "`add`",
        "`norm(",
        "module `1`",
        "test_ledger.py",
        "factor of 100",
        "stabilizer=0.01",
        'by_operator("add")',
    ):
        assert part in message
    found = ledger.findings[0]
    assert (found.row.equation, found.what) == ("add", "grows")
    assert found.factor == pytest.approx(2e4, rel=0.2)
    assert found.factor == row(ledger, "add").amplification[found.sample]
    assert "grows" in str(ledger)


def test_the_bound_of_the_warning_can_be_set(recwarn):
    explained = lrpfx.explain(cancelling(), inputs(2, 4), composite="epsilon")
    assert explained.ledger(bound=1e6).findings == ()
    assert not recwarn
    with pytest.warns(RelevanceWarning, match="factor of 1.5"):
        lrpfx.explain(dense(4, 3), inputs(2, 4), composite="epsilon", target=0).ledger(bound=1.5)


def test_growth_by_many_small_steps_is_found():
    """Every layer grows a few fold; all together go beyond the bound, and the largest steps are named."""
    model = settle(nn.Sequential(*[nn.Linear(8, 8, bias=False) for _ in range(6)]))
    explained = lrpfx.explain(model, inputs(2, 8), composite="epsilon", target=0)
    rows = explained.ledger(bound=1e9).rows
    largest, all_together = (
        max(map(np.max, v))
        for v in zip(*((r.amplification, r.size_out / rows[0].size_received) for r in rows), strict=True)
    )
    bound = float(np.sqrt(largest * all_together))
    assert largest < bound / 1.5
    with pytest.warns(RelevanceWarning, match="grows"):
        ledger = explained.ledger(bound=bound)
    assert 0 < len(ledger.findings) <= 3
    assert all(f.factor < bound < f.overall for f in ledger.findings)
    assert max(f.factor for f in ledger.findings) == ledger.findings[0].factor


def mended(message, composite):
    """The composite that a warning proposes first."""
    first = re.search(r"`(composite \| [^`]*)`", message)[1]
    return eval(first, {"composite": composite, "lrpfx": lrpfx})  # noqa: S307, our own words


def cancelling_tokens():
    """A dense layer over tokens whose contributions cancel."""
    model = settle(Fn(lambda s, x: s.b(s.a(x)).mean(1), a=nn.Linear(4, 4, bias=False), b=nn.Linear(4, 3)))
    with torch.no_grad():
        model.a.weight.copy_(torch.eye(4) - torch.eye(4).flip(0) * (1 - 1e-4))
    return model.eval(), torch.ones(2, 5, 4).double() + 1e-3 * inputs(2, 5, 4)


def many_steps():
    return settle(nn.Sequential(*[nn.Linear(8, 8, bias=False) for _ in range(6)]), 3), inputs(2, 8, seed=3)


def cancelling_product():
    """Attention's values cancel, so that products with its weights are near zero."""

    def forward(s, x):
        v = torch.cat([x, -x * (1 - 1e-5)], 1)
        return s.l(((s.q(v) @ v.transpose(1, 2)).mul(1e-6).softmax(-1) @ v).mean(1))

    return settle(Fn(forward, q=nn.Linear(4, 4), l=nn.Linear(4, 3))).eval(), inputs(2, 3, 4)


@pytest.mark.parametrize(
    ("make", "bound", "words"),
    [
        (cancelling, 100, 'by_operator("add")'),
        (cancelling_tokens, 100, 'by_module("a")'),
        (many_steps, 20, 'by_kind("dense")'),
        (cancelling_product, 100, "packs.libra(stabilizer="),
    ],
)
def test_the_mend_that_a_warning_names_can_be_followed_and_helps(make, bound, words):
    made = make()
    model, x = made if isinstance(made, tuple) else (made, inputs(2, 4))
    composite = composites.epsilon()
    with pytest.warns(RelevanceWarning) as caught:
        before = lrpfx.explain(model, x, target=0, composite=composite).ledger(bound=bound)
    message = str(before.findings[0])
    assert message in str(caught[0].message)
    assert words in message
    better = mended(message, composite)
    after = lrpfx.explain(model, x, target=0, composite=better).ledger(bound=float("inf"))
    assert max(after.greatest / after.size_output) < max(before.greatest / before.size_output) / 2


def test_vanishing_relevance_is_named_with_what_takes_it():
    model = dense(4, 4, 3)
    with torch.no_grad():
        model[0].bias.fill_(1e4)
    with pytest.warns(RelevanceWarning, match=r"99.*vanish.*zero_params") as caught:
        ledger = lrpfx.explain(model, inputs(2, 4), composite="epsilon").ledger()
    assert len(caught) == 1
    assert ledger.findings[0].what == "vanishes"
    assert ledger.findings[0].row.module == "0"


def test_healthy_relevance_is_passed_over_in_silence(recwarn):
    for composite in LRP[1:]:
        assert lrpfx.explain(cnn(), images(), composite=composite).ledger().findings == ()
    assert not recwarn


def test_what_is_too_small_to_matter_is_passed_over(recwarn):
    """A millionth of the relevance blows up a thousandfold: the heatmap does not show it."""
    model = Fn(lambda self, x: x[:, :1] * 1e6 + ((x[:, :1] * 1.001) - x[:, :1])).eval()
    x = torch.ones(1, 1, dtype=torch.float64)
    ledger = lrpfx.explain(model, x, composite="epsilon").ledger()
    assert max(r.amplification.max() for r in ledger.rows) > 1000
    assert ledger.findings == ()
    assert not recwarn


def test_relevance_that_is_not_finite_is_found_by_the_explainer():
    model = Fn(
        lambda self, x: (x - x.detach().clone() * 1.0) * 1.0 + F.linear(x, self.w),
        w=torch.zeros(3, 3).double(),
    )
    explainer = lrpfx.compile(
        model.eval(), inputs(1, 3), composite=one(rules.norm(0), "sum", composites.epsilon(0))
    )
    with pytest.raises(lrpfx.errors.NonFiniteError):
        explainer(inputs(1, 3), target=torch.ones(1, 3).double())
    with pytest.warns(RelevanceWarning, match="not finite from"):
        ledger = explainer.ledger(inputs(1, 3), target=torch.ones(1, 3).double())
    assert ledger.findings[0].what == "not finite"
    assert "nan" in str(ledger)
    ET.fromstring(ledger.picture().svg)


# ---- how it is shown --------------------------------------------------------------------------------------------


def test_it_prints_as_a_table(golden):
    ledger = lrpfx.explain(
        cnn(), images(), composite=composites.epsilon_gamma_box(-4.0, 4.0), target=1
    ).ledger()
    text = str(ledger)
    golden("ledger.txt", text[: text.index("closing error")])
    assert "closing error" in text


def test_a_deep_net_prints_by_module_and_the_lines_close():
    layers = [nn.Sequential(nn.Linear(6, 6), nn.Tanh(), nn.Linear(6, 6), nn.Tanh()) for _ in range(14)]
    explained = lrpfx.explain(
        settle(nn.Sequential(*layers)), inputs(2, 6), composite="epsilon_plus", target=lambda z: z
    )
    ledger = explained.ledger(bound=1e9)
    lines = ledger.lines()
    assert len(ledger.rows) == 56
    assert [line.name for line in lines] == [str(i) for i in range(13, -1, -1)]
    assert len(lines) <= MOST < len(ledger.rows)
    assert lines[0].received == pytest.approx(ledger.output.sum())
    assert lines[-1].out == pytest.approx(ledger.inputs["x"].sum())
    for line in lines:
        assert line.received == pytest.approx(line.out + sum(line.absorbed.values()))
    assert len(ledger.lines("equation")) == 56
    assert "equation" not in str(ledger)
    assert "equation" in ledger.table(by="equation")


def test_the_lines_of_modules_leave_out_what_flows_inside():
    """A residual block: relevance that its branches hand each other does not enter or leave it."""
    model = settle(nn.Sequential(nn.Conv2d(3, 6, 1), Block(), nn.Flatten(), nn.Linear(6 * 64, 3)))
    ledger = lrpfx.explain(model, images(), composite="epsilon_plus").ledger()
    by_module = {line.name: line for line in ledger.lines(by="module")}
    block = [line for name, line in by_module.items() if name.startswith("1")]
    last = next(r for r in ledger.rows if r.module == "1")  # its relu, the first that relevance meets
    assert by_module["1"].received == pytest.approx(last.received.sum())
    assert by_module["1.conv"].received == pytest.approx(row(ledger, "convolution_1").received.sum())
    assert sum(line.received for line in block) < sum(
        r.received.sum() for r in ledger.rows if r.module[:1] == "1"
    )


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(6, 6, 3, padding=1)

    def forward(self, x):
        return F.relu(x + F.relu(self.conv(x)))


def test_one_sample_is_shown_alone():
    ledger = lrpfx.explain(cnn(), images(3)).ledger()
    text = ledger.table(sample=2)
    assert "sample 2 of 3" in text
    assert f"output {ledger.output[2]:.4g} =" in text


def test_the_picture_shows_every_line_and_what_absorbs():
    ledger = lrpfx.explain(cnn(), images()).ledger()
    picture = ledger.picture()
    root = ET.fromstring(picture.svg)
    texts = ["".join(t.itertext()) for t in root.iter("{http://www.w3.org/2000/svg}text")]
    for name in ("output", "input x", *(line.name for line in ledger.lines())):
        assert name in texts
    assert any("bias" in t for t in texts)
    assert any("closing error" in t for t in texts)
    assert picture._repr_svg_() == picture.svg
    assert picture.svg in ledger._repr_html_()
    assert "<table" in ledger._repr_html_()


def test_the_picture_is_saved(tmp_path):
    path = tmp_path / "ledger.svg"
    picture = lrpfx.explain(cnn(), images()).ledger().picture(sample=0)
    picture.save(path)
    assert path.read_text(encoding="utf-8") == picture.svg


def test_the_picture_of_no_relevance_is_a_picture():
    ledger = lrpfx.explain(cnn(), images(), target=torch.zeros(2, 4).double()).ledger()
    ET.fromstring(ledger.picture().svg)
    assert ledger.closing_error == 0


def test_rows_and_records_are_for_scripts():
    ledger = lrpfx.explain(cnn(), images()).ledger()
    records = ledger.records()
    assert len(records) == 2 * len(ledger.rows)
    last = records[-1]
    assert (last["module"], last["rule"], last["sample"]) == ("0", str(rules.flat()), 1)
    assert last["in"] == pytest.approx(last["out"] + sum(last[f"absorbed_{c}"] for c in lrpfx.ledger.CAUSES))
    assert last["source"]


def test_the_ledger_is_repeatable():
    assert str(lrpfx.explain(cnn(), images()).ledger()) == str(lrpfx.explain(cnn(), images()).ledger())


def test_a_model_without_an_equation_on_the_way_closes():
    ledger = lrpfx.explain(
        Fn(lambda self, x: x * 1.0).eval(), inputs(2, 3), composite="epsilon", target=1
    ).ledger()
    assert closes(ledger)


def test_an_idle_entry_of_a_composite_is_reported_once(recwarn):
    composite = composites.epsilon_plus() | (composites.by_module("no such module"), rules.flat())
    explained = lrpfx.explain(cnn(), images(), composite=composite)
    assert len(recwarn) == 1
    explained.ledger()
    explained.weights()
    assert len(recwarn) == 1


def test_an_accounted_explanation_leaves_the_model_alone():
    model, x = cnn(), images()
    before = {name: (t, t.clone()) for name, t in model.state_dict(keep_vars=True).items()}
    lrpfx.explain(model, x).ledger()
    for name, tensor in model.state_dict(keep_vars=True).items():
        assert tensor is before[name][0]
        assert torch.equal(tensor, before[name][1])


def test_a_model_that_changed_is_not_accounted_for():
    model, x = cnn(), images()
    explained = lrpfx.explain(model, x)
    with torch.no_grad():
        model[-1].weight.mul_(2)
    with pytest.raises(lrpfx.errors.ModelChangedError):
        explained.ledger()
