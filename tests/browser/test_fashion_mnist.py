"""The page that `spray build` makes of Fashion-MNIST with a planted tag: real images and a network trained on them."""

import csv
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.slow
ENGINES = ("chromium", "firefox")
POISONED, SHARE, IMAGES, EPOCHS, LIMIT = "Shirt", 0.15, 10_000, 3, 1_000


@dataclass(frozen=True)
class Built:
    folder: Path
    tagged: frozenset[str]
    images: np.ndarray

    @property
    def page(self):
        return self.folder / "site" / "index.html"


@pytest.fixture(scope="module")
def built(benchmark, give_up, tmp_path_factory):
    """The benchmark's project with fewer images, built by the command line."""
    fashion, street = benchmark("fashion_mnist"), benchmark("street")
    if not (fashion.DATA / "train-images-idx3-ubyte.gz").is_file():
        give_up(f"no Fashion-MNIST in {fashion.DATA}: apt-get install dataset-fashion-mnist")
    folder = tmp_path_factory.mktemp("fashion")
    index = fashion.CLASSES.index(POISONED)
    lines = []
    fashion.prepare(folder, fashion.DATA, index, SHARE, 0, EPOCHS, LIMIT, lines.append, images=IMAGES)
    street.build(folder, lines.append)
    with (folder / "metadata.csv").open() as stream:
        tagged = frozenset(row["row"] for row in csv.DictReader(stream) if row["tag"] == "yes")
    plain = fashion.read(fashion.DATA, "train").images[:IMAGES]
    rows = np.array(sorted(map(int, tagged)))
    plain[rows] = fashion.paste_tag(plain[rows])
    return Built(folder, tagged, plain)


def category(built):
    (found,) = [
        one
        for one in json.loads((built.folder / "results.json").read_text())["categories"]
        if one["name"] == POISONED
    ]
    return found


def members(built):
    """Ids of all samples of the poisoned class that were explained."""
    clusters = category(built)["analyses"][0]["clusterings"][0]["clusters"]
    return {sample for cluster in clusters for sample in cluster["samples"]}


def suspects(built):
    """Ids in the suspect, as results.json has them."""
    found = category(built)
    (analysis,) = [one for one in found["analyses"] if one["name"] == found["suspect"]["analysis"]]
    (clustering,) = [one for one in analysis["clusterings"] if one["name"] == found["suspect"]["clustering"]]
    (cluster,) = [one for one in clustering["clusters"] if one["label"] == found["suspect"]["cluster"]]
    return set(cluster["samples"])


def sampled(look, side=28):
    """A picture's values at the middles of its pixels, (side, side)."""
    at = ((np.arange(side) + 0.5) * len(look) / side).astype(int)
    return look[np.ix_(at, at)].mean(axis=2)


def check_pictures(opened, images):
    """Every tile shows the image of the sample that it names, and no other sample's."""
    tiles = opened.tiles()
    for name, look in tiles:
        apart = np.abs(images - sampled(look)).mean(axis=(1, 2))
        assert int(apart.argmin()) == int(name)
        assert apart.min() < 12  # out of 255: pictures are compressed
    return len(tiles)


def test_the_poisoned_class_is_first_and_the_tagged_images_are_selected(open_site, built):
    opened = open_site(built.page)
    assert opened.page.url.startswith("file:")
    assert opened.page.inner_text(".category-title") == POISONED
    assert opened.page.inner_text(".category-name >> nth=0") == POISONED
    found, planted = suspects(built), built.tagged & members(built)
    assert opened.count() == f"{len(found)} of {len(members(built))} selected"
    assert len(found & planted) >= 0.9 * len(found)
    assert len(found & planted) >= 0.8 * len(planted)
    assert "tag = yes" in opened.page.inner_text("[data-block=selection]")


def test_every_picture_is_that_of_its_sample_after_any_change(open_site, built):
    opened = open_site(built.page, width=1600, height=1000)
    opened.mode("input")
    opened.choose("pixels", "pixelated")
    images = built.images.astype(float)
    assert check_pictures(opened, images) >= 10
    opened.page.keyboard.press("i")
    opened.choose("order", "score")
    assert check_pictures(opened, images) >= 10
    opened.page.click("#filters button[value=wrong]")
    opened.settle()
    assert check_pictures(opened, images) >= 3
    opened.page.keyboard.press("j")
    opened.ready()
    opened.page.keyboard.press("a")
    opened.settle()
    assert check_pictures(opened, images) >= 10


def test_a_finding_goes_from_the_page_to_the_command_line(open_site, built, tmp_path):
    opened = open_site(built.page)
    opened.page.keyboard.press("n")
    opened.page.keyboard.type("white tag")
    opened.page.keyboard.press("Tab")
    opened.exported("JSON").save_as(tmp_path / "finding.json")
    command = [sys.executable, "-m", "spray", "selection", str(tmp_path / "finding.json")]
    root = Path(__file__).parents[2]
    read = [
        subprocess.run([*command, *more], check=True, capture_output=True, text=True, cwd=root).stdout
        for more in (("--csv",), ("--finding", "white tag", "--csv"))
    ]
    for text in read:
        assert {row["id"] for row in csv.DictReader(text.splitlines())} == suspects(built)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_legible_in_light_and_dark(open_site, built, theme):
    opened = open_site(built.page)
    if opened.page.evaluate("document.documentElement.dataset.theme") != theme:
        opened.page.click("#theme")
        opened.settle()
    look = opened.pixels(opened.page.locator("body"))
    ground = np.median(look.reshape(-1, 3), axis=0)
    assert (ground > 230).all() if theme == "light" else (ground < 60).all()
    opened.mode("input")
    opened.choose("pixels", "pixelated")
    assert check_pictures(opened, built.images.astype(float)) >= 5
    assert not opened.page.evaluate("document.documentElement.scrollWidth > innerWidth")
