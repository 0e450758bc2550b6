"""Neighbours, affinities, Laplacian and its eigenvectors, against their definitions."""

import numpy as np
import pytest
import scipy.sparse
from hypothesis import given
from hypothesis import strategies as st

from spray.analyses import knn as knn_module
from spray.analyses.affinity import affinity
from spray.analyses.eigengap import eigengap
from spray.analyses.eigenmaps import DENSE, eigenmaps
from spray.analyses.gram import gram
from spray.analyses.knn import knn, neighbours
from spray.analyses.laplacian import laplacian
from spray.analyses.pairwise import pairwise
from spray.analyses.randomwalk import randomwalk
from spray.analyses.rbf import rbf
from spray.analyses.spectral_embedding import spectral_embedding
from spray.errors import ResourceError
from spray.threads import at_most


def brute(features, k):
    """Neighbours by definition: float64, ties to the lower index."""
    x = features.astype(np.float64)
    n = len(x)
    apart = np.square(x[:, None] - x[None]).sum(axis=2)
    np.fill_diagonal(apart, np.inf)
    return np.stack([np.lexsort((np.arange(n), row))[:k] for row in apart])


def blobs(sizes, d=6, seed=0, apart=20.0):
    rng = np.random.default_rng(seed)
    parts = [rng.standard_normal((size, d)) + apart * rng.standard_normal(d) for size in sizes]
    return np.concatenate(parts).astype(np.float32)


def nearest(features, k=None):
    return knn(neighbours(features, k=k))


def graph(features, k=10):
    return affinity(nearest(features, k))


def path(n):
    return scipy.sparse.csr_array(scipy.sparse.diags_array([np.ones(n - 1)] * 2, offsets=[-1, 1]))


# --- neighbours -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("offset", [0.0, 1e3])
def test_neighbours_are_exactly_those_of_the_definition(dtype, offset):
    features = (np.random.default_rng(0).standard_normal((150, 40)) + offset).astype(dtype)
    indices, _ = nearest(features, 7)
    assert np.array_equal(np.sort(indices, axis=1), np.sort(brute(features, 7), axis=1))


def test_neighbours_do_not_depend_on_how_the_rows_are_cut_into_blocks(monkeypatch):
    features = blobs((40, 30))
    whole = nearest(features, 5)
    monkeypatch.setattr(knn_module, "BLOCK", 300)
    assert np.array_equal(whole[0], nearest(features, 5)[0])


@given(st.integers(2, 30), st.integers(1, 12), st.integers(0, 1000))
def test_on_a_coarse_grid_full_of_ties_and_duplicates_neighbours_are_exact(n, k, seed):
    features = np.random.default_rng(seed).integers(0, 3, (n, 2)).astype(np.float32) / 3
    indices, _ = nearest(features, k)
    assert np.array_equal(np.sort(indices, axis=1), np.sort(brute(features, min(k, n - 1)), axis=1))


def test_distances_too_close_for_float32_are_told_apart():
    # The two points at the end differ by less than the rounding of the matrix product can show.
    features = np.array([[0.0], [1.0], [1.0 + 1e-6], [-1.0 - 5e-7]])
    assert nearest(features, 1)[0][0] == [1]
    assert nearest(features[[0, 2, 3]], 1)[0][0] == [2]


def test_distances_are_squared_and_ascending():
    features = np.array([[0.0, 0], [3, 4], [6, 8]])
    indices, distances = nearest(features, 2)
    assert indices[0].tolist() == [1, 2]
    assert np.allclose(distances[0], [25, 100])


def test_duplicates_are_neighbours_of_each_other_and_never_of_themselves():
    features = np.repeat(blobs((5,)), 8, axis=0)
    indices, distances = nearest(features, 7)
    assert not (indices == np.arange(40)[:, None]).any()
    assert (indices // 8 == np.arange(40)[:, None] // 8).all()
    assert (distances < 1e-3).all()


@pytest.mark.parametrize(
    ("n", "k", "found"),
    [(1, None, 0), (2, None, 1), (5, None, 3), (82, None, 7), (1000, None, 10), (4, 10, 3)],
)
def test_k_adapts_to_the_number_of_samples(n, k, found):
    indices, distances = nearest(np.random.default_rng(0).standard_normal((n, 3)), k)
    assert indices.shape == distances.shape == (n, found)


# --- affinity ---------------------------------------------------------------------------------------------


def test_affinity_is_symmetric_without_loops_and_counts_mutual_neighbours_twice():
    # 0 and 1 choose each other, 2 chooses 1.
    a = affinity((np.array([[1], [0], [1]]), np.zeros((3, 1)))).toarray()
    assert np.array_equal(a, [[0, 1, 0], [1, 0, 0.5], [0, 0.5, 0]])


def test_affinity_of_one_sample_is_an_isolated_vertex():
    assert affinity(nearest(np.zeros((1, 4)))).toarray().tolist() == [[0]]


# --- Laplacian and eigenvectors -----------------------------------------------------------------------------


def test_laplacian_is_the_identity_minus_the_normalised_affinity():
    a = graph(blobs((12, 9)), 4).toarray()
    root = np.diag(a.sum(axis=1) ** -0.5)
    assert np.allclose(laplacian(scipy.sparse.csr_array(a)).toarray(), np.eye(21) - root @ a @ root)


def test_an_isolated_vertex_has_a_zero_row():
    a = scipy.sparse.csr_array(np.array([[0.0, 1, 0], [1, 0, 0], [0, 0, 0]]))
    assert np.allclose(laplacian(a).toarray(), [[1, -1, 0], [-1, 1, 0], [0, 0, 0]])
    values, vectors = eigenmaps(laplacian(a))
    assert np.allclose(values, [0, 0, 2])
    assert np.isfinite(vectors).all()


def test_eigenvalues_of_a_path_are_those_of_the_textbook():
    # The normalised Laplacian of a path of n vertices has the eigenvalues 1 - cos(π j / (n - 1)).
    values, _ = eigenmaps(laplacian(path(20)), 20)
    assert np.allclose(values, 1 - np.cos(np.pi * np.arange(20) / 19), atol=1e-12)


@pytest.mark.parametrize("sizes", [(90, 60), (DENSE + 100,)])
def test_eigenpairs_satisfy_their_equation_and_are_the_lowest(sizes):
    matrix = laplacian(graph(blobs(sizes, apart=1.0)))
    values, vectors = eigenmaps(matrix, 12)
    assert np.allclose(matrix @ vectors, vectors * values, atol=1e-8)
    assert np.allclose(vectors.T @ vectors, np.eye(12), atol=1e-8)
    assert np.allclose(values, np.linalg.eigvalsh(matrix.toarray())[:12], atol=1e-8)


def test_the_lanczos_solver_agrees_with_the_dense_one(monkeypatch):
    matrix = laplacian(graph(blobs((120, 60))))
    dense = eigenmaps(matrix, 8)
    monkeypatch.setattr("spray.analyses.eigenmaps.DENSE", 0)
    lanczos = eigenmaps(matrix, 8)
    assert np.allclose(dense[0], lanczos[0], atol=1e-8)
    assert np.allclose(dense[1], lanczos[1], atol=1e-5)


def test_zero_occurs_once_per_component_even_beyond_what_lanczos_can_see():
    values, vectors = eigenmaps(laplacian(graph(blobs((30, 25, 20, 15), apart=100.0), 5)), 8)
    assert (values[:4] == 0).all()
    assert values[4] > 0.01
    # Each zero belongs to one component, the largest first.
    assert [int((vectors[:, j] != 0).sum()) for j in range(4)] == [30, 25, 20, 15]


def test_eigenvectors_have_their_largest_entry_positive():
    _, vectors = eigenmaps(laplacian(graph(blobs((50,)))), 10)
    assert (vectors.max(axis=0) >= -vectors.min(axis=0) - 1e-9).all()


def test_there_are_never_more_eigenvectors_than_samples():
    values, vectors = eigenmaps(laplacian(graph(blobs((7,)))), 32)
    assert values.shape == (7,)
    assert vectors.shape == (7, 7)


def test_the_order_of_samples_does_not_change_the_spectrum():
    features = blobs((40, 30))
    order = np.random.default_rng(1).permutation(70)
    values, vectors = eigenmaps(laplacian(graph(features)), 6)
    permuted, moved = eigenmaps(laplacian(graph(features[order])), 6)
    assert np.allclose(values, permuted, atol=1e-9)
    assert np.allclose(vectors[order], moved, atol=1e-6)


def test_rows_of_the_spectral_embedding_have_length_one():
    points, values = spectral_embedding(eigenmaps(laplacian(graph(blobs((30, 20)))), 5))
    assert np.allclose(np.linalg.norm(points, axis=1), 1)
    assert values.shape == (5,)


def test_separate_components_lie_at_right_angles():
    points, _ = spectral_embedding(eigenmaps(laplacian(graph(blobs((30, 20), apart=100.0), 5)), 2))
    assert np.allclose(points[:30] @ points[30:].T, 0)
    assert np.allclose(points[:30] @ points[:30].T, 1)


def test_the_eigengap_counts_separate_groups():
    features = blobs((30, 25, 20), apart=100.0)
    assert eigengap(eigenmaps(laplacian(graph(features, 5)), 10)) == 3


@pytest.mark.parametrize("n", [1, 2])
def test_the_eigengap_of_hardly_anything_is_one(n):
    assert eigengap(eigenmaps(laplacian(graph(np.zeros((n, 2)))))) == 1


# --- products, more neighbours, other graphs -------------------------------------------------------------------


def test_products_of_long_rows_are_those_of_centred_rows():
    features = np.random.default_rng(0).standard_normal((40, 3000)) * 7 + 100
    x = features - features.mean(axis=0)
    products = gram(features)
    exact = x @ x.T
    assert np.allclose(products.values * products.scale**2, exact, rtol=1e-4, atol=1e-4 * np.abs(exact).max())
    assert np.allclose(products.values.mean(axis=0), 0, atol=1e-12)


def test_of_short_rows_or_many_there_are_no_products():
    assert gram(np.zeros((40, 80))) is None
    assert gram(np.zeros((5000, 1))) is None


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("magnitude", [1e-30, 0.7, 1e6, 1e36, 1e-300, 1e305])
@pytest.mark.parametrize("offset", [0.0, 100.0])
@pytest.mark.parametrize("others", [1.0, 0.0, 1e-25], ids=["rows alike", "most zero", "most tiny"])
def test_products_of_any_magnitude_have_a_scale_that_keeps_their_digits(dtype, magnitude, offset, others):
    magnitude = float(np.clip(magnitude, 1e-36, 1e36)) if dtype == np.float32 else magnitude
    rows = np.random.default_rng(0).standard_normal((40, 90)) + offset
    rows[::2] *= others  # those that are looked at first
    features = (rows * magnitude / max(offset, 1)).astype(dtype)
    products = gram(features)
    x = features.astype(np.float64) / products.scale
    x = x - x.mean(axis=0)
    assert np.allclose(products.values, x @ x.T, rtol=1e-4, atol=1e-5 * np.abs(x @ x.T).max())
    assert 1e-19 < products.squares.max() < 1e31


def rows_that_round(kind: str) -> np.ndarray:
    """Long rows, of which some have products whose roundings agree in sign."""
    rng, shape = np.random.default_rng(0), (40, 9000)
    noise = rng.standard_normal(shape)
    level = rng.standard_normal((40, 1))
    return {
        "noise": lambda: noise,
        "one pattern, repeated": lambda: np.tile(noise[:, :2250], (1, 4)),
        "constant rows": lambda: np.repeat(level, shape[1], axis=1),
        "some constant rows": lambda: np.where(np.arange(40)[:, None] % 9 == 0, level, noise),
        "one stripe, up and down": lambda: level * np.where(np.arange(shape[1]) % 2, 1.0, -1.0),
        "signs": lambda: np.sign(noise),
        "hardly any": lambda: noise * (rng.random(shape) < 0.02),
        "one column": lambda: noise * np.where(np.arange(shape[1]) == 7, 1e4, 1e-3),
        "groups": lambda: noise[np.arange(40) % 3] * 3 + noise * 0.05,
        "heavy tails": lambda: rng.standard_t(2, shape),
    }[kind]().astype(np.float32)


KINDS_OF_ROWS = [
    "noise",
    "one pattern, repeated",
    "constant rows",
    "some constant rows",
    "one stripe, up and down",
]
KINDS_OF_ROWS += ["signs", "hardly any", "one column", "groups", "heavy tails"]


@pytest.mark.parametrize("kind", KINDS_OF_ROWS)
def test_products_are_as_exact_as_they_say(kind):
    features = rows_that_round(kind)
    products = gram(features)
    x = features.astype(np.float64) / products.scale
    x -= x.mean(axis=0)
    apart = np.square(x[:, None] - x[None]).sum(axis=2)
    told = products.squares[:, None] + products.squares - 2 * products.values
    assert (np.abs(told - apart) <= products.rounding[:, None] + products.rounding + 1e-12 * apart).all()
    assert (products.rounding < 1e-4 * products.squares).all()
    indices, _, k = neighbours(features, products, k=5)
    assert np.array_equal(np.sort(indices[:, :k], axis=1), np.sort(brute(features, 5), axis=1))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("offset", [0.0, 1e3])
@pytest.mark.parametrize("k", [1, 5, 32])
def test_neighbours_from_products_are_exactly_those_of_the_definition(dtype, offset, k):
    features = (np.random.default_rng(0).standard_normal((90, 700)) + offset).astype(dtype)
    indices, _, found = neighbours(features, gram(features), k=k)
    assert found == k
    assert np.array_equal(np.sort(indices[:, :k], axis=1), np.sort(brute(features, k), axis=1))


def test_neighbours_beyond_those_of_the_graph_are_nearest_to_float32():
    features = blobs((120, 80), d=30)
    indices, squared, k = neighbours(features)
    assert (indices.shape, k) == ((200, 90), 8)
    exact = np.square(features[:, None] - features[indices]).sum(axis=2)
    assert np.allclose(squared, exact, rtol=1e-3, atol=1e-3)
    apart = np.square(features[:, None] - features[None]).sum(axis=2) + np.diag(np.full(200, np.inf))
    furthest = np.sort(apart, axis=1)[:, 89]
    assert (np.take_along_axis(apart, indices, axis=1).max(axis=1) <= furthest * 1.001).all()


@pytest.mark.parametrize("scale", [1e-30, 1e30, 1e150])
def test_the_scale_of_the_features_changes_no_neighbour(scale):
    features = blobs((40, 30)).astype(np.float64)
    moved = neighbours(features * scale)
    plain, k = neighbours(features)[0], moved[2]
    assert np.array_equal(np.sort(plain[:, :k], axis=1), np.sort(moved[0][:, :k], axis=1))
    assert np.isfinite(moved[1]).all()


def test_neighbours_of_many_rows_are_found_by_groups_of_columns():
    features = np.random.default_rng(0).standard_normal((1500, 4)).astype(np.float32)
    indices, _, k = neighbours(features, k=10)
    assert np.array_equal(np.sort(indices[:, :k], axis=1), np.sort(brute(features, k), axis=1))


@pytest.mark.parametrize("sizes", [(40, 30), (25, 20, 15)])
def test_the_random_walk_has_the_same_spectrum_and_its_own_eigenvectors(sizes):
    weights = rbf(pairwise(blobs(sizes, apart=1.0)))
    walk, symmetric = randomwalk(weights), laplacian(weights)
    values, vectors = eigenmaps(walk, 6)
    assert np.allclose(values, eigenmaps(symmetric, 6)[0], atol=1e-10)
    assert np.allclose(walk @ vectors, vectors * values, atol=1e-8)
    assert np.allclose(vectors[:, 0], vectors[0, 0])  # a constant stays where it is
    assert np.allclose(np.asarray(walk.sum(axis=1)).ravel(), 0, atol=1e-12)


def test_a_random_walk_on_several_components_has_a_constant_for_each():
    a = graph(blobs((30, 25), apart=100.0), 5)
    values, vectors = eigenmaps(randomwalk(a), 4)
    assert (values[:2] == 0).all()
    for column in vectors[:, :2].T:
        assert len(np.unique(np.round(column, 9))) == 2


def test_of_more_components_than_dimensions_the_largest_count():
    values, vectors = eigenmaps(laplacian(graph(blobs((12, 11, 10, 9, 8), apart=500.0), 3)), 3)
    assert (values == 0).all()
    assert [int((column != 0).sum()) for column in vectors.T] == [12, 11, 10]


def test_gaussian_affinities_need_room_for_all_pairs(monkeypatch):
    monkeypatch.setattr("spray.analyses.rbf.LARGEST", 10)
    with pytest.raises(
        ResourceError, match=r'Distances between all pairs of 20 samples take .* "knn" or "knn_rbf"'
    ):
        pairwise(np.zeros((20, 3)))


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_products_have_the_same_bytes_on_any_number_of_threads(kind):
    features = np.random.default_rng(0).standard_normal((37, 9000)).astype(kind)
    with at_most(1):
        alone = gram(features)
    with at_most(3):
        assert gram(features).values.tobytes() == alone.values.tobytes()
