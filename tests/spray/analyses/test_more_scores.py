"""Scores against their definitions and against scikit-learn."""

import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st

from spray.analyses import silhouette as silhouette_module
from spray.analyses.agreement import agreement
from spray.analyses.fisher import fisher
from spray.analyses.fisher_null import fisher_null
from spray.analyses.kmeans_path import path
from spray.analyses.means import means
from spray.analyses.region import region
from spray.analyses.silhouette import silhouette
from spray.analyses.stability import stability


def grouped(apart=3.0, n=90, d=5, seed=0):
    random = np.random.default_rng(seed)
    labels = np.repeat([0, 1, 2], n // 3)
    return random.standard_normal((n, d)) + apart * np.eye(3, d)[labels], labels


# --- silhouette ---------------------------------------------------------------------------------------------


def test_silhouette_is_that_of_scikit_learn():
    points, labels = grouped()
    found = silhouette(points, labels)
    each = sklearn.metrics.silhouette_samples(points, labels)
    assert found["all"] == pytest.approx(each.mean())
    assert np.allclose(found["cluster"], [each[labels == c].mean() for c in range(3)])


def test_noise_belongs_to_no_cluster_and_one_cluster_has_no_silhouette():
    points, labels = grouped()
    noisy = np.concatenate([labels, [-1, -1]])
    more = np.concatenate([points, [[50.0] * 5, [-50.0] * 5]])
    found = silhouette(more, noisy)
    assert found["all"] == pytest.approx(silhouette(points, labels)["all"])
    assert found["cluster"][0] == 0
    assert silhouette(points, np.zeros(90, int))["all"] == 0


def test_of_many_samples_a_choice_is_looked_at(monkeypatch):
    points, labels = grouped(n=600)
    whole = silhouette(points, labels)["all"]
    monkeypatch.setattr(silhouette_module, "SAMPLED", 200)
    some = silhouette(points, labels)["all"]
    assert some != whole
    assert some == pytest.approx(whole, abs=0.05)
    assert silhouette(points, labels)["all"] == some


# --- agreement ----------------------------------------------------------------------------------------------


@given(st.integers(1, 40), st.integers(1, 5), st.integers(1, 5), st.integers(0, 100))
def test_agreement_is_that_of_scikit_learn(n, a, b, seed):
    random = np.random.default_rng(seed)
    labels, values = random.integers(-1, a, n), random.integers(0, b, n)
    found = agreement(labels, values.tolist())
    assert found["ARI"] == pytest.approx(sklearn.metrics.adjusted_rand_score(labels, values), abs=1e-12)
    assert found["NMI"] == pytest.approx(
        sklearn.metrics.normalized_mutual_info_score(labels, values), abs=1e-9
    )
    table = sklearn.metrics.cluster.contingency_matrix(labels, values)
    assert found["purity"] == pytest.approx(table.max(axis=1).sum() / n)


def test_agreement_with_text_ignores_the_names():
    assert agreement(np.array([0, 0, 1]), ["yes", "yes", "no"]) == {"ARI": 1.0, "NMI": 1.0, "purity": 1.0}


# --- fisher -------------------------------------------------------------------------------------------------


def test_tau_is_the_trace_of_the_ratio_of_scatters():
    points, labels = grouped()
    mean = points.mean(axis=0)
    within, between = np.zeros((5, 5)), np.zeros((5, 5))
    for c in range(3):
        inside = points[labels == c]
        within += (inside - inside.mean(axis=0)).T @ (inside - inside.mean(axis=0))
        between += 30 * np.outer(inside.mean(axis=0) - mean, inside.mean(axis=0) - mean)
    found = fisher(points, labels)
    assert found["tau"] == pytest.approx(np.trace(np.linalg.solve(within, between)), rel=1e-4)
    values = np.sort(np.linalg.eigvals(np.linalg.solve(within, between)).real)[::-1][:2]
    share, chance = (values / (1 + values)).mean(), 5 / 89
    assert found["fisher"] == pytest.approx((share - chance) / (1 - chance), rel=1e-4)


def test_fisher_of_random_labels_is_zero_on_average():
    points = np.random.default_rng(1).standard_normal((200, 8))
    random = np.random.default_rng(0)
    found = [fisher(points, random.integers(0, 3, 200))["fisher"] for _ in range(200)]
    assert np.mean(found) < 0.02  # clipped at zero; the raw share would be 8 / 199 = 0.04 above


def test_fisher_ranks_separated_before_mixed_and_does_not_see_rotation_or_scale():
    order = [fisher(*grouped(apart))["fisher"] for apart in (0.5, 1, 2, 4, 8)]
    assert order == sorted(order)
    points, labels = grouped()
    turned = points @ np.linalg.qr(np.random.default_rng(0).standard_normal((5, 5)))[0] * 1e4 + 7
    assert fisher(turned, labels)["fisher"] == pytest.approx(fisher(points, labels)["fisher"], abs=1e-6)


def test_of_points_without_clusters_the_excess_is_near_zero_and_of_clusters_large():
    cloud = np.random.default_rng(1).standard_normal((300, 4))
    nothing = fisher_null(cloud, path(cloud, 3, 0)[2].astype(int))
    assert nothing["null"] > 0.2
    assert abs(nothing["excess"]) < 0.15
    points, labels = grouped(8.0)
    assert fisher_null(points, labels)["excess"] > 0.8


# --- region, means, stability -----------------------------------------------------------------------------------


def test_relevance_at_one_place_is_a_small_common_region():
    maps = np.full((40, 100), 0.01)
    maps[:10, 20:24] = 1.0  # the same place in every member
    for i in range(10, 40):
        maps[i, 3 * i - 30 : 3 * i - 26] = 1.0  # a place of its own
    found = region(maps, (np.arange(40) >= 10).astype(int))
    assert found["area"][0] == pytest.approx(0.03)  # three of four positions hold half of the relevance
    assert found["area"][1] > 0.2
    assert found["even"][0] == pytest.approx(1)
    assert found["even"][1] < found["even"][0] - 0.05
    assert found["inside"][0] > 0.5
    assert found["outside"][0] < 0.2


def test_regions_of_nothing_are_nothing():
    found = region(np.zeros((6, 4)), np.array([0, 0, 0, 1, 1, -1]))
    assert all((values == 0).all() for values in found.values())


def test_means_are_the_mean_heatmaps():
    random = np.random.default_rng(0)
    maps, labels = random.standard_normal((30, 7)).astype(np.float32), np.repeat([-1, 0, 1], 10)
    assert np.allclose(means(maps, labels), [maps[labels == c].mean(axis=0) for c in (-1, 0, 1)], atol=1e-6)


def test_stability_is_the_mean_agreement_with_other_seeds():
    one, other = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    assert stability(one, [one, other]) == pytest.approx((1 - 0.5) / 2)
    assert stability(one) == 1
