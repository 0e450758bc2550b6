"""How relevance is coloured, with the numbers that the colours stand for."""

from report.blocks import Choice, Listing, Panel
from spray.results import Results


def panel(results: Results) -> Panel:
    """The colour map's menu and bar, in the header."""
    options = tuple((name, name) for name in results.site.colormaps)
    menu = Choice("colormap", "Colour map", options, results.site.colormap)
    return Panel("colormap", "Colour map", "header", 0, (menu, Listing("colorbar", "Relevance by colour")))
