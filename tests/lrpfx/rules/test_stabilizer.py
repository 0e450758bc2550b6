"""What pushes denominators away from zero: equal to Zennit's where that is finite, and safe in half precision."""

import dataclasses

import pytest
import torch
from nets import inputs, settle
from torch import nn

import lrpfx
from lrpfx import Stabilizer, composites, rules
from lrpfx.errors import ParameterError
from lrpfx.values import stabilize

HALF = (torch.float16, torch.bfloat16)
EVERY = [
    Stabilizer(e, clip, norm_scale, dim)
    for e in (1e-6, 0.5) for clip in (False, True)
    for norm_scale, dim in ((False, None), (True, None), (True, 1), (True, (1, -1)))
]  # fmt: skip


@pytest.mark.parametrize("how", EVERY, ids=str)
def test_stabilized_values_are_those_of_zennit(zennit, how):
    import zennit.core

    z = inputs(3, 4, 5)
    z[0, 0, :2], z[1, 1, 1] = torch.tensor([0.0, -0.0], dtype=z.dtype), 1e-9
    wanted = zennit.core.Stabilizer(**dataclasses.asdict(how))(z)
    torch.testing.assert_close(stabilize(z, how), wanted, rtol=1e-14, atol=1e-14)


def test_the_sign_of_zero_is_positive():
    z = torch.tensor([0.0, -0.0, 2.0, -2.0])
    assert stabilize(z, 0.5).tolist() == [0.5, 0.5, 2.5, -2.5]
    assert stabilize(z, Stabilizer(3, clip=True)).tolist() == [3.0, 3.0, 3.0, -3.0]


def test_zero_leaves_values_as_they_are():
    z = inputs(5)
    for how in (0, Stabilizer(0), Stabilizer(0, clip=True), Stabilizer(0, norm_scale=True)):
        assert torch.equal(stabilize(z, how), z)


@pytest.mark.parametrize("clip", [False, True])
@pytest.mark.parametrize("dtype", HALF)
def test_relevance_over_zero_is_finite_in_half_precision(dtype, clip):
    """Zennit's 1 / s(0) is infinite in float16."""
    for z in (torch.zeros(2, 3, dtype=dtype), -torch.zeros(2, 3, dtype=dtype)):
        for how in (1e-6, Stabilizer(1e-6, clip=clip), Stabilizer(1e-6, clip=clip, norm_scale=True)):
            assert torch.isfinite(60 / stabilize(z, how)).all()


def test_scaling_by_large_values_does_not_overflow_in_half_precision():
    z = torch.tensor([[6e4, -6e4, 1e-3]], dtype=torch.float16)
    assert torch.isfinite(stabilize(z, Stabilizer(1e-3, norm_scale=True))).all()


def test_in_other_precisions_the_number_is_taken_as_it_is():
    for dtype in (torch.float32, torch.float64, torch.bfloat16):
        assert stabilize(torch.zeros(1, dtype=dtype), 1e-6) == torch.tensor(1e-6, dtype=dtype)


@pytest.mark.parametrize(
    "bad",
    [
        {"epsilon": -1e-9}, {"epsilon": float("nan")}, {"epsilon": True}, {"epsilon": "1"}, {"clip": 1},
        {"norm_scale": None}, {"dim": 1.0}, {"dim": (1, True)},
    ],
    ids=str,
)  # fmt: skip
def test_a_stabilizer_out_of_range_is_refused_by_name(bad):
    with pytest.raises(ParameterError, match=f"Stabilizer: {next(iter(bad))}"):
        Stabilizer(**bad)


def test_a_number_and_the_stabilizer_that_says_the_same_are_one_rule():
    assert rules.epsilon(Stabilizer(0.1)) == rules.epsilon(0.1)
    assert rules.epsilon(Stabilizer(0.1, clip=True)) != rules.epsilon(0.1)
    assert len({rules.norm(Stabilizer(1, clip=True)), rules.norm(Stabilizer(1.0, clip=True))}) == 1


def test_a_stabilizer_is_for_denominators_only():
    with pytest.raises(ParameterError, match="gamma must be a number"):
        rules.gamma(gamma=Stabilizer())


def test_the_graph_says_how_denominators_are_stabilized():
    model = settle(nn.Sequential(nn.Linear(3, 2)))
    composite = composites.epsilon(Stabilizer(0.1, clip=True, norm_scale=True, dim=1))
    explainer = lrpfx.compile(model, inputs(2, 3), composite=composite)
    text = str(explainer.graph)
    assert "stabilize addmm [clip=True dim=1 epsilon=0.1 norm_scale=True]" in text
    assert "epsilon(epsilon=Stabilizer(epsilon=0.1, clip=True, norm_scale=True, dim=1))" in text


def test_half_precision_explanations_of_dead_layers_are_finite():
    model = nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 3))
    model[0].bias.data.fill_(-1e3)  # every unit is off
    x = inputs(2, 4)
    for dtype in HALF:
        half = model.to(dtype).eval()
        found = lrpfx.explain(half, x.to(dtype), target=torch.ones(2, 3, dtype=dtype), composite="epsilon")
        assert torch.isfinite(found.relevance).all()
