"""The pipeline finds the planted group, ranks its category first, and adapts to whatever it is given."""

import pickle
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context

import numpy as np
import pytest

import spray
from spray.category import analyze_category
from spray.errors import CategoriesError, UnknownAnalysisError
from spray.memo import Memo
from spray.pipeline import analyze, ranked, run
from spray.results import Category, Samples

CLASSES = ("cat", "dog", "horse")
SIZE = 40
MARKED = slice(SIZE, SIZE + 9)  # of the dogs


@dataclass(frozen=True, eq=False)
class InMemory:
    """Attributions that are an array."""

    array: np.ndarray
    key: str

    @property
    def shape(self):
        return self.array.shape

    def __len__(self):
        return len(self.array)

    def read(self, rows):
        return self.array[rows]


@dataclass(frozen=True, eq=False)
class Broken(InMemory):
    """Attributions of which some rows cannot be read."""

    def read(self, rows):
        if np.isin(rows, np.arange(SIZE)).any():
            raise OSError("the disk is on fire")
        return self.array[rows]


def heatmaps(n, seed, side=12):
    """Relevance (n, 1, side, side) of objects that vary smoothly in place and brightness."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:side, :side] / side
    centre = rng.uniform(0.35, 0.65, (n, 1, 1))
    shape = np.exp(-((x - centre) ** 2 + (y - 0.6) ** 2) / 0.04)
    return (shape * rng.uniform(0.5, 1.5, (n, side, side)))[:, None].astype(np.float32)


@pytest.fixture(scope="module")
def attributions():
    relevance = np.concatenate([heatmaps(SIZE, seed) for seed in range(3)])
    relevance[MARKED, 0, 1:3, 1:3] += 2
    return InMemory(relevance, "three classes")


def samples_of(labels, metadata=None):
    labels = np.asarray(labels)
    ids = tuple(f"{CLASSES[label]}/{row:03d}.png" for row, label in enumerate(labels))
    return Samples(ids, labels, labels[::-1].copy(), np.ones(len(labels)), metadata or {})


@pytest.fixture(scope="module")
def samples():
    tags = ("yes" if MARKED.start <= row < MARKED.stop else "no" for row in range(3 * SIZE))
    return samples_of(np.repeat([0, 1, 2], SIZE), {"tag": tuple(tags)})


QUICK = {"embeddings": ("spectral",), "clusterings": ("kmeans:2-5", "hdbscan")}


@pytest.fixture(scope="module")
def found(attributions, samples):
    return analyze(attributions, samples, CLASSES, memo=Memo(None), clusterings=("kmeans:2-5", "hdbscan"))


def few(n, relevance=None, **options):
    """The only category of `n` samples."""
    relevance = heatmaps(n, 0) if relevance is None else relevance
    options = {"memo": Memo(None)} | options
    (category,) = analyze(InMemory(relevance, "few"), samples_of(np.zeros(n, int)), CLASSES, **options)
    return category


def same(one, other):
    """Equal in every value, bit by bit."""
    return pickle.dumps(one) == pickle.dumps(other) or _same(one, other)


def _same(one, other):
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    if hasattr(one, "__dataclass_fields__"):
        return type(one) is type(other) and all(
            _same(getattr(one, name), getattr(other, name)) for name in one.__dataclass_fields__
        )
    return one == other


# --- what it finds ------------------------------------------------------------------------------------------


def test_the_category_with_the_planted_group_is_first_and_its_suspect_is_that_group(found):
    first = found[0]
    assert [category.rank for category in found] == [1, 2, 3]
    assert first.name == "dog"
    clustering = next(c for c in first.analyses[0].clusterings if c.name == first.suspect.clustering)
    assert first.members[clustering.labels == first.suspect.cluster].tolist() == list(range(SIZE, SIZE + 9))
    cluster = next(c for c in clustering.clusters if c.label == first.suspect.cluster)
    assert dict(cluster.purity) == {"tag": ("yes", 1.0)}
    assert cluster.medoid in range(SIZE, SIZE + 9)
    assert first.strangeness == cluster.suspicion > 1.3 * found[1].strangeness


def test_the_summary_says_it_in_words(found):
    suspect = found[0].suspect
    place = f"{suspect.clustering}, cluster {suspect.cluster}"
    assert found[0].summary == f"9 of 40 samples (22 %) form a tight group apart from the rest: {place}."
    assert found[1].summary.startswith("No group stands clearly apart; ")


def test_everything_asked_for_is_in_the_result(found):
    for category in found:
        (analysis,) = category.analyses
        assert analysis.name == "spectral"
        assert [embedding.name for embedding in analysis.embeddings] == ["spectral", "tsne"]
        assert [c.name for c in analysis.clusterings] == [
            "k-means 2",
            "k-means 3",
            "k-means 4",
            "k-means 5",
            "HDBSCAN",
        ]
        assert dict(analysis.clusterings[0].parameters) == {"k": 2, "seed": 0}
        for embedding in analysis.embeddings:
            assert embedding.points.shape == (SIZE, len(embedding.axes))
        assert analysis.embeddings[0].eigenvalues.shape == (len(analysis.embeddings[0].axes),)
        assert analysis.embeddings[1].eigenvalues is None
        for clustering in analysis.clusterings:
            assert clustering.embedding == "spectral"
            assert [c.label for c in clustering.clusters] == sorted(set(clustering.labels.tolist()))
            assert [c.size for c in clustering.clusters] == [
                int((clustering.labels == c.label).sum()) for c in clustering.clusters
            ]
            assert sum(c.share for c in clustering.clusters) == pytest.approx(1)
            for cluster in clustering.clusters:
                row = category.members.tolist().index(cluster.medoid)
                assert clustering.labels[row] == cluster.label


def test_several_preprocessings_are_several_analyses(attributions, samples):
    found = analyze(
        attributions,
        samples,
        CLASSES,
        memo=Memo(None),
        preprocessing=("spectral", "absspectral", "pooled:6"),
        **QUICK,
    )
    assert [a.name for a in found[0].analyses] == ["spectral", "absspectral", "pooled:6"]
    assert found[0].name == "dog"
    assert found[0].suspect.analysis in ("spectral", "absspectral", "pooled:6")


def test_categories_can_be_the_predictions(attributions, samples):
    found = analyze(attributions, samples, CLASSES, categories="prediction", memo=Memo(None), **QUICK)
    assert {c.index: c.members.tolist()[0] for c in found} == {0: 2 * SIZE, 1: SIZE, 2: 0}


def test_categories_without_samples_do_not_occur(attributions, samples):
    found = analyze(attributions, samples, (*CLASSES, "cow"), memo=Memo(None), **QUICK)
    assert sorted(c.name for c in found) == sorted(CLASSES)


def test_the_spectral_embedding_is_there_even_if_only_others_are_asked_for():
    assert [e.name for e in few(12, embeddings=("pca",)).analyses[0].embeddings] == ["spectral", "pca"]


def test_a_spec_given_twice_is_computed_once():
    clusterings = (
        few(12, clusterings=("kmeans:2", "kmeans:2-3"), embeddings=("spectral",)).analyses[0].clusterings
    )
    assert [c.name for c in clusterings] == ["k-means 2", "k-means 3"]


# --- the same result, however it is computed -------------------------------------------------------------------


def test_every_executor_gives_the_same_result(attributions, samples, found, tmp_path):
    options = {"memo": Memo(tmp_path), "clusterings": ("kmeans:2-5", "hdbscan")}
    with ThreadPoolExecutor(2) as executor:
        assert same(analyze(attributions, samples, CLASSES, executor=executor, **options), found)
    # From what the threads have stored.
    assert same(analyze(attributions, samples, CLASSES, **options), found)


@pytest.mark.slow
def test_processes_give_the_same_result(attributions, samples, found):
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        options = {"memo": Memo(None), "clusterings": ("kmeans:2-5", "hdbscan")}
        assert same(analyze(attributions, samples, CLASSES, executor=executor, **options), found)


def test_a_category_does_not_depend_on_the_others(attributions, samples, found):
    rows = np.arange(SIZE, 2 * SIZE)
    alone = replace(samples_of(np.ones(SIZE, int), {"tag": samples.metadata["tag"][SIZE : 2 * SIZE]}))
    (dog,) = analyze(
        InMemory(attributions.array[rows], "dogs"),
        alone,
        CLASSES,
        memo=Memo(None),
        clusterings=("kmeans:2-5", "hdbscan"),
    )
    assert dog.strangeness == found[0].strangeness
    assert dog.suspect == found[0].suspect


def test_a_second_run_computes_nothing_and_a_grown_plan_only_what_is_new(
    attributions, samples, tmp_path, monkeypatch
):
    def entries():
        return {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.h5")}

    first = analyze(attributions, samples, CLASSES, memo=Memo(tmp_path), **QUICK)
    before = entries()
    monkeypatch.setattr(InMemory, "read", None)  # attributions are not even read again
    assert same(analyze(attributions, samples, CLASSES, memo=Memo(tmp_path), **QUICK), first)
    assert entries() == before
    monkeypatch.undo()
    analyze(
        attributions,
        samples,
        CLASSES,
        memo=Memo(tmp_path),
        **QUICK | {"clusterings": ("kmeans:2-6", "hdbscan")},
    )
    grown = entries()
    assert {path: grown[path] for path in before} == before
    assert {path.parent.name.rpartition(".")[2] for path in set(grown) - set(before)} == {
        "kmeans",
        "strangeness",
        "medoid",
        "silhouette",
        "fisher",
        "agreement",
    }


def test_other_attributions_are_other_results(attributions, samples, tmp_path):
    analyze(attributions, samples, CLASSES, memo=Memo(tmp_path), **QUICK)
    other = InMemory(attributions.array[::-1].copy(), "other")
    assert analyze(other, samples, CLASSES, memo=Memo(tmp_path), **QUICK)[0].members[0] == SIZE
    assert same(
        analyze(other, samples, CLASSES, memo=Memo(tmp_path), **QUICK),
        analyze(other, samples, CLASSES, memo=Memo(None), **QUICK),
    )


def test_equal_strangeness_is_ranked_by_index():
    def category(index, strangeness):
        return Category(CLASSES[index], index, np.zeros(1, int), 0, strangeness, {}, None, "", ())

    order = ranked([category(2, 0.5), category(0, 0.5), category(1, 0.7)])
    assert [(c.index, c.rank) for c in order] == [(1, 1), (0, 2), (2, 3)]


def test_progress_is_told_every_category_once(attributions, samples):
    told = []
    analyze(attributions, samples, CLASSES, memo=Memo(None), progress=told.append, **QUICK)
    assert sorted(told) == sorted(CLASSES)


# --- hard input --------------------------------------------------------------------------------------------------


def test_one_sample_has_nothing_to_compare_with():
    category = few(1)
    assert category.summary == "One sample: there is nothing to compare it with."
    assert (category.strangeness, category.suspect) == (0, None)
    assert category.analyses[0].notes == ("Left out for 1 different sample: k-means 2 to k-means 10.",)
    assert [e.points.shape for e in category.analyses[0].embeddings] == [(1, 1), (1, 2)]


@pytest.mark.parametrize("n", [2, 5])
def test_few_samples_are_analysed_and_the_notes_say_what_was_adapted(n):
    category = few(n)
    assert category.summary == f"The {n} samples show no smaller group."
    assert [c.name for c in category.analyses[0].clusterings] == [f"k-means {k}" for k in range(2, n + 1)] + [
        "HDBSCAN"
    ]
    said = {
        2: (
            "2 samples: each is joined to its 1 nearest instead of 10.",
            "t-SNE of fewer than 5 samples: the map shows their principal components instead.",
            "HDBSCAN needs 5 samples for a cluster: all 2 are noise.",
        ),
        5: (
            "5 samples: each is joined to its 3 nearest instead of 10.",
            "t-SNE of 5 samples: perplexity 1.33 instead of 30.",
        ),
    }
    assert category.notes == said[n]


@pytest.mark.parametrize("value", [0.0, 0.5])
def test_constant_maps_have_no_groups_and_the_notes_say_so(value):
    category = few(20, np.full((20, 1, 4, 4), value, np.float32))
    assert (category.strangeness, category.suspect) == (0, None)
    assert category.summary == "The 20 samples show no smaller group."
    assert "All 20 samples have the same heatmap: there is nothing to group." in category.analyses[0].notes


def test_samples_without_relevance_are_named():
    relevance = heatmaps(30, 0)
    relevance[[3, 4]] = 0
    assert (
        "2 of 30 samples without finite, non-zero relevance: cat/003.png, cat/004.png."
        in few(30, relevance).analyses[0].notes
    )


def test_relevance_that_is_not_finite_counts_as_none_and_is_named():
    relevance = heatmaps(30, 0)
    relevance[3, 0, 0, 0], relevance[4, 0, 1, 1] = np.nan, np.inf
    category, clean = few(30, relevance), heatmaps(30, 0)
    assert (
        "2 of 30 samples without finite, non-zero relevance: cat/003.png, cat/004.png."
        in category.analyses[0].notes
    )
    clean[[3, 4]] = 0
    assert same(category.analyses, few(30, clean).analyses)


def test_duplicates_are_counted():
    relevance = np.repeat(heatmaps(6, 0), 5, axis=0)
    category = few(30, relevance)
    assert "Only 6 of 30 heatmaps are different from each other." in category.analyses[0].notes
    assert "Left out for 6 different samples: k-means 7 to k-means 10." in category.analyses[0].notes


def test_attributions_need_not_be_images():
    relevance = np.random.default_rng(0).standard_normal((25, 7)).astype(np.float32)
    assert few(25, relevance).analyses[0].embeddings[0].points.shape[0] == 25


def test_an_error_in_one_category_is_told_there_and_leaves_the_others(attributions, samples, found):
    broken = Broken(attributions.array, attributions.key)
    result = analyze(broken, samples, CLASSES, memo=Memo(None), clusterings=("kmeans:2-5", "hdbscan"))
    assert same(
        result[:2], tuple(replace(c, rank=i + 1) for i, c in enumerate(c for c in found if c.name != "cat"))
    )
    assert result[2].summary == "This category could not be analysed: OSError: the disk is on fire"
    assert result[2].analyses == ()


def test_unknown_specs_are_refused_before_anything_is_computed(attributions, samples):
    with pytest.raises(
        UnknownAnalysisError,
        match=r"analyze.clusterings = 'kmeens': no clustering is called 'kmeens'. Valid are",
    ):
        analyze(attributions, samples, CLASSES, memo=Memo(None), clusterings=("kmeens",))
    with pytest.raises(UnknownAnalysisError, match=r"analyze\.embeddings = 'isomap'"):
        analyze(attributions, samples, CLASSES, memo=Memo(None), embeddings=("isomap",))
    with pytest.raises(UnknownAnalysisError, match=r"analyze\.preprocessing = 'none'"):
        analyze(attributions, samples, CLASSES, memo=Memo(None), preprocessing=("none",))
    with pytest.raises(
        CategoriesError, match=r"analyze.categories = 'score' is unknown. Valid are 'label', 'prediction'"
    ):
        analyze(attributions, samples, CLASSES, memo=Memo(None), categories="score")


def test_the_unit_of_work_can_be_pickled():
    assert pickle.loads(pickle.dumps(analyze_category)) is analyze_category  # noqa: S301, our own bytes


# --- alternatives at every step ------------------------------------------------------------------------------------


def count_calls(monkeypatch, module, name):
    """How often a function of an analysis is run: its calls are counted by the memo."""
    calls = []
    original = Memo.step

    def step(self, function, /, *arguments, **parameters):
        made = original(self, function, *arguments, **parameters)
        obtain = made._obtain

        def counted():
            if function.__name__ == name:
                calls.append(made.key)
            return obtain()

        made._obtain = counted
        return made

    monkeypatch.setattr(Memo, "step", step)
    return calls


def test_every_combination_is_computed_and_what_they_share_is_computed_once(monkeypatch):
    neighbours = count_calls(monkeypatch, "knn", "neighbours")
    maps = count_calls(monkeypatch, "tsne", "tsne")
    found = run(
        heatmaps(30, 0),
        preprocessing=["spectral", "absspectral"],
        distances=["euclidean", "cosine"],
        affinities=["knn", "knn_rbf"],
        laplacians=["symmetric", "randomwalk"],
        clusterings=["kmeans:2"],
    )
    assert [analysis.name for analysis in found] == [
        f"{features}, {distance}, {affinity}, {laplacian}"
        for features in ("spectral", "absspectral")
        for distance in ("euclidean", "cosine")
        for affinity in ("knn", "knn_rbf")
        for laplacian in ("symmetric", "randomwalk")
    ]
    assert len(neighbours) == len(maps) == 4  # per preprocessing and distance, whatever the graph


def test_any_embedding_can_be_clustered():
    (found,) = run(
        heatmaps(30, 0),
        embeddings=["spectral", "pca", "spectral:4"],
        cluster_on=["spectral", "pca", "spectral:4"],
        clusterings=["kmeans:2-3", "agglomerative:3", "dbscan:0.5", "spectral", "hdbscan"],
    )
    assert [(c.name, c.embedding) for c in found.clusterings if c.embedding == "pca"] == [
        (f"{name} on pca", "pca")
        for name in ("k-means 2", "k-means 3", "agglomerative 3", "DBSCAN 0.5", "HDBSCAN")
    ]
    assert [c.method for c in found.clusterings if c.name.startswith("k-means 2")] == [
        "kmeans",
        "kmeans_all",
        "kmeans",
    ]
    assert {c.embedding for c in found.clusterings} == {"spectral", "pca", "spectral:4"}


def test_all_scores_can_be_asked_for_and_none_must(tmp_path):
    tags = ["yes" if row < 9 else "no" for row in range(40)]
    relevance = heatmaps(40, 1)
    relevance[:9, 0, 1:3, 1:3] += 2
    wanted = ["silhouette", "fisher", "fisher_null", "region", "stability", "agreement"]
    (found,) = run(
        relevance, clusterings=["kmeans:2"], scores=wanted, metadata={"tag": tags, "id": range(40)}
    )
    (clustering,) = found.clusterings
    assert {*clustering.scores} == {
        "suspicion", "separability", "silhouette", "tau", "fisher", "null", "excess", "stability",
        "ARI tag", "NMI tag", "purity tag",
    }  # fmt: skip
    assert clustering.scores["ARI tag"] == clustering.scores["stability"] == 1
    assert clustering.scores["excess"] > 0.5
    assert {*clustering.clusters[1].scores} == {
        "silhouette",
        "relevance inside",
        "relevance even",
        "relevance outside",
        "relevance area",
    }
    (bare,) = run(relevance, clusterings=["kmeans:2"], scores=[])
    assert {*bare.clusterings[0].scores} == {"suspicion", "separability"}


def test_the_class_with_the_planted_group_is_the_most_separable_too(found):
    assert found[0].scores["fisher"] == max(category.scores["fisher"] for category in found)


@pytest.mark.parametrize("shape", [(40,), (40, 7), (40, 1, 50), (40, 5, 30), (40, 3, 8, 9), (40, 2, 3, 4, 5)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int16])
def test_anything_with_one_row_per_sample_can_be_analysed(shape, dtype):
    data = (10 * np.random.default_rng(0).standard_normal(shape)).astype(dtype)
    (found,) = run(data, preprocessing=["flatten"], embeddings=["spectral"], clusterings=["kmeans:2"])
    assert found.clusterings[0].labels.shape == (40,)


@pytest.mark.parametrize("distance", ["ssim", "wasserstein", "pearson", "cityblock"])
@pytest.mark.parametrize("shape", [(20, 3, 9, 8), (20, 2, 40), (20, 11)])
def test_every_distance_takes_images_signals_and_vectors(distance, shape):
    data = np.random.default_rng(0).standard_normal(shape).astype(np.float32)
    for preprocessing in ("spectral", "flatten", "pooled:4"):
        (found,) = run(
            data, preprocessing=[preprocessing], distances=[distance], clusterings=["kmeans:2"], scores=[]
        )
        assert found.notes == ()
        assert len(found.clusterings) == 1


def test_what_one_clustering_cannot_do_is_a_note_and_leaves_the_others(monkeypatch):
    monkeypatch.setattr("spray.analyses.merges.LARGEST", 10)
    (found,) = run(heatmaps(30, 0), clusterings=["agglomerative:3", "kmeans:2"], embeddings=["spectral"])
    assert [c.name for c in found.clusterings] == ["k-means 2"]
    assert found.notes[0].startswith(
        "agglomerative 3 was left out: Agglomerative clustering of 30 samples takes"
    )


def test_a_sweep_of_a_user_is_as_long_as_the_project_file_says_and_its_labels_do_not_depend_on_it():
    relevance = heatmaps(60, 0)
    options = {"cluster_on": ["pca"], "embeddings": ["pca"], "scores": []}
    (long,) = run(relevance, clusterings=["kmeans:2-40"], **options)
    (short,) = run(relevance, clusterings=["kmeans:3", "kmeans:35"], **options)
    by_name = {c.name: c.labels for c in long.clusterings}
    assert all(np.array_equal(c.labels, by_name[c.name]) for c in short.clusterings)
    assert sorted(len(set(labels.tolist())) for labels in by_name.values()) == list(range(2, 41))


# --- a function of one's own ---------------------------------------------------------------------------------------

MODULE = """
import spray

@spray.analysis("clustering", version={version})
def by_side(points, cut=0.0):
    return (points[:, 1] > cut).astype("int64")

@spray.analysis("preprocessing")
def left_half(maps):
    return maps[..., : maps.shape[-1] // 2]

def plain(points):
    return points
"""


def test_a_function_of_a_module_beside_the_project_takes_part_and_is_memoized(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.path", list(__import__("sys").path))
    (tmp_path / "own_steps_one.py").write_text(MODULE.format(version=1))
    options = {
        "preprocessing": ["own_steps_one:left_half > spectral"],
        "clusterings": ["own_steps_one:by_side", "own_steps_one:by_side:cut=0.1|0.2"],
        "embeddings": ["spectral"],
        "folder": tmp_path,
    }
    memo = Memo(tmp_path / "memo")
    (found,) = run(heatmaps(30, 0), memo=memo, **options)
    assert found.name == "own_steps_one:left_half > spectral"
    assert [c.name for c in found.clusterings] == [
        "own_steps_one:by_side",
        "own_steps_one:by_side, cut 0.1",
        "own_steps_one:by_side, cut 0.2",
    ]
    again = Memo(tmp_path / "memo")
    run(heatmaps(30, 0), memo=again, **options)
    assert again.counts["misses"] == 0
    with pytest.raises(UnknownAnalysisError, match="own_steps_one was imported, but decorate it with"):
        run(heatmaps(30, 0), clusterings=["own_steps_one:plain"], folder=tmp_path)
    with pytest.raises(
        UnknownAnalysisError, match="own_steps_one was imported, but no function of that name"
    ):
        run(heatmaps(30, 0), clusterings=["own_steps_one:nothing"], folder=tmp_path)


@spray.analysis("embedding")
def corner(features, seed):
    return features[:, :2].astype(float) + seed, None


def test_a_decorated_function_takes_part_from_python():
    (found,) = run(heatmaps(30, 0), embeddings=[corner], clusterings=["kmeans:2"], seed=4)
    assert [e.name for e in found.embeddings] == ["spectral", "corner"]
    assert found.embeddings[1].points.mean() > 3


# --- many categories -----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_ten_thousand_classes_are_planned_in_a_moment_and_analysed():
    from spray.pipeline import tasks_of
    from spray.plan import plan_of

    labels = np.repeat(np.arange(10_000), 3)[np.random.default_rng(0).permutation(30_000)]
    relevance = np.random.default_rng(0).standard_normal((30_000, 4)).astype(np.float32)
    samples = Samples(tuple(map(str, range(30_000))), labels, labels, np.ones(30_000))
    classes = tuple(f"c{i}" for i in range(10_000))
    began = time.process_time()
    tasks = tasks_of(InMemory(relevance, "many"), samples, classes, plan_of(), Memo(None))
    assert time.process_time() - began < 3
    assert len(tasks) == 10_000
    assert all((labels[task.members] == task.index).all() for task in tasks[::500])
    few = np.isin(labels, np.arange(200))
    some = Samples(tuple(np.array(samples.id)[few]), labels[few], labels[few], np.ones(int(few.sum())))
    found = analyze(InMemory(relevance[few], "some"), some, classes, memo=Memo(None), **QUICK)
    assert len(found) == 200


def test_few_samples_for_the_neighbours_that_were_asked_for_are_a_note():
    category = few(20, affinities=("knn:32",), embeddings=("spectral",))
    assert "20 samples: each is joined to its 19 nearest instead of 32." in category.notes


def test_samples_without_a_label_belong_to_no_category():
    labels = np.array([0] * 10 + [-1] * 5 + [1] * 10)
    samples = Samples(tuple(map(str, range(25))), labels, labels, np.ones(25))
    found = analyze(InMemory(heatmaps(25, 0), "x"), samples, CLASSES, memo=Memo(None), **QUICK)
    assert sorted(category.index for category in found) == [0, 1]
