"""Where relevance is, whatever its sign."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.channels import Floats, flat_sum, unit_sum


def absspectral(relevance: Floats) -> Floats:
    """Absolute relevance summed over channels, as shares of all that was attributed.

        h = Σ_c |R_c|          x = h / Σ_p h_p

    relevance: (n, C, ...) or (n, d). Returns (n, positions), x >= 0, Σx = 1 per row; a zero map stays zero.
    Source: the variant "absspectral" of Anders et al. (2021).
    """
    return unit_sum(flat_sum(np.abs(relevance)))


ANALYSIS = Analysis("absspectral", "preprocessing", absspectral)
