"""The target of every copy, fixed from the clean output: what a perturbed copy is asked does not change with it."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from lrpfx.target import Target, seed


@dataclass(frozen=True, eq=False)
class Fixed:
    """What is explained of each sample: `classes`, (batch,); or the relevance `R` of the output; or a `function`.

    None of them: the one value of each sample.
    """

    classes: Tensor | None = None
    R: Tensor | None = None
    function: Callable[[Tensor], Tensor] | None = None

    def part(self, samples: slice | Tensor) -> "Fixed":
        """The same for some of the samples."""
        classes = None if self.classes is None else self.classes[samples]
        return Fixed(classes, None if self.R is None else self.R[samples], self.function)

    def rows(self, copies: int, batch: int) -> Target:
        """The target of `copies` copies of the batch, row by row. A function sees one copy of the batch at a time."""
        function = self.function
        if function is not None:
            return lambda output: torch.cat([function(o) for o in torch.split(output, batch)])
        if self.R is not None:
            return self.R.repeat(copies, *[1] * (self.R.ndim - 1))
        return None if self.classes is None else self.classes.repeat(copies)

    def score(self, output: Tensor) -> Tensor:
        """How much the output of one copy of the batch, (batch, ...), says what is explained, (batch,).

        S_i = Σ output[i, t_i, ...]        classes
        S_i = Σ (R ⊙ output)[i]            relevance of the output, taken for weights
        S_i = Σ f(output)[i]               a function
        """
        if self.function is not None:
            kept = self.function(output)
        elif self.R is not None:
            kept = output * self.R
        elif self.classes is not None:
            at = self.classes.reshape(-1, *[1] * (output.ndim - 1)).expand(-1, 1, *output.shape[2:])
            kept = output.gather(1, at)
        else:
            kept = output
        return kept.reshape(len(output), -1).sum(1)


def fix(output: Tensor, target: Target) -> Fixed:
    """The target, checked, and fixed: None becomes the class of the greatest clean output.

    Raises:
        TargetError: if it does not fit the output.
    """
    R, classes = seed(output, target)
    if callable(target):
        return Fixed(function=target)
    if classes is None and target is not None:
        return Fixed(R=R)
    return Fixed(classes)
