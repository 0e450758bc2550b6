"""The units of a place, and the relevance of each: rows of one batch.

units        R_k = R ⊙ m_k,   m_k = 1 at unit k
directions   R_k = a ⊙ e_k (d_k · R / a) g_k,   g_k = 1, or (e_k · a + b_k > 0)

Summed over all units, or over a complete set of directions, this is R (where a ≠ 0, for directions).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor

from lrpfx.condition import Condition, Direction, Through, along, condition, listed, parts
from lrpfx.errors import ParameterError, PlaceError
from lrpfx.restriction import kept


@dataclass(frozen=True, eq=False)
class Units:
    """What a place is taken apart into: units along an axis, or directions."""

    place: str
    positions: tuple[Any, ...]
    axis: int | tuple[int, ...] = 1
    heads: int | None = None
    direction: Direction | None = None

    def __len__(self) -> int:
        return len(self.positions)

    def some(self, numbers: Sequence[int]) -> "Units":
        """Some of them, by their places in `positions`."""
        positions, d = tuple(self.positions[n] for n in numbers), self.direction
        if d is None:
            return replace(self, positions=positions)
        at = list(numbers)
        part = Direction(d.decoder[at], d.encoder[at], None if d.bias is None else d.bias[at])
        return replace(self, positions=positions, direction=part)

    def condition(self, number: int) -> Condition:
        """The condition on one of them."""
        return (
            condition(self.place, [self.positions[number]], axis=self.axis, heads=self.heads)
            if (self.direction is None)
            else Condition(
                ((Through(self.place, None, self.axis, None, self._part(slice(number, number + 1))),),)
            )
        )

    def relevance(self, a: Tensor, R: Tensor, numbers: slice) -> Tensor:
        """The relevance of some of the units, (samples, units, ...), of samples (samples, ...)."""
        if self.direction is not None:
            return self._of_directions(a, R, numbers)
        shape = (1, *R.shape[1:])
        masks = [self._mask(p, shape, R) for p in self.positions[numbers]]
        return R[:, None] * torch.cat(masks)[None]

    def totals(self, a: Tensor, R: Tensor) -> Tensor:
        """Σ R_k over everything but samples and units, (samples, units)."""
        return self.maps(a, R).sum(2)

    def maps(self, a: Tensor, R: Tensor) -> Tensor:
        """The relevance of every unit at every position, (samples, units, positions).

        Positions are those along the axes behind the batch that the unit does not lie along, row by row.
        """
        if self.direction is None:
            return self._values(R)
        values, context = (v.movedim(self._axis, -1) for v in (a, _context(a, R)))
        share = context @ self.direction.decoder.to(R).T * self._gate(values)
        return _first(values @ self.direction.encoder.to(R).T * share)

    def activation(self, a: Tensor) -> Tensor:
        """How much there is of every unit at every position, (samples, units, positions).

        Of a channel its value, of a head the sum of its values; of a direction e_k · a, or ReLU(e_k · a + b_k).
        """
        if self.direction is None:
            return self._values(a)
        h = a.movedim(self._axis, -1) @ self.direction.encoder.to(a).T
        return _first(h if self.direction.bias is None else (h + self.direction.bias.to(a)).relu())

    def makeup(self, a: Tensor, number: int) -> Tensor:
        """What of the place makes one unit active, shaped like it: Σ over the unit is its activation where it has some.

        Of a channel or head its positive values, of a direction a ⊙ e_k where it counts.
        """
        if self.direction is None:
            return a.clamp(min=0) * self._mask(self.positions[number], (1, *a.shape[1:]), a)
        here = self.activation(a)[:, number] > 0
        values = a.movedim(self._axis, -1)
        counts = here.reshape(values.shape[:-1])[..., None]
        return (values * self.direction.encoder[number].to(a) * counts).movedim(-1, self._axis)

    def spot(self, a: Tensor, number: int, position: int) -> Tensor:
        """A unit at one of its positions, shaped like the place: 1 there; of a direction what it reads, a ⊙ e_k."""
        axes = self.axis if isinstance(self.axis, tuple) else (self.axis,)
        own = {axis % a.ndim for axis in axes}
        rest = [1 if i in own else int(size) for i, size in enumerate(a.shape[1:], 1)]
        here = a.new_zeros(math.prod(rest))
        here[position] = 1
        if self.direction is None:
            read = self._mask(self.positions[number], (1, *a.shape[1:]), a)
        else:
            e = self.direction.encoder[number].to(a)
            read = (a.movedim(self._axis, -1) * e).movedim(-1, self._axis)
        return read * here.reshape(1, *rest)

    @property
    def _axis(self) -> int:
        assert isinstance(self.axis, int)
        return self.axis

    def _values(self, values: Tensor) -> Tensor:
        """What a tensor of the place has at the units."""
        axes = self.axis if isinstance(self.axis, tuple) else (self.axis,)
        moved = values.movedim(axes, tuple(range(1, len(axes) + 1)))
        if self.heads is not None:
            moved = moved.reshape(len(moved), self.heads, -1, *moved.shape[2:]).sum(2)
        at = [p if isinstance(p, tuple) else (p,) for p in self.positions]
        index: Any = (slice(None), *(torch.tensor(i, device=values.device) for i in zip(*at, strict=True)))
        chosen = moved[index]
        return chosen.reshape(*chosen.shape[:2], math.prod(chosen.shape[2:]))

    def _gate(self, values: Tensor) -> Tensor | float:
        """Where a direction counts."""
        d = self.direction
        assert d is not None
        return 1.0 if d.bias is None else values @ d.encoder.to(values).T + d.bias.to(values) > 0

    def _mask(self, position: Any, shape: Sequence[int], like: Tensor) -> Tensor:
        return kept(Through(self.place, [position], self.axis, self.heads), shape, like)

    def _part(self, numbers: slice) -> Direction:
        d = self.direction
        assert d is not None
        return Direction(d.decoder[numbers], d.encoder[numbers], None if d.bias is None else d.bias[numbers])

    def _of_directions(self, a: Tensor, R: Tensor, numbers: slice) -> Tensor:
        part = replace(self, direction=self._part(numbers))
        d, axis = part.direction, self._axis
        assert d is not None
        values, context = (v.movedim(axis, -1) for v in (a, _context(a, R)))
        share = context @ d.decoder.to(R).T * part._gate(values)
        parts = values[..., None, :] * d.encoder.to(R) * share[..., None]  # (samples, ..., units, size)
        return parts.movedim(-2, 1).movedim(-1, axis + 1 if axis > 0 else axis)


def _context(a: Tensor, R: Tensor) -> Tensor:
    """R / a, and 0 where a is."""
    active = a != 0
    return torch.where(active, R / torch.where(active, a, 1), 0)


def _first(values: Tensor) -> Tensor:
    """(samples, ..., units) as (samples, units, positions)."""
    moved = values.movedim(-1, 1)
    return moved.reshape(*moved.shape[:2], math.prod(moved.shape[2:]))


def units_of(
    place: str,
    shape: Sequence[Any],
    units: Any = None,
    *,
    axis: int | tuple[int, ...] = 1,
    heads: int | None = None,
    direction: Tensor | None = None,
    encoder: Tensor | None = None,
    bias: Tensor | None = None,
) -> Units:
    """All units of a place of this shape, or the given ones; arguments as of `lrpfx.condition`.

    Raises:
        ParameterError: if there are none, or all of several axes are asked for.
        PlaceError: if a unit is not there.
    """
    axis, heads = along(place, axis), parts(place, heads)
    axes = axis if isinstance(axis, tuple) else (axis,)
    outside = [a for a in axes if a == 0 or not -len(shape) < a < len(shape)]
    if outside:
        raise PlaceError(
            f"axis {outside[0]} of `{place}` has no units; the place has axes 1 to {len(shape) - 1} behind the batch"
        )
    if isinstance(units, Tensor):
        raise ParameterError(f"the units of `{place}` are a tensor; a sweep takes numbers: `units.tolist()`")
    if direction is not None:
        made = condition(place, units, axis=axis, direction=direction, encoder=encoder, bias=bias)
        found = made.throughs[0].direction
        assert found is not None
        assert isinstance(axis, int)
        if found.decoder.shape[1] != shape[axis]:
            raise PlaceError(
                f"the directions have {found.decoder.shape[1]} values; axis {axis} of `{place}` has {shape[axis]}"
            )
        numbers = range(len(found.decoder)) if units is None else units
        numbers = [numbers] if hasattr(numbers, "__index__") else numbers
        return Units(place, tuple(int(n) for n in numbers), axis, None, found)
    if units is None:
        if not isinstance(axis, int):
            raise ParameterError(f"`units` of `{place}` along several axes, {axis}, must be listed")
        units = range(heads or int(shape[axis]))
    numbers = condition(place, units, axis=axis, heads=heads).throughs[0].units
    if isinstance(numbers, Tensor):
        raise ParameterError(f"the units of `{place}` are no numbers; a sweep takes whole numbers")
    assert numbers is not None
    positions = tuple(listed(numbers))
    if not positions:
        raise ParameterError(f"no units of `{place}` are asked for")
    sizes = [1 if i == 0 else int(size) for i, size in enumerate(shape)]
    kept(Through(place, positions, axis, heads), sizes, torch.zeros(()))
    return Units(place, positions, axis, heads)
