"""Whatever has one row per sample can be analysed; what cannot be is refused with what to do about it."""

import h5py
import numpy as np
import pytest

from spray.arrays import OnDisk, attributions_of, columns_of, in_memory
from spray.errors import FormatError, UnknownAnalysisError
from spray.memo import Memo
from spray.pipeline import run
from spray.plan import plan_of

QUICK = {"embeddings": "spectral", "clusterings": "kmeans:2-3"}


@pytest.fixture(scope="module")
def maps():
    return np.random.default_rng(0).normal(size=(24, 2, 4, 4)).astype(np.float32)


def labels_of(data, **options):
    (found,) = run(data, **QUICK, **options)
    return [clustering.labels.tolist() for clustering in found.clusterings]


class Tensor:
    """Like torch's: not an array, but becomes one; on a device it says that it cannot."""

    def __init__(self, values, away=False):
        self.values, self.away = values, away

    def __array__(self, dtype=None, copy=None):
        if self.away:
            raise TypeError("can't convert cuda:0 device type tensor to numpy. Use Tensor.cpu() first.")
        return self.values


def test_lists_tensors_and_columns_in_either_order_are_arrays(maps):
    expected = labels_of(maps)
    assert labels_of(Tensor(maps)) == expected
    assert labels_of(maps.tolist()) == expected
    assert labels_of(np.asfortranarray(maps)) == expected


def test_a_dataset_of_an_open_file_is_read_in_parts_and_known_by_its_content(maps, tmp_path):
    with h5py.File(tmp_path / "maps.h5", "w") as file:
        file["maps"], file["other"] = maps, maps + np.float32(1)
        first = attributions_of(file["maps"])
        assert isinstance(first, OnDisk)
        assert first.key == attributions_of(file["maps"]).key != attributions_of(file["other"]).key
        np.testing.assert_array_equal(first.read(np.array([5, 2, 2])), maps[[5, 2, 2]])
        assert labels_of(file["maps"], memo=tmp_path / "memo") == labels_of(maps)
        again = Memo(tmp_path / "memo")
        run(file["maps"], memo=again, **QUICK)
        assert (again.counts["misses"], again.counts["hits"] > 0) == (0, True)


def test_what_has_rows_and_a_key_stays_what_it_is(maps):
    store = in_memory(maps)
    assert attributions_of(store) is store


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ([[1.0, 2.0], [3.0]], "cannot be made an array"),
        (Tensor(np.ones(3), away=True), r"Use Tensor.cpu\(\) first"),
        (np.array([np.ones(2), np.ones(3)], object), "pad, resize or pool them first"),
        (np.array([["a"], ["b"]]), "Samples have to be numbers"),
        (np.ones((4, 3)) * 1j, "real and imaginary parts as two channels"),
        (np.array(3.0), r"data has the shape \(\)"),
        (np.ones((0, 5)), "with a sample or more"),
        (np.ones((5, 0)), "a number or more in each"),
        (np.ma.masked_array(np.ones((4, 3)), np.zeros((4, 3))), r"Fill it: data.filled\(0\)"),
    ],
)
def test_what_are_no_samples_is_refused_with_the_mend(data, why):
    with pytest.raises(FormatError, match=why):
        run(data, **QUICK)


def test_a_sparse_matrix_is_refused_with_the_mend():
    sparse = pytest.importorskip("scipy.sparse")
    with pytest.raises(FormatError, match=r"data.toarray\(\)"):
        run(sparse.eye_array(5).tocsr(), **QUICK)


def test_metadata_of_another_length_is_named_and_numbers_are_text():
    with pytest.raises(FormatError, match=r"metadata 'sex' has 2 values for 24 samples"):
        columns_of({"sex": ["a", "b"]}, 24)
    assert columns_of({"age": np.array([3, 4])}, 2) == {"age": ("3", "4")}


def test_one_spec_may_stand_alone_and_its_letters_are_no_specs():
    alone, listed = plan_of(clusterings="kmeans:2-4"), plan_of(clusterings=["kmeans:2-4"])
    assert alone == listed
    assert plan_of(scores="silhouette").scores == ("silhouette",)


@pytest.mark.parametrize("seed", [-1, None, 1.5, "1"])
def test_a_seed_is_a_whole_number(seed):
    with pytest.raises(ValueError, match="a seed is a whole number"):
        plan_of(seed=seed)


def test_a_seed_of_numpy_is_one():
    assert plan_of(seed=np.uint8(7)).seed == 7


def test_a_module_that_is_not_there_is_said(tmp_path):
    with pytest.raises(UnknownAnalysisError, match=f"no module 'nowhere_to_be_found' is in {tmp_path}"):
        plan_of(clusterings="nowhere_to_be_found:f", folder=tmp_path)
