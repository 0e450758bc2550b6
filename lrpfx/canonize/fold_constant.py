"""Scaling by a constant and adding a constant, folded into the weights of the linear operator before.

c op(x; w, b) = op(x; c w, c b)          op(x; w, b) + c = op(x; w, b + c)
"""

from lrpfx.affine import Factor, take, takes
from lrpfx.graph import Eqn, Graph, Shape
from lrpfx.ops import Kind, base, kind_of
from lrpfx.values import Builder, Value, rebuild


def fold_constant(graph: Graph) -> Graph:
    """Fold products with and sums with a number, or an array of one number per output channel, into linear operators.

    So a bias that is added by hand, a scale per channel (layer scale, frozen batch normalisation) and a changed sign
    are what they are: part of the weights, which rules for linear operators look at.

    It does not apply where the constant varies along other axes than the channels, where the value does not come from a
    convolution or a dense layer (see `merge_batch_norm` for what may lie between), or where that is used elsewhere too.
    """
    before = ""
    while graph.key != before:  # of a chain one is folded at a time
        before = graph.key
        graph = _once(graph)
    return graph


def _once(graph: Graph) -> Graph:
    env: dict[str, Value] = {}
    rewritten: set[str] = set()

    def rewrite(builder: Builder, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, ...] | None:
        env.update(
            (a.name, v) for a, v in zip(eqn.args, args, strict=True) if a is not None and v is not None
        )
        found = _map(graph, eqn, args)
        operand = graph.operands(eqn)[0] if found is not None else 0
        z = eqn.args[operand] if found is not None else None
        if found is None or z is None or z.name in rewritten or z.shape != eqn.out.shape:
            return None
        form: Shape = next((f.shape for f in found if isinstance(f, Value)), (1,) * len(z.shape))
        if not takes(graph, z, form):
            return None
        rewritten.add(eqn.out.name)
        return (take(graph, builder, env, z, *found),)

    return rebuild(graph, rewrite)


def _map(graph: Graph, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Factor, Factor | None] | None:
    """Scale and shift, if `eqn` is a product or a sum of one value and a constant."""
    operands, name = graph.operands(eqn), base(eqn.op)
    kind = kind_of(eqn.op, operands, eqn.attrs)
    if kind not in (Kind.SCALE, Kind.SUM) or len(operands) != 1 or name not in _MAPPED:
        return None
    if name == "neg":
        return -1.0, None
    c, alpha, first = _constant(eqn, args, operands[0]), eqn.attr("alpha", 1), operands[0] == 0
    if c is None or not isinstance(alpha, int | float) or (name == "div" and c == 0):
        return None
    if name in ("mul", "div"):
        return (c if name == "mul" else 1.0 / c), None
    terms = {"add": (1.0, alpha), "sub": (1.0, -alpha), "rsub": (-alpha, 1.0)}[name]
    own, rest = terms if first else terms[::-1]
    return float(own), c if rest == 1 else c * float(rest)


_MAPPED = ("neg", "mul", "div", "add", "sub", "rsub")


def _constant(eqn: Eqn, args: tuple[Value | None, ...], operand: int) -> Factor | None:
    """The other operand: a number, or an array of the value's rank; None if it is of another kind of number."""
    if len(args) == 1:
        number = eqn.attr("other")
        return float(number) if isinstance(number, int | float) and not isinstance(number, bool) else None
    value = args[1 - operand]
    if value is None or value.var.dtype != eqn.out.dtype:
        return None
    rank = len(eqn.out.shape)
    form = (*[1] * (rank - value.ndim), *value.shape)
    return value if value.shape == form else value.reshape(*form)
