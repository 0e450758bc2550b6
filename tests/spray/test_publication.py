"""The site of one project or of several, within a size, and the workflow that publishes it."""

import json
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

pytest.importorskip("torch")

from small_project import make_project

import spray
from spray.cli import main
from spray.cli.pages import PLACE, WORKFLOW

ROOT = Path(__file__).parents[2]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)), prog_name="spray")


def manifest(index: Path) -> dict[str, object]:
    found = re.search(r'data-name="manifest">(.*?)</script>', index.read_text(encoding="utf-8"))
    assert found is not None
    content: dict[str, object] = json.loads(found[1])
    return content


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two project files of the same data: the composite differs."""
    place = tmp_path_factory.mktemp("publication")
    project = make_project(place / "data")
    text = project.read_text(encoding="utf-8")
    name = re.search(r'^name = "(.*)"', text, re.M)
    assert name is not None
    other = text.replace(name[0], 'name = "Another way"').replace(
        "[explain]", '[explain]\ncomposite = "gradient"'
    )
    if "[explain]" not in text:
        other += '\n[explain]\ncomposite = "gradient"\n'
    (project.parent / "other.toml").write_text(other, encoding="utf-8")
    return place


@pytest.mark.slow
def test_several_projects_are_built_into_one_site_and_reported_again(folder: Path) -> None:
    project = folder / "data" / "spray.toml"
    done = run("build", project, "--also", project.with_name("other.toml"), "--out", folder / "site")
    assert done.exit_code == 0, done.output
    content = manifest(folder / "site" / "index.html")
    assert [one["project"] for one in content["more"]] == ["Another way"]  # type: ignore[attr-defined]
    assert json.loads((folder / "results-1.json").read_text(encoding="utf-8"))["project"] == "Another way"
    assert (folder / "site" / ".nojekyll").read_bytes() == b""
    again = run("report", project, "--also", project.with_name("other.toml"), "--out", folder / "site")
    assert again.exit_code == 0
    assert manifest(folder / "site" / "index.html") == content


@pytest.mark.slow
def test_the_project_file_may_name_the_others_and_the_size(folder: Path) -> None:
    project = folder / "data" / "spray.toml"
    listing = project.with_name("both.toml")
    wanted = '[site]\nalso = ["other.toml"]\nmax_size = "3MB"\nsingle_file = true\n'
    listing.write_text(project.read_text(encoding="utf-8").replace("[site]\n", wanted), encoding="utf-8")
    done = run("build", listing, "--out", folder / "both")
    assert done.exit_code == 0, done.output
    assert len(manifest(folder / "both" / "index.html")["more"]) == 1  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_size_that_cannot_be_kept_is_said_with_the_mend(folder: Path) -> None:
    done = run("build", folder / "data" / "spray.toml", "--out", folder / "small", "--max-size", "20kB")
    assert done.exit_code == 1
    assert "and 20 kB are allowed. Allow " in done.stderr


def test_two_projects_of_one_name_are_refused(folder: Path) -> None:
    project = folder / "data" / "spray.toml"
    twin = project.with_name("twin.toml")
    twin.write_text(project.read_text(encoding="utf-8"), encoding="utf-8")
    done = run("build", project, "--also", twin, "--out", folder / "twins")
    assert done.exit_code == 1
    assert "spray.toml and twin.toml are both called" in done.stderr
    assert not (folder / "twins").exists()


def test_a_size_is_read_as_people_write_it(folder: Path) -> None:
    done = run("build", folder / "data" / "spray.toml", "--max-size", "huge")
    assert done.exit_code == 2
    assert "a size looks like 500MB or 5GB" in done.stderr


def test_the_workflow_is_written_once_and_uses_what_ours_uses(tmp_path: Path) -> None:
    assert run("init", tmp_path, "--pages").exit_code == 0
    written = (tmp_path / PLACE).read_text(encoding="utf-8")
    assert written == WORKFLOW
    steps = yaml.safe_load(written)["jobs"]["build"]["steps"]
    assert [step["run"] for step in steps if "spray" in step.get("run", "")] == [
        "spray build . --out public --max-size 1GB"
    ]
    ours = (ROOT / ".github" / "workflows" / "pages.yml").read_text(encoding="utf-8")
    used = set(re.findall(r"uses: (\S+)", ours))
    assert used <= set(re.findall(r"uses: (\S+)", written))
    (tmp_path / PLACE).write_text("mine", encoding="utf-8")
    refused = run("init", tmp_path, "--pages")
    assert refused.exit_code == 1
    assert "exists. Edit it, or replace it with --force." in refused.stderr
    assert run("init", tmp_path, "--pages", "--force").exit_code == 0


def test_python_has_the_same_choices() -> None:
    import inspect

    assert {"also", "single_file", "max_size"} <= inspect.signature(spray.build).parameters.keys()
