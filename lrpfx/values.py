"""Symbolic values: arithmetic on them writes equations. Tensors and values meet in `apply`.

A rule is ordinary code over `x * w` and `z.clamp(min=0)`. Given tensors it computes; given `Value`s it writes the
same steps as equations into a `Builder`. Equal expressions are the same value, so sharing is free.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from lrpfx import ops
from lrpfx.defaults import STABILIZER
from lrpfx.errors import GraphError
from lrpfx.graph import Attr, Attrs, Dim, Eqn, Graph, Shape, Var
from lrpfx.ops import base, bind, dtype_of, is_random
from lrpfx.stabilizer import Stabilizer


class Array(Protocol):
    """What a rule computes with: a tensor, or a symbolic value."""

    @property
    def shape(self) -> Sequence[Any]: ...
    def __add__(self, other: Any, /) -> "Array": ...
    def __radd__(self, other: Any, /) -> "Array": ...
    def __sub__(self, other: Any, /) -> "Array": ...
    def __mul__(self, other: Any, /) -> "Array": ...
    def __rmul__(self, other: Any, /) -> "Array": ...
    def __truediv__(self, other: Any, /) -> "Array": ...
    def __neg__(self) -> "Array": ...
    def __gt__(self, other: Any, /) -> "Array": ...
    def __lt__(self, other: Any, /) -> "Array": ...
    def abs(self) -> "Array": ...
    def sqrt(self) -> "Array": ...
    def square(self) -> "Array": ...
    def sigmoid(self) -> "Array": ...
    def __pow__(self, exponent: float, /) -> "Array": ...
    def clamp(self, min: Any = None, max: Any = None) -> "Array": ...
    def reshape(self, *shape: Any) -> "Array": ...


class Value:
    """A variable of a graph under construction. Its operators write equations."""

    __slots__ = ("builder", "var")

    def __init__(self, builder: "Builder", var: Var) -> None:
        self.builder, self.var = builder, var

    @property
    def shape(self) -> Shape:
        return self.var.shape

    @property
    def ndim(self) -> int:
        return len(self.var.shape)

    def __repr__(self) -> str:
        return f"Value({self.var})"

    def _binary(self, op: str, other: "Value | float") -> "Value":
        if isinstance(other, Value):
            return self.builder.elementwise(f"{op}.Tensor", self, other)
        if not isinstance(other, int | float):
            return NotImplemented
        return self.builder.elementwise(f"{op}.Scalar", self, other=other)

    def __add__(self, other: "Value | float") -> "Value":
        return self._binary("add", other)

    def __sub__(self, other: "Value | float") -> "Value":
        return self._binary("sub", other)

    def __mul__(self, other: "Value | float") -> "Value":
        return self._binary("mul", other)

    def __truediv__(self, other: "Value | float") -> "Value":
        return self._binary("div", other)

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other: float) -> "Value":
        return -self + other

    def __rtruediv__(self, other: float) -> "Value":
        return self.builder.elementwise("reciprocal", self) * other

    def __neg__(self) -> "Value":
        return self.builder.elementwise("neg", self)

    def __gt__(self, other: float) -> "Value":
        return self.builder.elementwise("gt.Scalar", self, dtype="b8", other=other)

    def __lt__(self, other: float) -> "Value":
        return self.builder.elementwise("lt.Scalar", self, dtype="b8", other=other)

    def abs(self) -> "Value":
        return self.builder.elementwise("abs", self)

    def sqrt(self) -> "Value":
        return self.builder.elementwise("sqrt", self)

    def square(self) -> "Value":
        return self * self

    def sigmoid(self) -> "Value":
        return self.builder.elementwise("sigmoid", self)

    def __pow__(self, exponent: float) -> "Value":
        return self.builder.elementwise("pow.Tensor_Scalar", self, exponent=exponent)

    def clamp(self, min: float | None = None, max: float | None = None) -> "Value":
        return self.builder.elementwise("clamp", self, min=min, max=max)

    def reshape(self, *shape: Dim) -> "Value":
        return self.builder.emit("reshape", [self], {"shape": shape}, [shape])[0]


class Builder:
    """Collects equations; an expression that is there already is returned, not written again.

    `module`, `source` and `rule` are stamped on the equations written while they are set.
    """

    def __init__(self) -> None:
        self.eqns: list[Eqn] = []
        self.module = self.source = self.rule = ""
        self._producers: dict[str, Eqn] = {}
        self._known: dict[tuple[str, tuple[str | None, ...], Attrs], tuple[Value, ...]] = {}
        self._names: dict[str, int] = {}
        self._taken: set[str] = set()
        self._given: dict[str, Var] = {}

    def bind(self, var: Var) -> Value:
        """Enter an input or a parameter under its own name."""
        self._taken.add(var.name)
        return Value(self, var)

    def parameter(self, var: Var) -> Value:
        """A parameter that is not the model's but a rule's; equal ones are one."""
        self._given[var.name] = var
        return self.bind(var)

    def emit(
        self,
        op: str,
        args: Sequence[Value | None],
        attrs: dict[str, Attr],
        shapes: Sequence[Shape],
        dtypes: Sequence[str] = (),
        names: Sequence[str] = (),
    ) -> tuple[Value, ...]:
        """Write `outs = op args [attrs]`, or return the values of the same expression."""
        stored = tuple(sorted((k, v) for k, v in attrs.items() if v is not None))
        key = (op, tuple(None if a is None else a.var.name for a in args), stored)
        if key not in self._known or is_random(op):
            dtypes = dtypes or [_dtype(args)] * len(shapes)
            outs = tuple(
                Var(self._fresh(names[i] if names else base(op)), tuple(shape), dtype)
                for i, (shape, dtype) in enumerate(zip(shapes, dtypes, strict=True))
            )
            variables = tuple(None if a is None else a.var for a in args)
            self.eqns.append(Eqn(outs, op, variables, stored, self.module, self.source, self.rule))
            self._producers.update((var.name, self.eqns[-1]) for var in outs)
            self._known[key] = tuple(Value(self, var) for var in outs)
        return self._known[key]

    def keep(self, eqn: Eqn, args: Sequence[Value | None]) -> tuple[Value, ...]:
        """Write `eqn` as it stands over new arguments; the very same equation if nothing about it is new."""
        variables = tuple(None if a is None else a.var for a in args)
        key = (eqn.op, tuple(None if a is None else a.name for a in variables), eqn.attrs)
        known = self._known.get(key)
        if known is not None and not is_random(eqn.op):
            return known
        stamp = (self.module, self.source, self.rule)
        unchanged = variables == eqn.args and stamp == (eqn.module, eqn.source, eqn.rule)
        if not unchanged or any(v.name in self._taken for v in eqn.outs):
            outs = tuple(Var(self._fresh(v.name), v.shape, v.dtype) for v in eqn.outs)
            eqn = Eqn(outs, eqn.op, variables, eqn.attrs, *stamp)
        for var in eqn.outs:
            self._taken.add(var.name)
            self._producers[var.name] = eqn
        self.eqns.append(eqn)
        self._known[key] = values = tuple(Value(self, var) for var in eqn.outs)
        return values

    def elementwise(self, op: str, *args: Value, dtype: str = "", **attrs: Attr) -> Value:
        """An operator that works element by element, with broadcasting."""
        shape = broadcast(*(a.shape for a in args))
        return self.emit(op, args, attrs, [shape], [dtype or _dtype(args)])[0]

    def producer(self, value: Value) -> Eqn | None:
        """The equation that `value` is a result of; None for inputs and parameters."""
        return self._producers.get(value.var.name)

    def graph(self, inputs: Sequence[Var], params: Sequence[Var], outputs: Sequence[Value]) -> Graph:
        """The finished graph; its parameters are `params` and those that rules brought along."""
        given = [v for v in self._given.values() if v not in params]
        return Graph(tuple(inputs), (*params, *given), tuple(self.eqns), tuple(v.var for v in outputs))

    def _fresh(self, name: str) -> str:
        stem = name
        while name in self._taken:
            self._names[stem] = self._names.get(stem, 0) + 1
            name = f"{stem}_{self._names[stem]}"
        self._taken.add(name)
        return name


Rewrite = Callable[[Builder, Eqn, tuple[Value | None, ...]], "tuple[Value, ...] | None"]
"""What to put in place of an equation whose arguments are these values; None keeps it."""


def rebuild(graph: Graph, rewrite: Rewrite) -> Graph:
    """Write `graph` anew, each equation as `rewrite` says. Equal expressions become one."""
    builder = Builder()
    env = {v.name: builder.bind(v) for v in graph.inputs + graph.params}
    for eqn in graph.eqns:
        args = tuple(None if a is None else env[a.name] for a in eqn.args)
        builder.module, builder.source, builder.rule = eqn.module, eqn.source, eqn.rule
        values = rewrite(builder, eqn, args) or keep(builder, eqn, args)
        env.update((var.name, value) for var, value in zip(eqn.outs, values, strict=True))
    return builder.graph(graph.inputs, graph.params, [env[v.name] for v in graph.outputs])


def keep(builder: Builder, eqn: Eqn, args: Sequence[Value | None]) -> tuple[Value, ...]:
    """Write `eqn` as it stands, over new arguments."""
    return builder.keep(eqn, args)


# ---- functions over tensors and values alike --------------------------------------------------------------------


def apply(
    op: str, args: Sequence[Array | None], attrs: dict[str, Attr], shapes: Sequence[Shape]
) -> tuple[Array, ...]:
    """`op(*args, **attrs)`: computed on tensors, written as an equation on values.

    `shapes` are those of the outputs; on tensors they are not needed and not looked at.
    """
    builder = next((a.builder for a in args if isinstance(a, Value)), None)
    if builder is not None:
        return builder.emit(op, [_as_value(a) for a in args], attrs, shapes)
    stored = tuple(sorted((k, v) for k, v in attrs.items() if v is not None))
    outs = bind(op, stored, len(args))(*args)
    return tuple(outs) if isinstance(outs, tuple | list) else (outs,)


def full_like(x: Array, value: float) -> Array:
    """A value of the shape of `x` filled with one number."""
    if isinstance(x, Value):
        return x.builder.elementwise("full_like", x, fill_value=float(value))
    return apply("full_like", [x], {"fill_value": float(value)}, [tuple(x.shape)])[0]


def stabilize(z: Array, epsilon: float | Stabilizer = STABILIZER) -> Array:
    """Push a denominator away from zero.

        s(z) = z + ε sign(z),   sign(0) = 1          or as a `Stabilizer` says

    In float16 ε is at least 2⁻¹⁰, so that relevance up to 64 can be divided by s(0).

    Source: Bach et al. 2015, "On Pixel-Wise Explanations", eq. 58.
    """
    how = epsilon if isinstance(epsilon, Stabilizer) else Stabilizer(float(epsilon))
    attrs: dict[str, Attr] = {
        "epsilon": how.epsilon, "clip": how.clip or None, "norm_scale": how.norm_scale or None,
        "dim": how.dim if how.norm_scale else None,
    }  # fmt: skip
    return apply("stabilize", [z], attrs, [tuple(z.shape)])[0]


def where(condition: Array, a: Array, b: Array) -> Array:
    """a where the condition holds, b elsewhere; all of one shape."""
    return apply("where.self", [condition, a, b], {}, [tuple(a.shape)])[0]


def least(x: Array) -> float:
    """The least denominator that relevance can be divided by in the dtype of x."""
    dtype = dtype_of(x.var.dtype) if isinstance(x, Value) else x.dtype  # type: ignore[attr-defined]  # a tensor
    return ops.least(dtype)


def positive(v: Array | None) -> Array | None:
    """v⁺ = max(v, 0); None, an absent bias, stays None."""
    return None if v is None else v.clamp(min=0)


def negative(v: Array | None) -> Array | None:
    """v⁻ = min(v, 0), which is <= 0; None, an absent bias, stays None."""
    return None if v is None else v.clamp(max=0)


def broadcast(*shapes: Shape) -> Shape:
    """The shape that arrays of these shapes broadcast to.

    Raises:
        GraphError: if they do not.
    """
    rank = max(map(len, shapes))
    padded = [(1,) * (rank - len(s)) + tuple(s) for s in shapes]
    result: list[Dim] = []
    for sizes in zip(*padded, strict=True):
        others = {s for s in sizes if s != 1}
        if len(others) > 1:
            raise GraphError(f"shapes {' and '.join(map(str, shapes))} do not broadcast")
        result.append(others.pop() if others else 1)
    return tuple(result)


def _as_value(arg: Any) -> Value | None:
    if arg is None or isinstance(arg, Value):
        return arg
    raise GraphError(f"a tensor cannot meet a symbolic value: {type(arg).__name__}; pass it as a parameter")


def _dtype(args: Sequence[Value | None]) -> str:
    """The common dtype: the first that is not boolean."""
    dtypes = [a.var.dtype for a in args if a is not None]
    return next((d for d in dtypes if d != "b8"), dtypes[0] if dtypes else "f32")
