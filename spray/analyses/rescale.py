"""Maps of another size, by a factor."""

from spray.analyses import Analysis
from spray.analyses.channels import Floats
from spray.analyses.resize import resampled


def rescale(relevance: Floats, scale: float = 0.5, filter: str = "bilinear") -> Floats:
    """Every axis of positions resampled to `scale` times its length, as `resize` does.

        L' = max(1, round(scale · L))

    relevance: (n, C, ...) or (n, d). Returns (n, C, L', ...) or (n, L'). Raises ValueError for another `filter`.
    Source: the step "Rescale" of Anders et al. (2021).
    """
    first = 2 if relevance.ndim > 2 else 1
    lengths = tuple(max(1, round(scale * length)) for length in relevance.shape[first:])
    return resampled(relevance, lengths, filter)


ANALYSIS = Analysis("rescale", "preprocessing", rescale, argument="scale", minimum=1e-3)
