"""Relevance is divided before it is unpooled, not after.

    u_i = z_w(i)                                       max pooling: w(i) is the winner of window i
    unpool(R) / s(z) = unpool(R / s(u))                unpool sends R_i to w(i), where z = u_i

So z, the largest of the values around, is not kept for the way back, and a quarter of it is divided, or less.
"""

from lrpfx.graph import Eqn, Graph
from lrpfx.values import Builder, Value, keep, rebuild

_BACKWARD = {f"max_pool{n}d_with_indices_backward": f"max_pool{n}d_with_indices" for n in (2, 3)}


def unpool(graph: Graph) -> Graph:
    """Write unpool(R / s(u)) for unpool(R) / s(z)."""
    return rebuild(graph, _rewrite)


def _rewrite(builder: Builder, eqn: Eqn, args: tuple[Value | None, ...]) -> tuple[Value, ...] | None:
    if eqn.op != "div.Tensor" or args[0] is None or args[1] is None:
        return None
    back, divisor = builder.producer(args[0]), builder.producer(args[1])
    if back is None or back.op not in _BACKWARD or divisor is None or divisor.op != "stabilize":
        return None
    R, _, index = (None if a is None else Value(builder, a) for a in back.args)
    pool = None if index is None else builder.producer(index)
    if pool is None or pool.op != _BACKWARD[back.op] or pool.outs[1:] != (back.args[2],):
        return None
    if pool.args[0] != divisor.args[0] or divisor.attr("norm_scale") or not divisor.attr("epsilon"):
        return None  # 0 / s(z) is 0 where no window sends relevance, unless s(z) is 0 too
    assert R is not None
    s = builder.emit("stabilize", [Value(builder, pool.out)], dict(divisor.attrs), [pool.out.shape])[0]
    return keep(builder, back, [R / s, *(Value(builder, a) for a in back.args[1:] if a is not None)])
