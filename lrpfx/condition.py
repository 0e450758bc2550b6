"""Conditional relevance: what of an explanation flows through chosen units.

    R_i(x | θ) = Σ_j (z_ij / z_j) Σ_{c ∈ θ} δ_jc R_j(x | θ)

A condition is a value. `condition("layer3", 5)` keeps what flows through channel 5 of `layer3`, and nothing that goes
past it; conditions are combined by `&` (through one and then the other) and `|` (through one or the other).

Source: Achtibat et al. 2023, "From attribution maps to human-understandable explanations through Concept Relevance
Propagation", Nature Machine Intelligence 5. Directions: Chormai et al. 2024, "Disentangled Explanations of Neural
Network Predictions by Finding Relevant Subspaces".
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from operator import index
from typing import Any

import torch
from torch import Tensor

from lrpfx.errors import ParameterError, PlaceError

Units = int | Sequence[int] | Sequence[tuple[int, ...]] | Tensor
"""Positions along the axis; where there are several axes, tuples of them; or a tensor that broadcasts to the place."""


@dataclass(frozen=True, eq=False)
class Direction:
    """Vectors in the space of a place, each with the functional that reads how much of it there is.

    Attributes:
        decoder: the vectors, (count, size).
        encoder: the functionals, (count, size).
        bias: the thresholds, (count,): a vector counts where encoder · a + bias > 0; None: everywhere.
    """

    decoder: Tensor = field(repr=False)
    encoder: Tensor = field(repr=False)
    bias: Tensor | None = field(default=None, repr=False)


@dataclass(frozen=True, eq=False)
class Through:
    """One place, and what relevance may flow through there."""

    place: str
    units: Units | None = None
    axis: int | tuple[int, ...] = 1
    heads: int | None = None
    direction: Direction | None = None

    def __str__(self) -> str:
        return f"`{self.place}`"


@dataclass(frozen=True, eq=False)
class Condition:
    """What relevance has to flow through: in every group, one of its places.

    `open` says that what goes past the places is kept as well: the condition is a mask then.
    """

    groups: tuple[tuple[Through, ...], ...]
    open: bool = False

    def __and__(self, other: "Condition") -> "Condition":
        """Relevance that flows through both."""
        return Condition((*self.groups, *_of(other, self.open).groups), self.open)

    def __or__(self, other: "Condition") -> "Condition":
        """Relevance that flows through either: one cut of several edges."""
        groups = (*self.groups, *_of(other, self.open).groups)
        if len(self.groups) > 1 or len(other.groups) > 1:
            raise ParameterError("`|` joins conditions on single places: write (a | b) & c, not (a & b) | c")
        if self.open:
            raise ParameterError(
                "`|` is for conditions that drop what goes past them: leave out others='keep'"
            )
        joined: dict[str, Through] = {}
        for through in (t for group in groups for t in group):
            known = joined.get(through.place)
            joined[through.place] = through if known is None else _union(known, through)
        return Condition((tuple(joined.values()),), self.open)

    @property
    def throughs(self) -> tuple[Through, ...]:
        """All places, group by group."""
        return tuple(t for group in self.groups for t in group)

    def __str__(self) -> str:
        return " & ".join(" | ".join(map(str, group)) for group in self.groups)


def condition(
    place: str,
    units: Units | None = None,
    *,
    axis: int | tuple[int, ...] = 1,
    heads: int | None = None,
    direction: Tensor | None = None,
    encoder: Tensor | None = None,
    bias: Tensor | None = None,
    others: str = "drop",
) -> Condition:
    """What relevance has to flow through, as a value for `condition=` of `lrpfx.explain` and `lrpfx.compile`.

        R_i(x | θ) = Σ_j (z_ij / z_j) Σ_{c ∈ θ} δ_jc R_j(x | θ)
        of directions, below the place:   R ← a ⊙ Eᵀ(g ⊙ D(R / a)),   g = 1, or (E a + b > 0) with a bias

    It is a restriction of what flows, so the conditional relevances of all units of a place sum to that of the place.
    Skip connections that go past the place are closed; nothing need be listed in an order.

        condition("layer3", 5)                           a channel
        condition("layer3", [5, 7])                      channels
        condition("fc1", 12)                             a neuron
        condition("layer3", [(3, 4)], axis=(2, 3))       the position in row 3, column 4
        condition("encoder", 0, axis=1)                  a token, (batch, tokens, features)
        condition("attn.proj_in", 2, heads=12, axis=-1)  the third of twelve heads that lie side by side
        condition("layer3", mask)                        any tensor that relevance is multiplied by
        condition("layer3", direction=cav)               a concept activation vector, (channels,)
        condition("layer3", direction=W)                 features of a factorisation a ≈ Wᵀ h, (count, channels)
        condition("mlp", 3, direction=D, encoder=E, bias=b, axis=-1)      a feature of a sparse autoencoder

    Args:
        place: the path of a module, or the name of an equation in `print(explainer.forward)`.
        units: which are kept: positions along `axis`, or a tensor that broadcasts to the place; of directions, their
            numbers (None: all).
        axis: the axis of the place, the batch being 0; or several, for units that are tuples.
        heads: how many equal parts the axis falls into; units are these parts then.
        direction: vectors in the space of the axis, (size,) or (count, size).
        encoder: how much of each there is in an activation, shaped like `direction`. None: the least-squares solution,
            the pseudo-inverse of `direction`; of one vector d, d / (d · d).
        bias: thresholds, (count,), of features h = ReLU(E a + b); they count where h > 0.
        others: "drop": what flows past the place is dropped. "keep": it is left alone, as with `mask=`.

    Raises:
        ParameterError: if the arguments do not fit together.

    Source: Achtibat et al. 2023, "From attribution maps to human-understandable explanations through Concept Relevance
    Propagation"; of directions, Chormai et al. 2024, "Disentangled Explanations of Neural Network
    Predictions by Finding Relevant Subspaces".
    """
    if others not in ("drop", "keep"):
        raise ParameterError(f"others={others!r}; valid: 'drop', 'keep'")
    if not isinstance(place, str):
        raise ParameterError(f"a place is the path of a module, such as 'layer3', not {place!r}")
    axis, heads = along(place, axis), parts(place, heads)
    if units is None and direction is None:
        raise ParameterError(f"a condition on `{place}` needs `units` or a `direction`")
    if direction is None and (encoder is not None or bias is not None):
        raise ParameterError("`encoder` and `bias` belong to a `direction`: give that, (count, size)")
    if isinstance(axis, tuple) and (heads is not None or direction is not None):
        raise ParameterError("`heads` and `direction` lie along one axis: `axis` must be a number")
    units = None if units is None else _units(place, units)
    found = None if direction is None else _direction(direction, encoder, bias, units)
    kept = None if found is not None else units
    return Condition(((Through(place, kept, axis, heads, found),),), others == "keep")


def along(place: str, axis: Any) -> int | tuple[int, ...]:
    """An axis, or several, as they are kept: whole numbers of Python.

    Raises:
        ParameterError: if it is none.
    """
    try:
        found: int | tuple[int, ...] = (
            tuple(map(index, axis)) if isinstance(axis, tuple | list) else index(axis)
        )
    except TypeError:
        found = ()
    if found == () or (isinstance(found, tuple) and len(set(found)) < len(found)):
        raise ParameterError(
            f"axis={axis!r} of `{place}`; valid: a number, the batch being 0, or several different ones"
        )
    return found


def parts(place: str, heads: Any) -> int | None:
    """How many heads there are, as a whole number of Python.

    Raises:
        ParameterError: if it is no positive number.
    """
    if heads is not None and (not hasattr(heads, "__index__") or heads < 1):
        raise ParameterError(f"heads={heads!r} of `{place}`; needed is a positive whole number")
    return None if heads is None else index(heads)


def joined(value: "Condition | Iterable[Condition] | None") -> Condition | None:
    """One condition, of one or of several that all have to hold.

    Raises:
        ParameterError: if it is something else.
    """
    several = [value] if isinstance(value, Condition) or value is None else list(value)
    total: Condition | None = None
    for one in several:
        if one is not None and not isinstance(one, Condition):
            raise ParameterError(
                f"a condition is what `lrpfx.condition(place, units)` returns, not a {type(one).__name__}"
            )
        total = one if total is None or one is None else total & one
    return total


def _of(other: Condition, open_: bool) -> Condition:
    if not isinstance(other, Condition):
        raise ParameterError(f"a condition is combined with another, not with a {type(other).__name__}")
    if other.open != open_:
        raise ParameterError(
            "conditions that drop what goes past them are not combined with those that keep it"
        )
    return other


def _union(a: Through, b: Through) -> Through:
    """Either of two sets of units of one place."""
    tensors = isinstance(a.units, Tensor) or isinstance(b.units, Tensor)
    if tensors or a.units is None or b.units is None or (a.axis, a.heads) != (b.axis, b.heads):
        raise ParameterError(
            f"`|` at one place, {a}, joins units along one axis; write tensors and directions as one condition"
        )
    return replace(a, units=tuple(dict.fromkeys((*listed(a.units), *listed(b.units)))))


def _direction(
    direction: Tensor, encoder: Tensor | None, bias: Tensor | None, units: Units | None
) -> Direction:
    direction = torch.as_tensor(direction)
    decoder = _matrix(direction)
    if not decoder.is_floating_point():
        raise ParameterError(f"directions are floating-point numbers, not {decoder.dtype}")
    if decoder.ndim != 2 or not bool(torch.isfinite(decoder).all()):
        raise ParameterError(f"directions are finite, (size,) or (count, size), not {tuple(direction.shape)}")
    reads = torch.linalg.pinv(decoder).T if encoder is None else _matrix(torch.as_tensor(encoder))
    if reads.shape != decoder.shape:
        raise ParameterError(
            f"the encoder has shape {tuple(reads.shape)}, the directions {tuple(decoder.shape)}: they must be alike"
        )
    threshold = None if bias is None else torch.as_tensor(bias).detach().reshape(-1)
    if threshold is not None and threshold.shape != decoder.shape[:1]:
        raise ParameterError(
            f"the bias has shape {tuple(threshold.shape)}; there are {len(decoder)} directions"
        )
    if units is not None:
        if isinstance(units, Tensor):
            raise ParameterError("the units of directions are their numbers")
        kept: Any = listed(units)
        check("direction", kept, len(decoder))
        decoder, reads = decoder[kept], reads[kept]
        threshold = None if threshold is None else threshold[kept]
    return Direction(decoder, reads, threshold)


def _matrix(rows: Tensor) -> Tensor:
    return rows.detach()[None] if rows.ndim == 1 else rows.detach()


def _units(place: str, units: Any) -> Units:
    """Units as they are kept: whole numbers of any kind, also in arrays, as those of Python.

    Raises:
        ParameterError: if they are no units.
    """
    if isinstance(units, Tensor):
        return units
    if hasattr(units, "tolist"):  # an array, or a number of NumPy's
        if units.dtype.kind not in "iu":
            return torch.as_tensor(units)
        units = units.tolist()
    try:
        return _whole(units) if hasattr(units, "__index__") else [_whole(u) for u in units]
    except TypeError:
        raise ParameterError(
            f"the units of `{place}` are {units!r}; valid: a number, a sequence of numbers (tuples of them where there"
            " are several axes), or a tensor that relevance is multiplied by"
        ) from None


def _whole(unit: Any) -> Any:
    if isinstance(unit, bool):
        return unit  # refused where it is looked up, with the place's units
    return tuple(map(index, unit)) if isinstance(unit, tuple | list) else index(unit)


def listed(units: Any) -> list[Any]:
    if isinstance(units, int):
        return [units]
    if isinstance(units, tuple) and units and math.prod(isinstance(u, int) for u in units):
        return list(units)
    return [tuple(u) if isinstance(u, list) else u for u in units]


def check(where: str, units: Iterable[Any], count: int) -> None:
    outside = [u for u in units if isinstance(u, bool) or not isinstance(u, int) or not 0 <= u < count]
    if outside:
        raise PlaceError(
            f"the condition on {where} keeps unit {outside[0]!r}, but there are units 0 to {count - 1}"
        )


Conditions = Condition | Iterable[Condition] | None
"""One condition, several that all have to hold, or none."""

__all__ = ["Condition", "Conditions", "Direction", "Through", "condition", "joined"]
