"""Transposes of operators with weights, and of sums and products."""

from typing import TYPE_CHECKING

from lrpfx.ops import base
from lrpfx.transpose.common import (
    Params,
    Transpose,
    each,
    integer,
    matrix_transposed,
    reshaped,
    stored,
    sum_to,
)
from lrpfx.values import Array, apply

if TYPE_CHECKING:
    from lrpfx.operator import Operator


def _convolution(op: "Operator", g: Array, params: Params) -> Array:
    weight = params[0]
    assert weight is not None
    space = len(op.x.shape) - 2
    spread = {name: each(op.attr(name), space) for name in ("stride", "padding", "dilation")}
    attrs = dict(op.attrs) | {"transposed": not op.attr("transposed")}
    attrs.pop("output_padding", None)
    # how far the plain transpose at g reaches along each axis, were there nothing left over
    size, reach = [integer(n) for n in op.x.shape[2:]], []
    for i in range(space):
        width = spread["dilation"][i] * (integer(weight.shape[2 + i]) - 1) + 1 - 2 * spread["padding"][i]
        n, stride = integer(g.shape[2 + i]), spread["stride"][i]
        reach.append((n - width) // stride + 1 if op.attr("transposed") else (n - 1) * stride + width)
    if not op.attr("transposed"):  # the rows at the far border that the forward convolution did not use
        attrs["output_padding"] = tuple(n - r for n, r in zip(size, reach, strict=True))
        reach = size
    shape = (*op.x.shape[:2], *reach)
    result = apply("convolution", [g, weight, None], stored("convolution", attrs), [shape])[0]
    for i in range(space):  # output padding beyond the stride makes rows that no input reaches
        if reach[i] > size[i]:
            shape = (*shape[: 2 + i], size[i], *shape[3 + i :])
            result = apply("slice.Tensor", [result], {"dim": 2 + i, "start": 0, "end": size[i]}, [shape])[0]
    return result


def _linear(op: "Operator", g: Array, params: Params) -> Array:
    """z = x Wᵀ + b, so the transpose is g W."""
    return apply("matmul", [g, params[0]], {}, [tuple(op.x.shape)])[0]


def _matrices(op: "Operator", g: Array, params: Params) -> Array:
    """z = a b of matrices or of a matrix and a vector: g bᵀ for a, aᵀ g for b."""
    other, shape = params[0], tuple(op.x.shape)
    assert other is not None
    if base(op.op) == "dot":
        return other * g
    if base(op.op) == "mv" and op.operand == 0:
        return reshaped(g, (*g.shape, 1)) * other
    if base(op.op) == "mv":
        other = apply("t", [other], {}, [tuple(other.shape)[::-1]])[0]
        return apply("mv", [other, g], {}, [shape])[0]
    factors = [g, matrix_transposed(other)] if op.operand == 0 else [matrix_transposed(other), g]
    return apply("matmul", factors, {}, [shape])[0]


def _sum(op: "Operator", g: Array, params: Params) -> Array:
    """z = a + α b, z = a - α b, or z = b - α a for `rsub`."""
    alpha = op.attr("alpha")
    scale = 1.0 if alpha is None else float(alpha)  # type: ignore[arg-type]  # a number, by the schema
    second = op.operand == 1
    factor = {"add": scale if second else 1.0, "sub": -scale if second else 1.0}.get(base(op.op))
    factor = (1.0 if second else -scale) if factor is None else factor
    return sum_to(op, g if factor == 1 else g * factor)


def _product(op: "Operator", g: Array, params: Params) -> Array:
    other = params[0] if params else op.attr("other")
    assert other is not None
    return sum_to(op, g * other if base(op.op) == "mul" else g / other)


def _negation(op: "Operator", g: Array, params: Params) -> Array:
    return -g


TRANSPOSES: dict[str, Transpose] = {
    "convolution": _convolution,
    "linear": _linear,
    **dict.fromkeys(("mm", "bmm", "mv", "dot"), _matrices),
    **dict.fromkeys(("add", "sub", "rsub"), _sum),
    **dict.fromkeys(("mul", "div"), _product),
    "neg": _negation,
}
