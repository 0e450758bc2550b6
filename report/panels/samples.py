"""The selected samples, all of them: what they show, and where the model looks."""

from report.blocks import Choice, Images, Listing, Panel
from spray.results import Results

MODES = (("input", "Input"), ("attribution", "Attribution"), ("overlay", "Overlay"), ("pair", "Both"))
ORDERS = (("data", "as in data"), ("score", "unsure first"), ("cluster", "by cluster"))


def panel(results: Results) -> Panel:
    """The tray below the embedding."""
    blocks = (
        Listing("selection", "Selection"),
        Choice("order", "Order", ORDERS, "data"),
        Choice("opacity", "Opacity", value="90", kind="slider"),
        Choice("mode", "Show", MODES, "pair", kind="buttons"),
        Images("samples", "Selected samples"),
    )
    return Panel("samples", "Samples", "tray", 0, blocks)
