"""Names, roles, contrast and focus, checked by axe-core; long and foreign words; paper."""

import itertools
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

import report

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
NAMES = (
    "حصان سباق أبيض",
    "一匹在雪地里奔跑的马",
    "far too long a name for any list to hold " * 3,
    "<i>bird</i>",
)


@pytest.fixture(scope="session")
def axe(tmp_path_factory):
    """axe-core at the version of the lock file."""
    here = ROOT / "node_modules" / "axe-core" / "axe.min.js"
    if here.is_file():
        return here.read_text()
    folder = tmp_path_factory.mktemp("axe")
    for name in ("package.json", "package-lock.json"):
        (folder / name).write_text((ROOT / name).read_text())
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    except FileNotFoundError:
        pytest.skip("no npm on the path")
    except subprocess.CalledProcessError as error:
        pytest.xfail(f"the registry of npm is out of reach: {error.stderr[-200:]!r}")
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text()


def violations(opened):
    """Serious and critical ones: rule, and the first element it is about."""
    found = opened.page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        (one["id"], one["nodes"][0]["html"][:160], one["nodes"][0].get("failureSummary", "")[:300])
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]


VIEWS = {
    "page": [],
    "beside": ["v"],
    "overview": ["o"],
    "help": ["?"],
    "findings": ["n"],
}


@pytest.mark.parametrize("view", [*VIEWS, "share", "provenance", "lightbox", "contingency", "filtered"])
def test_no_serious_violation(open_site, sites, axe, view):
    opened = open_site(sites["single"])
    for key in VIEWS.get(view, []):
        opened.page.keyboard.press(key)
    if view in {"share", "provenance"}:
        opened.page.click(f"[data-open={view}]")
    elif view == "lightbox":
        opened.page.click(".tile-open >> nth=0")
    elif view == "contingency":
        opened.page.click("text=compare clusterings")
    elif view == "filtered":
        opened.page.click("#filters button[value=wrong]")
        opened.page.fill("#search input", "014")
    opened.page.evaluate(axe)
    for theme in ("light", "dark"):
        opened.page.emulate_media(color_scheme=theme)
        opened.settle(400)
        assert opened.page.get_attribute("html", "data-theme") == theme
        assert violations(opened) == []


def test_long_right_to_left_and_foreign_names_stay_in_their_places(open_site, synthetic, tmp_path):
    results = synthetic.results()
    categories = tuple(
        replace(one, name=NAMES[at], summary=f"{NAMES[at]}: {one.summary}")
        for at, one in enumerate(results.categories)
    )
    results = replace(results, classes=NAMES, categories=categories)
    opened = open_site(report.build(results, tmp_path / "site").path)
    for width, entry in itertools.product((768, 1280, 2560), range(4)):
        opened.page.set_viewport_size({"width": width, "height": 900})
        opened.page.click(f".category >> nth={entry}")
        opened.ready()
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
        assert opened.page.inner_text(".category-title") == NAMES[entry].strip()
        stage = opened.stage.bounding_box()
        assert stage["width"] > 250
        assert stage["height"] > 150


def test_nothing_moves_where_less_motion_is_asked_for(browser, sites):
    page = browser.new_page(reduced_motion="reduce")
    page.goto(sites["single"].as_uri())
    page.wait_for_selector(".tile")
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);"
        " return parseFloat(s.transitionDuration) > 0 || s.animationName !== 'none'; }).length"
    )
    assert moving == 0
    page.close()


def test_on_paper_there_is_the_finding_and_no_button(browser, sites):
    page = browser.new_page(viewport={"width": 1000, "height": 900}, color_scheme="dark")
    page.goto(sites["single"].as_uri())
    page.wait_for_selector(".tile")
    page.emulate_media(media="print")
    assert page.is_visible(".summary")
    assert page.is_visible(".tile")
    assert not page.is_visible(".zoom-bar")
    assert not page.is_visible(".tools")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.close()


def test_on_paper_there_is_every_selected_sample_and_what_the_pictures_show(open_site, sites):
    opened = open_site(sites["single"])
    opened.page.keyboard.press("a")
    opened.choose("order", "score")
    opened.mode("overlay")
    assert opened.page.locator(".tile").count() < 90
    assert not opened.page.is_visible(".printed")
    opened.page.emulate_media(media="print")
    opened.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert opened.page.locator(".tile:visible").count() == 90
    told = opened.page.inner_text(".printed")
    for part in ("All 90 selected samples", "Sorted least sure first", "overlay, 90 % opaque", "coldnhot"):
        assert part in told
    boxes = opened.page.locator(".tile").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect().toJSON())"
    )
    places = {(round(box["x"]), round(box["y"])) for box in boxes}
    assert len(places) == 90
    opened.page.emulate_media(media="screen")
    opened.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert opened.page.locator(".tile").count() < 90
