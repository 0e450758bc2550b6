"""Results -> project -> results: the same explorer, byte for byte, whatever the results hold."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import h5py
import numpy as np
import pytest

import report
from spray import results_json, virelay
from spray.errors import FormatError, OutputError
from spray.results import Analysis, Category, Clustering, Embedding, Results

Import = Callable[..., Results]


@pytest.fixture
def results(synthetic: ModuleType) -> Results:
    found: Results = synthetic.results(sizes=(12, 40, 2, 1), side=8, notes=("One picture repeats another.",))
    return found


def site(results: Results) -> dict[str, bytes]:
    return dict(report.files(results))


def changed(results: Results, **of_first: object) -> Results:
    first, *others = results.categories
    return replace(results, categories=(replace(first, **of_first), *others))  # type: ignore[arg-type]


def test_the_way_there_and_back(tmp_path: Path, results: Results, imported: Import) -> None:
    back = imported(virelay.export(results, tmp_path / "project"), site=results.site)
    assert site(back) == site(results)
    assert results_json.dumps(back) == results_json.dumps(results)


def test_an_import_is_exported_and_imported_again(
    tmp_path: Path, projects: ModuleType, imported: Import
) -> None:
    first = imported(projects.example(tmp_path / "theirs"))
    second = imported(virelay.export(first, tmp_path / "ours"))
    assert site(second) == site(first)
    assert results_json.dumps(second) == results_json.dumps(first)


def test_the_same_results_give_the_same_bytes(tmp_path: Path, results: Results) -> None:
    for name in ("one", "two"):
        virelay.export(results, tmp_path / name)
    for file in sorted((tmp_path / "one").iterdir()):
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes(), file.name


def embedding(points: np.ndarray, values: list[float] | None = None, name: str = "spectral") -> Embedding:
    axes = tuple(f"axis {at}" for at in range(points.shape[1]))
    return Embedding(name, points, axes, None if values is None else np.array(values))


@pytest.mark.parametrize("values", [[0.0, 0.0, 0.1, 0.3], [0.0, 0.0, 0.0, 0.0], [0.0, 0.5, 0.5, 0.5]])
def test_equal_eigenvalues_keep_their_columns(
    values: list[float], tmp_path: Path, results: Results, imported: Import
) -> None:
    members = len(results.categories[0].members)
    points = np.arange(4 * members, dtype=np.float64).reshape(members, 4)
    before = changed(results, analyses=(Analysis("one", (embedding(points, values),), ()),), suspect=None)
    after = imported(virelay.export(before, tmp_path / "project"), site=results.site)
    found = after.categories[0].analyses[0].embeddings[0]
    np.testing.assert_array_equal(found.points, points)
    np.testing.assert_array_equal(found.eigenvalues, values)


def test_one_dimension_gets_a_second_one_for_virelay_only(
    tmp_path: Path, results: Results, imported: Import
) -> None:
    members = len(results.categories[0].members)
    points = np.linspace(0, 1, members)[:, None]
    before = changed(results, analyses=(Analysis("one", (embedding(points, [0.0]),), ()),), suspect=None)
    project = virelay.export(before, tmp_path / "project")
    with h5py.File(tmp_path / "project" / "analysis-0.h5") as file:
        stored = next(iter(file.values()))["embedding/spectral"]
        assert stored.shape == (members, 2)
        np.testing.assert_array_equal(stored[:, 1], 0)
    assert site(imported(project, site=results.site)) == site(before)


def test_names_that_hdf5_and_virelay_cannot_have(tmp_path: Path, results: Results, imported: Import) -> None:
    first = results.categories[0]
    spoken = [replace(one, name=name) for one, name in zip(first.analyses, ("a/b-c", "a_b_c"), strict=True)]
    suspect = first.suspect and replace(first.suspect, analysis="a/b-c")
    odd = replace(spoken[0].embeddings[0], name="../t-SNE 1/2")
    spoken[0] = replace(spoken[0], embeddings=(odd, *spoken[0].embeddings[1:]))
    before = changed(results, analyses=tuple(spoken), suspect=suspect)
    project = virelay.export(before, tmp_path / "project")
    assert site(imported(project, site=results.site)) == site(before)
    with virelay.opened(project) as files:
        assert not any("-" in method or "/" in method for method in files.analyses)
        assert len(files.analyses) == len({one.name for c in before.categories for one in c.analyses})


def test_categories_that_are_no_classes(tmp_path: Path, results: Results, imported: Import) -> None:
    extra = [
        Category(name, 10 + at, np.arange(5), 5 + at, 0.0, {}, None, "Some of them.", ())
        for at, name in enumerate(["all", "all", "00000000", "a/b", "."])
    ]
    before = replace(results, categories=(*results.categories, *extra))
    assert site(imported(virelay.export(before, tmp_path / "project"), site=results.site)) == site(before)


def test_samples_of_which_nothing_is_known(tmp_path: Path, results: Results, imported: Import) -> None:
    count = len(results.samples.id)
    samples = replace(
        results.samples,
        label=np.where(np.arange(count) % 3, results.samples.label, -1),
        prediction=np.where(np.arange(count) % 2, results.samples.prediction, -1),
        score=np.where(np.arange(count) % 2, 0.01, 0).astype(np.float32),  # less than chance
    )
    before = replace(results, samples=samples)
    after = imported(virelay.export(before, tmp_path / "project"), site=results.site)
    assert site(after) == site(before)


class Stored:
    """Heatmaps with channels, as a store has them."""

    key = "stored"

    def __init__(self, channels: int, count: int) -> None:
        self.values = np.random.default_rng(0).normal(size=(count, channels, 8, 8)).astype(np.float32)
        self.shape = self.values.shape

    def __len__(self) -> int:
        return len(self.values)

    def read(self, rows: np.ndarray) -> np.ndarray:
        return self.values[rows]


class Summed:
    """The pictures of the results, with the heatmaps of the store."""

    def __init__(self, results: Results, stored: Stored) -> None:
        self.inputs, self.stored = results.pictures.inputs, stored

    def relevance(self, rows: np.ndarray) -> np.ndarray:
        return self.stored.read(rows).sum(axis=1, dtype=np.float32)


@pytest.mark.parametrize("channels", [1, 3, 5, 64])
def test_heatmaps_keep_their_channels_where_virelay_can_tell_them(
    channels: int, tmp_path: Path, results: Results, imported: Import
) -> None:
    """One channel, or more than there are pixels a side, goes into the first of three, the others zero."""
    stored = Stored(channels, len(results.samples.id))
    before = replace(results, pictures=Summed(results, stored))
    outputs = np.random.default_rng(1).normal(size=(len(stored), 4)).astype(np.float32)
    project = virelay.export(before, tmp_path / "project", attributions=stored, outputs=outputs.__getitem__)
    with virelay.AttributionFile(tmp_path / "project" / "attribution.h5") as file:
        expected = stored.values if 1 < channels <= 8 else None
        assert file.shape == (len(stored), channels if expected is not None else 3, 8, 8)
        if expected is not None:
            np.testing.assert_array_equal(file.read(np.array([5, 2])), expected[[5, 2]])
        (start, part), *_ = file.outputs()
        np.testing.assert_array_equal(part, outputs[: len(part)])
        assert start == 0
    after = imported(project, site=results.site)
    rows = np.arange(len(stored))
    np.testing.assert_array_equal(after.pictures.relevance(rows), before.pictures.relevance(rows))
    np.testing.assert_array_equal(after.samples.prediction, outputs.argmax(1))


def test_classes_are_called_by_their_word_net_ids(tmp_path: Path, results: Results, imported: Import) -> None:
    ids = {0: "n01", 1: "n02", 2: "n03", 3: "n04"}
    project = virelay.export(results, tmp_path / "project", word_net_ids=ids)
    with virelay.AnalysisFile(tmp_path / "project" / "analysis-0.h5") as file:
        assert set(file.names) <= set(ids.values())
    assert site(imported(project, site=results.site)) == site(results)
    virelay.export(results, tmp_path / "twins", word_net_ids={0: "n01", 1: "n01"})
    with virelay.AnalysisFile(tmp_path / "twins" / "analysis-0.h5") as file:
        assert set(file.names) <= {f"{at:08d}" for at in range(4)}


def test_what_others_add_to_an_export_is_scored_and_ranked_with_the_rest(
    tmp_path: Path, results: Results, imported: Import
) -> None:
    project = virelay.export(results, tmp_path / "project")
    with h5py.File(tmp_path / "project" / "analysis-0.h5", "a") as file:
        first = next(iter(file.values()))
        first["cluster/by hand"] = np.arange(len(first["index"])) % 2
    after = imported(project, site=results.site)
    added = after.categories[0].analyses[0].clusterings[-1]
    assert added.name == "by hand"
    assert [cluster.size for cluster in added.clusters] == [20, 20]
    assert {one.name for one in after.categories} == {one.name for one in results.categories}


def test_a_note_that_was_tampered_with_is_refused(tmp_path: Path, results: Results, imported: Import) -> None:
    project = virelay.export(results, tmp_path / "project")
    with h5py.File(tmp_path / "project" / "analysis-0.h5", "a") as file:
        group = next(iter(file.values()))
        text = bytes(group["spray"][()]).replace(b'"rank": 1', b'"rank": "first"')
        del group["spray"]
        group["spray"] = np.frombuffer(text, np.uint8)
    with pytest.raises(
        FormatError, match=r"what spray has noted about a Category does not fit \('first' is no int\)"
    ):
        imported(project, site=results.site)


def test_only_a_folder_of_ours_is_replaced(tmp_path: Path, results: Results) -> None:
    folder = tmp_path / "project"
    virelay.export(results, folder)
    virelay.export(results, folder)
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "project.yaml").write_text("project: {}")
    with pytest.raises(OutputError, match=r"holds no project that spray wrote. Give a new folder"):
        virelay.export(results, tmp_path / "theirs")
    with pytest.raises(OutputError, match="is a file"):
        virelay.export(results, tmp_path / "theirs" / "project.yaml")


def test_pictures_too_small_for_virelay_are_refused(tmp_path: Path, synthetic: ModuleType) -> None:
    with pytest.raises(FormatError, match=r"at least 3 pixels a side, not of shape \(3, 2, 2\)"):
        virelay.export(synthetic.results(sizes=(5,), side=2), tmp_path / "project")


def test_clusterings_keep_their_attributes(tmp_path: Path, results: Results) -> None:
    """As CoRelAy writes them, for those who read the file without us."""
    virelay.export(results, tmp_path / "project")
    with virelay.AnalysisFile(tmp_path / "project" / "analysis-0.h5") as file:
        stored = file[file.names[0]].clusterings["kmeans-2"]
    ours: Clustering = results.categories[0].analyses[0].clusterings[0]
    assert (stored.embedding, dict(stored.parameters)) == (ours.embedding, {"k": 2})
