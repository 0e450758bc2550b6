"""How to read and steer the page."""

from report.blocks import Panel, Prose, Table
from spray.results import Results

READING = (
    "Each point is one sample of the category, placed by what the model looked at when it decided. Samples that lie "
    "together were decided for the same reasons. A small group far from the rest, with a high suspicion, is where "
    "to look first: select it and see what its pictures share, and where the relevance lies.",
    "Heatmaps show relevance divided by the largest absolute relevance of the sample itself, so that colours compare "
    "within one picture; on a shared scale they compare between pictures, and the bar bears relevance. The overlay "
    "lays the colours over the grey picture, the more opaque the larger the relevance.",
)
POINTER = (
    ("drag", "lasso or box: select what is inside; with the third tool: pan"),
    ("click on a point", "select it, or take it out of the selection"),
    ("click on a cluster", "select it; its buttons show it alone or hide it"),
    ("Shift or Ctrl", "with any of these: add to the selection"),
    ("Alt", "with any of these: take away from the selection"),
    ("wheel, pinch", "zoom to the pointer"),
    ("middle button, or Space, and drag", "pan with any tool"),
    ("double click on a point, click on a picture", "enlarge it"),
)
KEYS = (
    ("j, k", "next, previous category"),
    ("o", "overview of all categories"),
    ("c, Shift c", "next, previous cluster"),
    ("1, 2, 3, 4", "input, attribution, overlay, input and attribution"),
    ("a, i, Esc", "select all, the others, nothing"),
    ("Ctrl z, Ctrl Shift z", "undo, redo; so do the browser's back and forward"),
    ("l, b, p", "lasso, box, pan"),
    ("f, s, +, −", "show all points, zoom to the selection, in, out"),
    ("v", "another embedding or category beside"),
    ("/", "find"),
    ("n", "keep the selection as a finding"),
    ("x", "remove all filters"),
    ("t", "light or dark"),
    ("?", "this sheet"),
    ("on the points: arrows", "next, previous sample (← →), next, previous cluster (↓ ↑)"),
    ("on the points: Space, Enter", "select, enlarge"),
    ("enlarged: arrows, Space", "next, previous sample; select"),
)


def panel(results: Results) -> Panel:
    """The sheet behind the question mark."""
    prose = tuple(Prose(text) for text in READING)
    return Panel(
        "help", "How to read this page", "dialog", 1, (*prose, Table("Pointer", POINTER), Table("Keys", KEYS))
    )
