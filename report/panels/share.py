"""To hand over what was found: a link, a file, a table; and to open what others hand over."""

from report.blocks import Listing, Panel
from spray.results import Results


def panel(results: Results) -> Panel:
    """A sheet."""
    return Panel("share", "Share", "dialog", -1, (Listing("share", "Share, export, import"),))
