"""Transposes of averages, which spread g, and of maxima, which send it to the winners of the forward pass."""

import math
from typing import TYPE_CHECKING

from lrpfx.graph import Attr
from lrpfx.ops import base
from lrpfx.transpose.common import Params, Transpose, backward, integer, reshaped, zeros
from lrpfx.values import Array, apply

if TYPE_CHECKING:
    from lrpfx.operator import Operator


def _mean(op: "Operator", g: Array, params: Params) -> Array:
    """Spread evenly over the axes that were averaged (or summed)."""
    shape = tuple(op.x.shape)
    dims = op.attr("dim")
    over_all = not isinstance(dims, tuple) or not dims
    axes = range(len(shape)) if over_all else [integer(d) % len(shape) for d in dims]  # type: ignore[union-attr]
    kept = tuple(1 if i in axes else size for i, size in enumerate(shape))
    spread = apply("expand", [reshaped(g, kept)], {"size": shape}, [shape])[0]
    return spread if base(op.op) == "sum" else spread / math.prod(integer(shape[axis]) for axis in axes)


def _cumulative_sum(op: "Operator", g: Array, params: Params) -> Array:
    """z_j = Σ_{i <= j} x_i, so x_i is in every z_j from i on."""
    shape, dim = [tuple(op.x.shape)], op.attr("dim")
    turned = apply("flip", [g], {"dims": (dim,)}, shape)[0]
    return apply("flip", [apply("cumsum", [turned], {"dim": dim}, shape)[0]], {"dims": (dim,)}, shape)[0]


def _average_pool(op: "Operator", g: Array, params: Params) -> Array:
    names = ("kernel_size", "stride", "padding", "ceil_mode", "count_include_pad", "divisor_override")
    return backward(op, f"{base(op.op)}_backward", [g, op.x], names)


def _adaptive_average_pool(op: "Operator", g: Array, params: Params) -> Array:
    return backward(op, f"{base(op.op)}_backward", [g, op.x])


def _upsample(op: "Operator", g: Array, params: Params) -> Array:
    names = ("output_size", "align_corners", "scales", "scales_d", "scales_h", "scales_w")
    known = {name: op.attr(name) for name in names if op.attr(name) is not None}
    attrs: dict[str, Attr] = {**known, "input_size": tuple(op.x.shape)}
    return apply(f"{base(op.op)}_backward", [g], attrs, [tuple(op.x.shape)])[0]


def _max_pool(op: "Operator", g: Array, params: Params) -> Array:
    names = ("kernel_size", "stride", "padding", "dilation", "ceil_mode")
    return backward(op, f"{base(op.op)}_backward", [g, op.x, op.outs[1]], names)


def _adaptive_max_pool(op: "Operator", g: Array, params: Params) -> Array:
    return backward(op, f"{base(op.op)}_backward", [g, op.x, op.outs[1]])


def _fractional_max_pool(op: "Operator", g: Array, params: Params) -> Array:
    return backward(op, f"{base(op.op)}_backward", [g, op.x, op.outs[1]], ("kernel_size", "output_size"))


def winners(op: "Operator", g: Array) -> Array:
    """To those chosen along one axis: one of them, or the first k."""
    shape = tuple(op.x.shape)
    dim = integer(op.attr("dim")) % len(shape)
    index = op.outs[1]
    if base(op.op) in ("max", "min"):
        row = (*shape[:dim], 1, *shape[dim + 1 :])
        index, g = reshaped(index, row), reshaped(g, row)
    return apply("scatter_add", [zeros(g, shape), index, g], {"dim": dim}, [shape])[0]


_UPSAMPLINGS = (
    *("upsample_linear1d", "upsample_bilinear2d", "upsample_trilinear3d", "upsample_bicubic2d"),
    *("_upsample_bilinear2d_aa", "_upsample_bicubic2d_aa"),
    *(f"{name}{space}d" for name in ("upsample_nearest", "_upsample_nearest_exact") for space in (1, 2, 3)),
)

TRANSPOSES: dict[str, Transpose] = {
    **dict.fromkeys(("mean", "sum"), _mean),
    "cumsum": _cumulative_sum,
    **dict.fromkeys(("avg_pool2d", "avg_pool3d"), _average_pool),
    **dict.fromkeys(("_adaptive_avg_pool2d", "_adaptive_avg_pool3d"), _adaptive_average_pool),
    **dict.fromkeys(_UPSAMPLINGS, _upsample),
    **dict.fromkeys(("max_pool2d_with_indices", "max_pool3d_with_indices"), _max_pool),
    **dict.fromkeys(("adaptive_max_pool2d", "adaptive_max_pool3d"), _adaptive_max_pool),
    **dict.fromkeys(("fractional_max_pool2d", "fractional_max_pool3d"), _fractional_max_pool),
}
