"""Heatmaps as distributions of relevance: the preprocessing of SpRAy."""

from spray.analyses import Analysis
from spray.analyses.channels import Floats, flat_sum, unit_sum


def spectral(relevance: Floats) -> Floats:
    """Relevance summed over channels, as signed shares of all that was attributed.

        h = Σ_c R_c          x = h / Σ_p |h_p|

    Dividing by Σ|h|, not by the signed Σh: where positive and negative relevance cancel, Σh is near zero or
    negative and would blow a map up or flip it. For maps of one sign the two agree. Scale of R cancels; a zero
    map stays zero.

    relevance: (n, C, ...) or (n, d). Returns (n, positions), Σ|x| = 1 per row.
    Source: Lapuschkin et al., Nature Communications 10:1096 (2019); the variant "spectral" of Anders et al. (2021).
    """
    return unit_sum(flat_sum(relevance))


ANALYSIS = Analysis("spectral", "preprocessing", spectral)
