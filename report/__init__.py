"""Results of an analysis -> a static explorer that opens by double click.

`build(results, out)` is all that others need; `panels/` holds what the page shows, one file each.
"""

from report.errors import BadPanelError, BadResultsError, ForeignFolderError, ReportError
from report.folder import ours
from report.site import Built, build, files

__all__ = [
    "BadPanelError",
    "BadResultsError",
    "Built",
    "ForeignFolderError",
    "ReportError",
    "build",
    "files",
    "ours",
]
