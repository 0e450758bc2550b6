"""Projects in every form that ViRelAy's loader takes: the same content, whatever the layout."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from PIL import Image

from spray.results import Analysis, Category, Results

Import = Callable[..., Results]


def category(results: Results, name: str) -> Category:
    return next(one for one in results.categories if one.name == name)


def analysis(results: Results, name: str = "Class 1") -> Analysis:
    (only,) = category(results, name).analyses
    return only


def everything(results: Results) -> list[Any]:
    """What a project says, in a form that can be compared."""
    rows = np.arange(len(results.samples.id))
    return [
        results.classes,
        results.samples.label.tolist(),
        results.samples.prediction.tolist(),
        results.samples.score.tolist(),
        results.pictures.inputs(rows).tolist(),
        results.pictures.relevance(rows).tolist(),
        [(one.name, one.members.tolist(), one.suspect) for one in results.categories],
    ]


def test_the_example_of_the_guide(tmp_path: Path, projects: ModuleType, imported: Import) -> None:
    results = imported(projects.example(tmp_path))
    assert results.project == results.site.title == "Test Project"
    assert results.classes == ("Class 0", "Class 1", "Class 2")
    assert results.samples.id == tuple(map(str, range(projects.COUNT)))
    np.testing.assert_array_equal(results.samples.label, projects.LABEL)
    np.testing.assert_array_equal(results.samples.prediction, projects.OUTPUT.argmax(1))
    rows = np.array([7, 3, 20])
    np.testing.assert_array_equal(results.pictures.inputs(rows), np.moveaxis(projects.DATA[rows], 1, -1))
    np.testing.assert_array_equal(results.pictures.relevance(rows), projects.HEAT[rows].sum(1))
    assert {one.name for one in results.categories} == {"Class 0", "Class 1", "Class 2"}
    assert sorted(one.rank for one in results.categories) == [1, 2, 3]
    np.testing.assert_array_equal(category(results, "Class 1").members, projects.members(1))
    found = analysis(results)
    assert found.name == "Spectral Analysis"
    assert [one.name for one in found.embeddings] == ["spectral", "tsne"]
    assert [(one.name, one.method, one.embedding) for one in found.clusterings] == [
        ("dbscan-eps=0.3", "dbscan", "spectral"),
        ("kmeans-02", "kmeans", "spectral"),
        ("train_split", "train_split", "spectral"),
    ]
    assert [dict(one.parameters) for one in found.clusterings] == [{"eps": 0.3}, {"k": 2}, {}]
    assert results.provenance["Model"] == {"model": "No Model"}
    assert results.provenance["Explanation"] == {"method": "Random Attribution", "target": "true_label"}
    assert results.notes == ()


def test_eigenvalues_and_their_columns_become_ascending_together(
    tmp_path: Path, projects: ModuleType, imported: Import
) -> None:
    results = imported(projects.example(tmp_path))
    stored = projects.category(projects.members(1), 1)["embedding"]["spectral"]
    spectral = analysis(results).embeddings[0]
    assert spectral.eigenvalues is not None
    np.testing.assert_array_equal(spectral.eigenvalues, stored.attributes["eigenvalue"][::-1])
    np.testing.assert_array_equal(spectral.points, stored.value[:, ::-1])


def test_clusters_are_scored_as_in_a_build(tmp_path: Path, projects: ModuleType, imported: Import) -> None:
    """A mark in a quarter of the heatmaps of one class, which a clustering has found, is the first thing shown."""
    heat = np.abs(projects.HEAT) * 0.1
    marked = projects.members(2)[-3:]
    heat[marked, :, :2, :2] += 5
    label = np.isin(projects.members(2), marked).astype(np.int32)
    near = projects.rng(1).normal(size=(projects.PER_CLASS, 2)) * 0.1 + 8 * label[:, None]
    projects.example(tmp_path)
    projects.attribution(tmp_path, attribution=heat)
    found = {f"{one:08d}": projects.category(projects.members(one), one) for one in range(2)}
    found["00000002"] = {
        "index": projects.members(2),
        "embedding": {"spectral": near},
        "cluster": {"marked": label},
    }
    projects.analysis(tmp_path, **found)
    results = imported(tmp_path / "project.yaml")
    first = results.categories[0]
    assert (first.name, first.rank, first.suspect and first.suspect.cluster) == ("Class 2", 1, 1)
    assert first.strangeness > 0.5
    cluster = first.analyses[0].clusterings[0].clusters[1]
    assert cluster.size == 3
    assert cluster.medoid in marked
    assert "3 of 8 samples" in first.summary


DATASETS: dict[str, Callable[[ModuleType], dict[str, Any]]] = {
    "channels last": lambda p: {"data": np.moveaxis(p.DATA, 1, -1)},
    "floats in 0..1": lambda p: {"data": (p.DATA / 255).astype(np.float32)},
    "floats in -1..1": lambda p: {"data": p.DATA / 127.5 - 1},
    "floats in 0..255": lambda p: {"data": p.DATA.astype(np.float16)},
    "whole numbers": lambda p: {"data": p.DATA.astype(np.int64)},
    "with alpha": lambda p: {"data": np.concatenate([p.DATA, p.DATA[:, :1]], axis=1)},
    "labels uint8": lambda p: {"label": p.LABEL.astype(np.uint8)},
    "labels uint64": lambda p: {"label": p.LABEL.astype(np.uint64)},
    "labels int8": lambda p: {"label": p.LABEL.astype(np.int8)},
    "labels in a column": lambda p: {"label": p.LABEL[:, None]},
    "one-hot bool": lambda p: {"label": p.LABEL[:, None] == np.arange(3)},
    "one-hot float": lambda p: {"label": np.eye(3, dtype=np.float32)[p.LABEL]},
    "groups": lambda p: {"data": p.grouped(p.DATA), "label": p.grouped(p.LABEL, dtype=np.uint16)},
    "groups, labels int64": lambda p: {"data": p.grouped(p.DATA), "label": p.grouped(p.LABEL)},
    "groups, labels uint8 (1,)": lambda p: {
        "data": p.grouped(p.DATA),
        "label": p.grouped(p.LABEL[:, None], dtype=np.uint8),
    },
    "groups, labels one-hot": lambda p: {
        "data": p.grouped(np.moveaxis(p.DATA, 1, -1)),
        "label": p.grouped(p.LABEL[:, None] == np.arange(3)),
    },
}


@pytest.mark.parametrize("layout", DATASETS)
def test_data_sets(layout: str, tmp_path: Path, projects: ModuleType, imported: Import) -> None:
    expected = everything(imported(projects.example(tmp_path / "example")))
    project = projects.example(tmp_path / "other")
    projects.dataset(project.parent, **DATASETS[layout](projects))
    results = imported(project)
    assert everything(results) == expected
    assert results.notes == ()


ATTRIBUTIONS: dict[str, Callable[[ModuleType], dict[str, Any]]] = {
    "channels last": lambda p: {"attribution": np.moveaxis(p.HEAT, 1, -1)},
    "groups": lambda p: {
        "attribution": p.grouped(p.HEAT),
        "label": p.grouped(p.LABEL, dtype=np.uint16),
        "prediction": p.grouped(p.OUTPUT),
    },
    "groups, channels last": lambda p: {
        "attribution": p.grouped(np.moveaxis(p.HEAT, 1, -1)),
        "label": p.grouped(p.LABEL, dtype=np.uint32),
    },
    "index": lambda p: {"index": np.arange(p.COUNT, dtype=np.uint32)},
    "index in another order": lambda p: {
        name: value[::-1]
        for name, value in {
            "index": np.arange(p.COUNT, dtype=np.int64),
            "attribution": p.HEAT,
            "prediction": p.OUTPUT,
            "label": p.LABEL,
        }.items()
    },
    "one-hot labels": lambda p: {"label": p.LABEL[:, None] == np.arange(3)},
    "no label": lambda p: {"label": None},
}


@pytest.mark.parametrize("layout", ATTRIBUTIONS)
def test_attribution_files(layout: str, tmp_path: Path, projects: ModuleType, imported: Import) -> None:
    expected = everything(imported(projects.example(tmp_path / "example")))
    project = projects.example(tmp_path / "other")
    projects.attribution(project.parent, **ATTRIBUTIONS[layout](projects))
    results = imported(project)
    np.testing.assert_allclose(everything(results)[5], expected[5], atol=1e-5)  # the order of a sum
    assert everything(results)[:5] == expected[:5]
    assert (layout == "no label") == bool(results.notes)


def test_one_attribution_file_per_class(tmp_path: Path, projects: ModuleType, imported: Import) -> None:
    expected = everything(imported(projects.example(tmp_path)))
    for label in range(3):
        rows = projects.members(label)
        projects.attribution(
            tmp_path,
            f"class-{label}.h5",
            attribution=projects.HEAT[rows],
            prediction=projects.OUTPUT[rows],
            label=projects.LABEL[rows],
            index=rows.astype(np.uint32),
        )
    attributions = projects.settings()["attributions"] | {"sources": [f"class-{one}.h5" for one in (2, 0, 1)]}
    assert everything(imported(projects.project(tmp_path, attributions=attributions))) == expected


def test_files_without_index_lie_on_each_other(
    tmp_path: Path, projects: ModuleType, imported: Import
) -> None:
    """Each says that it holds the samples 0, 1, ...; as in ViRelAy the first counts, but here that is told."""
    projects.example(tmp_path)
    first = {
        "attribution": projects.HEAT[:10],
        "prediction": projects.OUTPUT[:10],
        "label": projects.LABEL[:10],
    }
    projects.attribution(tmp_path, "first.h5", **first)
    projects.attribution(tmp_path, "second.h5", attribution=-projects.HEAT)
    attributions = projects.settings()["attributions"] | {"sources": ["first.h5", "second.h5"]}
    results = imported(projects.project(tmp_path, attributions=attributions))
    relevance = results.pictures.relevance(np.array([9, 10]))
    np.testing.assert_array_equal(relevance, np.stack([projects.HEAT[9], -projects.HEAT[10]]).sum(1))
    assert results.notes == (
        "first.h5, second.h5: without index the first heatmap is of sample 0, the next of sample 1, ...; of several "
        "files that have a sample the first counts. Write index to say otherwise.",
    )


def test_samples_in_groups_are_paired_by_name(tmp_path: Path, projects: ModuleType, imported: Import) -> None:
    """By place where the names differ, as in ViRelAy, and then that is told."""
    projects.example(tmp_path)
    labels = projects.grouped(projects.LABEL, dtype=np.uint16)
    projects.dataset(tmp_path, data=projects.grouped(projects.DATA), label=dict(reversed(labels.items())))
    results = imported(tmp_path / "project.yaml")
    np.testing.assert_array_equal(results.samples.label, projects.LABEL)
    projects.dataset(tmp_path, data=projects.grouped(projects.DATA, "a-"), label=labels)
    results = imported(tmp_path / "project.yaml")
    np.testing.assert_array_equal(results.samples.label, projects.LABEL)
    assert results.notes == (
        "The samples in data and label of input.h5 have different names; they belong together by their place.",
    )


def test_probabilities_are_scores_and_other_outputs_become_probabilities(
    tmp_path: Path, projects: ModuleType, imported: Import
) -> None:
    odds = np.exp(projects.OUTPUT.astype(np.float64))
    odds /= odds.sum(1, keepdims=True)
    projects.example(tmp_path)
    logits = imported(tmp_path / "project.yaml").samples
    projects.attribution(tmp_path, prediction=odds)
    distributions = imported(tmp_path / "project.yaml").samples
    np.testing.assert_allclose(logits.score, odds.max(1), rtol=1e-6)
    np.testing.assert_allclose(distributions.score, odds.max(1), rtol=1e-6)
    np.testing.assert_array_equal(logits.prediction, distributions.prediction)


def test_what_is_not_predicted_is_unknown(tmp_path: Path, projects: ModuleType, imported: Import) -> None:
    projects.example(tmp_path)
    projects.attribution(tmp_path, prediction=None)
    samples = imported(tmp_path / "project.yaml").samples
    assert set(samples.prediction.tolist()) == {-1}
    assert set(samples.score.tolist()) == {0.0}
    outputs = projects.OUTPUT.copy()
    outputs[4], outputs[5, 1] = 0, np.nan
    projects.attribution(tmp_path, prediction=outputs)
    samples = imported(tmp_path / "project.yaml").samples
    assert np.flatnonzero(samples.prediction < 0).tolist() == [4, 5]


def test_several_labels_of_a_sample(tmp_path: Path, projects: ModuleType, imported: Import) -> None:
    hot = projects.LABEL[:, None] == np.arange(3)
    hot[:4, 2] = True
    hot[5] = False
    outputs = np.tile(np.float32([0.1, 0.2, 0.7]), (projects.COUNT, 1))
    projects.example(tmp_path)
    projects.dataset(tmp_path, label=hot)
    projects.attribution(tmp_path, prediction=outputs, label=hot)
    samples = imported(tmp_path / "project.yaml").samples
    assert samples.metadata["labels"][:6] == (*["Class 0 and Class 2"] * 4, "Class 0", "")
    assert samples.label[:6].tolist() == [2, 2, 2, 2, 0, -1]  # the predicted one, where it is among them


def test_ragged_pictures_lie_on_squares_with_their_heatmaps(
    tmp_path: Path, projects: ModuleType, imported: Import
) -> None:
    sizes = [(12, 12), (8, 20), (64, 16)]
    pictures = [np.full((3, *sizes[at % 3]), 200, np.uint8) for at in range(projects.COUNT)]
    heats = [np.ones((3, *sizes[at % 3]), np.float32) for at in range(projects.COUNT)]
    projects.example(tmp_path)
    projects.dataset(tmp_path, data=projects.grouped(pictures), label=projects.grouped(projects.LABEL))
    projects.attribution(
        tmp_path, attribution=projects.grouped(heats), label=projects.grouped(projects.LABEL, dtype=np.uint16)
    )
    results = imported(tmp_path / "project.yaml")
    rows = np.arange(3)
    inputs, relevance = results.pictures.inputs(rows), results.pictures.relevance(rows)
    assert inputs.shape == (3, 32, 32, 3)
    assert relevance.shape == (3, 32, 32)
    for row, (height, width) in enumerate([(12, 12), (8, 20), (32, 8)]):
        np.testing.assert_array_equal(inputs[row, ..., 0] > 0, relevance[row] > 0)
        assert (relevance[row] > 0).sum() == height * width
        top, left = (32 - height) // 2, (32 - width) // 2
        assert (inputs[row, top : top + height, left : left + width] == 200).all()


def test_heatmaps_of_another_size_than_the_pictures(
    tmp_path: Path, projects: ModuleType, imported: Import
) -> None:
    """Such as those of a late layer: (n, 64, 3, 3) here, which only the size of the pictures could tell apart."""
    heat = projects.rng().normal(size=(projects.COUNT, 2, 6, 6)).astype(np.float32)
    projects.example(tmp_path)
    projects.attribution(tmp_path, attribution=heat)
    results = imported(tmp_path / "project.yaml")
    np.testing.assert_array_equal(results.pictures.relevance(np.arange(5)), heat[:5].sum(1))
    assert results.pictures.inputs(np.arange(5)).shape == (5, 12, 12, 3)


def test_plain_maps_and_grey_pictures(tmp_path: Path, projects: ModuleType, imported: Import) -> None:
    """What ViRelAy cannot draw at all: heatmaps and pictures without a channel axis."""
    projects.example(tmp_path)
    projects.dataset(tmp_path, data=projects.DATA[:, 0])
    projects.attribution(tmp_path, attribution=projects.HEAT[:, 0])
    results = imported(tmp_path / "project.yaml")
    np.testing.assert_array_equal(results.pictures.inputs(np.arange(4))[..., 0], projects.DATA[:4, 0])
    np.testing.assert_array_equal(results.pictures.relevance(np.arange(4)), projects.HEAT[:4, 0])


def test_a_data_set_has_one_range_of_values(tmp_path: Path, projects: ModuleType, imported: Import) -> None:
    """A black picture stays black, and a dark one dark, where ViRelAy guesses a range for each and shows them grey."""
    data = (projects.DATA / 255).astype(np.float32)
    data[0], data[1] = 0, data[1] * 0.3
    projects.example(tmp_path)
    projects.dataset(tmp_path, data=data)
    results = imported(tmp_path / "project.yaml")
    inputs = results.pictures.inputs(np.arange(2))
    assert inputs[0].max() == 0
    np.testing.assert_array_equal(inputs[1], np.rint(np.moveaxis(data[1], 0, -1).astype(np.float64) * 255))
    projects.dataset(tmp_path, data=(data - 0.45) / 0.225)
    results = imported(tmp_path / "project.yaml")
    assert results.pictures.inputs(np.arange(24)).min() == 0
    assert "show this range from black to white" in results.notes[0]


def test_samples_without_heatmaps_are_shown_without(
    tmp_path: Path, projects: ModuleType, imported: Import
) -> None:
    projects.example(tmp_path)
    projects.attribution(
        tmp_path, attribution=projects.HEAT[:20], prediction=projects.OUTPUT[:20], label=projects.LABEL[:20]
    )
    results = imported(tmp_path / "project.yaml")
    assert len(results.samples.id) == projects.COUNT
    assert (results.pictures.relevance(np.array([19]))[0] != 0).any()
    assert (results.pictures.relevance(np.array([21]))[0] == 0).all()
    assert results.notes == ("4 samples without a heatmap, which is shown as zero: 20, 21, 22, 23.",)


def test_without_attributions_and_without_analyses(
    tmp_path: Path, projects: ModuleType, imported: Import
) -> None:
    projects.example(tmp_path)
    bare = imported(projects.project(tmp_path, attributions=None))
    assert (bare.pictures.relevance(np.arange(3)) == 0).all()
    results = imported(projects.project(tmp_path, analyses=None))
    assert [(one.name, len(one.members)) for one in results.categories] == [
        (f"Class {label}", projects.PER_CLASS) for label in range(3)
    ]
    assert "has no analyses: its samples are shown by label" in results.notes[-1]
    nothing = imported(projects.project(tmp_path, analyses=None, attributions=None))
    assert len(nothing.samples.id) == projects.COUNT


def test_several_methods_and_several_files_of_one(
    tmp_path: Path, projects: ModuleType, imported: Import
) -> None:
    """All embeddings and clusterings, where ViRelAy offers those of the first category of the first file."""
    projects.example(tmp_path)
    members = projects.members(0)
    second = projects.category(members[::-1], 9)
    second["embedding"] = {"umap": second["embedding"]["tsne"], "tsne": second["embedding"]["tsne"]}
    second["cluster"] = {"kmeans-30": np.arange(len(members))}
    projects.analysis(tmp_path, "second.h5", **{"00000000": second})
    projects.analysis(tmp_path, "third.h5", **{"00000000": projects.category(members[:5], 3)})
    analyses = [
        {"analysis_method": "one", "sources": ["analysis.h5"]},
        {"analysis_method": "two-b", "sources": ["third.h5"]},
        {"analysis_method": "one", "sources": ["second.h5"]},
    ]
    results = imported(projects.project(tmp_path, analyses=analyses))
    assert sorted(one.name for one in results.categories) == [
        "Class 0",
        "Class 0 (two-b)",
        "Class 1",
        "Class 2",
    ]
    found = analysis(results, "Class 0")
    assert [one.name for one in found.embeddings] == ["spectral", "tsne", "umap"]
    assert [one.name for one in found.clusterings][-1] == "kmeans-30"
    np.testing.assert_array_equal(found.clusterings[-1].labels, np.arange(len(members))[::-1])
    assert results.notes == ("second.h5 repeats names of an earlier file of one, which counts.",)
    assert len(category(results, "Class 0 (two-b)").members) == 5


def test_methods_share_a_category(tmp_path: Path, projects: ModuleType, imported: Import) -> None:
    projects.example(tmp_path)
    analyses = [{"analysis_method": name, "sources": ["analysis.h5"]} for name in ("one", "two")]
    results = imported(projects.project(tmp_path, analyses=analyses))
    assert [one.name for one in category(results, "Class 2").analyses] == ["one", "two"]


@pytest.mark.parametrize(
    ("name", "title", "index"),
    [
        ("n02121620", "cat", 0),
        ("dog", "dog", 1),
        ("00000001", "dog", 1),
        ("all of them", "all of them", 2),
        ("00000007", "00000007", 2),
    ],
)
def test_categories_are_named_after_classes(
    name: str, title: str, index: int, tmp_path: Path, projects: ModuleType, imported: Import
) -> None:
    """By WordNet id as in ViRelAy, by name as many write them, by number as CoRelAy's script does without a map."""
    entries = [{"index": 0, "word_net_id": "n02121620", "name": "cat"}, {"index": 1, "name": "dog"}]
    projects.example(tmp_path)
    projects.label_map(tmp_path, entries)
    projects.dataset(tmp_path, label=projects.LABEL % 2)
    projects.attribution(tmp_path, prediction=projects.OUTPUT[:, :2], label=projects.LABEL % 2)
    projects.analysis(tmp_path, **{name: projects.category(projects.members(0))})
    (only,) = imported(tmp_path / "project.yaml").categories
    assert (only.name, only.index) == (title, index)


def test_the_layout_of_the_specification(tmp_path: Path, projects: ModuleType, imported: Import) -> None:
    members = projects.members(1)
    points = projects.rng().normal(size=(len(members), 3)).astype(np.float32)
    stored = {
        "name": "My First Analysis",
        "index": members,
        "embedding": {
            "spectral": {
                "name": "Spectral Embedding",
                "root": points,
                "eigenvalue": np.float32([0.9, 0.4, 0.0]),
            },
            "tsne": {"root": points[:, :2], "base": points},
        },
        "clustering": {
            "mine": {"root": np.arange(len(members)) % 2, "#clusters": 2, "prototype": {"average": points}}
        },
    }
    projects.example(tmp_path)
    projects.analysis(tmp_path, **{"00000001": stored})
    results = imported(tmp_path / "project.yaml")
    found = analysis(results)
    np.testing.assert_array_equal(found.embeddings[0].points, points[:, ::-1])
    assert [one.name for one in found.embeddings] == ["spectral", "tsne"]
    np.testing.assert_array_equal(found.clusterings[0].labels, np.arange(len(members)) % 2)
    assert results.notes == (
        "analysis.h5: the group of clusterings is called clustering, where ViRelAy reads cluster.",
        "analysis.h5: arrays lie in groups, as root, where ViRelAy reads the array itself.",
    )


def test_three_levels_as_in_the_paper(tmp_path: Path, projects: ModuleType, imported: Import) -> None:
    projects.example(tmp_path)
    stored = {"00000000": projects.category(projects.members(0))}
    projects.analysis(tmp_path, coarse=stored, fine=stored)
    (only,) = imported(tmp_path / "project.yaml").categories
    assert only.name == "Class 0"
    assert [one.name for one in only.analyses] == ["Spectral Analysis coarse", "Spectral Analysis fine"]


def test_what_is_no_category_is_left_out(tmp_path: Path, projects: ModuleType, imported: Import) -> None:
    projects.example(tmp_path)
    stored = {"00000000": projects.category(projects.members(0))}
    projects.analysis(tmp_path, **stored, proc_data={"0a1b": np.zeros(3)}, loose=np.zeros(2))
    results = imported(tmp_path / "project.yaml")
    assert len(results.categories) == 1
    assert results.notes == (
        "analysis.h5 holds loose, proc_data, which are no categories (index, embedding and cluster make one) and left "
        "out.",
    )


def test_labels_that_disagree_are_told(tmp_path: Path, projects: ModuleType, imported: Import) -> None:
    projects.example(tmp_path)
    label = projects.LABEL.copy()
    label[3] = 2
    projects.attribution(tmp_path, label=label)
    assert imported(tmp_path / "project.yaml").notes == (
        "1 sample has another label in attribution.h5 than in the data set, which counts here: 3.",
    )


def test_the_train_flag_becomes_a_column(tmp_path: Path, projects: ModuleType, imported: Import) -> None:
    projects.example(tmp_path)
    projects.attribution(tmp_path, train=np.arange(projects.COUNT) < 2)
    assert imported(tmp_path / "project.yaml").samples.metadata["train"][:3] == ("yes", "yes", "no")


# ---- image directories ------------------------------------------------------------------------------------


def directory(folder: Path, projects: ModuleType, sizes: Any = ((12, 12),), **changes: Any) -> Path:
    projects.example(folder)
    projects.image_directory(folder, sizes)
    return projects.project(folder, dataset=projects.directory_settings(**changes))


def test_an_image_directory(tmp_path: Path, projects: ModuleType, imported: Import) -> None:
    results = imported(directory(tmp_path, projects))
    paths = sorted((tmp_path / "images").rglob("*.png"))
    assert results.samples.id == tuple(path.relative_to(tmp_path / "images").as_posix() for path in paths)
    np.testing.assert_array_equal(results.samples.label, projects.LABEL)
    np.testing.assert_array_equal(results.pictures.inputs(np.array([9]))[0], np.asarray(Image.open(paths[9])))


def test_labels_by_word_net_id(tmp_path: Path, projects: ModuleType, imported: Import) -> None:
    entries = [{"index": 2 - at, "word_net_id": f"label-{at}", "name": f"Class {2 - at}"} for at in range(3)]
    project = directory(
        tmp_path, projects, label_index_regex=None, label_word_net_id_regex=r".*/(label-\d)/.*"
    )
    projects.label_map(tmp_path, entries)
    np.testing.assert_array_equal(imported(project).samples.label, 2 - projects.LABEL)


@pytest.mark.parametrize("expression", [r"images/label-(\d)", r"/.*/label-(\d)"])
def test_an_expression_may_mean_the_path_from_the_project_or_from_the_root(
    expression: str, tmp_path: Path, projects: ModuleType, imported: Import
) -> None:
    results = imported(directory(tmp_path, projects, label_index_regex=expression))
    np.testing.assert_array_equal(results.samples.label, projects.LABEL)


def test_a_list_of_images(tmp_path: Path, projects: ModuleType, imported: Import) -> None:
    project = directory(tmp_path, projects)
    paths = [path.relative_to(tmp_path).as_posix() for path in sorted((tmp_path / "images").rglob("*.png"))]
    (tmp_path / "images_paths.txt").write_text("\n".join(reversed(paths)))
    assert imported(project).samples.id == tuple(path.removeprefix("images/") for path in paths)
    (tmp_path / "images_paths.txt").write_text("\n".join(paths) + "\n")
    results = imported(project)
    assert results.samples.id == tuple(path.removeprefix("images/") for path in paths)
    assert results.notes == (
        "images_paths.txt has 1 empty line, left out here; ViRelAy takes each for a sample, and numbers all others "
        "anew.",
    )


def test_other_files_have_numbers_too(tmp_path: Path, projects: ModuleType, imported: Import) -> None:
    """As in ViRelAy: everything with a dot in its name is counted, and what is no image must not be asked for."""
    project = directory(tmp_path, projects)
    (tmp_path / "images" / "a.txt").write_text("first in the list")
    with pytest.raises(Exception, match=r"sample 0, a.txt: not an image"):
        imported(project)
    results = imported(
        projects.project(tmp_path, dataset=projects.directory_settings(), attributions=None, analyses=None)
    )
    assert len(results.samples.id) == projects.COUNT


def test_ragged_images(tmp_path: Path, projects: ModuleType, imported: Import) -> None:
    results = imported(directory(tmp_path, projects, sizes=((12, 12), (30, 10))))
    assert results.pictures.inputs(np.arange(4)).shape == (4, 32, 32, 3)
