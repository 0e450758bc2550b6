"""Maps of another size."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.channels import Floats

FILTERS = ("bilinear", "box", "nearest")


def resize(
    relevance: Floats,
    size: int = 100,
    filter: str = "bilinear",
    height: int | None = None,
    width: int | None = None,
) -> Floats:
    """Every axis of positions resampled to `size` points, the last one to `width`, the one before it to `height`.

        x_i = Σ_j w_ij R_j / Σ_j w_ij        bilinear: w_ij = max(0, 1 - |u_i - j| / s)    box: |u_i - j| < s/2
        u_i = (i + 1/2) L / size - 1/2,   s = max(1, L / size)

    The filter widens where the map shrinks, so that nothing between two points is lost. nearest: the value at the
    nearest point. Plain vectors are resampled along their one axis.

    relevance: (n, C, ...) or (n, d). Returns (n, C, size, ...) or (n, size).
    Raises ValueError for another `filter`, and for an axis that is not there.
    Source: the triangle filter as in Turkowski, Graphics Gems (1990).
    """
    first = 2 if relevance.ndim > 2 else 1
    lengths = [size for _ in relevance.shape[first:]]
    for place, (name, length) in enumerate((("width", width), ("height", height)), start=1):
        if length is not None:
            if length < 1 or place > len(lengths):
                raise ValueError(
                    f"resize:{name}={length}: samples of shape {relevance.shape[1:]} have no such axis."
                )
            lengths[-place] = length
    return resampled(relevance, tuple(lengths), filter)


def resampled(relevance: Floats, lengths: tuple[int, ...], filter: str) -> Floats:
    """The last axes resampled to these lengths."""
    if filter not in FILTERS:
        raise ValueError(f"resize:filter={filter} is unknown. Valid are {', '.join(FILTERS)}.")
    first = relevance.ndim - len(lengths)
    for axis, length in enumerate(lengths, start=first):
        weights = _weights(relevance.shape[axis], length, filter).astype(relevance.dtype)
        # A product per sample: its bytes then depend on that sample alone.
        moved = np.moveaxis(relevance, axis, -1)
        rows = np.ascontiguousarray(moved).reshape(len(relevance), -1, moved.shape[-1])
        relevance = np.moveaxis((rows @ weights.T).reshape(*moved.shape[:-1], length), -1, axis)
    return np.ascontiguousarray(relevance)


def _weights(before: int, after: int, filter: str) -> Floats:
    """(after, before), rows sum to one."""
    centre = (np.arange(after) + 0.5) * before / after - 0.5
    apart = np.abs(centre[:, None] - np.arange(before))
    width = max(1.0, before / after)
    if filter == "bilinear":
        weights = np.maximum(0, 1 - apart / width)
    elif filter == "box":
        weights = (apart < width / 2).astype(np.float64)
    else:
        weights = np.zeros(apart.shape)
    empty = weights.sum(axis=1) == 0
    weights[empty, apart[empty].argmin(axis=1)] = 1
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


ANALYSIS = Analysis("resize", "preprocessing", resize, argument="size")
