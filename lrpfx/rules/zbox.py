"""LRP-z^B, for inputs in a box."""

from typing import Any

from lrpfx.errors import RuleMismatchError
from lrpfx.graph import Attr
from lrpfx.operator import Operator, ZeroParams
from lrpfx.rule import Params, rule
from lrpfx.stabilizer import Stabilizer
from lrpfx.values import Array, apply, full_like, stabilize


@rule
def zbox(
    op: Operator,
    x: Array,
    params: Params,
    R: Array,
    low: Any,
    high: Any,
    stabilizer: float | Stabilizer = 1e-6,
    zero_params: ZeroParams = None,
) -> Array:
    """Share relevance out for pixels, which lie in a box: l <= x <= h.

        z   = op(x; w) - op(l; w⁺) - op(h; w⁻)                          the bias cancels
        g   = R / s(z)
        R_x = x ⊙ opᵀ(g; w) - l ⊙ opᵀ(g; w⁺) - h ⊙ opᵀ(g; w⁻)

    Args:
        low: the least value of an input: a number, one number per channel, or an array that broadcasts to one input.
        high: the greatest value of an input, likewise.
        stabilizer: what the denominators are pushed away from zero by: a number or a `Stabilizer`.
        zero_params: parameters taken as zero: "weight" takes all relevance away; the bias cancels anyway.

    Source: Montavon et al. 2017, "Explaining Nonlinear Classification Decisions with Deep Taylor Decomposition",
    eq. 21.
    """
    w, _ = op.weights(zero_params)
    wp, wn = w.clamp(min=0), w.clamp(max=0)
    l, h = _bound(x, low), _bound(x, high)  # noqa: E741, the source's own names
    z = op(x, w, None) - (op(l, wp, None) + op(h, wn, None))
    g = R / stabilize(z, stabilizer)
    return x * op.T(g, w) - (l * op.T(g, wp) + h * op.T(g, wn))


def _bound(x: Array, bound: Any) -> Array:
    """The bound as an array shaped like x; a sequence of numbers is one per channel."""
    if isinstance(bound, int | float):
        return full_like(x, float(bound))
    size = tuple(bound.shape) if hasattr(bound, "shape") else _size(bound)
    if len(size) == 1:
        size = (1, *size, *[1] * (len(x.shape) - 2))
    if len(size) > len(x.shape) or any(
        s not in (1, n) for s, n in zip(size[::-1], x.shape[::-1], strict=False)
    ):
        raise RuleMismatchError(
            f"`zbox` has bounds of shape {size}, but the input is {tuple(x.shape)}: give a number, one number per"
            " channel, or an array for one input"
        )
    if not hasattr(bound, "shape"):
        bound = apply("constant", [x], {"values": bound, "size": size}, [size])[0]
    elif len(bound.shape) == 1:
        bound = bound.reshape(*size)
    bound_: Array = bound
    return full_like(x, 1.0) * bound_


def _size(values: Attr) -> tuple[int, ...]:
    return (len(values), *_size(values[0])) if isinstance(values, tuple) else ()
