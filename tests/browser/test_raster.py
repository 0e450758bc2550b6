"""Many points are drawn on a raster: the same colours, order and gestures as few, which Vega draws."""

import numpy as np
import pytest

import report
from report import palette
from report.charts import POINT_LIMIT

pytestmark = pytest.mark.slow
SIZE = POINT_LIMIT + 600


@pytest.fixture(scope="module")
def many(synthetic, tmp_path_factory):
    results = synthetic.results((3, SIZE), side=2, image_size=2)
    return results, report.build(results, tmp_path_factory.mktemp("many") / "site").path


def rgb(colour):
    return np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)])


def pixels_at(opened, places):
    box = opened.stage.bounding_box()
    opened.page.mouse.move(2, 2)
    opened.page.keyboard.press("Escape")
    opened.settle()
    seen = opened.pixels(opened.stage)
    return [seen[round(y - box["y"]), round(x - box["x"])] for x, y in places]


def apart(at, box, count=5):
    """Points far from others, from the buttons above the plot and from the names of axes below."""
    left, top = at[:, 0] - box["x"], at[:, 1] - box["y"]
    free = (top > 60) & (top < box["height"] - 40) & (left > 30) & (left < box["width"] - 30)
    nearest = np.array([np.sort(np.hypot(*(at - one).T))[1] for one in at])
    return [int(i) for i in np.argsort(-nearest * free)[:count]]


def arranged(results, category):
    """Embedding, labels of k-means 3 and of HDBSCAN, in the order of the page's positions."""
    from report import arrange, columns
    from report.projects import projects

    order = arrange.orders(projects(results))[columns.key(category)]
    analysis = category.analyses[0]
    labels = {one.name: one.labels[order] for one in analysis.clusterings}
    return analysis.embeddings[1].points[order], labels


def test_points_have_the_colour_of_their_cluster_and_noise_is_hollow(open_site, many):
    results, path = many
    opened = open_site(path, width=1600, height=1000)
    assert opened.page.get_attribute("[data-painter]", "data-painter") == "raster"
    points, labels = arranged(results, results.categories[0])
    at = opened.screen(points)
    chosen = apart(at, opened.stage.bounding_box())
    for i, seen in zip(chosen, pixels_at(opened, at[chosen]), strict=True):
        wanted = rgb(palette.clusters()[labels["kmeans-3"][i]])
        assert np.abs(seen - wanted).max() <= 3
    opened.choose("clustering", "hdbscan")
    noise = np.flatnonzero(labels["hdbscan"] == -1)
    hollow = [i for i in apart(at, opened.stage.bounding_box(), 400) if i in noise][:3]
    assert hollow
    for seen in pixels_at(opened, at[hollow]):
        assert (seen > 200).all()


def test_a_box_selects_the_points_within(open_site, many):
    results, path = many
    opened = open_site(path, width=1600, height=1000)
    points, _ = arranged(results, results.categories[0])
    at = opened.screen(points)
    box = opened.stage.bounding_box()
    low = (box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.25)
    high = (box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.8)
    opened.drag(low, high)
    inside = (at > np.add(low, 1)).all(axis=1) & (at < np.subtract(high, 1)).all(axis=1)
    border = (at > np.subtract(low, 1)).all(axis=1) & (at < np.add(high, 1)).all(axis=1)
    count = int(opened.count().split()[0].replace(",", ""))
    assert inside.sum() <= count <= border.sum()
    link = opened.page.evaluate("location.hash")
    assert len(link) < 2048
    again = open_site(path, link, width=1600, height=1000)
    assert again.count() == opened.count()


def test_chart_and_raster_show_the_same(open_site, synthetic, tmp_path):
    results = synthetic.results((3, 120), side=2, image_size=2)
    path = report.build(results, tmp_path / "site").path
    drawn = open_site(path, "#s=", width=1600, height=1000)
    assert drawn.page.get_attribute("[data-painter]", "data-painter") == "chart"
    page = path.read_text()
    (tmp_path / "raster").mkdir()
    other = tmp_path / "raster" / "index.html"
    other.write_text(page.replace(f'"usermeta":{{"limit":{POINT_LIMIT}}}', '"usermeta":{"limit":0}'))
    rastered = open_site(other, "#s=", width=1600, height=1000)
    assert rastered.page.get_attribute("[data-painter]", "data-painter") == "raster"
    looks = [one.pixels(one.stage) for one in (drawn, rastered)]
    # A raster's discs are where the pixels are, up to half a pixel beside the chart's; nothing else differs.
    inked = [(look < 200).any(axis=2).mean() for look in looks]
    assert inked[0] > 0.01
    assert abs(inked[0] - inked[1]) < 0.05 * inked[0]
    assert (np.abs(looks[0] - looks[1]).max(axis=2) > 60).mean() < 0.35 * inked[0]


def test_paper_that_does_not_hold_all_says_so(open_site, many):
    _, path = many
    opened = open_site(path)
    opened.page.keyboard.press("a")
    opened.settle()
    opened.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert opened.page.locator(".tile").count() == 480
    assert f"The first 480 of {SIZE:,} selected samples" in opened.page.text_content(".printed")
