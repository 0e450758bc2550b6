"""Several projects in one site: other data sets, or the same one explained in another way."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from report.columns import slug
from spray.results import Results


@dataclass(frozen=True, eq=False)
class Project:
    """Results with their key: "" for the project that the page opens with, so that its addresses stay short."""

    key: str
    results: Results


def projects(results: Results | Sequence[Results]) -> tuple[Project, ...]:
    """One project, or several; keys differ, also where names do not."""
    several = [results] if isinstance(results, Results) else list(results)
    return tuple(
        Project("" if at == 0 else f"{slug(one.project) or 'project'}-{at}", one)
        for at, one in enumerate(several)
    )


def noted(several: Sequence[Project], notes: tuple[str, ...]) -> tuple[Project, ...]:
    """The same with further notes on the page."""
    first, *others = several
    results = replace(first.results, notes=(*first.results.notes, *notes)) if notes else first.results
    return (replace(first, results=results), *others)
