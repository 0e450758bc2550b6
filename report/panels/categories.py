"""The classes, strangest first: where to begin."""

from report.blocks import Listing, Panel
from spray.results import Results


def panel(results: Results) -> Panel:
    """The left rail."""
    return Panel(
        "categories", "Categories", "rail", 0, (Listing("categories", "Categories, strangest first"),)
    )
