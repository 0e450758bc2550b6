"""What can go wrong while the page is built. Every message states the fact, the place and the mend."""


class ReportError(Exception):
    """Base of all errors of `report`."""


class ForeignFolderError(ReportError):
    """The output folder holds files that no earlier build has written."""


class BadResultsError(ReportError):
    """The results contradict themselves or their pictures, so a page made of them would show something false."""


class BadPanelError(ReportError):
    """A file in `report/panels` does not define one well-formed panel, or two define the same one."""


class TooLargeError(ReportError):
    """The site cannot be as small as was asked for, however small its pictures."""
