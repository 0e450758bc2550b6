"""Distances are metrics where they say so, and see what they are for."""

import numpy as np
import pytest
import scipy.stats

from spray.analyses import names, registry
from spray.analyses.channels import positions
from spray.analyses.knn import _by_distance, neighbours
from spray.specs import parse

SHAPE = (2, 10, 12)
METRICS = ("euclidean", "pearson", "ssim", "wasserstein")


def maps(n=24, seed=0, shape=SHAPE):
    random = np.random.default_rng(seed)
    noise = random.standard_normal((n, *shape)).astype(np.float32)
    noise[: n // 3, ..., 2:5, 2:6] += 3
    noise[3] = noise[2]  # a duplicate
    noise[4] = 0
    noise[5] = 2 * noise[6] + 1
    return noise.reshape(n, -1)


def between(name, features, shape=SHAPE):
    """Distances between all rows, as the pipeline computes them."""
    (choice,) = parse("distance", name, "analyze.distances")
    analysis, given = choice.analysis, {"features": features, "shape": shape} | dict(choice.parameters)
    rows = features
    if analysis.prepare is not None:
        taken = analysis.prepare.__code__.co_varnames[: analysis.prepare.__code__.co_argcount]
        rows = analysis.prepare(**{key: value for key, value in given.items() if key in taken})
    return analysis.function(rows, rows, **choice.parameters)


@pytest.mark.parametrize("name", METRICS)
@pytest.mark.parametrize("seed", range(4))
def test_metrics_are_symmetric_zero_on_the_diagonal_and_obey_the_triangle_inequality(name, seed):
    apart = between(name, maps(seed=seed))
    assert np.allclose(apart, apart.T, atol=1e-6)
    assert np.allclose(np.diag(apart), 0, atol=1e-3)  # the root of a rounding in float32
    assert (apart >= 0).all()
    around = (apart[:, :, None] + apart[None]).min(axis=1)  # the shortest way by a third one
    assert (apart <= around + 1e-3).all()


def test_one_minus_ssim_would_violate_the_triangle_inequality_and_likeness_is_no_distance():
    similarity = 1 - np.square(between("pearson", maps())) * 2  # correlation: 1 is equal
    apart = 1 - similarity
    assert (apart > (apart[:, :, None] + apart[None]).min(axis=1) + 1e-3).any()


@pytest.mark.parametrize("name", METRICS)
def test_equal_maps_are_at_zero_and_others_are_not(name):
    apart = between(name, maps())
    assert apart[2, 3] < 1e-3
    others = np.delete(np.delete(apart, [3, 5], axis=0), [3, 5], axis=1) + np.eye(22)
    assert others.min() > 1e-3


def test_pearson_is_a_function_of_the_correlation_and_sees_neither_scale_nor_offset():
    features = maps()
    apart = between("pearson", features)
    r = np.corrcoef(features[7], features[8])[0, 1]
    assert apart[7, 8] == pytest.approx(np.sqrt((1 - r) / 2), abs=1e-6)
    assert apart[5, 6] < 1e-3
    assert between("pearson", np.stack([features[7], -features[7]]))[0, 1] == pytest.approx(1, abs=1e-6)
    assert apart[4, 7] == pytest.approx(0.5, abs=1e-6)  # a constant map has no correlation


def test_ssim_is_made_of_the_two_factors_of_structural_similarity():
    features = maps(shape=(1, 9, 9))
    scale = features.max() - features.min()
    x, y = features[[7, 8]].reshape(2, 9, 9) / scale
    parts = []
    for top in range(3):
        for left in range(3):
            a, b = (z[top : top + 7, left : left + 7].ravel().astype(float) for z in (x, y))
            cov = np.cov(a, b)
            bright = (2 * a.mean() * b.mean() + 1e-4) / (a.mean() ** 2 + b.mean() ** 2 + 1e-4)
            structure = (2 * cov[0, 1] + 9e-4) / (cov[0, 0] + cov[1, 1] + 9e-4)
            parts.append((1 - bright + 1 - structure) / 2)
    assert between("ssim", features, (1, 9, 9))[7, 8] == pytest.approx(np.sqrt(np.mean(parts)), abs=1e-5)


def test_wasserstein_of_signals_is_exact():
    random = np.random.default_rng(0)
    signals = np.abs(random.standard_normal((6, 30)))
    apart = between("wasserstein", signals, (30,))
    places = np.arange(30)
    for i in range(6):
        for j in range(6):
            wanted = scipy.stats.wasserstein_distance(places, places, signals[i], signals[j])
            assert apart[i, j] == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize("moved", [1, 2, 4])
def test_wasserstein_grows_with_the_way_a_spot_has_moved_where_euclid_sees_no_difference(moved):
    spots = np.zeros((3, 1, 16, 16))
    spots[0, 0, 3:5, 3:5] = spots[1, 0, 3 + moved : 5 + moved, 3:5] = spots[2, 0, 10:12, 3:5] = 1
    flat = spots.reshape(3, -1)
    apart = between("wasserstein", flat, (1, 16, 16))
    assert apart[0, 1] == pytest.approx(moved * 2 / np.pi, rel=0.03)  # the mean of |cos| over directions
    assert apart[0, 2] == pytest.approx(7 * 2 / np.pi, rel=0.03)
    if moved > 1:
        assert between("euclidean", flat)[0, 1] == between("euclidean", flat)[0, 2]


def test_ssim_and_wasserstein_put_like_with_like_where_similarities_used_as_distances_do_not():
    features = maps(60)
    group = np.arange(60) < 20
    for name in METRICS:
        apart = between(name, features) + np.diag(np.full(60, np.inf))
        apart[[3, 4]] = apart[:, [3, 4]] = np.inf
        rows = [i for i in range(60) if i not in (3, 4)]
        assert (group[apart.argmin(axis=1)] == group)[rows].mean() > 0.85


@pytest.mark.parametrize("name", ["braycurtis", "cosine", "correlation", "jensenshannon", "yule", "dice"])
def test_where_scipy_has_no_value_equal_rows_are_at_zero_and_others_at_one_at_most(name):
    features = np.zeros((3, 4), np.float32)
    features[2] = 1
    apart = between(name, features, (4,))
    assert np.isfinite(apart).all()
    assert apart[0, 1] == 0
    assert 0 <= apart[0, 2] <= 1


@pytest.mark.parametrize("name", [n for n in names("distance") if registry()["distance", n].euclidean])
def test_neighbours_by_products_and_by_definition_are_the_same(name):
    analysis = registry()["distance", name]
    features = np.random.default_rng(0).standard_normal((40, 15)).astype(np.float32)
    rows = analysis.prepare(features) if analysis.prepare else features
    assert np.array_equal(neighbours(rows, k=7)[0][:, :7], _by_distance(rows, (analysis.function, {}), 7)[0])


def test_neighbours_by_another_distance_are_those_of_its_matrix():
    features = np.random.default_rng(0).standard_normal((50, 8)).astype(np.float32)
    function = registry()["distance", "scipy"].function
    apart = function(features, features, "cityblock") + np.diag(np.full(50, np.inf))
    found = neighbours(features, distance=(function, {"metric": "cityblock"}), k=5)
    assert np.array_equal(found[0][:, :5], np.argsort(apart, axis=1, kind="stable")[:, :5])
    assert found[2] == 5


@pytest.mark.parametrize(
    ("shape", "features", "grid"),
    [((3, 8, 9), 72, (8, 9)), ((3, 8, 9), 216, (8, 9)), ((3, 8, 8), 25, (5, 5)), ((3, 8, 8), 24, (24,)),
     ((2, 30), 30, (30,)), ((30,), 30, (30,)), ((30,), 16, (16,)), ((), 4, (4,))],
)  # fmt: skip
def test_positions_behind_a_row_of_features(shape, features, grid):
    assert positions(shape, features) == grid
