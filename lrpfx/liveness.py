"""How long values live, whose memory a result can be written to, and which equations run together.

A value is freed after the last step that reads it. An operator that works element by element writes its result into
the memory of an argument that dies there, if nobody else can see that memory. Neighbours of that kind are one step, a
chain:

    u = a ⊙ b;  v = c + ε;  w = u / v          for each piece that fits into the cache: u, v, w; then the next piece

They wait for memory, not for arithmetic: each alone reads and writes whole arrays. In a chain the arguments are read
once, what is needed later is written once, and all else never leaves the cache and takes no memory.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from lrpfx.graph import Eqn, Var
from lrpfx.ops import base, is_open


@dataclass(frozen=True)
class Step:
    """What is run at once: one equation, or a chain of some that work element by element.

    `frees` are the values that nothing reads after it, `into` says which result takes the memory of which argument, and
    `passing` are the results that no other step reads.
    """

    eqns: tuple[Eqn, ...]
    frees: tuple[str, ...]
    into: Mapping[str, str] = field(default_factory=dict)
    passing: frozenset[str] = frozenset()

    @property
    def results(self) -> tuple[Var, ...]:
        """What it leaves behind."""
        return tuple(v for e in self.eqns for v in e.outs if v.name not in self.passing)

    @property
    def arguments(self) -> tuple[Var, ...]:
        """What it reads of other steps, each once."""
        own = {v.name for e in self.eqns for v in e.outs}
        read = dict.fromkeys(a for e in self.eqns for a in e.args if a is not None)
        return tuple(a for a in read if a.name not in own)


def steps(eqns: Sequence[Eqn], kept: Set[str], last: str = "", reuse: bool = True) -> tuple[Step, ...]:
    """The equations in the order in which they are run.

    Args:
        kept: values that are never freed.
        last: the input that is known only when all before its readers has been run: they begin a step.
        reuse: whether results may take the memory of arguments; every equation is a step of its own without.
    """
    groups = _groups(eqns, last) if reuse else [(eqn,) for eqn in eqns]
    own = _owned(eqns) if reuse else frozenset[str]()
    made: list[Step] = []
    for group, dying in zip(groups, _last_uses(groups, kept), strict=True):
        outs = {v.name for e in group for v in e.outs}
        passing = frozenset(outs.intersection(dying)) if len(group) > 1 else frozenset[str]()
        frees = tuple(name for name in dying if name not in passing)
        into = _into(group, passing, own.intersection(frees) - outs)
        made.append(Step(group, frees, into, passing))
    return tuple(made)


def _groups(eqns: Sequence[Eqn], last: str) -> list[tuple[Eqn, ...]]:
    groups: list[tuple[Eqn, ...]] = []
    for eqn in eqns:
        before = groups[-1][-1] if groups and all(a is None or a.name != last for a in eqn.args) else None
        if before is not None and links(before) and links(eqn) and before.out.shape == eqn.out.shape:
            groups[-1] = (*groups[-1], eqn)
        else:
            groups.append((eqn,))
    return groups


def links(eqn: Eqn) -> bool:
    """Whether it works element by element, on values of one shape and dtype, masks aside."""
    dtypes = {v.dtype for v in (*eqn.args, eqn.out) if v is not None} - {"b8"}
    alike = all(a is not None and a.shape == eqn.out.shape for a in eqn.args)
    return _writes_into(eqn) and alike and len(dtypes) == 1


def _writes_into(eqn: Eqn) -> bool:
    return eqn.op in INTO and not is_open(eqn.attrs) and not eqn.attr("norm_scale")


def _last_uses(groups: Sequence[tuple[Eqn, ...]], kept: Set[str]) -> list[list[str]]:
    """For every group the values that nothing reads after it."""
    last: dict[str, int] = {}
    for i, group in enumerate(groups):
        for eqn in group:
            last.update((v.name, i) for v in eqn.outs)
            last.update((a.name, i) for a in eqn.args if a is not None)
    dying: list[list[str]] = [[] for _ in groups]
    for name, i in last.items():
        if name not in kept:
            dying[i].append(name)
    return dying


def _owned(eqns: Sequence[Eqn]) -> frozenset[str]:
    """The values that have memory of their own: made by an operator that returns new memory, read by such ones only."""
    own = {e.out.name for e in eqns if base(e.op) in NEW}
    for eqn in eqns:
        if base(eqn.op) not in NEW:
            own.difference_update(a.name for a in eqn.args if a is not None)
    return frozenset(own)


def _into(group: Sequence[Eqn], passing: Set[str], free: Set[str]) -> dict[str, str]:
    """Whose memory each result takes: that of an argument that is free and that no later equation reads."""
    last = {a.name: i for i, eqn in enumerate(group) for a in eqn.args if a is not None}
    read = list(dict.fromkeys(a for eqn in group for a in eqn.args if a is not None))
    into: dict[str, str] = {}
    for i, eqn in enumerate(group):
        if eqn.out.name in passing or not _writes_into(eqn):
            continue
        fits = (a.name for a in read if (a.shape, a.dtype) == (eqn.out.shape, eqn.out.dtype))
        taken = next((n for n in fits if n in free and last[n] <= i and n not in into.values()), None)
        if taken is not None:
            into[eqn.out.name] = taken
    return into


INTO = frozenset(
    (
        *(f"{name}.{kind}" for name in ("add", "sub", "mul", "div") for kind in ("Tensor", "Scalar")),
        *("neg", "abs", "clamp", "relu", "threshold_backward", "stabilize", "gt.Scalar", "lt.Scalar"),
        "where.ScalarOther",
    )
)
"""Operators that work element by element, each number rounded for itself, and can write into memory that is there."""

NEW = frozenset(
    (
        *("add", "sub", "mul", "div", "neg", "abs", "clamp", "relu", "threshold_backward", "stabilize", "where"),
        *("gt", "lt", "convolution", "linear", "matmul", "bmm", "cat", "sqrt", "reciprocal", "sigmoid", "tanh"),
        *("max_pool2d_with_indices", "max_pool2d_with_indices_backward", "avg_pool2d", "avg_pool2d_backward"),
        *("_adaptive_avg_pool2d_backward", "native_batch_norm", "gelu", "silu", "hardswish", "_softmax", "exp"),
    )
)  # fmt: skip
"""Operators whose first result is always new memory, and that let no other value see that of their arguments."""

__all__ = ["INTO", "NEW", "Step", "links", "steps"]
