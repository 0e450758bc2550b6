"""A limit on the size of a site: pictures are stored smaller until it is kept, and the page says so.

The size for each look is estimated from some pictures of some categories. A look that should fit is tried; if the
site turns out larger than the limit after all, the next smaller one is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from report import assets, columns, images, means
from report.errors import TooLargeError
from report.images import Ints
from report.look import LEAST, Look, smaller
from report.packing import dumps
from report.projects import Project
from spray.results import Category, Results

LOOKED_AT = 4  # categories of a project
TILES = 48  # of each of these
MARGIN = 1.1  # the estimate may be so much too high before a look is given up without a try


class Exceeded(Exception):  # noqa: N818, no error: the next look is tried
    """The files are larger than the limit."""


@dataclass(frozen=True)
class Plan:
    """How to store the pictures, what to say about it, and whether it is as good as certain that they fit."""

    look: Look
    notes: tuple[str, ...] = ()
    sure: bool = True


def plans(several: Sequence[Project], limit: int | None, single_file: int, besides: int) -> Iterator[Plan]:
    """What to try, best first; without a limit that is one thing. `besides` are bytes of further files."""
    if limit is None:
        yield Plan(Look(several[0].results.site.image_size))
        return
    looks = list(smaller(_side(several)))
    fixed, samples = _fixed(several) + besides, list(_samples(several, looks[0].side))
    wanted = 0
    for look in looks:
        pictures = _pictures(samples, look)
        as_text = pictures * 4 // 3  # in one file, pictures are text
        size = fixed + (as_text if fixed + as_text <= single_file else pictures)
        wanted = wanted or size
        if size > MARGIN * limit:
            continue
        notes = (_note(look, looks[0], limit, wanted),) if look != looks[0] else ()
        yield Plan(look, notes, MARGIN * size <= limit and look != looks[-1])


def least(several: Sequence[Project]) -> Look:
    """The smallest look there is."""
    return list(smaller(_side(several)))[-1]


def _side(several: Sequence[Project]) -> int:
    """Longer side of the pictures, as wanted, or as they are where that is smaller."""
    sides = [
        max(project.results.pictures.relevance(category.members[:1]).shape[1:])
        for project in several
        for category in project.results.categories[:1]
        if len(category.members)
    ]
    return min(several[0].results.site.image_size, max(sides, default=LEAST))


def within(files: Iterable[tuple[str, bytes]], limit: int | None) -> Iterator[tuple[str, bytes]]:
    """The same files. Raises `Exceeded` before the one with which they are larger than the limit."""
    size = 0
    for path, data in files:
        size += len(path) + len(data)
        if limit is not None and size > limit:
            raise Exceeded
        yield path, data


def exhaust(files: Iterable[tuple[str, bytes]]) -> None:
    """Make the files, and forget them. Raises what making them raises."""
    for _ in files:
        pass


def too_large(files: Iterable[tuple[str, bytes]], limit: int | None) -> TooLargeError:
    """The error for a limit that even the smallest pictures exceed; `files` are those of that site."""
    size = pictures = 0
    for path, data in files:
        size += len(path) + len(data)
        pictures += len(data) if path.startswith("images/") else 0
    part = f", of which {_told(pictures)} are pictures" if pictures else ""
    return TooLargeError(
        f"even with the smallest pictures the site takes {_told(size)}{part}, and {_told(limit or 0)} are allowed. "
        f"Allow {_told(size * 1.02)}, or take fewer samples (data.limit), embeddings or clusterings."
    )


def _note(look: Look, best: Look, limit: int, wanted: int) -> str:
    return (
        f"To stay within {_told(limit)}, the site has {look}, instead of {best}, with which it would take about "
        f"{_told(wanted)}. No sample was left out."
    )


def _told(size: float) -> str:
    """ "1.2 GB", of three digits."""
    for unit, name in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if size >= unit:
            return f"{size / unit:.3g} {name}"
    return f"{size:.0f} bytes"


def _fixed(several: Sequence[Project]) -> int:
    """Bytes of all but the pictures, nearly: the page names every sample's scale, and its categories."""
    size = assets.size()
    for project in several:
        for category in project.results.categories:
            size += len(dumps(columns.chapter(project.results, category, {}, project.key)))
            size += 6 * len(category.members) + 600
    return size


@dataclass(frozen=True, eq=False)
class _Sample:
    """Some tiles, and for how many samples each of them stands."""

    inputs: images.Bytes
    heat: images.Floats
    each: float
    means: int


def _samples(several: Sequence[Project], side: int) -> Iterator[_Sample]:
    for project in several:
        found = [one for one in project.results.categories if len(one.members)]
        total = sum(len(one.members) for one in found)
        looked_at = [found[i] for i in _evenly(len(found), LOOKED_AT)]
        share = total / max(1, sum(len(one.members) for one in looked_at))
        for category in looked_at:
            yield _sample(project.results, category, side, share)


def _sample(results: Results, category: Category, side: int, share: float) -> _Sample:
    rows = category.members[_evenly(len(category.members), TILES)]
    inputs, heat = results.pictures.inputs(rows), results.pictures.relevance(rows)
    groups = len(means.groups(category).sizes)
    return _Sample(
        images.shrink(inputs, *images.tile(inputs.shape[1], inputs.shape[2], side)),
        images.shrink(heat.astype(np.float32), *images.tile(heat.shape[1], heat.shape[2], side)),
        share * len(category.members) / len(rows),
        round(share * groups),
    )


def _pictures(samples: Sequence[_Sample], look: Look) -> int:
    size = 0.0
    for one in samples:
        rows = np.arange(len(one.inputs))
        sheets = [
            *images.input_sheets(one.inputs.__getitem__, rows, look),
            *images.heat_sheets(one.heat.__getitem__, rows, look, str),
        ]
        tiles = sum(len(sheet.data) for sheet in sheets)
        small = Look(min(means.SIDE, look.side), look.quality, 0)
        few = rows[:8]
        of_means = [
            *images.input_sheets(one.inputs.__getitem__, few, small),
            *images.heat_sheets(one.heat.__getitem__, few, small, str),
        ]
        size += one.each * tiles + one.means * sum(len(sheet.data) for sheet in of_means) / len(few)
    return round(size)


def _evenly(count: int, most: int) -> Ints:
    return np.unique(np.linspace(0, count - 1, min(count, most)).astype(int)) if count else np.arange(0)
