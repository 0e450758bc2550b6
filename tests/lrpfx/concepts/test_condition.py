"""Conditional relevance: what flows through chosen units, and nothing else."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from nets import Residual, cnn, dense, images, inputs, settle
from torch import nn

import lrpfx
from lrpfx import condition, errors

TIGHT = {"rtol": 1e-10, "atol": 1e-12}


class Branches(nn.Module):
    """Two branches beside each other and a skip past both."""

    def __init__(self):
        super().__init__()
        self.stem, self.left, self.right = nn.Linear(5, 6), nn.Linear(6, 6), nn.Linear(6, 6)
        self.deep, self.head = nn.Linear(6, 6), nn.Linear(6, 3)

    def forward(self, x):
        h = F.relu(self.stem(x))
        return self.head(F.relu(F.relu(self.left(h)) + F.relu(self.deep(F.relu(self.right(h)))) + h))


class Tokens(nn.Module):
    """(batch, tokens, 8): two heads of four features side by side, then a mean over tokens."""

    def __init__(self):
        super().__init__()
        self.mix, self.head = nn.Linear(8, 8), nn.Linear(8, 3)

    def forward(self, x):
        return self.head(F.relu(self.mix(x)).mean(1))


def relevance(model, x, c=None, **options):
    return lrpfx.explain(model, x, composite="epsilon_plus", condition=c, **options).relevance


def test_conditional_relevances_of_all_channels_sum_to_that_of_the_layer():
    model, x = settle(Residual()), images()
    parts = [relevance(model, x, condition("conv", c)) for c in range(6)]
    torch.testing.assert_close(sum(parts), relevance(model, x, condition("conv", range(6))), **TIGHT)


def test_what_goes_past_the_place_by_a_skip_connection_is_dropped():
    model, x = settle(Residual()), images()
    for p in (
        model.stem.bias,
        model.bn1.bias,
        model.bn1.running_mean,
        model.bn0.bias,
        model.bn0.running_mean,
    ):
        nn.init.zeros_(p)
    explained = lrpfx.explain(
        model, x, composite="epsilon_plus", record=["conv"], condition=condition("conv", 2)
    )
    layer = explained.layers["conv"].relevance
    torch.testing.assert_close(explained.relevance.sum((1, 2, 3)), layer.sum((1, 2, 3)), rtol=1e-4, atol=1e-8)
    assert layer[:, [0, 1, 3, 4, 5]].abs().max() == 0


@pytest.mark.slow
def test_relevance_through_the_branch_and_past_it_is_all_of_it():
    model, x = settle(Branches()), inputs(3, 5)
    through = relevance(model, x, condition("left", range(6)) | condition("deep", range(6)))
    past = relevance(model, x, [condition("left", [], others="keep"), condition("deep", [], others="keep")])
    torch.testing.assert_close(through + past, relevance(model, x), **TIGHT)
    assert past.abs().max() > 1e-3


def test_in_a_sequence_a_condition_is_a_mask():
    model, x = cnn(), images()
    assert torch.equal(relevance(model, x, condition("2", [1, 4])), relevance(model, x, mask={"2": [1, 4]}))


def test_conditions_on_two_places_take_what_flows_through_both_in_any_order():
    model, x = settle(Branches()), inputs(3, 5)
    first, second = condition("right", [0, 1, 2]), condition("deep", [3, 4])
    both = relevance(model, x, first & second)
    assert torch.equal(both, relevance(model, x, second & first))
    assert torch.equal(both, relevance(model, x, [second, first]))
    complements = [condition("right", [3, 4, 5]), condition("deep", [0, 1, 2, 5])]
    whole = sum(relevance(model, x, a & b) for a in (first, complements[0]) for b in (second, complements[1]))
    torch.testing.assert_close(whole, relevance(model, x, condition("deep", range(6))), **TIGHT)


def test_alternatives_at_places_beside_each_other_add_up():
    model, x = settle(Branches()), inputs(3, 5)
    left, right = condition("left", 1), condition("right", [2, 3])
    torch.testing.assert_close(
        relevance(model, x, left | right), relevance(model, x, left) + relevance(model, x, right), **TIGHT
    )
    assert torch.equal(
        relevance(model, x, condition("left", 1) | condition("left", 4)),
        relevance(model, x, condition("left", [1, 4])),
    )


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: condition("left", 0) & condition("deep", 0), "no relevance flows through both `.*`a | b`"),
        (lambda: condition("right", 0) | condition("deep", 0), "is below .*must lie beside each other"),
        (lambda: condition("left", 6), "keeps unit 6, but there are units 0 to 5"),
        (lambda: condition("nowhere", 0), "no place is called `nowhere`"),
        (lambda: condition("left", 0, axis=3), "along axis 3; the place has axes 1 to 1"),
        (lambda: condition("left", torch.ones(7)), r"shape \(7,\), which does not broadcast to the place's \(3, 6\)"),
        (lambda: condition("left", direction=torch.ones(5)), "have 5 values; axis 1 of the place has 6"),
        (lambda: condition("left", 0, heads=4), "has 6 values, no multiple of 4"),
        (lambda: condition("left", [(0, 1)]), "has 2 numbers; there are 1 axes"),
        (lambda: condition("left", [(1, 1)], axis=(1, -1)), r"axes \(1, -1\) .* are not different ones of its 2"),
    ],
)  # fmt: skip
def test_a_condition_that_does_not_fit_says_where_and_why(make, message):
    with pytest.raises(errors.PlaceError, match=message):
        relevance(settle(Branches()), inputs(3, 5), make())


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: condition("a", 0, axis="c"), "axis='c' of `a`; valid: a number"),
        (lambda: condition("a", [()], axis=()), r"axis=\(\) of `a`"),
        (lambda: condition("a", [(1, 1)], axis=(2, 2)), "several different ones"),
        (lambda: condition("a", 0, heads=0), "heads=0 of `a`; needed is a positive whole number"),
        (lambda: condition("a", 0, heads=-4), "heads=-4"),
        (lambda: condition("a", 0, heads=2.0), "heads=2.0"),
        (lambda: condition(3, 0), "a place is the path of a module, such as 'layer3', not 3"),
        (lambda: condition("a"), "needs `units` or a `direction`"),
        (lambda: condition("a", 1.5), r"units of `a` are 1\.5; valid: a number"),
        (lambda: condition("a", slice(2)), "units of `a` are slice"),
        (lambda: condition("a", ["b"]), "units of `a` are"),
        (lambda: condition("a", direction=[1, 0]), "floating-point numbers, not torch.int64"),
        (lambda: condition("a", 0, others="?"), "valid: 'drop', 'keep'"),
        (lambda: condition("a", 0, bias=torch.ones(1)), "belong to a `direction`"),
        (lambda: condition("a", direction=torch.ones(2, 3), encoder=torch.ones(3)), "must be alike"),
        (lambda: condition("a", direction=torch.ones(2, 3), bias=torch.ones(3)), "there are 2 directions"),
        (lambda: condition("a", 0) & condition("b", 0, others="keep"), "not combined with those that keep it"),
        (lambda: condition("a", 0) & 3, "not with a int"),
        (lambda: (condition("a", 0) & condition("b", 0)) | condition("c", 0), r"\(a | b\) & c"),
        (lambda: condition("a", 0) | condition("a", direction=torch.ones(3)), "as one condition"),
    ],
)  # fmt: skip
def test_a_condition_that_makes_no_sense_is_refused(make, message):
    with pytest.raises(errors.ParameterError, match=message):
        make()


def test_units_and_directions_of_numpy_are_those_of_python():
    model, x = cnn(), images()
    wanted = relevance(model, x, condition("2", [1, 4]))
    for units in (
        np.array([1, 4]),
        [np.int64(1), np.int64(4)],
        (u for u in (1, 4)),
        np.isin(range(6), [1, 4])[:, None, None],
    ):
        assert torch.equal(relevance(model, x, condition("2", units)), wanted)
    one = relevance(model, x, condition("2", 1))
    assert torch.equal(relevance(model, x, condition("2", np.int64(1))), one)
    d = np.eye(6)[1]
    assert torch.equal(
        relevance(model, x, condition("2", direction=d)),
        relevance(model, x, condition("2", direction=torch.from_numpy(d))),
    )


def test_axes_and_heads_of_numpy_and_in_lists_are_those_of_python():
    model, x = cnn(), images()
    at = relevance(model, x, condition("2", [(3, 4)], axis=(2, 3)))
    assert torch.equal(relevance(model, x, condition("2", [(3, 4)], axis=[2, np.int64(3)])), at)
    head = relevance(model, x, condition("2", 1, heads=3))
    assert torch.equal(relevance(model, x, condition("2", 1, heads=np.int64(3), axis=np.int64(1))), head)


def test_what_is_no_condition_is_refused():
    with pytest.raises(
        errors.ParameterError, match=r"what `lrpfx\.condition\(place, units\)` returns, not a str"
    ):
        relevance(dense(3, 4, 2), inputs(2, 3), ["0"])


def test_another_condition_at_the_same_places_needs_no_compiling():
    model, x = settle(Residual()), images()
    explainer = lrpfx.compile(model, x, composite="epsilon_plus", condition=condition("conv", 0))
    assert torch.equal(
        explainer(x, condition=condition("conv", 4)).relevance, relevance(model, x, condition("conv", 4))
    )
    assert torch.equal(explainer.each(x, [1], condition=condition("conv", 4))[0].relevance,
                       relevance(model, x, condition("conv", 4), target=1))  # fmt: skip
    with pytest.raises(
        errors.PlaceError, match="compiled with a condition on `conv`, not with one on `stem`"
    ):
        explainer(x, condition=condition("stem", 0))


def test_conditions_are_accounted_for_in_the_ledger():
    model, x = settle(Residual()), images()
    explainer = lrpfx.compile(model, x, composite="epsilon_plus", condition=condition("conv", [0, 3]))
    explained = explainer(x)
    ledger = explained.ledger()
    np.testing.assert_allclose(
        next(iter(ledger.inputs.values())), explained.relevance.sum((1, 2, 3)), rtol=1e-10
    )
    assert sum(r.kind == "mask" for r in ledger.rows) == 1
    skip = next(
        r
        for r in ledger.rows
        if r.operator.startswith("add") and len(r.handed) == 1 and r.absorbed["cut"].any()
    )
    np.testing.assert_allclose(skip.out + sum(skip.absorbed.values()), skip.received, rtol=1e-10)
    assert set(explained.weights()) >= {"stem.weight", "conv.weight"}


# ---- what units are ---------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_heads_tokens_features_and_positions():
    model, x = settle(Tokens()), inputs(2, 5, 8)
    heads = [condition("mix", h, heads=2, axis=-1) for h in range(2)]
    assert torch.equal(
        relevance(model, x, heads[1]), relevance(model, x, condition("mix", range(4, 8), axis=2))
    )
    token = relevance(model, x, condition("mix", 3, axis=1))
    assert token[:, [0, 1, 2, 4]].abs().max() == 0 < token[:, 3].abs().max()
    one = relevance(model, x, condition("mix", [(3, 1), (3, 6)], axis=(1, 2)))
    assert torch.equal(one, relevance(model, x, condition("mix", [(1, 3), (6, 3)], axis=(2, 1))))
    assert torch.equal(
        one, relevance(model, x, condition("mix", 3, axis=1) & condition("mix", [1, 6], axis=2))
    )


def test_a_mask_of_numbers_weighs_relevance():
    model, x = cnn(), images()
    weights = inputs(6, 1, 1, seed=5)
    parts = sum(weights[c] * relevance(model, x, condition("2", c)) for c in range(6))
    torch.testing.assert_close(relevance(model, x, condition("2", weights)), parts, **TIGHT)


# ---- directions -------------------------------------------------------------------------------------------------


def test_a_complete_set_of_directions_takes_relevance_apart():
    model, x = settle(Residual()), images()
    W = inputs(6, 6, seed=7)
    encoder = torch.linalg.inv(W).T  # W and its dual: Σ_k e_k d_kᵀ is the identity
    parts = [relevance(model, x, condition("conv", k, direction=W, encoder=encoder)) for k in range(6)]
    torch.testing.assert_close(
        sum(parts), relevance(model, x, condition("conv", range(6))), rtol=1e-8, atol=1e-11
    )
    assert torch.equal(parts[2], relevance(model, x, condition("conv", direction=W[2], encoder=encoder[2])))


def test_the_direction_of_a_channel_is_the_channel():
    model, x = settle(Residual()), images()
    unit = condition("conv", direction=torch.eye(6, dtype=torch.float64)[3])
    torch.testing.assert_close(relevance(model, x, unit), relevance(model, x, condition("conv", 3)), **TIGHT)


def test_an_orthogonal_subspace_follows_chormai():
    model, x = dense(4, 6, 3), inputs(5, 4)
    U = torch.linalg.qr(inputs(6, 6, seed=3))[0][:2]
    explained = lrpfx.explain(model, x, composite="epsilon", record=["1"])
    a, R = explained.layers["1"].activation, explained.layers["1"].relevance
    context = torch.where(a > 0, R / a.clamp(min=1e-30), 0)
    expected = ((a @ U.T) * (context @ U.T)).sum(1)  # (Uᵀa)ᵀ(Uᵀc)
    kept = lrpfx.explain(model, x, composite="epsilon", record=["1"], condition=condition("1", direction=U))
    torch.testing.assert_close(kept.layers["1"].relevance.sum(1), expected, rtol=1e-9, atol=1e-12)


def test_a_feature_of_a_sparse_autoencoder_counts_where_it_is_active():
    model, x = dense(4, 6, 3), inputs(40, 4)
    D, E, b = inputs(9, 6, seed=1), inputs(9, 6, seed=2), inputs(9, seed=3)
    a = lrpfx.explain(model, x, record=["1"]).layers["1"].activation
    active = a @ E[4] + b[4] > 0
    assert 0 < active.sum() < 40
    gated = relevance(model, x, condition("1", 4, direction=D, encoder=E, bias=b))
    free = relevance(model, x, condition("1", 4, direction=D, encoder=E))
    assert torch.equal(gated[active], free[active])
    assert gated[~active].abs().max() == 0
