"""Colours against the formulas, within 3 of 255, on heatmaps of every kind.

q = 128 + round(127 R / max|R|);  attribution: palette[q];
overlay: a C + (1 - a) grey, a = opacity |q - 128| / 127, grey = 0.299 R + 0.587 G + 0.114 B.
"""

from dataclasses import dataclass, replace

import numpy as np
import pytest

import report
from lrpfx import colormaps
from spray.results import Category

pytestmark = pytest.mark.slow
SIDE = 16
TOLERANCE = 3


@dataclass(frozen=True, eq=False)
class Chosen:
    """Inputs of random colours and heatmaps that are symmetric, skewed, negative, positive, zero, and one spike."""

    channels: int

    def inputs(self, rows):
        rng = np.random.default_rng(5)
        return rng.integers(0, 256, (6, SIDE, SIDE, self.channels), dtype=np.uint8)[rows]

    def relevance(self, rows):
        ramp = np.linspace(-1, 1, SIDE * SIDE, dtype=np.float32).reshape(SIDE, SIDE)
        spike = np.zeros((SIDE, SIDE), np.float32)
        spike[3, 11] = -7
        return np.stack([ramp, 1e-6 * (ramp - 0.5), -1 - ramp, 300 + 299 * ramp, 0 * ramp, spike])[rows]


@pytest.fixture(scope="module", params=[1, 3], ids=["grey", "colour"])
def drawn(request, synthetic, tmp_path_factory):
    results = synthetic.results((6,), side=SIDE)
    pictures = Chosen(request.param)
    category = Category("six", 0, np.arange(6), 1, 0.0, {}, None, "Six heatmaps.", ())
    results = replace(results, pictures=pictures, categories=(category,))
    return pictures, report.build(results, tmp_path_factory.mktemp("pixels") / "site").path


def shown(opened, i):
    """The sample's pixels: the middle of each of its enlarged ones."""
    block = opened.pixels(opened.page.locator(f".tile[data-position='{i}'] .picture"))
    scale = block.shape[0] // SIDE
    assert block.shape[0] == SIDE * scale
    return block[scale // 2 :: scale, scale // 2 :: scale]


def expected(pictures, mode, palette, opacity):
    rows = np.arange(6)
    heat = pictures.relevance(rows)
    most = np.abs(heat).max(axis=(1, 2), keepdims=True)
    x = np.rint(127 * heat / np.where(most > 0, most, 1)).astype(int)
    colour = palette[128 + x].astype(float)
    inputs = np.broadcast_to(pictures.inputs(rows), (6, SIDE, SIDE, 3)).astype(float)
    if mode == "input":
        return inputs
    if mode == "attribution":
        return colour
    alpha = opacity * np.abs(x)[..., None] / 127
    return alpha * colour + (1 - alpha) * (inputs @ [0.299, 0.587, 0.114])[..., None]


@pytest.fixture(scope="module")
def everything(synthetic, tmp_path_factory):
    """The same six heatmaps, with every colour map that there is."""
    pictures = Chosen(3)
    category = Category("six", 0, np.arange(6), 1, 0.0, {}, None, "Six heatmaps.", ())
    palettes = {name: colormaps.palette(name) for name in colormaps.names()}
    results = synthetic.results((6,), side=SIDE)
    site = replace(results.site, colormaps=palettes, colormap="coldnhot")
    results = replace(results, pictures=pictures, categories=(category,), site=site)
    return pictures, palettes, report.build(results, tmp_path_factory.mktemp("maps") / "site").path


@pytest.mark.parametrize("mode", ["attribution", "overlay"])
def test_every_colour_map_has_the_colours_of_its_formula(open_site, everything, mode):
    pictures, palettes, path = everything
    opened = open_site(path, f"#c=six-0&m={mode}&s=a&n=128", width=1600, height=1000)
    for name, palette in palettes.items():
        opened.choose("colormap", name)
        wanted = expected(pictures, mode, palette, 0.9)
        for i in range(6):
            assert np.abs(shown(opened, i) - wanted[i]).max() <= TOLERANCE, f"{name}, sample {i}"


@pytest.mark.parametrize("mode", ["input", "attribution", "overlay"])
def test_pictures_have_the_colours_of_the_formulas(open_site, drawn, synthetic, mode):
    pictures, path = drawn
    opened = open_site(path, f"#c=six-0&p=bwr&m={mode}&s=a", width=1600, height=1000)
    wanted = expected(pictures, mode, synthetic.COLORMAPS["bwr"], 0.9)
    for i in range(6):
        assert np.abs(shown(opened, i) - wanted[i]).max() <= TOLERANCE, f"sample {i}"


@pytest.mark.parametrize("mode", ["attribution", "overlay"])
def test_on_a_shared_scale_the_same_colour_is_the_same_relevance(open_site, drawn, synthetic, mode):
    pictures, path = drawn
    opened = open_site(path, f"#c=six-0&p=bwr&m={mode}&g=shared&s=a", width=1600, height=1000)
    heat, palette = pictures.relevance(np.arange(6)), synthetic.COLORMAPS["bwr"].astype(float)
    most = np.abs(heat).max()
    assert opened.page.inner_text(".bar-ticks").split()[-1] == f"{most:.3g}"
    x = heat / most
    # A heatmap is stored in 127 steps of its own scale, and the colours in as many of the shared one.
    colour = palette[128 + np.rint(127 * x).astype(int)]
    wanted = colour
    if mode == "overlay":
        grey = np.broadcast_to(pictures.inputs(np.arange(6)), (6, SIDE, SIDE, 3)) @ [0.299, 0.587, 0.114]
        alpha = 0.9 * np.abs(x)[..., None]
        wanted = alpha * colour + (1 - alpha) * grey[..., None]
    for i in range(6):
        assert np.abs(shown(opened, i) - wanted[i]).max() <= TOLERANCE + 2, f"sample {i}"


def test_the_opacity_of_the_overlay_is_the_readers(open_site, drawn, synthetic):
    pictures, path = drawn
    opened = open_site(path, "#c=six-0&p=bwr&m=overlay&o=40&s=a", width=1600, height=1000)
    wanted = expected(pictures, "overlay", synthetic.COLORMAPS["bwr"], 0.4)
    assert np.abs(shown(opened, 0) - wanted[0]).max() <= TOLERANCE


def test_a_heatmap_of_zeros_is_the_neutral_colour(open_site, drawn, synthetic):
    _, path = drawn
    opened = open_site(path, "#c=six-0&p=gray-red&m=attribution&s=a", width=1600, height=1000)
    assert (shown(opened, 4) == synthetic.COLORMAPS["gray-red"][128]).all()


def test_the_bar_has_the_colours_of_the_map_from_minus_one_to_one(open_site, sites, synthetic):
    opened = open_site(sites["single"])
    opened.choose("colormap", "bwr")
    bar = opened.pixels(opened.page.locator(".bar-colours"))
    row = bar[bar.shape[0] // 2, 1:-1]
    ends = synthetic.COLORMAPS["bwr"][[1, 128, 255]].astype(int)
    assert np.abs(row[[1, len(row) // 2, -2]] - ends).max() <= 12
    assert opened.page.inner_text(".bar-ticks").split() == ["−1", "−0.5", "0", "0.5", "1"]


def test_after_any_sequence_of_choices_every_tile_shows_the_sample_it_names(open_site, sites, synthetic):
    results, palette = synthetic.results(), synthetic.COLORMAPS["coldnhot"]
    row = {name: i for i, name in enumerate(results.samples.id)}
    opened = open_site(sites["folder"], width=1600, height=1000)
    page, rng = opened.page, np.random.default_rng(0)
    choices = [
        *(
            lambda order=order: opened.choose("order", order)
            for order in ("score", "wrong", "relevance", "data")
        ),
        lambda: opened.choose("clustering", str(rng.choice(["kmeans-2", "kmeans-4", "hdbscan"]))),
        *(lambda value=value: page.click(f"#filters button[value={value}]") for value in ("right", "all")),
        lambda: page.locator(".cluster-row .eye").nth(int(rng.integers(2))).click(),
        *(lambda key=key: page.keyboard.press(key) for key in ("a", "i", "c", "j", "k", "Control+z")),
        lambda: page.locator("[data-block=samples]").evaluate("e => e.scrollBy(0, 300)"),
    ]
    seen = set()
    for step in range(24):
        choices[rng.integers(len(choices))]()
        page.keyboard.press(mode := "12"[step % 2])
        opened.settle()
        for tile in page.locator(".tile:visible").all()[:40:9]:
            i = row[tile.locator(".tile-open").get_attribute("title").split("\n")[0]]
            heat = results.pictures.relevance(np.array([i]))[0]
            wanted = results.pictures.inputs(np.array([i]))[0].astype(float)
            if mode == "2":
                wanted = palette[128 + np.rint(127 * heat / np.abs(heat).max()).astype(int)].astype(float)
            block = opened.pixels(tile.locator(".picture"))
            scale = block.shape[0] // 32
            if block.shape[0] != 32 * scale:  # partly out of the tray
                continue
            shown = block[scale // 2 :: scale, scale // 2 :: scale]
            assert np.abs(shown - wanted).max() <= TOLERANCE, f"step {step}, row {i}"
            seen.add(i)
    assert len(seen) > 20
