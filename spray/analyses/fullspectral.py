"""Heatmaps with their channels kept apart."""

from spray.analyses import Analysis
from spray.analyses.channels import Floats, unit_sum


def fullspectral(relevance: Floats) -> Floats:
    """Relevance of every channel and position, as signed shares of all that was attributed.

        x_(c,p) = R_cp / Σ_(c',p') |R_c'p'|

    relevance: (n, C, ...) or (n, d). Returns (n, C · positions), Σ|x| = 1 per row; a zero map stays zero.
    Source: the variant "fullspectral" of Anders et al. (2021); divided by Σ|R| where they divide by the signed sum.
    """
    return unit_sum(relevance.reshape(len(relevance), -1))


ANALYSIS = Analysis("fullspectral", "preprocessing", fullspectral)
