"""γ chosen against a metric: the best of what was tried, compared where it was not chosen."""

import pytest
import torch
from nets import cnn, images
from torch import nn

import lrpfx
from lrpfx import composites, errors, metrics


def test_depths_are_ranges_of_linear_layers_from_the_input():
    model = (
        nn.Sequential(*(layer for _ in range(5) for layer in (nn.Linear(4, 4), nn.ReLU()))).double().eval()
    )
    explainer = lrpfx.compile(
        model, torch.ones(2, 4).double(), composite=composites.gamma_by_depth((0.5, 0.0))
    )
    found = explainer.composite.assign(explainer.forward).values()
    rules = [str(a.rule) for a in found if a.why.startswith("linear, depth")]
    assert [r.partition("(")[0] for r in rules] == ["gamma"] * 3 + ["epsilon"] * 2


@pytest.mark.parametrize("gammas", [(), (-0.1,), (float("nan"),)])
def test_a_gamma_that_is_none_is_refused(gammas):
    with pytest.raises(errors.ParameterError, match="gammas="):
        composites.gamma_by_depth(gammas)


def wanted(score):
    """A metric that knows which γ is best at every depth."""

    def metric(explainer, x, classes):
        gammas = [0.0 if "epsilon" in str(r) else float(str(r).partition("gamma=")[2].partition(",")[0].rstrip(")"))
                  for _, r in explainer.composite.entries if _.label.startswith("linear, depth")]  # fmt: skip
        return metrics.Score("wanted", torch.full((len(x),), score(gammas)).double())

    return metric


@pytest.mark.slow
def test_every_depth_gets_its_own_best():
    model, x = cnn(), images(4)
    best = (1.0, 0.0, 0.5)
    metric = wanted(lambda g: -sum(abs(a - b) for a, b in zip(g, best, strict=False)))
    found = metrics.tune(model, x, depths=3, grid=(0.0, 0.5, 1.0), metric=metric)
    assert found.gammas == best
    assert found.held_out.mean == 0
    assert [p.varied for p in found.points] == ["all depths"] * 3 + ["depth 3 of 3"] * 3 + [
        "depth 2 of 3"
    ] * 3 + ["depth 1 of 3"] * 3
    assert all(set(r) == {"varied", "gamma", "gammas", "score", "low", "high"} for r in found.records())


@pytest.mark.slow
def test_what_is_chosen_is_the_best_that_was_tried_and_is_compared_on_other_samples():
    model, x = cnn(), images(12)
    seen = []

    def metric(explainer, x, classes):
        seen.append(x)
        return metrics.srg(explainer, x, classes)

    found = metrics.tune(model, x, depths=2, grid=(0.0, 0.25), metric=metric)
    assert found.points[0].score.mean <= max(p.score.mean for p in found.points)
    chosen = next(p for p in found.points if p.gammas == found.gammas)
    assert chosen.score.mean == max(p.score.mean for p in found.points)
    assert all(torch.equal(s, x[:6]) for s in seen[:-2])
    assert all(torch.equal(s, x[6:]) for s in seen[-2:])
    assert "gain" in str(found)


def test_too_little_to_tune_on_is_refused():
    with pytest.raises(errors.ParameterError, match="3 samples"):
        metrics.tune(cnn(), images(3))
