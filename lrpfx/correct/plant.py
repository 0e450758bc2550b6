"""An artefact planted into inputs that have none: what a correction is judged by."""

from dataclasses import dataclass

import torch
from torch import Tensor

from lrpfx.errors import ParameterError

FLAT = 0.025  # of the range of inputs: what spreads less is taken to spread this much


@dataclass(frozen=True, eq=False)
class Plant:
    """x' = m₁ + s (x - m₀), value by value, kept within the range of inputs; s = min(1, σ₁ / σ₀).

    Where all samples with the artefact have the same value, x' has it too: a tag, a frame. Where they vary as much as
    the others do, x' is shifted: a tint, a faint texture. Between the two it is shifted and paler: a dark strip.

    Attributes:
        present: m₁, shaped like an input: the mean of samples with the artefact.
        absent: m₀, that of the samples without it.
        scale: s.
        low, high: the range.
    """

    present: Tensor
    absent: Tensor
    scale: Tensor
    low: float
    high: float

    def __call__(self, x: Tensor) -> Tensor:
        """Inputs (batch, ...) without the artefact -> with it."""
        one, other, scale = (part.to(x) for part in (self.present, self.absent, self.scale))
        return (one + scale * (x - other)).clamp(self.low, self.high)


def plant(x: Tensor, present: Tensor, weight: Tensor) -> Plant:
    """How samples with an artefact differ from others, as a map of inputs: an optimal transport of each value.

    Args:
        x: inputs, (samples, ...).
        present: (samples,) bool: which of them carry the artefact.
        weight: of the others, (samples without,); see `matched`.

    Raises:
        ParameterError: if there are no samples of one of the two kinds, or not a weight for each.

    Source: Peyré, Cuturi 2019, "Computational Optimal Transport", remark 2.31 (Gaussians), for single values.
    """
    t = present.to(x.device, torch.bool)
    with_it, without_it = x[t], x[~t]
    if not len(with_it) or not len(without_it) or weight.shape != without_it.shape[:1]:
        raise ParameterError(
            f"{len(with_it)} samples with the artefact, {len(without_it)} without, {len(weight)} weights; needed are "
            "samples of both kinds and a weight for each of the second"
        )
    w = weight.to(x).reshape(-1, *[1] * (x.ndim - 1)) / weight.sum().to(x)
    absent = (w * without_it).sum(0)
    spread = (w * (without_it - absent).square()).sum(0).sqrt()
    low, high = float(x.min()), float(x.max())
    floor = max(FLAT * (high - low), torch.finfo(x.dtype).tiny)
    scale = (with_it.std(0, correction=0) / spread.clamp(min=floor)).clamp(max=1)
    return Plant(with_it.mean(0), absent, scale, low, high)
