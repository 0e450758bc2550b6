"""The panels of the page: one file each, defining `panel(results) -> Panel`; found by scanning this folder."""

import importlib
import pkgutil
from collections.abc import Callable

from report.blocks import Panel
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
    return tuple(sorted(panels, key=lambda panel: (panel.place, panel.order, panel.name)))
