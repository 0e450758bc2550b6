"""Padding with zeros is no input of a convolution, however the model spells it."""

import copy

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from nets import Fn, inputs, settle
from torch import nn

import lrpfx
from lrpfx import composites, rules

SIDES = st.integers(0, 4)


@settings(max_examples=40, deadline=None)
@given(
    left=SIDES, right=SIDES, top=SIDES, bottom=SIDES, stride=st.integers(1, 3), padding=st.integers(0, 2),
    dilation=st.integers(1, 2),
)  # fmt: skip
def test_the_forward_is_the_same(left, right, top, bottom, stride, padding, dilation):
    def forward(self, x):
        x = F.pad(x, (left, right, top, bottom))
        return F.conv2d(x, self.w, self.b, stride=stride, padding=padding, dilation=dilation)

    model = Fn(forward, w=inputs(3, 2, 2, 3), b=inputs(3)).eval()
    x = inputs(2, 2, 6, 6)
    graph, params = lrpfx.canonize(*lrpfx.trace(model, x))
    assert "constant_pad_nd" not in {e.op for e in graph.eqns}
    torch.testing.assert_close(lrpfx.evaluate(graph, params, x)[0], model(x))
    again, _ = lrpfx.canonize(graph, params)
    assert [e.op for e in again.eqns] == [e.op for e in graph.eqns]


@pytest.mark.parametrize("rule", ["flat", "wsquare", "zbox"])
@pytest.mark.parametrize("kernel", [2, (3, 4), 3])
def test_padding_of_same_size_gets_no_relevance_as_in_zennit(zennit, rule, kernel):
    import zennit.rules

    conv = settle(nn.Conv2d(2, 3, kernel, padding="same"))
    x, R = inputs(2, 2, 5, 5), inputs(2, 3, 5, 5, seed=2)
    made = {"flat": rules.flat(), "wsquare": rules.wsquare(), "zbox": rules.zbox(-4.0, 4.0)}[rule]
    theirs = {
        "flat": zennit.rules.Flat(),
        "wsquare": zennit.rules.WSquare(),
        "zbox": zennit.rules.ZBox(-4.0, 4.0),
    }[rule]
    composite = composites.epsilon() | (composites.by_kind("convolution"), made)
    found = lrpfx.explain(conv, x, target=R, composite=composite).relevance
    module = copy.deepcopy(conv)
    handle = theirs.copy().register(module)
    variable = x.clone().requires_grad_()
    (wanted,) = torch.autograd.grad(module(variable), variable, R)
    handle.remove()
    torch.testing.assert_close(found, wanted)


class Same(nn.Conv2d):
    """A convolution that pads on one side, as those that were trained elsewhere do."""

    def forward(self, x):
        return super().forward(F.pad(x, (0, 1, 0, 1)))


def test_a_convolution_that_pads_in_its_forward_conserves_relevance():
    model = settle(Same(2, 3, 3, stride=2, bias=False))
    x, R = inputs(2, 2, 6, 6), inputs(2, 3, 3, 3, seed=2)
    composite = composites.epsilon() | (composites.by_kind("convolution"), rules.flat(1e-12))
    found = lrpfx.explain(model, x, target=R, composite=composite).relevance
    torch.testing.assert_close(found.flatten(1).sum(1), R.flatten(1).sum(1))


@pytest.mark.parametrize(
    "how",
    [
        lambda s, x: s.conv(F.pad(x, (1, 1, 1, 1), value=2.0)),
        lambda s, x: s.conv(F.pad(x, (-1, 1, 0, 0))),
        lambda s, x: s.conv(F.pad(x, (1, 1, 1, 1), mode="reflect")),
        lambda s, x: s.conv(F.pad(x[:, :1], (0, 0, 0, 0, 0, 1))),
        lambda s, x: s.conv(F.pad(x, (1, 1, 1, 1))),
    ],
    ids=["another value", "cropping", "reflection", "of channels", "of another module"],
)
def test_what_is_no_padding_with_zeros_of_space_stays(how):
    model, x = settle(Fn(how, conv=nn.Conv2d(2, 3, 3, padding=1))), inputs(2, 2, 6, 6)
    graph, params = lrpfx.canonize(*lrpfx.trace(model, x))
    assert any("pad" in e.op for e in graph.eqns)
    torch.testing.assert_close(lrpfx.evaluate(graph, params, x)[0], model(x))
