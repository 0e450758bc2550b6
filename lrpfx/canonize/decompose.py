"""Operators that do two things at once, as the two operators that they are.

    addmm, addmv, baddbmm, addbmm      β b + α (matrix product)
    addcmul, addcdiv                   x + α a b,   x + α a / b
    lerp(a, b, w)                      (1 - w) a + w b
    glu(x)                             a σ(b),   a, b the halves of x
    bilinear with a constant           x₁ W x₂ = x₁ (W x₂), a dense layer

Each part then has a kind of its own, and with it a rule.
"""

from collections.abc import Callable

from lrpfx.graph import Eqn, Graph, Shape
from lrpfx.ops import base
from lrpfx.values import Builder, Value, rebuild


def decompose(graph: Graph) -> Graph:
    """Spell out the operators above.

    It does not apply to a bilinear layer both of whose inputs depend on the model's input: that is a product of data.
    """

    def rewrite(builder: Builder, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, ...] | None:
        spelled = _SPELLED.get(base(eqn.op))
        return None if spelled is None else spelled(graph, eqn, args)

    return rebuild(graph, rewrite) if any(base(e.op) in _SPELLED for e in graph.eqns) else graph


Args = tuple[Value | None, ...]


def _matrix_product(graph: Graph, eqn: Eqn, args: Args) -> tuple[Value, ...] | None:
    b, x, y = args
    assert b is not None
    assert x is not None
    assert y is not None
    name = {"addmm": "mm", "addmv": "mv", "baddbmm": "bmm", "addbmm": "bmm"}[base(eqn.op)]
    shape = eqn.out.shape if name != "bmm" else (x.shape[0], x.shape[1], y.shape[2])
    if name == "mm" and graph.operands(eqn) == (1,):
        product = _emit("linear", [x, _emit("t", [y], {}, y.shape[::-1])], {}, shape)
    else:
        product = _emit(name, [x, y], {}, shape)
    if base(eqn.op) == "addbmm":
        product = _emit("sum.dim_IntList", [product], {"dim": (0,)}, eqn.out.shape)
    return (_times(product, eqn.attr("alpha", 1)) + _times(b, eqn.attr("beta", 1)),)


def _add_product(graph: Graph, eqn: Eqn, args: Args) -> tuple[Value, ...] | None:
    x, a, b = args
    assert x is not None
    assert a is not None
    assert b is not None
    return (x + _times(a * b if base(eqn.op) == "addcmul" else a / b, eqn.attr("value", 1)),)


def _interpolation(graph: Graph, eqn: Eqn, args: Args) -> tuple[Value, ...] | None:
    a, b, w = (*args, None)[:3]
    assert a is not None
    assert b is not None
    weight = eqn.attr("weight")
    if isinstance(weight, int | float):
        return (a * (1.0 - weight) + b * float(weight),)
    assert w is not None
    return ((-w + 1.0) * a + w * b,)


def _gated_linear_unit(graph: Graph, eqn: Eqn, args: Args) -> tuple[Value, ...] | None:
    x, dim = args[0], eqn.attr("dim", -1)
    assert x is not None
    assert isinstance(dim, int)
    axis = dim % x.ndim
    size = x.shape[axis]
    if not isinstance(size, int):
        return None
    shape = eqn.out.shape
    halves = [
        _emit("slice.Tensor", [x], {"dim": axis, "start": start, "end": start + size // 2}, shape)
        for start in (0, size // 2)
    ]
    return (halves[0] * _emit("sigmoid", [halves[1]], {}, shape),)


_BILINEAR = {"expand1": (1, 3), "expand2": (0,), "expand3": (1, 2), "sumdim": (2, 3)}


def _bilinear(graph: Graph, eqn: Eqn, args: Args) -> tuple[Value, ...] | None:
    """z_nk = Σ_ij x_ni W_kij y_nj, one of x and y constant; as torch.nn.functional.bilinear spells it."""
    operands, (x, w, y) = graph.operands(eqn), args
    assert x is not None
    assert w is not None
    assert y is not None
    plain = all(eqn.attr(name) == value for name, value in _BILINEAR.items())
    if operands not in ((0,), (2,)) or not plain or x.ndim != 2:
        return None
    k, i, j = w.shape
    n = x.shape[0]
    if operands == (0,):
        rows = _emit("permute", [w], {"dims": (2, 1, 0)}, (j, i, k)).reshape(j, _size(i, k))
        effective, data, width = _emit("matmul", [y, rows], {}, (n, _size(i, k))).reshape(n, i, k), x, i
    else:
        rows = _emit("permute", [w], {"dims": (1, 2, 0)}, (i, j, k)).reshape(i, _size(j, k))
        effective, data, width = _emit("matmul", [x, rows], {}, (n, _size(j, k))).reshape(n, j, k), y, j
    return (_emit("bmm", [data.reshape(n, 1, width), effective], {}, (n, 1, k)).reshape(n, k),)


Spelling = Callable[[Graph, Eqn, Args], tuple[Value, ...] | None]
_SPELLED: dict[str, Spelling] = {
    **dict.fromkeys(("addmm", "addmv", "baddbmm", "addbmm"), _matrix_product),
    **dict.fromkeys(("addcmul", "addcdiv"), _add_product),
    "lerp": _interpolation,
    "glu": _gated_linear_unit,
    "_trilinear": _bilinear,
}


def _emit(op: str, args: list[Value], attrs: dict[str, object], shape: Shape) -> Value:
    return args[0].builder.emit(op, args, attrs, [shape])[0]  # type: ignore[arg-type]  # attributes, all of them


def _times(v: Value, number: object) -> Value:
    assert isinstance(number, int | float)
    return v if number == 1 else v * float(number)


def _size(*sizes: object) -> int:
    total = 1
    for size in sizes:
        assert isinstance(size, int)
        total *= size
    return total
