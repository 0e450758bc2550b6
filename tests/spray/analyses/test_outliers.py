"""What is too rare for a cluster."""

import numpy as np
import pytest

from spray.analyses.outliers import local_outlier_factor, outliers
from spray.analyses.outlyingness import outlyingness
from spray.memo import Memo
from spray.pipeline import analyze, in_memory, run
from spray.results import Samples


def heatmaps(n=120, odd=2, seed=0):
    """Relevance (n, 30) around one pattern; of the last few, all of it in another place."""
    random = np.random.default_rng(seed)
    rows = np.abs(np.r_[np.ones(20), np.zeros(10)] + random.normal(0, 0.2, (n, 30)))
    rows[n - odd :, :20], rows[n - odd :, 20:] = 0.1, 1
    return (rows * random.uniform(0.1, 10, (n, 1))).astype(np.float32)


def test_two_odd_samples_of_many_are_a_group_of_their_own_whatever_the_scale():
    assert np.flatnonzero(outliers(heatmaps())).tolist() == [118, 119]
    assert not outliers(heatmaps(odd=0)).any()
    assert np.flatnonzero(outliers(heatmaps()[::-1])).tolist() == [0, 1]


def test_the_factor_is_the_mean_density_of_the_neighbours_over_the_own():
    """By hand: five samples on a circle at 0, 10, 20, 30 and 90 degrees, two neighbours each."""
    turn = np.deg2rad([0, 10, 20, 30, 90])
    rows = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    apart = np.linalg.norm(rows[:, None] - rows, axis=2)
    near = [[1, 2], [0, 2], [1, 3], [2, 1], [3, 2]]
    reach = [apart[i, near[i]].max() for i in range(5)]
    density = [1 / np.mean([max(apart[i, j], reach[j]) for j in near[i]]) for i in range(5)]
    expected = [np.mean([density[j] for j in near[i]]) / density[i] for i in range(5)]
    np.testing.assert_allclose(local_outlier_factor(5 * rows, k=2), expected, rtol=1e-6)


@pytest.mark.parametrize("rows", [np.zeros((40, 3)), np.ones((40, 3)), np.ones((2, 3)), np.zeros((0, 3))])
def test_samples_that_are_all_the_same_are_no_outliers(rows):
    assert not outliers(rows).any()
    assert outlyingness(rows)["outlyingness"] == pytest.approx(1)


def test_a_class_with_a_rare_sample_is_first_by_outlyingness_and_ranks_stay_those_of_strangeness():
    maps = np.concatenate([heatmaps(odd=0), heatmaps(odd=1, seed=1), heatmaps(odd=0, seed=2)])
    label = np.repeat(np.arange(3), 120)
    samples = Samples(tuple(map(str, range(360))), label, label, np.ones(360, np.float32))
    given = {"embeddings": ["spectral"], "preprocessing": ["flatten"], "memo": Memo(None)}
    usual = analyze(in_memory(maps), samples, tuple("abc"), clusterings=["kmeans:2-4"], scores=[], **given)
    found = analyze(
        in_memory(maps), samples, tuple("abc"), clusterings=["kmeans:2-4"], scores=["outlyingness"], **given
    )
    assert [one.name for one in found] == [one.name for one in usual]
    assert [one.strangeness for one in found] == [one.strangeness for one in usual]
    assert max(found, key=lambda one: one.scores["outlyingness"]).name == "b"
    (analysis,) = run(heatmaps(odd=3), clusterings=["outliers"])
    assert sorted(cluster.size for cluster in analysis.clusterings[0].clusters) == [3, 117]
