"""What the page is told of a cluster: prototypes and means; and the order in which samples lie in their files."""

import base64
import io
import itertools
import json
import zlib
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

import report
from report import arrange, columns, means, packing, prototypes
from spray.results import Suspect


@pytest.fixture(scope="module")
def horse(synthetic):
    """The category of 500 horses, the last of which carry the tag."""
    results = synthetic.results((3, 500), side=8)
    return results, results.categories[0]


def position(category):
    return {int(row): at for at, row in enumerate(category.members)}


def test_prototypes_begin_with_the_medoid_and_are_its_nearest_in_the_cluster(horse):
    _, category = horse
    analysis = category.analyses[0]
    for clustering in analysis.clusterings:
        found = prototypes.of(clustering, analysis, position(category))
        points = {one.name: one.points for one in analysis.embeddings}[clustering.embedding]
        for cluster in clustering.clusters:
            near = found[cluster.label]
            assert near[0] == position(category)[cluster.medoid]
            assert (clustering.labels[near] == cluster.label).all()
            apart = np.linalg.norm(points - points[near[0]], axis=1)
            others = np.setdiff1d(np.flatnonzero(clustering.labels == cluster.label), near)
            assert not len(others) or apart[near].max() <= apart[others].min()
            assert len(near) == min(prototypes.COUNT, cluster.size)


def test_without_an_embedding_the_medoid_is_the_only_prototype(horse):
    _, category = horse
    bare = replace(category.analyses[0], embeddings=())
    found = prototypes.of(bare.clusterings[0], bare, position(category))
    assert all(len(near) == 1 for near in found.values())


def test_clusters_of_the_same_samples_share_a_mean(horse):
    _, category = horse
    groups = means.groups(category)
    tag = [
        groups.of_cluster[at]
        for at, cluster in enumerate(
            cluster for a in category.analyses for one in a.clusterings for cluster in one.clusters
        )
        if cluster.purity["tag"] == ("yes", 1.0) and cluster.size == 14
    ]
    assert len(tag) == 3  # of k-means 2, 3 and 4
    assert len(set(tag)) == 1


@pytest.mark.parametrize("order", ["forward", "backward"])
def test_means_are_those_of_the_members(horse, order):
    results, category = horse
    heat = results.pictures.relevance(category.members)
    heat = heat / np.abs(heat).max(axis=(1, 2), keepdims=True)
    groups = means.groups(category)
    sums = means.Sums(groups, 64)
    parts = np.array_split(np.arange(500), 9)
    for part in parts if order == "forward" else parts[::-1]:
        sums.add(part, heat[part][..., None])
    at = 0
    for analysis in category.analyses:
        for clustering in analysis.clusterings:
            for cluster in clustering.clusters:
                wanted = heat[clustering.labels == cluster.label].mean(axis=0)
                found = sums.means()[groups.of_cluster[at]][..., 0]
                np.testing.assert_allclose(found, wanted, atol=1e-5)
                at += 1


def unpacked(column, dtype):
    if isinstance(column, str):
        return np.frombuffer(base64.b64decode(column), np.dtype(dtype).newbyteorder("<"))
    data = base64.b64decode(column["data"])
    plain = zlib.decompress(data) if column["zlib"] else data
    return np.frombuffer(plain, np.dtype(column["type"]).newbyteorder("<"))


def test_the_mean_heatmap_of_the_page_is_where_its_cluster_says(horse, tmp_path):
    results = horse[0]
    report.build(results, tmp_path, single_file=0)
    text = (tmp_path / "data" / "horse-1.js").read_text()
    chapter = json.loads(text.removeprefix("sprayChapter(").removesuffix(");\n"))
    sheet = chapter["pictures"]["mean_relevance"]
    (name,) = sheet["files"]
    pixels = np.asarray(Image.open(io.BytesIO((tmp_path / name).read_bytes()))).astype(float)
    scale = unpacked(sheet["scale"], "f4")
    clustering = chapter["analyses"][0]["clusterings"][1]
    labels, rows = unpacked(clustering["labels"], "i4"), unpacked(chapter["rows"], "i4")
    heat = results.pictures.relevance(rows)
    heat = heat / np.abs(heat).max(axis=(1, 2), keepdims=True)
    for cluster in clustering["clusters"]:
        at = cluster["mean"]
        top, left = (x * 10 + 1 for x in divmod(at, sheet["columns"]))
        found = (pixels[top : top + 8, left : left + 8] - 128) / 127 * scale[at]
        np.testing.assert_allclose(found, heat[labels == cluster["label"]].mean(axis=0), atol=0.01)


def test_a_large_category_begins_with_its_suspects_and_keeps_its_clusters_together(horse):
    _, category = horse
    order = arrange.order(category)
    clustering = category.analyses[0].clusterings[1]
    labels = clustering.labels[order]
    assert (labels[:14] == category.suspect.cluster).all()
    assert np.count_nonzero(np.diff(labels)) == len(clustering.clusters) - 1
    for label in np.unique(labels):
        assert (np.diff(category.members[order][labels == label]) > 0).all()


def test_a_small_category_keeps_the_order_of_the_data(results):
    for category in results.categories:
        assert (arrange.order(category) == np.arange(len(category.members))).all()


def test_another_order_changes_no_sample(horse):
    _, category = horse
    near = np.random.default_rng(0).integers(0, 500, (500, 4))
    category = replace(category, analyses=(replace(category.analyses[0], neighbours=near),))
    order = np.random.default_rng(1).permutation(500)
    other = arrange.arranged(category, order)
    back = {int(row): at for at, row in enumerate(other.members)}
    for at, row in enumerate(category.members.tolist()):
        there = back[row]
        for one, two in zip(category.analyses[0].clusterings, other.analyses[0].clusterings, strict=True):
            assert one.labels[at] == two.labels[there]
        assert (
            category.analyses[0].embeddings[0].points[at] == other.analyses[0].embeddings[0].points[there]
        ).all()
        assert (category.members[near[at]] == other.members[other.analyses[0].neighbours[there]]).all()


def test_many_samples_have_fewer_neighbours_but_the_nearest_ones(horse):
    results, category = horse
    near = np.random.default_rng(0).integers(0, 500, (500, 8)).astype(np.int32)
    told = columns.chapter(
        results, replace(category, analyses=(replace(category.analyses[0], neighbours=near),)), {}
    )["analyses"][0]["neighbours"]
    assert (unpacked(told["positions"], "i4").reshape(500, 8) == near).all()
    limited = pytest.MonkeyPatch()
    with limited.context() as patch:
        patch.setattr(columns, "POSITIONS", 2500)
        told = columns.chapter(
            results, replace(category, analyses=(replace(category.analyses[0], neighbours=near),)), {}
        )["analyses"][0]["neighbours"]
    assert told["count"] == 5
    assert (unpacked(told["positions"], "i4").reshape(500, 5) == near[:, :5]).all()


def test_all_labels_of_a_sample_are_told_where_there_may_be_several(synthetic):
    results = synthetic.results((3, 4))
    labels = ((0,), (), (0, 1), (1,), (1,), (0, 1), ())
    several = replace(results, samples=replace(results.samples, labels=labels))
    boat = next(one for one in several.categories if one.name == "horse")
    told = columns.chapter(several, boat, {})["labels"]
    starts, indices = unpacked(told["starts"], "i4"), unpacked(told["indices"], "i4")
    assert [tuple(indices[a:b].tolist()) for a, b in itertools.pairwise(starts)] == [
        labels[row] for row in boat.members
    ]
    assert "labels" not in columns.chapter(results, results.categories[0], {})


@pytest.mark.parametrize(
    "values", [np.arange(-3, 2000), np.zeros(5000, int), np.full(1500, 70_000), np.arange(9)]
)
def test_whole_numbers_come_back_from_the_narrowest_type(values):
    assert (unpacked(packing.whole(values), "i4") == values).all()


def test_points_of_a_screen_come_back_within_a_part_of_a_pixel():
    points = np.random.default_rng(0).normal(size=(5000, 3)) * [1, 1e-6, 0]
    told = packing.plane(points)
    steps = unpacked(told, "u2").reshape(3, 5000).T
    low, high = np.array(told["low"]), np.array(told["high"])
    back = low + (high - low) * steps / packing.STEPS
    assert (np.abs(back - points) <= (high - low) / packing.STEPS).all()


@pytest.mark.parametrize(
    "values",
    [
        ["a"] * 2000,
        [f"folder/{i}" for i in range(2000)],
        [f"{i}\0" for i in range(2000)],
        [f"{i}\udcff" for i in range(2000)],
        ["ß\n\u2028" + str(i) for i in range(1500)],
        ["few"],
    ],
    ids=["one", "different", "nul", "no text", "any text", "few"],
)
def test_texts_come_back(values):
    told = json.loads(packing.dumps(packing.texts(values)))
    if isinstance(told, list):
        back = told
    elif "codes" in told:
        back = [told["values"][code] for code in unpacked(told["codes"], "u1")]
    else:
        data = base64.b64decode(told["joined"]["data"])
        back = (zlib.decompress(data) if told["joined"]["zlib"] else data).decode().split("\0")
    assert back == values


def test_a_suspect_that_is_in_no_shown_clustering_is_not_invented(horse):
    _, category = horse
    other = replace(category, suspect=Suspect("histogram", "kmeans-2", 0))
    analysis, clustering, _ = columns.shown(other)
    assert (analysis.name, clustering.name) == ("histogram", "kmeans-2")
