"""Find a category, a sample by its id or file name, a label or a prediction."""

from report.blocks import Listing, Panel
from spray.results import Results


def panel(results: Results) -> Panel:
    """A field in the header."""
    return Panel("search", "Find", "header", 1, (Listing("search", "Find"),))
