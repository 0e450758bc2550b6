"""A score per sample, its mean, and how far that can be trusted."""

import math
from dataclasses import dataclass, field

import torch
from torch import Tensor

from lrpfx.errors import ParameterError

DRAWS = 2000
"""Bootstrap samples: the ends of a 95 % interval then vary by a few per cent of its width."""


@dataclass(frozen=True, eq=False)
class Score:
    """A metric of a batch.

    Attributes:
        name: of the metric.
        values: (samples,), float64; NaN where the metric is not defined for a sample.
    """

    name: str
    values: Tensor = field(repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", self.values.detach().double().cpu().reshape(-1))

    @property
    def defined(self) -> Tensor:
        """The values of the samples that the metric is defined for."""
        return self.values[~self.values.isnan()]

    @property
    def mean(self) -> float:
        """The mean over the samples that it is defined for; NaN if there is none."""
        return float(self.defined.mean()) if len(self.defined) else math.nan

    def interval(self, level: float = 0.95, *, seed: int = 0, draws: int = DRAWS) -> tuple[float, float]:
        """The bootstrap interval of the mean, by percentiles.

        Samples are drawn with replacement, as many as there are, `draws` times; the interval holds the middle `level`
        of the means.

        Raises:
            ParameterError: if the level is not between 0 and 1.

        Source: Efron 1979, "Bootstrap Methods: Another Look at the Jackknife".
        """
        if not 0 < level < 1:
            raise ParameterError(f"level={level!r}; needed is a number between 0 and 1")
        values = self.defined
        if len(values) == 0:
            return math.nan, math.nan
        means = _means(values, draws, torch.Generator().manual_seed(seed))
        tail = (1 - level) / 2
        low, high = torch.quantile(means, torch.tensor([tail, 1 - tail], dtype=torch.float64)).tolist()
        return low, high

    def __str__(self) -> str:
        low, high = self.interval()
        count, left_out = len(self.defined), len(self.values) - len(self.defined)
        note = f", not defined for {left_out} more" if left_out else ""
        return f"{self.mean:.3f} [{low:.3f}, {high:.3f}], {count} samples{note}"

    def __repr__(self) -> str:
        return f"Score({self.name}: {self})"

    def __sub__(self, other: "Score") -> "Score":
        """The paired difference: its interval says whether one is better than the other on the same samples.

        Raises:
            ParameterError: if they are of different numbers of samples.
        """
        if len(self.values) != len(other.values):
            raise ParameterError(
                f"scores of {len(self.values)} and {len(other.values)} samples are not of the same samples"
            )
        return Score(f"{self.name} - {other.name}", self.values - other.values)


def _means(values: Tensor, draws: int, chance: torch.Generator) -> Tensor:
    """Means of samples drawn with replacement, some at a time."""
    count = len(values)
    step = max(1, 2_000_000 // count)
    parts = []
    for first in range(0, draws, step):
        chosen = torch.randint(count, (min(step, draws - first), count), generator=chance)
        parts.append(values[chosen].mean(1))
    return torch.cat(parts)
