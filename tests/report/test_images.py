"""Heatmaps as grey values, and tiles in sheets."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from report import images
from report.errors import BadResultsError
from report.look import Look

heatmaps = arrays(np.float32, (2, 3, 4), elements=st.floats(-1e6, 1e6, width=32))


@given(heatmaps)
def test_zero_relevance_is_128_and_the_largest_is_one_end(heat):
    q, scale = images.encode(heat)
    assert (q[heat == 0] == 128).all()
    assert (q >= 1).all()
    for one, values, most in zip(q, heat, scale, strict=True):
        assert most == np.abs(values).max()
        if most:
            assert np.abs(one.astype(int) - 128).max() == 127


@given(heatmaps)
def test_the_coding_is_symmetric_about_zero(heat):
    q, scale = images.encode(heat)
    turned, same = images.encode(-heat)
    assert (turned.astype(int) - 128 == 128 - q.astype(int)).all()
    assert (scale == same).all()


@given(heatmaps.filter(lambda heat: (np.abs(heat).max(axis=(1, 2)) > 1e-30).all()))
def test_relevance_comes_back_within_half_a_step(heat):
    q, scale = images.encode(heat)
    back = (q.astype(float) - 128) / 127 * scale[:, None, None]
    assert (np.abs(back - heat) <= (0.5 / 127 + 1e-6) * scale[:, None, None]).all()


def test_tiles_are_never_larger_than_the_picture_nor_than_the_limit():
    assert images.tile(28, 28, 128) == (28, 28)
    assert images.tile(224, 224, 128) == (128, 128)
    assert images.tile(100, 400, 128) == (32, 128)
    assert images.tile(1, 5000, 128) == (1, 128)


@given(st.integers(1, 300), st.integers(1, 300), st.integers(1, 5000))
def test_a_sheet_stays_within_the_largest_size(height, width, count):
    shape = images.grid(height, width, count)
    assert shape.rows * (height + 2) <= images.SHEET
    assert shape.columns * (width + 2) <= images.SHEET
    assert shape.rows * shape.columns >= 1


def opened(sheet):
    return np.asarray(Image.open(io.BytesIO(sheet.data)))


def tile_of(sheet, i):
    grid = sheet.grid
    top = i // grid.columns * (grid.height + 2) + 1
    left = i % grid.columns * (grid.width + 2) + 1
    return opened(sheet)[top : top + grid.height, left : left + grid.width]


def test_every_tile_is_where_the_page_looks_for_it(monkeypatch):
    monkeypatch.setattr(images, "SHEET", 40)  # so that there are several sheets
    heat = np.random.default_rng(0).normal(size=(200, 5, 7)).astype(np.float32)
    rows = np.random.default_rng(1).permutation(200)
    sheets = list(images.heat_sheets(lambda some: heat[some], rows, Look(64), str))
    assert len(sheets) > 2
    q, scale = images.encode(heat[rows])
    capacity = sheets[0].grid.capacity
    for i in range(200):
        assert (tile_of(sheets[i // capacity], i % capacity) == q[i]).all()
    assert (np.concatenate([sheet.scale for sheet in sheets]) == scale).all()


@pytest.mark.parametrize("channels", [1, 3])
def test_small_inputs_are_kept_exactly(channels):
    inputs = np.random.default_rng(0).integers(0, 256, (9, 6, 8, channels), dtype=np.uint8)
    (sheet,) = images.input_sheets(lambda some: inputs[some], np.arange(9), Look(64))
    for i in range(9):
        assert (tile_of(sheet, i) == (inputs[i] if channels == 3 else inputs[i, ..., 0])).all()


def test_large_inputs_are_shrunk_and_keep_their_shape():
    inputs = np.full((3, 100, 200, 3), 90, np.uint8)
    (sheet,) = images.input_sheets(lambda some: inputs[some], np.arange(3), Look(150))
    assert (sheet.grid.height, sheet.grid.width, sheet.suffix) == (75, 150, "jpg")
    assert np.abs(tile_of(sheet, 2).astype(int) - 90).max() <= 2


def test_shrinking_a_heatmap_keeps_its_mean_and_its_sign():
    heat = np.zeros((1, 8, 8), np.float32)
    heat[0, :2, :2] = -3
    small = images.shrink(heat, 4, 4)
    assert small[0, 0, 0] == -3
    assert small.mean() == pytest.approx(heat.mean())


def test_a_heatmap_that_is_not_finite_names_its_sample():
    heat = np.zeros((3, 4, 4), np.float32)
    heat[1, 2, 2] = np.nan
    with pytest.raises(BadResultsError, match="sample 'cat/7' is not finite"):
        list(
            images.heat_sheets(
                lambda rows: heat[: len(rows)], np.arange(6, 9), Look(8), lambda row: f"cat/{row}"
            )
        )


@pytest.mark.parametrize(
    "block",
    [
        np.zeros((2, 4, 4), np.float32),
        np.zeros((3, 4), np.float32),
        np.zeros((3, 4, 4), np.uint8),
        np.zeros((3, 4, 4, 1), np.float32),
    ],
)
def test_heatmaps_of_a_wrong_shape_or_kind_are_refused(block):
    with pytest.raises(BadResultsError, match=r"pictures\.relevance gives"):
        list(images.heat_sheets(lambda rows: block, np.arange(3), Look(8), str))


def test_inputs_of_two_channels_are_refused():
    with pytest.raises(BadResultsError, match="2 channels"):
        list(
            images.input_sheets(lambda rows: np.zeros((len(rows), 4, 4, 2), np.uint8), np.arange(3), Look(8))
        )
