"""The rules of activations and of max pooling against formulas written out value by value."""

import math

import pytest
import torch
from nets import inputs
from operators import ELEMENTWISE, POOLS

from lrpfx import rules
from lrpfx.errors import ParameterError, RuleMismatchError
from lrpfx.operator import operator

FORMULAS = {
    "pass_through": lambda x, R: R,
    "relu_deconvnet": lambda x, R: R if R > 0 else 0.0,
    "relu_guided_backprop": lambda x, R: R if R > 0 and x > 0 else 0.0,
    "relu_beta_smooth": lambda x, R, beta_smooth=10.0: R / (1 + math.exp(-beta_smooth * x)),
}


def test_every_rule_of_activations_has_a_formula():
    assert set(FORMULAS) == ELEMENTWISE


@pytest.mark.parametrize(
    ("name", "parameters"), [*((name, {}) for name in FORMULAS), ("relu_beta_smooth", {"beta_smooth": 0.5})]
)
def test_rule_of_relu_equals_its_formula(name, parameters):
    x, R = inputs(3, 7), inputs(3, 7, seed=2)
    x[0, 0] = 0.0
    found = rules.REGISTRY[name](**parameters)(operator("relu", x), x, (), R)
    pairs = zip(x.flatten().tolist(), R.flatten().tolist(), strict=True)
    wanted = torch.tensor([FORMULAS[name](a, b, **parameters) for a, b in pairs], dtype=x.dtype)
    torch.testing.assert_close(found, wanted.reshape(x.shape))


def members(setting):
    """Which input is in which window, (outputs, inputs) of one sample: a lone 1 among zeros is the maximum there."""
    x = setting.x[:1]
    ones = torch.eye(x.numel(), dtype=x.dtype).reshape(-1, *x.shape[1:])
    return setting.operator(ones).reshape(len(ones), -1).T == 1


@pytest.mark.parametrize("power", [1.0, 2.0, 3.5])
@pytest.mark.parametrize("setting", POOLS, ids=str)
def test_positive_values_share_the_relevance_of_their_window(setting, power):
    R = setting.relevance()
    found = rules.smooth_maximum(power)(setting.operator, setting.x, (), R)
    inside = members(setting)
    for xi, Ri, fi in zip(setting.x.flatten(1), R.flatten(1), found.flatten(1), strict=True):
        wanted = torch.zeros_like(xi)
        for window, r in zip(inside, Ri, strict=True):
            values = torch.where(window, xi, -math.inf)
            if values.max() > 0:
                v = values.clamp(min=0) ** power
                wanted += v / v.sum() * r
            else:
                wanted[values.argmax()] += r
        torch.testing.assert_close(fi, wanted)


def test_a_high_power_of_smooth_maximum_is_route():
    setting = POOLS[1]
    R = setting.relevance()
    found = rules.smooth_maximum(1e4)(setting.operator, setting.x, (), R)
    torch.testing.assert_close(found, rules.route()(setting.operator, setting.x, (), R))


def test_smooth_maximum_of_values_of_any_size_stays_finite_and_conserves():
    for dtype in (torch.float16, torch.bfloat16, torch.float32, torch.float64):
        x = torch.tensor([[[[6e4, 1e-7, 3.0, 0.0], [1e-7, 1e-7, -2.0, 0.0]]]]).to(dtype)
        op = operator("max_pool2d_with_indices", x, kernel_size=(2,), stride=(1,))
        R = torch.tensor([[[[1.0, 8.0, 32.0]]]]).to(dtype)
        for power in (1.0, 4.0):
            found = rules.smooth_maximum(power)(op, x, (), R)
            assert float(found.sum()) == pytest.approx(41, rel=4 * torch.finfo(dtype).eps)


@pytest.mark.parametrize("op", ["relu", "avg_pool2d", "minimum"])
def test_smooth_maximum_refuses_what_is_no_maximum_and_lists_what_is(op):
    x = inputs(1, 2, 4, 4)
    more = {"avg_pool2d": {"kernel_size": (2,)}}.get(op, {})
    params = (x,) if op == "minimum" else ()
    with pytest.raises(RuleMismatchError, match=rf"windows of max_pool2d_with_indices, .* `{op}` is none"):
        rules.smooth_maximum()(operator(op, x, *params, **more), x, params, x)


@pytest.mark.parametrize("power", [0, -1, math.inf, math.nan])
def test_smooth_maximum_refuses_a_power_that_is_not_positive(power):
    with pytest.raises(ParameterError, match="power"):
        rules.smooth_maximum(power)
