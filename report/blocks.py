"""The few kinds of block that a page is made of. Templates know these and nothing else.

A panel is data. What is drawn when the page is built (`Prose`, `Table`, `Links`) is complete here; what follows the
reader's choices (`Chart`, `Listing`, `Images`, `Choice`) names a place, and the script of that name fills it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Place = Literal["header", "banner", "rail", "stage", "side", "tray", "dialog", "sheet"]
"""A dialog has a button in the header; a sheet is opened from where it belongs."""


@dataclass(frozen=True)
class Prose:
    """A paragraph of text; a note is set off from the rest."""

    text: str
    note: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of text below a heading, first column the row's name; complete when the page is built."""

    title: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Links:
    """Other pages of the site, as (address, title, what is there)."""

    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, eq=False)
class Chart:
    """A Vega-Lite specification with named data, which the script fills; `label` is read to who cannot see it."""

    name: str
    label: str
    spec: Mapping[str, Any]


@dataclass(frozen=True)
class Listing:
    """A list that follows the reader's choices, such as the clusters of the open category."""

    name: str
    label: str


@dataclass(frozen=True)
class Images:
    """A virtual grid of samples."""

    name: str
    label: str


@dataclass(frozen=True)
class Choice:
    """A control. `options` are (value, text); an empty menu is filled by the script.

    `kind` "menu" is a drop-down, "buttons" a row of which one is pressed, "slider" goes from 0 to 100 percent.
    """

    name: str
    label: str
    options: tuple[tuple[str, str], ...] = ()
    value: str = ""
    kind: Literal["menu", "buttons", "slider"] = "menu"


Block = Prose | Table | Links | Chart | Listing | Images | Choice


@dataclass(frozen=True)
class Panel:
    """A region of the page with a title; `order` sorts the panels of one place."""

    name: str
    title: str
    place: Place
    order: int
    blocks: tuple[Block, ...]
