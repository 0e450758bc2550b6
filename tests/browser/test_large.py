"""The page that `spray build` makes of 100,000 samples in one category; every image holds the number of its row."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.slow
SAMPLES = 100_000


@dataclass(frozen=True)
class Large:
    page: Path
    tagged: frozenset[int]
    suspects: frozenset[int]
    row: Callable[[np.ndarray], int]


@pytest.fixture(scope="module")
def large(benchmark, tmp_path_factory):
    project, street = benchmark("large_project"), benchmark("street")
    folder = tmp_path_factory.mktemp("large")
    made = project.write(folder, SAMPLES)
    street.build(folder, lambda line: None)
    (category,) = json.loads((folder / "results.json").read_text())["categories"]
    (clustering,) = category["analyses"][0]["clusterings"]
    (cluster,) = [one for one in clustering["clusters"] if one["label"] == category["suspect"]["cluster"]]
    return Large(
        folder / "site" / "index.html",
        frozenset(np.flatnonzero(made.tagged).tolist()),
        frozenset(map(int, cluster["samples"])),
        project.row,
    )


@pytest.fixture
def opened(open_site, large):
    return open_site(large.page)


def selected(opened):
    return int(opened.count().split()[0].replace(",", ""))


def row_of(look, large, side=8):
    """The row whose image this is."""
    rows, columns = (((np.arange(side) + 0.5) * length / side).astype(int) for length in look.shape[:2])
    return large.row(look[np.ix_(rows, columns)].mean(axis=2))


def check_pictures(opened, large):
    tiles = opened.tiles()
    assert [row_of(look, large) for _, look in tiles] == [int(name) for name, _ in tiles]
    return {int(name) for name, _ in tiles}


def corner(opened, x, y):
    box = opened.stage.bounding_box()
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def apart(one, other):
    """The share of pixels that differ."""
    return (np.abs(one - other).max(axis=2) > 30).mean()


def test_a_hundred_thousand_points_open_from_a_file_and_the_planted_group_is_selected(opened, large):
    assert opened.page.url.startswith("file:")
    assert opened.page.get_attribute("[data-painter]", "data-painter") == "raster"
    assert selected(opened) == len(large.suspects)
    assert large.tagged <= large.suspects
    assert len(large.tagged) > 0.85 * len(large.suspects)
    assert check_pictures(opened, large) <= large.suspects
    used = opened.page.evaluate("performance.memory.usedJSHeapSize")
    assert used < 150e6


def test_a_sample_is_found_by_its_id_zoomed_to_and_hovered_over(opened, large):
    for row in (12_345, SAMPLES - 1):
        opened.page.locator("#search input").fill(str(row))
        opened.settle()
        opened.page.locator(".hit").filter(has_text=str(row)).first.click()
        opened.settle()
        assert selected(opened) == 1
        assert check_pictures(opened, large) == {row}
        opened.page.keyboard.press("s")
        opened.settle()
        assert float(opened.state["z"].split("_")[0]) > 10
        opened.page.mouse.move(*corner(opened, 0.5, 0.3))
        opened.page.mouse.move(*corner(opened, 0.5, 0.5))
        opened.page.wait_for_selector("#card:visible")
        card = opened.page.locator("#card")
        assert card.locator(".id").inner_text() == str(row)
        assert row_of(opened.pixels(card.locator(".picture").first), large) == row


def test_a_box_and_a_lasso_select_and_the_link_stays_short(open_site, large):
    opened = open_site(large.page)
    counts = []
    for right, bottom in ((0.4, 0.6), (0.6, 0.95), (0.95, 0.95)):
        opened.drag(corner(opened, 0.03, 0.15), corner(opened, right, bottom))
        counts.append(selected(opened))
        link = opened.page.evaluate("location.hash")
        assert len(link) <= 2048
        check_pictures(opened, large)
    assert counts == sorted(counts)
    assert counts[-1] > 10_000
    again = open_site(large.page, link)
    assert again.count() == opened.count()
    assert check_pictures(again, large) == check_pictures(opened, large)
    mouse = opened.page.mouse
    path = [(0.1, 0.5), (0.35, 0.2), (0.7, 0.4), (0.5, 0.9), (0.1, 0.5)]
    mouse.move(*corner(opened, *path[0]))
    mouse.down()
    for place in path[1:]:
        mouse.move(*corner(opened, *place), steps=4)
    mouse.up()
    opened.settle()
    assert 1_000 < selected(opened) < SAMPLES
    assert len(opened.page.evaluate("location.hash")) <= 2048
    check_pictures(opened, large)


def test_a_selection_of_a_hundred_thousand_is_exported_with_every_row(opened, large, tmp_path):
    opened.page.keyboard.press("i")
    opened.settle()
    assert selected(opened) == SAMPLES - len(large.suspects)
    opened.exported("JSON").save_as(tmp_path / "finding.json")
    found = json.loads((tmp_path / "finding.json").read_text())
    assert found["selectedEmbeddingVectorsIndices"] == sorted(set(range(SAMPLES)) - large.suspects)


def test_the_wheel_zooms_and_the_whole_comes_back(opened):
    opened.page.mouse.move(2, 2)
    opened.settle()
    whole = opened.pixels(opened.stage)
    opened.page.mouse.move(*corner(opened, 0.5, 0.5))
    for _ in range(5):
        opened.page.mouse.wheel(0, -240)
    opened.settle()
    assert float(opened.state["z"].split("_")[0]) > 2
    opened.page.mouse.move(2, 2)
    opened.settle()
    assert apart(opened.pixels(opened.stage), whole) > 0.05
    opened.page.keyboard.press("f")
    opened.settle()
    assert "z" not in opened.state
    assert apart(opened.pixels(opened.stage), whole) < 0.002
