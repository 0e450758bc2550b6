"""Inputs of other sizes: traced once each, with the same folded parameters."""

import copy

import numpy as np
import pytest
import torch
from nets import cnn, settle
from torch import nn

import lrpfx
from lrpfx import errors
from lrpfx.explainer import OTHERS
from lrpfx.folds import Folds
from lrpfx.traces import traces


def net() -> nn.Module:
    torch.manual_seed(0)
    model = nn.Sequential(
        *(nn.Conv2d(3, 6, 3, bias=False), nn.BatchNorm2d(6), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 5, 3)),
        *(nn.BatchNorm2d(5), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(5, 4)),
    )
    return settle(model)


def images(size: int, batch: int = 2) -> torch.Tensor:
    return torch.randn(
        batch, 3, size, size, generator=torch.Generator().manual_seed(size), dtype=torch.float64
    )


@pytest.mark.parametrize(
    "composite", ["epsilon_plus_flat", "epsilon_plus", "epsilon_alpha2_beta1", "gradient"]
)
def test_another_image_size_is_explained_as_if_compiled_for_it(composite):
    model = net()
    explainer = lrpfx.compile(model, images(16), composite=composite)
    for size in (20, 16, 13):
        found, wanted = explainer(images(size, 3)), lrpfx.explain(model, images(size, 3), composite=composite)
        assert torch.equal(found.relevance, wanted.relevance)
        assert torch.equal(found.output, explainer.predict(images(size, 3)))
    assert explainer.cost(images(20)).flops > explainer.cost(images(16)).flops


def test_what_depends_on_parameters_alone_is_shared_between_sizes():
    explainer = lrpfx.compile(net(), images(16))
    before = dict(explainer.folds.values)
    explainer(images(24))
    (other,) = explainer.others.values()
    own = {id(value) for value in explainer.params.values()}
    weights = [value for value in other.params.values() if value.ndim == 4 and value.shape[0] > 1]
    assert len(weights) >= 2
    assert all(id(value) in own for value in weights)
    assert all(explainer.folds.values[place] is value for place, value in before.items())


@pytest.mark.parametrize("composite", ["epsilon_plus_flat", "epsilon_plus", "deep_lift"])
def test_a_ledger_folds_no_weight_again(composite):
    explainer = lrpfx.compile(net(), images(16), composite=composite)
    explanation = explainer(images(16))
    before = set(explainer.folds.values)
    ledger = explanation.ledger()
    assert not [
        explainer.folds.values[key]
        for key in set(explainer.folds.values) - before
        if _is_weight(key, explainer)
    ]
    alone = lrpfx.compile(net(), images(16), composite=composite).ledger(images(16))
    assert str(ledger) == str(alone)


def _is_weight(key, explainer):
    return explainer.folds.values[key].ndim == 4 and explainer.folds.values[key].shape[0] > 1


def test_an_emptied_copy_gives_no_number_another_meaning():
    folds = Folds()
    numbers = {folds.key("relu", i) for i in range(5)} | {folds.own()}
    other = folds.emptied()
    assert other.key("relu", 3) == folds.key("relu", 3)
    assert not {other.key("tanh"), other.own()} & numbers
    assert not other.values


def plain() -> nn.Module:
    torch.manual_seed(0)
    layers = (nn.Conv2d(3, 6, 3), nn.ReLU(), nn.Conv2d(6, 5, 3), nn.ReLU(), nn.Flatten(), nn.LazyLinear(4))
    model = nn.Sequential(*layers).double().eval()
    model(images(16))
    return model


@pytest.mark.parametrize("asked", ["ledger", "weights"])
@pytest.mark.parametrize("make", [net, plain])
def test_accounts_of_a_differentiable_explainer_are_of_the_parameters_as_they_are(make, asked):
    model = make()
    explainer = lrpfx.compile(model, images(16), composite="epsilon_plus", differentiable=True)
    accounts = [_account(explainer, asked)]
    with torch.no_grad():
        model[0].weight.mul_(torch.linspace(-1, 2, 6, dtype=torch.float64)[:, None, None, None])
    accounts.append(_account(explainer, asked))
    wanted = _account(lrpfx.compile(model, images(16), composite="epsilon_plus"), asked)
    assert torch.allclose(accounts[1], wanted, rtol=1e-10)
    assert not torch.allclose(accounts[0], wanted, rtol=1e-3)


@pytest.mark.parametrize("asked", ["ledger", "weights"])
@pytest.mark.parametrize("make", [net, plain])
def test_accounts_of_a_copy_are_those_of_the_explainer(make, asked):
    explainer = lrpfx.compile(make(), images(16), composite="epsilon_plus")
    other = copy.deepcopy(explainer)
    assert torch.equal(_account(other, asked), _account(explainer, asked))


def _account(explainer, asked):
    if asked == "ledger":
        return torch.from_numpy(np.stack([*explainer.ledger(images(16), target=1).inputs.values()]))
    return explainer.weight_relevance(images(16), target=1)["0.weight"].detach()


def test_each_size_is_traced_once():
    explainer = lrpfx.compile(net(), images(16))
    before = traces.traced
    for size in (21, 16, 21, 19, 21):
        for batch in (1, 2, 5):
            explainer(images(size, batch))
    assert traces.traced - before <= 2
    assert len(explainer.others) == 2


def test_sizes_are_remembered_to_a_number():
    explainer = lrpfx.compile(nn.Conv2d(1, 1, 3).eval(), torch.zeros(1, 1, 4, 4), composite="epsilon")
    for size in range(5, 5 + OTHERS + 3):
        explainer(torch.ones(1, 1, size, size), target=lambda output: output)
    assert len(explainer.others) == OTHERS


def test_the_constants_of_a_size_are_its_own():
    class Positions(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv, self.head = nn.Conv2d(3, 2, 3), nn.Linear(2, 3)

        def forward(self, x):
            z = self.conv(x)
            return self.head((z * torch.linspace(0, 1, z.shape[-1], dtype=z.dtype)).relu().mean((2, 3)))

    torch.manual_seed(0)
    model = Positions().double().eval()
    explainer = lrpfx.compile(model, images(8), composite="epsilon_plus")
    for size in (9, 12):
        wanted = lrpfx.explain(model, images(size), composite="epsilon_plus")
        assert torch.equal(explainer(images(size)).relevance, wanted.relevance)
        assert torch.allclose(wanted.output, model(images(size)))


def test_a_changed_checkpoint_is_refused_for_every_size():
    model = net()
    explainer = lrpfx.compile(model, images(16))
    explainer(images(20))
    with torch.no_grad():
        model[0].weight.mul_(2)
    for size in (16, 20, 24):
        with pytest.raises(errors.ModelChangedError):
            explainer(images(size))


def test_a_copy_has_results_of_its_own():
    explainer = lrpfx.compile(net(), images(16))
    other = copy.deepcopy(explainer)
    with torch.no_grad():
        other.model[0].weight.mul_(2)
    explainer(images(20))
    assert not other.folds.values
    assert not other.others


def test_a_size_that_the_model_does_not_take_is_told_with_what_was_compiled():
    explainer = lrpfx.compile(cnn(), torch.zeros(2, 3, 8, 8, dtype=torch.float64))
    with pytest.raises(
        errors.InputError, match=r"does not take inputs of these shapes: .*compiled for \(N, 3, 8, 8\)"
    ):
        explainer(torch.zeros(2, 1, 8, 8, dtype=torch.float64))


@pytest.mark.parametrize("differentiable", [False, True])
def test_masks_records_and_gradients_follow_to_another_size(differentiable):
    model = net()
    options = {"record": ["2"], "mask": {"4": [0, 2]}, "differentiable": differentiable}
    explainer = lrpfx.compile(model, images(16), **options)
    found, wanted = explainer(images(20)), lrpfx.explain(model, images(20), **options)
    assert torch.equal(found.relevance, wanted.relevance)
    assert torch.equal(found.layers["2"].relevance, wanted.layers["2"].relevance)
    assert found.relevance.requires_grad is differentiable
