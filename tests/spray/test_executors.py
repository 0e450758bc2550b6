"""Work goes to processes, to a Dask cluster or to any executor, and comes back the same."""

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("distributed")

from cluster import Cluster, cluster
from small_project import make_project
from tasks import die, die_once, fail, square

import spray
from spray import errors, executors
from spray.cli import build as street
from spray.cluster import Conditions, check
from spray.errors import ClusterError, ExecutorError, TaskError, WorkerLostError

SIZES = {"ape": 40, "bee": 36, "cow": 5, "dog": 1}


# ---- in general -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "parsed"),
    [("local", ("local", "")), ("local:3", ("local", "3")), ("dask://host:8786", ("dask", "host:8786"))],
)
def test_names_of_executors(name: str, parsed: tuple[str, str]) -> None:
    assert executors.parse(name) == parsed


@pytest.mark.parametrize(
    "name", ["", "slurm", "local:0", "local:x", "dask://host", "tcp://host:8786", "dask://a/b:1"]
)
def test_another_name_is_refused_with_the_valid_ones(name: str) -> None:
    with pytest.raises(
        ExecutorError, match=r"Valid are local \(one process per processor\), local:N, dask://HOST:PORT"
    ):
        executors.parse(name)


def test_any_executor_gives_the_results_of_none() -> None:
    expected = [(i, i * i) for i in range(20)]
    assert list(executors.results(None, square, range(20))) == expected
    with ThreadPoolExecutor(3) as pool:
        assert sorted(executors.results(pool, square, range(20))) == expected


class Slow(Executor):
    """Finishes its first task, and never begins another."""

    def __init__(self) -> None:
        self.futures: list[Future[int]] = []

    def submit(self, function, /, *arguments, **parameters):  # type: ignore[no-untyped-def]
        self.futures.append(Future())
        if len(self.futures) == 1:
            self.futures[0].set_result(function(*arguments, **parameters))
        return self.futures[-1]


UNGUARDED = """
import math, pathlib
from spray import executors

print("begun")
with executors.connect("local:1", pathlib.Path(".")) as pool:
    print(list(executors.results(pool, math.sqrt, [4.0])))
"""


def test_a_script_without_a_guard_is_not_run_again_by_every_process(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(UNGUARDED)
    done = subprocess.run(
        [sys.executable, "script.py"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(Path(spray.__file__).parents[1])},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout == "begun\n[(0, 2.0)]\n", done.stderr


def test_tasks_that_have_not_begun_are_cancelled_when_nobody_waits_for_them() -> None:
    executor = Slow()
    found = executors.results(executor, square, range(5))
    assert next(found) == (0, 0)
    found.close()  # type: ignore[attr-defined]
    assert [future.cancelled() for future in executor.futures] == [False, True, True, True, True]


@pytest.mark.parametrize("error", [kind for kind in vars(errors).values() if isinstance(kind, type)])
def test_every_error_of_ours_comes_whole_from_another_process(error: type) -> None:
    if not issubclass(error, errors.SprayError):
        return
    made = error.__new__(error, "what it says")
    made.add_note("a note")
    made.what = "more"
    again = pickle.loads(pickle.dumps(made))  # noqa: S301, our own bytes
    assert (type(again), str(again), again.__notes__, again.what) == (
        error,
        "what it says",
        ["a note"],
        "more",
    )


# ---- processes --------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_process_that_is_killed_costs_its_task_which_is_done_again(tmp_path: Path) -> None:
    tasks = [(str(tmp_path), i) for i in range(8)]
    with (
        executors.local(2) as executor,
        pytest.warns(UserWarning, match="ended from outside .* 1 of 2 go on"),
    ):
        assert sorted(executors.results(executor, die_once, tasks)) == [(i, i) for i in range(8)]


@pytest.mark.slow
def test_processes_that_are_killed_again_and_again_are_an_error_in_the_end() -> None:
    with executors.local(1) as executor, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(
            WorkerLostError, match=r"ended from outside; 2 tasks are not done.* use fewer processes"
        ):
            list(executors.results(executor, die, range(2)))


@pytest.mark.slow
def test_an_error_that_cannot_be_sent_is_told_and_does_not_end_the_process() -> None:
    with executors.local(1) as executor:
        with pytest.raises(TaskError, match="PickyError: no luck") as caught:
            list(executors.results(executor, fail, range(2)))
        assert caught.value.__notes__ == ["While it was tried."]
        assert list(executors.results(executor, square, [3])) == [(0, 9)]


# ---- whole builds -----------------------------------------------------------------------------------------


def contents(folder: Path) -> dict[str, bytes]:
    """All that a build has published, and the attributions."""
    found = [
        *(folder / "site").rglob("*"),
        folder / "results.json",
        *folder.glob(".spray/attributions/*/*.h5"),
    ]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found if path.is_file()}


def written(folder: Path) -> set[tuple[str, int]]:
    """Shards and entries, and when they were written."""
    return {(path.name, path.stat().st_mtime_ns) for path in (folder / ".spray").rglob("*.h5")}


def keys(folder: Path) -> set[str]:
    return {path.stem for path in (folder / ".spray" / "memo").rglob("*.h5")}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of several shards, with an analysis of its own in a file beside it."""
    file = make_project(tmp_path_factory.mktemp("project"), SIZES)
    (file.parent / "mine.py").write_text(
        "import spray\n\n@spray.analysis('clustering', version=1)\ndef by_sign(points):\n"
        "    return (points[:, 0] > 0).astype(int)\n"
    )
    text = file.read_text().replace('["kmeans:2-3"]', '["kmeans:2-3", "mine:by_sign"]')
    file.write_text(text.replace("batch_size = 32", "batch_size = 8"))
    return file


@pytest.fixture(autouse=True)
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight samples a shard, so that there are several."""
    monkeypatch.setattr("spray.attribute.MOST_BATCH", 8)


@pytest.fixture(scope="module")
def whole(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an ordinary build."""
    folder = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("spray.attribute.MOST_BATCH", 8)
        street.build(project, folder / "site", lambda line: None)
    assert len(list(folder.glob(".spray/attributions/*/*.h5"))) == 11
    return folder


@pytest.mark.slow
def test_a_build_by_any_executor_has_the_same_bytes(project: Path, whole: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(3) as pool:
        spray.build(project, tmp_path / "site", executor=pool, say=lambda line: None)
    assert contents(tmp_path) == contents(whole)
    assert keys(tmp_path) == keys(whole)


@pytest.mark.slow
def test_a_build_by_processes_has_the_same_bytes(project: Path, whole: Path, tmp_path: Path) -> None:
    said: list[str] = []
    spray.build(str(project), str(tmp_path / "site"), executor="local:2", say=said.append)
    assert contents(tmp_path) == contents(whole)
    assert keys(tmp_path) == keys(whole)
    assert "82 samples explained now, 0 before" in "\n".join(said)


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("dask")) as started:
        yield started


@pytest.mark.slow
def test_a_build_on_a_cluster_has_the_same_bytes(
    dask: Cluster, project: Path, whole: Path, tmp_path: Path
) -> None:
    spray.build(project, tmp_path / "site", executor=dask.executor, say=lambda line: None)
    assert contents(tmp_path) == contents(whole)
    assert keys(tmp_path) == keys(whole)
    assert sorted(path.name for path in (tmp_path / ".spray").iterdir()) == [
        "attributions",
        "costs.json",
        "images.json",
        "memo",
    ]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for the busy worker in /proc")
@pytest.mark.parametrize(
    "moment", [".spray/attributions/*/*.h5", ".spray/memo/*/*.h5"], ids=["explaining", "analysing"]
)
def test_a_worker_that_is_killed_in_mid_run_costs_only_its_task(
    dask: Cluster, project: Path, whole: Path, tmp_path: Path, moment: str
) -> None:
    command = [sys.executable, "-m", "spray", "build", str(project), "--out", str(tmp_path / "site")]
    environment = {**os.environ, "PYTHONPATH": str(Path(spray.__file__).parents[1])}
    small = "import spray.attribute; spray.attribute.MOST_BATCH = 8; from spray.cli import main; main()"
    command[1:3] = ["-c", small]
    with subprocess.Popen(
        [*command, "--executor", dask.executor],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        end = time.monotonic() + 120
        while len(list(tmp_path.glob(moment))) < 3 and process.poll() is None and time.monotonic() < end:
            time.sleep(0.01)
        assert process.poll() is None, process.stdout and process.stdout.read()
        busy = dask.busy()
        finished = written(tmp_path)
        os.kill(busy, signal.SIGKILL)
        output = process.stdout.read() if process.stdout else ""
    assert process.returncode == 0, output
    assert contents(tmp_path) == contents(whole)
    assert keys(tmp_path) == keys(whole)
    # A shard may be whole, and its worker dead before it could say so.
    assert len(finished) >= 3
    assert len(finished - written(tmp_path)) <= 1


@pytest.mark.slow
def test_a_task_that_kills_every_worker_is_an_error_in_the_end(dask: Cluster, tmp_path: Path) -> None:
    with executors.connect(dask.executor, tmp_path) as executor:
        assert sorted(executors.results(executor, square, range(4))) == [(0, 0), (1, 1), (2, 4), (3, 9)]
        with pytest.raises(WorkerLostError, match="On a cluster, its log says more"):
            list(executors.results(executor, die, range(1)))
        with pytest.raises(TaskError, match="PickyError: no luck"):
            list(executors.results(executor, fail, range(1)))


def test_a_cluster_that_is_not_there_is_an_error_with_the_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spray.cluster.TIMEOUT", 1)
    with (
        pytest.raises(
            ClusterError, match=r"no Dask scheduler answers at 127\.0\.0\.1:9\. Start one: dask scheduler"
        ),
        executors.connect("dask://127.0.0.1:9", tmp_path),
    ):
        pass


@pytest.mark.slow
def test_a_cluster_without_workers_is_an_error_with_the_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spray.cluster.TIMEOUT", 5)
    with (
        cluster(tmp_path, workers=0) as empty,
        pytest.raises(ClusterError, match=r"has no workers\. Start some: dask worker tcp://127"),
        executors.connect(empty.executor, tmp_path),
    ):
        pass


def test_workers_that_are_not_like_this_process_refuse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = tmp_path / "token"
    token.write_text("secret")
    monkeypatch.setattr("spray.cluster._versions", lambda: (("numpy", "2.0"), ("Python", "3.11")))
    check(Conditions(token, "secret", (("numpy", "2.0"), ("Python", "3.11"))))
    with pytest.raises(
        ClusterError, match=r"has numpy 2\.0 instead of 2\.1; torch missing instead of 3: its results could"
    ):
        check(Conditions(token, "secret", (("numpy", "2.1"), ("Python", "3.11"), ("torch", "3"))))
    for place, secret in ((tmp_path / "elsewhere", "secret"), (token, "another")):
        with pytest.raises(
            ClusterError, match=r"does not see .* as this process does\. Put the output on a file system"
        ):
            check(Conditions(place, secret, ()))


def test_a_cluster_needs_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(ClusterError, match=r'pip install "lrpfx\[cluster\]"'),
        executors.connect("dask://h:1", tmp_path),
    ):
        pass


def test_a_device_that_only_workers_have_decides_the_key(project: Path, tmp_path: Path) -> None:
    """The parent of a cluster may have no accelerator: it names the one of the project file, and explains nothing."""
    from spray.cli import stages
    from spray.cli.voice import Voice

    settings = street.load(project)
    wanted = settings.explain.model_copy(update={"device": "cuda"})
    settings = SimpleNamespace(
        **{**vars(settings), "explain": wanted, "folder": settings.folder, "path": settings.path}
    )
    with contextlib.suppress(ImportError):
        import torch

        if torch.cuda.is_available():
            pytest.skip("has one")
    voice = Voice(lambda line: None)
    dataset = stages.open_dataset(settings.data, settings.folder, index=None)
    with pytest.raises(errors.FactoryError, match="cuda"):
        stages.compile_model(settings, dataset)
    explained = stages.compile_model(settings, dataset, elsewhere=True)
    assert explained.recipe.device == "cuda"
    assert explained.key.endswith(" cuda")
    assert explained.on("cpu").key != explained.key
    assert np.isfinite(explained.explain(dataset.inputs(np.array([0])), np.array([0]))[0]).all()
    stages.describe_samples(dataset, voice)
