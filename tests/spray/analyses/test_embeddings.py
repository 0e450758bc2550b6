"""Maps: neighbours stay neighbours, whatever is used to find them."""

import sys

import numpy as np
import pytest
from sklearn.manifold import TSNE, trustworthiness

from spray.analyses import all_pairs, descent
from spray.analyses.gram import gram
from spray.analyses.grid import grid_repulsion
from spray.analyses.knn import neighbours
from spray.analyses.pca import pca, plane
from spray.analyses.similarities import _conditional, similarities
from spray.analyses.tsne import tsne
from spray.analyses.tsne_spectral import tsne_spectral
from spray.analyses.umap import umap
from spray.analyses.umap_spectral import umap_spectral
from spray.errors import MissingExtraError


def blobs(n=240, d=20, apart=2.0, seed=0):
    random = np.random.default_rng(seed)
    centres = apart * random.standard_normal((6, d))
    group = random.integers(0, 6, n)
    return (centres[group] + random.standard_normal((n, d))).astype(np.float32), group


def map_of(features, **parameters):
    return tsne(features, neighbours(features), gram(features), **parameters)[0]


def test_tsne_keeps_neighbourhoods_as_well_as_that_of_scikit_learn():
    features, _ = blobs()
    theirs = TSNE(init="pca", random_state=0).fit_transform(features)
    ours = map_of(features)
    assert trustworthiness(features, ours) > trustworthiness(features, theirs) - 0.01
    assert np.isfinite(ours).all()


def test_the_similarities_have_the_perplexity_that_was_asked_for():
    features, _ = blobs()
    indices, squared, _ = neighbours(features)
    shares = similarities(indices, squared, 20.0)
    assert shares.sum() == pytest.approx(1, abs=1e-5)
    assert abs(shares - shares.T).max() == 0
    conditional = _conditional(squared.astype(np.float64), np.log(20.0))
    entropy = -(conditional * np.log(np.maximum(conditional, 1e-300))).sum(axis=1)
    assert np.allclose(np.exp(entropy), 20, rtol=1e-3)


@pytest.mark.parametrize("factor", [1.0, 12.0])
def test_the_ways_to_compute_the_gradient_agree(factor, monkeypatch):
    features, _ = blobs()
    indices, squared, _ = neighbours(features)
    shares = similarities(indices, squared, 20.0)
    y = (5 * np.random.default_rng(0).standard_normal((240, 2))).astype(np.float32)
    difference = y[:, None] - y[None]
    weights = 1 / (1 + np.square(difference).sum(axis=2, dtype=np.float64))
    np.fill_diagonal(weights, 0)
    pull = factor * shares.toarray() - weights / weights.sum()
    wanted = 4 * ((pull * weights)[:, :, None] * difference).sum(axis=1)
    size = np.abs(wanted).max()
    monkeypatch.setattr(all_pairs, "ENTRIES", 9000)  # strips of several heights, the last of one row
    pairs = all_pairs.AllPairs(shares, 1.0)
    assert len(pairs.strips) > 3
    pairs.scale(factor)
    assert np.abs(4 * pairs.force(y) - wanted).max() < 1e-4 * size
    assert np.abs(descent._sparse(shares, y, np.float32(factor)) - wanted).max() < 1e-4 * size
    monkeypatch.setattr(descent, "PAIRS", 0)
    assert np.abs(descent._sparse(shares, y, np.float32(factor)) - wanted).max() < 0.1 * size


@pytest.mark.parametrize("spread", [1e-4, 1.0, 30.0])
def test_the_grid_gives_the_sums_over_all_pairs(spread):
    y = (spread * np.random.default_rng(0).standard_normal((800, 2))).astype(np.float32)
    pushed, total = grid_repulsion(y)
    exact, exact_total = descent._repulsion(y)
    assert total == pytest.approx(exact_total, rel=0.02)
    assert np.linalg.norm(pushed - exact) < 0.1 * np.linalg.norm(exact)


def test_tsne_of_many_samples_by_the_grid_keeps_groups_together(monkeypatch):
    monkeypatch.setattr(descent, "DENSE", 0)
    monkeypatch.setattr(descent, "PAIRS", 0)
    features, group = blobs(apart=4.0)
    points = map_of(features)
    apart = np.square(points[:, None] - points[None]).sum(axis=2) + np.diag(np.full(240, np.inf))
    assert (group[apart.argmin(axis=1)] == group).mean() > 0.98


def test_duplicates_come_to_lie_together_and_not_on_top_of_others():
    features = np.repeat(blobs(40)[0], 5, axis=0)
    points = map_of(features)
    own = np.square(points.reshape(40, 5, 2) - points.reshape(40, 5, 2).mean(axis=1, keepdims=True)).sum(
        axis=2
    )
    assert np.sqrt(own.max()) < 0.5 * np.ptp(points)
    assert np.isfinite(points).all()


@pytest.mark.parametrize("shape", [(30, 5), (6, 40)])
def test_whitened_components_vary_alike_and_those_beyond_the_rank_are_zero(shape):
    features = np.random.default_rng(0).standard_normal(shape) * 10.0 ** np.arange(shape[1] % 7 + 1).mean()
    points, _ = pca(features, dimensions=8, whiten=True)
    assert np.allclose(points[:, :5].std(axis=0, ddof=1), 1)
    assert (points[:, 5:] == 0).all()
    assert (pca(np.ones(shape), whiten=True)[0] == 0).all()


@pytest.mark.parametrize("shape", [(60, 12), (50, 2000), (1200, 1100)])
def test_a_map_starts_from_the_first_two_components(shape):
    features = (np.random.default_rng(0).standard_normal(shape) * np.linspace(3, 1, shape[1])).astype(
        np.float32
    )
    features[: shape[0] // 2, :40] += 3
    features[::3, 40:80] += 2
    start, exact = plane(features, gram(features)), pca(features)[0]
    for own, wanted in zip(start.T, exact.T, strict=True):
        assert abs(np.corrcoef(own, wanted)[0, 1]) > 0.98


@pytest.mark.parametrize("rows", [20, 300])
def test_rows_that_are_all_the_same_number_have_a_finite_map(rows):
    features = np.full((rows, 5), 1 / 5)  # in double precision their mean is not that number
    assert np.isfinite(map_of(features)).all()


def test_the_map_of_eigenvectors_keeps_their_neighbourhoods():
    points = blobs(n=120, d=8, apart=3.0)[0].astype(np.float64)
    found, eigenvalues = tsne_spectral(points, perplexity=15)
    assert eigenvalues is None
    assert trustworthiness(points, found, n_neighbors=10) > 0.9


def test_without_umap_learn_the_error_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "umap", None)
    features, _ = blobs(30)
    with pytest.raises(
        MissingExtraError, match=r'needs umap-learn, which is not installed: pip install "lrpfx\[umap\]"'
    ):
        umap(features, neighbours(features))


@pytest.mark.slow
def test_umap_keeps_groups_together_repeats_itself_and_adapts():
    features, group = blobs(apart=4.0)
    near = neighbours(features)
    points, values = umap(features, near)
    assert values is None
    apart = np.square(points[:, None] - points[None]).sum(axis=2) + np.diag(np.full(240, np.inf))
    assert (group[apart.argmin(axis=1)] == group).mean() > 0.98
    assert np.array_equal(points, umap(features, near)[0])
    assert not np.array_equal(points, umap(features, near, seed=1)[0])
    assert umap(features, near, dimensions=3)[0].shape == (240, 3)
    assert np.array_equal(points, umap_spectral(features)[0])
    for n in (1, 2, 5, 7, 12):
        few = features[:n]
        assert np.isfinite(umap(few, neighbours(few))[0]).all()
    for kind in (np.zeros((30, 4)), np.ones((30, 4)), np.repeat(features[:3], 10, axis=0), features * 1e36):
        hard = kind.astype(np.float32)
        assert np.isfinite(umap(hard, neighbours(hard))[0]).all()
