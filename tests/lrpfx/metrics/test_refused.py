"""What a metric cannot score is refused, or not defined; it never becomes a number in silence."""

import pytest
import torch
from nets import cnn, images

import lrpfx
from lrpfx import errors, metrics

MODEL, X = cnn(), images(4)
EXPLAINER = lrpfx.compile(MODEL, X)
MASK = torch.zeros(4, 8, 8, dtype=torch.bool)
MASK[:, 2:5, 2:5] = True
LOCAL = (metrics.mass_accuracy, metrics.rank_accuracy, metrics.pointing_game)
ASKING = (metrics.pixel_flipping, metrics.max_sensitivity, metrics.completeness)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_relevance_that_is_not_finite_is_refused_with_its_sample(value):
    R = torch.ones_like(X)
    R[2, 0, 1, 1] = value
    for measure in (*ASKING[::2], lambda explainer, x, relevance: metrics.rank_accuracy(relevance, MASK)):
        with pytest.raises(errors.InputError, match="NaN or infinity, in sample 2"):
            measure(EXPLAINER, X, relevance=R)
    for local in LOCAL:
        with pytest.raises(errors.InputError, match="in sample 2"):
            local(R, MASK)


@pytest.mark.parametrize("local", LOCAL)
def test_masks_that_say_nothing_are_refused(local):
    R = EXPLAINER(X).relevance
    with pytest.raises(errors.InputError, match="not NoneType"):
        local(R, None)
    with pytest.raises(errors.InputError, match="NaN"):
        local(R, torch.full((4, 8, 8), float("nan")))
    with pytest.raises(errors.InputError, match=r"\(4, 3, 8\)"):
        local(R, MASK[:, :3])


def test_arrays_are_taken_as_quantus_takes_them():
    R = EXPLAINER(X).relevance
    for local in LOCAL[:2]:
        assert torch.equal(local(R.numpy(), MASK.numpy()).values, local(R, MASK).values)
    same = metrics.pointing_game(R.numpy(), MASK.numpy()).score.values
    assert torch.equal(same, metrics.pointing_game(R, MASK).score.values)
    for measure in ASKING[::2]:
        measure(EXPLAINER, X, relevance=R.numpy())


def test_a_map_that_is_equal_everywhere_points_nowhere():
    R = -torch.ones_like(X)  # nothing is positive
    assert not len(metrics.pointing_game(R, MASK).score.defined)
    assert not len(metrics.rank_accuracy(R, MASK).defined)
    R[1, :, 3, 3] = 1
    assert metrics.pointing_game(R, MASK).score.defined.tolist() == [1.0]
    assert len(metrics.pointing_game(R, MASK).centre.defined) == 4


@pytest.mark.parametrize("measure", ASKING)
def test_a_model_is_no_explainer_and_a_number_no_batch(measure):
    with pytest.raises(errors.ParameterError, match="an explainer, not the model"):
        measure(MODEL, X)
    for x, said in (
        (torch.tensor(1.0).double(), "shape"),
        (X.numpy(), "torch.as_tensor"),
        (X.int(), "int32"),
    ):
        with pytest.raises(errors.InputError, match=said):
            measure(EXPLAINER, x)


def test_an_explainer_has_no_layers_to_randomise():
    with pytest.raises(errors.ParameterError, match="give the model"):
        metrics.mprt(EXPLAINER, X)


def test_baselines_noise_and_steps_that_do_not_fit_are_refused():
    for baseline in (torch.zeros(5), float("nan")):
        with pytest.raises(errors.ParameterError, match="baseline"):
            metrics.completeness(EXPLAINER, X, baseline=baseline)
    named = metrics.completeness(EXPLAINER, X, baseline="mean").values
    mean = X.mean((2, 3), keepdim=True).expand_as(X)
    torch.testing.assert_close(named, metrics.completeness(EXPLAINER, X, baseline=mean).values)
    for noise in (torch.zeros(3, 5), torch.zeros(0, 1, 3, 8, 8), torch.zeros(2, 3, 3, 8, 8)):
        with pytest.raises(errors.InputError, match="noise"):
            metrics.max_sensitivity(EXPLAINER, X, noise=noise)
    with pytest.raises(errors.ParameterError, match="whole"):
        metrics.pixel_flipping(EXPLAINER, X, steps=2.5)


def test_tuning_takes_one_class_for_all_and_refuses_what_does_not_fit():
    one = metrics.tune(MODEL, X, target=1, grid=(0.0, 0.25), depths=1)
    many = metrics.tune(MODEL, X, target=[1] * 4, grid=(0.0, 0.25), depths=1)
    assert torch.equal(one.held_out.values, many.held_out.values)
    with pytest.raises(errors.TargetError, match="4 samples"):
        metrics.tune(MODEL, X, target=[1, 2], grid=(0.0,), depths=1)


def test_tuning_chooses_by_no_metric_that_is_not_defined():
    def nowhere(explainer, x, classes):
        return metrics.Score("nowhere", torch.full((len(x),), torch.nan))

    with pytest.raises(errors.ParameterError, match="defined for no sample"):
        metrics.tune(MODEL, X, grid=(0.0, 0.25), depths=1, metric=nowhere)

    def at_first_not(explainer, x, classes):
        at_first_not.calls += 1
        return metrics.Score("late", torch.full((len(x),), torch.nan if at_first_not.calls == 1 else 1.0))

    at_first_not.calls = 0
    assert metrics.tune(MODEL, X, grid=(0.0, 0.25), depths=1, metric=at_first_not).gammas == (0.25,)
