"""What is the same for every sample, channel or pixel, computed once.

    op(1; 1) of the flat rule, op(1; w²), op(l; w⁺) + op(h; w⁻) of the box rule      depend on sizes alone: one map
    opᵀ(g; 1) of the flat rule = opᵀ(Σ_k g_k; 1)                                     one channel in the place of many

A value is kept with size 1 along the axes where it does not vary, and spread out only where an operator needs it so.
Its numbers are taken from a parameter's dtype and device, not from the input's, so that they can be folded.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lrpfx.graph import Dim, Eqn, Graph, Shape, Var
from lrpfx.ops import base
from lrpfx.values import Builder, Value, broadcast, keep


@dataclass(frozen=True)
class Spread:
    """A value that stands for one of a larger shape, to which it broadcasts."""

    small: Value
    shape: Shape

    def along(self, *axes: int) -> Value:
        """The value in its whole size along some axes."""
        sizes = self.small.shape
        wanted = tuple(self.shape[i] if i in axes else size for i, size in enumerate(sizes))
        return _expanded(self.small, wanted)

    def whole(self) -> Value:
        return _expanded(self.small, self.shape)

    def varies(self, axis: int) -> bool:
        return self.small.shape[axis] == self.shape[axis]


def _expanded(value: Value, shape: Shape) -> Value:
    return (
        value if value.shape == shape else value.builder.emit("expand", [value], {"size": shape}, [shape])[0]
    )


def uniform(graph: Graph) -> Graph:
    """Compute what does not vary along an axis for one place of it."""
    builder = Builder()
    env = {v.name: Spread(builder.bind(v), v.shape) for v in graph.inputs + graph.params}
    for eqn in graph.eqns:
        builder.module, builder.source, builder.rule = eqn.module, eqn.source, eqn.rule
        args = [None if a is None else env[a.name] for a in eqn.args]
        made = _made(graph, builder, eqn, args, env)
        if made is not None:
            env[eqn.out.name] = Spread(made, eqn.out.shape)
            continue
        values = keep(builder, eqn, [None if a is None else a.whole() for a in args])
        env.update((v.name, Spread(value, v.shape)) for v, value in zip(eqn.outs, values, strict=True))
    return builder.graph(graph.inputs, graph.params, [env[v.name].whole() for v in graph.outputs])


def _made(
    graph: Graph, builder: Builder, eqn: Eqn, args: Sequence[Spread | None], env: dict[str, Spread]
) -> Value | None:
    """The result, with size 1 where it does not vary; None if there is nothing to gain."""
    if base(eqn.op) in ("full_like", "constant"):
        root = _root(graph, eqn)
        return None if root is None else _constant(builder, eqn, env[root.name].small)
    given = [a for a in args if a is not None]
    if all(a.small.shape == a.shape for a in given):
        return None
    if base(eqn.op) in _ELEMENTWISE:
        shape = broadcast(*(a.small.shape for a in given))
        attrs, dtypes = dict(eqn.attrs), [eqn.out.dtype]
        return builder.emit(eqn.op, [a.small for a in given], attrs, [shape], dtypes, [eqn.out.name])[0]
    if eqn.op == "convolution" and eqn.attr("groups", 1) == 1:
        return _convolution(builder, eqn, args)
    if eqn.op in ("linear", "matmul") and len(given[1].shape) == 2:
        return _dense(builder, eqn, args)
    return None


_ELEMENTWISE = frozenset(
    ("add", "sub", "mul", "div", "neg", "abs", "clamp", "relu", "sqrt", "stabilize", "gt", "lt")
)


def _root(graph: Graph, eqn: Eqn) -> Var | None:
    """A parameter of the same dtype, of the same module if it has one."""
    alike = [p for p in graph.params if p.dtype == eqn.out.dtype]
    own = [p for p in alike if eqn.module and p.name.startswith(f"{eqn.module}.")]
    return next(iter((*own, *alike)), None)


def _constant(builder: Builder, eqn: Eqn, root: Value) -> Value:
    if eqn.op == "constant":
        return builder.emit("constant", [root], dict(eqn.attrs), [eqn.out.shape], [eqn.out.dtype])[0]
    ones = (1,) * len(eqn.out.shape)
    attrs = {"size": ones, "fill_value": eqn.attr("fill_value")}
    return builder.emit("new_full", [root], attrs, [ones], [eqn.out.dtype])[0]


def _convolution(builder: Builder, eqn: Eqn, args: Sequence[Spread | None]) -> Value | None:
    x, w, b = (*args, None)[:3]
    assert x is not None
    assert w is not None
    inner, outer = (0, 1) if eqn.attr("transposed") else (1, 0)
    space = range(2, len(x.shape))
    if x.varies(1) and w.varies(inner) and w.varies(outer) and x.varies(0):
        return None
    x, w = Spread(x.along(*space), x.shape), Spread(w.along(*space), w.shape)
    left, right = _contracted(x, 1, w, inner)
    if b is not None:
        right = _along(right, outer, w.shape[outer])
    shape = (left.shape[0], right.shape[outer], *eqn.out.shape[2:])
    given = [left, right, None if b is None else b.whole()]
    return builder.emit("convolution", given, dict(eqn.attrs), [shape], [eqn.out.dtype])[0]


def _dense(builder: Builder, eqn: Eqn, args: Sequence[Spread | None]) -> Value | None:
    x, w, b = (*args, None)[:3]
    assert x is not None
    assert w is not None
    inner, outer = (1, 0) if eqn.op == "linear" else (0, 1)
    last = len(x.shape) - 1
    if x.varies(last) and w.varies(inner) and w.varies(outer) and x.varies(0):
        return None
    left, right = _contracted(x, last, w, inner)
    bias = None if b is None else b.whole()
    if bias is not None:
        right = _along(right, outer, w.shape[outer])
    shape = (*left.shape[:-1], right.shape[outer])
    given = [left, right] if bias is None else [left, right, bias]
    return builder.emit(eqn.op, given, dict(eqn.attrs), [shape], [eqn.out.dtype])[0]


def _along(value: Value, axis: int, size: Dim) -> Value:
    return _expanded(value, (*value.shape[:axis], size, *value.shape[axis + 1 :]))


def _contracted(x: Spread, axis: int, w: Spread, inner: int) -> tuple[Value, Value]:
    """Both factors of Σ_k x_k w_k along the axis k, where a factor that does not vary is taken out of the sum."""
    if x.varies(axis) and w.varies(inner):
        return x.small, w.small
    if not x.varies(axis) and not w.varies(inner):
        size = x.shape[axis]
        assert isinstance(size, int)
        return x.small, w.small * float(size)
    return (x.small, _sum(w.small, inner)) if w.varies(inner) else (_sum(x.small, axis), w.small)


def _sum(value: Value, axis: int) -> Value:
    """Σ along an axis; a divisor that does not vary along it is taken out."""
    made = value.builder.producer(value)
    if made is not None and made.op == "div.Tensor":
        above, below = (Value(value.builder, a) for a in made.args if a is not None)
        if above.shape == value.shape and below.shape[axis] == 1:
            return _sum(above, axis) / below
    shape = (*value.shape[:axis], 1, *value.shape[axis + 1 :])
    return value.builder.emit("sum.dim_IntList", [value], {"dim": (axis,), "keepdim": True}, [shape])[0]
