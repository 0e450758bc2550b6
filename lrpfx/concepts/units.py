"""The units of a place, and the relevance of each: rows of one batch.

units        R_k = R ⊙ m_k,   m_k = 1 at unit k
directions   R_k = a ⊙ e_k (d_k · R / a) g_k,   g_k = 1, or (e_k · a + b_k > 0)

Summed over all units, or over a complete set of directions, this is R (where a ≠ 0, for directions).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from lrpfx.condition import Condition, Direction, Through, condition
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
        if self.direction is None and isinstance(self.axis, int) and self.heads is None:
            others = [i for i in range(1, R.ndim) if i != self.axis % R.ndim]
            sums = R.sum(others) if others else R
            return sums[:, list(self.positions)]
        return torch.cat(
            [self.relevance(a, R, slice(i, i + 1)).flatten(2).sum(2) for i in range(len(self))], 1
        )

    def _mask(self, position: Any, shape: Sequence[int], like: Tensor) -> Tensor:
        return kept(Through(self.place, [position], self.axis, self.heads), shape, like)

    def _part(self, numbers: slice) -> Direction:
        d = self.direction
        assert d is not None
        return Direction(d.decoder[numbers], d.encoder[numbers], None if d.bias is None else d.bias[numbers])

    def _of_directions(self, a: Tensor, R: Tensor, numbers: slice) -> Tensor:
        d, axis = self._part(numbers), self.axis
        assert isinstance(axis, int)
        active = a != 0
        context = torch.where(active, R / torch.where(active, a, 1), 0).movedim(axis, -1)
        values = a.movedim(axis, -1)
        share = context @ d.decoder.to(R).T
        if d.bias is not None:
            share = share * (values @ d.encoder.to(R).T + d.bias.to(R) > 0)
        parts = values[..., None, :] * d.encoder.to(R) * share[..., None]  # (samples, ..., units, size)
        return parts.movedim(-2, 1).movedim(-1, axis + 1 if axis > 0 else axis)


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
        numbers = [numbers] if isinstance(numbers, int) else list(numbers)
        return Units(place, tuple(numbers), axis, None, found)
    if units is None:
        if not isinstance(axis, int):
            raise ParameterError(f"`units` of `{place}` along several axes, {axis}, must be listed")
        units = range(heads or int(shape[axis]))
    positions = (units,) if isinstance(units, int) else tuple(units)
    if not positions:
        raise ParameterError(f"no units of `{place}` are asked for")
    sizes = [1 if i == 0 else int(size) for i, size in enumerate(shape)]
    kept(Through(place, positions, axis, heads), sizes, torch.zeros(()))
    return Units(place, positions, axis, heads)
