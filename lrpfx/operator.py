"""An operator as a rule sees it: a function `op(x, *params)` of one of its operands, and its transpose `op.T`.

For `z = op(x, w, b)` that is linear in x:

    op.T(g, w, b) = (∂z/∂x)ᵀ g          the vector-Jacobian product with respect to x, at fixed w

The transposes stand here, one small function per operator, written in operators again. An operator that has none is
transposed by automatic differentiation (`vjp`).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lrpfx.errors import RuleMismatchError
from lrpfx.graph import Attr, Attrs, Shape
from lrpfx.ops import LINEAR, Kind, base, bind, defaults, is_default, kind_of
from lrpfx.values import Array, apply

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True)
class Operator:
    """`op` with its attributes, as a function of the operand at position `operand`.

    `x` is that operand and `params` are the other arguments, in their order; `outs` are the forward results.
    `operands` are the positions of all arguments that depend on the model's input.
    """

    op: str
    attrs: Attrs
    operand: int
    x: Array
    params: tuple[Array | None, ...]
    outs: tuple[Array, ...]
    operands: tuple[int, ...] = (0,)

    @property
    def kind(self) -> Kind:
        return kind_of(self.op, self.operands, self.attrs)

    def attr(self, name: str) -> Attr:
        """The attribute, or its default."""
        return dict(self.attrs).get(name, defaults(self.op).get(name))

    def __call__(self, x: Array, *params: Array | None) -> Array:
        """The operator at another x (of the same shape) and other parameters."""
        return apply(self.op, self._at(x, params), dict(self.attrs), [tuple(o.shape) for o in self.outs])[0]

    def T(self, g: Array, *params: Array | None) -> Array:  # noqa: N802, the transpose is written as in mathematics
        """The transposed operator at `g`, shaped like the output; the result is shaped like x."""
        transpose = TRANSPOSES.get(base(self.op), _by_differentiation)
        if self.operand > 0 and base(self.op) in FIRST_OPERAND_ONLY:
            transpose = _by_differentiation
        return transpose(self, g, params)

    def check_additive(self) -> None:
        """Refuse a product of values that all depend on the input: each factor would be given the whole relevance.

        Raises:
            RuleMismatchError: if the operator is one.
        """
        if len(self.operands) > 1 and self.kind is Kind.OTHER:
            raise RuleMismatchError(
                f"`{self.op}` combines {len(self.operands)} values that depend on the input, and not by a sum: the rule"
                " would give each of them the whole relevance"
            )

    def weights(self) -> tuple[Array, Array | None]:
        """The weight and the bias of a linear operator.

        Raises:
            RuleMismatchError: if the operator has none.
        """
        if self.kind not in LINEAR:
            raise RuleMismatchError(f"`{self.op}` has no weights")
        weight, bias = (*self.params, None)[:2]
        assert weight is not None
        return weight, bias

    def _at(self, x: Array, params: Sequence[Array | None]) -> list[Array | None]:
        """All arguments, with `x` in its place; absent ones at the end are None."""
        others = list(params) + [None] * (len(self.params) - len(params))
        return [*others[: self.operand], x, *others[self.operand :]]


def operator(op: str, x: "Tensor", *params: "Tensor | None", operand: int = 0, **attrs: Attr) -> Operator:
    """An operator on tensors, to try a rule by hand.

    >>> import torch
    >>> double = operator("linear", torch.ones(1, 2), 2 * torch.eye(2))
    >>> double.T(torch.ones(1, 2), 2 * torch.eye(2))
    tensor([[2., 2.]])
    """
    args = (*params[:operand], x, *params[operand:])
    stored = tuple(sorted(attrs.items()))
    outs = bind(op, stored, len(args))(*args)
    outs = tuple(outs) if isinstance(outs, tuple | list) else (outs,)
    return Operator(op, stored, operand, x, params, outs, (operand,))


@contextmanager
def located(place: str) -> Iterator[None]:
    """Add the place in the user's model to the error of a rule that does not fit."""
    try:
        yield
    except RuleMismatchError as error:
        raise RuleMismatchError(f"{error}: {place}") from None


# ---- transposes -------------------------------------------------------------------------------------------------

Transpose = Callable[[Operator, Array, tuple[Array | None, ...]], Array]


def _convolution(op: Operator, g: Array, params: tuple[Array | None, ...]) -> Array:
    weight = params[0]
    assert weight is not None
    space = len(op.x.shape) - 2
    spread = {name: _each(op.attr(name), space) for name in ("stride", "padding", "dilation")}
    attrs = dict(op.attrs) | {"transposed": not op.attr("transposed")}
    attrs.pop("output_padding", None)
    # how far the plain transpose at g reaches along each axis, were there nothing left over
    size, reach = [_int(n) for n in op.x.shape[2:]], []
    for i in range(space):
        width = spread["dilation"][i] * (_int(weight.shape[2 + i]) - 1) + 1 - 2 * spread["padding"][i]
        n, stride = _int(g.shape[2 + i]), spread["stride"][i]
        reach.append((n - width) // stride + 1 if op.attr("transposed") else (n - 1) * stride + width)
    if not op.attr("transposed"):  # the rows at the far border that the forward convolution did not use
        attrs["output_padding"] = tuple(n - r for n, r in zip(size, reach, strict=True))
        reach = size
    shape = (*op.x.shape[:2], *reach)
    result = apply("convolution", [g, weight, None], _stored("convolution", attrs), [shape])[0]
    for i in range(space):  # output padding beyond the stride makes rows that no input reaches
        if reach[i] > size[i]:
            shape = (*shape[: 2 + i], size[i], *shape[3 + i :])
            result = apply("slice.Tensor", [result], {"dim": 2 + i, "start": 0, "end": size[i]}, [shape])[0]
    return result


def _linear(op: Operator, g: Array, params: tuple[Array | None, ...]) -> Array:
    """z = x Wᵀ + b, so the transpose is g W."""
    return apply("matmul", [g, params[0]], {}, [tuple(op.x.shape)])[0]


def _sum(op: Operator, g: Array, params: tuple[Array | None, ...]) -> Array:
    """z = a + α b, z = a - α b, or z = b - α a for `rsub`."""
    alpha = op.attr("alpha")
    scale = 1.0 if alpha is None else float(alpha)  # type: ignore[arg-type]  # a number, by the schema
    second = op.operand == 1
    factor = {"add": scale if second else 1.0, "sub": -scale if second else 1.0}.get(base(op.op))
    factor = (1.0 if second else -scale) if factor is None else factor
    return _sum_to(op, g if factor == 1 else g * factor)


def _product(op: Operator, g: Array, params: tuple[Array | None, ...]) -> Array:
    other = params[0] if params else op.attr("other")
    assert other is not None
    return _sum_to(op, g * other if base(op.op) == "mul" else g / other)


def _negation(op: Operator, g: Array, params: tuple[Array | None, ...]) -> Array:
    return -g


def _reshape(op: Operator, g: Array, params: tuple[Array | None, ...]) -> Array:
    return apply("reshape", [g], {"shape": tuple(op.x.shape)}, [tuple(op.x.shape)])[0]


def _permute(op: Operator, g: Array, params: tuple[Array | None, ...]) -> Array:
    rank = len(op.x.shape)
    dims = [_int(d) % rank for d in op.attr("dims")]  # type: ignore[union-attr]  # a tuple, by the schema
    inverse = tuple(dims.index(i) for i in range(rank))
    return apply("permute", [g], {"dims": inverse}, [tuple(op.x.shape)])[0]


def _same(op: Operator, g: Array, params: tuple[Array | None, ...]) -> Array:
    """The operator is its own transpose: transpose of two axes, flip."""
    return apply(op.op, [g], dict(op.attrs), [tuple(op.x.shape)])[0]


def _copy(op: Operator, g: Array, params: tuple[Array | None, ...]) -> Array:
    return g


def _concatenate(op: Operator, g: Array, params: tuple[Array | None, ...]) -> Array:
    """The slice of g that x filled."""
    dim = _int(op.attr("dim") or 0) % len(op.x.shape)
    # an empty vector may stand among the pieces, whatever their rank
    before = [p for p in params[: op.operand] if p is not None and len(p.shape) == len(op.x.shape)]
    start = sum(_int(p.shape[dim]) for p in before)
    end = start + _int(op.x.shape[dim])
    return apply("slice.Tensor", [g], {"dim": dim, "start": start, "end": end}, [tuple(op.x.shape)])[0]


def _slice(op: Operator, g: Array, params: tuple[Array | None, ...]) -> Array:
    shape = tuple(op.x.shape)
    dim = _int(op.attr("dim") or 0) % len(shape)
    start, size = op.attr("start") or 0, shape[dim]
    first = max(0, _int(start) + _int(size)) if _int(start) < 0 else _int(start)
    attrs: dict[str, Attr] = {"size": shape, "dim": dim, "start": first, "step": op.attr("step") or 1}
    return apply("scatter_slice", [g], attrs, [shape])[0]


def _select(op: Operator, g: Array, params: tuple[Array | None, ...]) -> Array:
    shape = tuple(op.x.shape)
    dim = _int(op.attr("dim")) % len(shape)
    index = _int(op.attr("index"))
    row = (*shape[:dim], 1, *shape[dim + 1 :])
    attrs: dict[str, Attr] = {
        "size": shape,
        "dim": dim,
        "start": index if index >= 0 else index + _int(shape[dim]),
        "step": 1,
    }
    return apply("scatter_slice", [apply("reshape", [g], {"shape": row}, [row])[0]], attrs, [shape])[0]


def _pad(op: Operator, g: Array, params: tuple[Array | None, ...]) -> Array:
    crop = tuple(-_int(p) for p in op.attr("pad"))  # type: ignore[union-attr]  # a tuple, by the schema
    return apply("constant_pad_nd", [g], {"pad": crop}, [tuple(op.x.shape)])[0]


def _expand(op: Operator, g: Array, params: tuple[Array | None, ...]) -> Array:
    return _sum_to(op, g)


def _mean(op: Operator, g: Array, params: tuple[Array | None, ...]) -> Array:
    """Spread evenly over the axes that were averaged (or summed)."""
    shape = tuple(op.x.shape)
    dims = op.attr("dim")
    axes = (
        range(len(shape)) if not isinstance(dims, tuple) or not dims else [_int(d) % len(shape) for d in dims]
    )
    kept = tuple(1 if i in axes else size for i, size in enumerate(shape))
    spread = apply("expand", [_as(g, kept)], {"size": shape}, [shape])[0]
    n = 1
    for axis in axes:
        n *= _int(shape[axis])
    return spread / n if base(op.op) == "mean" else spread


def _max_pool(op: Operator, g: Array, params: tuple[Array | None, ...]) -> Array:
    """To the winners of the forward pass."""
    attrs = {name: op.attr(name) for name in ("kernel_size", "stride", "padding", "dilation", "ceil_mode")}
    name = f"{base(op.op)}_backward"
    return apply(name, [g, op.x, op.outs[1]], attrs, [tuple(op.x.shape)])[0]


def _by_differentiation(op: Operator, g: Array, params: tuple[Array | None, ...]) -> Array:
    attrs: dict[str, Attr] = {"op": op.op, "operand": op.operand, "attrs": op.attrs}
    return apply("vjp", [g, *op._at(op.x, params)], attrs, [tuple(op.x.shape)])[0]


TRANSPOSES: dict[str, Transpose] = {
    "convolution": _convolution,
    "linear": _linear,
    **dict.fromkeys(("add", "sub", "rsub"), _sum),
    **dict.fromkeys(("mul", "div"), _product),
    "neg": _negation,
    **dict.fromkeys(("reshape", "squeeze", "unsqueeze"), _reshape),
    "permute": _permute,
    **dict.fromkeys(("t", "transpose", "flip"), _same),
    **dict.fromkeys(("clone", "alias", "detach", "lift_fresh_copy", "contiguous"), _copy),
    "cat": _concatenate,
    "slice": _slice,
    "select": _select,
    "constant_pad_nd": _pad,
    "expand": _expand,
    **dict.fromkeys(("mean", "sum"), _mean),
    **dict.fromkeys(("max_pool2d_with_indices", "max_pool3d_with_indices"), _max_pool),
}


FIRST_OPERAND_ONLY = ("convolution", "linear", "div")
"""Operators whose transpose above is with respect to their first operand; they are not linear alike in the others."""


def _as(g: Array, shape: Shape) -> Array:
    if tuple(g.shape) == shape:
        return g
    return apply("reshape", [g], {"shape": shape}, [shape])[0]


def _sum_to(op: Operator, g: Array) -> Array:
    """Undo the broadcasting of x."""
    shape = tuple(op.x.shape)
    return g if tuple(g.shape) == shape else apply("sum_to", [g], {"size": shape}, [shape])[0]


def _stored(op: str, attrs: dict[str, Attr]) -> dict[str, Attr]:
    """Without the attributes that are at their default."""
    known = defaults(op)
    return {k: v for k, v in attrs.items() if k not in known or not is_default(v, known[k])}


def _each(value: Attr, space: int) -> tuple[int, ...]:
    """One number per spatial axis."""
    numbers = tuple(map(_int, value)) if isinstance(value, tuple) else (_int(value),)
    return numbers * space if len(numbers) == 1 else numbers


def _int(value: object) -> int:
    if not isinstance(value, int):
        raise RuleMismatchError(f"needs a fixed size, not {value!r}")
    return value
