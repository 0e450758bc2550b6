"""Scores of clusters: their range, their null, and what they must put first."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spray.analyses.affinity import affinity
from spray.analyses.eigenmaps import eigenmaps
from spray.analyses.gram import gram
from spray.analyses.kmeans import kmeans
from spray.analyses.knn import knn, neighbours
from spray.analyses.labels import canonical
from spray.analyses.laplacian import laplacian
from spray.analyses.medoid import medoid
from spray.analyses.separability import pillai, separability
from spray.analyses.spectral import spectral
from spray.analyses.spectral_embedding import spectral_embedding
from spray.analyses.strangeness import distinctness, strangeness


def heatmaps(n, rng, *, styles=1, artefact=0.0, marked=0, side=16):
    """Relevance (n, 1, side, side): a noisy object in one of several styles; the first `marked` show an artefact."""
    y, x = np.mgrid[:side, :side] / side
    relevance = np.empty((n, 1, side, side))
    for i in range(n):
        centre = 0.3 + 0.4 * (i % styles) / max(styles - 1, 1)
        shape = np.exp(-((x - centre - 0.05 * rng.standard_normal()) ** 2 + (y - 0.6) ** 2) / 0.03)
        relevance[i, 0] = shape * rng.uniform(0.5, 1.5, (side, side)) + 0.02 * rng.standard_normal(
            (side, side)
        )
    corner = np.zeros((side, side))
    corner[1:3, 1:3] = 1
    relevance[:marked, 0] += (
        artefact * relevance.sum() / n * corner / 4 * rng.uniform(0.5, 1.5, (marked, 1, 1))
    )
    return relevance


def scored(relevance, k):
    features = spectral(relevance)
    spectrum = eigenmaps(laplacian(affinity(knn(neighbours(features)))))
    labels = kmeans(spectrum, k)
    return labels, strangeness(features, spectral_embedding(spectrum)[0], labels)


# --- separability -------------------------------------------------------------------------------------------


def test_separability_is_the_squared_correlation_of_membership_with_the_best_direction():
    rng = np.random.default_rng(0)
    points, inside = rng.standard_normal((60, 3)), rng.random(60) < 0.3
    points[inside] += 1
    design = np.column_stack([np.ones(60), points])
    fitted = design @ np.linalg.lstsq(design, inside.astype(float), rcond=None)[0]
    r_squared = np.corrcoef(fitted, inside)[0, 1] ** 2
    assert pillai(points, inside) == pytest.approx(1 - (1 - r_squared) * 59 / 56, abs=1e-5)


def test_separability_of_random_labels_is_zero_on_average():
    rng = np.random.default_rng(0)
    points = rng.standard_normal((80, 12))
    raw = [pillai(points, rng.random(80) < 0.2) for _ in range(300)]
    # Clipped at zero, the null keeps a little above it; without the correction it would be 12 / 79 = 0.15.
    assert np.mean(raw) < 0.05


def test_separability_is_one_for_groups_that_are_two_points_and_zero_for_equal_means():
    assert separability(np.repeat([[0.0], [1.0]], 20, axis=0), np.repeat([0, 1], 20)) == pytest.approx(
        [1, 1], abs=1e-5
    )
    assert separability(np.tile([[0.0], [1.0]], (20, 1)), np.repeat([0, 1], 20)).tolist() == [0, 0]


def test_separability_does_not_depend_on_the_scale_or_rotation_of_the_points():
    rng = np.random.default_rng(0)
    points, labels = rng.standard_normal((50, 4)), np.repeat([0, 1], 25)
    rotation, _ = np.linalg.qr(rng.standard_normal((4, 4)))
    assert np.allclose(separability(points, labels), separability(1e6 * points @ rotation, labels))


# --- medoid -------------------------------------------------------------------------------------------------


def test_the_medoid_is_the_member_nearest_to_all_others():
    rng = np.random.default_rng(0)
    points, labels = rng.standard_normal((40, 3)), np.repeat([0, 1, -1, 2], 10)
    for label, found in zip([-1, 0, 1, 2], medoid(points, labels), strict=True):
        rows = np.flatnonzero(labels == label)
        total = [np.square(points[rows] - points[row]).sum() for row in rows]
        assert found == rows[np.argmin(total)]


# --- the parts of strangeness ---------------------------------------------------------------------------------


@given(st.integers(5, 30), st.integers(0, 1000))
def test_distinctness_leaves_each_sample_out_of_its_own_mean(n, seed):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((n, 4))
    x -= x.mean(axis=0)
    inside = rng.permutation(np.arange(n) < n // 2)
    position = []
    for i in range(n):
        others = np.arange(n) != i
        m_in, m_out = x[inside & others].mean(axis=0), x[~inside & others].mean(axis=0)
        position.append((x[i] - (m_in + m_out) / 2) @ (m_in - m_out))
    t = np.array(position)
    D = max((t[inside].mean() - t[~inside].mean()) / t[~inside].std(ddof=1), 0)
    expected = D**2 / (D**2 + 16)
    found = distinctness(x, x[inside].mean(axis=0, keepdims=True), inside[:, None])
    assert found == pytest.approx([expected], abs=1e-9)


def test_distinctness_of_a_random_group_is_near_zero_however_many_the_dimensions():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((40, 2000))
    x -= x.mean(axis=0)
    inside = np.arange(40)[:, None] < 6
    assert distinctness(x, x[:6].mean(axis=0, keepdims=True), inside)[0] < 0.1


# --- strangeness ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("marked", [6, 12, 48])
@pytest.mark.parametrize("seed", [0, 1])
def test_the_group_with_the_artefact_is_the_most_suspicious(marked, seed):
    rng = np.random.default_rng(seed)
    labels, scores = max(
        (
            scored(heatmaps(120, np.random.default_rng(seed), styles=3, artefact=0.4, marked=marked), k)
            for k in range(2, 11)
        ),
        key=lambda pair: pair[1]["suspicion"].max(),
    )
    group = labels == scores["label"][scores["suspicion"].argmax()]
    assert group[:marked].mean() > 0.9
    assert group[marked:].mean() < 0.05
    ordinary = max(scored(heatmaps(120, rng, styles=3), k)[1]["suspicion"].max() for k in range(2, 11))
    assert scores["suspicion"].max() > 1.2 * ordinary


def test_neither_noise_nor_a_majority_nor_a_pair_is_suspicious():
    rng = np.random.default_rng(0)
    features, points = rng.random((40, 9)), rng.random((40, 3))
    labels = np.repeat([0, 1, -1, 2], [25, 8, 5, 2])
    scores = strangeness(features, points, labels)
    assert scores["label"].tolist() == [-1, 0, 1, 2]
    assert scores["size"].tolist() == [5, 25, 8, 2]
    assert (scores["suspicion"][[0, 1, 3]] == 0).all()


@given(
    st.integers(1, 14),
    st.integers(1, 5),
    st.integers(0, 1000),
    st.sampled_from(["noise", "constant", "duplicates", "zero"]),
)
def test_scores_are_finite_and_between_zero_and_one(n, clusters, seed, kind):
    rng = np.random.default_rng(seed)
    features = {
        "noise": rng.random((n, 6)),
        "constant": np.full((n, 6), 0.3),
        "duplicates": rng.random((2, 6))[rng.integers(0, 2, n)],
        "zero": np.zeros((n, 6)),
    }[kind].astype(np.float32)
    scores = strangeness(features, rng.random((n, 4)), canonical(rng.integers(-1, clusters, n)))
    for name in ("separability", "distinctness", "suspicion"):
        assert ((scores[name] >= 0) & (scores[name] <= 1)).all()


def test_suspicion_from_the_products_alone_is_the_same():
    rng = np.random.default_rng(0)
    features = spectral(heatmaps(60, rng, styles=2, artefact=0.4, marked=12))
    points, labels = rng.standard_normal((60, 4)), np.repeat([0, 1, -1], [12, 40, 8])
    plain = strangeness(features, points, labels)
    quick = strangeness(features, points, labels, gram=gram(features))
    assert gram(features) is not None
    for name, values in plain.items():
        assert np.allclose(quick[name], values, atol=1e-5)
