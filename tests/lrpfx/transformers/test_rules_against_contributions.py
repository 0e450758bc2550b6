"""Every rule against a table of contributions, made without it: c_ij of input i to output j, shared out by R_j / z_j.

The tables come from Jacobians by automatic differentiation of a plain function of torch, in which what the rule holds
constant is detached. No operator of lrpfx takes part.
"""

import pytest
import torch
import torch.nn.functional as F
from nets import inputs
from torch.func import jacrev

from lrpfx import rules
from lrpfx.errors import RuleMismatchError
from lrpfx.operator import operator

TINY = 1e-13


def shared_out(function, x, z, R):
    """R_i = Σ_j x_i J_ji R_j / z_j of one sample: LRP-0 of the first-order expansion of a function at x."""
    jacobian = jacrev(function)(x).reshape(z.numel(), x.numel())
    return ((jacobian * x.flatten()).T @ (R.flatten() / z.flatten())).reshape(x.shape)


def each_sample(function, x, z, R):
    return torch.stack([shared_out(function, *sample) for sample in zip(x, z, R, strict=True)])


@pytest.mark.parametrize(("op", "attrs"), [("_softmax", {"half_to_float": False}), ("_safe_softmax", {})])
@pytest.mark.parametrize("dim", [-1, 1])
def test_softmax_is_shared_out_by_its_jacobian(op, attrs, dim):
    x, R = inputs(2, 3, 4), inputs(2, 3, 4, seed=2)
    found = rules.softmax_taylor()(operator(op, x, dim=dim, **attrs), x, (), R)
    axis = dim if dim < 0 else dim - 1
    wanted = each_sample(lambda v: v.softmax(axis), x, x.softmax(dim), R)
    torch.testing.assert_close(found, wanted)


def test_masked_scores_get_nothing_and_are_no_number_times_infinity():
    x, R = inputs(2, 3, 4), inputs(2, 3, 4, seed=2)
    x[:, :, 3], x[:, 0] = -torch.inf, torch.finfo(torch.float64).min
    x[:, 0, 0] = 1.0
    op = operator("_softmax", x, dim=-1, half_to_float=False)
    found = rules.softmax_taylor()(op, x, (), R * (op.outs[0] > 0))
    assert torch.isfinite(found).all()
    assert not found[:, :, 3].any()
    assert not found[:, 0, 1:].any()
    some = each_sample(lambda v: v.softmax(-1), x[:, 1:, :3], x[:, 1:, :3].softmax(-1), R[:, 1:, :3])
    torch.testing.assert_close(found[:, 1:, :3], some)


def test_a_row_that_is_masked_whole_gets_nothing():
    x = torch.full((1, 2, 3), -torch.inf, dtype=torch.float64)
    found = rules.softmax_taylor()(operator("_safe_softmax", x, dim=-1), x, (), torch.zeros_like(x))
    assert not found.any()


def contributions(a, b, R):
    """R_a and R_b of z = a b, element by element: a_ik b_kj / z_ij of R_ij, to each factor in full."""
    z = torch.einsum("nik,nkj->nij", a, b)
    part = torch.einsum("nik,nkj,nij->nikj", a, b, R / z)
    return part.sum(3), part.sum(1)


def factors(op):
    a, b = (inputs(2, 3, 4), inputs(2, 4, 5, seed=2)) if op == "bmm" else (inputs(3, 4), inputs(4, 5, seed=2))
    ops = [operator(op, a, b), operator(op, b, a, operand=1)]
    ops = [type(o)(**{**vars(o), "operands": (0, 1)}) for o in ops]
    stacks = (a, b) if op == "bmm" else (a[None], b[None])
    return ops, (a, b), stacks, inputs(*ops[0].outs[0].shape, seed=3)


@pytest.mark.parametrize("op", ["bmm", "mm"])
def test_each_factor_of_a_product_of_matrices_gets_half_by_contribution(op):
    ops, (a, b), stacks, R = factors(op)
    wanted = contributions(*stacks, R.reshape(stacks[0].shape[0], -1, 5))
    for o, x, other, whole in zip(ops, (a, b), (b, a), wanted, strict=True):
        found = rules.split(stabilizer=TINY)(o, x, (other,), R)
        torch.testing.assert_close(found, whole.reshape(x.shape) / 2)


@pytest.mark.parametrize("op", ["bmm", "mm"])
@pytest.mark.parametrize("constant", [0, 1])
def test_a_factor_held_constant_gets_nothing_and_the_other_one_all(op, constant):
    ops, (a, b), stacks, R = factors(op)
    wanted = contributions(*stacks, R.reshape(stacks[0].shape[0], -1, 5))
    for i, (o, x, other) in enumerate(zip(ops, (a, b), (b, a), strict=True)):
        found = rules.hold(constant, TINY)(o, x, (other,), R)
        expected = torch.zeros_like(x) if i == constant else wanted[i].reshape(x.shape)
        torch.testing.assert_close(found, expected)


def constant_deviation(dims, eps, centre=True):
    """(x - μ) / σ of one sample, σ detached."""

    def function(x):
        off = x - x.mean(dims, keepdim=True) if centre else x
        return off / (off.square().mean(dims, keepdim=True) + eps).sqrt().detach()

    return function


def test_layer_normalisation_is_affine_once_its_deviation_is_constant():
    x, R, w, b = inputs(2, 3, 5), inputs(2, 3, 5, seed=2), inputs(5, seed=3), inputs(5, seed=4)
    op = operator("native_layer_norm", x, w, b, normalized_shape=(5,), eps=1e-3)
    found = rules.standardise(TINY)(op, x, (w, b), R)
    plain = constant_deviation(-1, 1e-3)
    wanted = each_sample(lambda v: w * plain(v), x, F.layer_norm(x, (5,), w, b, 1e-3), R)
    torch.testing.assert_close(found, wanted)


def test_group_normalisation_likewise():
    x, R, w, b = inputs(2, 6, 2, 3), inputs(2, 6, 2, 3, seed=2), inputs(6, seed=3), inputs(6, seed=4)
    op = operator("native_group_norm", x, w, b, N=2, C=6, HxW=6, group=3, eps=1e-3)
    plain = constant_deviation((1, 2, 3), 1e-3)

    def function(v):
        return plain(v.reshape(3, 2, 2, 3)).reshape(6, 2, 3) * w.reshape(6, 1, 1)

    wanted = each_sample(function, x, F.group_norm(x, 3, w, b, 1e-3), R)
    torch.testing.assert_close(rules.standardise(TINY)(op, x, (w, b), R), wanted)


@pytest.mark.parametrize("affine", [True, False])
def test_instance_normalisation_likewise(affine):
    x, R = inputs(2, 3, 2, 4), inputs(2, 3, 2, 4, seed=2)
    w, b = (inputs(3, seed=3), inputs(3, seed=4)) if affine else (None, None)
    given = {"use_input_stats": True, "momentum": 0.1, "eps": 1e-3, "cudnn_enabled": False}
    op = operator("instance_norm", x, w, b, None, None, **given)
    plain = constant_deviation((1, 2), 1e-3)
    scale = w.reshape(3, 1, 1) if affine else 1
    wanted = each_sample(lambda v: plain(v) * scale, x, F.instance_norm(x, weight=w, bias=b, eps=1e-3), R)
    torch.testing.assert_close(rules.standardise(TINY)(op, x, (w, b, None, None), R), wanted)


def test_rms_normalisation_hands_relevance_on():
    x, R, w = inputs(2, 3, 5), inputs(2, 3, 5, seed=2), inputs(5, seed=3)
    op = operator("_fused_rms_norm", x, w, normalized_shape=(5,), eps=1e-3)
    found = rules.standardise(TINY)(op, x, (w,), R)
    torch.testing.assert_close(found, R)
    plain = constant_deviation(-1, 1e-3, centre=False)
    torch.testing.assert_close(found, each_sample(lambda v: w * plain(v), x, plain(x) * w, R))


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_activations_whose_squares_overflow_keep_their_relevance(dtype):
    """Massive activations of language models are above 256, whose square is infinite in float16."""
    x, R = (400 * inputs(2, 3, 8)).to(dtype), inputs(2, 3, 8, seed=2).to(dtype)
    w, b = torch.ones(8, dtype=dtype), torch.zeros(8, dtype=dtype)
    op = operator("native_layer_norm", x, w, b, normalized_shape=(8,), eps=1e-5)
    found = rules.standardise()(op, x, (w, b), R * op.outs[0])
    wide = operator("native_layer_norm", x.double(), w.double(), b.double(), normalized_shape=(8,), eps=1e-5)
    wanted = rules.standardise()(wide, x.double(), (w.double(), b.double()), R.double() * wide.outs[0])
    torch.testing.assert_close(found.double(), wanted, rtol=0.05, atol=0.05)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (rules.softmax_taylor(), "`softmax_taylor` is for softmax, not for `relu`"),
        (rules.split(), "`split` is for products of two values"),
        (rules.hold(), r"`hold\(constant=0\)` is for a product"),
        (rules.standardise(), "`standardise` is for normalisation"),
    ],
)
def test_a_rule_refuses_another_operator(rule, message):
    x = inputs(2, 3)
    with pytest.raises(RuleMismatchError, match=message):
        rule(operator("relu", x), x, (), x)
