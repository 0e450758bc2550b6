"""Max pooling on the processor, one axis after the other, as maxima of shifted images: no number is rounded.

    max_{i, j} x[s·p + i, s·q + j] = max_j ( max_i x[s·p + i, ·] )[s·q + j]

ATen visits every window by itself and keeps where its greatest value is. A maximum of two shifted images is one vector
instruction for many windows; where the greatest values are is found for windows that do not overlap, and by ATen else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import torch
from torch import Tensor

from lrpfx.graph import Attrs

POOLS = ("max_pool2d_with_indices", "adaptive_max_pool2d")
"""Operators that return the greatest value of each window, and its index in the image."""

Pool = Callable[..., Any]


def pool(run: Pool, op: str, attrs: Attrs, values_only: bool) -> Pool:
    """A function that does what `run`, ATen's, does.

    Args:
        values_only: whether nobody reads the indices; they may then be missing.
    """
    given = dict(attrs)

    def pooled(x: Tensor, *rest: Tensor) -> Any:
        axes = None if torch.is_grad_enabled() or x.device.type != "cpu" else _axes(op, given, x)
        if axes is None:
            return run(x, *rest)
        if values_only:
            return (_greatest(x, axes),)
        return run(x, *rest) if not _apart(x, axes) else _with_indices(x, axes)

    return pooled


@dataclass(frozen=True)
class _Axis:
    """The windows along an axis: `count` of `size`, one every `step`, the first `pad` before the border."""

    length: int
    size: int
    step: int
    pad: int
    count: int

    def taps(self) -> list[tuple[int, int, int]]:
        """For every place in a window: where the first one lies in the image, and from which window to which."""
        found = []
        for tap in range(self.size):
            low = max(0, -((tap - self.pad) // self.step))
            high = min(self.count, (self.length - 1 - tap + self.pad) // self.step + 1)
            found.append((low * self.step + tap - self.pad, low, high))
        return found


def _axes(op: str, given: Mapping[str, Any], x: Tensor) -> tuple[_Axis, _Axis] | None:
    """The windows along both axes; None if they are of a kind that is left to ATen."""
    sizes = x.shape[-2:]
    if op == "adaptive_max_pool2d":
        counts = given["output_size"]
        if any(count < 1 or size % count for size, count in zip(sizes, counts, strict=True)):
            return None
        found = [_Axis(n, n // c, n // c, 0, c) for n, c in zip(sizes, counts, strict=True)]
        return found[0], found[1]
    window = _pair(given["kernel_size"])
    step = _pair(given.get("stride") or window)
    pad = _pair(given.get("padding", 0))
    if given.get("ceil_mode") or _pair(given.get("dilation", 1)) != (1, 1):
        return None
    found = [
        _Axis(n, k, s, p, (n + 2 * p - k) // s + 1)
        for n, k, s, p in zip(sizes, window, step, pad, strict=True)
    ]
    whole = all(any(low == 0 and high == a.count for _, low, high in a.taps()) for a in found)
    return (found[0], found[1]) if whole and all(a.count > 0 for a in found) else None


def _pair(value: Any) -> tuple[int, int]:
    first, *more = value if isinstance(value, tuple | list) else (value,)
    return first, more[0] if more else first


def _greatest(x: Tensor, axes: tuple[_Axis, _Axis]) -> Tensor:
    found = _along(_along(x, -2, axes[0]), -1, axes[1])
    return x.clone() if found is x else found  # memory of its own, which may be written to


def _along(x: Tensor, dim: int, axis: _Axis) -> Tensor:
    """The greatest value of every window of one axis."""
    if axis.size == 1 and axis.step == 1 and not axis.pad:
        return x
    shifted = []
    for start, low, high in axis.taps():
        if high > low:
            last = start + (high - low - 1) * axis.step
            values = x.narrow(dim, start, last - start + 1)
            shifted.append((_every(values, dim, axis.step), low, high))
    whole = [values for values, low, high in shifted if high - low == axis.count]
    out = torch.maximum(whole[0], whole[min(1, len(whole) - 1)])
    for values in whole[2:]:
        torch.maximum(out, values, out=out)
    for values, low, high in shifted:
        if high - low < axis.count:
            some = out.narrow(dim, low, high - low)
            torch.maximum(some, values, out=some)
    return out


def _every(x: Tensor, dim: int, step: int) -> Tensor:
    if step == 1:
        return x
    return x[..., ::step, :] if dim == -2 else x[..., ::step]


# ---- indices ----------------------------------------------------------------------------------------------------


def _apart(x: Tensor, axes: tuple[_Axis, _Axis]) -> bool:
    """Whether windows do not overlap, are small, and images lie channel by channel: where this is the faster way."""
    down, across = axes
    furthest = (down.size - 1) * across.length + across.size - 1
    small = x[0].numel() <= _SMALL and down.size * across.size <= 9 and furthest < 256
    return small and x.is_contiguous() and all(a.size == a.step and not a.pad for a in axes)


_SMALL = 1 << 16
"""Numbers of a sample up to which a few passes over images stay in the cache."""


def _with_indices(x: Tensor, axes: tuple[_Axis, _Axis]) -> tuple[Tensor, Tensor]:
    """The first of the greatest values of each window, by what it is further than the first place of the window.

    missed_k = x_0 < v  and ... and  x_k < v           offset = Σ_k missed_k · (offset_{k+1} - offset_k)
    """
    down, across = axes
    values, width = _greatest(x, axes), x.shape[-1]
    rows, columns = down.count * down.step, across.count * across.step
    places = list(product(range(down.size), range(across.size)))
    offsets = [i * width + j for i, j in places]
    missed = further = None
    for k, (i, j) in enumerate(places[:-1]):
        new = (x[..., i : rows : down.step, j : columns : across.step] != values).view(torch.uint8)
        missed = new if missed is None else missed.mul_(new)
        distance = offsets[k + 1] - offsets[k]
        further = missed * distance if further is None else further.add_(missed, alpha=distance)
    first = torch.arange(down.count)[:, None] * (down.step * width) + torch.arange(across.count) * across.step
    if further is None:
        return values, first.expand_as(values).contiguous()
    return values, further.long().add_(first)
