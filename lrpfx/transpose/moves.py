"""Transposes of operators that move values: each value of g goes back to where the output's came from."""

from typing import TYPE_CHECKING

from lrpfx.graph import Attr
from lrpfx.ops import base
from lrpfx.transpose.common import (
    Params,
    Transpose,
    axis,
    backward,
    integer,
    reshaped,
    sum_to,
    zeros,
)
from lrpfx.values import Array, apply

if TYPE_CHECKING:
    from lrpfx.operator import Operator


def _copy(op: "Operator", g: Array, params: Params) -> Array:
    return g


def _reshape(op: "Operator", g: Array, params: Params) -> Array:
    return reshaped(g, tuple(op.x.shape))


def _same(op: "Operator", g: Array, params: Params) -> Array:
    """The operator is its own transpose: exchange of two axes, flip, a triangle of a matrix."""
    return apply(op.op, [g], dict(op.attrs), [tuple(op.x.shape)])[0]


def _permute(op: "Operator", g: Array, params: Params) -> Array:
    rank = len(op.x.shape)
    dims = [integer(d) % rank for d in op.attr("dims")]  # type: ignore[union-attr]  # a tuple, by the schema
    inverse = tuple(dims.index(i) for i in range(rank))
    return apply("permute", [g], {"dims": inverse}, [tuple(op.x.shape)])[0]


def _roll(op: "Operator", g: Array, params: Params) -> Array:
    shifts = tuple(-integer(s) for s in op.attr("shifts"))  # type: ignore[union-attr]  # a tuple, by the schema
    attrs: dict[str, Attr] = {"shifts": shifts, "dims": op.attr("dims")}
    return apply("roll", [g], attrs, [tuple(op.x.shape)])[0]


def _shuffle(op: "Operator", g: Array, params: Params) -> Array:
    """Pixels shuffled are unshuffled; channels in k groups of n are shuffled back as n groups of k."""
    inverse = {"pixel_shuffle": "pixel_unshuffle", "pixel_unshuffle": "pixel_shuffle"}.get(base(op.op))
    if inverse is None:
        attrs: dict[str, Attr] = {"groups": integer(op.x.shape[1]) // integer(op.attr("groups"))}
        return apply("channel_shuffle", [g], attrs, [tuple(op.x.shape)])[0]
    factor = op.attr("upscale_factor") or op.attr("downscale_factor")
    name = "downscale_factor" if inverse == "pixel_unshuffle" else "upscale_factor"
    return apply(inverse, [g], {name: factor}, [tuple(op.x.shape)])[0]


def _concatenate(op: "Operator", g: Array, params: Params) -> Array:
    """The slice of g that x filled."""
    dim = axis(op)
    # an empty vector may stand among the pieces, whatever their rank
    before = [p for p in params[: op.operand] if p is not None and len(p.shape) == len(op.x.shape)]
    start = sum(integer(p.shape[dim]) for p in before)
    end = start + integer(op.x.shape[dim])
    return apply("slice.Tensor", [g], {"dim": dim, "start": start, "end": end}, [tuple(op.x.shape)])[0]


def _stack(op: "Operator", g: Array, params: Params) -> Array:
    dim = integer(op.attr("dim") or 0) % len(g.shape)
    return apply("select.int", [g], {"dim": dim, "index": op.operand}, [tuple(op.x.shape)])[0]


def _slice(op: "Operator", g: Array, params: Params) -> Array:
    shape, dim = tuple(op.x.shape), axis(op)
    start, size = op.attr("start") or 0, shape[dim]
    first = max(0, integer(start) + integer(size)) if integer(start) < 0 else integer(start)
    attrs: dict[str, Attr] = {"size": shape, "dim": dim, "start": first, "step": op.attr("step") or 1}
    return apply("scatter_slice", [g], attrs, [shape])[0]


def _select(op: "Operator", g: Array, params: Params) -> Array:
    shape, dim = tuple(op.x.shape), axis(op)
    index = integer(op.attr("index"))
    row = (*shape[:dim], 1, *shape[dim + 1 :])
    start = index if index >= 0 else index + integer(shape[dim])
    attrs: dict[str, Attr] = {"size": shape, "dim": dim, "start": start, "step": 1}
    return apply("scatter_slice", [reshaped(g, row)], attrs, [shape])[0]


def _slice_scatter(op: "Operator", g: Array, params: Params) -> Array:
    """z is the first operand with a slice overwritten by the second."""
    attrs, shape = dict(op.attrs), tuple(op.x.shape)
    name = base(op.op)
    if op.operand == 1:
        return apply({"slice_scatter": "slice.Tensor"}.get(name, "select.int"), [g], attrs, [shape])[0]
    assert params[0] is not None
    return apply(name, [g, zeros(g, tuple(params[0].shape))], attrs, [shape])[0]


def _pad(op: "Operator", g: Array, params: Params) -> Array:
    crop = tuple(-integer(p) for p in op.attr("pad"))  # type: ignore[union-attr]  # a tuple, by the schema
    return apply("constant_pad_nd", [g], {"pad": crop}, [tuple(op.x.shape)])[0]


def _mirror_pad(op: "Operator", g: Array, params: Params) -> Array:
    return backward(op, f"{base(op.op)}_backward", [g, op.x], ("padding",))


def _expand(op: "Operator", g: Array, params: Params) -> Array:
    return sum_to(op, g)


def _choose(op: "Operator", g: Array, params: Params) -> Array:
    """g where the condition (or the mask) chose x, zero elsewhere."""
    first = op.operand == 0 or (op.operand == 1 and base(op.op) == "where" and "self" not in dict(op.attrs))
    shape = tuple(g.shape)
    if base(op.op) == "masked_fill":
        kept = apply("masked_fill.Scalar", [g, params[0]], {"value": 0.0}, [shape])[0]
    elif first:
        kept = apply("where.ScalarOther", [params[0], g], {"other": 0.0}, [shape])[0]
    else:
        kept = apply("where.ScalarSelf", [params[0], g], {"self": 0.0}, [shape])[0]
    return sum_to(op, kept)


def _index_select(op: "Operator", g: Array, params: Params) -> Array:
    shape = tuple(op.x.shape)
    return apply("index_add", [zeros(g, shape), params[0], g], {"dim": axis(op)}, [shape])[0]


def _gather(op: "Operator", g: Array, params: Params) -> Array:
    shape = tuple(op.x.shape)
    return apply("scatter_add", [zeros(g, shape), params[0], g], {"dim": axis(op)}, [shape])[0]


def _index(op: "Operator", g: Array, params: Params) -> Array:
    shape = tuple(op.x.shape)
    return apply("index_put", [zeros(g, shape), *params, g], {"accumulate": True}, [shape])[0]


def _columns(op: "Operator", g: Array, params: Params) -> Array:
    """Patches to columns: overlapping patches add up."""
    names = ("kernel_size", "dilation", "padding", "stride")
    attrs = {name: op.attr(name) for name in names} | {"output_size": tuple(op.x.shape[2:])}
    return apply("col2im", [g], attrs, [tuple(op.x.shape)])[0]


TRANSPOSES: dict[str, Transpose] = {
    **dict.fromkeys(("clone", "alias", "detach", "lift_fresh_copy", "contiguous"), _copy),
    **dict.fromkeys(("reshape", "squeeze", "unsqueeze"), _reshape),
    **dict.fromkeys(("t", "transpose", "flip", "tril", "triu"), _same),
    "permute": _permute,
    "roll": _roll,
    **dict.fromkeys(("pixel_shuffle", "pixel_unshuffle", "channel_shuffle"), _shuffle),
    "cat": _concatenate,
    "stack": _stack,
    "slice": _slice,
    "select": _select,
    **dict.fromkeys(("slice_scatter", "select_scatter"), _slice_scatter),
    "constant_pad_nd": _pad,
    **dict.fromkeys(
        (f"{kind}_pad{space}d" for kind in ("reflection", "replication") for space in (1, 2, 3)), _mirror_pad
    ),
    "expand": _expand,
    **dict.fromkeys(("where", "masked_fill"), _choose),
    "index_select": _index_select,
    "gather": _gather,
    "index": _index,
    "im2col": _columns,
}
