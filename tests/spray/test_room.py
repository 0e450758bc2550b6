"""Large intermediate arrays are mapped to files that leave no trace, and change no result."""

import os

import numpy as np

from spray import room as room_module
from spray.pipeline import run
from spray.room import room


def test_small_arrays_are_in_memory_and_large_ones_in_a_file_without_a_name(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert type(room((10, 10), np.float32)) is np.ndarray
    monkeypatch.setattr(room_module, "LARGE", 100)
    array = room((10, 10), np.float64)
    array[:] = 3
    assert isinstance(array.base, np.memmap)
    assert array.sum() == 300
    assert os.listdir(tmp_path) == []


def test_results_are_the_same_wherever_the_features_are(monkeypatch):
    relevance = np.random.default_rng(0).standard_normal((60, 2, 9, 9)).astype(np.float32)
    (here,) = run(relevance, clusterings=["kmeans:2-3", "hdbscan"])
    monkeypatch.setattr(room_module, "LARGE", 100)
    (mapped,) = run(relevance, clusterings=["kmeans:2-3", "hdbscan"])
    for one, other in zip(here.embeddings, mapped.embeddings, strict=True):
        assert np.array_equal(one.points, other.points)
    for one, other in zip(here.clusterings, mapped.clusterings, strict=True):
        assert np.array_equal(one.labels, other.labels)
        assert dict(one.scores) == dict(other.scores)
