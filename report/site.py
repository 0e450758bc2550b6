"""`build`: results -> files of the site -> folder.

    files(results) ── images/<hash>.png, .jpg    sprite sheets, made one at a time
                   ├─ data/<category>.js         one chapter per category, loaded when it is opened
                   ├─ assets/                    Vega, script, style
                   └─ index.html                 last, because it names all others

A site that is small as a whole is one file instead: the same page with everything written into it.
"""

import base64
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from report import assets, columns, images, page
from report.check import check
from report.folder import write
from spray.results import Category, Results

SINGLE_FILE = 12_000_000
"""Bytes up to which a site is one file: still mailed, still opened at once."""

MIME = {"png": "image/png", "jpg": "image/jpeg"}


@dataclass(frozen=True)
class Built:
    """The page's path, and how many files and bytes the site has, how many were written, how many were as before."""

    path: Path
    files: int
    bytes: int
    written: int
    unchanged: int


def build(results: Results, out: Path, *, single_file: int = SINGLE_FILE) -> Built:
    """Write the site of `results` into the folder `out`; as one file if it has at most `single_file` bytes.

    Raises `BadResultsError` for results that contradict themselves and `ForeignFolderError` for a folder that holds
    other things. The same results give the same bytes; files that are as they should be are not written again.
    """
    tally = write(Path(out), files(results, single_file=single_file))
    return Built(Path(out) / "index.html", **asdict(tally))


def files(results: Results, *, single_file: int = SINGLE_FILE) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every file of the site, `index.html` last; what is held is one sheet and `single_file`."""
    check(results)
    parts = _parts(results)
    held: list[_Part] = []
    size = len(assets.vega()) + len(assets.script()) + len(assets.style())
    for part in parts:
        held.append(part)
        size += len(part.data) * 4 // 3
        if size > single_file:
            yield from _folder(results, _chain(held, parts))
            return
    if size > single_file:
        yield from _folder(results, held)
    else:
        yield "index.html", page.single(results, _inlined(held)).encode()


@dataclass(frozen=True)
class _Part:
    """A sheet, or with a `category` the chapter that follows the sheets it names."""

    path: str
    data: bytes
    category: str = ""


def _parts(results: Results) -> Iterator[_Part]:
    for category in results.categories:
        pictures: dict[str, Any] = {}
        for kind, sheets in _sheets(results, category).items():
            grid, names, scale = None, [], []
            for sheet in sheets:
                path = "images/" + assets.hashed(f"{columns.key(category)}.{sheet.suffix}", sheet.data)
                yield _Part(path, sheet.data)
                grid = sheet.grid
                names.append(path)
                scale += [] if sheet.scale is None else [sheet.scale]
            if grid is not None:
                pictures[kind] = {**asdict(grid), "gutter": images.GUTTER, "files": names}
                pictures[kind]["scale"] = columns.packed(np.concatenate(scale), "f4") if scale else ""
        chapter = columns.dumps(columns.chapter(results, category, pictures))
        yield _Part(f"data/{columns.key(category)}.js", chapter.encode(), columns.key(category))


def _sheets(results: Results, category: Category) -> dict[str, Iterable[images.Sheet]]:
    if not len(category.members):
        return {}
    limit, ids = results.site.image_size, results.samples.id
    return {
        "input": images.input_sheets(results.pictures.inputs, category.members, limit),
        "relevance": images.heat_sheets(results.pictures.relevance, category.members, limit, ids.__getitem__),
    }


def _chain(held: list[_Part], rest: Iterator[_Part]) -> Iterator[_Part]:
    while held:
        yield held.pop(0)
    yield from rest


def _folder(results: Results, parts: Iterable[_Part]) -> Iterator[tuple[str, bytes]]:
    addresses = {}
    for part in parts:
        if not part.category:
            yield part.path, part.data
            continue
        script = b"sprayChapter(" + part.data + b");\n"
        # The query changes with the content, so that a browser's or host's cache cannot mix two builds.
        addresses[part.category] = f"{part.path}?{assets.digest(script)}"
        yield part.path, script
    linked = {}
    for name, text in (
        ("vega.js", assets.vega()),
        ("page.js", assets.script()),
        ("page.css", assets.style()),
    ):
        path = "assets/" + assets.hashed(name, text.encode())
        linked[name] = path
        yield path, text.encode()
    yield "index.html", page.linked(results, addresses, linked).encode()


def _inlined(parts: list[_Part]) -> dict[str, str]:
    """Category -> JSON of its chapter together with the files that it names, as data addresses."""
    found: dict[str, str] = {}
    sheets: dict[str, str] = {}
    for part in parts:
        if part.category:
            found[part.category] = f'{{"chapter":{part.data.decode()},"files":{columns.dumps(sheets)}}}'
            sheets = {}
        else:
            mime = MIME[part.path.rpartition(".")[2]]
            sheets[part.path] = f"data:{mime};base64,{base64.b64encode(part.data).decode()}"
    return found
