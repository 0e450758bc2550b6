"""`build`: results -> files of the site -> folder.

    files(projects) ── images/<hash>.png, .jpg    sprite sheets, made one at a time
                    ├─ data/<category>.js         one chapter per category, loaded when it is opened
                    ├─ data/index.js              where every sample is, loaded when one is looked for
                    ├─ assets/                    Vega, script, style
                    └─ index.html                 last, because it names all others

A site that is small as a whole is one file instead: the same page with everything written into it.
"""

import base64
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from report import arrange, assets, budget, columns, images, means, page
from report.check import check
from report.errors import BadResultsError
from report.folder import write
from report.look import Look
from report.manifest import index
from report.packing import dumps, packed
from report.projects import Project, noted, projects
from spray.results import Category, Results

SINGLE_FILE = 12_000_000
"""Bytes up to which a site is one file: still mailed, still opened at once."""

ONE_FILE = sys.maxsize
"""For a site that shall be one file, however large."""

MIME = {"png": "image/png", "jpg": "image/jpeg"}


@dataclass(frozen=True)
class Built:
    """The page's path, and how many files and bytes the site has, how many were written, how many were as before.

    `notes` say what was done to stay within a limit; they stand on the page as well.
    """

    path: Path
    files: int
    bytes: int
    written: int
    unchanged: int
    notes: tuple[str, ...] = ()


def build(
    results: Results | Sequence[Results],
    out: Path,
    *,
    single_file: int = SINGLE_FILE,
    max_size: int | None = None,
    besides: Mapping[str, bytes] = MappingProxyType({}),
) -> Built:
    """Write the site of `results` into the folder `out`; as one file if it has at most `single_file` bytes.

    Several results are several projects of one site, the first one being opened; title and looks are the first one's.
    `max_size` is in bytes: to stay within it pictures are stored smaller, which the notes say; samples are never left
    out. `besides` are further files of the site, which count as well; `results.pages` among them are linked. Raises
    `BadResultsError` for results that contradict themselves, `ForeignFolderError` for a folder that holds other
    things, and `TooLargeError` if the site cannot be as small as that. The same results give the same bytes; files
    that are as they should be are not written again.
    """
    several, out = _checked(results), Path(out)
    lacking = [one.path for project in several for one in project.results.pages if one.path not in besides]
    if lacking:
        raise BadResultsError(
            f"results.pages names {lacking[0]!r}, which is not among the site's files. Give it in `besides`."
        )

    def made(look: Look, notes: tuple[str, ...] = ()) -> Iterator[tuple[str, bytes]]:
        yield from besides.items()
        yield from _files(noted(several, notes), look, single_file)

    for plan in budget.plans(several, max_size, single_file, sum(map(len, besides.values()))):
        try:
            if not plan.sure:  # nothing is written that has to be replaced again
                budget.exhaust(budget.within(made(plan.look, plan.notes), max_size))
            tally = write(out, budget.within(made(plan.look, plan.notes), max_size))
        except budget.Exceeded:
            continue
        return Built(out / "index.html", **asdict(tally), notes=plan.notes)
    raise budget.too_large(made(budget.least(several)), max_size)


def files(
    results: Results | Sequence[Results], *, single_file: int = SINGLE_FILE
) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every file of the site, `index.html` last; what is held is one sheet and `single_file`."""
    several = _checked(results)
    yield from _files(several, Look(several[0].results.site.image_size), single_file)


def _checked(results: Results | Sequence[Results]) -> tuple[Project, ...]:
    several = projects(results)
    for project in several:
        check(project.results)
    return several


def _files(several: Sequence[Project], look: Look, single_file: int) -> Iterator[tuple[str, bytes]]:
    order = arrange.orders(several)
    parts = _parts(several, look, order)
    held: list[_Part] = []
    size = assets.size()
    for part in parts:
        held.append(part)
        size += len(part.data) * 4 // 3
        if size > single_file:
            yield from _folder(several, order, _chain(held, parts))
            return
    found = dumps(index(several, order))
    if size + len(found) > single_file:
        yield from _folder(several, order, held)
    else:
        yield "index.html", page.single(several, _inlined(held), found).encode()


@dataclass(frozen=True)
class _Part:
    """A sheet, or with a `category` the chapter that follows the sheets it names."""

    path: str
    data: bytes
    category: str = ""


def _parts(several: Sequence[Project], look: Look, order: arrange.Orders) -> Iterator[_Part]:
    for project in several:
        for one in project.results.categories:
            key = columns.key(one, project.key)
            category = arrange.arranged(one, order[key])
            pictures: dict[str, Any] = {}
            for kind, sheets in _sheets(project.results, category, look).items():
                grid, names, scale = None, [], []
                for sheet in sheets:
                    # Projects of the same data share their inputs: a file is named by its content.
                    path = "images/" + assets.hashed(f"{columns.key(one)}.{sheet.suffix}", sheet.data)
                    yield _Part(path, sheet.data)
                    grid = sheet.grid
                    names.append(path)
                    scale += [] if sheet.scale is None else [sheet.scale]
                if grid is not None:
                    pictures[kind] = {**asdict(grid), "gutter": images.GUTTER, "files": names}
                    pictures[kind]["scale"] = packed(np.concatenate(scale), "f4") if scale else ""
            chapter = dumps(columns.chapter(project.results, category, pictures, project.key))
            yield _Part(f"data/{key}.js", chapter.encode(), key)


def _sheets(results: Results, category: Category, look: Look) -> dict[str, Iterable[images.Sheet]]:
    if not len(category.members):
        return {}
    read, members, groups = results.pictures, category.members, means.groups(category)
    least = min(means.SIDE, look.side)
    inputs, heat = means.Sums(groups, least), means.Sums(groups, least)
    return {
        "input": images.input_sheets(read.inputs, members, look, inputs.add),
        "relevance": images.heat_sheets(
            read.relevance, members, look, results.samples.id.__getitem__, heat.add
        ),
        "mean_input": _later(inputs, look, heat=False),
        "mean_relevance": _later(heat, look, heat=True),
    }


def _later(sums: means.Sums, look: Look, *, heat: bool) -> Iterator[images.Sheet]:
    yield from images.mean_sheets(sums.means(), look, heat=heat)


def _chain(held: list[_Part], rest: Iterator[_Part]) -> Iterator[_Part]:
    while held:
        yield held.pop(0)
    yield from rest


def _folder(
    several: Sequence[Project], order: arrange.Orders, parts: Iterable[_Part]
) -> Iterator[tuple[str, bytes]]:
    addresses = {}
    told = set()
    for part in parts:
        if not part.category:
            if part.path not in told:
                yield part.path, part.data
            told.add(part.path)
            continue
        script = b"sprayChapter(" + part.data + b");\n"
        # The query changes with the content, so that a browser's or host's cache cannot mix two builds.
        addresses[part.category] = f"{part.path}?{assets.digest(script)}"
        yield part.path, script
    found = f"sprayIndex({dumps(index(several, order))});\n".encode()
    yield "data/index.js", found
    linked = {}
    for name, text in assets.parts().items():
        path = "assets/" + assets.hashed(name, text.encode())
        linked[name] = path
        yield path, text.encode()
    address = f"data/index.js?{assets.digest(found)}"
    yield "index.html", page.linked(several, addresses, address, linked).encode()


def _inlined(parts: list[_Part]) -> dict[str, str]:
    """Category -> JSON of its chapter together with the files that it names, as data addresses."""
    found: dict[str, str] = {}
    sheets: dict[str, str] = {}
    for part in parts:
        if part.category:
            found[part.category] = f'{{"chapter":{part.data.decode()},"files":{dumps(sheets)}}}'
            sheets = {}
        else:
            mime = MIME[part.path.rpartition(".")[2]]
            sheets[part.path] = f"data:{mime};base64,{base64.b64encode(part.data).decode()}"
    return found
