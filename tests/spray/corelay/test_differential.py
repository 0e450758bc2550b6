"""Against CoRelAy 1.0.0 where it is right: the same neighbours, affinities, eigenvalues, labels, preprocessings."""

import warnings

import numpy as np
import pytest

from spray.analyses import registry
from spray.analyses.affinity import affinity
from spray.analyses.agglomerative import agglomerative
from spray.analyses.dbscan import dbscan
from spray.analyses.eigenmaps import eigenmaps
from spray.analyses.histogram import histogram
from spray.analyses.kmeans_all import kmeans_all
from spray.analyses.kmeans_path import kmeans_path
from spray.analyses.knn import knn, neighbours
from spray.analyses.labels import canonical
from spray.analyses.laplacian import laplacian
from spray.analyses.lle import lle
from spray.analyses.merges import merges
from spray.analyses.pairwise import pairwise
from spray.analyses.pca import pca
from spray.analyses.pooling import pooling
from spray.analyses.rbf import rbf
from spray.analyses.reachability import reachability
from spray.analyses.resize import resize
from spray.analyses.spectral_embedding import spectral_embedding
from spray.pipeline import SPECTRAL_CLUSTERING, run, variant

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what its optional packages say when they are imported
    pytest.importorskip("corelay")
    from corelay.pipeline.spectral import SpectralClustering
    from corelay.processor.affinity import RadialBasisFunction, SparseKNN
    from corelay.processor.clustering import DBSCAN, AgglomerativeClustering, KMeans
    from corelay.processor.distance import SciPyPDist
    from corelay.processor.embedding import EigenDecomposition, LLEEmbedding, PCAEmbedding
    from corelay.processor.laplacian import SymmetricNormalLaplacian
    from corelay.processor.preprocessing import Histogram, Pooling, Resize


def groups(sizes=(60, 40, 30), d=20, apart=1.0, seed=0):
    """Groups that overlap a little: one connected graph, no equal eigenvalues."""
    random = np.random.default_rng(seed)
    parts = [random.standard_normal((size, d)) + apart * random.standard_normal(d) for size in sizes]
    return np.concatenate(parts).astype(np.float32)


def their_graph(features, k=10):
    return SparseKNN(n_neighbors=k, symmetric=True)(SciPyPDist()(features))


def our_graph(features, k=10):
    return affinity(knn(neighbours(features, k=k)))


def same_partition(one, other):
    return np.array_equal(canonical(np.asarray(one)), canonical(np.asarray(other)))


# --- graph -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(130, 20), (60, 3000)])
@pytest.mark.parametrize("k", [1, 10, 32])
def test_affinities_are_the_same(shape, k):
    features = np.random.default_rng(1).standard_normal(shape).astype(np.float32)
    assert np.array_equal(our_graph(features, k).toarray(), their_graph(features, k).toarray())


def test_with_duplicates_theirs_has_loops_and_ours_has_not():
    features = np.repeat(groups((5,)), 8, axis=0)
    assert their_graph(features).diagonal().any()
    assert not our_graph(features).diagonal().any()


@pytest.mark.parametrize("sigma", [0.5, 1.0, 7.0])
def test_gaussian_affinities_are_the_same_but_for_the_loops(sigma):
    features = groups()
    theirs = RadialBasisFunction(sigma=sigma)(SciPyPDist()(features))
    np.fill_diagonal(theirs, 0)
    assert np.allclose(rbf(pairwise(features), sigma), theirs, atol=1e-12)


@pytest.mark.parametrize("metric", sorted(registry()["distance", "scipy"].aliases))
def test_distances_are_the_same_by_every_name(metric):
    features = groups((20, 15), d=6)
    if metric in ("dice", "rogerstanimoto", "russellrao", "sokalsneath", "yule"):
        features = (features > 0).astype(np.float32)
    if metric == "jensenshannon":
        features = np.abs(features)
    analysis = registry()["distance", "scipy"]
    rows = analysis.prepare(features, metric)
    theirs = SciPyPDist(metric=metric)(features != 0 if set(np.unique(features)) == {0, 1} else features)
    apart = analysis.function(rows, rows, metric)
    np.fill_diagonal(apart, 0)  # squareform has it so, even where a metric (russellrao) has not
    assert np.allclose(apart, theirs, atol=1e-6)


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
def test_our_own_distances_agree_with_scipys_of_that_name(metric):
    features = groups((20, 15), d=6)
    analysis = registry()["distance", metric]
    rows = analysis.prepare(features) if analysis.prepare else features
    assert np.allclose(analysis.function(rows, rows), SciPyPDist(metric=metric)(features), atol=1e-6)


@pytest.mark.parametrize("sizes", [(60, 40, 30), (400, 300)])
def test_eigenvalues_are_the_same_to_eight_digits(sizes):
    features = groups(sizes)
    values, vectors = eigenmaps(laplacian(our_graph(features)), 8)
    normal = SymmetricNormalLaplacian()(their_graph(features))
    theirs, their_vectors = EigenDecomposition(n_eigval=8, which="LA", normalize=False)(normal)
    assert np.allclose(values, theirs[::-1], atol=1e-8)  # theirs descend
    overlap = np.abs((vectors * their_vectors[:, ::-1]).sum(axis=0))
    assert np.allclose(overlap, 1, atol=1e-6)


def test_theirs_takes_eigenvectors_from_the_wrong_end_by_default_and_ours_does_not():
    features = groups((25, 15), d=4)
    values, _ = eigenmaps(laplacian(our_graph(features)), 32)
    theirs, _ = EigenDecomposition(n_eigval=32)(SymmetricNormalLaplacian()(their_graph(features)))
    assert theirs.max() > values.max() + 0.1
    assert np.allclose(values, np.linalg.eigvalsh(laplacian(our_graph(features)).toarray())[:32], atol=1e-10)


def test_a_class_of_no_more_samples_than_eigenvectors_is_an_error_there_and_none_here():
    features = groups((20,))
    normal = SymmetricNormalLaplacian()(their_graph(features))
    with pytest.raises((TypeError, RuntimeWarning), match="k >= N"):
        EigenDecomposition(n_eigval=32)(normal)
    assert eigenmaps(laplacian(our_graph(features)), 32)[1].shape == (20, 20)


def test_rows_of_the_spectral_embedding_are_the_same_but_for_signs():
    features = groups()
    points, _ = spectral_embedding(eigenmaps(laplacian(our_graph(features)), 6))
    normal = SymmetricNormalLaplacian()(their_graph(features))
    _, theirs = EigenDecomposition(n_eigval=6, which="LA")(normal)
    assert np.allclose(np.abs(points), np.abs(theirs[:, ::-1]), atol=1e-6)


# --- embeddings --------------------------------------------------------------------------------------------------


def test_principal_components_are_the_same_but_for_signs():
    features = groups()
    assert np.allclose(np.abs(pca(features)[0]), np.abs(PCAEmbedding()(features.astype(float))), atol=1e-3)
    whitened = PCAEmbedding(whiten=True)(features.astype(float))
    assert np.allclose(np.abs(pca(features, whiten=True)[0]), np.abs(whitened), atol=1e-5)


def test_locally_linear_embedding_is_the_same_but_for_signs():
    features = groups(apart=0.5).astype(np.float64)
    points, _ = lle(features, neighbours(features))
    theirs = LLEEmbedding()(features)
    for own, other in zip(points.T, theirs.T, strict=True):
        assert abs(np.dot(own, other) / np.linalg.norm(other)) > 0.999


# --- clusterings -------------------------------------------------------------------------------------------------


def points_of(features):
    return spectral_embedding(eigenmaps(laplacian(our_graph(features)), 8))[0]


@pytest.mark.parametrize("k", [2, 3, 7, 20])
@pytest.mark.parametrize("linkage", ["ward", "average", "complete", "single"])
def test_agglomerative_labels_are_the_same(k, linkage):
    points = points_of(groups())
    theirs = AgglomerativeClustering(n_clusters=k, linkage=linkage)(points)
    assert same_partition(agglomerative(merges(points, linkage), k), theirs)


@pytest.mark.parametrize("eps", np.arange(0.05, 1.5, 0.1))
@pytest.mark.parametrize("min_samples", [1, 2, 5, 12])
def test_dbscan_labels_are_the_same_border_and_noise_included(eps, min_samples):
    points = points_of(groups())
    theirs = DBSCAN(eps=float(eps), min_samples=min_samples)(points)
    assert np.array_equal(dbscan(reachability(points, min_samples), float(eps)), canonical(theirs))


def test_kmeans_labels_are_the_same_where_there_are_groups():
    features = groups(apart=6.0)
    points = points_of(features)
    theirs = KMeans(n_clusters=3, kwargs={"random_state": 0})(points)
    assert same_partition(kmeans_all(points, kmeans_path(points), 3), theirs)


@pytest.mark.parametrize("seed", range(3))
def test_a_sweep_of_kmeans_scatters_no_more_than_theirs(seed):
    points = points_of(groups((200, 150, 100), apart=0.7, seed=seed))
    path = kmeans_path(points, seed)

    def scatter(labels):
        return sum(((points[labels == c] - points[labels == c].mean(axis=0)) ** 2).sum() for c in set(labels))

    ours = [scatter(kmeans_all(points, path, k)) for k in range(2, 31)]
    theirs = [scatter(KMeans(n_clusters=k, kwargs={"random_state": seed})(points)) for k in range(2, 31)]
    assert np.mean(np.array(ours) / theirs) <= 1
    assert max(np.array(ours) / theirs) < 1.05


# --- preprocessing -----------------------------------------------------------------------------------------------

MAPS = np.random.default_rng(0).standard_normal((5, 3, 12, 16)).astype(np.float32)


def test_histograms_over_the_own_range_are_the_same():
    theirs = Histogram(bins=16)(MAPS).reshape(5, -1)
    assert np.allclose(histogram(MAPS, 16, range="own"), theirs, rtol=1e-4)


@pytest.mark.parametrize(("name", "function"), [("sum", np.sum), ("mean", np.mean), ("max", np.max)])
def test_pooling_is_the_same(name, function):
    theirs = Pooling(stride=(1, 1, 5, 5), pooling_function=function)(MAPS)
    assert np.allclose(pooling(MAPS, 5, by=name), theirs, atol=1e-6)


def test_resizing_agrees_where_no_filter_is_needed():
    theirs = Resize(width=24, height=24, filter=1)(MAPS)
    inside = (slice(None), slice(None), slice(2, -2), slice(2, -2))
    assert np.allclose(resize(MAPS, 24)[inside], theirs[inside], atol=1e-5)


# --- whole pipelines -----------------------------------------------------------------------------------------------


def test_the_template_finds_the_same_groups():
    features = groups((70, 50), d=20, apart=2.0)
    few = {"embeddings": ["spectral:2"], "cluster_on": ["spectral:2"]}  # where k = 2 has one answer
    (values, _), labels = SpectralClustering(
        embedding=EigenDecomposition(n_eigval=2, which="LA", is_output=True)
    )(features)
    (ours,) = run(features, **SPECTRAL_CLUSTERING | few)
    assert same_partition(ours.clusterings[0].labels, labels)
    (template,) = run(features, **SPECTRAL_CLUSTERING)
    assert [e.name for e in template.embeddings] == ["spectral", "spectral:32"]
    assert np.allclose(template.embeddings[1].eigenvalues[:2], values[::-1], atol=1e-8)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["spectral", "absspectral", "fullspectral", "histogram"])
def test_every_variant_is_one_line(name):
    maps = np.abs(MAPS.repeat(8, axis=0) + 0.3 * np.random.default_rng(1).standard_normal((40, 3, 12, 16)))
    (found,) = run(maps.astype(np.float32), **variant(name))
    assert [embedding.name for embedding in found.embeddings] == ["spectral", "tsne", "tsne_spectral"]
    assert len(found.clusterings) == 3 * 29 + 1
