"""Scaling by a constant and adding a constant, folded into the weights of the linear operator before.

c op(x; w, b) = op(x; c w, c b)          op(x; w, b) + c = op(x; w, b + c)
"""

from lrpfx.affine import Factor, take, takes
from lrpfx.graph import Eqn, Graph, Shape
from lrpfx.ops import Kind, base, kind_of
from lrpfx.optimize.dead import dead
from lrpfx.values import Builder, Value, rebuild


def fold_constant(graph: Graph) -> Graph:
    """Fold products with and sums with a number, or an array of one number per output channel, into linear operators.

    So a bias that is added by hand, a scale per channel (layer scale, frozen batch normalisation) and a changed sign
    are what they are: part of the weights, which rules for linear operators look at.

    It does not apply where the constant varies along other axes than the channels, where the value does not come from a
    convolution or a dense layer (see `merge_batch_norm` for what may lie between), or where that is used elsewhere too.
    """
    while folded := [e for e in graph.eqns if _applies(graph, e)]:  # of a chain one is folded at a time
        graph = dead(_fold(graph, {e.out.name for e in folded}))
    return graph


_FOLDED = ("neg", "mul", "div", "add", "sub", "rsub")


def _applies(graph: Graph, eqn: Eqn) -> bool:
    """Whether `eqn` is a product or a sum of a constant and a value that comes from linear operators."""
    operands = graph.operands(eqn)
    if base(eqn.op) not in _FOLDED or len(operands) != 1:
        return False
    z = eqn.args[operands[0]]
    if (
        z is None
        or (z.shape, z.dtype) != (eqn.out.shape, eqn.out.dtype)
        or kind_of(eqn.op, operands, eqn.attrs) not in (Kind.SCALE, Kind.SUM)
    ):
        return False
    form = _form(eqn, operands[0])
    return form is not None and takes(graph, z, form)


def _form(eqn: Eqn, operand: int) -> Shape | None:
    """The shape of the constant, with as many axes as the value; None if it is no number of the value's type."""
    rank = len(eqn.out.shape)
    if len(eqn.args) == 1:
        number, zero = eqn.attr("other", 1), base(eqn.op) == "div" and eqn.attr("other") == 0
        return (
            None if isinstance(number, bool) or not isinstance(number, int | float) or zero else (1,) * rank
        )
    constant = eqn.args[1 - operand]
    if constant is None or constant.dtype != eqn.out.dtype:
        return None
    return (*[1] * (rank - len(constant.shape)), *constant.shape)


def _fold(graph: Graph, folded: set[str]) -> Graph:
    env: dict[str, Value] = {}

    def rewrite(builder: Builder, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, ...] | None:
        env.update(
            (a.name, v) for a, v in zip(eqn.args, args, strict=True) if a is not None and v is not None
        )
        if eqn.out.name not in folded:
            return None
        operand = graph.operands(eqn)[0]
        z = eqn.args[operand]
        assert z is not None
        return (take(graph, builder, env, z, *_scale_and_shift(eqn, args, operand), "_folded"),)

    return rebuild(graph, rewrite)


def _scale_and_shift(eqn: Eqn, args: tuple[Value | None, ...], operand: int) -> tuple[Factor, Factor | None]:
    name, alpha, first = base(eqn.op), eqn.attr("alpha", 1), operand == 0
    assert isinstance(alpha, int | float)
    if name == "neg":
        return -1.0, None
    c = _constant(eqn, args, operand)
    if name in ("mul", "div"):
        return (c if name == "mul" else 1.0 / c), None
    terms = {"add": (1.0, alpha), "sub": (1.0, -alpha), "rsub": (-alpha, 1.0)}[name]
    own, rest = terms if first else terms[::-1]
    return float(own), c if rest == 1 else c * float(rest)


def _constant(eqn: Eqn, args: tuple[Value | None, ...], operand: int) -> Factor:
    if len(args) == 1:
        number = eqn.attr("other")
        assert isinstance(number, int | float)
        return float(number)
    value, form = args[1 - operand], _form(eqn, operand)
    assert value is not None
    assert form is not None
    return value if value.shape == form else value.reshape(*form)
