"""A cache that cannot lie: the wrong answers that another one has been seen to give, and the store from outside.

The eleven wrong answers are those of CoRelAy 1.0.0, whose keys round every value to one percent, and know of a step
its class name and the parameters that were marked to count.
"""

import json
import os
import time
from dataclasses import dataclass

import numpy as np
import pytest
import scipy.sparse

from spray import cache, pipeline
from spray.analyses.eigenmaps import eigenmaps
from spray.analyses.histogram import histogram
from spray.analyses.kmeans_all import kmeans_all
from spray.analyses.kmeans_path import kmeans_path
from spray.analyses.knn import neighbours
from spray.analyses.pooling import pooling
from spray.analyses.resize import resize
from spray.analyses.scipy_distances import scipy_distance
from spray.analyses.tsne import tsne
from spray.errors import ChangedArgumentError, UnknownContentError
from spray.keys import Known
from spray.memo import Memo
from spray.why import why

RNG = np.random.default_rng(0)
MAPS = RNG.normal(size=(6, 1, 16, 16)).astype(np.float32)
KEY = "a" * 64
POINTS = np.concatenate([RNG.normal(size=(20, 4)) + 4 * np.eye(4)[i] for i in range(3)])


def scale(x, factor=2.0):
    return x * factor


@pytest.fixture
def memo(tmp_path):
    return Memo(tmp_path / "memo")


def same(one, other):
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return one is other if one is None else np.array_equal(one, other)


def right(memo, *calls):
    """Every call gives what it gives without a memo, at once and from the disk, and no two of them the same."""
    for _ in range(2):
        given = [memo.call(function, *arguments, **parameters) for function, arguments, parameters in calls]
        for value, (function, arguments, parameters) in zip(given, calls, strict=True):
            assert same(value, function(*arguments, **parameters))
        assert not any(same(value, other) for value in given for other in given if value is not other)
    assert memo.counts == {"misses": len(calls), "hits": len(calls)}


# ---- the eleven -------------------------------------------------------------------------------------------


def test_wrong_answer_1_values_that_differ_by_less_than_one_percent(memo):
    right(memo, *[(scale, (np.array([value]),), {}) for value in (0.5, 0.5024, 0.5 + 1e-12)])


def test_wrong_answer_2_whole_numbers_next_to_each_other(memo):
    right(memo, *[(scale, (np.array([value]),), {}) for value in (128, 129, 1000, 1001)])


def test_wrong_answer_3_two_functions_without_a_name(memo):
    right(memo, (lambda x: x + 1, (np.ones(3),), {}), (lambda x: x * 100, (np.ones(3),), {}))


def test_wrong_answer_4_another_size_of_resized_images(memo):
    right(memo, (resize, (MAPS,), {"size": 8}), (resize, (MAPS,), {"size": 4}))


def test_wrong_answer_5_another_number_of_bins(memo):
    right(memo, (histogram, (MAPS,), {"bins": 8}), (histogram, (MAPS,), {"bins": 16}))


def test_wrong_answer_6_another_window_of_pooling(memo):
    right(memo, (pooling, (MAPS,), {"stride": 2}), (pooling, (MAPS,), {"stride": 4}))


def test_wrong_answer_7_another_exponent_of_minkowski(memo):
    given = (POINTS[:9], POINTS)
    right(memo, *[(scipy_distance, given, {"metric": "minkowski", "p": p}) for p in (1.0, 3.0)])


def test_wrong_answer_8_clusters_of_other_columns(memo):
    path = kmeans_path(POINTS, 0)
    of_two = kmeans_path(np.ascontiguousarray(POINTS[:, 2:]), 0)
    right(memo, *[(kmeans_all, (POINTS, found), {"k": 3, "seed": 0}) for found in (path, of_two)])


def test_wrong_answer_9_other_eigenvectors(memo):
    graph = scipy.sparse.csr_array(np.diag(np.arange(8.0)))
    right(memo, (eigenmaps, (graph,), {"dimensions": 3}), (eigenmaps, (graph,), {"dimensions": 5}))


def test_wrong_answer_10_another_seed(memo):
    near = neighbours(POINTS)
    right(memo, *[(tsne, (POINTS, near), {"perplexity": 5, "seed": seed}) for seed in (0, 1)])


def test_wrong_answer_11_another_parameter_inside_of_a_pipeline(memo):
    def dimensions(number):
        choices = {"embeddings": [f"spectral:{number}"], "clusterings": ["kmeans:2"]}
        (analysis,) = pipeline.run(MAPS, memo=memo, **choices)
        return [
            embedding.points.shape[1] for embedding in analysis.embeddings if str(number) in embedding.name
        ]

    assert [dimensions(number) for number in (2, 4, 2)] == [[2], [4], [2]]


# ---- and what else could lie ------------------------------------------------------------------------------


def test_an_input_that_another_step_has_read_before_is_another_input(memo):
    for value in (1.0, 2.0, 1.0):
        assert memo.call(scale, memo.step(scale, np.full(3, value)), factor=1.0)[0] == 2 * value


def test_the_layout_in_memory_changes_neither_the_key_nor_the_last_bit(memo):
    def total(x):
        return x.sum(axis=0)

    x = RNG.normal(size=(1001, 7)).astype(np.float32)
    ways = (x, np.asfortranarray(x), np.repeat(x, 2, axis=0)[::2])
    assert len({memo.step(total, way).key for way in ways}) == 1
    assert len({Memo(None).call(total, way).tobytes() for way in ways}) == 1


def test_a_function_cannot_see_the_order_of_a_mapping_that_its_key_does_not_tell(memo):
    def first(options, **more):
        return [*options, *more]

    orders = [memo.call(first, options, **options) for options in ({"b": 1, "a": 2}, {"a": 2, "b": 1})]
    assert orders == [["a", "b", "a", "b"]] * 2
    assert memo.counts == {"misses": 1, "hits": 1}


def test_sparse_matrices_that_are_stored_otherwise_are_other_arguments(memo):
    twice = scipy.sparse.coo_array(([1.0, 2.0], ([0, 0], [1, 1])), shape=(2, 2))
    once = scipy.sparse.coo_array(([3.0], ([0], [1])), shape=(2, 2))
    assert (twice.toarray() == once.toarray()).all()
    assert [memo.call(lambda matrix: matrix.nnz, matrix) for matrix in (twice, once)] == [2, 1]


def test_a_mask_or_a_matrix_in_another_format_is_refused_not_ignored(memo):
    with pytest.raises(UnknownContentError, match="MaskedArray"):
        memo.call(scale, np.ma.masked_array([1.0, 2.0], [True, False]))
    with pytest.raises(UnknownContentError, match="a sparse matrix in lil format"):
        memo.call(scale, scipy.sparse.lil_array((2, 2)))


def test_an_array_that_changes_between_the_plan_and_the_computation_is_refused(memo):
    x = np.ones(3)
    step = memo.step(scale, x)
    x[0] = 5
    with pytest.raises(ChangedArgumentError, match=r"cannot compute .*scale: argument x changed after"):
        _ = step.value
    assert list(cache.items(memo.folder.parent)) == []


def test_a_function_cannot_change_its_arguments(memo):
    def spoils(x):
        x[0] = 7

    x, matrix = np.ones(3), scipy.sparse.csr_array(np.eye(2))
    for argument in (x, memo.step(scale, x)):
        with pytest.raises(ValueError, match="read-only"):
            memo.call(spoils, argument)
    with pytest.raises(ValueError, match="read-only"):
        memo.call(lambda matrix: spoils(matrix.data), matrix)
    assert x[0] == matrix.data[0] == 1
    x[0], matrix.data[0] = 2, 2


@dataclass(frozen=True)
class Constants:
    """What a function may refer to."""

    limit: float


LIMITS = Constants(1.0)


def limited(x):
    return np.minimum(x, LIMITS.limit)


def test_a_constant_in_a_dataclass_is_part_of_the_key(memo, monkeypatch):
    assert memo.call(limited, np.array([9.0]))[0] == 1
    monkeypatch.setitem(limited.__globals__, "LIMITS", Constants(2.0))
    assert memo.call(limited, np.array([9.0]))[0] == 2


def test_a_global_without_content_is_refused_not_ignored(memo, monkeypatch):
    monkeypatch.setitem(limited.__globals__, "LIMITS", object())
    with pytest.raises(UnknownContentError, match=r"LIMITS = a builtins.object, to which .*limited refers"):
        memo.call(limited, np.array([9.0]))


def write_module(folder, name, source):
    (folder / f"{name}.py").write_text(source)
    import importlib
    import sys

    importlib.invalidate_caches()
    sys.modules.pop(name, None)
    return importlib.import_module(name)


def test_a_helper_in_another_file_is_part_of_the_key_also_when_it_is_imported_inside(
    memo, tmp_path, monkeypatch
):
    monkeypatch.syspath_prepend(tmp_path)
    source = "def f(x):\n    from a_helper import g\n    return g(x)\n"
    found = []
    for number in (1, 2):
        (tmp_path / "a_helper.py").unlink(missing_ok=True)
        write_module(tmp_path, "a_helper", f"def g(x): return x + {number}\n" + "#" * number)
        found.append(memo.call(write_module(tmp_path, "an_analysis", source).f, 1))
    assert found == [2, 3]


def test_the_version_of_a_library_that_a_function_uses_is_part_of_its_key(memo, monkeypatch):
    def used(x):
        import sklearn.cluster

        return x, sklearn.cluster

    parts = memo.step(used, 1).parts
    assert {"version sklearn", "version numpy", "version scipy", "version python"} <= parts.keys()
    assert "version h5py" not in parts


def test_two_functions_that_call_each_other_have_a_key(memo):
    def even(n):
        return n == 0 or odd(n - 1)

    def odd(n):
        return n != 0 and even(n - 1)

    assert memo.call(even, 10) is True


# ---- why ---------------------------------------------------------------------------------------------------


def read(source):
    return source.value


def test_a_miss_is_explained_through_results_down_to_the_input(memo):
    def chain(key, factor=2.0):
        features = memo.transient(read, Known(Known(np.ones(3), ""), key))
        return memo.step(scale, memo.step(scale, features, factor=factor), factor=1.0)

    assert chain("old").value[0] == 2
    told = why(memo, chain("new"))
    lines = [line.strip().partition(":")[0] for line in told.splitlines()]
    assert lines == ["miss", "argument x", "argument x", "argument source"]
    assert told.splitlines()[-1].strip() == "argument source: known new, stored known old"
    assert "argument factor: float 3.0, stored float 2.0" in why(memo, chain("old", 3.0))


def test_the_nearest_call_is_the_one_with_the_fewest_differences_then_the_latest(memo):
    for x, factor in ((1.0, 2.0), (3.0, 4.0), (3.0, 5.0)):
        memo.call(scale, x, factor=factor)
        time.sleep(0.01)
    assert memo.explain(scale, 3.0, factor=6.0).splitlines()[1:] == [
        "  argument factor: float 6.0, stored float 5.0"
    ]


# ---- from outside ------------------------------------------------------------------------------------------


@pytest.fixture
def store(tmp_path):
    """A set of attributions, and three results, used an hour after each other; the last one is the latest."""
    memo, now = Memo(tmp_path / "memo"), time.time()
    (tmp_path / "attributions" / KEY).mkdir(parents=True)
    (tmp_path / "attributions" / KEY / "00000.h5").write_bytes(bytes(1000))
    for number in range(3):
        memo.call(scale, float(number))
    found = sorted(cache.items(tmp_path), key=lambda item: (item.kind, item.path.stat().st_mtime_ns))
    for age, item in zip((4, 3, 2, 1), found, strict=True):
        file = item.path / "00000.h5" if item.path.is_dir() else item.path
        os.utime(file, (now - 3600 * age,) * 2)
    return tmp_path


def ordered(store):
    return sorted(cache.items(store, heads=True), key=lambda item: item.used)


def test_a_store_is_told_item_by_item(store):
    found = ordered(store)
    assert [item.kind for item in found] == ["attributions", "result", "result", "result"]
    assert found[0].size == 1000
    assert {item.name for item in found[1:]} == {f"{__name__}.scale"}
    assert all(item.size == item.path.stat().st_size and item.seconds >= 0 for item in found[1:])
    head = found[1].path.read_bytes().split(b"\n", 3)[2]
    assert json.loads(head)["parts"]["argument x"] == "float 0.0"


def test_a_hit_counts_as_a_use_and_leaves_the_time_of_writing(store):
    oldest = ordered(store)[1]
    written = oldest.path.stat().st_mtime_ns
    Memo(store / "memo").call(scale, 0.0)
    assert ordered(store)[-1].key == oldest.key
    assert oldest.path.stat().st_mtime_ns == written


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        ({"older_than": 3600 * 2.5}, [2, 3]),
        ({"older_than": 3600 * 9}, [0, 1, 2, 3]),
        ({"most": 0}, []),
        ({"keep": ()}, []),
    ],
)
def test_what_is_old_or_not_needed_goes(store, wanted, left):
    found = ordered(store)
    gone = cache.superfluous(found, now=time.time(), **wanted)
    cache.remove(gone)
    assert [item.key for item in ordered(store)] == [found[i].key for i in left]


def test_room_is_made_by_what_was_not_used_for_longest(store):
    found = ordered(store)
    most = found[2].size + found[3].size
    assert cache.superfluous(found, now=time.time(), most=most) == found[:2]
    assert cache.superfluous(found, now=time.time(), most=most - 1) == found[:3]
    assert cache.superfluous(found, now=time.time(), keep={found[1].key}, most=10**9) == [
        item for item in found if item is not found[1]
    ]


def test_what_somebody_else_removes_meanwhile_is_no_error(store):
    found = ordered(store)
    cache.remove(found)
    cache.remove(found)
    assert ordered(store) == []
    assert Memo(store / "memo").call(scale, 1.0) == 2
