"""Groups that are there are found; where there are none nothing breaks."""

import numpy as np
import pytest

from spray.analyses.affinity import affinity
from spray.analyses.eigenmaps import eigenmaps
from spray.analyses.hdbscan import hdbscan
from spray.analyses.kmeans import kmeans
from spray.analyses.knn import knn, neighbours
from spray.analyses.labels import canonical
from spray.analyses.laplacian import laplacian


def spectrum(sizes, apart, seed=0):
    rng = np.random.default_rng(seed)
    features = np.concatenate(
        [rng.standard_normal((size, 6)) + apart * rng.standard_normal(6) for size in sizes]
    )
    return eigenmaps(laplacian(affinity(knn(neighbours(features)))))


def test_canonical_labels_are_by_size_then_first_member_and_keep_noise():
    assert canonical(np.array([7, 3, 3, -1, 7, 9, 3])).tolist() == [1, 0, 0, -1, 1, 2, 0]
    assert canonical(np.array([5, 2, 5, 2])).tolist() == [0, 1, 0, 1]
    assert canonical(np.array([-1, -1])).tolist() == [-1, -1]


@pytest.mark.parametrize("apart", [5.0, 100.0])
def test_kmeans_finds_the_groups_that_are_there(apart):
    labels = kmeans(spectrum((60, 40, 20), apart), k=3)
    assert labels.tolist() == [0] * 60 + [1] * 40 + [2] * 20


def test_kmeans_uses_as_many_coordinates_as_clusters():
    values, vectors = spectrum((60, 40, 20), 5.0)
    assert np.array_equal(kmeans((values, vectors), k=2), kmeans((values[:2], vectors[:, :2]), k=2))


def test_kmeans_repeats_itself_and_its_seed_counts():
    spectral = spectrum((80,), 1.0)
    assert np.array_equal(kmeans(spectral, k=6, seed=3), kmeans(spectral, k=6, seed=3))
    assert len({kmeans(spectral, k=6, seed=seed).tobytes() for seed in range(20)}) > 1


def test_kmeans_never_makes_more_groups_than_points():
    vectors = np.eye(2).repeat(10, axis=0)
    assert np.bincount(kmeans((np.zeros(2), vectors), k=2)).tolist() == [10, 10]
    same = (np.zeros(1), np.ones((20, 1)))
    assert kmeans(same, k=5).tolist() == [0] * 20
    nearly = (np.zeros(1), 1 + 1e-16 * np.arange(20.0)[:, None])
    assert len(kmeans(nearly, k=5)) == 20


def test_hdbscan_finds_the_groups_that_are_there_and_no_others():
    rng = np.random.default_rng(0)
    points = np.concatenate([rng.normal(0, 1, (60, 2)), rng.normal(20, 1, (40, 2)), [[-50.0, 50.0]]])
    labels = hdbscan(points, min_cluster_size=20)
    assert (labels[:60] == 0).mean() > 0.9
    assert (labels[60:100] == 1).mean() > 0.9
    assert labels[100] == -1


def test_hdbscan_of_too_few_points_is_noise():
    assert hdbscan(np.zeros((4, 2)), min_cluster_size=5).tolist() == [-1] * 4


def test_hdbscan_numbers_clusters_by_size():
    points = np.concatenate(
        [np.random.default_rng(i).normal(9 * i, 0.1, (size, 2)) for i, size in enumerate((8, 30, 15))]
    )
    sizes = np.bincount(hdbscan(points, 5)[hdbscan(points, 5) >= 0])
    assert (np.diff(sizes) <= 0).all()
