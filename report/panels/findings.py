"""Selections with a name and a note: what the reader found."""

from report.blocks import Listing, Panel
from spray.results import Results


def panel(results: Results) -> Panel:
    """Kept in the reader's browser, exported with the selection."""
    return Panel("findings", "Findings", "side", 3, (Listing("findings", "Findings"),))
