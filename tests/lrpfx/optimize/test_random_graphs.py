"""Every pass alone, and all of them, on random expressions: values of one size, combined in any way."""

from collections.abc import Callable

import pytest
import torch
import torch.nn.functional as F
from hypothesis import example, given, settings
from hypothesis import strategies as st
from nets import images, inputs, settle
from torch import Tensor, nn

import lrpfx
from lrpfx import composites, rules
from lrpfx.cost import cost
from lrpfx.graph import check
from lrpfx.optimize import ORDER, PASSES, dead, optimize

STEPS: dict[str, Callable[[nn.Module, Tensor, Tensor, float], Tensor]] = {
    "relu": lambda s, v, w, c: v.relu(),
    "relu6": lambda s, v, w, c: F.hardtanh(v, 0, 1),
    "convolution": lambda s, v, w, c: s.conv(v),
    "in groups": lambda s, v, w, c: s.grouped(v),
    "block": lambda s, v, w, c: (s.conv(v) + v).relu(),
    "weights >= 0": lambda s, v, w, c: F.conv2d(v, s.conv.weight.abs(), padding=1),
    "at least": lambda s, v, w, c: v.clamp(min=c),
    "at most": lambda s, v, w, c: v.clamp(max=c),
    "magnitude": lambda s, v, w, c: v.abs(),
    "minus": lambda s, v, w, c: -v,
    "sum": lambda s, v, w, c: v + w,
    "difference": lambda s, v, w, c: v - w,
    "gated": lambda s, v, w, c: v * torch.sigmoid(w),
    "times": lambda s, v, w, c: v * c,
    "plus": lambda s, v, w, c: v + c,
    "softplus": lambda s, v, w, c: F.softplus(v, beta=c or 2.0),
    "max pooling": lambda s, v, w, c: F.max_pool2d(v, 3, 1, 1),
    "average pooling": lambda s, v, w, c: F.avg_pool2d(v, 3, 1, 1),
    "channels of both": lambda s, v, w, c: torch.cat([v[:, :2], w[:, 2:]], 1),
    "choice": lambda s, v, w, c: torch.where(v > 0, v, c * v),
    "padded": lambda s, v, w, c: F.pad(v[:, :, 1:], (0, 0, 1, 0), value=c),
    "normalised": lambda s, v, w, c: s.norm(v),
}
MADE = {
    "epsilon": composites.epsilon(),
    "epsilon_plus": composites.epsilon_plus(),
    "epsilon_alpha2_beta1_flat": composites.epsilon_alpha2_beta1_flat(),
    "epsilon_gamma_box": composites.epsilon_gamma_box(-9, 9),
    "guided_backprop": composites.guided_backprop(),
    "gamma everywhere": composites.epsilon_plus()
    | (composites.by_kind("convolution", "dense"), rules.gamma(gamma=0.5)),
}


class Drawn(nn.Module):
    """Steps, each on the last value or an earlier one, and on any other."""

    def __init__(self, steps: list[tuple[str, int, int, float]]) -> None:
        super().__init__()
        self.steps = steps
        self.stem, self.conv = nn.Conv2d(3, 4, 3, padding=1), nn.Conv2d(4, 4, 3, padding=1)
        self.grouped, self.norm, self.head = nn.Conv2d(4, 4, 1, groups=2), nn.BatchNorm2d(4), nn.Linear(4, 3)

    def forward(self, x: Tensor) -> Tensor:
        values = [self.stem(x)]
        for name, one, other, c in self.steps:
            v = values[-1 if one % 3 else one % len(values)]
            values.append(STEPS[name](self, v, values[other % len(values)], c))
        return self.head(values[-1].mean((2, 3)))


STEP = st.tuples(
    st.sampled_from(sorted(STEPS)),
    st.integers(0, 99),
    st.integers(0, 99),
    st.sampled_from([-2.0, -1.0, 0.0, 0.5, 1.0]),
)


@pytest.mark.slow
@given(st.lists(STEP, min_size=3, max_size=12), st.sampled_from(sorted(MADE)), st.integers(0, 9))
@example([("softplus", 1, 0, -2.0), ("relu", 1, 0, 0.0), ("sum", 1, 0, 0.0)], "epsilon", 0)
@example([("relu6", 1, 0, 0.0), ("convolution", 1, 0, 0.0), ("relu6", 1, 0, 0.0)], "gamma everywhere", 0)
@settings(max_examples=40)
def test_no_pass_changes_a_result_or_adds_work(steps, name, seed):
    """To 1e-12 of the greatest number, or to what rounding the inputs anew does to it, where that is more."""
    model, given_ = settle(Drawn(steps), seed), (images(2, 6), inputs(2, 3, seed=4))
    forward, params = lrpfx.canonize(*lrpfx.trace(model, given_[0]))
    graph = check(lrpfx.relevance_graph(forward, MADE[name]))
    wanted = lrpfx.evaluate(graph, params, *given_)
    rounded = lrpfx.evaluate(graph, params, *(v * (1 + 2e-16 * torch.randn_like(v)) for v in given_))

    def same(other, values):
        found = lrpfx.evaluate(other, values, *given_)
        for a, b, c in zip(found, wanted, rounded, strict=True):
            allowed = 1e-12 * float(b.abs().max()) + 1e3 * float((b - c).abs().max())
            assert float((a - b).abs().max()) <= allowed

    for one in PASSES.values():
        same(check(one(graph)), params)
    same(*optimize(graph, params))
    for one in ORDER:
        after = PASSES[one](graph)
        few, many = cost(dead(after)), cost(dead(graph))
        assert (few.flops <= many.flops, few.convolutions <= many.convolutions) == (True, True)
        graph = after
    torch.testing.assert_close(wanted[0], model(given_[0]).detach(), rtol=1e-10, atol=1e-12)
