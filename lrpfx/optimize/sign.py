"""Clamps that a known sign makes empty, and what zero makes of a product or a sum.

Facts, from inputs to outputs:

    nonnegative   relu, abs, clamp(min >= 0), squares; kept by pooling, moves, sums and products of nonnegatives
    nonpositive   clamp(max <= 0); products and linear operators of a nonnegative and a nonpositive
    zero          clamp(max=0) of a nonnegative; products with zero; linear operators of zero without bias
"""

from lrpfx.graph import Eqn, Graph, Shape
from lrpfx.ops import Kind, base, kind_of
from lrpfx.values import Builder, Value, keep, rebuild

_NONNEGATIVE = frozenset(
    (
        "relu",
        "abs",
        "sigmoid",
        "hardsigmoid",
        "sqrt",
        "exp",
        "_softmax",
        "gt",
        "lt",
        "ge",
        "le",
        "eq",
    )
)


def sign(graph: Graph) -> Graph:
    """Drop what the signs of values make redundant."""
    facts = Signs()

    def rewrite(builder: Builder, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, ...] | None:
        simpler = facts.simplify(builder, eqn, args)
        values = simpler or keep(builder, eqn, args)
        if simpler is None:
            facts.learn(eqn, args, values[0])
        return values

    return rebuild(graph, rewrite)


def signs(graph: Graph) -> "Signs":
    """What is known of the signs of all values, by name."""
    facts = Signs()

    def learn(builder: Builder, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, ...]:
        values = keep(builder, eqn, args)
        facts.learn(eqn, args, values[0])
        return values

    rebuild(graph, learn)
    return facts


class Signs:
    """What is known of the values written so far, by name."""

    def __init__(self) -> None:
        self.nonnegative: set[str] = set()
        self.nonpositive: set[str] = set()
        self.zero: set[str] = set()

    def simplify(
        self, builder: Builder, eqn: Eqn, args: tuple[Value | None, ...]
    ) -> tuple[Value, ...] | None:
        """A simpler value of the same result, or None."""
        op, x = base(eqn.op), args[0] if args else None
        if x is None:
            return None
        if op == "clamp":
            return self._clamp(builder, eqn, x)
        if op in ("relu", "abs"):
            return (x,) if x.var.name in self.nonnegative else None
        if op in ("add", "sub") and len(args) == 2 and not eqn.attrs:
            return self._sum(eqn, args)
        like = next((a for a in args if a is not None and a.var.dtype == eqn.out.dtype), None)
        return (
            self._zeros(builder, like, eqn.out.shape)
            if like is not None and self._is_zero(eqn, args)
            else None
        )

    def _clamp(self, builder: Builder, eqn: Eqn, x: Value) -> tuple[Value, ...] | None:
        low, high = eqn.attr("min"), eqn.attr("max")
        name = x.var.name
        if high is None and low == 0:
            if name in self.nonnegative:
                return (x,)
            return self._zeros(builder, x, x.shape) if name in self.nonpositive else None
        if low is None and high == 0:
            if name in self.nonpositive:
                return (x,)
            return self._zeros(builder, x, x.shape) if name in self.nonnegative else None
        return None

    def _sum(self, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, ...] | None:
        a, b = args
        assert a is not None
        assert b is not None
        if b.var.name in self.zero and a.shape == eqn.out.shape:
            return (a,)
        if a.var.name in self.zero and b.shape == eqn.out.shape:
            return (b,) if base(eqn.op) == "add" else (-b,)
        return None

    def _is_zero(self, eqn: Eqn, args: tuple[Value | None, ...]) -> bool:
        """Whether the result is zero because an argument is."""
        op, zero = base(eqn.op), self.zero
        names = [a.var.name for a in args if a is not None]
        if op in ("mul", "linear", "convolution", "matmul", "mm", "bmm"):
            without_bias = len(args) < 3 or args[2] is None or args[2].var.name in zero
            return without_bias and any(n in zero for n in names[:2])
        return bool(names) and names[0] in zero and (op in _LINEAR_IN_THE_FIRST or op.endswith("_backward"))

    def _zeros(self, builder: Builder, like: Value, shape: Shape) -> tuple[Value, ...]:
        zeros = builder.emit("zeros_of", [like], {"size": shape}, [shape])
        self._learn_zero(zeros[0])
        return zeros

    def _learn_zero(self, out: Value) -> None:
        self.zero.add(out.var.name)
        self.nonnegative.add(out.var.name)
        self.nonpositive.add(out.var.name)

    def learn(self, eqn: Eqn, args: tuple[Value | None, ...], out: Value) -> None:
        """Enter the facts about a value just written."""
        if base(eqn.op) in _ZEROS or (base(eqn.op) == "full_like" and eqn.attr("fill_value") == 0):
            self._learn_zero(out)
        if self._nonnegative(eqn, args):
            self.nonnegative.add(out.var.name)
        if base(eqn.op) == "clamp" and _at_most_zero(eqn.attr("max")):
            self.nonpositive.add(out.var.name)
        if (sides := self._linear(eqn, args)) is not None:
            self.nonnegative.update((out.var.name,) if sides[0] else ())
            self.nonpositive.update((out.var.name,) if sides[1] else ())

    def _side(self, value: Value | None) -> tuple[bool, bool]:
        """Whether a value is known to be >= 0, and <= 0; both of what is absent."""
        name = "" if value is None else value.var.name
        return value is None or name in self.nonnegative, value is None or name in self.nonpositive

    def _linear(self, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[bool, bool] | None:
        """The same of a product, and of a sum, of values of known signs."""
        op = base(eqn.op)
        if op in ("convolution", "linear", "matmul", "mul") and len(args) > 1:
            (xp, xn), (wp, wn), (bp, bn) = (self._side(a) for a in (*args, None)[:3])
            return ((xp and wp) or (xn and wn)) and bp, ((xp and wn) or (xn and wp)) and bn
        if op in ("add", "sub") and len(args) == 2 and not eqn.attrs:
            (ap, an), (bp, bn) = map(self._side, args)
            return (ap and bp, an and bn) if op == "add" else (ap and bn, an and bp)
        if op == "neg":
            return self._side(args[0])[::-1]
        if op in ("reshape", "expand"):
            return self._side(args[0])
        return None

    def _nonnegative(self, eqn: Eqn, args: tuple[Value | None, ...]) -> bool:
        op = base(eqn.op)
        if (
            op in _NONNEGATIVE
            or self._bounded(eqn, op)
            or (op == "softplus" and _at_least_zero(eqn.attr("beta", 1)))
        ):
            return True
        if op == "mul" and len(args) == 2 and args[0] is not None and args[0].var == args[1].var:  # type: ignore[union-attr]
            return True
        if op == "threshold_backward" and _at_least_zero(eqn.attr("threshold")):
            return args[0] is not None and args[0].var.name in self.nonnegative
        if _weighs_negatively(eqn, op) or not all(a is None or a.var.name in self.nonnegative for a in args):
            return False
        if op in _SCALARS:
            return all(_at_least_zero(eqn.attr(name, 0)) for name in _SCALARS[op])
        keeps = op in ("convolution", "linear", "matmul", "sum_to", "scatter_slice")
        return keeps or kind_of(eqn.op, range(len(args)), eqn.attrs) in (
            Kind.MOVE,
            Kind.AVERAGE,
            Kind.MAXIMUM,
        )

    @staticmethod
    def _bounded(eqn: Eqn, op: str) -> bool:
        """Whether an attribute says so. Where the bounds cross, clamp returns the upper one."""
        upper = eqn.attr("max", 0) if op == "clamp" else 0
        return _at_least_zero(eqn.attr(_LOWER_BOUND.get(op, ""))) and _at_least_zero(upper)


_ZEROS = ("zeros_of", "zeros_like", "new_zeros")

_LINEAR_IN_THE_FIRST = frozenset(
    (
        *("div", "neg", "sum_to", "scatter_slice", "expand", "reshape", "permute", "t", "transpose", "slice"),
        *("select", "flip", "roll", "clone", "vjp", "sum", "mean", "pixel_shuffle", "pixel_unshuffle"),
    )
)
"""Operators whose result is zero where their first argument is."""

_LOWER_BOUND = {"clamp": "min", "hardtanh": "min_val", "full_like": "fill_value", "new_full": "fill_value"}
"""The attribute that bounds a result from below."""


def _weighs_negatively(eqn: Eqn, op: str) -> bool:
    """Whether some of the weights of an average are negative: those of cubic curves, and those of a divisor < 0."""
    cubic = "bicubic" in op or (op.startswith("grid_sampler") and eqn.attr("interpolation_mode") == _CUBIC)
    divisor = eqn.attr("divisor_override")
    return cubic or not (divisor is None or _at_least_zero(divisor))


_CUBIC = 2
"""The number of bicubic interpolation in `grid_sampler_2d`."""

_SCALARS = {
    **dict.fromkeys(("add", "mul", "div"), ("other", "alpha")),
    **dict.fromkeys(("constant_pad_nd", "index_fill", "masked_fill", "scatter", "full"), ("value",)),
    "where": ("self", "other"),
    "nan_to_num": ("nan", "posinf", "neginf"),
}
"""The attributes that are operands too, for operators that keep nonnegatives nonnegative."""


def _at_least_zero(bound: object) -> bool:
    return isinstance(bound, int | float) and bound >= 0


def _at_most_zero(bound: object) -> bool:
    return isinstance(bound, int | float) and bound <= 0
