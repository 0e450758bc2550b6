"""Taking an artefact out of a model."""

import copy

import pytest
import torch
from torch import nn

import lrpfx
from lrpfx import correct
from lrpfx.errors import NonFiniteError, ParameterError


@pytest.fixture(scope="module")
def cheater():
    """A network of two classes that has learned a bright corner: (model, clean inputs, the same with it, classes)."""
    random = torch.Generator().manual_seed(0)
    x = torch.rand(96, 1, 8, 8, generator=random, dtype=torch.float64)
    y = (torch.arange(96) % 2).long()
    x[y == 1, :, 3:6, 3:6] += 0.25  # the class itself, faintly
    tagged = x.clone()
    tagged[..., :2, :2] = 2.0
    train = torch.where(
        (y == 1)[:, None, None, None] & (torch.rand(96, 1, 1, 1, generator=random) < 0.7), tagged, x
    )
    torch.manual_seed(0)
    model = nn.Sequential(
        nn.Conv2d(1, 6, 3, padding=1), nn.ReLU(), nn.AvgPool2d(2), nn.Flatten(),
        nn.Linear(96, 16), nn.ReLU(), nn.Linear(16, 2),
    ).double()  # fmt: skip
    model = correct.fine_tune(model, lambda: [(train, y)], rounds=60, rate=1e-2)
    return model.eval(), x, tagged, y


def accuracy(model, x, y):
    with torch.no_grad():
        return float((model(x).argmax(1) == y).double().mean())


def found(cheater, at="2", **options):
    model, x, tagged, _ = cheater
    both = torch.cat([tagged, x])
    h = correct.activations(model, at, both.split(64))
    return correct.artefact_direction(h, torch.arange(len(both)) < len(x), **options)


@pytest.mark.parametrize("kind", ["signal", "filter"])
def test_the_direction_separates_what_has_the_artefact_from_what_has_not(cheater, kind):
    artefact = found(cheater, kind=kind)
    assert artefact.direction.norm() == pytest.approx(1)
    assert artefact.separation > 5
    assert artefact.present > artefact.absent


def test_the_signal_is_the_difference_of_the_means(cheater):
    model, x, tagged, _ = cheater
    with torch.no_grad():
        difference = (model[:3](tagged) - model[:3](x)).mean(0)
    torch.testing.assert_close(found(cheater).direction, difference / difference.norm())


@pytest.mark.parametrize("samples", [20, 200])
def test_the_filter_is_ridge_regression_in_samples_or_in_features(samples):
    random = torch.Generator().manual_seed(1)
    h = torch.randn(samples, 40, generator=random, dtype=torch.float64)
    t = torch.arange(samples) % 3 == 0
    c = h - h.mean(0)
    weight = c.square().sum() / samples / 40
    wanted = torch.linalg.solve(
        c.T @ c / samples + weight * torch.eye(40).double(), c.T @ (t.double() - t.double().mean())
    )
    torch.testing.assert_close(
        correct.artefact_direction(h, t, kind="filter").direction, wanted / wanted.norm()
    )


def test_projection_makes_the_artefact_ineffective_and_leaves_the_rest(cheater):
    model, x, tagged, y = cheater
    before = copy.deepcopy(model.state_dict())
    assert accuracy(model, tagged, y) < 0.7  # it cheats: the corner makes everything class 1
    corrected = correct.projective(model, "2", found(cheater))
    assert accuracy(corrected, tagged, y) > 0.85
    assert accuracy(corrected, x, y) > accuracy(model, x, y) - 0.05
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())


def test_projection_is_idempotent_and_explains(cheater):
    model, _, tagged, y = cheater
    artefact = found(cheater)
    shift = correct.Shift(artefact.direction, artefact.absent)
    h = correct.activations(model, "2", [tagged])
    torch.testing.assert_close(shift(shift(h)), shift(h))
    corrected = correct.projective(model, "2", artefact)
    corner = [
        lrpfx.explain(m, tagged[:8], target=y[:8]).relevance[..., :2, :2].abs().sum()
        for m in (model, corrected)
    ]
    assert corner[1] < corner[0]


@pytest.mark.parametrize("shape", [(5, 4, 3, 3), (5, 3, 4), (5, 4)])
def test_a_direction_in_channels_fits_every_place(shape):
    random = torch.Generator().manual_seed(2)
    h = torch.randn(shape, generator=random, dtype=torch.float64)
    artefact = correct.artefact_direction(
        h, torch.tensor([1, 1, 0, 0, 0], dtype=torch.bool), space="channels"
    )
    assert artefact.direction.shape == (4,)
    out = correct.Shift(artefact.direction, 0.5)(h)
    pooled = out if out.ndim == 2 else out.mean(1) if out.ndim == 3 else out.mean((2, 3))
    torch.testing.assert_close(pooled @ artefact.direction, torch.full((5,), 0.5).double())


def test_training_with_the_artefact_everywhere_teaches_that_it_tells_nothing(cheater):
    model, x, tagged, y = cheater
    augmented = correct.augmentative(model, "2", found(cheater))
    trained = correct.without(correct.fine_tune(augmented, lambda: [(x, y)], rounds=60, rate=1e-2))
    assert [*trained.state_dict()] == [*model.state_dict()]
    assert accuracy(trained, tagged, y) > accuracy(model, tagged, y) + 0.2


def test_a_shift_is_taken_away_alone_and_one_after_another_too(cheater):
    model, x, _, _ = cheater
    once = correct.projective(model, "2", found(cheater))
    twice = correct.augmentative(once, "2", found(cheater))
    torch.testing.assert_close(correct.without(twice, "2")(x), once(x), rtol=0, atol=0)
    assert [*correct.without(twice, "2").state_dict()] == [*once.state_dict()]
    assert [*correct.without(twice).state_dict()] == [*model.state_dict()]
    with pytest.raises(ParameterError, match="no shift is after module `0`"):
        correct.without(twice, "0")


def test_every_second_sample_has_the_artefact(cheater):
    model, x, _, _ = cheater
    every, second = (correct.augmentative(model, "2", found(cheater), every=n) for n in (1, 2))
    torch.testing.assert_close(second(x)[::2], every(x)[::2])
    torch.testing.assert_close(second(x)[1::2], model(x)[1::2])
    with pytest.raises(ParameterError, match="every=0"):
        correct.augmentative(model, "2", found(cheater), every=0)


def test_a_penalty_on_relevance_turns_the_model_away_from_a_region(cheater):
    model, x, tagged, y = cheater
    region = torch.zeros(8, 8)
    region[:2, :2] = 1
    mixed, both = torch.cat([x, tagged]), torch.cat([y, y])

    def share(m):
        R = lrpfx.explain(m, mixed, target=both, composite="epsilon_plus").relevance.square()
        return float((R * region).sum() / R.sum())

    trained = correct.right_reasons(
        model, lambda: [(mixed[::2], both[::2])], region, weight=5.0, rounds=8, rate=5e-3
    )
    assert share(trained) < share(model) / 2


def test_batches_are_trained_on_in_evaluation_mode_and_flags_are_restored(cheater):
    model = (
        nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.Flatten(), nn.Linear(72, 2)).double().train()
    )
    model[0].weight.requires_grad_(False)
    x, y = cheater[1], cheater[3]
    trained = correct.fine_tune(model, lambda: [(x, y)])
    assert trained.training
    model[1].eval()  # a part that is frozen stays so
    artefact = correct.Artefact(torch.ones(2).double(), 0.0, 0.0, 0.0)
    copies = (correct.fine_tune(model, lambda: [(x, y)]), correct.projective(model, "0", artefact))
    assert [(m.training, m[1].training) for m in copies] == [(True, False)] * 2
    model[1].train()
    assert torch.equal(trained[1].running_mean, model[1].running_mean)
    assert [p.requires_grad for p in trained.parameters()] == [p.requires_grad for p in model.parameters()]
    correct.activations(model, "1", [x])
    assert all(m.training for m in model.modules())


def test_bad_input_is_an_error_with_the_mend(cheater):
    model, x, _, y = cheater
    with pytest.raises(ParameterError, match="no module `layer9`; it has 0, 1, 2"):
        correct.projective(model, "layer9", found(cheater))
    with pytest.raises(ParameterError, match="1 of 4 samples carry the artefact"):
        correct.artefact_direction(torch.randn(4, 3), torch.tensor([True, False, False, False]))
    with pytest.raises(ParameterError, match="have the same activations here"):
        correct.artefact_direction(torch.ones(4, 3), torch.tensor([True, True, False, False]))
    with pytest.raises(ParameterError, match="`space='channels'` fits all"):
        correct.Shift(torch.ones(2, 5, 5), 0.0)(torch.ones(1, 2, 4, 4))
    with pytest.raises(ParameterError, match=r"region has the shape \(3, 3\), the inputs \(1, 8, 8\)"):
        correct.right_reasons(model, lambda: [(x, y)], torch.ones(3, 3))
    with pytest.raises(NonFiniteError, match="the loss of batch 0 is nan"):
        correct.fine_tune(model, lambda: [(x * float("nan"), y)])


# ---- what an artefact is told from ------------------------------------------------------------------------------


def planted(label_right=False, hidden=0):
    """Activations of two classes, of which 20 have a component 3 along the last axis: (h, present, own, artefact).

    Those 20 are said to be of class 0; half of them show class 1, unless `label_right`. `hidden`: of the others of
    class 0, as many have it too.
    """
    random = torch.Generator().manual_seed(0)
    shows = torch.cat([torch.arange(20) % 2 * (not label_right), torch.zeros(40), torch.ones(120)])
    h = 0.5 * torch.randn(180, 30, generator=random, dtype=torch.float64)
    h[:, 0] += 4 * shows
    artefact = torch.eye(30, dtype=torch.float64)[-1]
    h[: 20 + hidden] += 3 * artefact
    present = torch.arange(180) < 20
    return h, present, torch.arange(160) < 40, artefact


def test_samples_that_show_the_like_give_the_direction_of_the_artefact_alone():
    h, present, own, artefact = planted()
    weight = correct.matched(h, present, own)
    assert weight.sum() == pytest.approx(1)
    assert float(weight[own].sum()) == pytest.approx(0.5, abs=0.15)
    assert correct.artefact_direction(h, present, weight=weight).direction @ artefact > 0.95
    of_class = h[:60], present[:60]
    assert correct.artefact_direction(*of_class).direction @ artefact < 0.9


def test_samples_that_show_their_class_are_told_from_others_of_it():
    h, present, own, artefact = planted(label_right=True)
    h[:, 0] /= 8  # classes that are hardly told apart by their neighbours, of which most are of the other
    weight, blind = correct.matched(h, present, own), correct.matched(h, present)
    assert float(weight[own].sum()) > 0.5
    assert float(blind[own].sum()) < 0.35
    assert correct.artefact_direction(h, present, weight=weight).direction @ artefact > 0.95


def test_samples_that_carry_the_artefact_unnamed_are_no_controls_and_are_found():
    h, present, own, _ = planted(hidden=6)
    weight = correct.matched(h, present, own)
    assert float(weight[:6].sum()) == 0
    found = correct.artefact_direction(h, present, weight=weight)
    along = h @ found.direction
    carry = correct.carrying(along[20:], along[:20], torch.ones(160))
    assert carry.nonzero().flatten().tolist() == [0, 1, 2, 3, 4, 5]


def test_of_samples_that_have_nothing_in_common_none_is_found_to_carry_it():
    h, _, _, _ = planted()
    present = torch.zeros(180, dtype=torch.bool)
    present[20:40] = True
    h = h[20:]
    weight = correct.matched(h, present[20:])
    along = h @ correct.artefact_direction(h, present[20:], weight=weight).direction
    assert not correct.carrying(along[20:], along[:20], weight).any()


def test_weights_of_one_each_change_nothing():
    h, present, _, _ = planted()
    for kind in ("signal", "filter"):
        one, other = (
            correct.artefact_direction(h, present, kind=kind, weight=w) for w in (None, torch.ones(160))
        )
        torch.testing.assert_close(one.direction, other.direction)
        assert (one.present, one.absent, one.separation) == pytest.approx(
            (other.present, other.absent, other.separation)
        )


def test_what_matching_and_weights_do_not_fit_is_an_error():
    h, present, _, _ = planted()
    with pytest.raises(ParameterError, match="180 of 180 samples carry the artefact"):
        correct.matched(h, torch.ones(180, dtype=torch.bool))
    with pytest.raises(ParameterError, match=r"160 samples are without the artefact.* shape \(3,\)"):
        correct.artefact_direction(h, present, weight=torch.ones(3))
    with pytest.raises(ParameterError, match="20 samples with the artefact, 160 without, 3 weights"):
        correct.plant(h, present, torch.ones(3))


# ---- planting ---------------------------------------------------------------------------------------------------


def test_a_tag_is_planted_as_it_is_and_a_tint_as_a_shift_within_the_range():
    random = torch.Generator().manual_seed(0)
    x = torch.rand(200, 1, 4, 4, generator=random).mul(0.8)
    present = torch.arange(200) < 100
    x[:100, :, 0, 0] = 1.0  # a tag
    x[:100, :, 3] += 0.2  # a tint
    x[:100, :, 1, 1] = 0.1 + x[:100, :, 1, 1] / 4  # a pale spot
    plant = correct.plant(x, present, torch.ones(100))
    seen = plant(x[100:])
    torch.testing.assert_close(seen[:, :, 0, 0], torch.ones(100, 1))
    torch.testing.assert_close(seen[:, :, 3], x[100:, :, 3] + 0.2, atol=0.12, rtol=0)
    torch.testing.assert_close(seen[:, :, 1, 1], 0.1 + x[100:, :, 1, 1] / 4, atol=0.05, rtol=0)
    torch.testing.assert_close(seen[:, :, 2], x[100:, :, 2], atol=0.12, rtol=0)
    assert float(seen.max()) <= 1.0
    assert float(seen.min()) >= 0.0


# ---- modules ----------------------------------------------------------------------------------------------------


def test_stages_are_parts_at_all_depths_but_the_last(cheater):
    model, x, _, _ = cheater
    assert correct.stages(model, x[:2]) == ["0", "1", "2", "3", "4", "5"]
    assert correct.stages(model, x[:2], most=3) == ["0", "2", "5"]
    deep = nn.ModuleDict({"features": nn.Sequential(*model[:4]), "head": nn.Sequential(*model[4:])})
    deep.forward = lambda x: deep["head"](deep["features"](x))
    assert correct.stages(deep, x[:2]) == [
        "features.0",
        "features.1",
        "features.2",
        "features.3",
        "head.0",
        "head.1",
    ]
    assert not any(module._forward_hooks for module in model.modules())


def test_a_part_that_is_called_twice_or_hands_out_no_tensor_is_no_stage(cheater):
    _, x, _, _ = cheater

    class Twice(nn.Module):
        def __init__(self):
            super().__init__()
            self.relu, self.first, self.lstm, self.last = (
                nn.ReLU(), nn.Linear(64, 8), nn.LSTM(8, 8, batch_first=True), nn.Linear(8, 2),
            )  # fmt: skip

        def forward(self, x):
            h = self.relu(self.first(self.relu(x.flatten(1))))
            return self.last(self.lstm(h[:, None])[0][:, 0])

    assert correct.stages(Twice().double(), x[:2]) == ["first"]


# ---- relevance of a direction -----------------------------------------------------------------------------------


@pytest.mark.parametrize("space", ["values", "channels"])
def test_a_penalty_takes_relevance_away_from_a_direction(cheater, space):
    from lrpfx.correct.train import _along

    model, x, tagged, y = cheater
    artefact = found(cheater, at="1", space=space)

    def share(m):
        explained = lrpfx.explain(m, tagged, target=1, composite="epsilon_plus", record=["1"])
        return float(_along(explained.layers["1"], artefact).mean())

    trained = correct.right_reasons(
        model, lambda: [(x, y)], artefact, at="1", suspects=lambda: [(tagged, y)], weight=1000.0, rounds=30, rate=5e-3
    )  # fmt: skip
    assert share(trained) < share(model) / 3
    assert accuracy(trained, x, y) > 0.85


def test_the_share_of_a_direction_is_that_of_conditional_relevance(cheater):
    from lrpfx.correct.train import _along

    model, _, tagged, _ = cheater
    artefact = correct.Artefact(found(cheater, at="4").direction, 0.0, 0.0, 0.0)
    layer = lrpfx.explain(model, tagged, target=1, composite="epsilon", record=["4"]).layers["4"]
    through = lrpfx.condition("4", direction=artefact.direction)
    part = lrpfx.explain(model, tagged, target=1, composite="epsilon", record=["4"], condition=through)
    share = part.layers["4"].relevance.sum(1) / layer.relevance.abs().sum(1)
    torch.testing.assert_close(_along(layer, artefact), share.square(), rtol=1e-3, atol=1e-6)


def test_a_model_with_max_pooling_is_trained_by_its_relevance():
    torch.manual_seed(0)
    model = nn.Sequential(
        *[nn.Conv2d(1, 12, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)],
        *[nn.Conv2d(12, 24, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(24 * 49, 3)],
    ).eval()
    x, y = torch.randn(8, 28, 28, 1).permute(0, 3, 1, 2), torch.arange(8) % 3  # as images are stored
    trained = correct.right_reasons(
        model, lambda: [(x, y)], torch.ones(28, 28).tril(-20), weight=1.0, rate=1e-3
    )
    assert not torch.equal(trained[0].weight, model[0].weight)


def test_a_direction_without_its_module_or_suspects_that_are_none_are_errors(cheater):
    model, x, _, y = cheater
    with pytest.raises(ParameterError, match="a direction needs `at`"):
        correct.right_reasons(model, lambda: [(x, y)], found(cheater))
    with pytest.raises(ParameterError, match="`suspects` gives no batch"):
        correct.right_reasons(model, lambda: [(x, y)], found(cheater), at="2", suspects=lambda: [])
