"""The street by its stages: what is said before, what is done, and what is said to machines."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

pytest.importorskip("torch")

from small_project import make_project

from spray.cli import build as street
from spray.cli import main

ROOT = Path(__file__).parents[2]
SIZES = {"ape": 30, "bee": 20, "cow": 1}
Event = dict[str, Any]

pytestmark = pytest.mark.slow


def spray(*arguments: object) -> Result:
    result = CliRunner().invoke(main, [*map(str, arguments)], prog_name="spray")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def events(result: Result) -> list[Event]:
    """What was said to machines: every line of stdout is an object with an event."""
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert all(isinstance(event["event"], str) for event in found)
    return found


def only(found: list[Event], name: str) -> Event:
    (event,) = (event for event in found if event["event"] == name)
    return event


def contents(folder: Path) -> dict[str, bytes]:
    found = [*(folder / "site").rglob("*"), folder / "results.json"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found if path.is_file()}


def written(folder: Path) -> dict[Path, int]:
    """When every file of the store was written."""
    return {path: path.stat().st_mtime_ns for path in (folder / ".spray").rglob("*.h5")}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("project"), SIZES)


@pytest.fixture(scope="module")
def whole(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an ordinary build."""
    folder = tmp_path_factory.mktemp("whole")
    street.build(project, folder / "site", lambda line: None)
    return folder


def grown(project: Path, clustering: str = "agglomerative:3") -> Path:
    """The same project, with one clustering more, in a file beside it."""
    file = project.with_name(f"grown_{clustering.partition(':')[0]}.toml")
    text = project.read_text().replace('"kmeans:2-3"', f'"kmeans:2-3", "{clustering}"')
    file.write_text(text)
    return file


# ---- before -----------------------------------------------------------------------------------------------


def test_a_dry_run_says_what_a_build_then_does_and_writes_nothing(project: Path, tmp_path: Path) -> None:
    before = events(spray("build", project, "--out", tmp_path / "site", "--dry-run", "--json"))
    assert list(tmp_path.iterdir()) == []
    told = only(before, "attribute")
    assert (told["compute"], told["stored"], told["source"]) == (51, 0, "timed now on 2")
    analysis = only(before, "analyze")
    assert analysis["stored"] == 0
    assert analysis["source"] == "by a rough model"
    assert sum(analysis["functions"].values()) == analysis["compute"]
    assert only(before, "total")["seconds"] >= told["seconds"] > 0
    after = events(spray("build", project, "--out", tmp_path / "site", "--json"))
    assert only(after, "explained")["now"] == told["compute"]
    assert only(after, "analysed")["computed"] == analysis["compute"]
    assert len(list((tmp_path / ".spray" / "memo").rglob("*.h5"))) == analysis["compute"]


def test_after_a_build_a_dry_run_finds_everything(project: Path, whole: Path) -> None:
    result = spray("build", project, "--out", whole / "site", "--dry-run")
    assert "  explain   all of 51 samples are stored\n" in result.output
    assert "results are stored\nNothing was done. It would take about 0 s.\n" in result.output
    again = events(spray("build", project, "--out", whole / "site", "--dry-run", "--json"))
    assert (only(again, "attribute")["compute"], only(again, "analyze")["compute"]) == (0, 0)


def test_a_dry_run_cannot_know_groups_of_predictions_before_there_are_any(
    project: Path, whole: Path, tmp_path: Path
) -> None:
    file = project.with_name("predicted.toml")
    file.write_text(project.read_text().replace("[analyze]", '[analyze]\ncategories = "prediction"'))
    unknown = spray("build", file, "--out", tmp_path / "site", "--dry-run")
    assert "categories are predictions, which are known when the samples are explained" in unknown.output
    known = events(spray("build", file, "--out", whole / "site", "--dry-run", "--json"))
    assert only(known, "analyze")["compute"] is not None


def test_what_another_composite_would_compute_is_explained_down_to_the_attributions(
    project: Path, whole: Path
) -> None:
    file = project.with_name("other.toml")
    file.write_text(project.read_text().replace("[explain]", '[explain]\ncomposite = "epsilon_plus"'))
    result = spray("cache", "show", file, "--explain", "--out", whole / "site")
    assert "  explain   51 of 51 samples" in result.output
    assert "miss: spray.analyses." in result.output
    assert "argument attributions: known " in result.output
    assert spray("build", project, "--explain").exit_code == 2


# ---- growing ----------------------------------------------------------------------------------------------


def test_a_project_that_grew_by_one_clustering_computes_only_that(project: Path, tmp_path: Path) -> None:
    street.build(project, tmp_path / "site", lambda line: None)
    file, before = grown(project), written(tmp_path)
    planned = only(events(spray("build", file, "--out", tmp_path / "site", "--dry-run", "--json")), "analyze")
    done = only(events(spray("build", file, "--out", tmp_path / "site", "--json")), "analysed")
    after = written(tmp_path)
    new = {path for path in after if path not in before}
    assert {path: after[path] for path in before} == before
    assert done["computed"] == planned["compute"] == len(new)
    functions = {path.parent.name.rpartition(".")[2] for path in new}
    assert functions == set(planned["functions"])
    assert functions >= {"agglomerative", "strangeness"}
    assert not functions & {"kmeans", "eigenmaps", "neighbours", "spectral_embedding"}
    assert len([path for path in new if path.parent.name.endswith(".agglomerative")]) == 2  # ape and bee


# ---- stage by stage ---------------------------------------------------------------------------------------


def test_the_stages_come_to_what_a_build_comes_to(project: Path, whole: Path, tmp_path: Path) -> None:
    out = ("--out", tmp_path / "site")
    for early in ("analyze", "report"):
        result = spray(early, project, *out)
        assert result.exit_code == 3
        assert (
            "Error: 0 of 51 samples are explained. Run `spray attribute` first, or `spray build`"
            in result.stderr
        )
    assert spray("attribute", project, *out).exit_code == 0
    assert not (tmp_path / "site").exists()
    result = spray("report", project, *out)
    assert result.exit_code == 3
    assert "results of the analysis are missing. Run `spray analyze` first" in result.stderr
    assert spray("analyze", project, *out).exit_code == 0
    assert (tmp_path / "results.json").read_bytes() == (whole / "results.json").read_bytes()
    assert not (tmp_path / "site").exists()
    before = written(tmp_path)
    assert spray("report", project, *out).exit_code == 0
    assert written(tmp_path) == before
    assert contents(tmp_path) == contents(whole)


def test_a_damaged_shard_stops_the_analysis_and_is_made_anew_by_the_stage_before(
    project: Path, tmp_path: Path
) -> None:
    out = ("--out", tmp_path / "site")
    spray("attribute", project, *out)
    (shard,) = tmp_path.glob(".spray/attributions/*/*.h5")
    whole = shard.read_bytes()
    shard.write_bytes(whole[:-50])
    result = spray("analyze", project, *out)
    assert result.exit_code == 3
    assert "Warning: The shard 00000.h5 of stored attributions is damaged" in result.stderr
    assert spray("attribute", project, *out).exit_code == 0
    assert shard.read_bytes() == whole


# ---- to machines ------------------------------------------------------------------------------------------


def test_machines_are_told_everything_in_order(project: Path, whole: Path) -> None:
    result = spray("build", project, "--out", whole / "site", "--json")
    found = events(result)
    names = [event["event"] for event in found if event["event"] not in ("progress", "note")]
    assert names == [
        "project",
        "samples",
        "model",
        "explained",
        "analysed",
        "findings",
        "unchanged",
        "time",
        "built",
    ]
    assert only(found, "samples")["shape"] == [1, 8, 8]
    assert only(found, "analysed") | {"text": ""} == {
        "event": "analysed",
        "categories": 3,
        "computed": 0,
        "hits": only(found, "analysed")["hits"],
        "damaged": 0,
        "text": "",
    }
    assert Path(only(found, "built")["path"]).exists()
    stages = {event["stage"] for event in found if event["event"] == "progress"}
    assert stages == {"reading", "explaining", "analysing"}
    assert all(0 <= event["done"] <= event["total"] for event in found if event["event"] == "progress")


def test_machines_are_told_of_faults_with_the_exit_code(project: Path, tmp_path: Path) -> None:
    for arguments, kind, code in (
        (("build", tmp_path / "nowhere", "--json"), "ProjectError", 1),
        (("report", project, "--json", "--out", tmp_path / "site"), "StageError", 3),
        (
            ("build", project, "--json", "--executor", "local:0", "--out", tmp_path / "site"),
            "ExecutorError",
            1,
        ),
    ):
        result = spray(*arguments)
        error = events(result)[-1]
        assert (error["event"], error["kind"], error["exit_code"], result.exit_code) == (
            "error",
            kind,
            code,
            code,
        )
        assert error["text"] in result.stderr


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["Ctrl-C", "SIGTERM"]
)
def test_a_signal_ends_a_build_with_a_word_and_the_next_one_goes_on(
    project: Path, whole: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    command = [
        sys.executable,
        "-m",
        "spray",
        "build",
        str(project),
        "--out",
        str(tmp_path / "site"),
        "--json",
    ]
    with subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        wait_until(lambda: any(tmp_path.glob(".spray/memo/*/*.h5")) or process.poll() is not None)
        process.send_signal(number)
        output, said = process.communicate(timeout=60)
    assert process.returncode == code, said
    last = json.loads(output.splitlines()[-1])
    assert (last["event"], last["kind"], last["exit_code"]) == ("error", "interrupted", code)
    assert "Interrupted. Run the same command again to go on: what is finished is kept in .spray/." in said
    assert "Traceback" not in said
    before = written(tmp_path)
    assert spray("build", project, "--out", tmp_path / "site").exit_code == 0
    assert {path: time for path, time in written(tmp_path).items() if path in before} == before
    assert contents(tmp_path) == contents(whole)


def wait_until(condition: Callable[[], Any], seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.005)


# ---- the store --------------------------------------------------------------------------------------------


def test_the_cache_is_shown_and_listed(project: Path, whole: Path, tmp_path: Path) -> None:
    out = ("--out", whole / "site")
    shown = spray("cache", "show", *out).output
    assert shown.startswith(f"{whole.resolve() / '.spray'}: ")
    assert "  attributions " in shown
    assert "  kmeans " in shown
    assert "A build that finds all results saves" in shown
    listed = events(spray("cache", "entries", "--json", *out))
    assert {event["event"] for event in listed} == {"attributions", "result"}
    assert (
        sum(event["bytes"] for event in listed)
        == only(events(spray("cache", "show", "--json", *out)), "total")["bytes"]
    )
    some = events(spray("cache", "entries", "--function", "kmeans", "--json", *out))
    assert {event["function"] for event in some} == {"spray.analyses.kmeans.kmeans"}
    assert (
        f"{(tmp_path / '.spray').resolve()} holds nothing yet."
        in spray("cache", "show", "--out", tmp_path / "x").output
    )


def test_what_a_project_does_not_need_any_more_is_pruned_and_the_rest_is_kept(
    project: Path, tmp_path: Path
) -> None:
    out, file = ("--out", tmp_path / "site"), grown(project, "hdbscan")
    spray("build", project, *out)
    needed = written(tmp_path)
    spray("build", file, *out)
    superfluous = written(tmp_path).keys() - needed.keys()
    assert superfluous
    would = only(
        events(spray("cache", "prune", project, "--unreachable", "--dry-run", "--json", *out)), "pruned"
    )
    assert {Path(item["key"]).stem for item in would["removed"]} == {path.stem for path in superfluous}
    assert written(tmp_path).keys() == needed.keys() | superfluous
    result = spray("cache", "prune", project, "--unreachable", *out)
    assert f"0 attribution sets and {len(superfluous)} results removed: " in result.output
    assert written(tmp_path) == needed
    assert (
        "Nothing had to be computed again" not in spray("build", project, *out).output
    )  # the page had another one
    assert written(tmp_path) == needed
    result = spray("cache", "prune", "--older-than", "1d", *out)
    assert "0 attribution sets and 0 results removed" in result.output
    spray("cache", "prune", "--max-size", "0", *out)
    assert written(tmp_path) == {}
