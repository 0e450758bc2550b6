"""Relevance as one number per position: the channels of (n, channels, ...) summed, then flattened."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


def flat_sum(relevance: Floats) -> Floats:
    """Sum over axis 1 where there is a channel axis, (n, C, ...) -> (n, d); plain vectors (n, d) stay as they are."""
    summed = relevance.sum(axis=1) if relevance.ndim > 2 else relevance
    return np.asarray(summed.reshape(len(relevance), -1))


def unit_sum(features: Floats) -> Floats:
    """Rows divided by their sum of absolute values; a zero row stays zero.

        x_i / Σ_j |x_ij|

    The rows are scaled by their maximum first, so that neither tiny nor huge relevance leaves the range of floats.
    """
    largest = np.abs(features).max(axis=1, keepdims=True, initial=0)
    scaled = np.divide(features, largest, out=np.zeros_like(features), where=largest > 0)
    total = np.abs(scaled).sum(axis=1, keepdims=True)
    return np.asarray(np.divide(scaled, total, out=np.zeros_like(features), where=total > 0))


def positions(shape: tuple[int, ...], features: int) -> tuple[int, ...]:
    """The axes of positions behind a row of `features` numbers, made from samples of this shape.

    Channels first where there are any: a sample (C, H, W) has the positions (H, W), whether its channels were summed
    or not. What has another size (pooled, resized) is a square map if it can be, else a signal.
    """
    grid = tuple(shape[1:]) if len(shape) > 1 else tuple(shape)
    if grid and features in (int(np.prod(grid)), int(np.prod(shape))):
        return grid
    side = round(float(features) ** 0.5)
    return (side, side) if len(grid) == 2 and side * side == features else (features,)
