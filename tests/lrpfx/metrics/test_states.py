"""Explanations under several states of the parameters: what no state changes is computed once."""

import pytest
import torch
from nets import Residual, cnn, images, settle
from torch import nn

import lrpfx
from lrpfx import errors, metrics
from lrpfx.metrics import states


@pytest.mark.parametrize("order", ["cascading", "independent", "bottom_up"])
def test_layers_that_are_randomised_share_what_lies_below_them(order, monkeypatch):
    model, x = settle(Residual()), images(5)
    one = metrics.mprt(model, x, order=order, make=lrpfx.compile)
    shared = metrics.mprt(model, x, order=order)
    monkeypatch.setattr(states, "FREE", 0)  # sample by sample
    parts = metrics.mprt(model, x, order=order, target=lrpfx.compile(model, x)(x).target)
    assert list(shared.similarity) == list(one.similarity) == list(parts.similarity)
    for name, values in one.similarity.items():
        torch.testing.assert_close(shared.similarity[name], values, rtol=1e-9, atol=1e-9)
        torch.testing.assert_close(parts.similarity[name], values, rtol=1e-9, atol=1e-9)


def test_activations_below_a_randomised_layer_are_computed_once():
    model, x = cnn(), images(2)
    graph = lrpfx.compile(model, x, composite="epsilon_plus", differentiable=True).graph
    names = [v.name for v in graph.params]
    head = frozenset(n for n in names if n.startswith("8."))
    plan = states.shared(graph, [frozenset(), head, frozenset(names)])
    forward = [e for e in graph.eqns if not e.rule and e.op == "convolution"]
    assert forward
    assert all(e in plan.before.eqns for e in forward)
    assert not any(e in plan.after[0].eqns or e in plan.after[1].eqns for e in forward)
    assert all(e in plan.after[2].eqns for e in forward)


@pytest.mark.parametrize(
    ("target", "error"), [([0, 1], errors.TargetError), (lambda z: z, errors.ParameterError)]
)
def test_a_target_that_does_not_fit_is_refused_where_layers_are_randomised(target, error, monkeypatch):
    monkeypatch.setattr(states, "FREE", 0)
    with pytest.raises(error):
        metrics.mprt(cnn(), images(3), target=target)


def test_what_is_not_finite_once_a_layer_is_randomised_is_named():
    class Wild(nn.Linear):
        def reset_parameters(self):
            nn.init.constant_(self.weight, float("inf"))

    model = settle(nn.Sequential(nn.Flatten(), nn.Linear(192, 6), nn.ReLU(), nn.Linear(6, 4)))
    wild = Wild(6, 4, bias=False).double().eval()
    with torch.no_grad():
        wild.weight.copy_(model[3].weight)
    model[3] = wild
    with pytest.raises(errors.NonFiniteError, match="`3`"):
        metrics.mprt(model, images(3))
