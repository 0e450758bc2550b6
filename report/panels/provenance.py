"""What was run, so that it can be run again: model, checkpoint, composite, target, versions, seeds."""

from report.blocks import Panel, Table
from spray.results import Results


def panel(results: Results) -> Panel:
    """One table for each group of facts, behind a click."""
    tables = tuple(
        Table(group, tuple((name, value) for name, value in facts.items()))
        for group, facts in results.provenance.items()
        if facts
    )
    counts = (
        ("samples", f"{len(results.samples.id):,}"),
        ("in a category", f"{sum(len(category.members) for category in results.categories):,}"),
        ("categories", f"{len(results.categories):,}"),
        ("classes", f"{len(results.classes):,}"),
    )
    return Panel("provenance", "Provenance", "dialog", 0, (Table("Counts", counts), *tables))
