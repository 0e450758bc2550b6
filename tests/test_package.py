"""What is installed, what importing it costs, and who may import torch.fx."""

import ast
import email.parser
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import spray.versions

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PACKAGES = ("lrpfx", "spray", "report")


def python(*arguments, path, cwd):
    """Run Python with `path` as the only place of its own beside the installed libraries."""
    environment = {**os.environ, "PYTHONPATH": str(path)}
    result = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=False, cwd=cwd, env=environment
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def imported_by(statement, tmp_path):
    """The top-level modules that `statement` loads."""
    code = f"import sys\n{statement}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    return set(python("-c", code, path=ROOT, cwd=tmp_path).split())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    python("-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder), path=ROOT, cwd=ROOT)
    (path,) = folder.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder / "content")
    return folder / "content"


class TestWheel:
    def test_holds_every_module_and_every_template_and_nothing_else(self, wheel):
        modules = {path.relative_to(ROOT) for name in PACKAGES for path in (ROOT / name).rglob("*.py")}
        typed = {Path(name, "py.typed") for name in PACKAGES}
        templates = {
            "report" / path.relative_to(ROOT) for path in (ROOT / "templates").rglob("*") if path.is_file()
        }
        assert templates
        held = {path.relative_to(wheel) for path in wheel.rglob("*") if path.is_file()}
        assert {path for path in held if ".dist-info" not in path.parts[0]} == modules | typed | templates

    def test_works_from_any_directory(self, wheel, tmp_path):
        code = (
            "import lrpfx, spray.cli, report.assets\n"
            "print(lrpfx.__file__, spray.cli.__file__, report.assets.TEMPLATES, sep='\\n')\n"
            "lrpfx.composites.names(), report.panels.makers(), report.assets.script(), report.assets.style()"
        )
        places = python("-c", code, path=wheel, cwd=tmp_path).split()
        assert len(places) == 3
        assert all(Path(place).is_relative_to(wheel) for place in places)

    def test_says_what_the_project_file_says(self, wheel):
        (metadata,) = wheel.glob("*.dist-info/METADATA")
        stated = email.parser.Parser().parsestr(metadata.read_text())
        assert stated["Version"] == PROJECT["version"]
        assert stated["Requires-Python"] == PROJECT["requires-python"]
        assert stated["License-Expression"] == PROJECT["license"]
        entries = (metadata.parent / "entry_points.txt").read_text()
        assert "spray = spray.cli:main" in entries
        assert (metadata.parent / "licenses" / "LICENSE").read_text() == (ROOT / "LICENSE").read_text()


class TestImports:
    def test_lrpfx_does_without_analysis_and_report(self, tmp_path):
        unwanted = {"sklearn", "scipy", "altair", "jinja2", "h5py", "spray", "report"}
        assert not imported_by("import lrpfx", tmp_path) & unwanted

    def test_the_command_starts_without_anything_heavy(self, tmp_path):
        heavy = {"torch", "numpy", "sklearn", "scipy", "altair", "jinja2", "h5py", "PIL", "pydantic"}
        helped = "from spray.cli import main\nmain(['--help'], standalone_mode=False)"
        assert not imported_by(helped, tmp_path) & heavy

    def test_report_does_without_torch(self, tmp_path):
        assert not imported_by("import report", tmp_path) & {"torch", "sklearn", "lrpfx"}

    def test_only_tracing_and_lowering_know_torch_fx(self):
        knowing = {
            path.relative_to(ROOT).parts[:2]
            for name in PACKAGES
            for path in (ROOT / name).rglob("*.py")
            if any(module.startswith(("torch.fx", "torch.export")) for module in named_modules(path))
        }
        assert knowing == {("lrpfx", "trace"), ("lrpfx", "lower.py")}


def named_modules(path):
    """Dotted names that a file imports, or reaches as attributes such as torch.fx.Graph."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Attribute):
            yield ast.unparse(node)


class TestVersion:
    def test_is_written_down_once(self, tmp_path):
        assert spray.versions.own() == PROJECT["version"]
        said = python("-m", "spray", "--version", path=ROOT, cwd=tmp_path)
        assert said.split() == ["spray", PROJECT["version"]]

    def test_of_python_is_tested_where_it_is_promised(self):
        promised = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))
        workflow = (ROOT / ".github/workflows/ci.yml").read_text()
        (tested,) = re.findall(r"python: \[(.*)\]", workflow)
        assert re.findall(r"3\.\d+", tested) == promised
        assert PROJECT["requires-python"] == f">={promised[0]}"


def test_ci_is_one_script_for_everyone():
    script = (ROOT / ".ci/run").read_text()
    assert "bash .ci/run" in (ROOT / ".github/workflows/ci.yml").read_text()
    for hook in re.findall(r"entry: (\S+)", (ROOT / ".pre-commit-config.yaml").read_text()):
        assert re.search(rf"^{hook}\b", script, re.MULTILINE), f"{hook} is a hook, but not in .ci/run"
