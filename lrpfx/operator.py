"""An operator as a rule sees it: a function `op(x, *params)` of one of its operands, and its transpose `op.T`.

For `z = op(x, w, b)` that is linear in x:

    op.T(g, w, b) = (∂z/∂x)ᵀ g          the vector-Jacobian product with respect to x, at fixed w

The transposes stand in lrpfx.transpose, one small function per operator, written in operators again. An operator that
has none is transposed by automatic differentiation (`vjp`).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lrpfx.errors import RuleMismatchError
from lrpfx.graph import Attr, Attrs
from lrpfx.ops import LINEAR, Kind, bind, defaults, kind_of
from lrpfx.transpose import transposed
from lrpfx.values import Array, apply, full_like

if TYPE_CHECKING:
    from torch import Tensor

MULTIPLIED = (Kind.PRODUCT, Kind.BILINEAR, Kind.QUOTIENT, Kind.OTHER)
"""Kinds whose operands, where several depend on the model's input, are no summands."""

ZeroParams = str | Sequence[str] | None
"""Which parameters a rule takes as zero: "bias", "weight", both, or none."""


@dataclass(frozen=True)
class Operator:
    """`op` with its attributes, as a function of the operand at position `operand`.

    `x` is that operand and `params` are the other arguments, in their order; `outs` are the forward results.
    `operands` are the positions of all arguments that depend on the model's input. `twin` gives the same operator at
    the reference, where there is one.
    """

    op: str
    attrs: Attrs
    operand: int
    x: Array
    params: tuple[Array | None, ...]
    outs: tuple[Array, ...]
    operands: tuple[int, ...] = (0,)
    twin: Callable[[], "Operator"] | None = field(default=None, repr=False, compare=False)

    @property
    def reference(self) -> "Operator":
        """The same operator at the reference: its x, its params and its outs there.

        Raises:
            RuleMismatchError: if there is none.
        """
        if self.twin is None:
            raise RuleMismatchError(f"`{self.op}` is to be compared with a reference, and none is given")
        return self.twin()

    @property
    def kind(self) -> Kind:
        return kind_of(self.op, self.operands, self.attrs)

    def attr(self, name: str) -> Attr:
        """The attribute, or its default."""
        return dict(self.attrs).get(name, defaults(self.op).get(name))

    def __call__(self, x: Array, *params: Array | None) -> Array:
        """The operator at another x (of the same shape) and other parameters."""
        return apply(self.op, self.args(x, params), dict(self.attrs), [tuple(o.shape) for o in self.outs])[0]

    def T(self, g: Array, *params: Array | None) -> Array:  # noqa: N802, the transpose is written as in mathematics
        """The transposed operator at `g`, shaped like the output; the result is shaped like x."""
        return transposed(self, g, params)

    def check_additive(self) -> None:
        """Refuse a product of values that all depend on the input: each factor would be given the whole relevance.

        Raises:
            RuleMismatchError: if the operator is one.
        """
        if len(self.operands) > 1 and self.kind in MULTIPLIED:
            raise RuleMismatchError(
                f"`{self.op}` combines {len(self.operands)} values that depend on the input, and not by a sum: the rule"
                " would give each of them the whole relevance"
            )

    def weights(self, zero_params: ZeroParams = None) -> tuple[Array, Array | None]:
        """The weight and the bias of a linear operator, with those named in `zero_params` put to zero.

        Raises:
            RuleMismatchError: if the operator has none.
        """
        if self.kind not in LINEAR:
            raise RuleMismatchError(
                f'`{self.op}` has no weights (`... & lrpfx.composites.by_kind("convolution", "dense")` picks what has)'
            )
        weight, bias = (*self.without(zero_params), None)[:2]
        assert weight is not None
        return weight, bias

    def without(self, zero_params: ZeroParams) -> tuple[Array | None, ...]:
        """All other arguments, with the parameters named in `zero_params` ("bias", "weight") put to zero.

        An operator without weights has nothing to put to zero. An absent bias is a bias of zero.
        """
        if self.kind not in LINEAR or zero_params is None:
            return self.params
        weight, bias = (*self.params, None)[:2]
        assert weight is not None
        weight = full_like(weight, 0.0) if names("weight", zero_params) else weight
        return (weight, None if names("bias", zero_params) else bias)[: len(self.params)]

    def spread(self, r: Array) -> Array:
        """Relevance shaped like the output, shared out evenly over the inputs in reach of each output.

            opᵀ(r / op(1; 1); 1)

        What an output without an input in reach (behind wide padding) holds is lost.
        """
        ones = full_like(self.weights()[0], 1.0)
        reach = self(full_like(self.x, 1.0), ones, None)
        return self.T(r / reach.clamp(min=1), ones)

    def args(self, x: Array, params: Sequence[Array | None]) -> list[Array | None]:
        """All arguments, with `x` in its place; absent ones at the end are None."""
        others = list(params) + [None] * (len(self.params) - len(params))
        return [*others[: self.operand], x, *others[self.operand :]]


def names(name: str, zero_params: ZeroParams) -> bool:
    """Whether `zero_params` names this parameter: by its whole name, no part of it."""
    return name == zero_params if isinstance(zero_params, str) or zero_params is None else name in zero_params


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
