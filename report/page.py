"""`index.html`: panels, manifest, and either links to the other files or everything in one."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import jinja2
from markupsafe import Markup

from report import assets, panels
from report.blocks import Chart, Panel, Place
from report.manifest import facts, manifest
from report.packing import dumps
from report.projects import Project


def single(several: Sequence[Project], chapters: Mapping[str, str], index: str) -> str:
    """The page with everything in it; `chapters` maps a category's key to its JSON, `index` is JSON as well."""
    blocks = [Json(f"chapter {key}", Markup(text)) for key, text in chapters.items()]
    told = manifest(several, dict.fromkeys(chapters, ""))
    return _render(several, told, [*blocks, Json("index", Markup(index))], inline=assets.parts(), linked={})


def linked(
    several: Sequence[Project], addresses: Mapping[str, str], index: str, paths: Mapping[str, str]
) -> str:
    """The page of a folder; `addresses` maps a category's key to its data, `paths` an asset's name to its file."""
    return _render(several, manifest(several, addresses, index), [], inline={}, linked=paths)


@dataclass(frozen=True)
class Json:
    """A block of data in the page; the page's script finds it by its name."""

    name: str
    text: Markup


def _render(
    several: Sequence[Project],
    manifest: Mapping[str, Any],
    blocks: Sequence[Json],
    *,
    inline: Mapping[str, str],
    linked: Mapping[str, str],
) -> str:
    results = several[0].results
    found = panels.of_all([project.results for project in several])
    early = (assets.TEMPLATES / "theme.js").read_text(encoding="utf-8")
    data = [Json("manifest", Markup(dumps(manifest))), *blocks]
    charts = [
        (block.name, block.spec) for panel in found for block in panel.blocks if isinstance(block, Chart)
    ]
    data += [Json(f"chart {name}", Markup(dumps(spec))) for name, spec in charts]
    scripts = [early, *(text for name, text in inline.items() if name.endswith(".js"))]
    return (
        _environment()
        .get_template("page.html")
        .render(
            title=results.site.title,
            project=results.project,
            facts=facts(results),
            places=_places(found),
            data=data,
            policy=policy(scripts, [text for name, text in inline.items() if name.endswith(".css")]),
            early=Markup(early),
            inline={name: Markup(text) for name, text in inline.items()},
            linked=linked,
        )
    )


def policy(scripts: list[str], styles: list[str]) -> str:
    """The Content-Security-Policy: nothing from a network, and no script but those written here, by their hash.

    `file:` lets the parts of a folder load when the page is opened by double click, where 'self' means nothing.
    """
    script = " ".join(["'self'", "file:", *map(_digest, scripts)])
    style = " ".join(["'self'", "file:", *map(_digest, styles)])
    return (
        f"default-src 'none'; script-src {script}; style-src {style}; "
        "img-src 'self' file: data: blob:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _places(found: tuple[Panel, ...]) -> dict[str, list[Panel]]:
    places: dict[str, list[Panel]] = {name: [] for name in get_args(Place)}
    for panel in found:
        places[panel.place].append(panel)
    return places


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(assets.TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    tests: dict[str, Any] = {}
    for kind in ("Prose", "Table", "Links", "Chart", "Listing", "Images", "Choice"):
        tests[kind.lower()] = lambda block, kind=kind: type(block).__name__ == kind
    environment.tests.update(tests)
    return environment
