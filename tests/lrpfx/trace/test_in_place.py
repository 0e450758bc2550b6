"""Steps in place are replaced where nobody can tell, and traced by values where a view shares the memory."""

from importlib import import_module

import pytest
import torch
import torch.nn.functional as F
from nets import Fn, images, inputs, settle
from torch import nn

import lrpfx

record = import_module("lrpfx.trace.record")  # `lrpfx.trace` is the function


@pytest.fixture
def replays(monkeypatch):
    """How often a function has to record by values."""
    calls = []
    replay = record._replay
    monkeypatch.setattr(record, "_replay", lambda *args: calls.append(1) or replay(*args))

    def count(function):
        calls.clear()
        function()
        return len(calls)

    return count


def written_then_read(x, write, read=lambda y, x: y.flatten(1) + x.flatten(1)):
    """A step in place on a value or a view of it, then a sum of both."""
    x = x * 1.5
    y = write(x)
    return read(y, x)


def write_to_the_base(x):
    y = x.view(x.shape[0], -1)
    x.relu_()
    return y


def write_to_half(x):
    x[:, 1:].mul_(2)
    return x


def write_through_two_views(x):
    x.view(x.shape[0], 3, -1)[:, 0].add_(1)
    return x


def twice(x):
    y = x.relu_()
    x.add_(1)
    return y


def write_to_a_piece(x):
    a, b = x.chunk(2, 2)
    a.clamp_(max=0.0)
    return torch.cat([b, a], 2)


def swap(x):
    """What was read before it is overwritten stays as it was."""
    before = x * 2
    x.copy_(before.flip(2))
    return before


READ_BY_ANOTHER_NAME = {
    "a view": lambda x: x.view(x.shape[0], -1).relu_(),
    "the base of a view": write_to_the_base,
    "a slice": write_to_half,
    "a view of a view": write_through_two_views,
    "a piece of a split": write_to_a_piece,
    "a transposed view": lambda x: x.transpose(2, 3).clamp_(min=0),
    "an activation on a view": lambda x: F.leaky_relu(x.flatten(1), 0.1, inplace=True),
    "an assignment": lambda x: x.flatten(1).__setitem__((slice(None), 0), 0.0) or x,
    "a detached view": lambda x: x.detach().sigmoid_(),
}
READ_BY_ONE_NAME = {
    "an activation": lambda x: F.relu(x, inplace=True),
    "an activation, the first name read": lambda x: (F.relu(x, inplace=True), x)[1],
    "steps one after the other": twice,
    "clamps": lambda x: x.clamp_(min=-1).clamp_max_(1.0),
    "a sum": lambda x: x.__iadd__(x * 2),
    "a sum of itself": lambda x: x.add_(x),
    "a copy, what was there being read before": swap,
    "a number in another dtype": lambda x: x.add_(torch.arange(3).view(3, 1, 1)).mul_(2),
    "a view made afterwards": lambda x: x.relu_().view(x.shape[0], -1),
    "a smaller operand": lambda x: x.mul_(x.mean((2, 3), keepdim=True)),
}


def check(f, x):
    model = settle(Fn(lambda s, x: written_then_read(x, f)))
    graph, params = lrpfx.trace(model, x[:3])
    for n in (1, 2, len(x)):
        torch.testing.assert_close(lrpfx.evaluate(graph, params, x[:n])[0], model(x[:n].clone()))


@pytest.mark.parametrize("name", READ_BY_ANOTHER_NAME)
def test_what_is_read_by_another_name_is_what_was_written(name, replays):
    assert replays(lambda: check(READ_BY_ANOTHER_NAME[name], inputs(4, 3, 4, 4))) == 1


@pytest.mark.parametrize("name", READ_BY_ONE_NAME)
def test_what_is_read_by_one_name_is_recorded_once(name, replays):
    assert replays(lambda: check(READ_BY_ONE_NAME[name], inputs(4, 3, 4, 4))) == 0


def test_a_result_is_rounded_as_its_memory_is():
    """A sum written to single precision is one of single precision, whatever is added."""
    model = settle(Fn(lambda s, x: x.float().add_(x).mul_(3).double() * s.w, w=torch.ones(1).double()))
    x = inputs(5, 7)
    graph, params = lrpfx.trace(model, x)
    assert torch.equal(lrpfx.evaluate(graph, params, x)[0], model(x))


def test_a_buffer_that_the_forward_writes_to_is_as_it_was_and_the_step_counts():
    model = settle(Fn(lambda s, x: x * s.seen.add_(1).sum() + s.seen, seen=torch.zeros(3).double()))
    graph, params = lrpfx.trace(model, inputs(2, 3))
    assert torch.equal(model.seen, torch.zeros(3).double())
    torch.testing.assert_close(lrpfx.evaluate(graph, params, inputs(2, 3))[0], inputs(2, 3) * 3 + 1)


def test_a_constant_that_the_forward_found_and_writes_to_is_as_it_was():
    found = torch.ones(3).double()
    model = settle(Fn(lambda s, x: x * torch.tensor([1.0, 2, 3]).double().add_(1) + found))
    graph, params = lrpfx.trace(model, inputs(2, 3))
    wanted = inputs(2, 3) * torch.tensor([2.0, 3, 4]).double() + 1
    torch.testing.assert_close(lrpfx.evaluate(graph, params, inputs(2, 3))[0], wanted)


def residual(inplace):
    def forward(s, x):
        x = F.relu(s.norm(s.stem(x)), inplace=inplace)
        y = s.block(x)
        if inplace:
            y += x
        else:
            y = y + x
        return s.head(F.relu6(y, inplace=inplace).mean((2, 3)))

    block = nn.Sequential(nn.Conv2d(4, 4, 1), nn.SiLU(inplace=inplace), nn.Dropout(0.5, inplace=inplace))
    return settle(
        Fn(forward, stem=nn.Conv2d(3, 4, 3), norm=nn.BatchNorm2d(4), block=block, head=nn.Linear(4, 2))
    )


def test_a_usual_net_in_place_is_recorded_once_and_is_the_net_that_is_not(replays):
    graphs = []
    assert replays(lambda: graphs.extend(lrpfx.trace(residual(i), images())[0] for i in (False, True))) == 0
    assert graphs[0].key == graphs[1].key
