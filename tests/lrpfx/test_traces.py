"""A trace is remembered by what it depends on, and by nothing less."""

import pytest
import torch
from nets import Fn, cnn, images, inputs, settle
from torch import nn

import lrpfx
from lrpfx.traces import traces


@pytest.fixture
def traced():
    """How many traces a function makes."""

    def count(function):
        before = traces.traced
        function()
        return traces.traced - before

    traces.clear()
    return count


def test_another_checkpoint_batch_and_composite_need_no_second_trace(traced):
    first, second = cnn(), settle(cnn(), seed=9)
    assert traced(lambda: lrpfx.explain(first, images(2))) == 1
    assert traced(lambda: lrpfx.explain(first, images(5))) == 0
    assert traced(lambda: lrpfx.explain(first, images(2), composite="epsilon")) == 0
    found = []
    assert traced(lambda: found.append(lrpfx.explain(second, images(3)))) == 0
    torch.testing.assert_close(found[0].output, second(images(3)))


def test_a_variable_last_batch_needs_no_trace(traced):
    explainer = lrpfx.compile(cnn(), images(4))
    assert traced(lambda: [explainer(images(n)) for n in (4, 4, 1)]) == 0


def test_an_image_size_is_traced_once(traced):
    model = settle(
        nn.Sequential(nn.Conv2d(3, 2, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(2, 2))
    )
    both = [images(2, 8), images(2, 10)]
    assert traced(lambda: [lrpfx.explain(model, x) for x in both + both]) == 2


class Switched(nn.Module):
    """A forward that depends on an attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.fc, self.doubled, self.options = nn.Linear(3, 2).double(), False, {"shift": 0}

    def forward(self, x):
        return self.fc(x) * (2 if self.doubled else 1) + self.options["shift"]


FACTOR = 1.0


def scaled(self, x):
    return self.fc(x) * FACTOR


def _double(model):
    model.doubled = True


def _shift(model):
    model.options["shift"] = 3


def _hook(model):
    model.fc.register_forward_hook(lambda module, args, out: -out)


def _replace(model):
    model.fc = nn.Sequential(model.fc, nn.Tanh()).eval()


def _patch(model):
    model.forward = lambda x: model.fc(x) - 1


@pytest.mark.parametrize("change", [_double, _shift, _hook, _replace, _patch])
def test_whatever_changes_the_forward_is_traced_again(traced, change):
    model, x = Switched().eval(), inputs(2, 3)
    lrpfx.explain(model, x)
    change(model)
    found = []
    assert traced(lambda: found.append(lrpfx.explain(model, x, composite="gradient"))) == 1
    torch.testing.assert_close(found[0].output, model(x))


def test_closures_and_global_values_are_part_of_what_is_compared(traced, monkeypatch):
    def net(factor):
        return settle(Fn(lambda s, x: s.fc(x) * factor, fc=nn.Linear(3, 2)))

    x = inputs(2, 3)
    assert traced(lambda: [lrpfx.explain(net(f), x) for f in (1.0, 2.0, 1.0)]) == 2
    model = settle(Fn(scaled, fc=nn.Linear(3, 2)))
    lrpfx.explain(model, x)
    monkeypatch.setitem(globals(), "FACTOR", 5.0)
    torch.testing.assert_close(lrpfx.explain(model, x).output, model(x))


def test_tensors_that_are_shared_are_told_apart_from_equal_ones(traced):
    def pair(shared):
        a = nn.Linear(3, 3)
        return settle(nn.Sequential(a, nn.ReLU(), a if shared else nn.Linear(3, 3)))

    assert traced(lambda: [lrpfx.explain(pair(s), inputs(2, 3)) for s in (True, False)]) == 2


def test_what_cannot_be_compared_is_traced_each_time(traced):
    class Unknown:
        factor = 2.0

    model = settle(Fn(lambda s, x: s.fc(x), fc=nn.Linear(3, 2)))
    model.unknown = Unknown()
    assert traced(lambda: [lrpfx.explain(model, inputs(2, 3)) for _ in range(2)]) == 2
