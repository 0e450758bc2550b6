"""Where the samples of a batch stand in a value.

Along the one axis whose size is a multiple k N of the batch size, a value holds its samples as

    (outer, N, inner),   outer · inner = k          outer = 1: all rows of sample 0, then all rows of sample 1, ...

Windows and heads that are folded into the batch stand like this, before or behind the samples.
"""

from dataclasses import dataclass

from lrpfx.graph import Batch, Eqn, Graph, Var
from lrpfx.ops import base


@dataclass(frozen=True)
class Samples:
    """The axis of the samples, and how many rows stand outside of them along it."""

    axis: int
    outer: int = 1


def layouts(graph: Graph) -> dict[str, Samples | None]:
    """Where the samples stand in every value of a graph; None where that cannot be told."""
    found: dict[str, Samples | None] = {v.name: _single(v) for v in graph.inputs + graph.params}
    for eqn in graph.eqns:
        for out in eqn.outs:
            found[out.name] = _of(eqn, out, found)
    return found


def _of(eqn: Eqn, out: Var, found: dict[str, Samples | None]) -> Samples | None:
    """The layout of a result: by the order of elements for a reshape, that of the arguments for all else."""
    axis = _axis(out)
    if axis is None:
        return None
    if base(eqn.op) == "reshape" and eqn.args[0] is not None:
        return _reshaped(eqn.args[0], found[eqn.args[0].name], out, axis)
    if out.shape[axis] == Batch():
        return Samples(axis)
    same = {
        s.outer
        for a in eqn.args
        if a is not None and (s := found[a.name]) is not None and a.shape[s.axis] == out.shape[axis]
    }
    return Samples(axis, same.pop()) if len(same) == 1 else None


def _reshaped(x: Var, samples: Samples | None, out: Var, axis: int) -> Samples | None:
    """Reshaping keeps the order of elements, so the number of copies of the batch that stand outside stays."""
    if samples is None:
        return None
    outside, before = samples.outer * _product(x, samples.axis), _product(out, axis)
    return Samples(axis, outside // before) if before and outside % before == 0 else None


def _single(var: Var) -> Samples | None:
    axis = _axis(var)
    return Samples(axis) if axis is not None and var.shape[axis] == Batch() else None


def _axis(var: Var) -> int | None:
    axes = [i for i, size in enumerate(var.shape) if isinstance(size, Batch)]
    return axes[0] if len(axes) == 1 else None


def _product(var: Var, axis: int) -> int:
    """How many rows the axes before `axis` make."""
    count = 1
    for size in var.shape[:axis]:
        assert isinstance(size, int)
        count *= size
    return count
