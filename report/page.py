"""`index.html`: panels, manifest, and either links to the other files or everything in one."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jinja2
from markupsafe import Markup

from report import assets, columns, panels
from report.blocks import Chart, Panel
from spray.results import Results


def single(results: Results, chapters: Mapping[str, str]) -> str:
    """The page with everything in it; `chapters` maps a category's key to its JSON."""
    inline = {"vega.js": assets.vega(), "page.js": assets.script(), "page.css": assets.style()}
    return _render(results, dict.fromkeys(chapters, ""), chapters=chapters, inline=inline, linked={})


def linked(results: Results, addresses: Mapping[str, str], paths: Mapping[str, str]) -> str:
    """The page of a folder; `addresses` maps a category's key to its data, `paths` an asset's name to its file."""
    return _render(results, addresses, chapters={}, inline={}, linked=paths)


@dataclass(frozen=True)
class Json:
    """A block of data in the page; the page's script finds it by its name."""

    name: str
    text: Markup


def _render(
    results: Results,
    addresses: Mapping[str, str],
    *,
    chapters: Mapping[str, str],
    inline: Mapping[str, str],
    linked: Mapping[str, str],
) -> str:
    found = panels.collect(results)
    early = (assets.TEMPLATES / "theme.js").read_text(encoding="utf-8")
    data = [Json("manifest", Markup(columns.dumps(columns.manifest(results, addresses))))]
    data += [Json(f"chapter {key}", Markup(text)) for key, text in chapters.items()]
    charts = [
        (block.name, block.spec) for panel in found for block in panel.blocks if isinstance(block, Chart)
    ]
    data += [Json(f"chart {name}", Markup(columns.dumps(spec))) for name, spec in charts]
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


def facts(results: Results) -> tuple[tuple[str, str], ...]:
    """The few that stand in the header: model, composite, target, number of samples."""
    flat = {name.lower(): value for group in results.provenance.values() for name, value in group.items()}
    names = {"model": ("factory", "model"), "composite": ("composite", "method"), "target": ("target",)}
    known = [(label, next((flat[n] for n in keys if n in flat), "")) for label, keys in names.items()]
    count = len(results.samples.id)
    return (*((label, value) for label, value in known if value), ("samples", f"{count:,}"))


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
    places: dict[str, list[Panel]] = {
        name: [] for name in ("header", "banner", "rail", "stage", "side", "tray", "dialog")
    }
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
    for kind in ("Prose", "Table", "Chart", "Listing", "Images", "Choice"):
        tests[kind.lower()] = lambda block, kind=kind: type(block).__name__ == kind
    environment.tests.update(tests)
    return environment
