"""The page with very many points, in headless Chromium: ours, ViRelAy's and plain Vega-Lite's, on the same data.

    VIRELAY_PYTHON=... python benchmarks/site.py --samples 100000
    VIRELAY_PYTHON=... python benchmarks/site.py --out benchmarks/results/site.md
    python benchmarks/site.py --json --without virelay

One category of so many samples (`large_site.py`), with pictures; "spray build" is a project of so many samples that is
explained, analysed and written by that command (`large_project.py`). Each page is opened cold in a browser of its own,
and a person's gestures are played: a box is dragged over the points, the wheel zooms, the view is panned, the pointer
rests on a point. A step is timed from the mouse's event to the end of the frame that follows it; what that takes on an
empty page is told as well. First view: from the address to a frame with the points. What a page does not do is left
empty. ViRelAy has an environment of its own: VIRELAY_PYTHON names its interpreter. Needs playwright and Chromium.
"""

import contextlib
import itertools
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import click
import large_project
import large_site
import machine
import street
from playwright.sync_api import TimeoutError, sync_playwright

import report
from spray import virelay
from spray.results import Results

LIBRARIES = ("lrpfx", "numpy", "altair", "vl-convert-python", "playwright", "pillow")
VIEW = {"width": 1280, "height": 800}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
STEPS = 15  # of every gesture
EDGE = 0.15  # of the plot's height, where the box begins
PATIENCE = 40.0  # seconds that a gesture may take, then fewer steps are made
WAIT = 300_000  # milliseconds for a page to show anything
HOVER = 4_000  # milliseconds for it to say something of a point
TOOLS = ("ours", "spray build", "virelay", "vega-lite")

# When the page got the first event since the last frame that was looked at, and how long the next frame took from then.
WATCH = """() => { for (const name of ["pointermove", "pointerup", "mousemove", "mouseup", "wheel"])
  addEventListener(name, () => { window.got ??= performance.now(); }, { capture: true, passive: true }); }"""
FRAME = """() => new Promise(done => requestAnimationFrame(() => {
  const after = new MessageChannel();
  after.port1.onmessage = () => {
    const got = window.got;
    window.got = undefined;
    done(got === undefined ? null : performance.now() - got);
  };
  after.port2.postMessage(0);
}))"""


class Step(NamedTuple):
    """Milliseconds from the gesture's step to the end of the next frame, and of these from when the page got it."""

    all: float
    page: float


@dataclass
class Page:
    """What was measured of one tool: seconds, bytes, and milliseconds of every step."""

    tool: str
    samples: int
    build: float = 0.0
    peak: int = 0
    size: int = 0
    first_view: float = 0.0
    select: list[Step] = field(default_factory=list)
    release: float = 0.0
    zoom: list[Step] = field(default_factory=list)
    pan: list[Step] = field(default_factory=list)
    hover: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Hands:
    """How a page is touched: the element with the points, what starts a pan, and when a hover has answered."""

    surface: str
    before_box: Callable[[Any], None]
    pan_button: str
    pan_key: str | None
    hovered: Callable[[Any, Callable[[], None]], None]


def nothing(page: Any) -> None:
    """The page is ready as it is."""


def box_tool(page: Any) -> None:
    """Our page begins with the lasso."""
    page.locator(".surface").first.hover()
    page.keyboard.press("b")


def shown(selector: str, page: Any, move: Callable[[], None]) -> None:
    """Until an element can be seen."""
    move()
    page.wait_for_selector(selector, state="visible", timeout=HOVER)


def answered(part: str, page: Any, move: Callable[[], None]) -> None:
    """Until the server has sent the picture, as ViRelAy does half a second after the pointer came to rest."""
    with page.expect_response(lambda response: part in response.url and response.ok, timeout=HOVER) as asked:
        move()
    asked.value.finished()


OURS = Hands(".surface", box_tool, "middle", None, partial(shown, "#card:not([hidden])"))
HANDS = {
    "ours": OURS,
    "spray build": OURS,
    "virelay": Hands("canvas", nothing, "right", None, partial(answered, "/image")),
    "vega-lite": Hands("canvas", nothing, "left", "Shift", partial(shown, "#vg-tooltip-element.visible")),
}


def measure(tool: str, browser: Any, address: str, ready: Callable[[Any], None], found: Page) -> None:
    """Open the page, and play the gestures."""
    hands, context = HANDS[tool], browser.new_context(viewport=VIEW)
    page = context.new_page()
    began = time.perf_counter()
    page.goto(address, wait_until="commit", timeout=WAIT)
    ready(page)
    page.evaluate(FRAME)
    found.first_view = time.perf_counter() - began
    page.evaluate(WATCH)
    page.wait_for_timeout(1500)
    area = page.locator(hands.surface).first.bounding_box()
    at = partial(_at, area)
    hands.before_box(page)
    _hover(page, hands, at, found)
    page.mouse.move(*at(0.05, EDGE))  # below the buttons that lie on our plot
    page.mouse.down()
    found.select = _steps(
        page, lambda i: page.mouse.move(*at(0.05 + 0.9 * i / STEPS, EDGE + (0.95 - EDGE) * i / STEPS))
    )
    found.release = _step(page, page.mouse.up).all
    if tool in ("ours", "spray build"):
        count = page.locator(".selected-count").inner_text().split()[0].replace(",", "")
        if int(count) < found.samples / 2:
            raise click.ClickException(f"The box was not drawn: {count} of {found.samples:,} are selected.")
    page.mouse.move(*at(0.5, 0.5))
    found.zoom = _steps(page, lambda i: page.mouse.wheel(0, -60 if i <= STEPS / 2 else 60))
    page.mouse.move(*at(0.5, 0.5))
    if hands.pan_key:
        page.keyboard.down(hands.pan_key)
    page.mouse.down(button=hands.pan_button)
    found.pan = _steps(page, lambda i: page.mouse.move(*at(0.5 + 0.02 * i, 0.5 + 0.01 * i)))
    page.mouse.up(button=hands.pan_button)
    if hands.pan_key:
        page.keyboard.up(hands.pan_key)
    context.close()


def _at(area: dict[str, float], x: float, y: float) -> tuple[float, float]:
    return area["x"] + x * area["width"], area["y"] + y * area["height"]


def _hover(page: Any, hands: Hands, at: Callable[..., tuple[float, float]], found: Page) -> None:
    """The pointer comes to rest at some places, until three of them had a point; each page fits points in its way."""
    for x, y in itertools.product((0.3, 0.45, 0.6, 0.75), (0.35, 0.5, 0.65)):
        page.mouse.move(*at(0.02, 0.5))
        page.wait_for_timeout(500)
        left, top = at(x, y)
        page.mouse.move(left - 2, top, steps=4)
        began = time.perf_counter()  # the last movement: from then on it rests
        with contextlib.suppress(TimeoutError):  # there is no point here
            hands.hovered(page, partial(page.mouse.move, left, top))
            found.hover.append(1000 * (time.perf_counter() - began))
        if len(found.hover) == 3:
            break


def _steps(page: Any, act: Callable[[int], None]) -> list[Step]:
    times: list[Step] = []
    while len(times) < STEPS and sum(one.all for one in times) < 1000 * PATIENCE:
        times.append(_step(page, partial(act, len(times) + 1)))
    return times


def _step(page: Any, act: Callable[[], None]) -> Step:
    began = time.perf_counter()
    act()
    own = page.evaluate(FRAME)
    wall = 1000 * (time.perf_counter() - began)
    return Step(wall, wall if own is None else own)


def ours(folder: Path, results: Results) -> str:
    """Our site."""
    return report.build(results, folder / "site", single_file=0).path.as_uri()


def wait_for_ours(page: Any) -> None:
    """The category is loaded and its points are drawn."""
    page.wait_for_selector(".category-title", timeout=WAIT)
    page.wait_for_selector(".loading", state="detached", timeout=WAIT)
    page.wait_for_selector("[data-painter] canvas", timeout=WAIT)


def vega_lite(folder: Path, results: Results) -> str:
    """Points, a box, zoom and tooltips, as Altair's documentation has them, in one file that needs no network."""
    import altair as alt
    import vl_convert

    (analysis,) = results.categories[0].analyses
    points, labels = analysis.embeddings[0].points, analysis.clusterings[-1].labels
    ids = [results.samples.id[row] for row in results.categories[0].members]
    values = [
        {"x": float(x), "y": float(y), "c": int(c), "id": name}
        for (x, y), c, name in zip(points.tolist(), labels.tolist(), ids, strict=True)
    ]
    away = "[pointerdown[!event.shiftKey], window:pointerup] > window:pointermove!"
    brush = alt.selection_interval(name="brush", on=away, translate=False, zoom=False)
    view = alt.selection_interval(
        name="view",
        bind="scales",
        translate="[pointerdown[event.shiftKey], window:pointerup] > window:pointermove!",
        on="[pointerdown[event.altKey], window:pointerup] > window:pointermove!",
    )
    chart = (
        alt.Chart(alt.InlineData(values=values))
        .mark_circle(size=12)
        .encode(
            x="x:Q", y="y:Q", color=alt.condition(brush, "c:N", alt.value("#ccc")), tooltip=["id:N", "c:N"]
        )
        .add_params(brush, view)
        .properties(width=900, height=600)
    )
    script = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;").replace("</script", "<\\/script")
    spec = json.dumps(chart.to_dict(validate=False)).replace("<", "\\u003c")
    start = "vegaEmbed('#v', spec, {renderer: 'canvas'}).then(() => { window.drawn = true; });"
    scripts = f"<script>{script}</script><script>const spec = {spec}; {start}</script>"
    page = f"<!doctype html><meta charset=utf-8><div id=v></div>{scripts}"
    (folder / "site").mkdir()
    (folder / "site" / "index.html").write_text(page, encoding="utf-8")
    return (folder / "site" / "index.html").as_uri()


def wait_for_vega(page: Any) -> None:
    """Vega has drawn."""
    page.wait_for_function("window.drawn", timeout=WAIT)


def virelay_project(folder: Path, results: Results) -> str:
    """ViRelAy's files."""
    return str(virelay.export(results, folder / "site"))


EMPTY = """<!doctype html><canvas width=1200 height=700></canvas>
<script>addEventListener("wheel", event => event.preventDefault(), { passive: false })</script>"""


def floor() -> str:
    """What the same steps take on a page that does nothing: mouse, browser and frames, not the page."""
    with chromium() as browser:
        page = browser.new_page(viewport=VIEW)
        page.set_content(EMPTY)
        page.evaluate(WATCH)
        page.mouse.move(100, 100)
        moves = _steps(page, lambda i: page.mouse.move(100 + i, 100))
        wheel = _steps(page, lambda i: page.mouse.wheel(0, -60))
    return f"a move takes {_both(moves)} ms, a turn of the wheel {_both(wheel)} ms"


@contextlib.contextmanager
def chromium() -> Iterator[Any]:
    """A browser of its own."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def server(python: str, project: str) -> Iterator[tuple[str, machine.Peak]]:
    """ViRelAy, serving the project; its address, and what memory it takes."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [python, "-m", "virelay", project, "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    peak = machine.Peak(process)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            if process.poll() is not None:
                raise click.ClickException(f"ViRelAy has ended: {python} -m virelay {project}")
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/api/projects", timeout=5):
                break
            time.sleep(0.2)
        yield f"{address}/projects/0", peak
    finally:
        process.terminate()
        process.wait()


def wait_for_virelay(page: Any) -> None:
    """The cluster buttons are there, and with them the points."""
    page.wait_for_selector("canvas", timeout=WAIT)
    page.get_by_text("CLUSTER", exact=False).first.wait_for(timeout=WAIT)


def spray_build(folder: Path, samples: int) -> str:
    """Our site, as the command makes it."""
    large_project.write(folder, samples)
    street.build(folder, lambda line: None)
    return (folder / "site" / "index.html").as_uri()


DRAWN = {"ours": ours, "virelay": virelay_project, "vega-lite": vega_lite}
READY = {
    "ours": wait_for_ours,
    "spray build": wait_for_ours,
    "virelay": wait_for_virelay,
    "vega-lite": wait_for_vega,
}


def run(tool: str, samples: int, python: str) -> Page:
    """Build in a process of its own, then measure."""
    found, folder = Page(tool, samples), Path(tempfile.mkdtemp(prefix="site-"))
    try:
        began = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, __file__, "--samples", str(samples), "--build", tool, str(folder)],
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            peak = machine.Peak(process)
            address = process.communicate()[0].strip().splitlines()[-1]
        found.build, found.peak = time.perf_counter() - began, peak.bytes
        found.size = sum(path.stat().st_size for path in (folder / "site").rglob("*") if path.is_file())
        with contextlib.ExitStack() as stack:
            if tool == "virelay":
                address, _ = stack.enter_context(server(python, address))
            measure(tool, stack.enter_context(chromium()), address, READY[tool], found)
    finally:
        shutil.rmtree(folder)
    return found


CATEGORIES = 1_000


def many(samples: int) -> dict[str, str]:
    """Our page of very many categories: until each of its lists answers, in milliseconds."""
    found, folder = {}, Path(tempfile.mkdtemp(prefix="site-"))
    try:
        began = time.perf_counter()
        results = large_site.results(samples, categories=CATEGORIES)
        built = report.build(results, folder / "site", single_file=0)
        found["built in"] = f"{time.perf_counter() - began:.0f} s"
        found["size"] = f"{built.bytes / 1e6:.1f} MB in {built.files:,} files"
        with chromium() as browser:
            page = browser.new_page(viewport=VIEW)
            began = time.perf_counter()

            def told(name: str, selector: str) -> None:
                page.wait_for_selector(selector, timeout=WAIT)
                page.evaluate(FRAME)
                found[name] = f"{1000 * (time.perf_counter() - began):.0f} ms"

            page.goto(built.path.as_uri())
            told("first view", ".tile")
            page.wait_for_timeout(1000)
            rows = results.categories
            began = time.perf_counter()
            page.keyboard.press("j")
            told("next category", f".stage:has(.category-title:text-is('{rows[1].name}')) .summary")
            began = time.perf_counter()
            page.keyboard.press("o")
            told("overview", f"#overview [data-key]:nth-child({CATEGORIES})")
            page.keyboard.press("Escape")
            sample = results.samples.id[int(rows[-1].members[-1])]
            page.keyboard.press("/")
            began = time.perf_counter()
            page.locator("#search input").fill(sample)
            told("a sample found among all", ".hit")
    finally:
        shutil.rmtree(folder)
    return found


@click.command(help=__doc__)
@click.option("--samples", multiple=True, type=int, default=(10_000, 100_000), show_default=True)
@click.option(
    "--categories",
    type=int,
    default=0,
    help=f"Samples of a further page of ours, in {CATEGORIES:,} categories.",
)
@click.option("--without", multiple=True, type=click.Choice(TOOLS), help="Leave a tool out.")
@click.option(
    "--more",
    multiple=True,
    type=click.Path(path_type=Path),
    help="What --json has printed before: first rows.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the table to a Markdown file.")
@click.option("--build", nargs=2, type=str, hidden=True)
def main(
    samples: tuple[int, ...],
    categories: int,
    without: tuple[str, ...],
    more: tuple[Path, ...],
    as_json: bool,
    out: Path | None,
    build: tuple[str, str] | None,
) -> None:
    if build:
        tool, folder = build[0], Path(build[1])
        drawn = partial(large_site.results, samples[0])
        click.echo(DRAWN[tool](folder, drawn()) if tool in DRAWN else spray_build(folder, samples[0]))
        return
    python = os.environ.get("VIRELAY_PYTHON", "")
    wanted = [tool for tool in TOOLS if tool not in without and (tool != "virelay" or python)]
    if "virelay" not in wanted:
        click.echo("ViRelAy is left out: set VIRELAY_PYTHON to its interpreter.", err=True)
    pages = [known(row) for path in more for row in json.loads(path.read_text(encoding="utf-8"))["pages"]]
    for count in samples:
        for tool in wanted:
            click.echo(f"{tool}, {count:,} samples", err=True)
            pages.append(run(tool, count, python))
    pages.sort(key=lambda page: page.samples)
    if categories:
        click.echo(f"ours, {categories:,} samples in {CATEGORIES:,} categories", err=True)
    listed = many(categories) if categories else {}
    about = machine.describe(LIBRARIES) | {"load": f"{os.getloadavg()[0]:.1f}", "empty page": floor()}
    if as_json:
        click.echo(
            json.dumps(
                {"machine": about, "pages": [asdict(page) for page in pages], "many": listed}, indent=1
            )
        )
        return
    lines = "\n".join(f"{key:>18}  {value}" for key, value in about.items())
    text = f"{table(pages)}\n\n{sentence(categories, listed)}" if listed else table(pages)
    click.echo(f"{lines}\n\n{text}")
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(REPORT.format(table=text, machine=lines), encoding="utf-8")


def known(row: dict[str, Any]) -> Page:
    """A page that was measured before."""
    steps = {name: [Step(*one) for one in row[name]] for name in ("select", "zoom", "pan")}
    return Page(**{**row, **steps})


REPORT = """# The page with very many points

`python benchmarks/site.py --categories 50000 --out benchmarks/results/site.md`: one category, headless Chromium
without a GPU, 1280 x 800. Steps are median / worst milliseconds from the mouse's event to the end of the next frame,
and in brackets what of the median is the page's: from when it gets the event, the wait for the frame included. The last
line below says what the same steps take on an empty page. Hover is the median from the last movement of the pointer
until the card, the tooltip or the picture is there. The files of ViRelAy are written by `spray export virelay`; its
peak is that of the export. A page that does not do something has a dash.

{table}

```
{machine}
```
"""


def sentence(samples: int, found: dict[str, str]) -> str:
    """The page of many categories."""
    told = ", ".join(f"{name} {value}" for name, value in found.items())
    return f"Ours with {samples:,} samples in {CATEGORIES:,} categories: {told}."


def table(pages: list[Page]) -> str:
    """One row per page."""
    columns = (
        "first view",
        "box, per move",
        "release",
        "zoom",
        "pan",
        "hover",
        "size",
        "built in",
        "peak memory",
    )
    rows = [f"| samples | page | {' | '.join(columns)} |", "| ---: | --- |" + " ---: |" * len(columns)]
    for page in pages:
        steps = [_both(times) for times in (page.select, page.zoom, page.pan)]
        hover = f"{statistics.median(page.hover):.0f}" if page.hover else "-"
        rows.append(
            f"| {page.samples:,} | {page.tool} | {page.first_view:.1f} s | {steps[0]} | {page.release:.0f} "
            f"| {steps[1]} | {steps[2]} | {hover} | {page.size / 1e6:.1f} MB | {page.build:.0f} s "
            f"| {page.peak / 1e6:.0f} MB |"
        )
    return "\n".join(rows)


def _both(times: list[Step]) -> str:
    if not times:
        return "-"
    wall, own = ([getattr(one, name) for one in times] for name in ("all", "page"))
    return f"{statistics.median(wall):.0f} / {max(wall):.0f} ({statistics.median(own):.0f})"


if __name__ == "__main__":
    main()
