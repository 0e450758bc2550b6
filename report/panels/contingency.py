"""Two clusterings of the same samples: what does another number of clusters add?"""

from report.blocks import Listing, Panel
from spray.results import Results


def panel(results: Results) -> Panel:
    """A sheet with the table of counts; absent where no category has two clusterings."""
    several = any(
        len(analysis.clusterings) > 1 for category in results.categories for analysis in category.analyses
    )
    blocks = (Listing("contingency", "Clusterings compared"),) if several else ()
    return Panel("contingency", "Clusterings compared", "sheet", 1, blocks)
