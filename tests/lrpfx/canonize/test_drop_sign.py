"""Sign and magnitude of one value are that value."""

import pytest
import torch
from nets import Fn, inputs
from torch import nn

import lrpfx


@pytest.mark.parametrize("d", [1, 2, 3])
def test_lp_pooling_shares_relevance_by_powers(d):
    model, x = getattr(nn, f"LPPool{d}d")(2, 2).eval(), inputs(3, 2, *[4] * d)
    graph, params = lrpfx.canonize(*lrpfx.trace(model, x))
    assert not {"sign", "abs", "relu", "mul.Tensor"} & {e.op for e in graph.eqns}
    torch.testing.assert_close(lrpfx.evaluate(graph, params, x)[0], model(x))
    R = inputs(*model(x).shape, seed=2)
    found = lrpfx.explain(model, x, target=R, composite="epsilon_plus").relevance
    power = nn.functional.interpolate(R / (model(x) ** 2), scale_factor=2) * x**2
    torch.testing.assert_close(found, power, rtol=1e-4, atol=1e-6)


def test_sign_and_magnitude_of_different_values_stay():
    model = Fn(lambda s, x: torch.sign(x[:, :2]) * x[:, 2:].abs()).eval()
    graph, _ = lrpfx.canonize(*lrpfx.trace(model, inputs(2, 4)))
    assert {"sign", "abs"} <= {e.op for e in graph.eqns}
