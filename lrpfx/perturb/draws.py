"""Random numbers that depend on the seed and on the shape of a sample alone.

All samples of a batch get the same numbers (common random numbers): so the explanation of a sample does not depend on
the batch that it is explained in, and what differs between two explanations is not the noise. They are drawn on the
CPU in double precision, so that the device and the dtype of the input change no draw, and from a generator of their
own: the global state of torch is neither read nor written.
"""

from collections.abc import Sequence

import torch
from torch import Tensor


def generator(seed: int) -> torch.Generator:
    """A generator of its own."""
    return torch.Generator().manual_seed(seed)


def normal(chance: torch.Generator, copies: int, like: Sequence[Tensor]) -> tuple[Tensor, ...]:
    """Standard normal numbers, (copies, 1, ...) for each tensor (batch, ...), drawn copy by copy."""
    drawn = [[_normal(chance, t) for t in like] for _ in range(copies)]
    return tuple(torch.stack(numbers) for numbers in zip(*drawn, strict=True))


def uniform(chance: torch.Generator) -> float:
    """A number between 0 and 1."""
    return float(torch.rand((), generator=chance, dtype=torch.float64))


def choice(chance: torch.Generator, count: int) -> int:
    """A number from 0 to count - 1."""
    return int(torch.randint(count, (), generator=chance))


def _normal(chance: torch.Generator, like: Tensor) -> Tensor:
    return torch.randn((1, *like.shape[1:]), generator=chance, dtype=torch.float64).to(like)
