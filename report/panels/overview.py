"""All categories at once, as small multiples: which are of one piece, which have a group that lies apart?"""

from report.blocks import Listing, Panel
from spray.results import Results


def panel(results: Results) -> Panel:
    """A sheet over the whole page."""
    return Panel("overview", "All categories", "sheet", 0, (Listing("overview", "Overview"),))
