"""The classes, strangest first: where to begin."""

from report.blocks import Choice, Listing, Panel
from spray.results import Results


def panel(results: Results) -> Panel:
    """The left rail; the page fills the menu with the scores that the categories have."""
    blocks = (Choice("ranking", "by"), Listing("categories", "Categories"))
    return Panel("categories", "Categories", "rail", 0, blocks)
