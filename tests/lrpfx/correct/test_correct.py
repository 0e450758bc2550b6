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
