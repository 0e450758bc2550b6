"""Pages that other commands write into the folder of the results, such as concepts.html: the explorer links them."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path

from spray.results import Page

HEAD = 8192  # bytes within which a page says what it is
MARK = re.compile(
    r'<meta name="generator" content="spray (?:concepts|tune)">'
    r'<meta name="description" content="([^"]*)"><title>([^<]*)</title>'
)
FOLDER = "pages"


@dataclass(frozen=True)
class Companion:
    """A page beside the results: how the site names it, and where it is now."""

    page: Page
    file: Path


def head(command: str, title: str, about: str) -> str:
    """What a command writes into the head of its page, so that a later report finds it."""
    return (
        f'<meta name="generator" content="spray {command}">'
        f'<meta name="description" content="{escape(about)}"><title>{escape(title)}</title>'
    )


def companions(folder: Path) -> Iterator[Companion]:
    """The pages that bear such a head, by name. A folder that is not there has none."""
    for number, file in enumerate(sorted(folder.glob("*.html"))):
        if not (file.is_file() and os.access(file, os.R_OK)):
            continue
        with file.open("rb") as stream:
            found = MARK.search(stream.read(HEAD).decode("utf-8", "replace"))
        if found:
            name = file.name if re.fullmatch(r"[\w.-]+", file.name, re.ASCII) else f"page-{number}.html"
            yield Companion(Page(f"{FOLDER}/{name}", unescape(found[2]), unescape(found[1])), file)
