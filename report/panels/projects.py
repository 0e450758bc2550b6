"""The projects of the page: other data, or the same data explained in another way."""

from report.blocks import Choice, Panel
from spray.results import Results


def panel(results: Results) -> Panel:
    """A menu in the header, which the page hides where there is one project."""
    return Panel("projects", "Project", "header", -1, (Choice("project", "Project"),))
