"""The clusters of the chosen clustering: legend, counts, suspicion, and the way to select them."""

from report.blocks import Listing, Panel
from spray.results import Results


def panel(results: Results) -> Panel:
    """The legend at the right."""
    return Panel("clusters", "Clusters", "side", 0, (Listing("clusters", "Clusters"),))
