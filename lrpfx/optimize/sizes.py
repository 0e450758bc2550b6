"""Operators that read no more than the size of an argument: the argument itself need not be kept for them."""

from lrpfx.graph import Eqn, Graph
from lrpfx.ops import base
from lrpfx.values import Builder, Value, keep, rebuild

READ_SIZE = {
    **dict.fromkeys((f"max_pool{n}d_with_indices_backward" for n in (2, 3)), 1),
    **dict.fromkeys((f"adaptive_max_pool{n}d_backward" for n in (2, 3)), 1),
    **dict.fromkeys((f"avg_pool{n}d_backward" for n in (2, 3)), 1),
    **dict.fromkeys((f"_adaptive_avg_pool{n}d_backward" for n in (2, 3)), 1),
}
"""The position of the argument of which only the size is read."""


def sizes(graph: Graph) -> Graph:
    """Give such operators zeros of the size, which take no memory."""

    def rewrite(builder: Builder, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, ...] | None:
        at = READ_SIZE.get(base(eqn.op))
        if at is None:
            return None
        g, given = args[0], args[at]
        assert g is not None
        assert given is not None
        zeros = builder.emit("zeros_of", [g], {"size": given.shape}, [given.shape], [given.var.dtype])[0]
        return keep(builder, eqn, [zeros if i == at else a for i, a in enumerate(args)])

    return rebuild(graph, rewrite)
