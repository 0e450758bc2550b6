"""The lines of a ledger's table: accounts of equations, or of modules, summed over a batch or of one sample."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lrpfx.ledger.row import CAUSES, Row, Sums, number
from lrpfx.ops import LINEAR

MOST = 40
"""How many modules a short table has at most."""


TOP = "(top level)"
"""The line of the equations that no module wrote."""


@dataclass(frozen=True)
class Line:
    """The account of a group of equations: what it receives from outside, hands on to outside, and absorbs.

    `amplification` is Σ|R handed on| / Σ|R received|, the greatest of all samples.
    """

    name: str
    module: str
    rules: tuple[str, ...]
    received: float
    out: float
    absorbed: Mapping[str, float]
    amplification: float
    size: float


def by_equation(rows: Sequence[Row], sample: int | None = None) -> tuple[Line, ...]:
    """A line per equation."""
    return _grouped(rows, lambda row: row.equation, sample)


def by_module(rows: Sequence[Row], sample: int | None = None) -> tuple[Line, ...]:
    """A line per module; paths are cut so deep that the lines are not too many."""
    deepest = max((row.module.count(".") + 1 for row in rows), default=1)
    for depth in range(deepest, 1, -1):
        if len({_path(row, depth) for row in rows}) <= MOST:
            return _grouped(rows, lambda row, depth=depth: _path(row, depth), sample)  # type: ignore[misc]
    return _grouped(rows, lambda row: _path(row, 1), sample)


def _path(row: Row, depth: int) -> str:
    return ".".join(row.module.split(".")[:depth]) or TOP


def _grouped(rows: Sequence[Row], group: Callable[[Row], str], sample: int | None) -> tuple[Line, ...]:
    """One line per group, in the order of their first equations. What flows inside a group is not seen."""
    owner = {row.equation: group(row) for row in rows}
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(group(row), []).append(row)
    zero = np.zeros_like(rows[0].received) if rows else np.zeros(0)
    entering = {name: [zero, zero] for name in groups}
    leaving = {name: [zero, zero] for name in groups}
    if rows:  # relevance of the output enters the equation that made it, which is the first
        entering[group(rows[0])] = [rows[0].received, rows[0].size_received]
    for row in rows:
        for operand, sums in row.handed.items():
            source, target = owner[row.equation], _target(row, operand, owner)
            if source == target:
                continue
            _add(leaving[source], sums, row.sizes_handed[operand])
            if target is not None:
                _add(entering[target], sums, row.sizes_handed[operand])
    return tuple(
        _line(name, members, entering[name], leaving[name], sample) for name, members in groups.items()
    )


def _target(row: Row, operand: str, owner: Mapping[str, str]) -> str | None:
    """The group that a value belongs to: that of its mask, if it has one; None for an input."""
    mask = f"mask.{operand}"
    return owner[mask] if mask in owner and row.equation != mask else owner.get(operand)


def _add(total: list[Sums], sums: Sums, sizes: Sums) -> None:
    total[0], total[1] = total[0] + sums, total[1] + sizes


def _line(
    name: str, members: Sequence[Row], entering: Sequence[Sums], leaving: Sequence[Sums], sample: int | None
) -> Line:
    zero = np.zeros_like(entering[0])
    return Line(
        name=name,
        module=members[0].module if len(members) == 1 else name,
        rules=tuple(dict.fromkeys(row.rule for row in sorted(members, key=_without_weights))),
        received=number(entering[0], sample),
        out=number(leaving[0], sample),
        absorbed={c: number(sum((row.absorbed[c] for row in members), zero), sample) for c in CAUSES},
        amplification=_amplification(leaving[1], entering[1], sample),
        size=number(leaving[1], sample),
    )


def _without_weights(row: Row) -> bool:
    """Sorts the rules of layers with weights to the front."""
    return row.kind not in LINEAR


def _amplification(out: Sums, received: Sums, sample: int | None) -> float:
    """The greatest of all samples, or that of one; NaN where nothing is received."""
    chosen = range(len(out)) if sample is None else [sample]
    return max((float(out[i] / received[i]) for i in chosen if received[i] > 0), default=float("nan"))
