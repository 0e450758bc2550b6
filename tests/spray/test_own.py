"""Functions of one's own: what they may return, and what is said of the rest."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

import spray
from spray.arrays import InMemory
from spray.errors import OwnAnalysisError, UnknownAnalysisError
from spray.memo import Memo
from spray.pipeline import analyze, run
from spray.results import Samples

QUICK = {"embeddings": "spectral", "clusterings": "kmeans:2"}
N = 20


@pytest.fixture(scope="module")
def maps():
    return np.random.default_rng(0).normal(size=(N, 3, 4, 4)).astype(np.float32)


def returning(kind, value):
    """An analysis of that kind that returns the value, whatever it is given."""
    if kind == "preprocessing":

        def function(relevance, answer=value):
            return answer

    elif kind == "affinity":

        def function(knn, answer=value):
            return answer

    elif kind == "laplacian":

        def function(affinity, answer=value):
            return answer

    else:

        def function(points, answer=value):
            return answer

    return spray.analysis(kind, name=f"my {kind}")(function)


KEYS = {
    "preprocessing": "preprocessing",
    "affinity": "affinities",
    "laplacian": "laplacians",
    "embedding": "embeddings",
    "clustering": "clusterings",
    "score": "scores",
}
RING = np.roll(np.eye(N), 1, 0) + np.roll(np.eye(N), -1, 0)


@pytest.mark.parametrize(
    ("kind", "value", "what"),
    [
        (
            "clustering",
            np.zeros(3, int),
            r"returned int64 of shape \(3,\); it has to return 20 whole numbers",
        ),
        ("clustering", np.full(N, 0.5), "returned float64"),
        ("clustering", np.full(N, -2), "returned a label of -2"),
        ("clustering", np.zeros((N, 1), int), r"of shape \(20, 1\)"),
        ("embedding", None, "returned None"),
        ("embedding", np.zeros((3, 2)), r"returned float64 of shape \(3, 2\); it has to return 20 points"),
        (
            "embedding",
            np.full((N, 2), np.nan),
            "NaN or infinite numbers for sample 0, 1, 2, 3, 4 and 15 more",
        ),
        ("embedding", (np.zeros((N, 2)), np.zeros(5)), r"returned eigenvalues of shape \(5,\)"),
        ("embedding", "points", "returned <U6"),
        ("preprocessing", np.zeros((3, 4)), "returned 3 rows for 20 samples"),
        ("preprocessing", np.full((N, 4), np.inf), "NaN or infinite numbers for sample 0"),
        ("affinity", np.ones((N, 3)), r"returned a matrix of shape \(20, 3\)"),
        ("affinity", -RING, "returned a weight of -1"),
        ("affinity", csr_matrix(np.roll(np.eye(N), 1, 0)), "weights that are not symmetric"),
        ("laplacian", np.full((N, N), np.nan), "numbers that are not finite"),
        ("score", "good", "returned <U4"),
        ("score", np.zeros((2, 2)), r"returned float64 of shape \(2, 2\)"),
        ("score", np.zeros(7), "returned 7 numbers; it has to return one for each of 2 clusters"),
    ],
)
def test_a_result_that_the_pipeline_cannot_use_is_an_error_that_says_what_it_needs(maps, kind, value, what):
    with pytest.raises(OwnAnalysisError, match=f"the {kind} 'my {kind}' .*{what}"):
        run(maps, **QUICK | {KEYS[kind]: [returning(kind, value)]})


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("clustering", np.arange(N, dtype=np.uint8) % 3),
        ("clustering", [0, 1] * (N // 2)),
        ("clustering", np.arange(N) > 4),
        ("embedding", np.ones((N, 2))),
        ("embedding", list(range(N))),
        ("affinity", RING),
        ("affinity", csr_matrix(RING)),
        ("laplacian", np.eye(N) - RING / 2),
        ("score", 3),
        ("score", {"one": 1, "two": np.float32(2)}),
        ("score", np.array([0.5, 0.25])),
    ],
)
def test_every_usual_form_of_a_result_is_taken(maps, kind, value):
    (found,) = run(maps, **QUICK | {KEYS[kind]: [returning(kind, value)]})
    assert found.notes == ()
    assert all(c.labels.dtype == np.int64 and len(c.labels) == N for c in found.clusterings)
    assert all(e.points.ndim == 2 and len(e.points) == N for e in found.embeddings)


@spray.analysis("score")
def spread(points, labels):
    return np.array([points[labels == label].std() for label in np.unique(labels)])


@spray.analysis("score")
def both(labels, features):
    return {"groups": len(np.unique(labels)), "undefined": np.nan, "width": features.shape[1]}


def test_scores_of_ones_own_are_told_and_memoized(maps, tmp_path):
    options = QUICK | {"scores": ["silhouette", spread, both]}
    (found,) = run(maps, memo=tmp_path, **options)
    scores = found.clusterings[0].scores
    assert (scores["both groups"], scores["both width"]) == (2, 16)
    assert "silhouette" in scores
    assert "both undefined" not in scores
    assert all(cluster.scores["spread"] > 0 for cluster in found.clusterings[0].clusters)
    again = Memo(tmp_path)
    run(maps, memo=again, **options)
    assert again.counts["misses"] == 0


@spray.analysis("clustering")
def unlucky(points):
    raise RuntimeError("out of luck")


@spray.analysis("clustering")
def halves(points):
    return np.arange(len(points)) % 2


def test_a_function_that_fails_is_raised_from_python_and_a_note_in_a_build(maps):
    with pytest.raises(RuntimeError, match="out of luck"):
        run(maps, **QUICK | {"clusterings": [unlucky, halves]})
    labels = np.zeros(N, int)
    samples = Samples(tuple(map(str, range(N))), labels, labels, np.ones(N))
    (category,) = analyze(
        InMemory(maps, "maps"),
        samples,
        ("all",),
        memo=Memo(None),
        embeddings="spectral",
        clusterings=[unlucky, halves],
    )
    (found,) = category.analyses
    assert [clustering.name for clustering in found.clusterings] == ["halves"]
    assert found.notes == ("unlucky was left out: RuntimeError: out of luck",)


@spray.analysis("clustering")
def misspelt(point):
    return point


@spray.analysis("distance")
def demanding(rows, others, power):
    return np.zeros((len(rows), len(others)))


@spray.analysis("clustering")
def wants(points, k):
    return np.arange(len(points)) % int(k)


def test_a_parameter_that_nothing_fills_is_found_before_anything_is_computed(maps, tmp_path, monkeypatch):
    with pytest.raises(
        UnknownAnalysisError, match=r"parameter 'point'.*: features, points, seed, shape, affin"
    ):
        run(maps, clusterings=[misspelt])
    with pytest.raises(UnknownAnalysisError, match=r"parameter 'power'. Give it a default\."):
        run(maps, distances=[demanding])
    with pytest.raises(UnknownAnalysisError, match="parameter 'k'"):
        run(maps, clusterings=[wants])
    monkeypatch.setattr("sys.path", list(__import__("sys").path))
    (tmp_path / "own_wants.py").write_text(
        "import spray\n@spray.analysis('clustering')\ndef wants(points, k):\n    return [0] * len(points)\n"
    )
    (found,) = run(maps, clusterings="own_wants:wants:k=2|3", embeddings="spectral", folder=tmp_path)
    assert [c.name for c in found.clusterings] == ["own_wants:wants, k 2", "own_wants:wants, k 3"]
