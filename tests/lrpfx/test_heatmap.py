"""Arrays become pictures: what becomes which index, where images lie in a grid, and what a file holds."""

import io
import re

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from nets import inputs
from PIL import Image

from lrpfx.colormaps import palette
from lrpfx.errors import InputError, ParameterError
from lrpfx.heatmap import heatmap, imgify, imsave, recolour
from lrpfx.overlay import overlay, picture


def indices(relevance, **how):
    return np.asarray(heatmap(np.asarray(relevance, dtype=float), **how))


def of(values, **how):
    return np.asarray(imgify(np.asarray(values), **how)).tolist()


# ---- the symmetric scale ----------------------------------------------------------------------------------------


def test_zero_is_index_128_and_the_extremes_are_as_far_from_it():
    assert indices([[-2.0, 0.0, 2.0]]).tolist() == [[1, 128, 255]]


def test_a_heatmap_is_symmetric():
    relevance = inputs(9, 9).numpy()
    plus, minus = (indices(s * relevance).astype(int) for s in (1, -1))
    assert np.unique(plus + minus).tolist() == [256]


def test_a_heatmap_does_not_depend_on_the_scale():
    relevance = inputs(9, 9).numpy()
    assert np.array_equal(indices(relevance), indices(relevance * 1e-9))
    assert np.array_equal(indices(relevance), indices(relevance * 1e9))


def test_the_greatest_relevance_alone_sets_the_scale():
    assert indices([[-1.0, 4.0]]).tolist() == [[96, 255]]


def test_a_map_of_zeros_is_neutral():
    image = heatmap(np.zeros((3, 4)), "bwr")
    assert np.unique(np.asarray(image)).tolist() == [128]
    assert image.size == (4, 3)
    assert np.unique(np.asarray(image.convert("RGB"))).tolist() == [255]


def test_positive_and_negative_relevance_have_different_colours():
    rgb = np.asarray(heatmap(np.array([[-1.0, 0.0, 1.0]]), "bwr").convert("RGB"))
    assert rgb.tolist() == [[[1, 1, 255], [255, 255, 255], [255, 0, 0]]]


numbers = st.floats(allow_nan=False, allow_infinity=False)
maps = arrays(float, (2, 3), elements=numbers)


@given(maps)
def test_a_heatmap_keeps_sign_and_order(relevance):
    index, v = indices(relevance).astype(int).ravel(), relevance.ravel()
    assert (index[v > 0] >= 128).all()
    assert (index[v < 0] <= 128).all()
    assert (index[v == 0] == 128).all()
    assert (np.diff(index[np.argsort(v)]) >= 0).all()
    assert np.abs(index - 128).max() == (127 if v.any() else 0)


@given(maps)
def test_any_scale_keeps_the_order_and_spans_all_indices(values):
    index = np.asarray(imgify(values)).astype(int).ravel()
    assert (np.diff(index[np.argsort(values.ravel())]) >= 0).all()
    low, high = values.min(), values.max()
    assert [index.min(), index.max()] == ([0, 255] if low < high else [0, 0])


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("how", [{}, {"symmetric": True}, {"vmin": -1, "vmax": 1}])
def test_what_has_no_colour_is_refused_by_the_number_of_its_image(bad, how):
    values = np.zeros((4, 2, 3))
    values[[1, 3], 1, 2] = bad
    with pytest.raises(InputError, match=r"the values of image 1, 3 hold NaN or infinity"):
        imgify(values, grid=True, **how)


# ---- every scale ------------------------------------------------------------------------------------------------


def test_values_are_rounded_not_cut():
    assert of([[0.0, 0.499, 0.501, 254.6, 255.0]]) == [[0, 0, 1, 255, 255]]


def test_a_constant_array_is_index_0_and_128_when_it_is_zero_on_the_symmetric_scale():
    assert of(np.full((1, 2), 7.0)) == of(np.zeros((1, 2))) == [[0, 0]]
    assert of(np.zeros((1, 2)), symmetric=True) == [[128, 128]]
    assert of(np.full((1, 2), -7.0), symmetric=True) == [[1, 1]]


def test_bounds_are_the_ends_and_values_beyond_them_saturate():
    assert of([[-5.0, 0.0, 1.0, 2.0, 9.0]], vmin=0, vmax=2) == [[0, 0, 128, 255, 255]]
    assert of([[-4.0, 0.0, 4.0]], vmin=0) == [[0, 0, 255]]
    assert of([[-4.0, 0.0, 4.0]], vmax=0) == [[0, 255, 255]]
    assert of([[-4.0, -1.0]], vmin=0) == [[0, 0]]


def test_one_bound_of_a_symmetric_scale_is_both():
    for bound in ({"vmax": 2}, {"vmin": -2}, {"vmin": -2, "vmax": 2}):
        assert of([[-4.0, -1.0, 0.0, 2.0, 4.0]], symmetric=True, **bound) == [[1, 64, 128, 255, 255]]


def test_each_image_of_a_grid_may_have_bounds_of_its_own():
    images = np.array([[[0.0, 1.0, 2.0]], [[0.0, 10.0, 20.0]]])
    assert of(images, grid=(2, 1)) == [[0, 128, 255]] * 2
    assert of(images, grid=(2, 1), vmin=0, vmax=[2, 40]) == [[0, 128, 255], [0, 64, 128]]
    assert of(images, grid=(2, 1), vmin=[0, -20], vmax=torch.tensor([4, 20]), symmetric=False) == [
        [0, 64, 128],
        [128, 191, 255],
    ]
    assert of(images, grid=(2, 1), vmin=0, vmax=20) == [[0, 13, 26], [0, 128, 255]]


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"vmin": 1, "vmax": 1}, "vmin has to be less than vmax"),
        ({"vmin": 2, "vmax": 1}, "vmin has to be less than vmax"),
        ({"vmin": -1, "vmax": 2, "symmetric": True}, "on a symmetric scale vmin is -vmax"),
        ({"vmax": [1, 2]}, "vmax has 2 values; needed is one, or one for each of 1 images"),
        ({"vmax": np.inf}, "vmax holds NaN or infinity"),
        ({"gap": -1, "grid": True}, "the gap is -1 pixels"),
        ({"gridfill": 256, "grid": True}, "gridfill is 256"),
        ({"gridfill": (1, 2), "grid": True}, "gridfill is (1, 2)"),
        ({"channels": "middle"}, "channels='middle'; valid: 'first', 'last', None"),
    ],
)
def test_arguments_that_contradict_each_other_are_refused(how, message):
    values = np.zeros((1, 4, 4)) if how.get("grid") else np.zeros((4, 4))
    with pytest.raises(ParameterError, match=re.escape(message)):
        imgify(values, **how)


def test_bytes_are_taken_as_they_are_unless_a_scale_is_asked_for():
    values = np.array([[3, 7, 200]], np.uint8)
    assert of(values) == [[3, 7, 200]]
    assert of(values, vmin=0, vmax=200) == [[4, 9, 255]]
    colours = np.arange(2 * 2 * 3, dtype=np.uint8).reshape(2, 2, 3)
    assert of(colours) == colours.tolist()


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.int64])
def test_tensors_of_every_kind_have_the_picture_of_their_values(dtype):
    values = torch.tensor([[-2, 0, 1]], dtype=dtype, requires_grad=dtype.is_floating_point)
    assert np.asarray(imgify(values, symmetric=True)).tolist() == [[1, 128, 192]]


def test_what_is_no_number_is_refused():
    for values in (np.zeros((0, 3)), np.array([["a"]]), np.array([[1j]])):
        with pytest.raises(InputError, match="a picture needs real numbers"):
            imgify(values)


def test_a_picture_is_that_of_zennit_but_rounded_where_it_cuts(zennit):
    """Colour images, since its own of one channel fail on Pillow 13."""
    from zennit.image import imgify as zennits

    values = inputs(3, 9, 8).numpy()
    for how in ({}, {"vmin": -1.0}, {"vmax": 0.5}, {"vmin": -2.0, "vmax": 1.0}):
        ours, theirs = (
            np.asarray(imgify(values, **how)).astype(int),
            np.asarray(zennits(values, **how)).astype(int),
        )
        assert set(np.unique(ours - theirs)) <= {0, 1}
        assert (ours != theirs).any()
    ours, theirs = np.asarray(imgify(values, symmetric=True)), np.asarray(zennits(values, symmetric=True))
    assert np.abs(ours.astype(int) - theirs).max() <= 2  # ours is 128 + 127 x, so that there is a zero


# ---- shapes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shape", "mode"),
    [((4, 5), "P"), ((1, 4, 5), "P"), ((4, 5, 1), "P"), ((3, 4, 5), "RGB"), ((4, 5, 3), "RGB")],
)
def test_one_channel_has_a_palette_and_three_are_colours(shape, mode):
    image = imgify(inputs(*shape))
    assert (image.mode, image.size) == (mode, (5, 4))


def test_channels_in_front_and_at_the_end_give_the_same_picture():
    values = inputs(3, 4, 5)
    assert np.array_equal(np.asarray(imgify(values)), np.asarray(imgify(values.permute(1, 2, 0))))
    red = np.zeros((3, 4, 5))
    red[0] = 1
    assert np.asarray(imgify(red))[0, 0].tolist() == [255, 0, 0]


def test_a_shape_that_can_be_read_in_two_ways_is_asked_about():
    values = inputs(3, 4, 3)
    with pytest.raises(InputError, match=r"\(3, 4, 3\) may have its channels at either end; say channels="):
        imgify(values)
    assert imgify(values, channels="first").size == (3, 4)
    assert imgify(values, channels="last").size == (4, 3)


@pytest.mark.parametrize("shape", [(5,), (2, 4, 5), (4, 5, 2), (1, 1, 1, 4, 5)])
def test_what_is_no_image_is_refused(shape):
    with pytest.raises(
        InputError, match=re.escape(f"each image has shape {shape}; needed is (height, width)")
    ):
        imgify(np.zeros(shape))


# ---- grids ------------------------------------------------------------------------------------------------------


def test_images_of_a_grid_lie_row_by_row():
    images = np.arange(6, dtype=np.uint8)[:, None, None] + np.zeros((6, 2, 3), np.uint8)
    assert of(images, grid=True) == np.kron([[0, 1, 2], [3, 4, 5]], np.ones((2, 3))).tolist()
    assert of(images, grid=(3, 2)) == np.kron([[0, 1], [2, 3], [4, 5]], np.ones((2, 3))).tolist()


def test_gaps_and_empty_cells_are_zero_relevance():
    sheet = np.array(of(np.ones((3, 2, 2)), grid=True, gap=1, symmetric=True))
    assert sheet.shape == (5, 5)
    assert np.unique(sheet[2]).tolist() == np.unique(sheet[:, 2]).tolist() == [128]
    assert np.unique(sheet[3:, 3:]).tolist() == [128]
    assert sheet[0, 0] == sheet[0, 3] == sheet[3, 0] == 255


def test_gaps_and_empty_cells_have_the_colour_they_are_given():
    sheet = np.array(of(np.zeros((3, 1, 1)), grid=True, gap=1, gridfill=9))
    assert sheet.tolist() == [[0, 9, 0], [9, 9, 9], [0, 9, 9]]
    colours = np.array(of(np.zeros((2, 3, 2, 2)), grid=True, gap=1, gridfill=(1, 2, 3)))
    assert colours[0, 2].tolist() == [1, 2, 3]


def test_a_grid_without_place_for_all_is_refused_not_cut():
    with pytest.raises(ParameterError, match="a grid of 2 by 2 has no place for 5 images"):
        imgify(np.zeros((5, 2, 2)), grid=(2, 2))


def test_a_grid_of_colour_images_is_a_colour_image():
    images = inputs(4, 3, 2, 5)
    sheet = np.asarray(imgify(images, grid=True))
    assert sheet.shape == (4, 10, 3)
    assert np.array_equal(sheet[2:, :5], np.asarray(imgify(images[2])))


# ---- palettes and files -----------------------------------------------------------------------------------------


def test_the_colour_map_can_be_changed_afterwards():
    relevance = inputs(6, 7)
    image = heatmap(relevance, "bwr")
    other = recolour(image, "coldnhot", 2.0)
    assert np.array_equal(np.asarray(other), np.asarray(image))
    assert np.array_equal(np.asarray(other.convert("RGB")), palette("coldnhot", 2.0)[np.asarray(image)])
    assert np.array_equal(np.asarray(image.convert("RGB")), palette("bwr")[np.asarray(image)])


def test_a_picture_of_colours_cannot_be_recoloured():
    with pytest.raises(InputError, match="the picture has mode RGB, no palette"):
        recolour(Image.new("RGB", (2, 2)), "bwr")


@pytest.mark.parametrize("suffix", ["png", "gif", "bmp", "tiff"])
def test_a_file_holds_the_indices_and_the_palette(tmp_path, suffix):
    relevance = inputs(6, 7)
    path = tmp_path / f"heat.{suffix}"
    imsave(path, relevance, cmap="france", symmetric=True)
    with Image.open(path) as read:
        assert np.array_equal(np.asarray(read), indices(relevance))
        assert np.array_equal(np.asarray(read.convert("RGB")), palette("france")[indices(relevance)])


def test_an_optimized_file_of_few_indices_reads_back_the_same():
    stream = io.BytesIO()
    imsave(stream, [[-1.0, 0.0, 1.0]], symmetric=True, format="PNG", writer_params={"optimize": True})
    assert np.asarray(Image.open(stream)).tolist() == [[1, 128, 255]]


@pytest.mark.parametrize("suffix", ["jpg", "webp"])
def test_formats_without_palettes_hold_the_colours(tmp_path, suffix):
    path = tmp_path / f"heat.{suffix}"
    imsave(path, np.full((16, 16), -1.0), cmap="bwr", symmetric=True, writer_params={"quality": 95})
    with Image.open(path) as read:
        assert read.mode == "RGB"
        assert np.abs(np.asarray(read).astype(int) - palette("bwr")[1]).max() <= 4


# ---- pictures and overlays --------------------------------------------------------------------------------------


def test_a_picture_undoes_the_normalisation_it_is_told():
    mean, std = np.array([0.5, 0.4, 0.3]), np.array([0.2, 0.3, 0.1])
    colours = np.arange(3 * 4 * 5).reshape(3, 4, 5) * 4
    x = (colours / 255 - mean[:, None, None]) / std[:, None, None]
    assert np.array_equal(np.asarray(picture(x, mean, std)), colours.transpose(1, 2, 0))


def test_a_picture_runs_from_the_least_to_the_greatest_value_unless_it_is_told():
    assert np.asarray(picture([[-3.0, -1.0, 1.0]])).tolist() == [[0, 128, 255]]
    assert np.asarray(picture(inputs(3, 4, 5))).shape == (4, 5, 3)
    five = inputs(5, 4, 6)
    assert np.array_equal(np.asarray(picture(five)), np.asarray(picture(five.mean(0))))


def test_statistics_for_another_number_of_channels_are_refused():
    with pytest.raises(
        ParameterError, match="mean has 3 values; needed is one, or one for each of 1 channels"
    ):
        picture(np.zeros((1, 2, 2)), mean=[0.1, 0.2, 0.3])


def test_an_overlay_is_the_formula_of_virelay():
    g = np.random.default_rng(0)
    base = Image.fromarray(g.integers(0, 256, (4, 5, 3), dtype=np.uint8))
    R = g.normal(size=(4, 5))
    found = np.asarray(overlay(base, R, "black-fire-red")).astype(float)
    alpha = 0.9 * np.abs(R / np.abs(R).max())[..., None]
    colour = palette("black-fire-red")[indices(R)]
    wanted = alpha * colour + (1 - alpha) * np.asarray(base.convert("L"))[..., None]
    assert np.abs(found - wanted).max() <= 1.5  # half a step of colour and half an index of opacity


def test_without_relevance_an_overlay_is_the_grey_picture():
    base = picture(inputs(3, 4, 5))
    grey = np.asarray(base.convert("L"))
    for found in (overlay(base, np.zeros((4, 5))), overlay(base, inputs(4, 5), opacity=0.0)):
        assert np.array_equal(np.asarray(found), np.repeat(grey[..., None], 3, axis=2))


def test_coarse_relevance_is_spread_over_the_picture():
    base = Image.new("L", (8, 8), 0)
    found = np.asarray(overlay(base, np.array([[1.0, -1.0], [1.0, -1.0]]), "bwr")).astype(int)
    assert found.shape == (8, 8, 3)
    assert found[0, 0, 0] > 200
    assert found[0, 7, 2] > 200


@pytest.mark.parametrize("how", [{"opacity": 1.1}, {"vmax": 0.0}, {"vmax": -1.0}])
def test_an_overlay_refuses_what_makes_no_sense(how):
    with pytest.raises(ParameterError):
        overlay(Image.new("L", (2, 2)), np.ones((2, 2)), **how)
