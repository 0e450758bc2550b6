"""Where relevance starts: what is asked of the output, once that is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from lrpfx.target import Target, seed


@dataclass
class Start:
    """The relevance of the output, once that is known, and the classes that it is of."""

    target: Target
    value: str
    classes: Tensor | None = None

    def __call__(self, output: Tensor) -> Tensor:
        R, self.classes = seed(output, self.target, self.value)
        return R

    def parts(self, batch: int, size: int) -> "list[Start]":
        """The same for parts of the batch; itself alone if there is but one, or the target is one of whole batches."""
        starts = range(0, batch, size)
        target: Any = self.target
        if size >= batch or callable(target):
            return [self]
        if not hasattr(target, "__len__") or getattr(target, "ndim", 1) == 0:
            return [Start(target, self.value) for _ in starts]
        if len(target) != batch:
            return [self]  # which says so
        return [Start(target[i : i + size], self.value) for i in starts]

    def join(self, parts: "Sequence[Start]") -> None:
        """Take the classes from the parts."""
        known = [p.classes for p in parts if p.classes is not None]
        self.classes = torch.cat(known) if known else None
