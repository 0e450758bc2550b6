"""What metrics say where the answer is known."""

import math

import numpy as np
import pytest
import torch
from nets import cnn, dense, images, inputs, settle
from scipy.stats import rankdata
from torch import nn

import lrpfx
from lrpfx import errors, metrics
from lrpfx.metrics import batch, randomisation
from lrpfx.metrics.batch import rows_at_once
from lrpfx.metrics.ranking import descending


def additive(size=6):
    """f(x) = Σ x over all values, against 0: the relevance of a value is the value."""
    model = nn.Sequential(nn.Flatten(), nn.Linear(size * size, 2, bias=False)).double().eval()
    with torch.no_grad():
        model[1].weight[0] = 1
        model[1].weight[1] = 0
    return model


def gradient(model, x):
    return lrpfx.methods.input_x_gradient(model, x)


# ---- flipping ---------------------------------------------------------------------------------------------------


def test_curves_of_an_additive_model_are_partial_sums():
    x = inputs(3, 1, 6, 6)
    explainer = gradient(additive(), x)
    found = metrics.pixel_flipping(explainer, x, target=0, steps=36, output="logit")
    flat = x.flatten(1).sort(dim=1, descending=True).values
    total = flat.sum(1, keepdim=True)
    gone = torch.cat([torch.zeros(3, 1), flat.cumsum(1)], 1)
    torch.testing.assert_close(found.curves["morf"], total - gone, rtol=1e-10, atol=1e-10)
    kept = torch.cat([torch.zeros(3, 1), flat.flip(1).cumsum(1)], 1)
    torch.testing.assert_close(found.curves["lerf"], total - kept, rtol=1e-10, atol=1e-10)
    gap = (found.curves["lerf"] - found.curves["morf"])[:, 1:].mean(1)
    torch.testing.assert_close(found.abpc.values, gap)
    torch.testing.assert_close(found.srg.values, gap)  # both curves end alike, so trapezoids are means
    aopc = (total - found.curves["morf"]).mean(1)
    torch.testing.assert_close(found.aopc.values, aopc)


def test_the_order_of_the_relevance_is_all_that_matters():
    model, x = cnn(), images(4)
    explainer = lrpfx.compile(model, x)
    R = explainer(x).relevance
    curves = metrics.pixel_flipping(explainer, x, relevance=R).curves
    monotone = (R.sum(1, keepdim=True) / 3).expand_as(R)
    again = metrics.pixel_flipping(explainer, x, relevance=5 * monotone + 1).curves
    turned = metrics.pixel_flipping(explainer, x, relevance=-R).curves
    assert torch.equal(curves["morf"], again["morf"])
    torch.testing.assert_close(turned["morf"], curves["lerf"])


def test_the_best_order_beats_a_random_one_and_chance_is_zero():
    x = inputs(40, 1, 6, 6)
    explainer = gradient(additive(), x)
    best = metrics.pixel_flipping(explainer, x, target=0, output="logit").abpc
    random = metrics.pixel_flipping(
        explainer, x, target=0, relevance=inputs(40, 1, 6, 6, seed=8), output="logit"
    ).abpc
    low, high = random.interval()
    assert low < 0 < high < best.interval()[0]


def test_channels_go_together_unless_they_are_told_not_to():
    model, x = cnn(), images(2)
    seen = []
    explainer = lrpfx.compile(model, x)

    class Watch:
        def __call__(self, *a, **k):
            return explainer(*a, **k)

        def predict(self, x):
            seen.append(x)
            return explainer.predict(x)

    metrics.pixel_flipping(Watch(), x, order="morf", steps=4, baseline=7.0)
    gone = torch.cat(seen) == 7.0
    assert bool((gone.all(1) == gone.any(1)).all())
    assert gone[:, 0].flatten(1).sum(1).tolist() == [64, 16, 16, 32, 32, 48, 48]  # all gone: once, for both
    seen.clear()
    metrics.pixel_flipping(Watch(), x, order="morf", steps=4, baseline=7.0, channels="apart")
    assert (torch.cat(seen) == 7.0).flatten(1).sum(1).tolist() == [192, 48, 48, 96, 96, 144, 144]


@pytest.mark.parametrize("batch_size", [1, 7, 1000])
def test_the_size_of_batches_changes_nothing(batch_size):
    model, x = cnn(), images(3)
    explainer = lrpfx.compile(model, x)
    one = metrics.pixel_flipping(explainer, x, batch_size=batch_size, steps=5)
    all_ = metrics.pixel_flipping(explainer, x, steps=5)
    torch.testing.assert_close(one.curves["morf"], all_.curves["morf"], rtol=1e-9, atol=1e-12)
    a = metrics.max_sensitivity(explainer, x, samples=3, batch_size=batch_size)
    b = metrics.max_sensitivity(explainer, x, samples=3)
    torch.testing.assert_close(a.values, b.values, rtol=1e-9, atol=1e-12)


def test_vectors_are_flipped_feature_by_feature():
    model, x = dense(5, 7, 3), inputs(4, 5)
    found = metrics.pixel_flipping(lrpfx.compile(model, x, composite="epsilon"), x)
    assert found.curves["morf"].shape == (4, 6)
    torch.testing.assert_close(found.curves["morf"][:, -1], found.curves["lerf"][:, -1])


# ---- localisation -----------------------------------------------------------------------------------------------


def boxed(low, high):
    mask = torch.zeros(1, 9, 9, dtype=torch.bool)
    mask[0, low:high, low:high] = True
    return mask


def test_mass_and_rank():
    mask = boxed(3, 6)
    even = torch.ones(1, 2, 9, 9)
    assert metrics.mass_accuracy(even, mask).mean == pytest.approx(9 / 81)
    inside = even * mask
    assert metrics.mass_accuracy(inside, mask).mean == metrics.rank_accuracy(inside, mask).mean == 1
    assert metrics.rank_accuracy(even * ~mask, mask).mean == 0
    half = torch.zeros(1, 1, 9, 9)
    half[0, 0, 4, 4], half[0, 0, 0, 0] = 1, 3
    assert metrics.mass_accuracy(half, mask).mean == 0.25
    assert metrics.mass_accuracy(half, mask, pool="squared").mean == 0.1
    assert metrics.mass_accuracy(torch.cat([-half, half, half], 1), mask[:, None]).mean == 0.25


def test_the_pointing_game_stands_beside_the_centre():
    y, x = torch.meshgrid(torch.arange(9.0), torch.arange(9.0), indexing="ij")
    blob = torch.exp(-((y - 4) ** 2 + (x - 4) ** 2) / 8)[None, None].expand(2, 1, 9, 9)
    masks = torch.cat([boxed(3, 6), boxed(0, 3)])
    found = metrics.pointing_game(blob, masks)
    assert found.score.values.tolist() == found.centre.values.tolist() == [1, 0]
    assert found.gain.mean == 0
    assert found.chance.mean == pytest.approx(9 / 81)
    assert metrics.pointing_game(blob, masks, tolerance=2).score.values.tolist() == [1, 1]
    assert metrics.pointing_game(blob, masks, tolerance=1).score.values.tolist() == [1, 0]
    assert "the centre alone" in str(found)


def test_a_sample_without_an_object_is_not_counted():
    masks = torch.cat([boxed(3, 6), boxed(0, 0)])
    score = metrics.mass_accuracy(torch.ones(2, 1, 9, 9), masks)
    assert score.mean == pytest.approx(9 / 81)
    assert "not defined for 1 more" in str(score)
    assert math.isnan(metrics.mass_accuracy(torch.zeros(1, 1, 9, 9), boxed(3, 6)).mean)


# ---- the others -------------------------------------------------------------------------------------------------


def test_the_gradient_of_a_linear_model_is_insensitive_and_relevance_is_not():
    x = inputs(3, 1, 6, 6)
    model = additive()
    steady = metrics.max_sensitivity(lrpfx.compile(model, x, composite="gradient"), x, target=0)
    assert steady.values.abs().max() < 1e-12
    assert metrics.max_sensitivity(gradient(model, x), x, target=0, radius=0.1).mean > 1e-3


def test_completeness_of_the_gradient_of_a_linear_model_is_exact_and_a_baseline_counts():
    x = inputs(3, 1, 6, 6)
    explainer = gradient(additive(), x)
    assert metrics.completeness(explainer, x, target=0).values.max() < 1e-12
    shifted = metrics.completeness(
        explainer, x, target=0, baseline=torch.ones(1, 6, 6).double(), relative=False
    )
    torch.testing.assert_close(shifted.values, torch.full((3,), 36.0).double())


def test_randomising_a_layer_leaves_the_model_and_the_random_state_alone():
    model, x = cnn(), images(3)
    before = {n: t.clone() for n, t in model.state_dict().items()}
    state = torch.get_rng_state()
    found = metrics.mprt(model, x)
    assert torch.equal(state, torch.get_rng_state())
    assert all(torch.equal(t, before[n]) for n, t in model.state_dict().items())
    assert list(found.similarity) == ["8", "4", "1", "0"]
    assert torch.equal(found.last.values, found.similarity["0"])
    assert "8" in str(found)


def test_small_samples_go_through_the_model_many_at_a_time():
    model, x = cnn(), images(2)
    explainer = lrpfx.compile(model, x)
    assert rows_at_once(explainer, 5, 256, x, 1000, explained=False) == 5
    many = rows_at_once(explainer, None, 256, x, 1000, explained=False)
    assert many > rows_at_once(explainer, None, 64, x, 1000, explained=True) > 32
    method = lrpfx.methods.occlusion(model, x)
    assert rows_at_once(method, None, 64, x, 1000, explained=True) == 32


def test_large_samples_are_parted_so_that_every_thread_has_some(monkeypatch):
    monkeypatch.setattr(batch, "CACHE", 0)
    model, x = cnn(), images(2)
    explainer = lrpfx.compile(model, x)
    assert rows_at_once(explainer, None, 64, x, 1000, explained=True) == 32
    assert rows_at_once(explainer, None, 64, x, 16, explained=True) == 2
    assert rows_at_once(explainer, None, 64, x, 1, explained=True) == 1
    torch.set_num_threads(1 + (before := torch.get_num_threads()))
    try:  # the parts change no score, so the number of threads does not enter
        assert rows_at_once(explainer, None, 64, x, 16, explained=True) == 2
    finally:
        torch.set_num_threads(before)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.float16])
def test_the_order_of_relevance_is_that_of_a_stable_sort(dtype):
    values = inputs(5, 40).to(dtype)
    tied = values.round()
    tied[0] = 0.0
    tied[0, ::2] = -0.0
    odd = values.clone()
    odd[1, 3], odd[2, 5], odd[2, 7] = torch.inf, -torch.inf, torch.nan
    for v in (values, tied, odd):
        expected = v.argsort(dim=1, descending=True, stable=True)
        assert torch.equal(descending(v), expected)
        if v is not odd:
            assert torch.equal(v.gather(1, descending(v, stable=False)), v.gather(1, expected))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_equal_values_share_their_mean_rank(dtype):
    values = inputs(6, 30).to(dtype).mul(3).round() / 3
    values[0] = 1
    expected = np.stack([30 - rankdata(v) for v in values.numpy()])
    assert np.array_equal(randomisation._ranked(values, False).numpy(), expected)


@pytest.mark.parametrize("baseline", [0.5, "mean", lambda x: 0.1 * x, torch.full((3, 1, 1), 0.3)])
def test_what_replaces_a_position_is_the_baseline_of_its_place_and_sample(baseline):
    model, x = cnn(), images(3)
    explainer = lrpfx.compile(model, x)
    R = explainer(x).relevance
    absent = {"mean": x.mean((2, 3), keepdim=True)}.get(baseline) if isinstance(baseline, str) else (
        baseline(x) if callable(baseline) else torch.as_tensor(baseline)
    )  # fmt: skip
    absent = absent.to(x).expand_as(x)
    ranks = R.sum(1).flatten(1).argsort(1, descending=True).argsort(1).reshape(3, 1, 8, 8)
    for order, first in (("morf", ranks), ("lerf", 63 - ranks)):
        found = metrics.pixel_flipping(
            explainer, x, relevance=R, order=order, step=16, baseline=baseline, output="logit"
        )
        for k in range(5):
            with torch.no_grad():
                said = model(torch.where(first < 16 * k, absent, x))
            expected = said.gather(1, model(x).argmax(1)[:, None])[:, 0]
            torch.testing.assert_close(found.curves[order][:, k], expected)


def test_a_model_that_changed_is_not_flipped():
    model, x = cnn(), images(2)
    explainer = lrpfx.compile(model, x)
    R = explainer(x).relevance
    with torch.no_grad():
        model[0].weight.mul_(2)
    with pytest.raises(errors.ModelChangedError):
        metrics.pixel_flipping(explainer, x, relevance=R)


def test_an_explanation_that_is_blind_to_the_model_stays():
    model, x = settle(nn.Sequential(nn.Flatten(), nn.Linear(192, 4))), images(3)
    flat = metrics.mprt(model, x, composite=lrpfx.composites.epsilon() | (
        lrpfx.composites.by_kind("dense"), lrpfx.rules.flat()))  # fmt: skip
    assert flat.last.values.isnan().all()  # equal everywhere: no ranks to compare
    changed = metrics.mprt(model, x, make=lrpfx.methods.input_x_gradient)
    assert changed.last.values.abs().max() < 0.7
    edges = metrics.mprt(model, x, make=lambda m, z: lrpfx.methods.lrp(m, z, composite=_input_only()))
    assert edges.last.mean == pytest.approx(1)


def _input_only():
    """R = |x|, whatever the model: an edge detector."""

    @lrpfx.rule
    def blind(op, x, params, R):
        """R_x = |x|"""
        return x.abs()

    return lrpfx.composites.epsilon() | (lrpfx.composites.by_kind("dense"), blind())


# ---- scores -----------------------------------------------------------------------------------------------------


def test_intervals_hold_the_true_mean_as_often_as_they_say():
    hits = 0
    for i in range(200):
        low, high = metrics.Score("s", inputs(40, seed=i) + 3).interval(0.9, seed=i, draws=400)
        hits += low <= 3 <= high
    assert 0.82 <= hits / 200 <= 0.96


def test_a_paired_difference_is_narrower_than_two_intervals():
    common = 5 * inputs(60)
    a, b = metrics.Score("a", common + 0.2), metrics.Score("b", common + 0.01 * inputs(60, seed=2))
    low, high = (a - b).interval()
    assert 0 < low < 0.2 < high < 0.21
    with pytest.raises(errors.ParameterError, match="60 and 2 samples"):
        a - metrics.Score("c", torch.ones(2))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda e, x: metrics.pixel_flipping(e, x, order="up"), "valid: 'morf', 'lerf'"),
        (lambda e, x: metrics.pixel_flipping(e, x, output="p"), "valid: 'together' or 'apart', 'logit'"),
        (lambda e, x: metrics.pixel_flipping(e, x, steps=3, step=2), "not both"),
        (lambda e, x: metrics.pixel_flipping(e, x, steps=0), "positive number"),
        (lambda e, x: metrics.pixel_flipping(e, x, batch_size=0), "batch_size=0"),
        (
            lambda e, x: metrics.pixel_flipping(e, x, order="morf").srg,
            "no curve 'lerf' was measured, but morf",
        ),
        (lambda e, x: metrics.pixel_flipping(e, x, relevance=torch.ones(5)), "does not broadcast"),
        (lambda e, x: metrics.pixel_flipping(e, x.long()), "for a tensor of floating point"),
        (lambda e, x: metrics.pixel_flipping(e, x, target=lambda z: z), "needs classes as a target"),
        (lambda e, x: metrics.mass_accuracy(x, torch.ones(2, 3, 3)), r"needed is \(2, 8, 8\)"),
        (lambda e, x: metrics.mass_accuracy(x, x[:, 0] > 0, pool="max"), "valid: 'signed', 'positive'"),
        (lambda e, x: metrics.pointing_game(x, x[:, 0] > 0, tolerance=-1), "tolerance=-1"),
        (lambda e, x: metrics.max_sensitivity(e, x, samples=0), "one is too small"),
        (lambda e, x: metrics.mprt(nn.Flatten(), x), "nothing can be randomised"),
        (lambda e, x: metrics.mprt(cnn(), x, order="up"), "valid: 'cascading'"),
        (lambda e, x: metrics.Score("s", torch.ones(2)).interval(95), "between 0 and 1"),
    ],
)
def test_what_does_not_fit_is_refused(call, message):
    x = images()
    with pytest.raises(errors.LrpfxError, match=message):
        call(lrpfx.compile(cnn(), x), x)
