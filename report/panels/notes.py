"""What the reader has to know before trusting the page: where the analysis had to adapt."""

from report.blocks import Panel, Prose
from spray.results import Results


def panel(results: Results) -> Panel:
    """The notes on the whole, above everything else; those of a category stand beside its embedding."""
    return Panel("notes", "Notes", "banner", 0, tuple(Prose(note, note=True) for note in results.notes))
