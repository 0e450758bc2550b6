"""Large batches are explained in parts, and nobody notices but the memory."""

import pytest
import torch
from nets import cnn, images, inputs
from torch import nn

import lrpfx
from lrpfx import parts, rules
from lrpfx.cost import peak
from lrpfx.errors import TargetError
from lrpfx.parts import kept, part, separable


@pytest.fixture
def explainer(monkeypatch):
    """One that explains two samples at once, where its batch is larger."""
    monkeypatch.setattr("lrpfx.explainer.part", lambda graph, forward, batch: min(batch, 2))
    return lrpfx.compile(cnn(), images(5), composite="epsilon_plus", record=["0"], mask={"0": [0, 1]})


TARGETS = [None, 1, [0, 1, 2, 1, 0], torch.tensor([2, 1, 0, 1, 2]), torch.tensor(1), inputs(5, 4)]


@pytest.mark.parametrize("target", TARGETS, ids=["none", "class", "list", "classes", "one", "relevance"])
def test_parts_give_what_the_whole_gives(explainer, target):
    found = explainer(images(5), target=target)
    one_by_one = [
        explainer(
            images(5)[i : i + 1],
            target=target
            if target is None
            or not hasattr(target, "__len__")
            or (isinstance(target, torch.Tensor) and not target.ndim)
            else target[i : i + 1],
        )
        for i in range(5)
    ]
    for name in ("output", "relevance"):
        torch.testing.assert_close(getattr(found, name), torch.cat([getattr(e, name) for e in one_by_one]))
    torch.testing.assert_close(
        found.layers["0"].relevance, torch.cat([e.layers["0"].relevance for e in one_by_one])
    )
    if found.target is not None:
        assert found.target.tolist() == [int(e.target) for e in one_by_one]


def test_several_targets_go_through_the_parts_together(explainer):
    """What is held by one part's forward half is let go before the next."""
    targets = [1, [0, 1, 2, 1, 0], None, inputs(5, 4)]
    several = explainer.each(images(5), targets)
    for found, target in zip(several, targets, strict=True):
        alone = explainer(images(5), target=target)
        assert torch.equal(found.relevance, alone.relevance)
        assert torch.equal(found.layers["0"].relevance, alone.layers["0"].relevance)
        assert (found.target is None) == (alone.target is None)
        assert found.target is None or torch.equal(found.target, alone.target)
    seen = []
    explainer.each(images(5), [1, lambda output: seen.append(len(output)) or output])
    assert seen == [5]


def test_parts_run_the_forward_half_once_for_all_targets(explainer):
    from torch.utils.flop_counter import FlopCounterMode

    def counted(function):
        with FlopCounterMode(display=False) as counter:
            function()
        return counter.get_total_flops()

    one, two = (counted(lambda n=n: explainer.each(images(5), [0] * n)) for n in (1, 2))
    assert one == counted(lambda: explainer(images(5), target=0))
    assert two < 2 * one


def test_a_function_as_target_sees_the_whole_batch(explainer):
    seen = []
    explainer(images(5), target=lambda output: seen.append(len(output)) or output)
    assert seen == [5]


def test_a_target_of_the_wrong_length_is_reported_with_the_whole_batch(explainer):
    with pytest.raises(TargetError, match="each of 5 samples"):
        explainer(images(5), target=[0, 1, 2])


def test_what_is_held_stays_below_what_the_gradient_keeps(monkeypatch):
    monkeypatch.setattr(parts, "FREE", 0)
    explainer = lrpfx.compile(cnn(), images(2), composite="epsilon_alpha2_beta1")
    size = part(explainer.graph, explainer.forward, 64)
    assert 1 < size < 64
    assert peak(explainer.graph, size) <= parts.SHARE * 64 * kept(explainer.forward)
    assert explainer.cost(64).peak < peak(explainer.graph, 64)


def test_small_batches_are_not_parted():
    explainer = lrpfx.compile(cnn(), images(2), composite="epsilon_alpha2_beta1")
    assert part(explainer.graph, explainer.forward, 8) == 8


def graph(model, x, **options):
    return lrpfx.compile(model.eval(), x, **options).graph


def test_samples_that_depend_on_each_other_are_never_parted():
    class Mean(nn.Module):
        def forward(self, x):
            return x - x.cumsum(0)

    assert separable(graph(cnn(), images(2)))
    x = inputs(3, 4)
    everything = lrpfx.Composite("gradient", ((lrpfx.composites.by_kind(*lrpfx.ops.Kind), rules.gradient()),))
    for model in (Mean(), nn.Sequential(nn.Linear(4, 4), Mean())):
        assert not separable(graph(model.double(), x, composite=everything))
    across = rules.epsilon(lrpfx.Stabilizer(norm_scale=True, dim=(0, 1)))
    one = lrpfx.Composite("across", ((lrpfx.composites.by_kind(*lrpfx.ops.Kind), across),))
    assert not separable(graph(nn.Linear(4, 2).double(), x, composite=one, optimize=False))
