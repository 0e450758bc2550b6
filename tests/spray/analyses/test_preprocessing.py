"""Heatmaps become features whose distances mean something."""

import numpy as np
import pytest

from spray.analyses.absspectral import absspectral
from spray.analyses.pooled import pooled
from spray.analyses.spectral import spectral

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
