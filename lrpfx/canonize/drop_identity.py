"""Operators that hand their input on unchanged, removed."""

from lrpfx.graph import Eqn, Graph
from lrpfx.ops import base
from lrpfx.values import Builder, Value, rebuild

_COPIES = (
    "clone",
    "alias",
    "detach",
    "lift_fresh_copy",
    "contiguous",
    "_to_copy",
    "reshape",
    "expand",
)


_NEUTRAL = {"add": 0, "sub": 0, "mul": 1, "div": 1}
"""Numbers that change nothing."""

_ZEROS = ("zeros", "zeros_like", "new_zeros")


def drop_identity(graph: Graph) -> Graph:
    """Remove copies, reshapes to the shape that a value already has, sums with zeros and products with the number 1.

    It does not apply where the shape or the dtype changes.
    """
    zeros: set[str] = set()

    def rewrite(builder: Builder, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, ...] | None:
        x, op = args[0] if args else None, base(eqn.op)
        if op in _ZEROS or (op == "full_like" and eqn.attr("fill_value") == 0):
            zeros.add(eqn.out.name)
        if (
            op in ("add", "sub")
            and len(eqn.args) == 2
            and eqn.args[1] is not None
            and eqn.args[1].name in zeros
        ):
            op = "clone"
        if op in _NEUTRAL and len(eqn.args) == 1 and eqn.attr("other") == _NEUTRAL[op]:
            op = "clone"
        if op not in _COPIES or x is None:
            return None
        same = (x.shape, x.var.dtype) == (eqn.out.shape, eqn.out.dtype)
        return (x,) if same else None

    return rebuild(graph, rewrite)
