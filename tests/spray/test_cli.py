"""The command: it answers at once, its messages are for people, and its exit codes for scripts."""

import ast
import json
import re
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import click
import h5py
import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from spray import project
from spray.cli import main
from spray.cli.init import Found, factories, render, toml
from spray.cli.progress import Progress, duration
from spray.errors import ProjectError

ROOT = Path(__file__).parents[2]


def spray(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, prog_name="spray")


COMMANDS = {name: main.commands[name] for name in main.commands}
GROUPS = {name: command for name, command in COMMANDS.items() if isinstance(command, click.Group)}
EVERY = [(name,) for name in COMMANDS if name not in GROUPS] + [
    (group, name) for group, command in GROUPS.items() for name in command.commands
]


def test_help_lists_the_commands_in_the_order_in_which_one_meets_them() -> None:
    result = spray("--help")
    assert result.exit_code == 0
    assert re.findall(r"^  (\w+)  +\w", result.output.partition("Commands:")[2], re.M) == list(COMMANDS)
    assert "spray build --demo" in result.output


@pytest.mark.parametrize("command", [(), *((name,) for name in GROUPS), *EVERY], ids=" ".join)
def test_help_fits_into_eighty_columns_and_cuts_nothing_off(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    output = CliRunner().invoke(main, [*command, "--help"], prog_name="spray", terminal_width=80).output
    assert max(map(len, output.splitlines())) <= 80
    assert "..." not in output.replace("[OPTIONS] COMMAND [ARGS]...", "")


@pytest.mark.parametrize(
    "command", [command for command in EVERY if command != ("completion",)], ids=" ".join
)
def test_every_command_explains_itself_with_an_example(command: tuple[str, ...]) -> None:
    output = spray(*command, "--help").output
    assert "Example" in output
    assert f"spray {' '.join(command)}" in output.partition("Example")[2]


@pytest.mark.parametrize(
    "command", [("build",), ("attribute",), ("analyze",), ("report",), ("cache", "prune")], ids=" ".join
)
def test_exit_codes_are_documented(command: tuple[str, ...]) -> None:
    output = spray(*command, "--help").output.partition("Exit codes:")[2]
    assert re.findall(r"^ +(\d+) ", output, re.M) == ["0", "1", "2", "3", "130", "143"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_commands_and_options(shell: str) -> None:
    result = spray("completion", shell)
    assert result.exit_code == 0
    assert f"_SPRAY_COMPLETE={shell}_complete" in result.output
    where = "pr" if shell == "fish" else "2"  # fish hands over the word, the others its number
    asked = {"_SPRAY_COMPLETE": f"{shell}_complete", "COMP_WORDS": "spray cache pr", "COMP_CWORD": where}
    completed = CliRunner().invoke(main, [], prog_name="spray", env=asked)
    assert "prune" in completed.output


def test_bash_takes_the_completion() -> None:
    if shutil.which("bash") is None:
        pytest.skip("no bash")
    script = spray("completion", "bash").stdout + "\ncomplete -p spray"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout.strip().endswith("-F _spray_completion spray"), done.stderr


def test_the_cache_is_shown_where_no_command_is_named(tmp_path: Path) -> None:
    out = str(tmp_path / "site")
    assert spray("cache", "--out", out).output == spray("cache", "show", "--out", out).output
    assert spray("cache").output == spray("cache", "show").output
    assert "Commands:" in spray("cache", "--help").output
    assert spray("cache", "shwo").exit_code == 2


def test_the_version_is_that_of_the_package() -> None:
    with (ROOT / "pyproject.toml").open("rb") as stream:
        version = tomllib.load(stream)["project"]["version"]
    assert spray("--version").output == f"spray {version}\n"


def test_help_is_quick_because_nothing_heavy_is_imported() -> None:
    code = (
        "import sys; from spray.cli import main; main(['--help'], standalone_mode=False); print("
        "sorted({'torch', 'numpy', 'sklearn', 'altair', 'jinja2', 'scipy', 'h5py', 'pydantic'} & set(sys.modules)))"
    )
    seconds = []
    for _ in range(3):  # the machine may be busy with something else
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
        )
        seconds.append(time.monotonic() - began)
        assert done.stdout.splitlines()[-1] == "[]"
    assert min(seconds) < 1.0


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("build", "--demo", "x.toml"), 2, "--demo brings its own project"),
        (("build", "--nonsense"), 2, "No such option"),
        (("build", "nowhere"), 1, "Error: nowhere: no such file or folder."),
        (("init", "nowhere"), 2, "'nowhere' does not exist"),
        (("build", "--explain"), 2, "--explain says why --dry-run would compute something; give both."),
        (("attribute", "nowhere"), 1, "Error: nowhere: no such file or folder."),
        (("analyze", "nowhere"), 1, "Error: nowhere: no such file or folder."),
        (("report", "nowhere"), 1, "Error: nowhere: no such file or folder."),
        (
            ("build", "nowhere", "--executor", "slurm"),
            1,
            "executor = 'slurm' is unknown. Valid are local (one process",
        ),
        (("cache", "show", "x"), 2, "PROJECT says what is needed, for --explain"),
        (
            ("build", "nowhere.toml"),
            1,
            "nowhere.toml: no such file or folder. `spray init .` writes a project file.",
        ),
        (("cache", "prune"), 2, "say what to remove: --older-than, --max-size, --unreachable"),
        (("cache", "prune", "x", "--max-size", "1GB"), 2, "PROJECT says what is needed, for --unreachable"),
        (("cache", "prune", "--max-size", "lots"), 2, "'lots': a size looks like 500MB or 5GB."),
        (("cache", "prune", "--older-than", "3"), 2, "'3': an age looks like 30d, 12h or 90min."),
        (("completion", "tcsh"), 2, "'tcsh' is not one of 'bash', 'zsh', 'fish'."),
    ],
)
def test_wrong_usage_is_told_from_faults_by_the_exit_code(
    arguments: tuple[str, ...], code: int, message: str
) -> None:
    result = spray(*arguments)
    assert result.exit_code == code
    assert message in result.output
    assert "Traceback" not in result.output


def test_faults_of_the_project_file_are_plain_messages(tmp_path: Path) -> None:
    (tmp_path / "spray.toml").write_text(
        "[model]\nfactory = 'a:b'\n[data]\nimages = 'x'\n[explain]\ncomposite = 'epsilon_plus_flut'"
    )
    result = spray("build", str(tmp_path))
    assert result.exit_code == 1
    assert 'explain.composite = "epsilon_plus_flut": not one of ' in result.output
    assert 'data.images = "x": no such folder' in result.output
    assert "Traceback" not in result.output


# ---- init -------------------------------------------------------------------------------------------------

NETS = '''
import torch
from torch import nn
raise SystemExit("this file must not be run")

class Block(nn.Module):
    """A part."""

class _Hidden(nn.Module):
    pass

class Net(Block):
    def __init__(self, classes, *, width, depth=3):
        super().__init__()

def pretrained(path) -> "nn.Module":
    return load(path)

def sequence():
    return nn.Sequential(Block())

def helper():
    return 3
'''


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, count in (("cat", 3), ("dog", 2)):
        (tmp_path / "photos" / name).mkdir(parents=True)
        for number in range(count):
            pixels = np.full((8 + number, 9, 3), number, np.uint8)
            Image.fromarray(pixels).save(tmp_path / "photos" / name / f"{number}.png")
    (tmp_path / "nets.py").write_text(NETS)
    (tmp_path / "broken.py").write_text("def :")
    (tmp_path / "old.pt").touch()
    (tmp_path / "net.safetensors").touch()
    (tmp_path / "labels.json").write_text(
        json.dumps([{"index": 0, "name": "cat"}, {"index": 1, "name": "dog"}])
    )
    (tmp_path / "other.json").write_text("{}")
    (tmp_path / "notes.csv").write_text("file,tagged\ncat/0.png,yes\n")
    with h5py.File(tmp_path / "extra.h5", "w") as file:
        file["features"] = np.zeros((5, 7), np.float32)
    return tmp_path


def test_init_fills_in_what_the_folder_tells(folder: Path) -> None:
    result = spray("init", str(folder))
    assert result.exit_code == 0, result.output
    text = (folder / "spray.toml").read_text()
    loaded = project.load(folder / "spray.toml")
    assert loaded.data.images == "photos"
    assert (loaded.data.resize, loaded.data.crop) == (256, 224)
    assert loaded.data.label_map == "labels.json"
    assert loaded.data.metadata == "notes.csv"
    assert loaded.model.factory == "nets:sequence"
    assert loaded.model.checkpoint == "net.safetensors"
    for remark in (
        "# 5 images in 2 classes: cat 3, dog 2",
        "# Their shorter sides measure 8 to 9 pixels.",
        "# extra.h5 holds features float32 (5, 7).",
        "# labels.json names cat, dog.",
        "# Other checkpoints: old.pt.",
        "# Other models: nets:Block, nets:Net, nets:pretrained.",
    ):
        assert remark in text
    assert f"spray build {folder / 'spray.toml'}" in result.output


def test_init_takes_hdf5_where_there_are_no_images(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "data.h5", "w") as file:
        file["data"], file["label"] = np.zeros((2, 4, 4), np.uint8), [0, 1]
    assert "Fill in model.factory, then" in spray("init", str(tmp_path)).output
    text = (tmp_path / "spray.toml").read_text()
    assert tomllib.loads(text)["data"] == {"hdf5": "data.h5"}
    assert "# data.h5 holds data uint8 (2, 4, 4), label int64 (2,)." in text
    with pytest.raises(ProjectError, match=r"1 fault\n  model.factory is missing"):
        project.load(tmp_path / "spray.toml")


def test_init_of_an_empty_folder_says_what_to_fill_in(tmp_path: Path) -> None:
    result = spray("init", str(tmp_path))
    assert result.exit_code == 0
    assert "Fill in model.factory and data.images" in result.output


def test_init_replaces_nothing_unless_told_to(folder: Path) -> None:
    (folder / "spray.toml").write_text("# mine")
    result = spray("init", str(folder))
    assert result.exit_code == 1
    assert "exists. Edit it, or replace it with --force." in result.output
    assert (folder / "spray.toml").read_text() == "# mine"
    assert spray("init", str(folder), "--force").exit_code == 0


def test_models_are_found_by_reading_not_by_running(folder: Path) -> None:
    assert list(factories(folder / "nets.py")) == [
        ("Block", []),
        ("Net", ["classes", "width"]),
        ("pretrained", ["path"]),
        ("sequence", []),
    ]
    assert list(factories(folder / "broken.py")) == []
    assert isinstance(ast.parse(NETS), ast.Module)


def test_values_are_written_as_toml() -> None:
    value = {"a": [1, 2.5, 'x"y\\'], "b": True, "c": {"d": "ä"}, "e": {}}
    assert tomllib.loads(f"value = {toml(value)}")["value"] == value
    empty = tomllib.loads(render(Found()))
    assert empty == {name: {} for name in ("project", "model", "data", "explain", "analyze", "site")}


# ---- progress ---------------------------------------------------------------------------------------------


def test_a_log_gets_short_lines_with_rate_and_time_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    with Progress("explaining") as progress:
        progress(40, 1000)
        for done in (60, 80, 140):
            now[0] += 4
            progress(done, 1000)
        now[0] += 1
        progress(160, 1000)
    assert capsys.readouterr().err == "explaining: 140 of 1,000 images, 8.33/s, 1 min 43 s left\n"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.312, "0.31 s"), (5, "5 s"), (12.3, "12 s"), (200, "3 min 20 s"), (7530, "2 h 5 min")],
)
def test_durations_are_read_at_a_glance(seconds: float, text: str) -> None:
    assert duration(seconds) == text
