"""What the page is told."""

import base64
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report import columns, manifest, packing


def unpacked(text, dtype):
    return np.frombuffer(base64.b64decode(text), np.dtype(dtype).newbyteorder("<"))


@given(
    st.recursive(
        st.none() | st.text() | st.integers(-9, 9), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_data_cannot_end_their_element_and_come_back_whole(value):
    text = packing.dumps(value)
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == value


def test_a_number_that_json_has_not_becomes_none():
    assert [packing.number(x) for x in (float("nan"), float("inf"), np.float32(0.5))] == [None, None, 0.5]


@pytest.mark.parametrize(
    ("eigenvalues", "k"),
    [([0, 0.1, 0.9, 1.0], 2), ([0, 0.5], 1), ([0], None), ([], None), ([0, np.nan, 1], None)],
)
def test_the_largest_gap_counts_the_eigenvalues_before_it(eigenvalues, k):
    assert columns.largest_gap(np.array(eigenvalues, float)) == k


def test_keys_are_unique_also_for_names_that_differ_only_in_what_files_cannot_hold(synthetic):
    results = synthetic.results((3, 3, 3, 3))
    keys = [columns.key(category) for category in results.categories]
    assert sorted(keys) == ["bird-0", "boat-2", "horse-1", "script-document-title-owned-script-amp-s-3"]


def test_a_chapter_tells_each_sample_once_and_in_the_order_of_the_members(results):
    horse = results.categories[0]
    chapter = columns.chapter(results, horse, {})
    assert chapter["ids"] == [results.samples.id[row] for row in horse.members]
    assert (unpacked(chapter["prediction"], "i4") == results.samples.prediction[horse.members]).all()
    embedding = chapter["analyses"][0]["embeddings"][0]
    points = unpacked(embedding["points"], "f4").reshape(5, 90).T
    assert points == pytest.approx(horse.analyses[0].embeddings[0].points, rel=1e-6)
    cluster = chapter["analyses"][0]["clusterings"][1]["clusters"][2]
    assert horse.members[cluster["medoid"]] == horse.analyses[0].clusterings[1].clusters[2].medoid


def test_a_category_opens_with_its_suspect_and_a_plane_to_see_it_in(results):
    analysis, clustering, embedding = columns.shown(results.categories[0])
    assert (analysis.name, clustering.name, embedding.name) == ("spectral", "kmeans-3", "tsne")


def test_a_thumbnail_is_small_and_shows_suspects_also_when_they_are_few(synthetic):
    horse = synthetic.results((5, 4000, 3, 3), side=2).categories[0]
    points = unpacked(horse and manifest._thumbnail(horse, manifest.THUMBNAIL), "u1").reshape(-1, 3)
    assert len(points) <= manifest.THUMBNAIL
    assert points[:, 2].sum() == synthetic.TAGGED
