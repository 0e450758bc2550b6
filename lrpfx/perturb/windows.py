"""Windows that slide over a sample: from the first value on, every `stride`, until one reaches the border.

    size 10, window 4, stride 3:   0-3  3-6  6-9          size 10, window 4, stride 4:   0-3  4-7  8-9

A window that reaches beyond the border is cut off there.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from lrpfx.errors import ParameterError

Sizes = int | Sequence[int]
"""One size for each of the last axes; or a number for every axis behind the channels."""


@dataclass(frozen=True)
class Windows:
    """The windows over samples of a shape: `sizes` and `strides` for each axis but the batch."""

    shape: tuple[int, ...]
    sizes: tuple[int, ...]
    strides: tuple[int, ...]

    @property
    def counts(self) -> tuple[int, ...]:
        """How many there are along each axis."""
        axes = zip(self.shape, self.sizes, self.strides, strict=True)
        return tuple(math.ceil((n - size) / stride) + 1 for n, size, stride in axes)

    def __len__(self) -> int:
        return math.prod(self.counts)

    def masks(self, numbers: Sequence[int], device: torch.device) -> Tensor:
        """Which values are in which of these windows: bool, (windows, 1, ...); the first axis changes slowest."""
        at = torch.tensor(list(numbers), device=device)
        mask = torch.ones((len(numbers), 1, *[1] * len(self.shape)), dtype=torch.bool, device=device)
        for axis in reversed(range(len(self.shape))):
            start = (at % self.counts[axis]) * self.strides[axis]
            at = at // self.counts[axis]
            i = torch.arange(self.shape[axis], device=device)
            inside = (i >= start[:, None]) & (i < start[:, None] + self.sizes[axis])
            shape = [len(numbers), 1, *[1] * len(self.shape)]
            shape[2 + axis] = self.shape[axis]
            mask = mask & inside.reshape(shape)
        return mask


def windows(x: Tensor, window: Sizes, stride: Sizes | None) -> Windows:
    """The windows over the samples of `x`, (batch, ...).

    Args:
        window: a number: the size along every axis behind the channels (along the only axis of vectors). Several
            numbers: the size along each of the last axes. Other axes are covered as a whole; a window that is larger
            than an axis covers it.
        stride: from one window to the next; None: windows that do not overlap.

    Raises:
        ParameterError: if there are more numbers than axes, one is not positive, or a stride leaves gaps.
    """
    shape = tuple(x.shape[1:])
    behind = max(1, len(shape) - 1)
    sizes = per_axis("window", window, shape, behind)
    strides = sizes if stride is None else per_axis("stride", stride, shape, behind)
    # along an axis that is covered there is one window, whatever the stride
    strides = tuple(n if size == n else step for n, size, step in zip(shape, sizes, strides, strict=True))
    if any(step > size for size, step in zip(sizes, strides, strict=True)):
        raise ParameterError(
            f"a stride of {stride} leaves gaps between windows of {window}, which nothing would be known of: the stride"
            " must not exceed the window"
        )
    return Windows(shape, sizes, strides)


def per_axis(name: str, sizes: Sizes, shape: tuple[int, ...], axes: int | None = None) -> tuple[int, ...]:
    """A size for each axis of a sample: a number is that of the last `axes` (None: of all); others are covered.

    Raises:
        ParameterError: if there are more numbers than axes, or one is not positive.
    """
    given = (sizes,) * (len(shape) if axes is None else axes) if isinstance(sizes, int) else tuple(sizes)
    if len(given) > len(shape) or any(s < 1 for s in given):
        raise ParameterError(
            f"{name}={sizes!r}: needed is a positive whole number, or one for each of the last axes of a sample of"
            f" shape {shape}"
        )
    full = (*shape[: len(shape) - len(given)], *given)
    return tuple(min(size, n) for size, n in zip(full, shape, strict=True))
