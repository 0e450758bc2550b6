"""What every pass does, as it prints: lines that it takes away, and lines that it writes in their place."""

import difflib
import re

import pytest
import torch
from named import needed
from nets import Residual, images, settle
from torch import nn

import lrpfx
from lrpfx import composites
from lrpfx.optimize import NAMES, ORDER, PASSES, fold, layout, optimize

C = nn.Conv2d


def _pooled(*activation):
    return nn.Sequential(
        C(3, 4, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        C(4, 4, 3, padding=1),
        *activation,
        nn.Flatten(),
        nn.Linear(36, 3),
    )


NETS = {
    "pooled": lambda: _pooled(nn.ReLU()),
    "signed": lambda: nn.Sequential(
        C(3, 4, 3), nn.Tanh(), C(4, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(64, 3)
    ),
    "residual": Residual,
}
SHOWN = {  # the pass, and where its effect is seen
    "support": ("pooled", "excitation_backprop"),
    "unpool": ("pooled", "epsilon"),
    "sign": ("pooled", "epsilon_plus"),
    "uniform": ("pooled", "epsilon_plus_flat"),
    "halves": ("signed", "epsilon_alpha2_beta1"),
    "denominators": ("pooled", "epsilon"),
    "thresholds": ("residual", "epsilon_gamma_box"),
    "stack": ("pooled", "epsilon_plus"),
    "sizes": ("pooled", "epsilon_plus"),
    "recompute": ("residual", "epsilon_alpha2_beta1"),
    "addends": ("residual", "epsilon_alpha2_beta1"),
    "masks": ("signed", "guided_backprop"),
    "dead": ("pooled", "epsilon_plus"),
    "fold": ("pooled", "epsilon_plus"),
}


def written(net, name):
    """A relevance graph as the rules write it, and its parameters."""
    model, x = settle(NETS[net]()), images()
    forward, params = lrpfx.canonize(*lrpfx.trace(model, x))
    return lrpfx.relevance_graph(forward, composites.get(name, **needed(name, model, x))), params


def lines(graph):
    """Without the places in source files, and without paddings that depend on them."""
    return [re.sub(r"\s+", " ", line.split("  #")[0]).strip() for line in str(graph).splitlines()]


def around(name, graph, params):
    """The graph before and after the pass, the first time that it changes one in the usual order."""
    for step in ORDER:
        after = PASSES[step](graph)
        if step == name and after != graph:
            return graph, after
        graph = after
    return graph, fold(graph, params)[0]


@pytest.mark.parametrize("name", SHOWN)
def test_printed_effect_of_a_pass(name, golden):
    before, after = around(name, *written(*SHOWN[name]))
    changed = list(difflib.unified_diff(lines(before), lines(after), lineterm="", n=0))[2:]
    assert changed
    golden(f"pass.{name}.txt", "\n".join(c for c in changed if not c.startswith("@@")) + "\n")


def in_memory(params):
    """How many numbers lie between neighbours along each axis: 1 along the one whose neighbours lie side by side."""
    return [f"{name} {tuple(p.shape)} in steps of {p.stride()}" for name, p in sorted(params.items())]


def test_printed_effect_of_the_layout(golden):
    """A layout is no equation: what changes is the order in which the numbers of parameters lie."""
    model, x = settle(NETS["pooled"]()).float(), images().float()
    forward, weights = lrpfx.canonize(*lrpfx.trace(model, x))
    relevance = lrpfx.relevance_graph(forward, composites.epsilon_plus())
    graph, params = optimize(relevance, weights, passes=[name for name in NAMES if name != "layout"])
    laid = layout(graph, params)
    changed = list(difflib.unified_diff(in_memory(params), in_memory(laid), lineterm="", n=0))[2:]
    golden("pass.layout.txt", "\n".join(c for c in changed if not c.startswith("@@")) + "\n")
    assert all(torch.equal(laid[name], params[name]) for name in params)


def test_no_pass_is_left_out():
    """Of sharing there is nothing to print here: rules share already."""
    assert set(SHOWN) == set(NAMES) - {"share", "layout"}
