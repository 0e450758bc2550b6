"""Other pages of the site: what the channels of a layer stand for, how the rules were tuned."""

from report.blocks import Links, Panel
from spray.results import Results


def panel(results: Results) -> Panel:
    """A list behind a button; absent where there are none."""
    rows = tuple((page.path, page.title, page.about) for page in results.pages)
    return Panel("pages", "More pages", "dialog", 0, (Links(rows),) if rows else ())
