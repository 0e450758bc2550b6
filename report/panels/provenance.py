"""What was run, so that it can be run again: model, checkpoint, composite, target, versions, seeds."""

from report.blocks import Panel, Table
from report.manifest import counts
from spray.results import Results


def panel(results: Results) -> Panel:
    """One table for each group of facts, behind a click."""
    groups = {"Counts": counts(results), **results.provenance}
    tables = tuple(Table(group, tuple(facts.items())) for group, facts in groups.items() if facts)
    return Panel("provenance", "Provenance", "dialog", 0, tables)
