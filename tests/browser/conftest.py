"""Sites opened from file:// in Chromium and Firefox. Without the browser tests are skipped, but in CI they fail."""

import importlib
import importlib.util
import io
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import report

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def synthetic():
    return load(Path(__file__).parents[1] / "report" / "synthetic.py")


@pytest.fixture(scope="session")
def playwright():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        yield started


def pytest_generate_tests(metafunc):
    """A module's ENGINES name the browsers that its tests run in; the others run in Chromium."""
    if "engine" in metafunc.fixturenames and hasattr(metafunc.module, "ENGINES"):
        metafunc.parametrize("engine", metafunc.module.ENGINES, indirect=True, scope="session")


@pytest.fixture(scope="session")
def engine(request):
    return getattr(request, "param", "chromium")


PROGRAMS = {"chromium": ("chromium", "google-chrome"), "firefox": ("firefox-esr", "firefox")}
# Firefox's own policy for local files, which what drives a browser would loosen.
STRICT = {"remote.prefs.recommended": False, "security.fileuri.strict_origin_policy": True}


@pytest.fixture(scope="session")
def browser(playwright, engine):
    from playwright.sync_api import Error

    path = next(filter(None, map(shutil.which, PROGRAMS[engine])), None)
    if path is None:
        give_up(f"no {' and no '.join(PROGRAMS[engine])} on the path")
    if engine == "chromium":
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
    else:
        started = playwright.firefox.launch(
            channel="moz-firefox", executable_path=path, firefox_user_prefs=STRICT
        )
        try:
            started.new_context().close()
        except Error as error:  # Playwright speaks to Firefox as of its own time
            started.close()
            give_up(f"this Playwright does not know this Firefox: {error}")
    yield started
    started.close()


def give_up(why):
    (pytest.fail if os.environ.get("CI") else pytest.skip)(why)


@pytest.fixture(scope="session", name="give_up")
def _give_up():
    return give_up


@pytest.fixture(scope="session")
def benchmark():
    """Imports one of the benchmarks, whose projects are built here smaller."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(Path(__file__).parents[2] / "benchmarks")
        yield importlib.import_module


@dataclass(frozen=True)
class Kept:
    """A file that the page handed over, where the browser's downloads cannot be followed."""

    suggested_filename: str
    text: str

    def save_as(self, path):
        path.write_text(self.text, newline="")


HOOK = """() => {
  const make = URL.createObjectURL;
  URL.createObjectURL = blob => { window.handed = { blob }; return make(blob); };
  HTMLAnchorElement.prototype.click = function () { window.handed.name = this.download; };
}"""


@pytest.fixture(scope="session")
def sites(synthetic, tmp_path_factory):
    """The same results as one file and as a folder."""
    out = tmp_path_factory.mktemp("sites")
    results = synthetic.results(notes=("The camera of class <b>boat</b> was replaced.",))
    single = report.build(results, out / "single")
    folder = report.build(results, out / "folder", single_file=0)
    assert single.files == 1 < folder.files
    return {"single": single.path, "folder": folder.path}


TILES = """all => all.map(one => {
  const { x, y, width, height } = one.querySelector(".picture").getBoundingClientRect();
  return [one.querySelector(".tile-open").title, [x, y, width, height]];
})"""


class Opened:
    """A page, with what it asked of the network and what went wrong in it."""

    def __init__(self, page):
        self.page = page
        self.requests = []
        self.problems = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on(
            "console",
            lambda line: self.problems.append(line.text) if line.type in {"error", "warning"} else None,
        )

    @property
    def network(self):
        return [url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))]

    def go(self, path, fragment=""):
        self.path = path
        self.page.goto(path.as_uri() + fragment)
        self.ready()
        return self

    def ready(self):
        """Until the category and its points are drawn."""
        self.page.wait_for_selector(".category-title")
        self.page.wait_for_selector(".loading", state="detached")
        self.page.wait_for_selector("[data-painter] canvas, .stage-empty:visible")
        self.settle()

    def settle(self, milliseconds=250):
        # Longer than the page's own delays (60 to 150 ms), so that the address and the tiles have followed.
        self.page.wait_for_timeout(milliseconds)

    @property
    def state(self):
        from urllib.parse import parse_qsl

        return dict(parse_qsl(self.page.evaluate("location.hash.slice(1)"), keep_blank_values=True))

    def count(self):
        return self.page.inner_text(".selected-count")

    def choose(self, name, value):
        self.page.select_option(f"[data-choice={name}] select", value)
        self.settle()

    def mode(self, value):
        self.page.click(f"[data-choice=mode] button[value={value}]")
        self.settle()

    def cluster(self, label, **options):
        self.page.click(f".cluster[data-label='{label}']", **options)
        self.settle()

    def pixels(self, locator):
        """What an element looks like, (height, width, 3)."""
        before = len(self.problems)
        picture = Image.open(io.BytesIO(locator.screenshot(caret="initial")))
        if (
            not self.chromium
        ):  # which takes a picture with a style that the page's policy refuses, and logs that
            self.page.wait_for_timeout(50)
            del self.problems[before:]
        return np.asarray(picture.convert("RGB")).astype(int)

    @property
    def chromium(self):
        return self.page.context.browser.browser_type.name == "chromium"

    def exported(self, name):
        """The file that `Export` JSON or CSV hands over."""
        self.page.click("[data-open=share]")
        if self.chromium:
            with self.page.expect_download() as download:
                self.page.click(f"text=Export {name}")
            found = download.value
        else:
            self.page.evaluate(HOOK)
            self.page.click(f"text=Export {name}")
            found = Kept(*self.page.evaluate("async () => [handed.name, await handed.blob.text()]"))
        self.page.keyboard.press("Escape")
        return found

    def tiles(self):
        """Of every tile that is in view as a whole: the sample's id, and what its first picture looks like."""
        tray = self.page.locator("[data-block=samples]")
        self.page.mouse.move(2, 2)
        look, area = self.pixels(tray), tray.bounding_box()
        found = []
        for title, (x, y, width, height) in tray.locator(".tile").evaluate_all(TILES):
            left, top = round(x - area["x"]), round(y - area["y"])
            if top >= 0 and top + round(height) <= look.shape[0]:
                part = look[top : top + round(height), left : left + round(width)]
                found.append((title.split("\n")[0], part))
        return found

    def double_click(self, x, y):
        self.page.mouse.dblclick(x, y)
        if not self.chromium:  # which is driven by single clicks, however fast
            event = "new MouseEvent('dblclick', {bubbles: true, clientX: x, clientY: y})"
            self.page.evaluate(f"([x, y]) => document.elementFromPoint(x, y).dispatchEvent({event})", [x, y])
        self.settle()

    @property
    def stage(self):
        return self.page.locator(".surface").first

    def screen(self, points):
        """Where points of the embedding, seen as a whole, are on the screen: the page leaves 7 % around them."""
        box = self.stage.bounding_box()
        low, high = points.min(axis=0), points.max(axis=0)
        unit = ((points - low) / (high - low) + 0.07) / 1.14
        return np.column_stack(
            [box["x"] + unit[:, 0] * box["width"], box["y"] + (1 - unit[:, 1]) * box["height"]]
        )

    def drag(self, start, end, *, key=None, box=True):
        """With the box; the tool that was chosen comes back."""
        mouse = self.page.mouse
        if box:
            self.page.click(".stage-tools [value=box]")
        if key:
            self.page.keyboard.down(key)
        mouse.move(*start)
        mouse.down()
        mouse.move(*((a + b) / 2 for a, b in zip(start, end, strict=True)), steps=3)
        mouse.move(*end, steps=3)
        mouse.up()
        if key:
            self.page.keyboard.up(key)
        if box:
            self.page.click(".stage-tools [value=lasso]")
        self.settle()


@pytest.fixture
def open_site(browser):
    """Opens a site in a page of its own; afterwards nothing may have gone wrong in it, nor left the machine."""
    contexts, opened = [], []

    def open_one(path, fragment="", *, width=1280, height=800, theme="light"):
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
        contexts.append(context)
        opened.append(Opened(context.new_page()))
        return opened[-1].go(path, fragment)

    yield open_one
    for context in contexts:
        context.close()
    for one in opened:
        assert one.network == []
        assert one.problems == []


@pytest.fixture(params=["single", "folder"])
def site(request, sites):
    """The site in both of its shapes."""
    return sites[request.param]
