"""Every sample on one scale."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.channels import Floats

NORMS = ("l1", "l2", "max", "sum", "std")


def normalise(relevance: Floats, by: str = "l1") -> Floats:
    """Every sample divided by a number of its own.

        x = R / s        l1: s = Σ |R|    l2: s = √(Σ R²)    max: s = max |R|
                         sum: s = Σ R, as CoRelAy divides: near zero or negative where signs cancel
                         std: x = (R - mean) / standard deviation

    The sums run over all axes but the first. Samples are scaled by their maximum first, so that nothing leaves the
    range of floats; where s is zero the result is.

    relevance: (n, ...). Returns (n, ...) of the same shape. Raises ValueError for another `by`.
    Source: Anders et al. (2021), the step "Normalize" of their variants; the other norms are the usual ones.
    """
    if by not in NORMS:
        raise ValueError(f"normalise:by={by} is unknown. Valid are {', '.join(NORMS)}.")
    flat = relevance.reshape(len(relevance), -1)
    largest = np.abs(flat).max(axis=1, keepdims=True, initial=0)
    unit = np.divide(flat, largest, out=np.zeros_like(flat), where=largest > 0)
    if by == "std":
        unit = unit - unit.mean(axis=1, keepdims=True)
    size = {
        "l1": np.abs(unit).sum(axis=1, keepdims=True),
        "l2": np.sqrt(np.square(unit).sum(axis=1, keepdims=True)),
        "max": np.abs(unit).max(axis=1, keepdims=True, initial=0),
        "sum": unit.sum(axis=1, keepdims=True),
        "std": np.sqrt(np.square(unit).mean(axis=1, keepdims=True))
        if flat.shape[1]
        else np.zeros((len(flat), 1)),
    }[by]
    scaled = np.divide(unit, size, out=np.zeros_like(unit), where=np.abs(size) > np.finfo(unit.dtype).tiny)
    return np.asarray(scaled.reshape(relevance.shape))


ANALYSIS = Analysis("normalise", "preprocessing", normalise, argument="by")
