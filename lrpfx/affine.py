"""Affine maps per channel, on their way back to the linear operator whose weights can take them in.

    s ⊙ op(x; w, b) + t  =  op(x; s w, s b + t)                       s, t along the output channels

Between the two may lie operators that let the map through: moves (reshape, permute, pad, concatenate), averages whose
weights sum to one, and sums. A map is a pair of arrays that broadcast to the value it is applied to: of the size of the
value along the channels, of size 1 along all other axes. A number stands for an array filled with it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from lrpfx.graph import Batch, Dim, Eqn, Graph, Shape, Var
from lrpfx.ops import LINEAR, base, kind_of
from lrpfx.values import Builder, Value, keep

Factor = Value | float
Form = Shape
"""The shape of a map: the size of the value along the axes where the map varies, 1 elsewhere."""


@dataclass(frozen=True)
class Carry:
    """How a map gets from the result of an operator to one of its arguments."""

    form: Form
    carry: Callable[[Value], Value]
    shifts: bool = True  # whether this argument takes the shift too; of the terms of a sum only one does

    def __call__(self, factor: Factor) -> Factor:
        return self.carry(factor) if isinstance(factor, Value) else factor


def takes(graph: Graph, var: Var, form: Form) -> bool:
    """Whether a map of this form can be taken into the weights of the linear operators that `var` comes from.

    They must be used for nothing else.
    """
    eqn = graph.producers.get(var.name)
    if eqn is None or eqn.out != var or var.name not in graph.data:
        return False
    if len(graph.users.get(var.name, ())) != 1 or var in graph.outputs:
        return False
    if _is_linear(graph, eqn):
        axis = 1 if eqn.op == "convolution" else len(var.shape) - 1
        return all(size == 1 or i == axis for i, size in enumerate(form))
    carries = carried(graph, eqn, form)
    if not carries:
        return False
    return all(takes(graph, a, carries[i].form) for i, a in _data(graph, eqn) if i in carries)


def take(
    graph: Graph,
    builder: Builder,
    env: Mapping[str, Value],
    var: Var,
    scale: Factor,
    shift: Factor | None,
    suffix: str = "",
) -> Value:
    """`s ⊙ var + t`, written with the map in the weights; `takes` has said that this can be done.

    `env` holds the values that the arguments of the equations of `graph` were rewritten to; `suffix` marks the names of
    the linear equations.
    """
    eqn = graph.producers[var.name]
    builder.module, builder.source = eqn.module, eqn.source
    if _is_linear(graph, eqn):
        x, w, b = (None if a is None else env[a.name] for a in (*eqn.args, None)[:3])
        assert x is not None
        assert w is not None
        weight, bias = w * _along_outputs(eqn, w, scale), _bias(eqn, w, b, scale, shift)
        shape, dtype = [eqn.out.shape], [eqn.out.dtype]
        name = var.name.removesuffix(suffix) + suffix
        return builder.emit(eqn.op, [x, weight, bias], dict(eqn.attrs), shape, dtype, [name])[0]
    carries = carried(graph, eqn, _form(scale, shift, var))
    assert carries is not None
    args: list[Value | None] = []
    for i, arg in enumerate(eqn.args):
        if arg is None or i not in carries:
            args.append(None if arg is None else env[arg.name])
            continue
        s = carries[i](scale)
        t = carries[i](shift) if carries[i].shifts and shift is not None else None
        if arg.name in graph.data:
            args.append(take(graph, builder, env, arg, s, t, suffix))
        else:
            scaled = env[arg.name] * s
            args.append(scaled if t is None else scaled + t)
    builder.module, builder.source = eqn.module, eqn.source
    # What padding fills in comes after.
    kept = replace(eqn, attrs=tuple((k, v) for k, v in eqn.attrs if k != "value"))
    return _with_border(builder, eqn, keep(builder, kept, args)[0], scale, shift)


def _data(graph: Graph, eqn: Eqn) -> list[tuple[int, Var]]:
    return [(i, a) for i in graph.operands(eqn) if (a := eqn.args[i]) is not None]


def _is_linear(graph: Graph, eqn: Eqn) -> bool:
    """A convolution or a dense layer with constant weights."""
    constant = kind_of(eqn.op, graph.operands(eqn), eqn.attrs) in LINEAR
    return eqn.op in ("convolution", "linear") and graph.operands(eqn) == (0,) and constant


# ---- into the weights -------------------------------------------------------------------------------------------


def _along_outputs(linear: Eqn, w: Value, scale: Factor) -> Factor:
    """The scale, shaped to multiply the weight along its output channels."""
    if not isinstance(scale, Value):
        return scale
    flat = scale.reshape(_size(scale))
    if not linear.attr("transposed"):
        return flat.reshape(_size(scale), *([1] * (w.ndim - 1))) if _size(scale) > 1 else flat
    # a transposed convolution's weight is (in, out / groups, ...): one row of output channels for each group of inputs
    groups, inputs, outputs = (linear.attr("groups", 1), *w.shape[:2])
    assert isinstance(groups, int)
    assert isinstance(inputs, int)
    assert isinstance(outputs, int)
    if _size(scale) == 1:
        return flat
    return expand(flat.reshape(groups, 1, outputs), (groups, inputs // groups, outputs)).reshape(
        inputs, outputs, *([1] * (w.ndim - 2))
    )


def _bias(linear: Eqn, w: Value, b: Value | None, scale: Factor, shift: Factor | None) -> Value | None:
    """s b + t, or None where both are absent."""
    scaled = None if b is None else b * (scale.reshape(_size(scale)) if isinstance(scale, Value) else scale)
    if shift is None:
        return scaled
    channels = linear.out.shape[1] if linear.op == "convolution" else linear.out.shape[-1]
    if isinstance(shift, Value):
        shift = shift.reshape(_size(shift))
        if scaled is not None:
            return scaled + shift
        return shift if shift.shape == (channels,) else expand(shift, (channels,))
    if scaled is not None:
        return scaled + shift
    return w.builder.emit("zeros_of", [w], {"size": (channels,)}, [(channels,)])[0] + shift


def _size(v: Value) -> int:
    total = 1
    for size in v.shape:
        assert isinstance(size, int)
        total *= size
    return total


def _form(scale: Factor, shift: Factor | None, var: Var) -> Form:
    for factor in (scale, shift):
        if isinstance(factor, Value):
            return factor.shape
    return (1,) * len(var.shape)


# ---- through other operators ------------------------------------------------------------------------------------


def carried(graph: Graph, eqn: Eqn, form: Form) -> dict[int, Carry] | None:
    """How a map on the result of `eqn` becomes maps on its arguments, by position; None if it does not get through."""
    through = _THROUGH.get(base(eqn.op))
    return None if through is None else through(graph, eqn, form)


def _same(form: Form) -> Carry:
    return Carry(form, lambda v: v)


def _shaped(form: Form) -> Carry:
    """The same numbers in another shape."""
    return Carry(form, lambda v: v.reshape(*form))


def _sum(graph: Graph, eqn: Eqn, form: Form) -> dict[int, Carry] | None:
    """s (a ± b) + t = (s a + t) ± s b."""
    data = _data(graph, eqn)
    if "alpha" in dict(eqn.attrs) or len(eqn.args) != 2 or any(a.shape != eqn.out.shape for _, a in data):
        return None
    takers = [i for i in (0, 1) if eqn.args[i] is not None]
    positive = 1 if base(eqn.op) == "rsub" else 0
    return {i: Carry(form, lambda v: v, shifts=i == positive) for i in takers}


def _concatenate(graph: Graph, eqn: Eqn, form: Form) -> dict[int, Carry] | None:
    dim = _axis(eqn, len(form))
    if any(a is None or len(a.shape) != len(form) for a in eqn.args):
        return None
    if form[dim] == 1:
        return {i: _same(form) for i in range(len(eqn.args))}
    carries: dict[int, Carry] = {}
    start = 0
    for i, arg in enumerate(eqn.args):
        assert arg is not None
        size = arg.shape[dim]
        assert isinstance(size, int)
        piece = (*form[:dim], size, *form[dim + 1 :])
        carries[i] = Carry(piece, partial(_slice, dim=dim, start=start, end=start + size, shape=piece))
        start += size
    return carries


def _slice(v: Value, dim: int, start: int, end: int, shape: Shape) -> Value:
    return v.builder.emit("slice.Tensor", [v], {"dim": dim, "start": start, "end": end}, [shape])[0]


def _stack(graph: Graph, eqn: Eqn, form: Form) -> dict[int, Carry] | None:
    dim = _axis(eqn, len(form))
    if form[dim] != 1:
        return None
    return {i: _shaped((*form[:dim], *form[dim + 1 :])) for i in range(len(eqn.args))}


def _reshape(graph: Graph, eqn: Eqn, form: Form) -> dict[int, Carry] | None:
    assert eqn.args[0] is not None
    groups = _groups(eqn.out.shape, eqn.args[0].shape)
    if groups is None:
        return None
    spread, inner = list(form), [1] * len(eqn.args[0].shape)
    for outs, ins in groups:
        if all(form[i] == 1 for i in outs):
            continue
        for i in outs:
            size = eqn.out.shape[i]
            if not isinstance(size, int):
                return None
            spread[i] = size
        for j in ins:
            size = eqn.args[0].shape[j]
            if not isinstance(size, int):
                return None
            inner[j] = size
    full, narrow = tuple(spread), tuple(inner)
    return {0: Carry(narrow, lambda v: expand(v, full).reshape(*narrow))}


def _groups(outs: Shape, ins: Shape) -> list[tuple[list[int], list[int]]] | None:
    """The axes of a reshape in groups of equal size: (2, 3, 4) -> (6, 4) is {0, 1} -> {0} and {2} -> {1}."""
    groups: list[tuple[list[int], list[int]]] = []
    i = j = 0
    while i < len(outs) or j < len(ins):
        left, right = [i] if i < len(outs) else [], [j] if j < len(ins) else []
        i, j = i + len(left), j + len(right)
        while (a := _volume(outs[k] for k in left)) != (b := _volume(ins[k] for k in right)):
            if a < b and i < len(outs):
                left, i = [*left, i], i + 1
            elif b < a and j < len(ins):
                right, j = [*right, j], j + 1
            else:
                return None
        groups.append((left, right))
    return groups


def _volume(sizes: Iterable[Dim]) -> tuple[int, int]:
    """How often the batch size, and how often 1, a product of sizes is."""
    power, number = 0, 1
    for size in sizes:
        power += isinstance(size, Batch)
        number *= size.times if isinstance(size, Batch) else size
    return power, number


def _permute(graph: Graph, eqn: Eqn, form: Form) -> dict[int, Carry] | None:
    rank = len(form)
    if base(eqn.op) == "permute":
        dims = [d % rank for d in eqn.attr("dims")]  # type: ignore[union-attr, operator]  # integers, by the schema
    else:
        a, b = (0, 1) if base(eqn.op) == "t" else (_axis(eqn, rank, "dim0"), _axis(eqn, rank, "dim1"))
        dims = list(range(rank))
        if rank > 1:
            dims[a], dims[b] = dims[b], dims[a]
    inverse = tuple(dims.index(i) for i in range(rank))
    inner = tuple(form[i] for i in inverse)
    return {0: Carry(inner, lambda v: v.builder.emit("permute", [v], {"dims": inverse}, [inner])[0])}


def _along_axis(graph: Graph, eqn: Eqn, form: Form) -> dict[int, Carry] | None:
    """Slices, and the choice of one index, along an axis where the map does not vary."""
    assert eqn.args[0] is not None
    rank = len(eqn.args[0].shape)
    dim = _axis(eqn, rank)
    if base(eqn.op) == "select":
        return {0: _shaped((*form[:dim], 1, *form[dim:]))}
    return {0: _same(form)} if form[dim] == 1 else None


def _over_space(axes: int, graph: Graph, eqn: Eqn, form: Form) -> dict[int, Carry] | None:
    """Padding and resampling of the last axes, where the map does not vary, with weights that sum to one."""
    return {0: _same(form)} if all(size == 1 for size in form[-axes:]) else None


def _average_pool(axes: int, graph: Graph, eqn: Eqn, form: Form) -> dict[int, Carry] | None:
    padding = eqn.attr("padding", (0,))
    padded = any(padding) if isinstance(padding, tuple) else bool(padding)
    counted = eqn.attr("count_include_pad", True)
    if eqn.attr("divisor_override") is not None or (padded and counted):
        return None
    return _over_space(axes, graph, eqn, form)


def _constant_pad(graph: Graph, eqn: Eqn, form: Form) -> dict[int, Carry] | None:
    pad = eqn.attr("pad")
    assert isinstance(pad, tuple)
    fixed = all(isinstance(size, int) for size in eqn.out.shape[-(len(pad) // 2) :])
    return _over_space(len(pad) // 2, graph, eqn, form) if fixed else None


def _mean(graph: Graph, eqn: Eqn, form: Form) -> dict[int, Carry] | None:
    assert eqn.args[0] is not None
    rank, dims = len(eqn.args[0].shape), eqn.attr("dim")
    if not isinstance(dims, tuple) or not dims:
        return None
    axes = {d % rank for d in dims if isinstance(d, int)}
    if eqn.attr("keepdim"):
        return {0: _same(form)} if all(form[a] == 1 for a in axes) else None
    kept = iter(form)
    return {0: _shaped(tuple(1 if i in axes else next(kept) for i in range(rank)))}


Through = Callable[[Graph, Eqn, Form], dict[int, Carry] | None]
_THROUGH: dict[str, Through] = {
    **dict.fromkeys(("add", "sub", "rsub"), _sum),
    "cat": _concatenate,
    "stack": _stack,
    **dict.fromkeys(("reshape", "squeeze", "unsqueeze"), _reshape),
    **dict.fromkeys(("permute", "transpose", "t"), _permute),
    **dict.fromkeys(("slice", "select"), _along_axis),
    **{f"{kind}_pad{n}d": partial(_over_space, n) for kind in ("reflection", "replication") for n in (1, 2, 3)},
    **{f"{kind}{n}d": partial(_over_space, n)
       for kind in ("upsample_nearest", "_upsample_nearest_exact") for n in (1, 2, 3)},
    **{name: partial(_over_space, n)
       for n, name in ((1, "upsample_linear1d"), (2, "upsample_bilinear2d"), (3, "upsample_trilinear3d"),
                       (2, "_adaptive_avg_pool2d"), (3, "_adaptive_avg_pool3d"))},
    **{f"avg_pool{n}d": partial(_average_pool, n) for n in (1, 2, 3)},
    "constant_pad_nd": _constant_pad,
    "mean": _mean,
}  # fmt: skip


def _with_border(builder: Builder, eqn: Eqn, z: Value, scale: Factor, shift: Factor | None) -> Value:
    """Constant padding by v does not let the map through: at the border s v + t is missing, and v is too much."""
    value = eqn.attr("value", 0.0)
    assert isinstance(value, int | float)
    if base(eqn.op) != "constant_pad_nd" or (shift is None and value == 0):
        return z
    anchor = scale if isinstance(scale, Value) else shift if isinstance(shift, Value) else z
    inner, outer = _spatial(eqn.args[0], eqn), _spatial(eqn.out, eqn)
    ones = builder.emit("zeros_of", [anchor], {"size": inner}, [inner])[0] + 1.0
    inside = builder.emit("constant_pad_nd", [ones], {"pad": eqn.attr("pad")}, [outer])[0]
    missing = scale * value if shift is None else scale * value + shift
    return z + (-inside + 1.0) * missing


def _spatial(var: Var | None, eqn: Eqn) -> Shape:
    """The sizes along the padded axes, 1 along the others."""
    pad = eqn.attr("pad")
    assert var is not None
    assert isinstance(pad, tuple)
    padded = len(pad) // 2
    return (*[1] * (len(var.shape) - padded), *var.shape[-padded:])


def expand(v: Value, shape: Shape) -> Value:
    """Broadcast to a shape."""
    return v if v.shape == shape else v.builder.emit("expand", [v], {"size": shape}, [shape])[0]


def _axis(eqn: Eqn, rank: int, name: str = "dim") -> int:
    axis = eqn.attr(name, 0)
    assert isinstance(axis, int)
    return axis % rank
