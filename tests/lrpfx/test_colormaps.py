"""Colour maps: Zennit's and ViRelAy's to the bit, and the language for maps of one's own."""

import hashlib
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrpfx import colormaps
from lrpfx.colormaps import ColorMap
from lrpfx.errors import ColorMapError, ParameterError, UnknownNameError

# sha256(palette(name, level))[:16] at levels 1, 2 and 0.5, as Zennit 1.0.0 draws its maps of these names
PALETTES = {
    "gray": ("72432263dbfe17ab", "55537ce15265319c", "832d356e6ac7d95f"),
    "wred": ("d828a7d194188f79", "1b15557306c9d056", "9034552af0fd2762"),
    "wblue": ("b5a52414c6bdea05", "7676afd82e2cefa6", "874667db86dbe8e6"),
    "hot": ("c50f9920dc226cbf", "437d7cfa5b7740a5", "fe2cb3c58d8e09d0"),
    "cold": ("d8575f95135e3952", "03e34a69e0d17052", "d1adfaf5f5776b03"),
    "coldnhot": ("54769d7811f89775", "d1728e8c3f5619cf", "cdc661e26cc9cdaf"),
    "bwr": ("4b8d05e0aa13e8a0", "780d57d84881d12f", "2471b672832aeac3"),
    "france": ("20358f74eb681ca6", "a330c9ed0ced2bdc", "fb367193d5aa31c9"),
    "seismic": ("45b1a1190cc79cb4", "787f966fa25c914f", "00be6cb6e2ee6536"),
    "coolio": ("e735c4f62c0aaf84", "a2777d53860c5892", "6f05515391b3973e"),
    "coleus": ("f71623e2fdba1d1a", "a252f15768521560", "5c99d0628bdf4174"),
}

# what ViRelAy 0.6.1 draws for relevance -1, -0.5, 0, 0.5 and 1 times the greatest
VIRELAY = {
    "gray-red": [(0, 0, 255), (102, 102, 229), (204, 204, 204), (229, 102, 102), (255, 0, 0)],
    "black-green": [(0, 0, 255), (0, 0, 127), (0, 0, 0), (0, 127, 0), (0, 255, 0)],
    "black-fire-red": [(255, 255, 255), (0, 255, 255), (0, 0, 0), (255, 255, 0), (255, 255, 255)],
    "black-yellow": [(0, 0, 255), (0, 0, 127), (0, 0, 0), (127, 127, 0), (255, 255, 0)],
    "blue-white-red": [(0, 0, 255), (128, 128, 255), (255, 254, 254), (255, 126, 126), (255, 0, 0)],
    "afm-hot": [(0, 0, 0), (128, 0, 0), (255, 128, 0), (255, 255, 129), (255, 255, 255)],
    "jet": [(0, 0, 127), (0, 128, 255), (124, 255, 121), (255, 148, 0), (127, 0, 0)],
    "virelay-seismic": [(0, 0, 76), (1, 1, 255), (255, 253, 253), (253, 0, 0), (127, 0, 0)],
}

MATPLOTLIB = {"blue-white-red": "bwr", "afm-hot": "afmhot", "jet": "jet", "virelay-seismic": "seismic"}


# ---- maps by name -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PALETTES)
def test_palette_has_the_colours_of_zennit(name):
    found = tuple(
        hashlib.sha256(colormaps.palette(name, level).tobytes()).hexdigest()[:16] for level in (1.0, 2.0, 0.5)
    )
    assert found == PALETTES[name]


@pytest.mark.parametrize("name", VIRELAY)
def test_a_map_has_the_colours_of_virelay(name):
    assert colormaps.get(name)([-1, -0.5, 0, 0.5, 1]).tolist() == [list(c) for c in VIRELAY[name]]


@pytest.mark.parametrize("name", VIRELAY)
def test_a_palette_of_virelay_has_its_formula_at_every_index(name):
    x = (np.arange(256) - 128) / 127
    for level in (1.0, 2.0, 0.5):
        assert np.array_equal(colormaps.palette(name, level), colormaps.get(name)(level * x))
    assert colormaps.palette(name)[[1, 128, 255]].tolist() == [list(VIRELAY[name][k]) for k in (0, 2, 4)]


@pytest.mark.parametrize("name", MATPLOTLIB)
def test_the_maps_that_virelay_takes_from_matplotlib_are_its_own_to_the_bit(name):
    matplotlib = pytest.importorskip("matplotlib", reason="matplotlib comes with the test extra's captum")
    x = np.linspace(-1, 1, 10_001)
    wanted = (matplotlib.colormaps[MATPLOTLIB[name]]((x + 1) / 2)[:, :3] * 255).astype(np.uint8)
    assert np.array_equal(colormaps.get(name)(x), wanted)


def test_every_map_is_tested():
    assert set(PALETTES) | set(VIRELAY) == set(colormaps.names())
    assert not set(PALETTES) & set(VIRELAY)


@pytest.mark.parametrize("name", colormaps.names())
def test_palette_is_a_table_of_its_own(name):
    table = colormaps.palette(name)
    assert table.shape == (256, 3)
    assert table.dtype == np.uint8
    table[:] = 7
    assert not np.array_equal(colormaps.palette(name), table)


@pytest.mark.parametrize(
    "name", ["coldnhot", "bwr", "france", "seismic", "coolio", "coleus", "gray-red", "black-fire-red"]
)
def test_a_signed_map_has_its_neutral_colour_at_zero(name):
    zero = colormaps.palette(name)[128]
    assert zero[0] == zero[1] == zero[2]


def test_an_unknown_map_lists_the_known_ones():
    with pytest.raises(UnknownNameError, match=r"no colour map is called `viridis`; valid: .*coldnhot.*jet"):
        colormaps.palette("viridis")


@pytest.mark.parametrize("level", [0, -1, float("nan"), float("inf")])
def test_a_level_that_is_no_contrast_is_refused(level):
    with pytest.raises(ParameterError, match="the level"):
        colormaps.palette("bwr", level)


# ---- the language -----------------------------------------------------------------------------------------------


def places(source):
    return [index for index, _ in ColorMap(source).stops]


@pytest.mark.parametrize(
    ("source", "wanted"),
    {
        "000,fff": [0, 255],
        "000,f00,fff": [0, 127, 255],
        "000,f00,ff0,fff": [0, 85, 170, 255],
        "0ff,00f,80:000,f00,ff0,fff": [0, 64, 128, 170, 212, 255],
        "20:000,fff": [32, 255],
        "000,c0:fff": [0, 192],
        "8:000,fff": [0x88, 255],
        "1a:000,fff,000,da:fff": [26, 90, 154, 218],
    }.items(),
)
def test_colours_without_an_index_are_spread_evenly(source, wanted):
    assert places(source) == wanted


def test_short_and_long_spellings_are_the_same():
    assert np.array_equal(ColorMap("000,f80").palette(), ColorMap(" 000000 , FF8800 ").palette())
    assert places("0:000,8:fff,f:000") == places("00:000,88:fff,ff:000")


def test_colours_are_linear_between_stops_and_constant_beyond_them():
    map_ = ColorMap("33:000,cc:fff")
    found = map_([-1.0, 0.0, 0.2, 0.5, 0.8, 1.0, 2.0])[:, 0]
    np.testing.assert_allclose(found, [0, 0, 0, 0.5, 1, 1, 1], atol=1e-12)
    assert map_(np.zeros((2, 3))).shape == (2, 3, 3)


def test_a_map_jumps_where_an_index_is_given_twice():
    table = (ColorMap("000,80:000,80:fff,fff")(np.arange(256) / 255) * 255).round().astype(int)[:, 0]
    assert np.unique(table[:128]).tolist() == [0]
    assert np.unique(table[128:]).tolist() == [255]


@pytest.mark.parametrize(
    ("source", "message"),
    {
        "": "character 1: `` is no colour",
        "000": "character 1: there is one colour; give two or more",
        "000,g00": "character 5: `g00` is no colour; write 3 or 6 hexadecimal digits",
        "000,fff,": "character 9: `` is no colour",
        "000,ffff": "character 5: `ffff`",
        "100:000,fff": "character 1: `100:000`",
        "-1:000,fff": "character 1: `-1:000`",
        "80:000,40:fff": "character 8: index 40 follows 80; let the indices increase",
        "000,c0:f00,fff,90:00f": "character 16: index 90 follows c0",
        "000;fff": "character 1: `000;fff`",
    }.items(),
)
def test_a_text_that_is_no_map_says_where(source, message):
    with pytest.raises(ColorMapError, match=re.escape(message)):
        ColorMap(source)


def test_wherever_a_name_is_taken_a_text_or_a_map_is_taken_too():
    text = "00f,80:fff,f00"
    wanted = colormaps.palette("bwr", 2.0)
    assert np.array_equal(colormaps.palette(text, 2.0), wanted)
    assert np.array_equal(colormaps.palette(ColorMap(text), 2.0), wanted)
    assert colormaps.get(ColorMap(text)) == ColorMap(text)


colour = st.text("0123456789abcdefABCDEF", min_size=3, max_size=3) | st.text(
    "0123456789abcdef", min_size=6, max_size=6
)
indexed = st.lists(st.tuples(st.integers(0, 255), colour), min_size=2, max_size=6, unique_by=lambda s: s[0])


@given(indexed)
def test_a_map_with_all_its_indices_is_that_of_zennit(zennit, stops):
    from zennit.cmap import ColorMap as Zennits

    source = ",".join(f"{index:02x}:{digits}" for index, digits in sorted(stops))
    v = np.linspace(-0.1, 1.1, 400)
    np.testing.assert_allclose(ColorMap(source)(v), Zennits(source)(v), atol=1e-12)


@given(st.lists(colour, min_size=2, max_size=9))
def test_an_evenly_spaced_map_is_that_of_zennit(zennit, colours):
    from zennit.cmap import ColorMap as Zennits

    # its places are rounded down after a division, so a whole number may come out one too small there
    table, v = ColorMap(",".join(colours)), np.linspace(0, 1, 256)
    whole = [255 * k % (len(colours) - 1) == 0 for k in range(1, len(colours) - 1)]
    if not any(whole):
        np.testing.assert_allclose(table(v), Zennits(table.source)(v), atol=1e-12)
    assert len(table.stops) == len(colours)
