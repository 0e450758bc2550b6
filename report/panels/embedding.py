"""One category's samples as points: what lies apart, lies apart for the model."""

from report import charts
from report.blocks import Chart, Choice, Listing, Panel
from spray.results import Results


def panel(results: Results) -> Panel:
    """The stage."""
    blocks = (
        Listing("finding", "What was found in this category"),
        Choice("analysis", "Analysis"),
        Choice("embedding", "Embedding"),
        Choice("x", "x"),
        Choice("y", "y"),
        Choice("clustering", "Clustering"),
        Choice("colour", "Colour"),
        Chart("points", "Embedding of the category's samples", charts.embedding()),
    )
    return Panel("embedding", "Embedding", "stage", 0, blocks)
