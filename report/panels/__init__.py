"""The panels of the page: one file each, defining `panel(results) -> Panel`; found by scanning this folder."""

import importlib
import pkgutil
from collections.abc import Callable, Sequence

from report.blocks import Links, Panel, Prose, Table
from report.errors import BadPanelError
from spray.results import Results


def makers() -> dict[str, Callable[[Results], Panel]]:
    """Name of each panel's file -> its function."""
    found: dict[str, Callable[[Results], Panel]] = {}
    for info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        module = importlib.import_module(f"{__name__}.{info.name}")
        make = getattr(module, "panel", None)
        if not callable(make):
            raise BadPanelError(
                f"report/panels/{info.name}.py defines no function `panel`. Add `def panel(results: Results) -> Panel`."
            )
        found[info.name] = make
    return found


def collect(results: Results) -> tuple[Panel, ...]:
    """All panels of these results that have something to show, by place and order."""
    panels = []
    for file, make in makers().items():
        panel = make(results)
        if panel.name != file:
            raise BadPanelError(
                f"report/panels/{file}.py makes a panel named {panel.name!r}. Name it {file!r}, like its file."
            )
        if panel.blocks:
            panels.append(panel)
    return tuple(sorted(panels, key=_place))


def of_all(several: Sequence[Results]) -> tuple[Panel, ...]:
    """The panels of a page of several projects: the first one's, and the places that only others have something for.

    What is complete when the page is built shows the first project; the script replaces it with the other's.
    """
    found = {panel.name: panel for panel in collect(several[0])}
    for results in several[1:]:
        for panel in collect(results):
            if not all(isinstance(block, Prose | Table | Links) for block in panel.blocks):
                found.setdefault(panel.name, panel)
    return tuple(sorted(found.values(), key=_place))


def _place(panel: Panel) -> tuple[str, int, str]:
    return panel.place, panel.order, panel.name
