"""Colours against the formulas, within 3 of 255, on heatmaps of every kind.

q = 128 + round(127 R / max|R|);  attribution: palette[q];
overlay: a C + (1 - a) grey, a = opacity |q - 128| / 127, grey = 0.299 R + 0.587 G + 0.114 B.
"""

from dataclasses import dataclass, replace

import numpy as np
import pytest

import report
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


@pytest.mark.parametrize("mode", ["input", "attribution", "overlay"])
@pytest.mark.parametrize("name", ["bwr", "coldnhot", "gray-red"])
def test_pictures_have_the_colours_of_the_formulas(open_site, drawn, synthetic, mode, name):
    pictures, path = drawn
    opened = open_site(path, f"#c=six-0&p={name}&m={mode}&o=90&s=b_w~x", width=1600, height=1000)
    opened.page.keyboard.press("a")
    opened.settle()
    wanted = expected(pictures, mode, synthetic.COLORMAPS[name], 0.9)
    for i in range(6):
        assert np.abs(shown(opened, i) - wanted[i]).max() <= TOLERANCE, f"sample {i}"


def test_the_opacity_of_the_overlay_is_the_readers(open_site, drawn, synthetic):
    pictures, path = drawn
    opened = open_site(path, "#c=six-0&p=bwr&m=overlay&o=40", width=1600, height=1000)
    opened.page.keyboard.press("a")
    opened.settle()
    wanted = expected(pictures, "overlay", synthetic.COLORMAPS["bwr"], 0.4)
    assert np.abs(shown(opened, 0) - wanted[0]).max() <= TOLERANCE


def test_a_heatmap_of_zeros_is_the_neutral_colour(open_site, drawn, synthetic):
    _, path = drawn
    opened = open_site(path, "#c=six-0&p=gray-red&m=attribution", width=1600, height=1000)
    opened.page.keyboard.press("a")
    opened.settle()
    assert (shown(opened, 4) == synthetic.COLORMAPS["gray-red"][128]).all()


def test_the_bar_has_the_colours_of_the_map_from_minus_one_to_one(open_site, sites, synthetic):
    opened = open_site(sites["single"])
    opened.choose("colormap", "bwr")
    bar = opened.pixels(opened.page.locator(".bar-colours"))
    row = bar[bar.shape[0] // 2, 1:-1]
    ends = synthetic.COLORMAPS["bwr"][[1, 128, 255]].astype(int)
    assert np.abs(row[[1, len(row) // 2, -2]] - ends).max() <= 12
    assert opened.page.inner_text(".bar-ticks").split() == ["−1", "−0.5", "0", "0.5", "1"]
