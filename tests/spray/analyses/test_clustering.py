"""Groups that are there are found; where there are none nothing breaks."""

import itertools

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.cluster import DBSCAN, HDBSCAN

from spray.analyses.affinity import affinity
from spray.analyses.agglomerative import agglomerative
from spray.analyses.dbscan import dbscan
from spray.analyses.eigenmaps import eigenmaps
from spray.analyses.hdbscan import hdbscan
from spray.analyses.kmeans import kmeans
from spray.analyses.kmeans_all import kmeans_all
from spray.analyses.kmeans_path import kmeans_path
from spray.analyses.knn import knn, neighbours
from spray.analyses.labels import canonical
from spray.analyses.laplacian import laplacian
from spray.analyses.merges import merges
from spray.analyses.reachability import reachability
from spray.analyses.spectral_clustering import spectral_clustering
from spray.errors import ResourceError


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


# --- sweeps from one structure ---------------------------------------------------------------------------------


def cloud(n=200, d=6, seed=0):
    random = np.random.default_rng(seed)
    return np.concatenate(
        [random.standard_normal((n // 4, d)) + 4 * random.standard_normal(d) for _ in range(4)]
    )


def test_the_path_of_kmeans_has_every_number_of_groups_and_ever_more_scatter_with_fewer():
    points = cloud()
    path = kmeans_path(points)
    assert path.shape == (32, 200)
    assert [len(np.unique(labels)) for labels in path] == list(range(1, 33))
    scatter = [
        sum(((points[labels == c] - points[labels == c].mean(axis=0)) ** 2).sum() for c in np.unique(labels))
        for labels in path
    ]
    assert all(fewer >= more for fewer, more in itertools.pairwise(scatter))
    assert (kmeans_all(points, path, 4).reshape(4, 50) == kmeans_all(points, path, 4)[::50, None]).all()


def test_a_number_of_groups_beyond_the_shared_path_has_its_own():
    points = cloud()
    assert len(np.unique(kmeans_all(points, kmeans_path(points), 50))) == 50


@pytest.mark.parametrize("different", [1, 2, 5])
def test_the_path_ends_at_the_number_of_different_points(different):
    points = np.random.default_rng(0).standard_normal((different, 3)).repeat(10, axis=0)
    path = kmeans_path(points)
    assert [len(np.unique(labels)) for labels in path] == [min(k, different) for k in range(1, 33)]


def test_as_many_groups_as_the_graph_suggests():
    assert len(set(spectral_clustering(spectrum((60, 40, 20), 100.0)))) == 3
    assert set(spectral_clustering((np.array([0.0, 0.9, 0.95]), np.ones((5, 3))))) == {0}
    assert np.array_equal(
        spectral_clustering(spectrum((60, 40), 5.0), k=2), kmeans(spectrum((60, 40), 5.0), k=2)
    )


def test_cuts_of_one_tree_are_nested_and_never_more_than_the_samples():
    tree = merges(cloud())
    for k in range(1, 40):
        labels = agglomerative(tree, k)
        assert len(np.unique(labels)) == k
        finer = agglomerative(tree, k + 1)
        assert all(len(set(labels[finer == c])) == 1 for c in np.unique(finer))
    assert len(np.unique(agglomerative(merges(cloud()[:3]), 10))) == 3


def test_what_agglomerative_clustering_cannot_do_is_said_before_it_is_tried(monkeypatch):
    with pytest.raises(
        ValueError, match=r"agglomerative:linkage=wards is unknown\. Valid are ward, complete"
    ):
        merges(cloud(), "wards")
    with pytest.raises(ValueError, match='linkage=ward works with metric=euclidean only, not "cityblock"'):
        merges(cloud(), metric="cityblock")
    monkeypatch.setattr("spray.analyses.merges.LARGEST", 10)
    with pytest.raises(ResourceError, match="Agglomerative clustering of 200 samples takes"):
        merges(cloud())


def test_dbscan_of_fewer_samples_than_a_core_needs_is_noise():
    assert dbscan(reachability(cloud()[:3], 5), 100.0).tolist() == [-1] * 3
    assert dbscan(reachability(cloud()[:3], 3), 100.0).tolist() == [0] * 3


def test_the_tree_does_not_depend_on_whether_all_distances_are_kept(monkeypatch):
    points = cloud()
    kept = reachability(points)
    monkeypatch.setattr("spray.analyses.reachability.DENSE", 0)
    monkeypatch.setattr("spray.analyses.reachability.BLOCK", 1000)
    grown = reachability(points)
    for one, other in zip(kept[:1] + kept[2:], grown[:1] + grown[2:], strict=True):
        assert np.array_equal(one, other)
    assert np.allclose(kept[1][:, 2], grown[1][:, 2])
    for eps in (0.5, 1.0, 1.5, 2.0, 4.0, 8.0):
        assert np.array_equal(dbscan(kept, eps), dbscan(grown, eps))


@pytest.mark.parametrize("metric", ["cosine", "cityblock", "chebyshev"])
@pytest.mark.parametrize("kept", [2000, 0])
def test_dbscan_by_another_metric_is_that_of_scikit_learn(metric, kept, monkeypatch):
    monkeypatch.setattr("spray.analyses.reachability.DENSE", kept)
    rng = np.random.default_rng(0)
    points = np.concatenate([rng.standard_normal((25, 3)) + 4 * rng.standard_normal(3) for _ in range(3)])
    eps = float(np.quantile(cdist(points, points, metric), 0.1))
    theirs = DBSCAN(eps=eps, metric=metric).fit_predict(points)
    assert len(set(theirs)) > 1
    assert np.array_equal(dbscan(reachability(points, metric=metric), eps), canonical(theirs))


def test_densities_by_an_unknown_metric_are_refused_and_hdbscan_takes_those_of_scikit_learn():
    with pytest.raises(
        ValueError, match=r"dbscan:metric=mahalanobis is unknown\. Valid are euclidean, cosine"
    ):
        reachability(np.ones((9, 2)), metric="mahalanobis")
    points = np.random.default_rng(0).standard_normal((60, 3)) ** 3
    by_rows = hdbscan(points, 5, metric="manhattan")
    theirs = HDBSCAN(min_cluster_size=5, metric="manhattan", copy=True).fit_predict(points)
    assert np.array_equal(by_rows, canonical(theirs))
