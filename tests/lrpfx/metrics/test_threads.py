"""Scores do not depend on how many threads there are; what is not ours is not run side by side."""

import threading

import pytest
import torch
from nets import Residual, cnn, images, settle
from torch import nn

import lrpfx
from lrpfx import errors, metrics
from lrpfx.metrics import batch
from lrpfx.metrics import randomisation as randomisation_


def flipping(explainer, model, x):
    found = metrics.pixel_flipping(explainer, x, steps=6)
    given = metrics.pixel_flipping(explainer, x, relevance=x, order="lerf", channels="apart", baseline="mean")
    return [*found.curves.values(), *given.curves.values()]


def sensitivity(explainer, model, x):
    return [metrics.max_sensitivity(explainer, x, samples=4).values]


def randomisation(explainer, model, x):
    return list(metrics.mprt(model, x).similarity.values())


def completeness(explainer, model, x):
    return [metrics.completeness(explainer, x, baseline=0.5).values]


MEASURES = (flipping, sensitivity, randomisation, completeness)


@pytest.fixture
def with_threads():
    before = torch.get_num_threads()

    def run(count, work, *args):
        torch.set_num_threads(count)
        found = work(*args)
        assert torch.get_num_threads() == count
        return found

    yield run
    torch.set_num_threads(before)


@pytest.fixture
def small_parts(monkeypatch):
    """Parts of few samples, so that there is something to do side by side."""
    monkeypatch.setattr(batch, "CACHE", 0)
    monkeypatch.setattr(batch, "LEAST", 3)
    monkeypatch.setattr(randomisation_, "SMALL", 0)


@pytest.mark.parametrize("measure", MEASURES)
def test_scores_are_the_same_to_the_last_bit(measure, with_threads, small_parts):
    model, x = settle(Residual()).float(), images(7).float()
    kept = {name: value.clone() for name, value in model.state_dict().items()}
    explainer = lrpfx.compile(model, x[:2])
    one, *others = (with_threads(count, measure, explainer, model, x) for count in (1, 2, 3))
    assert one
    for other in others:
        assert all(torch.equal(a, b) for a, b in zip(one, other, strict=True))
    assert all(torch.equal(value, kept[name]) for name, value in model.state_dict().items())
    assert not any(m._forward_hooks or m._forward_pre_hooks for m in model.modules())


@pytest.mark.parametrize("measure", [flipping, sensitivity, completeness])
def test_methods_of_ours_give_the_same_scores_too(measure, with_threads, small_parts):
    model, x = cnn(), images(5)
    explainer = lrpfx.methods.smoothgrad(lrpfx.compile(model, x), samples=2)
    one, two = (with_threads(count, measure, explainer, model, x) for count in (1, 2))
    assert all(torch.equal(a, b) for a, b in zip(one, two, strict=True))


def test_parts_are_explained_by_several_threads(monkeypatch, with_threads, small_parts):
    explainer, x, both = lrpfx.compile(cnn(), images(2)), images(6), threading.Barrier(2)
    call = lrpfx.Explainer.__call__

    def meets(self, *args, **options):
        both.wait(10)  # raises BrokenBarrierError where a part is explained alone
        return call(self, *args, **options)

    monkeypatch.setattr(lrpfx.Explainer, "__call__", meets)
    with_threads(2, metrics.completeness, explainer, x)


class Foreign:
    """An explainer of the user, who counts on one thread."""

    def __init__(self, explainer):
        self.explainer, self.threads = explainer, set()

    def __call__(self, x, *, target=None):
        self.threads.add((threading.get_ident(), torch.get_num_threads()))
        return self.explainer(x, target=target)

    def predict(self, x):
        self.threads.add((threading.get_ident(), torch.get_num_threads()))
        return self.explainer.predict(x)


@pytest.mark.parametrize("measure", [flipping, sensitivity, completeness])
@pytest.mark.parametrize("inside", [False, True])
def test_what_a_user_has_written_is_called_as_ever(measure, inside, with_threads, small_parts):
    model, x = cnn(), images(5)
    foreign = Foreign(lrpfx.compile(model, x))
    explainer = lrpfx.methods.smoothgrad(foreign, samples=2) if inside else foreign
    with_threads(2, measure, explainer, model, x)
    assert foreign.threads == {(threading.get_ident(), 2)}


def test_a_user_s_way_to_explain_is_called_as_ever_where_layers_are_randomised(with_threads):
    seen, x = set(), images(3)

    def make(model, example):
        seen.add((threading.get_ident(), torch.get_num_threads()))
        return lrpfx.compile(model, example)

    with_threads(2, lambda: metrics.mprt(cnn(), x, make=make))
    assert seen == {(threading.get_ident(), 2)}


@pytest.mark.parametrize("threads", [1, 2])
def test_an_error_in_a_lane_is_that_of_the_input(threads, with_threads, small_parts):
    x = images(6)
    explainer = lrpfx.compile(cnn(), x)
    with pytest.raises(errors.TargetError, match="class 9"):
        with_threads(threads, lambda: metrics.completeness(explainer, x, target=[0, 0, 0, 0, 9, 0]))
    assert torch.get_num_threads() == threads


def test_a_model_that_has_changed_is_refused(small_parts):
    model, x = cnn(), images(4)
    explainer = lrpfx.compile(model, x)
    with torch.no_grad():
        next(p for p in model.parameters()).add_(1)
    for measure in (flipping, sensitivity, completeness):
        with pytest.raises(errors.ModelChangedError):
            measure(explainer, model, x)


def test_masks_of_samples_stay_with_their_samples(with_threads, small_parts):
    model, x = cnn(), images(5)
    mask = {"3": torch.rand(5, 1, 1, 1, dtype=torch.float64).expand(5, *_shape(model, x))}
    explainer = lrpfx.compile(model, x, mask=mask)
    scores = with_threads(2, metrics.completeness, explainer, x)
    whole = explainer(x)
    missing = (whole.relevance.flatten(1).sum(1) - whole.output.amax(1)).abs() / whole.output.amax(1).abs()
    torch.testing.assert_close(scores.values, missing)


def _shape(model, x):
    return nn.Sequential(*list(model)[:4])(x).shape[1:]
