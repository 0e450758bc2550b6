"""Numbers and lists in messages."""

import os
from collections.abc import Sequence

SHOWN = 5
"""How many of a long list a message names."""


def count(number: int, what: str) -> str:
    """ "1 image", "2 images", "1,000 classes", "3 categories"."""
    if number != 1:
        what = what[:-2] + "ries" if what.endswith("ry") else what + ("es" if what.endswith("s") else "s")
    return f"{number:,} {what}"


def some(texts: Sequence[str]) -> str:
    """The first few of a list, and how many more there are."""
    more = f" and {len(texts) - SHOWN} more" if len(texts) > SHOWN else ""
    return ", ".join(texts[:SHOWN]) + more


def printable(path: str) -> str:
    """A path as text; bytes that are not UTF-8 are written as \\xff."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
