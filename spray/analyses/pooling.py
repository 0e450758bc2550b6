"""Maps reduced block by block."""

from collections.abc import Callable
from typing import Any

import numpy as np

from spray.analyses import Analysis
from spray.analyses.channels import Floats

REDUCTIONS: dict[str, Callable[..., Any]] = {"sum": np.sum, "mean": np.mean, "max": np.max, "min": np.min}


def pooling(relevance: Floats, stride: int = 2, by: str = "sum") -> Floats:
    """Blocks of `stride` points along every axis of positions, reduced to one number each.

        x_b = by {R_p : p in block b}

    A last block that the map does not fill is filled with zeros, as skimage.measure.block_reduce has it.

    relevance: (n, C, ...) or (n, d). Returns (n, C, ceil(L / stride), ...) or (n, ceil(d / stride)).
    Raises ValueError for another `by`. Source: the step "Pooling" of Anders et al. (2021).
    """
    if by not in REDUCTIONS:
        raise ValueError(f"pooling:by={by} is unknown. Valid are {', '.join(REDUCTIONS)}.")
    first = 2 if relevance.ndim > 2 else 1
    lengths = relevance.shape[first:]
    fill = [(0, 0)] * first + [(0, -length % stride) for length in lengths]
    padded = np.pad(relevance, fill) if any(pair != (0, 0) for pair in fill) else relevance
    blocks = [part for length in padded.shape[first:] for part in (length // stride, stride)]
    axes = tuple(range(first + 1, first + 2 * len(lengths), 2))
    return np.asarray(REDUCTIONS[by](padded.reshape(*padded.shape[:first], *blocks), axis=axes))


ANALYSIS = Analysis("pooling", "preprocessing", pooling, argument="stride")
