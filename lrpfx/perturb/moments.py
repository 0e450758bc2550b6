"""Mean and variance of tensors that come one after the other, in one pass and without cancellation."""

from collections.abc import Sequence

import torch
from torch import Tensor


class Moments:
    """For tensors t₁, t₂, ...:

        mean_k = mean_{k-1} + (t_k - mean_{k-1}) / k
        M_k    = M_{k-1} + (t_k - mean_{k-1}) (t_k - mean_k)         variance = M_n / n

    One is added after the other, so that results do not depend on how many are computed at once; equal ones have
    exactly their value as mean. Half precision is summed in single.

    Source: Welford 1962, "Note on a Method for Calculating Corrected Sums of Squares and Products".
    """

    def __init__(self) -> None:
        self.count = 0
        self._mean: list[Tensor] = []
        self._deviation: list[Tensor] = []
        self._dtypes: list[torch.dtype] = []

    def add(self, chunk: Sequence[Tensor]) -> None:
        """Add tensors, each of them (copies, ...)."""
        if not self._dtypes:
            self._dtypes = [t.dtype for t in chunk]
            self._mean = [torch.zeros_like(wide(t[0])) for t in chunk]
            self._deviation = [torch.zeros_like(m) for m in self._mean]
        for k in range(len(chunk[0])):
            self.count += 1
            for i, values in enumerate(chunk):
                t = wide(values[k])
                before = t - self._mean[i]
                self._mean[i] = self._mean[i] + before / self.count
                self._deviation[i] = self._deviation[i] + before * (t - self._mean[i])

    @property
    def mean(self) -> tuple[Tensor, ...]:
        return self._narrow(self._mean)

    @property
    def variance(self) -> tuple[Tensor, ...]:
        return self._narrow([m / self.count for m in self._deviation])

    def _narrow(self, tensors: Sequence[Tensor]) -> tuple[Tensor, ...]:
        return tuple(t.to(dtype) for t, dtype in zip(tensors, self._dtypes, strict=True))


def wide(t: Tensor) -> Tensor:
    """Half precision as single."""
    return t.float() if t.dtype.itemsize < 4 else t
