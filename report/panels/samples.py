"""The selected samples, all of them: what they show, and where the model looks."""

from report.blocks import Choice, Images, Listing, Panel
from spray.results import Results

MODES = (("input", "Input"), ("attribution", "Attribution"), ("overlay", "Overlay"), ("pair", "Both"))
SCALES = (("sample", "per sample"), ("shared", "shared"))
PIXELS = (("auto", "auto"), ("smooth", "smooth"), ("pixelated", "pixelated"))


def panel(results: Results) -> Panel:
    """The tray below the embedding; the page fills the orders."""
    blocks = (
        Listing("selection", "Selection"),
        Choice("mode", "Show", MODES, "pair", kind="buttons"),
        Choice("opacity", "Opacity", value="90", kind="slider"),
        Choice("scale", "Scale", SCALES, "sample"),
        Choice("pixels", "Pixels", PIXELS, "auto"),
        Choice("order", "Order"),
        Choice("tile", "Size", value="0", kind="slider"),
        Images("samples", "Selected samples"),
    )
    return Panel("samples", "Samples", "tray", 0, blocks)
