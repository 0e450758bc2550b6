"""Transposes: <op(x) - op(0), g> = <x, opᵀ g>, and equality with automatic differentiation."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from nets import inputs

from lrpfx import ops
from lrpfx.operator import operator
from lrpfx.transpose import TRANSPOSES

X = inputs(2, 3, 4)
IMAGE = inputs(2, 4, 9, 10)
SQUARE = inputs(3, 3)

# op, x, the other arguments, position of x, attributes
CASES = [
    ("convolution", inputs(2, 4, 7, 6), (inputs(6, 2, 3, 2), None), 0, {
        "stride": (3, 2), "padding": (2, 1), "dilation": (1, 2), "transposed": False, "output_padding": (0, 0),
        "groups": 2}),
    ("convolution", inputs(3, 2, 3, 3), (inputs(2, 2, 5, 5), None), 1, {
        "stride": (1, 1), "padding": (0, 0), "dilation": (1, 1), "transposed": False, "output_padding": (0, 0),
        "groups": 1}),
    ("relu", inputs(2, 5, 3), (), 0, {}),
    ("linear", inputs(2, 5, 3), (inputs(4, 3), None), 0, {}),
    ("linear", inputs(4, 3), (inputs(2, 3),), 1, {}),
    ("linear", SQUARE, (inputs(3, 3, seed=2),), 1, {}),
    ("mm", inputs(3, 4), (inputs(2, 3),), 1, {}),
    ("mv", inputs(4), (inputs(2, 4),), 1, {}),
    ("bmm", inputs(2, 4, 3), (inputs(2, 3, 5),), 0, {}),
    ("bmm", inputs(2, 3, 5), (inputs(2, 4, 3),), 1, {}),
    ("mm", inputs(2, 3), (inputs(3, 4),), 0, {}),
    ("mv", inputs(2, 4), (inputs(4),), 0, {}),
    ("dot", inputs(4), (inputs(4, seed=2),), 0, {}),
    ("dot", inputs(4), (inputs(4, seed=2),), 1, {}),
    ("add.Tensor", inputs(3, 1), (X,), 1, {"alpha": 3}),
    ("add.Tensor", X, (inputs(2, 3, 4, seed=2),), 0, {"alpha": 3}),
    ("add.Scalar", X, (), 0, {"other": 2.0}),
    ("sub.Tensor", inputs(4), (X,), 1, {"alpha": 3}),
    ("rsub.Scalar", X, (), 0, {"other": 2.0, "alpha": 3}),
    ("rsub.Tensor", X, (X,), 1, {"alpha": 3}),
    ("rsub.Tensor", X, (X,), 0, {"alpha": 3}),
    ("mul.Tensor", inputs(3, 1), (X,), 1, {}),
    ("mul.Tensor", X, (inputs(4),), 0, {}),
    ("mul.Scalar", X, (), 0, {"other": -2.0}),
    ("div.Tensor", X, (inputs(4) + 3,), 0, {}),
    ("div.Tensor", inputs(2, 3, 4, seed=2) + 3, (X,), 1, {}),
    ("div.Scalar", X, (), 0, {"other": -2.0}),
    ("neg", X, (), 0, {}),
    ("view", X, (), 0, {"size": (6, 4)}),
    ("reshape", X, (), 0, {"shape": (2, -1)}),
    ("_unsafe_view", X, (), 0, {"size": (24,)}),
    ("squeeze", inputs(2, 1, 3, 1), (), 0, {}),
    ("squeeze.dim", inputs(2, 1, 3), (), 0, {"dim": 1}),
    ("unsqueeze", X, (), 0, {"dim": -1}),
    ("permute", X, (), 0, {"dims": (-1, 0, 1)}),
    ("t", inputs(2, 3), (), 0, {}),
    ("t", inputs(3), (), 0, {}),
    ("transpose.int", X, (), 0, {"dim0": 0, "dim1": -1}),
    ("flip", X, (), 0, {"dims": (0, -1)}),
    ("clone", X, (), 0, {}),
    ("alias", X, (), 0, {}),
    ("detach", X, (), 0, {}),
    ("lift_fresh_copy", X, (), 0, {}),
    ("contiguous", X, (), 0, {}),
    ("cat", inputs(2, 1), (inputs(2, 3), inputs(2, 4)), 1, {"dim": -1}),
    ("cat", inputs(2, 3), (inputs(1, 3), inputs(4, 3)), 2, {}),
    ("slice.Tensor", inputs(2, 9), (), 0, {"dim": 1, "start": -7, "end": -1, "step": 2}),
    ("slice.Tensor", inputs(2, 9), (), 0, {"dim": -1, "start": 1, "step": 3}),
    ("slice.Tensor", inputs(2, 9), (), 0, {"dim": 1, "start": -20, "end": 5}),
    ("slice.Tensor", inputs(2, 9), (), 0, {"dim": 1, "start": 4, "end": 100}),
    ("slice.Tensor", inputs(2, 9), (), 0, {"dim": 1, "start": 0, "end": 0, "step": 2}),
    ("select.int", X, (), 0, {"dim": -1, "index": -2}),
    ("select.int", X, (), 0, {"dim": 1, "index": 0}),
    ("constant_pad_nd", X, (), 0, {"pad": (1, -1, 2, 0), "value": 3.0}),
    ("expand", inputs(3, 1), (), 0, {"size": (2, 3, 4)}),
    ("expand", inputs(3, 1), (), 0, {"size": (-1, 4)}),
    ("mean", X, (), 0, {}),
    ("mean.dim", X, (), 0, {"dim": (1, -1), "keepdim": True}),
    ("mean.dim", X, (), 0, {"dim": (1,)}),
    ("mean.dim", X, (), 0, {"dim": None}),
    ("sum", X, (), 0, {}),
    ("sum.dim_IntList", X, (), 0, {"dim": (0, 2)}),
    ("max_pool2d_with_indices", IMAGE, (), 0, {"kernel_size": (3, 2)}),
    ("max_pool2d_with_indices", IMAGE, (), 0, {
        "kernel_size": (3, 2), "stride": (2,), "padding": (1,), "dilation": (2,), "ceil_mode": True}),
    ("max_pool3d_with_indices", inputs(2, 3, 4, 4, 4), (), 0, {"kernel_size": (2,), "stride": (2,)}),
    ("avg_pool1d", inputs(2, 3, 9), (), 0, {"kernel_size": (3,), "stride": (2,), "padding": (1,)}),
    ("avg_pool2d", IMAGE, (), 0, {
        "kernel_size": (3, 2), "stride": (2,), "padding": (1,), "ceil_mode": True, "count_include_pad": False}),
    ("avg_pool2d", IMAGE, (), 0, {"kernel_size": (3,), "divisor_override": 5}),
    ("avg_pool3d", inputs(1, 2, 5, 5, 5), (), 0, {"kernel_size": (2,)}),
    ("avg_pool3d", inputs(1, 2, 5, 5, 5), (), 0, {
        "kernel_size": (3,), "stride": (2,), "padding": (1,), "count_include_pad": False}),
    ("_adaptive_avg_pool2d", IMAGE, (), 0, {"output_size": (2, 3)}),
    ("_adaptive_avg_pool3d", inputs(1, 2, 3, 4, 5), (), 0, {"output_size": (2, 3, 2)}),
    ("adaptive_max_pool2d", IMAGE, (), 0, {"output_size": (2, 3)}),
    ("adaptive_max_pool3d", inputs(1, 2, 3, 4, 5), (), 0, {"output_size": (2, 3, 2)}),
    ("fractional_max_pool2d", IMAGE, (inputs(2, 4, 2).sigmoid(),), 0, {"kernel_size": (2, 2), "output_size": (4, 5)}),
    ("fractional_max_pool3d", inputs(2, 3, 5, 5, 5), (inputs(2, 3, 3).sigmoid(),), 0, {
        "kernel_size": (2, 2, 2), "output_size": (2, 3, 2)}),
    ("max.dim", X, (), 0, {"dim": -1}),
    ("max.dim", X, (), 0, {"dim": 1, "keepdim": True}),
    ("min.dim", X, (), 0, {"dim": 1}),
    ("max", X, (), 0, {}),
    ("amax", X, (), 0, {"dim": (1, 2)}),
    ("maximum", X, (inputs(3, 1),), 0, {}),
    ("minimum", inputs(3, 1), (X,), 1, {}),
    ("topk", X, (), 0, {"k": 2, "dim": 2}),
    ("sort", X, (), 0, {"dim": 1, "descending": True}),
    ("median.dim", X, (), 0, {"dim": 1}),
    ("cumsum", X, (), 0, {"dim": 1}),
    ("trace", SQUARE, (), 0, {}),
    ("col2im", inputs(2, 8, 8), (), 0, {
        "output_size": (4, 5), "kernel_size": (2, 2), "dilation": (1, 1), "padding": (0, 0), "stride": (2, 1)}),
    ("im2col", IMAGE, (), 0, {"kernel_size": (3, 2), "dilation": (1, 2), "padding": (1, 1), "stride": (2, 2)}),
    ("unfold", inputs(2, 3, 7), (), 0, {"dimension": 2, "size": 3, "step": 2}),
    ("diagonal", SQUARE, (), 0, {"offset": 1}),
    ("tril", SQUARE, (), 0, {"diagonal": -1}),
    ("triu", X, (), 0, {}),
    ("repeat", X, (), 0, {"repeats": (2, 1, 3, 2)}),
    ("rot90", SQUARE, (), 0, {"k": 3}),
    ("grid_sampler_2d", IMAGE, (inputs(2, 3, 3, 2),), 0, {
        "interpolation_mode": 0, "padding_mode": 1, "align_corners": False}),
    ("where.self", X, (X > 0, inputs(4)), 1, {}),
    ("where.self", inputs(3, 1), (X > 0, X), 2, {}),
    ("where.ScalarOther", X, (X > 0,), 1, {"other": 0.0}),
    ("where.ScalarSelf", X, (X > 0,), 1, {"self": 0.0}),
    ("masked_fill.Scalar", X, (inputs(3, 4) > 0,), 0, {"value": 0.0}),
    ("masked_fill.Tensor", inputs(), (inputs(3, 4), inputs(3, 4) > 0), 2, {}),
    ("gather", X, (torch.tensor([[[1, 0, 1, 2]], [[2, 2, 0, 0]]]),), 0, {"dim": 1}),
    ("index.Tensor", X, (None, torch.tensor([2, 0, 2])), 0, {}),
    ("index.Tensor", X, (torch.tensor([1, 0]), None, torch.tensor([3, 3])), 0, {}),
    ("index_add", X, (torch.tensor([1, 1]), inputs(2, 2, 4)), 0, {"dim": 1}),
    ("index_add", inputs(2, 2, 4), (X, torch.tensor([1, 1])), 2, {"dim": 1, "alpha": 2}),
    ("scatter_add", X, (torch.zeros(2, 3, 4, dtype=torch.long), X), 0, {"dim": 1}),
    ("scatter_add", X, (X, torch.zeros(2, 3, 4, dtype=torch.long)), 2, {"dim": 1}),
    ("index_put", inputs(2, 4), (X, None, torch.tensor([2, 0])), 3, {}),
    ("embedding", inputs(5, 3), (torch.tensor([[1, 1], [4, 0]]),), 0, {}),
    ("slice_scatter", X, (inputs(2, 1, 4),), 0, {"dim": 1, "start": 1, "end": 2}),
    ("slice_scatter", inputs(2, 1, 4), (X,), 1, {"dim": 1, "start": 1, "end": 2}),
    ("select_scatter", X, (inputs(2, 4),), 0, {"dim": 1, "index": 2}),
    ("select_scatter", inputs(2, 4), (X,), 1, {"dim": 1, "index": -1}),
    ("stack", X, (X, X), 1, {"dim": 1}),
    ("roll", X, (), 0, {"shifts": (2,), "dims": (1,)}),
    ("roll", X, (), 0, {"shifts": (3,)}),
    ("pixel_shuffle", inputs(2, 8, 3, 3), (), 0, {"upscale_factor": 2}),
    ("pixel_unshuffle", inputs(2, 2, 6, 6), (), 0, {"downscale_factor": 2}),
    ("channel_shuffle", inputs(2, 6, 3, 3), (), 0, {"groups": 3}),
    ("index_select", inputs(4, 3), (torch.tensor([2, 0, 2]),), 0, {"dim": 0}),
    ("reflection_pad1d", inputs(2, 3, 5), (), 0, {"padding": (1, 2)}),
    ("reflection_pad2d", inputs(2, 3, 5, 5), (), 0, {"padding": (1, 2, 0, 3)}),
    ("replication_pad2d", inputs(2, 3, 5, 5), (), 0, {"padding": (1, 2, 0, 3)}),
    ("replication_pad3d", inputs(1, 2, 3, 3, 3), (), 0, {"padding": (1, 2, 0, 3, 1, 1)}),
    ("reflection_pad3d", inputs(1, 2, 3, 3, 3), (), 0, {"padding": (1, 2, 0, 2, 1, 1)}),
    ("replication_pad1d", inputs(2, 3, 5), (), 0, {"padding": (1, 2)}),
    *((f"{name}{n}d", inputs(2, 3, *[4] * n), (), 0, {"output_size": (9, 5, 7)[:n]})
      for name in ("upsample_nearest", "_upsample_nearest_exact") for n in (1, 2, 3)),
    *((name, inputs(2, 3, *[4] * n), (), 0, {"output_size": (9, 7, 5)[:n], "align_corners": corners})
      for n, name in ((1, "upsample_linear1d"), (2, "upsample_bilinear2d"), (3, "upsample_trilinear3d"),
                      (2, "upsample_bicubic2d"), (2, "_upsample_bilinear2d_aa"), (2, "_upsample_bicubic2d_aa"))
      for corners in (False, True)),
    ("upsample_nearest2d", inputs(2, 3, 4, 4), (), 0, {
        "output_size": (9, 9), "scales_h": 2.25, "scales_w": 2.3}),
]  # fmt: skip

PIECEWISE = (
    *("max_pool2d_with_indices", "max_pool3d_with_indices", "adaptive_max_pool2d", "adaptive_max_pool3d"),
    *("fractional_max_pool2d", "fractional_max_pool3d", "max.dim", "min.dim", "max", "amax"),
    *("maximum", "minimum", "topk", "sort", "median.dim", "relu"),
)  # linear only near x
NONLINEAR = [i for i, c in enumerate(CASES) if c[0] in PIECEWISE or (c[0].startswith("div") and c[3] == 1)]


def label(case):
    name, _, _, operand, attrs = case
    return f"{name}-{operand}-{','.join(f'{k}={v}' for k, v in attrs.items())}"


def build(case):
    name, x, params, operand, attrs = case
    return operator(name, x, *params, operand=operand, **{k: v for k, v in attrs.items() if v is not None})


@pytest.mark.parametrize("case", CASES, ids=label)
def test_transpose_equals_automatic_differentiation(case):
    _, x, params, *_ = case
    op = build(case)
    variable = x.clone().requires_grad_()
    out = op(variable, *params)
    g = inputs(*out.shape, seed=9)
    found = op.T(g, *params)
    if out.grad_fn is None:  # detach: a copy all the same
        wanted = g
    else:
        (wanted,) = torch.autograd.grad(out, variable, g)
    torch.testing.assert_close(found, wanted)


@pytest.mark.parametrize("case", [c for i, c in enumerate(CASES) if i not in NONLINEAR], ids=label)
def test_transpose_is_the_adjoint(case):
    _, x, params, *_ = case
    op = build(case)
    linear = op(x, *params) - op(torch.zeros_like(x), *params)
    g = inputs(*linear.shape, seed=9)
    torch.testing.assert_close((linear * g).sum(), (x * op.T(g, *params)).sum())


def test_every_operator_with_a_transpose_of_its_own_is_tested():
    assert set(TRANSPOSES) == {ops.base(name) for name, *_ in CASES} & set(TRANSPOSES)


SIZES = st.integers(1, 7)


@given(size=SIZES, start=st.integers(-9, 9), end=st.integers(-9, 9), step=st.integers(1, 4))
def test_a_slice_of_any_bounds_has_its_transpose(size, start, end, step):
    x = inputs(2, size)
    op = operator("slice.Tensor", x, dim=1, start=start, end=end, step=step)
    g = inputs(*op.outs[0].shape, seed=3)
    wanted = torch.zeros_like(x)
    wanted[:, range(size)[start:end:step]] = g
    assert torch.equal(op.T(g), wanted)


@given(
    size=st.integers(3, 8), kernel=st.integers(1, 3), stride=st.integers(1, 4), padding=st.integers(0, 3),
    dilation=st.integers(1, 3), groups=st.sampled_from([1, 2]), transposed=st.booleans(), extra=st.integers(0, 2),
)  # fmt: skip
def test_a_convolution_of_any_geometry_has_its_transpose(
    size, kernel, stride, padding, dilation, groups, transposed, extra
):
    extra = extra if transposed and extra < max(stride, dilation) else 0
    reach = dilation * (kernel - 1) + 1
    extent = (
        (size - 1) * stride - 2 * padding + reach + extra if transposed else size + 2 * padding - reach + 1
    )
    if extent < 1:
        return
    weight = inputs(4, 2 if transposed else 2 // groups, kernel)
    x = inputs(2, 4 if transposed else 2, size)
    op = operator(
        "convolution", x, weight, None, stride=(stride,), padding=(padding,), dilation=(dilation,),
        transposed=transposed, output_padding=(extra,), groups=groups,
    )  # fmt: skip
    g = inputs(*op.outs[0].shape, seed=3)
    found = op.T(g, weight, None)
    assert found.shape == x.shape
    torch.testing.assert_close((op(x, weight, None) * g).sum(), (x * found).sum())


@given(
    size=st.integers(1, 5),
    factor=st.integers(1, 4),
    dims=st.sets(st.integers(-3, 2), max_size=3),
    keep=st.booleans(),
)
def test_a_mean_over_any_axes_has_its_transpose(size, factor, dims, keep):
    dims = {d % 3 for d in dims}
    x = inputs(2, size, factor)
    op = operator("mean.dim", x, dim=tuple(dims), keepdim=keep)
    g = inputs(*op.outs[0].shape, seed=3)
    torch.testing.assert_close((op(x) * g).sum(), (x * op.T(g)).sum())
