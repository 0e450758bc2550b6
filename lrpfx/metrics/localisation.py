"""Is relevance where the object is? Scores against masks; each beside what a guess would reach."""

from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from lrpfx.errors import InputError, ParameterError
from lrpfx.finite import finite
from lrpfx.metrics.batch import Pool, pooled, relevance_of
from lrpfx.metrics.score import Score


def mass_accuracy(relevance: Tensor, mask: Tensor, *, pool: Pool = "positive") -> Score:
    """The share of relevance that is inside the mask.

        RMA = Σ_{p ∈ mask} R_p / Σ_p R_p

    Args:
        relevance: (batch, channels, ...).
        mask: (batch, ...), or with an axis of one channel: where the object is.
        pool: how channels become one number: "positive", "magnitude", "squared" (Σ R²), or "signed".

    NaN for a sample whose mask is empty or whose relevance sums to nothing. A map that is equal everywhere scores the
    share of the mask's area.

    Source: Arras et al. 2022, "CLEVR-XAI: A benchmark dataset for the ground truth evaluation of neural network
    explanations".
    """
    R, inside = _flat(relevance, mask, pool)
    within = torch.where(inside, R, 0).sum(1, dtype=torch.float64)
    return Score("relevance mass accuracy", _defined(inside, within / R.sum(1, dtype=torch.float64)))


def rank_accuracy(relevance: Tensor, mask: Tensor, *, pool: Pool = "positive") -> Score:
    """The share of the K most relevant positions that are inside the mask, K being its size.

        RRA = |top-K(R) ∩ mask| / K

    Arguments and source as in `mass_accuracy`. Of equal positions the first are taken; NaN for a map that is equal
    everywhere, as one without positive relevance is where `pool` is "positive".
    """
    R, inside = _flat(relevance, mask, pool)
    hits = [_hits(r, m, int(m.sum())) for r, m in zip(R, inside, strict=True)]
    share = torch.tensor(hits, dtype=torch.float64) / inside.sum(1).cpu()
    return Score(
        "relevance rank accuracy", _defined(inside, torch.where(_varies(R), share.to(R.device), torch.nan))
    )


def _hits(R: Tensor, inside: Tensor, size: int) -> int:
    """How many of the `size` greatest values of a sample are inside: a selection, cheaper than sorting."""
    if size == 0:
        return 0
    least = R.kthvalue(len(R) - size + 1).values  # the K-th greatest
    above = least < R
    equal = (least == R).nonzero()[: size - int(above.sum()), 0]
    return int((above & inside).sum()) + int(inside[equal].sum())


@dataclass(frozen=True, eq=False)
class Pointing:
    """The pointing game, with its baselines.

    Attributes:
        score: 1 where the most relevant position hits the mask, else 0.
        centre: the same for the centre of the picture: any map with its maximum there, such as a centred Gaussian.
        chance: the share of the area that counts as a hit.
    """

    score: Score
    centre: Score
    chance: Score = field(repr=False)

    @property
    def gain(self) -> Score:
        """What the explanation adds to the centre, per sample: 0 means that it says no more than "look ahead"."""
        return self.score - self.centre

    def __str__(self) -> str:
        return f"{self.score}; the centre alone: {self.centre}"


def pointing_game(
    relevance: Tensor, mask: Tensor, *, pool: Pool = "positive", tolerance: int = 0
) -> Pointing:
    """Does the most relevant position lie in the mask? And would the centre of the picture?

    On data whose objects stand in the middle a centred blob scores nearly 1, so the score of the centre, which needs no
    model, stands beside it; `gain` is the paired difference.

    Args:
        tolerance: how far from the mask, along each axis, a position still hits it. The original has 15 pixels.
        others: as in `mass_accuracy`. Of equally relevant positions each may hit; NaN for a map that is equal
            everywhere, which would always do so.

    Source: Zhang et al. 2018, "Top-Down Neural Attention by Excitation Backprop".
    """
    if tolerance < 0:
        raise ParameterError(f"tolerance={tolerance}; needed is a number of pixels >= 0")
    R, inside = _flat(relevance, mask, pool)
    shape = pooled(torch.as_tensor(relevance), pool).shape
    near = _widened(inside.reshape(shape), tolerance).flatten(1)
    hit = ((R.amax(1, keepdim=True) == R) & near).any(1)
    centre = torch.zeros(shape[1:], dtype=torch.bool, device=R.device)
    centre[tuple(slice((n - 1) // 2, n // 2 + 1) for n in shape[1:])] = True
    middle = (near & centre.flatten()[None]).any(1)
    found = torch.where(_varies(R), hit.double(), torch.nan)
    values = {"pointing game": found, "the centre alone": middle, "chance": near.double().mean(1)}
    return Pointing(*(Score(name, _defined(inside, v.double())) for name, v in values.items()))


def _flat(relevance: Tensor, mask: Tensor, pool: Pool) -> tuple[Tensor, Tensor]:
    """Relevance of positions and whether they are inside, (batch, positions)."""
    R = pooled(relevance_of(relevance), pool)
    inside = _inside(mask)
    if inside.ndim == R.ndim + 1 and inside.shape[1] == 1:
        inside = inside[:, 0]
    if inside.shape != R.shape:
        raise InputError(
            f"the mask has shape {tuple(inside.shape)}; needed is {tuple(R.shape)}, a value for each position of the"
            f" relevance {tuple(torch.as_tensor(relevance).shape)}"
        )
    return R.flatten(1), inside.to(R.device).flatten(1)


def _inside(mask: Any) -> Tensor:
    try:
        given = torch.as_tensor(mask)
    except (TypeError, ValueError, RuntimeError):
        raise InputError(
            f"the mask is a tensor or an array, where the object is, not {type(mask).__name__}"
        ) from None
    if given.is_floating_point() and not finite(given):
        raise InputError("the mask holds NaN or infinity: it is neither inside nor outside there")
    return given.bool()


def _varies(R: Tensor) -> Tensor:
    """Whether a map has a most relevant position: one that is equal everywhere has none."""
    return R.amax(1) > R.amin(1) if R.numel() else torch.zeros(len(R), dtype=torch.bool, device=R.device)


def _widened(inside: Tensor, tolerance: int) -> Tensor:
    for axis in range(1, inside.ndim):
        near = inside.clone()
        for shift in range(1, min(tolerance, inside.shape[axis] - 1) + 1):
            size = inside.shape[axis] - shift
            near.narrow(axis, shift, size).logical_or_(inside.narrow(axis, 0, size))
            near.narrow(axis, 0, size).logical_or_(inside.narrow(axis, shift, size))
        inside = near
    return inside


def _defined(inside: Tensor, values: Tensor) -> Tensor:
    values = values.double()
    return torch.where(inside.any(1) & torch.isfinite(values), values, torch.nan)
