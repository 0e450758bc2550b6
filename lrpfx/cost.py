"""What a graph costs, from the graph alone: arithmetic, convolutions, and the memory that is held at its peak.

    op(x; w, b)     convolution, dense layer      2 |z| |w| / C_out     a multiplication and an addition for each weight
    opᵀ(g; w)       its transpose                 2 |g| |w| / C_out     the same
    a b             product of matrices           2 |a b| k             k is the axis that is summed over

All else is linear in the number of values, and not counted, as nowhere in the field. Nothing is run.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from math import prod

import torch
from torch import Tensor

from lrpfx.graph import Batch, Eqn, Graph, Shape, Var
from lrpfx.liveness import Step, steps
from lrpfx.ops import base, bind, dtype_of, resolve


@dataclass(frozen=True)
class Cost:
    """What one run costs.

    Attributes:
        flops: additions and multiplications of convolutions, dense layers and products of matrices.
        forward: those of the forward pass alone.
        convolutions: how many are run.
        equations: how many are run.
        peak: the greatest number of bytes that are held at once: values on their way, inputs included. What a kernel
            takes for itself is not known.
        constants: bytes of the parameters of the graph, those of the model and what was computed from them.
        gradient: the same for the plain gradient of the same forward pass.
    """

    flops: int
    forward: int
    convolutions: int
    equations: int
    peak: int
    constants: int
    gradient: "Cost | None" = field(default=None, repr=False)

    @property
    def passes(self) -> float:
        """Arithmetic in units of the forward pass; that of the plain gradient is 2."""
        return self.flops / self.forward if self.forward else 0.0

    def __str__(self) -> str:
        rows = [("", "this", "gradient")] if self.gradient else [("", "this", "")]
        there = self.gradient
        for name, own, other in (
            ("arithmetic", f"{self.flops / 1e9:.3f} GFLOP", there and f"{there.flops / 1e9:.3f} GFLOP"),
            ("in forward passes", f"{self.passes:.2f}", there and f"{there.passes:.2f}"),
            ("convolutions", f"{self.convolutions}", there and f"{there.convolutions}"),
            ("equations", f"{self.equations}", there and f"{there.equations}"),
            ("values at the peak", _bytes(self.peak), there and _bytes(there.peak)),
            ("parameters", _bytes(self.constants), there and _bytes(there.constants)),
        ):
            rows.append((name, own, other or ""))
        widths = [max(len(row[i]) for row in rows) for i in range(3)]
        return "\n".join(f"{a:<{widths[0]}}  {b:>{widths[1]}}  {c:>{widths[2]}}".rstrip() for a, b, c in rows)


def _bytes(number: int) -> str:
    return f"{number / 2**20:.1f} MiB"


def cost(graph: Graph, batch: int = 1, *, forward: int = 0) -> Cost:
    """The cost of running `graph` on a batch.

    Args:
        graph: any graph.
        batch: the number of samples.
        forward: the arithmetic of the forward pass, in which that of the graph is expressed; 0: that of its equations
            that no rule wrote.
    """
    each = [flops(eqn, batch) for eqn in graph.eqns]
    own = sum(n for n, eqn in zip(each, graph.eqns, strict=True) if not eqn.rule)
    convolutions = sum(eqn.op == "convolution" for eqn in graph.eqns)
    constants = sum(size_of(v, batch) for v in graph.params)
    return Cost(sum(each), forward or own, convolutions, len(graph.eqns), peak(graph, batch), constants)


# ---- arithmetic -------------------------------------------------------------------------------------------------


def flops(eqn: Eqn, batch: int = 1) -> int:
    """Additions and multiplications of one equation, as torch.utils.flop_counter counts them."""
    name, shapes = base(eqn.op), [None if a is None else _shape(a.shape, batch) for a in eqn.args]
    if name == "vjp":
        inner = dict(resolve(eqn.attrs, batch))
        # the operator once more, and its transpose
        again = Eqn((eqn.args[0],), str(inner["op"]), eqn.args[1:], inner["attrs"])  # type: ignore[arg-type]
        return 2 * flops(again, batch)
    given = [s for s in shapes if s is not None]
    out = prod(_shape(eqn.out.shape, batch))
    if name == "convolution":
        per_value = given[0] if eqn.attr("transposed") else _shape(eqn.out.shape, batch)
        return 2 * prod(per_value) * prod(given[1][1:])
    if name == "convolution_weight":
        return 2 * prod(given[0]) * prod(_shape(eqn.out.shape, batch)[1:])
    if name in ("linear", "matmul", "mm", "bmm", "mv", "dot"):
        return 2 * out * given[0][-1]
    if name == "linear_weight":
        return 2 * out * prod(given[0][:-1])
    return 0


def _shape(shape: Shape, batch: int) -> tuple[int, ...]:
    return tuple(d.times * batch if isinstance(d, Batch) else d for d in shape)


# ---- memory -----------------------------------------------------------------------------------------------------

VIEWS = frozenset(
    (
        *("reshape", "expand", "slice", "select", "permute", "transpose", "t", "alias", "detach", "zeros_of"),
        *("diagonal", "contiguous", "squeeze", "unsqueeze"),
    )
)
"""Operators whose result may be their argument's memory, seen in another way."""


@lru_cache(maxsize=64)
@torch.no_grad()
def peak(graph: Graph, batch: int = 1) -> int:
    """The greatest number of bytes of values that are held at once while the graph runs; inputs are never freed."""
    layouts = Layouts(graph, batch)
    holder: dict[str, str] = {v.name: v.name for v in graph.inputs}  # whose memory a value is in
    sizes = {v.name: size_of(v, batch) for v in graph.inputs}
    # How many values are in a memory; whoever gave an input keeps it.
    seen: dict[str, int] = dict.fromkeys(sizes, 2)
    now = most = sum(sizes.values())
    for step in steps(graph.eqns, {v.name for v in graph.outputs}, graph.inputs[-1].name):
        views = layouts.run(step)
        for out in step.results:
            source = views.get(out.name, step.into.get(out.name))
            if source is not None and source not in holder:
                continue  # a parameter, or nothing at all, seen in another way
            name = out.name if source is None else holder[source]
            holder[out.name] = name
            seen[name] = seen.get(name, 0) + 1
            if source is None:
                sizes[name] = size_of(out, batch)
                now += sizes[name]
        most = max(most, now + sum(_scratch(eqn, batch) for eqn in step.eqns))
        for freed in step.frees:
            place = holder.pop(freed, None)
            if place is not None:
                seen[place] -= 1
                now -= sizes[place] if not seen[place] else 0
    return most


def _scratch(eqn: Eqn, batch: int) -> int:
    """What an equation takes while it runs: to differentiate an operator, its result once more."""
    if base(eqn.op) != "vjp":
        return 0
    assert eqn.args[0] is not None
    return size_of(eqn.args[0], batch)


class Layouts:
    """In which order the numbers of every value lie, from tensors without memory: so whether a reshape is a copy.

    A batch of one sample is laid out as one of two, whose samples lie apart: what is held grows with the batch alone.
    """

    def __init__(self, graph: Graph, batch: int) -> None:
        self.batch = max(batch, 2)
        self._fresh: dict[tuple[object, ...], Tensor] = {}  # by shape and order
        self._seen: dict[tuple[object, ...], Tensor] = {}  # by operator and what it sees in another way
        self.known = {v.name: self._new(v) for v in (*graph.inputs, *graph.params)}

    def run(self, step: Step) -> dict[str, str]:
        """Enter the results of a step. Returns those that take no memory: they are another value, seen in another way.

        Zeros of a size are one number, spread out: they are of no value, "".
        """
        eqn = step.eqns[0]
        if len(step.eqns) > 1 or len(eqn.args) != 1 or base(eqn.op) not in VIEWS or eqn.args[0] is None:
            for each in step.eqns:
                self.known.update((out.name, self._made(each, out)) for out in each.outs)
            return {}
        given = self.known[eqn.args[0].name]
        made = self.known[eqn.out.name] = self._view(eqn, given)
        if made.untyped_storage()._cdata == given.untyped_storage()._cdata:
            return {eqn.out.name: eqn.args[0].name}
        return {} if _full(made) else {eqn.out.name: ""}

    def _view(self, eqn: Eqn, given: Tensor) -> Tensor:
        key = (eqn.op, eqn.attrs, id(given))
        if key not in self._seen:
            self._seen[key] = bind(eqn.op, resolve(eqn.attrs, self.batch), 1)(given)
        return self._seen[key]

    def _made(self, eqn: Eqn, out: Var) -> Tensor:
        """A new value: in the order of a value of its shape that it is computed from; of images, channels last."""
        if base(eqn.op) == "convolution":
            return self._new(out, torch.channels_last if len(out.shape) == 4 else torch.contiguous_format)
        like = next((a for a in eqn.args if a is not None and a.shape == out.shape), None)
        if like is None:
            return self._new(out)
        layout = self.known[like.name]
        return layout if _full(layout) else torch.empty_like(layout)

    def _new(self, var: Var, order: torch.memory_format = torch.contiguous_format) -> Tensor:
        key = (var.shape, order)
        if key not in self._fresh:
            shape = _shape(var.shape, self.batch)
            self._fresh[key] = torch.empty(shape, device="meta", dtype=torch.uint8, memory_format=order)
        return self._fresh[key]


def _full(layout: Tensor) -> bool:
    """Whether its memory holds nothing but its numbers, each once."""
    return layout.untyped_storage().nbytes() == layout.nbytes


def size_of(var: Var, batch: int) -> int:
    """Bytes of a value."""
    return prod(_shape(var.shape, batch)) * dtype_of(var.dtype).itemsize


__all__ = ["Cost", "cost", "flops", "peak", "size_of"]
