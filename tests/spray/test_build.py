"""From a folder of images and a network to the site: the whole street, and what happens when it is disturbed."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from PIL import Image

pytest.importorskip("torch")

import torch
from small_project import SIZES, make_project

import lrpfx
from spray.cli import build as street
from spray.cli.stages import Stages, explain, opening, store_of
from spray.cli.voice import Voice
from spray.errors import FactoryError, LabelError, MethodError, OutputError
from spray.project import load

ROOT = Path(__file__).parents[2]


def contents(folder: Path) -> dict[str, bytes]:
    """All that a build has published: the site and results.json."""
    files = [*(folder / "site").rglob("*"), folder / "results.json"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files if path.is_file()}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def built(project: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """An undisturbed build: its folder, and what it said."""
    folder, said = tmp_path_factory.mktemp("whole"), []
    street.build(project, folder / "site", said.append)
    return folder, "\n".join(said)


@pytest.mark.slow
def test_the_site_and_the_results_tell_the_same(built: tuple[Path, str]) -> None:
    folder, said = built
    assert (folder / "site/index.html").stat().st_size > 10_000
    assert (folder / "site/results.json").read_bytes() == (folder / "results.json").read_bytes()
    results = json.loads((folder / "results.json").read_text())
    assert results["format"] == 1
    assert results["project"] == "Five animals"
    assert results["classes"] == list(SIZES)
    assert [category["rank"] for category in results["categories"]] == [1, 2, 3, 4, 5]
    assert {category["name"]: category["members"] for category in results["categories"]} == SIZES
    first = results["categories"][0]
    assert f"1. {first['name']}: {first['summary']}" in said
    assert f"Open {folder.resolve() / 'site' / 'index.html'}" in said
    assert "298 samples in 5 of 5 classes, 1x8x8" in said


@pytest.mark.slow
def test_every_clustering_lists_every_member_once(built: tuple[Path, str]) -> None:
    results = json.loads((built[0] / "results.json").read_text())
    for category in results["categories"]:
        for analysis in category["analyses"]:
            for clustering in analysis["clusterings"]:
                samples = [sample for cluster in clustering["clusters"] for sample in cluster["samples"]]
                assert sorted(samples) == [
                    f"{category['name']}/{number:03d}.png" for number in range(SIZES[category["name"]])
                ]
                assert all(cluster["size"] == len(cluster["samples"]) for cluster in clustering["clusters"])
    assert any(category["analyses"] for category in results["categories"])


@pytest.mark.slow
def test_provenance_tells_what_was_run_but_neither_where_nor_when(
    built: tuple[Path, str], project: Path
) -> None:
    text = (built[0] / "results.json").read_text()
    provenance = json.loads(text)["provenance"]
    assert provenance["Model"]["factory"] == "tiny_nets:tiny"
    assert provenance["Explanation"]["target"] == "true_label"
    assert provenance["Analysis"]["seed"] == "0"
    assert {"lrpfx", "torch", "numpy", "scipy", "scikit-learn"} <= provenance["Versions"].keys()
    assert provenance["Data"]["samples"] == "298"
    for place in (project.parent, built[0], Path.home()):
        assert str(place) not in text


@pytest.mark.slow
def test_a_second_build_computes_nothing_and_says_so(
    built: tuple[Path, str], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _ = built
    before, said, calls = contents(folder), [], []
    store = {path: path.stat().st_mtime_ns for path in (folder / ".spray").rglob("*.h5")}
    call = lrpfx.Explainer.__call__
    monkeypatch.setattr(
        lrpfx.Explainer, "__call__", lambda *args, **more: calls.append(1) or call(*args, **more)
    )
    street.build(project, folder / "site", said.append)
    assert calls == []
    assert contents(folder) == before
    assert {path: path.stat().st_mtime_ns for path in (folder / ".spray").rglob("*.h5")} == store
    assert "Nothing had to be computed again" in "\n".join(said)


@pytest.mark.slow
def test_a_new_seed_repeats_the_analysis_but_not_the_attribution(
    built: tuple[Path, str], project: Path, tmp_path: Path
) -> None:
    other = make_project(tmp_path)
    other.write_text(other.read_text().replace("[analyze]", "[analyze]\nseed = 1"))
    said: list[str] = []
    street.build(other, built[0] / "another", said.append)
    text = "\n".join(said)
    assert "0 samples explained now, 298 before" in text
    assert "Nothing had to be computed again" not in text
    street.build(project, built[0] / "site", said.append)  # leaves results.json as the other tests expect it


# ---- disturbed --------------------------------------------------------------------------------------------


def start(project: Path, folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "spray", "build", str(project), "--out", str(folder / "site")],
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_until(condition: Callable[[], Any], seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.005)


def gone(group: int) -> bool:
    """Whether no process of a group is left, apart from zombies that nobody has waited for."""
    states = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            states.append(fields[0])
    return all(state == "Z" for state in states)


@pytest.fixture
def process() -> Iterator[list["subprocess.Popen[str]"]]:
    started: list[subprocess.Popen[str]] = []
    yield started
    for one in started:
        if one.poll() is None:
            one.kill()
        one.communicate()


MOMENTS = {
    "first shard": ".spray/attributions/*/00000.h5",
    "last shard": ".spray/attributions/*/00001.h5",
    "first result of the analysis": ".spray/memo/**/*.h5",
    "site begun": "site/.spray-site",
}


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads the states of processes from /proc")
@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS.keys())
def test_killed_and_run_again_gives_the_bytes_of_an_undisturbed_run(
    built: tuple[Path, str],
    project: Path,
    tmp_path: Path,
    process: list["subprocess.Popen[str]"],
    moment: str,
) -> None:
    process.append(start(project, tmp_path))
    wait_until(lambda: any(tmp_path.glob(moment)) or process[0].poll() is not None)
    process[0].kill()
    process[0].wait()
    wait_until(lambda: gone(process[0].pid), 20)
    street.build(project, tmp_path / "site", lambda line: None)
    assert contents(tmp_path) == contents(built[0])
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.slow
def test_ctrl_c_says_what_is_kept_and_how_to_go_on(
    project: Path, tmp_path: Path, process: list["subprocess.Popen[str]"]
) -> None:
    process.append(start(project, tmp_path))
    wait_until(lambda: any(tmp_path.glob(MOMENTS["first shard"])) or process[0].poll() is not None)
    os.killpg(process[0].pid, signal.SIGINT)
    output, _ = process[0].communicate(timeout=60)
    assert process[0].returncode == 130, output
    assert "Interrupted." in output
    assert "Run the same command again to go on: what is finished is kept in .spray/." in output
    assert "Traceback" not in output


# ---- bad input --------------------------------------------------------------------------------------------


def refuse(error: type[Exception], project: Path, out: Path) -> str:
    with pytest.raises(error) as caught:
        street.build(project, out / "site", lambda line: None)
    assert not (out / "site").exists()
    return "\n".join([str(caught.value), *getattr(caught.value, "__notes__", ())])


@pytest.mark.parametrize(
    ("net", "error", "message"),
    [
        ("Untraceable", lrpfx.errors.TraceError, "Untraceable"),
        ("Map", FactoryError, "has the shape (batch, 1, 8, 8); it must be (batch, classes)"),
        ("nan", lrpfx.errors.NonFiniteError, "This happened while explaining ape/000.png ... bee/000.png."),
    ],
)
def test_a_network_that_cannot_be_explained_says_why(
    tmp_path: Path, net: str, error: type[Exception], message: str
) -> None:
    assert message in refuse(error, make_project(tmp_path, {"ape": 1, "bee": 1}, net), tmp_path)


def test_a_label_without_an_output_is_found_before_anything_is_explained(tmp_path: Path) -> None:
    project = make_project(tmp_path, {"a": 1, "b": 1, "c": 2})
    project.write_text(project.read_text().replace("[data]", "arguments = { classes = 2 }\n[data]"))
    assert refuse(LabelError, project, tmp_path) == (
        "2 samples have a label that tiny_nets:tiny has no output for: c/000.png has 2, but the outputs are "
        "0 to 1. Check model.arguments, or data.label_map."
    )


def test_what_is_not_ours_is_not_replaced(tmp_path: Path) -> None:
    project = make_project(tmp_path, {"a": 1, "b": 1})
    (tmp_path / "results.json").write_text('{"mine": 1}')
    assert "results.json is no result of spray and would be replaced" in refuse(
        OutputError, project, tmp_path
    )
    (tmp_path / "results.json").unlink()
    (tmp_path / "site").mkdir()
    (tmp_path / "site/thesis.tex").write_text("years of work")
    with pytest.raises(
        OutputError, match=r"is not empty, and spray did not write it\. Give a new folder: --out"
    ):
        street.build(project, tmp_path / "site", lambda line: None)
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["thesis.tex"]
    (tmp_path / "site/.spray-site").write_text("another tool's file of the same name")
    with pytest.raises(
        OutputError, match="is not empty, and spray did not write it"
    ):  # before the work, not after
        street.build(project, tmp_path / "site", lambda line: None)
    with pytest.raises(OutputError, match=r"spray.toml is a file. Give the path of a new folder"):
        street.build(project, tmp_path / "spray.toml", lambda line: None)
    assert not (tmp_path / ".spray").exists()


@pytest.mark.slow
def test_the_box_of_the_inputs_follows_from_the_preprocessing(tmp_path: Path) -> None:
    project = make_project(tmp_path, {"a": 3, "b": 3})
    project.write_text(project.read_text().replace("[explain]", '[explain]\ncomposite = "epsilon_gamma_box"'))
    street.build(project, tmp_path / "site", lambda line: None)
    provenance = json.loads((tmp_path / "results.json").read_text())["provenance"]
    assert provenance["Explanation"]["parameters"] == "high = 1, low = -1"


@pytest.mark.slow
def test_a_method_explains_in_place_of_propagation(tmp_path: Path) -> None:
    project = make_project(tmp_path, {"a": 3, "b": 3})
    plain = project.read_text()

    def explained(keys: str) -> tuple[np.ndarray, dict[str, str]]:
        project.write_text(plain.replace("[explain]", f"[explain]\n{keys}"))
        street.build(project, tmp_path / "site", lambda line: None)
        provenance = json.loads((tmp_path / "results.json").read_text())["provenance"]["Explanation"]
        (shard,) = (tmp_path / ".spray" / "attributions" / provenance["key"]).glob("*.h5")
        with h5py.File(shard) as file:
            return file["attribution"][:], provenance

    one, said = explained('method = "smoothgrad"\noptions = { samples = 3 }')
    assert (said["method"], said["options"]) == ("smoothgrad", "samples = 3")
    assert "composite" not in said
    other, _ = explained('method = "smoothgrad"\noptions = { samples = 3, seed = 1 }')
    assert not np.array_equal(one, other)  # not taken from the store
    over, said = explained('method = "smoothgrad"\ncomposite = "epsilon_plus"\noptions = { samples = 3 }')
    assert said["composite"] == "epsilon_plus"
    assert not np.array_equal(one, over)
    files = sorted((tmp_path / "images").rglob("*.png"))
    inputs = (
        torch.stack([torch.from_numpy(np.array(Image.open(file))) for file in files])[:, None] / 127.5 - 1
    )
    model = sys.modules["tiny_nets"].tiny().eval()
    by_hand = lrpfx.explain(
        model, inputs, method=lrpfx.methods.get("smoothgrad", samples=3), target=[0] * 3 + [1] * 3
    )
    assert np.allclose(one, by_hand.relevance.numpy(), atol=1e-6 * np.abs(one).max())


def test_options_that_a_method_does_not_take_are_an_error_with_those_it_takes(tmp_path: Path) -> None:
    project = make_project(tmp_path, {"a": 3, "b": 3})
    project.write_text(
        project.read_text().replace("[explain]", '[explain]\nmethod = "smoothgrad"\noptions = { sample = 3 }')
    )
    with pytest.raises(MethodError, match=r"takes no `sample`; it takes samples, noise"):
        street.build(project, tmp_path / "site", lambda line: None)


@pytest.mark.slow
def test_a_small_memory_makes_small_batches_and_a_run_that_has_begun_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project(tmp_path, {"a": 6, "b": 6})
    project.write_text(project.read_text().replace("batch_size = 32\n", ""))

    def batch(samples: int | None) -> int:
        opened = opening(load(project), tmp_path / ".spray", Voice.of(lambda line: None), Stages())
        assert opened.explained.each > 100
        free = None if samples is None else 2 * samples * opened.explained.each  # half of it is for others
        monkeypatch.setattr("spray.model.free_memory", lambda device: free)
        store, size = store_of(opened)
        explain(opened, Voice.of(lambda line: None), Stages())
        assert store.stored() == 12
        return size

    assert batch(3) == 2
    assert batch(None) == 2  # stored already: not made again in other batches
    shutil.rmtree(tmp_path / ".spray")
    assert batch(None) == 256
