"""What the transposes share: their type, and how they read sizes and attributes."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from lrpfx.errors import RuleMismatchError
from lrpfx.graph import Attr, Shape
from lrpfx.ops import defaults, is_default
from lrpfx.values import Array, apply

if TYPE_CHECKING:
    from lrpfx.operator import Operator

Params = tuple[Array | None, ...]
Transpose = Callable[["Operator", Array, Params], Array]
"""`(op, g, params) -> (∂z/∂x)ᵀ g`, shaped like `op.x`."""


def reshaped(g: Array, shape: Shape) -> Array:
    if tuple(g.shape) == shape:
        return g
    return apply("reshape", [g], {"shape": shape}, [shape])[0]


def sum_to(op: "Operator", g: Array) -> Array:
    """Undo the broadcasting of x."""
    shape = tuple(op.x.shape)
    return g if tuple(g.shape) == shape else apply("sum_to", [g], {"size": shape}, [shape])[0]


def zeros(g: Array, size: Shape) -> Array:
    """Zeros of a size, of the dtype and on the device of `g`."""
    return apply("zeros_of", [g], {"size": size}, [size])[0]


def matrix_transposed(m: Array) -> Array:
    """The last two axes exchanged."""
    shape = tuple(m.shape)
    return apply("transpose.int", [m], {"dim0": -2, "dim1": -1}, [(*shape[:-2], shape[-1], shape[-2])])[0]


def backward(op: "Operator", name: str, args: list[Array | None], attributes: tuple[str, ...] = ()) -> Array:
    """ATen's own backward operator, with these attributes of the forward one."""
    attrs = {key: op.attr(key) for key in attributes}
    return apply(name, args, stored(name, attrs), [tuple(op.x.shape)])[0]


def axis(op: "Operator", name: str = "dim") -> int:
    """The axis of x that an attribute names, counted from the front."""
    return integer(op.attr(name) or 0) % len(op.x.shape)


def stored(op: str, attrs: dict[str, Attr]) -> dict[str, Attr]:
    """Without the attributes that are at their default."""
    known = defaults(op)
    return {k: v for k, v in attrs.items() if k not in known or not is_default(v, known[k])}


def each(value: Attr, space: int) -> tuple[int, ...]:
    """One number per spatial axis."""
    numbers = tuple(map(integer, value)) if isinstance(value, tuple) else (integer(value),)
    return numbers * space if len(numbers) == 1 else numbers


def integer(value: object) -> int:
    if not isinstance(value, int):
        raise RuleMismatchError(f"needs a fixed size, not {value!r}")
    return value
