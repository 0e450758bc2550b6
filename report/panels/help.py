"""How to read and steer the page."""

from report.blocks import Panel, Prose, Table
from spray.results import Results

READING = (
    "Each point is one sample of the category, placed by what the model looked at when it decided. Samples that lie "
    "together were decided for the same reasons. A small group far from the rest, with a high suspicion, is where "
    "to look first: select it and see what its pictures share, and where the relevance lies.",
    "Heatmaps show relevance divided by the largest absolute relevance of the sample itself, so that colours compare "
    "within one picture; the sample's own scale is printed when it is enlarged. The overlay lays the colours over the "
    "grey picture, the more opaque the larger the relevance.",
)
POINTER = (
    ("drag over the points", "select what is in the box"),
    ("click on a point, a cluster", "select it"),
    ("Shift", "with either: add to the selection"),
    ("Alt", "with either: take away from the selection"),
    ("wheel", "zoom to the pointer"),
    ("middle button, or Space, and drag", "pan"),
    ("click on a picture", "enlarge it"),
)
KEYS = (
    ("j, k", "next, previous category"),
    ("c, Shift c", "next, previous cluster"),
    ("1, 2, 3, 4", "input, attribution, overlay, input and attribution"),
    ("a", "select the whole category"),
    ("Esc", "select nothing"),
    ("Ctrl z, Ctrl Shift z", "undo, redo a selection"),
    ("f, s", "show all points, zoom to the selection"),
    ("← →", "previous, next enlarged sample"),
    ("t", "light or dark"),
    ("?", "this sheet"),
)


def panel(results: Results) -> Panel:
    """The sheet behind the question mark."""
    prose = tuple(Prose(text) for text in READING)
    return Panel(
        "help", "How to read this page", "dialog", 1, (*prose, Table("Pointer", POINTER), Table("Keys", KEYS))
    )
