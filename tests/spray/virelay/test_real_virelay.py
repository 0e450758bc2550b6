"""Against the real ViRelAy: it reads what we write, every route answers, and we read from files what it reads."""

import itertools
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import report
from spray import virelay
from spray.results import Results

Import = Callable[..., Results]
Ask = Callable[..., tuple[dict[str, Any], dict[str, np.ndarray]]]

pytestmark = pytest.mark.slow


def same_content(results: Results, arrays: dict[str, np.ndarray], project: str) -> None:
    """Our pixels, labels and heatmaps are those that ViRelAy makes of the same files."""
    rows = np.arange(len(results.samples.id))
    inputs, relevance = results.pictures.inputs(rows), results.pictures.relevance(rows)
    for row in rows:
        np.testing.assert_array_equal(inputs[row], arrays[f"pixels-{row}"], err_msg=f"{project} sample {row}")
        assert [results.samples.label[row]] == arrays[f"label-{row}"].tolist()
        np.testing.assert_allclose(relevance[row], arrays[f"heat-{row}"].sum(-1), atol=1e-5)


def same_analyses(results: Results, told: dict[str, Any], names: dict[str, str]) -> None:
    """Every analysis that ViRelAy serves is in ours: the same samples, points, clusters and eigenvalues."""
    assert told["analyses"]
    for key, served in told["analyses"].items():
        method, raw, clustering, embedding = key.split("/")
        category = next(one for one in results.categories if one.name == names[raw])
        found = next(one for one in category.analyses if one.name == method)
        points = next(one for one in found.embeddings if one.name == embedding)
        labels = next(one for one in found.clusterings if one.name == clustering).labels
        of_sample = {int(row): at for at, row in enumerate(category.members)}
        turned = slice(None, None, -1) if "eigenvalues" in served else slice(None)
        for one in served["embedding"]:
            at = of_sample[one["attributionIndex"]]
            assert labels[at] == one["cluster"]
            np.testing.assert_allclose(points.points[at], one["value"][turned], rtol=1e-6)
        if points.eigenvalues is not None:
            np.testing.assert_allclose(points.eigenvalues, served["eigenvalues"][::-1], rtol=1e-6)


def test_what_it_reads_from_the_example_we_read(
    tmp_path: Path, projects: ModuleType, imported: Import, ask: Ask
) -> None:
    project = projects.example(tmp_path)
    told, arrays = ask(project)
    assert told["failed"] == []
    results = imported(project)
    same_content(results, arrays, "example")
    same_analyses(results, told, {f"{at:08d}": f"Class {at}" for at in range(3)})


@pytest.mark.parametrize("layout", ["groups", "floats"])
def test_other_layouts(layout: str, tmp_path: Path, projects: ModuleType, imported: Import, ask: Ask) -> None:
    project = projects.example(tmp_path)
    if layout == "groups":
        projects.dataset(
            tmp_path,
            data=projects.grouped(projects.DATA),
            label=projects.grouped(projects.LABEL, dtype=np.uint16),
        )
        projects.attribution(
            tmp_path,
            attribution=projects.grouped(projects.HEAT),
            label=projects.grouped(projects.LABEL, dtype=np.uint16),
            prediction=projects.grouped(projects.OUTPUT),
        )
    else:
        data = projects.DATA.copy()
        data[:, 0, 0, :2] = 0, 255  # every sample has the whole range, else it is guessed wrong
        projects.dataset(tmp_path, data=data.astype(np.float32))
        projects.attribution(tmp_path, attribution=np.moveaxis(projects.HEAT, 1, -1))
    told, arrays = ask(project)
    assert told["failed"] == []
    same_content(imported(project), arrays, layout)


UP = ["none", "fill_zeros", "fill_ones", "edge_repeat", "mirror_edge", "wrap_around", "resize"]
DOWN = ["none", "center_crop", "resize"]


def test_resampling_of_images_to_a_square_is_its_own(tmp_path: Path, projects: ModuleType, ask: Ask) -> None:
    projects.example(tmp_path)
    # Pillow 13 resizes in another order than the Pillow of ViRelAy where one side grows and the other shrinks.
    sizes = ((12, 12), (7, 9), (20, 15), (7, 8), (30, 30), (5, 5), (12, 17), (11, 12))
    projects.image_directory(tmp_path, sizes)
    projects.image_directory(tmp_path, (*sizes[:3], (9, 21), *sizes[4:]), "mixed")
    files = []
    for up, down in itertools.product(UP, DOWN):
        settings = projects.directory_settings(
            up_sampling_method=up,
            down_sampling_method=down,
            path="images" if "resize" in (up, down) else "mixed",
        )
        made = projects.project(tmp_path, dataset=settings, attributions=None, analyses=None)
        files.append(made.rename(tmp_path / f"{up}-{down}.yaml"))
    _, arrays = ask(*files)
    for number, file in enumerate(files):
        with virelay.opened(file) as opened:
            for sample in range(len(opened.images)):
                pixels = opened.images.read(sample)
                np.testing.assert_array_equal(pixels, arrays[f"{number}-pixels-{sample}"], err_msg=file.name)
                assert opened.images.size(sample) == pixels.shape[:2]
                assert opened.images.labels.of(sample) == tuple(arrays[f"{number}-label-{sample}"])


@pytest.mark.parametrize("options", [{}, {"channels": 1}, {"sizes": (40, 2, 1, 30)}, {"side": 3}])
def test_every_route_of_an_export_answers_and_the_way_back_gives_the_same_explorer(
    options: dict[str, Any], tmp_path: Path, synthetic: ModuleType, imported: Import, ask: Ask
) -> None:
    before = synthetic.results(**{"sizes": (40, 50, 30, 12), **options})
    project = virelay.export(before, tmp_path / "project")
    told, _ = ask(project)
    assert told["failed"] == []
    assert told["asked"] > 100
    categories = {one["humanReadableName"] for one in told["project"]["analysisMethods"][0]["categories"]}
    assert categories == {one.name for one in before.categories}
    after = imported(project, site=before.site)
    assert dict(report.files(after)) == dict(report.files(before))


def test_a_project_from_plain_arrays(tmp_path: Path, projects: ModuleType, ask: Ask) -> None:
    """The calls of the README, instead of a thousand lines: batches in, a project out that ViRelAy serves."""
    with (
        virelay.DatasetWriter(tmp_path / "dataset.h5") as data,
        virelay.AttributionWriter(tmp_path / "attribution.h5") as heat,
    ):
        for start in range(0, projects.COUNT, 5):
            batch = slice(start, start + 5)
            data.append(projects.DATA[batch], projects.LABEL[batch])
            heat.append(projects.HEAT[batch], projects.LABEL[batch], projects.OUTPUT[batch])
    with virelay.AnalysisWriter(tmp_path / "analysis.h5") as analyses:
        for label in range(projects.CLASSES):
            index = projects.members(label)
            points = projects.rng(label).normal(size=(len(index), 3))
            analyses.add(
                f"{label:08d}",
                index,
                {"spectral": points},
                {"kmeans-02": index % 2},
                {"spectral": [0, 0.1, 0.4]},
            )
    project = virelay.write_project(
        tmp_path, name="Mine", classes=["a", "b", "c"], analyses={"spectral": ["analysis.h5"]}
    )
    told, arrays = ask(project)
    assert told["failed"] == []
    np.testing.assert_array_equal(arrays["pixels-3"], np.moveaxis(projects.DATA[3], 0, -1))
    np.testing.assert_array_equal(arrays["heat-3"], np.moveaxis(projects.HEAT[3], 0, -1))
    served = told["analyses"]["spectral/00000001/kmeans-02/spectral"]
    assert served["eigenvalues"] == [0.4, 0.1, 0.0]
    assert served["humanReadableCategoryName"] == "b"


def test_ragged_and_multi_label_arrays(
    tmp_path: Path, projects: ModuleType, imported: Import, ask: Ask
) -> None:
    sizes = [(5, 7), (8, 4), (6, 6)]
    rng = projects.rng()
    pictures = [rng.integers(0, 256, (3, *size), dtype=np.uint8) for size in sizes]
    heats = [rng.normal(size=(3, *size)).astype(np.float32) for size in sizes]
    labels = np.array([[True, False], [True, True], [False, False]])
    with (
        virelay.DatasetWriter(tmp_path / "dataset.h5", ragged=True) as data,
        virelay.AttributionWriter(tmp_path / "attribution.h5", ragged=True) as heat,
    ):
        data.append(pictures, labels)
        heat.append(heats, labels, np.array([[2.0, 1.0], [0.0, 3.0], [1.0, 2.0]]))
    with virelay.AnalysisWriter(tmp_path / "analysis.h5") as analyses:
        analyses.add("all", [0, 1, 2], {"tsne": rng.normal(size=(3, 2))}, {"none": [0, 0, 0]})
    project = virelay.write_project(
        tmp_path, name="Ragged", classes=["a", "b"], analyses={"one": ["analysis.h5"]}
    )
    told, arrays = ask(project)
    assert told["failed"] == []
    for at in range(3):
        np.testing.assert_array_equal(arrays[f"pixels-{at}"], np.moveaxis(pictures[at], 0, -1))
        np.testing.assert_array_equal(arrays[f"label-{at}"], np.flatnonzero(labels[at]))
    samples = imported(project).samples
    assert samples.metadata["labels"] == ("a", "a and b", "")
    assert samples.label.tolist() == [0, 1, -1]
