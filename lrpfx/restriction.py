"""A condition in a graph: where relevance is cut, and what the inputs of the cuts hold."""

from collections.abc import Mapping, Sequence
from typing import Any

from torch import Tensor

from lrpfx.condition import Condition, Through, check, listed
from lrpfx.cuts import Cut, below
from lrpfx.errors import PlaceError
from lrpfx.graph import Graph
from lrpfx.places import find


def cuts(condition: Condition | None, graph: Graph) -> tuple[Cut, ...]:
    """The restrictions that a condition is, in a graph.

    Raises:
        PlaceError: if a place does not exist, if one of two alternatives lies below the other, or if no relevance
            flows through all the conditions.
    """
    found = []
    for number, group in enumerate(() if condition is None else condition.groups):
        for through in group:
            var, d = find(graph, through.place), through.direction
            axis = through.axis if isinstance(through.axis, int) else 1
            _check_axes(through, len(var.shape))
            count = 0 if d is None else len(d.decoder)
            gated = d is not None and d.bias is not None
            own = None if condition is None or condition.open else number
            found.append(Cut(var, count, axis % len(var.shape), gated, own))
    _check_flow(condition, found, graph)
    return tuple(found)


def tensors(condition: Condition, shapes: Mapping[str, Sequence[int]], like: Tensor) -> tuple[Tensor, ...]:
    """What the inputs of the cuts hold, in order; `shapes` are those of the places, in this batch."""
    return tuple(t for through in condition.throughs for t in _given(through, shapes[through.place], like))


def same_places(a: Condition, b: Condition) -> bool:
    """Whether two conditions are restrictions of the same kinds at the same places."""

    def kinds(condition: Condition) -> list[list[tuple[Any, ...]]]:
        return [
            [
                (t.place, t.direction and (len(t.direction.decoder), t.direction.bias is None, t.axis))
                for t in group
            ]
            for group in condition.groups
        ]

    return a.open == b.open and kinds(a) == kinds(b)


def _given(through: Through, shape: Sequence[int], like: Tensor) -> list[Tensor]:
    d = through.direction
    if d is not None:
        assert isinstance(through.axis, int)
        if d.decoder.shape[1] != shape[through.axis]:
            raise PlaceError(
                f"the directions at {through} have {d.decoder.shape[1]} values; axis {through.axis} of the place has"
                f" {shape[through.axis]}"
            )
        return [t.to(like) for t in (d.decoder, d.encoder, d.bias) if t is not None]
    assert through.units is not None
    return [kept(through, shape, like)]


def kept(through: Through, shape: Sequence[int], like: Tensor) -> Tensor:
    """A mask of a place: 1 where relevance may flow.

    Raises:
        PlaceError: if the units are not there.
    """
    units = through.units
    if isinstance(units, Tensor):
        try:
            return units.to(like).expand(tuple(shape))
        except RuntimeError:
            raise PlaceError(
                f"the condition on {through} has shape {tuple(units.shape)}, which does not broadcast to the place's"
                f" {tuple(shape)}"
            ) from None
    assert units is not None
    axes = through.axis if isinstance(through.axis, tuple) else (through.axis,)
    sizes = [shape[a] for a in axes]
    positions = listed(units)
    mask = like.new_zeros(sizes)
    if through.heads is None:
        for position in positions:
            at = position if isinstance(position, tuple) else (position,)
            _check_position(through, at, sizes)
            mask[at] = 1
    else:
        if sizes[0] % through.heads:
            raise PlaceError(
                f"axis {axes[0]} of {through} has {sizes[0]} values, no multiple of {through.heads}"
            )
        check(str(through), positions, through.heads)
        mask.reshape(through.heads, -1)[positions] = 1
    order = [a % len(shape) for a in axes]
    mask = mask.permute(*sorted(range(len(order)), key=order.__getitem__))
    return mask.reshape([shape[i] if i in order else 1 for i in range(len(shape))]).expand(tuple(shape))


def _check_position(through: Through, at: tuple[int, ...], sizes: Sequence[int]) -> None:
    if len(at) != len(sizes):
        raise PlaceError(
            f"the unit {at} at {through} has {len(at)} numbers; there are {len(sizes)} axes: give one for each"
        )
    for unit, size in zip(at, sizes, strict=True):
        check(str(through), [unit], size)


def _check_axes(through: Through, rank: int) -> None:
    axes = through.axis if isinstance(through.axis, tuple) else (through.axis,)
    wrong = [a for a in axes if not -rank < a < rank or a == 0]
    if wrong and not isinstance(through.units, Tensor):
        raise PlaceError(
            f"the condition on {through} is along axis {wrong[0]}; the place has axes 1 to {rank - 1} behind the batch"
        )
    if len({a % rank for a in axes}) < len(axes):
        raise PlaceError(
            f"the axes {axes} of the condition on {through} are not different ones of its {rank}"
        )


def _check_flow(condition: Condition | None, found: Sequence[Cut], graph: Graph) -> None:
    if condition is None or condition.open:
        return
    lower = {c.var.name: below(graph, [c.var]) for c in found}
    for one in found:
        for other in found:
            if one.group == other.group and one.var.name in lower[other.var.name]:
                raise PlaceError(
                    f"`{one.var.name}` is below `{other.var.name}`: relevance that flows through one flows through the"
                    " other. Alternatives, `a | b`, must lie beside each other; through both is `a & b`"
                )
    for a, b in ((a, b) for a in found for b in found if a.group != b.group):
        others_a = [c for c in found if c.group == a.group]
        others_b = [c for c in found if c.group == b.group]
        meets = any(
            c.var.name in lower[d.var.name] or d.var.name in lower[c.var.name] or c.var.name == d.var.name
            for c in others_a
            for d in others_b
        )
        if not meets:
            raise PlaceError(
                f"no relevance flows through both `{a.var.name}` and `{b.var.name}`: they lie beside each other."
                " Through one or the other is `a | b`"
            )
