"""Which samples are shown: by predicted class, by whether the prediction is right."""

from report.blocks import Listing, Panel
from spray.results import Results


def panel(results: Results) -> Panel:
    """Below the clusters, which filter as well."""
    return Panel("filters", "Show", "side", 1, (Listing("filters", "Filters"),))
