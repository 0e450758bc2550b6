"""One map per sample."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.channels import Floats


def sum_channels(relevance: Floats) -> Floats:
    """Relevance summed over the channels; the positions keep their shape, for a further step.

        h_p = Σ_c R_cp

    relevance: (n, C, ...); plain vectors (n, d) have no channels and stay. Returns (n, ...).
    Source: Anders et al. (2021), the step "SumChannel" of their variants.
    """
    return np.asarray(relevance.sum(axis=1)) if relevance.ndim > 2 else relevance


ANALYSIS = Analysis("sum", "preprocessing", sum_channels)
