"""LRP-z^B, for inputs in a box."""

from lrpfx.errors import RuleMismatchError
from lrpfx.graph import Attr
from lrpfx.operator import Operator
from lrpfx.rule import Params, rule
from lrpfx.values import Array, apply, full_like, stabilize


@rule
def zbox(
    op: Operator, x: Array, params: Params, R: Array, low: Attr, high: Attr, stabilizer: float = 1e-6
) -> Array:
    """Share relevance out for pixels, which lie in a box: l <= x <= h.

        z   = op(x; w) - op(l; w⁺) - op(h; w⁻)                          the bias cancels
        g   = R / s(z)
        R_x = x ⊙ opᵀ(g; w) - l ⊙ opᵀ(g; w⁺) - h ⊙ opᵀ(g; w⁻)

    Args:
        low: the least value of an input: a number, one number per channel, or an array that broadcasts to one input.
        high: the greatest value of an input, likewise.
        stabilizer: what the denominators are pushed away from zero by.

    Source: Montavon et al. 2017, "Explaining Nonlinear Classification Decisions with Deep Taylor Decomposition",
    eq. 21.
    """
    w, _ = op.weights()
    wp, wn = w.clamp(min=0), w.clamp(max=0)
    l, h = _bound(x, low), _bound(x, high)  # noqa: E741, the source's own names
    z = op(x, w, None) - (op(l, wp, None) + op(h, wn, None))
    g = R / stabilize(z, stabilizer)
    return x * op.T(g, w) - (l * op.T(g, wp) + h * op.T(g, wn))


def _bound(x: Array, bound: Attr) -> Array:
    """The bound as an array shaped like x; a sequence of numbers is one per channel."""
    if not isinstance(bound, tuple):
        return full_like(x, float(bound))  # type: ignore[arg-type]  # a number, or zbox is called wrongly
    per_channel = not isinstance(bound[0], tuple)
    size = (1, len(bound), *[1] * (len(x.shape) - 2)) if per_channel else _size(bound)
    if len(size) == len(x.shape) and size[1] not in (1, x.shape[1]):
        raise RuleMismatchError(f"`zbox` has bounds for {size[1]} channels, but the input has {x.shape[1]}")
    values = apply("constant", [x], {"values": bound, "size": size}, [size])[0]
    return full_like(x, 1.0) * values


def _size(values: Attr) -> tuple[int, ...]:
    return (len(values), *_size(values[0])) if isinstance(values, tuple) else ()
