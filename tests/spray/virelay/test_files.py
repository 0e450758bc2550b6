"""ViRelAy's HDF5 files from arrays and to arrays: written in parts, read when asked, and whole or not there."""

import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import h5py
import numpy as np
import pytest

from spray import pipeline, virelay
from spray.errors import FormatError, StoreError
from spray.new_hdf5 import new_hdf5

ROOT = Path(__file__).parents[3]


def test_batches_become_one_file_and_rows_are_read_in_any_order(tmp_path: Path, projects: ModuleType) -> None:
    heat, outputs, labels = projects.HEAT, projects.OUTPUT, projects.LABEL
    with virelay.AttributionWriter(tmp_path / "attribution.h5") as writer:
        for rows in (slice(0, 10), slice(10, 11), slice(11, 24)):
            writer.append(heat[rows], labels[rows], outputs[rows], index=100 + np.arange(24)[rows])
    with virelay.AttributionFile(tmp_path / "attribution.h5") as file:
        assert len(file) == 24
        assert file.shape == heat.shape
        assert file.classes == 3
        np.testing.assert_array_equal(file.index, 100 + np.arange(24))
        assert file.labels is not None
        np.testing.assert_array_equal(file.labels.first(), labels)
        np.testing.assert_array_equal(file.read(np.array([20, 3, 3])), heat[[20, 3, 3]])
        np.testing.assert_array_equal(np.concatenate([part for _, part in file.outputs()]), outputs)
        np.testing.assert_array_equal(file.heat(5), heat[5].sum(0))


def test_a_sample_is_read_without_its_neighbours(tmp_path: Path) -> None:
    """The chunks of ViRelAy's own scripts hold parts of 250 samples, and each sample costs all of them."""
    for side in (8, 160):
        with virelay.AttributionWriter(tmp_path / "file.h5") as writer:
            writer.append(np.zeros((3, 3, side, side)), [0, 0, 0], np.zeros((3, 2)))
        with h5py.File(tmp_path / "file.h5") as file:
            rows, *rest = file["attribution"].chunks
            assert rest == [3, side, side]
            assert rows == 1 or rows * 3 * side * side * 4 <= 1 << 16


def test_a_reader_is_an_attribution_store(tmp_path: Path, projects: ModuleType) -> None:
    """Its key is its content's, whatever the layout, and a copy in another process reads for itself."""
    projects.attribution(tmp_path)
    projects.attribution(tmp_path, "last.h5", attribution=np.moveaxis(projects.HEAT, 1, -1))
    projects.attribution(
        tmp_path,
        "groups.h5",
        attribution=projects.grouped(projects.HEAT),
        label=projects.grouped(projects.LABEL),
    )
    projects.attribution(tmp_path, "other.h5", attribution=projects.HEAT + 1)
    keys = {}
    for name in ("attribution", "last", "groups", "other"):
        with virelay.AttributionFile(tmp_path / f"{name}.h5") as file:
            keys[name] = file.key
            with pickle.loads(pickle.dumps(file)) as copy:  # noqa: S301, our own
                np.testing.assert_array_equal(copy.read(np.array([2, 1])), file.read(np.array([2, 1])))
    assert keys["attribution"] == keys["last"] == keys["groups"] != keys["other"]


def test_analyses_are_read_as_they_were_written(tmp_path: Path, projects: ModuleType) -> None:
    points = projects.rng().normal(size=(8, 3))
    values = [0.0, 0.25, 0.5]
    with virelay.AnalysisWriter(tmp_path / "analysis.h5") as writer:
        for name in ("n02", "n01"):
            writer.add(
                name,
                np.arange(8),
                {"spectral": points, "tsne": points[:, :2]},
                {"kmeans-02": np.arange(8) % 2},
                {"spectral": values},
                {"kmeans-02": {"k": 2, "embedding": "spectral"}},
            )
    with virelay.AnalysisFile(tmp_path / "analysis.h5") as file:
        assert file.names == ("n02", "n01")
        assert [one.name for one in file] == ["n02", "n01"]
        stored = file["n01"]
    assert list(stored.embeddings) == ["spectral", "tsne"]
    np.testing.assert_array_equal(stored.embeddings["spectral"].points, points[:, ::-1])
    np.testing.assert_array_equal(stored.embeddings["spectral"].eigenvalues, values[::-1])
    np.testing.assert_array_equal(stored.clusterings["kmeans-02"].labels, np.arange(8) % 2)
    assert stored.clusterings["kmeans-02"].embedding == "spectral"


def test_corelays_script_in_five_lines(
    tmp_path: Path, projects: ModuleType, imported: Callable[..., Any]
) -> None:
    """Attributions in, analyses out; the last class is too small for what the others have, and is filled up."""
    labels = np.minimum(projects.LABEL, 1)
    labels[-2:] = 2
    projects.example(tmp_path)
    projects.dataset(tmp_path, label=labels)
    projects.attribution(tmp_path, label=labels, index=np.arange(projects.COUNT))
    (tmp_path / "analysis.h5").unlink()
    with (
        virelay.AttributionFile(tmp_path / "attribution.h5") as file,
        virelay.AnalysisWriter(tmp_path / "analysis.h5") as writer,
    ):
        classes = file.labels.first()
        for index in np.unique(classes):
            members = np.flatnonzero(classes == index)
            (found,) = pipeline.run(file.read(members), embeddings=["spectral"], clusterings=["kmeans:2-3"])
            writer.add_analysis(f"{index:08d}", file.index[members], found)
    with virelay.AnalysisFile(tmp_path / "analysis.h5") as written:
        assert written.names == ("00000000", "00000001", "00000002")
        first, last = written["00000000"], written["00000002"]
        assert set(first.clusterings) == set(last.clusterings) == {"k-means 2", "k-means 3"}
        assert len(np.unique(first.clusterings["k-means 3"].labels)) == 3
        assert set(last.clusterings["k-means 3"].labels) == {0}
        assert first.clusterings["k-means 3"].parameters["k"] == 3
    assert len(imported(tmp_path / "project.yaml").categories) == 3


def test_a_file_is_analysed_without_being_loaded(tmp_path: Path, projects: ModuleType) -> None:
    projects.attribution(tmp_path)
    with virelay.AttributionFile(tmp_path / "attribution.h5") as file:
        (lazy,) = pipeline.run(file, embeddings=["spectral"], clusterings=["kmeans:2"])
    (loaded,) = pipeline.run(projects.HEAT, embeddings=["spectral"], clusterings=["kmeans:2"])
    np.testing.assert_array_equal(lazy.embeddings[0].points, loaded.embeddings[0].points)
    np.testing.assert_array_equal(lazy.clusterings[0].labels, loaded.clusterings[0].labels)


@pytest.mark.parametrize("channels", [1, 3])
def test_pictures_of_one_channel_become_three(channels: int, tmp_path: Path) -> None:
    data = np.random.default_rng(0).integers(0, 256, (4, channels, 5, 6), dtype=np.uint8)
    with virelay.DatasetWriter(tmp_path / "dataset.h5") as writer:
        writer.append(data[:, 0] if channels == 1 else data, [0, 1, 0, 1])
    with h5py.File(tmp_path / "dataset.h5") as file:
        np.testing.assert_array_equal(file["data"], np.broadcast_to(data, (4, 3, 5, 6)))


def dataset(data: Any, label: Any, **options: Any) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with virelay.DatasetWriter(path, **options) as writer:
            writer.append(data, label)

    return write


def attribution(*parts: Any, **options: Any) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with virelay.AttributionWriter(path, **options) as writer:
            writer.append(*parts)

    return write


def analysis(*categories: tuple[Any, ...]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with virelay.AnalysisWriter(path) as writer:
            for category in categories:
                writer.add(*category)

    return write


IMAGES, HEATS = np.zeros((2, 3, 4, 4), np.uint8), np.zeros((2, 3, 4, 4), np.float32)
POINTS = {"tsne": np.zeros((2, 2))}


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (dataset(IMAGES, [0]), r"the parts have different lengths \(data 2, label 1\)"),
        (
            dataset(IMAGES, [0.0, 1.0]),
            r"label is float64 of shape \(2,\); class indices \(n,\) of any integer type",
        ),
        (dataset(IMAGES, [0, -1]), "label is int64"),
        (dataset(np.zeros((2, 5)), [0, 1]), r"data is float64 of shape \(2, 5\); pictures \(n, C, H, W\)"),
        (
            dataset(np.zeros((2, 4, 8, 8)), [0, 1]),
            r"shows pictures of 1 or 3 channels .* not of shape \(4, 8, 8\)",
        ),
        (dataset(IMAGES, [0, 70_000], ragged=True), "beside samples in groups ViRelAy knows 0 to 65535"),
        (attribution(HEATS, [0, 1], np.zeros((3, 2))), "attribution 2, label 2, prediction 3, index 2"),
        (
            attribution(HEATS, [0, 1], np.zeros(2)),
            r"prediction has the shape \(2,\) and index the type int64",
        ),
        (attribution(HEATS, [0, 1], np.zeros((2, 2)), [-1, 0]), "whole numbers of samples from 0 on"),
        (
            attribution(np.zeros((2, 9)), [0, 1], np.zeros((2, 2))),
            r"attribution is float64 of shape \(2, 9\)",
        ),
        (analysis(("a", [0, 0], POINTS, {})), r"index of a has to be different sample numbers \(m,\)"),
        (
            analysis(("a", [0, 1, 2], POINTS, {})),
            r"embedding/tsne has the shape \(2, 2\); one row for each of 3",
        ),
        (analysis(("a", [0, 1], POINTS, {"k": [0]})), "a/index 2, a/cluster/k 1"),
        (analysis(("a/b", [0, 1], POINTS, {})), "'a/b' cannot be a name in an HDF5 file"),
        (analysis(("a", [0, 1], {"x": np.full((2, 2), np.nan)}, {})), "embedding/x is not finite"),
        (
            analysis(("a", [0, 1], POINTS, {"k": [0, 1]}), ("b", [0, 1], POINTS, {"m": [0, 1]})),
            r"b has other embeddings or clusterings than the first category \(k, m\)",
        ),
    ],
)
def test_what_virelay_cannot_show_is_refused_and_leaves_nothing(
    write: Callable[[Path], None], message: str, tmp_path: Path
) -> None:
    (tmp_path / "file.h5").write_bytes(b"what was there before")
    with pytest.raises(FormatError, match=message):
        write(tmp_path / "file.h5")
    assert [path.name for path in tmp_path.iterdir()] == ["file.h5"]
    assert (tmp_path / "file.h5").read_bytes() == b"what was there before"


def test_batches_of_another_size_are_refused(tmp_path: Path) -> None:
    def write() -> None:
        with virelay.DatasetWriter(tmp_path / "file.h5") as writer:
            writer.append(IMAGES, [0, 1])
            writer.append(np.zeros((2, 3, 5, 5), np.uint8), [0, 1])

    with pytest.raises(FormatError, match=r"data has rows of shape \(3, 4, 4\), and now one of \(3, 5, 5\)"):
        write()
    assert not list(tmp_path.iterdir())


def failing(path: Path, error: BaseException) -> None:
    with new_hdf5(path) as file:
        file["a"] = np.zeros(100_000)
        raise error


def test_an_interrupted_file_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        failing(tmp_path / "deep" / "file.h5", KeyboardInterrupt())
    assert not list((tmp_path / "deep").iterdir())


FULL = """
import resource, signal, sys
from pathlib import Path
import numpy as np
from spray import virelay
from spray.errors import StoreError

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    with virelay.AttributionWriter(Path(sys.argv[1])) as writer:
        for _ in range(100):
            writer.append(np.random.rand(8, 3, 16, 16), np.zeros(8, int), np.ones((8, 4)))
            writer.file.require_group("more").create_dataset(str(writer.length), data=np.arange(4))
except StoreError as error:
    print(error)
"""


@pytest.mark.parametrize("size", [500, 30_000, 1_000_000])
def test_a_full_disk_is_an_error_and_no_crash(size: int, tmp_path: Path) -> None:
    (tmp_path / "attribution.h5").write_bytes(b"before")
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path / "attribution.h5"), str(size)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == (
        f"Cannot write {tmp_path}/attribution.h5: File too large. Make room, or give another folder; nothing that was "
        "there before is touched.\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["attribution.h5"]
    assert (tmp_path / "attribution.h5").read_bytes() == b"before"


def test_the_reason_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error in the block while the disk is full: the disk is what has to be told."""
    monkeypatch.setattr("spray.new_hdf5.Stream.write", _no_space)
    with pytest.raises(StoreError, match="No space left on device"):
        failing(tmp_path / "file.h5", ValueError("a consequence"))
    assert not list(tmp_path.iterdir())


def _no_space(stream: Any, data: Any) -> int:
    stream.error = OSError(28, "No space left on device")
    stream.at += len(memoryview(data).cast("B"))
    stream.end = max(stream.end, stream.at)
    return len(memoryview(data).cast("B"))
