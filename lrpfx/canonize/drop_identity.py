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


def drop_identity(graph: Graph) -> Graph:
    """Remove copies, and reshapes to the shape that a value already has.

    It does not apply where the copy changes the shape or the dtype.
    """

    def rewrite(builder: Builder, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, ...] | None:
        x = args[0] if args else None
        if base(eqn.op) not in _COPIES or x is None:
            return None
        same = (x.shape, x.var.dtype) == (eqn.out.shape, eqn.out.dtype)
        return (x,) if same else None

    return rebuild(graph, rewrite)
