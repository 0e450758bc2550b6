"""Large batches in parts: what an explanation holds at once stays below what the plain gradient keeps.

    explain(x) = [explain(x_1), explain(x_2), ...]          where no sample depends on another

A rule may hold several values for one of the gradient's. All of them grow with the batch, so half a batch holds half.
"""

from functools import lru_cache

from lrpfx.cost import peak, size_of
from lrpfx.graph import Batch, Eqn, Graph, Var
from lrpfx.liveness import INTO
from lrpfx.ops import Kind, base, kind_of

SHARE = 0.65
"""How much of what the plain gradient keeps may be held."""

FREE = 64 << 20
"""Bytes that may be held in any case: smaller batches are never parted."""


@lru_cache(maxsize=64)
def part(graph: Graph, forward: Graph, batch: int) -> int:
    """How many samples of a batch are explained at once.

    Args:
        graph: the relevance graph.
        forward: the graph of the model alone.
        batch: how many there are.
    """
    each, allowed = peak(graph), max(FREE, int(SHARE * batch * kept(forward)))
    if batch * each <= allowed or not separable(graph):
        return batch
    count = -(-batch // max(1, allowed // each))
    return -(-batch // count)


def kept(forward: Graph) -> int:
    """Bytes that the plain gradient of one sample keeps from the forward pass for the way back."""
    results = (v for e in forward.eqns if _kind(forward, e) in _KEPT for v in e.outs)
    return sum(size_of(v, 1) for v in (*forward.inputs, *results))


_KEPT = (Kind.ACTIVATION, Kind.MAXIMUM, Kind.PRODUCT, Kind.SOFTMAX, Kind.STANDARDISATION)


def _kind(graph: Graph, eqn: Eqn) -> Kind:
    return kind_of(eqn.op, graph.operands(eqn), eqn.attrs)


# ---- whether samples depend on each other -----------------------------------------------------------------------


@lru_cache(maxsize=64)
def separable(graph: Graph) -> bool:
    """Whether every result of a sample depends on that sample alone, as far as is known."""
    if not all(_by_sample(v) for v in (*graph.inputs, *graph.outputs)):
        return False
    return all(_separate(graph, eqn) for eqn in graph.eqns if any(v.name in graph.data for v in eqn.outs))


def _by_sample(var: Var) -> bool:
    return bool(var.shape) and var.shape[0] == Batch()


def _separate(graph: Graph, eqn: Eqn) -> bool:
    operands = graph.operands(eqn)
    values = [*eqn.outs, *(v for i in operands if (v := eqn.args[i]) is not None)]
    if not all(_by_sample(v) for v in values):
        return False
    rank = len(eqn.out.shape)
    if eqn.op == "stabilize":
        return 0 not in _axes(eqn.attr("dim"), rank)
    if eqn.op in INTO or base(eqn.op) in _ELEMENTWISE:
        return all(len(v.shape) == rank for v in values)
    if base(eqn.op) in _ALONG:
        return 0 not in _axes(eqn.attr("dim", 0), len(values[-1].shape))
    if base(eqn.op) in ("convolution", "linear", "matmul"):
        return operands == (0,)
    return base(eqn.op) in _EACH


def _axes(dim: object, rank: int) -> set[int]:
    axes = dim if isinstance(dim, tuple) else (dim,)
    return {axis % rank for axis in axes if isinstance(axis, int)}


_ELEMENTWISE = ("sqrt", "sigmoid", "tanh", "gelu", "silu", "exp", "reciprocal", "ge", "le", "eq", "clone")
_ALONG = ("mean", "sum", "slice", "cat")
_EACH = frozenset(
    (
        *("max_pool2d_with_indices", "max_pool2d_with_indices_backward", "avg_pool2d", "avg_pool2d_backward"),
        *("_adaptive_avg_pool2d", "_adaptive_avg_pool2d_backward", "reshape", "expand", "zeros_of"),
    )
)
"""Operators that treat every sample for itself, whatever their attributes, where the samples are the first axis."""
