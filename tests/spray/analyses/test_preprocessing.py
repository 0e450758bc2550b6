"""Heatmaps become features whose distances mean something."""

import numpy as np
import pytest

from spray.analyses.absolute import absolute
from spray.analyses.absspectral import absspectral
from spray.analyses.flatten import flatten
from spray.analyses.fullspectral import fullspectral
from spray.analyses.histogram import histogram
from spray.analyses.normalise import NORMS, normalise
from spray.analyses.pooled import pooled
from spray.analyses.pooling import pooling
from spray.analyses.rescale import rescale
from spray.analyses.resize import FILTERS, resize
from spray.analyses.spectral import spectral
from spray.analyses.sum_channels import sum_channels

RNG = np.random.default_rng(0)
R = RNG.standard_normal((6, 3, 8, 10)).astype(np.float32)


def test_spectral_is_the_share_of_all_that_was_attributed():
    relevance = np.array([[[[1, 2], [0, -1]], [[0, 0], [1, 3]]]], np.float32)  # channels sum to 1 2 1 2
    assert np.allclose(spectral(relevance), [[1 / 6, 2 / 6, 1 / 6, 2 / 6]])


def test_spectral_of_cancelling_relevance_neither_explodes_nor_flips():
    relevance = np.array([[[[1.0, -1.0, 1e-9]]]])
    assert np.allclose(spectral(relevance), [[0.5, -0.5, 0]])
    assert np.allclose(spectral(np.array([[[[1.0, -3.0]]]])), [[0.25, -0.75]])


def test_absspectral_forgets_the_sign():
    assert np.array_equal(absspectral(R), absspectral(-R))
    assert np.allclose(absspectral(R).sum(axis=1), 1)
    assert (absspectral(R) >= 0).all()


def test_pooled_sums_blocks():
    relevance = np.arange(16, dtype=np.float64).reshape(1, 1, 4, 4)
    assert np.allclose(pooled(relevance, size=2) * 120, [[10, 18, 42, 50]])


def test_pooled_uses_every_position_once_for_any_size():
    ones = np.ones((1, 1, 28, 31))
    shares = pooled(ones, size=14)
    assert shares.shape == (1, 14 * 14)
    assert np.isclose(shares.sum(), 1)
    assert shares.min() * 28 * 31 == pytest.approx(4)  # the smallest block has 2 x 2 positions
    assert shares.max() * 28 * 31 == pytest.approx(6)


def test_pooled_to_at_least_the_size_of_the_map_is_spectral():
    assert np.allclose(pooled(R, size=10), spectral(R))


@pytest.mark.parametrize("function", [spectral, absspectral, pooled])
@pytest.mark.parametrize("shape", [(4, 9), (4, 2, 9), (4, 2, 3, 3), (4, 1, 2, 3, 4)])
def test_any_number_of_axes_becomes_a_matrix(function, shape):
    features = function(RNG.standard_normal(shape))
    assert features.ndim == 2
    assert np.allclose(np.abs(features).sum(axis=1), 1)


@pytest.mark.parametrize("function", [spectral, absspectral, pooled])
def test_a_map_without_relevance_stays_zero(function):
    relevance = R.copy()
    relevance[2] = 0
    features = function(relevance)
    assert not features[2].any()
    assert features[[0, 1, 3, 4, 5]].any(axis=1).all()


@pytest.mark.parametrize("function", [spectral, absspectral, pooled])
@pytest.mark.parametrize("scale", [1e-35, 1e-3, 7.0, 1e35])
def test_the_scale_of_the_relevance_cancels(function, scale):
    assert np.allclose(function(R), function(R * np.float32(scale)), atol=1e-6)


@pytest.mark.parametrize("function", [spectral, absspectral, pooled])
def test_samples_can_be_preprocessed_in_pieces(function):
    assert np.array_equal(function(R), np.concatenate([function(R[:1]), function(R[1:4]), function(R[4:])]))


# --- steps that can be chained ---------------------------------------------------------------------------------


def test_sum_and_absolute_and_flatten_do_what_they_say():
    assert np.array_equal(sum_channels(R), R.sum(axis=1))
    assert sum_channels(R[:, 0, 0]).shape == (6, 10)
    assert np.array_equal(absolute(R), np.abs(R))
    assert np.array_equal(flatten(R), R.reshape(6, -1))


@pytest.mark.parametrize("by", NORMS)
@pytest.mark.parametrize("scale", [1e-35, 1.0, 1e35])
def test_normalised_samples_have_the_size_that_was_asked_for(by, scale):
    found = normalise(np.abs(R) * np.float32(scale), by).reshape(6, -1).astype(np.float64)
    size = {
        "l1": np.abs(found).sum(axis=1),
        "l2": np.sqrt(np.square(found).sum(axis=1)),
        "max": np.abs(found).max(axis=1),
        "sum": found.sum(axis=1),
        "std": found.std(axis=1),
    }[by]
    assert np.allclose(size, 1, rtol=1e-4)


def test_dividing_by_the_signed_sum_is_corelays_way_and_the_others_are_not():
    cancelling = np.array([[1.0, -1.0, 1e-9]])
    assert np.abs(normalise(cancelling, "sum")).max() > 1e8
    assert np.abs(normalise(cancelling, "l1")).max() <= 0.5


def test_fullspectral_is_the_share_of_every_channel():
    shares = fullspectral(R)
    assert shares.shape == (6, 240)
    assert np.allclose(np.abs(shares).sum(axis=1), 1)


def test_histograms_are_densities_and_their_bins_mean_the_same_in_every_sample():
    found = histogram(R, 16)
    assert found.shape == (6, 48)
    assert np.allclose(found.reshape(6, 3, 16).sum(axis=2) * 2 / 16, 1)
    weak = R.copy()
    weak[:, 0] /= 10  # one channel fainter than the others: seen over the common range, lost over its own
    assert not np.allclose(histogram(weak), histogram(R))
    own = histogram(R[:, :1], range="own")
    assert np.allclose(own * np.ptp(R[:, 0], axis=(1, 2))[:, None], histogram(weak[:, :1], range="own") *
                       np.ptp(weak[:, 0], axis=(1, 2))[:, None], atol=1e-3)  # fmt: skip


@pytest.mark.parametrize("filter", FILTERS)
@pytest.mark.parametrize("size", [1, 3, 8, 20])
def test_resizing_keeps_a_constant_map_and_gives_the_size(filter, size):
    assert np.allclose(resize(np.full((2, 3, 8, 10), 5.0), size, filter), np.full((2, 3, size, size), 5.0))
    assert resize(np.ones((2, 9)), size, filter).shape == (2, size)


def test_maps_are_resized_to_any_height_and_width():
    resized = resize(R[:, :, :8, :8], 4, "box", height=2)
    assert np.allclose(resized, resize(resize(R[:, :, :8, :8], 4, "box"), 4, "box", height=2))
    assert resize(np.ones((2, 3, 8, 10)), height=5, width=7).shape == (2, 3, 5, 7)
    assert resize(np.ones((2, 9)), width=4).shape == (2, 4)
    with pytest.raises(ValueError, match=r"resize:height=3: samples of shape \(9,\) have no such axis"):
        resize(np.ones((2, 9)), height=3)


def test_resizing_to_half_by_a_box_is_the_mean_of_blocks():
    assert np.allclose(resize(R[:, :, :8, :8], 4, "box"), pooling(R[:, :, :8, :8], 2, by="mean"), atol=1e-6)


def test_rescaling_rounds_and_leaves_at_least_one_point():
    assert rescale(R, 0.25).shape == (6, 3, 2, 2)
    assert rescale(R, 0.01).shape == (6, 3, 1, 1)
    assert np.allclose(rescale(R, 1.0), R, atol=1e-6)


def test_pooling_fills_the_last_block_with_zeros():
    assert pooling(np.ones((1, 1, 3, 3)), 2).tolist() == [[[[4, 2], [2, 1]]]]
    assert pooling(np.arange(5.0)[None], 2, by="max").tolist() == [[1, 3, 4]]


@pytest.mark.parametrize(
    ("function", "option", "message"),
    [
        (normalise, {"by": "l3"}, "normalise:by=l3 is unknown. Valid are l1, l2, max, sum, std."),
        (histogram, {"range": "mine"}, "histogram:range=mine is unknown. Valid are symmetric, own."),
        (resize, {"filter": "cubic"}, "resize:filter=cubic is unknown. Valid are bilinear, box, nearest."),
        (pooling, {"by": "median"}, "pooling:by=median is unknown. Valid are sum, mean, max, min."),
    ],
)
def test_unknown_options_are_named_with_the_valid_ones(function, option, message):
    with pytest.raises(ValueError, match=message):
        function(R, **option)
