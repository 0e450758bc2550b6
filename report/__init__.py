"""Results of an analysis -> a static explorer that opens by double click.

`build(results, out)` is all that others need; `panels/` holds what the page shows, one file each.
"""

from report.errors import BadPanelError, BadResultsError, ForeignFolderError, ReportError, TooLargeError
from report.folder import ours
from report.site import ONE_FILE, SINGLE_FILE, Built, build, files

__all__ = [
    "ONE_FILE",
    "SINGLE_FILE",
    "BadPanelError",
    "BadResultsError",
    "Built",
    "ForeignFolderError",
    "ReportError",
    "TooLargeError",
    "build",
    "files",
    "ours",
]
