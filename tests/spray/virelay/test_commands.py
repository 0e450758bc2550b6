"""`spray import virelay` and `spray export virelay`, as a person types them."""

import json
from pathlib import Path
from types import ModuleType

import h5py
import numpy as np
import pytest
import yaml
from click.testing import CliRunner, Result
from PIL import Image

pytest.importorskip("torch")

from spray.cli import main

NET = """
from torch import nn
import torch

def tiny(classes=3):
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Linear(16, classes))
"""

PROJECT = """
[project]
name = "Three animals"
[model]
factory = "animal_nets:tiny"
[data]
images = "images"
label_map = "labels.json"
metadata = "metadata.csv"
[explain]
batch_size = 16
device = "cpu"
[analyze]
embeddings = ["spectral"]
clusterings = ["kmeans:2-3"]
[site]
title = "Animals <b>"
image_size = 16
"""

ANIMALS = {"ape": 14, "bee": 12, "cow": 1}


def spray(*arguments: object) -> Result:
    return CliRunner().invoke(
        main, [str(one) for one in arguments], prog_name="spray", catch_exceptions=False
    )


def test_several_projects_are_imported_into_one_page(tmp_path: Path, projects: ModuleType) -> None:
    both = [projects.example(tmp_path / name) for name in ("old", "new")]
    result = spray("import", "virelay", *both, "--out", tmp_path / "site", "--title", "Mine", "--single-file")
    assert result.exit_code == 0, result.output
    page = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    content = json.loads(page.partition('data-name="manifest">')[2].partition("</script>")[0])
    (other,) = content["more"]
    assert [one["name"] for one in other["categories"]] == [one["name"] for one in content["categories"]]
    assert (content["title"], other["title"]) == ("Mine", other["project"])
    assert (tmp_path / "results-1.json").is_file()


def test_an_import_makes_the_page_and_results_json(tmp_path: Path, projects: ModuleType) -> None:
    project = projects.example(tmp_path / "old")
    result = spray("import", "virelay", project, "--out", tmp_path / "site", "--title", "Mine")
    assert result.exit_code == 0, result.output
    assert "Mine (project.yaml)\n  24 samples, 3 categories" in result.output
    assert f"Open {tmp_path}/site/index.html" in result.output
    found = json.loads((tmp_path / "results.json").read_text())
    assert [one["rank"] for one in found["categories"]] == [1, 2, 3]
    assert "<title>Mine" in (tmp_path / "site" / "index.html").read_text()


def test_an_import_twice_writes_the_same(tmp_path: Path, projects: ModuleType) -> None:
    project = projects.example(tmp_path / "old")
    pages = []
    for name in ("one", "two"):
        assert spray("import", "virelay", project, "--out", tmp_path / name / "site").exit_code == 0
        pages.append((tmp_path / name / "site" / "index.html").read_bytes())
    assert pages[0] == pages[1]


def test_faults_are_told_and_nothing_is_written(tmp_path: Path, projects: ModuleType) -> None:
    project = projects.example(tmp_path / "old")
    projects.project(tmp_path / "old", label_map="../label-map.json")
    result = spray("import", "virelay", project, "--out", tmp_path / "site")
    assert result.exit_code == 1
    assert result.output.startswith("Error: project.yaml: label_map = ")
    assert not (tmp_path / "site").exists()
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "theirs.txt").write_text("theirs")
    result = spray("import", "virelay", projects.project(tmp_path / "old"), "--out", tmp_path / "taken")
    assert result.exit_code == 1
    assert "is not empty, and spray did not write it" in result.output


def make(folder: Path) -> Path:
    rng = np.random.default_rng(0)
    folder.mkdir()
    for name, size in ANIMALS.items():
        (folder / "images" / name).mkdir(parents=True)
        for number in range(size):
            pixels = rng.integers(0, 256, (9, 8, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(folder / "images" / name / f"{number:03d}.png")
    entries = [{"index": at, "word_net_id": f"n{at:04d}", "name": name} for at, name in enumerate(ANIMALS)]
    (folder / "labels.json").write_text(json.dumps(entries))
    rows = [
        f"{name}/{at:03d}.png,{'yes' if at % 2 else 'no'}" for name in ANIMALS for at in range(ANIMALS[name])
    ]
    (folder / "metadata.csv").write_text("\n".join(["file,odd", *rows]))
    (folder / "animal_nets.py").write_text(NET)
    (folder / "spray.toml").write_text(PROJECT)
    return folder


@pytest.mark.slow
def test_a_build_is_exported_and_its_import_is_the_same_explorer(tmp_path: Path) -> None:
    folder = make(tmp_path / "animals")
    assert spray("build", folder, "--out", tmp_path / "site").exit_code == 0
    result = spray("export", "virelay", folder, "--out", tmp_path / "virelay")
    assert result.exit_code == 0, result.output
    assert "0 samples explained now, 27 before" in result.output
    assert f"Open it: virelay {tmp_path}/virelay/project.yaml" in result.output
    with h5py.File(tmp_path / "virelay" / "analysis-0.h5") as file:
        assert sorted(file) == ["n0000", "n0001", "n0002"]
    imported = spray(
        "import", "virelay", tmp_path / "virelay" / "project.yaml", "--out", tmp_path / "back" / "site"
    )
    assert imported.exit_code == 0, imported.output
    for name in ("site/index.html", "results.json"):
        assert (tmp_path / "back" / name).read_bytes() == (tmp_path / name).read_bytes()
    # Without what spray has noted for itself it is ranked anew; what ViRelAy knows is the same.
    with h5py.File(tmp_path / "virelay" / "analysis-0.h5", "a") as file:
        for category in file.values():
            del category["spray"]
    with h5py.File(tmp_path / "virelay" / "dataset.h5", "a") as file:
        del file["spray"]
    project = yaml.safe_load((tmp_path / "virelay" / "project.yaml").read_text())
    del project["spray"]
    (tmp_path / "virelay" / "project.yaml").write_text(yaml.safe_dump(project))
    bare = spray(
        "import", "virelay", tmp_path / "virelay" / "project.yaml", "--out", tmp_path / "bare" / "site"
    )
    assert bare.exit_code == 0, bare.output
    theirs = json.loads((tmp_path / "bare" / "results.json").read_text())
    ours = json.loads((tmp_path / "results.json").read_text())
    assert theirs["classes"] == ours["classes"]

    def clusters(results: dict) -> dict:  # type: ignore[type-arg]
        return {
            (category["name"], clustering["name"]): [cluster["size"] for cluster in clustering["clusters"]]
            for category in results["categories"]
            for clustering in category["analyses"][0]["clusterings"]
            if category["name"] != "cow"  # one sample: what others have and it has not is filled with zeros
        }

    assert clusters(theirs) == clusters(ours)


@pytest.mark.slow
def test_an_export_spares_what_it_did_not_write(tmp_path: Path) -> None:
    folder = make(tmp_path / "animals")
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "theirs.txt").write_text("theirs")
    result = spray("export", "virelay", folder, "--out", tmp_path / "taken")
    assert result.exit_code == 1
    assert "holds no project that spray wrote" in result.output
    assert "explained" not in result.output  # refused before the work


@pytest.mark.parametrize("group", ["import", "export"])
def test_the_commands_explain_themselves(group: str) -> None:
    output = spray(group, "virelay", "--help").output
    assert f"spray {group} virelay" in output.partition("Example:")[2]
    assert "virelay" in spray(group, "--help").output
