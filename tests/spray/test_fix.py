"""From a finding of the page to a corrected model and its project."""

import json
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pytest
from PIL import Image
from safetensors.torch import save_file

pytest.importorskip("torch")

import torch
from click.testing import CliRunner, Result

from lrpfx import correct
from spray import model
from spray.cli import main
from spray.project import load

NETS = """
from torch import nn

def small(width=6):
    return nn.Sequential(
        nn.Conv2d(1, width, 3, padding=1), nn.ReLU(), nn.AvgPool2d(2), nn.Flatten(),
        nn.Linear(16 * width, 16), nn.ReLU(), nn.Linear(16, 2),
    )
"""
PROJECT = """
[project]
name = "Spots"
[model]
factory = "spots:small"
arguments = { width = 6 }
checkpoint = "net.safetensors"
[data]
images = "images"
mean = [0.5]
std = [0.5]
[explain]
device = "cpu"
[analyze]
embeddings = ["spectral"]
clusterings = ["kmeans:2-3"]
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two classes, of which `spot` has a faint spot, most of it a bright corner; a network that learned that."""
    folder, random = tmp_path_factory.mktemp("spots"), np.random.default_rng(0)
    (folder / "spots.py").write_text(NETS)
    (folder / "spray.toml").write_text(PROJECT)
    images, labels = [], []
    for label, name in enumerate(("plain", "spot")):
        (folder / "images" / name).mkdir(parents=True)
        for number in range(80):
            pixels = random.integers(0, 120, (8, 8)).astype(np.uint8)
            pixels[3:6, 3:6] += 30 * label
            if label and number % 3:
                pixels[:2, :2] = 255
            Image.fromarray(pixels).save(folder / "images" / name / f"{number:02d}.png")
            images.append(pixels)
            labels.append(label)
    torch.manual_seed(0)
    scope: dict[str, Any] = {}
    exec(NETS, scope)
    x = torch.from_numpy(np.stack(images))[:, None].float().div(127.5).sub(1)
    y = torch.tensor(labels)
    net = correct.fine_tune(scope["small"]().eval(), lambda: [(x, y)], rounds=60, rate=1e-2)
    save_file(net.state_dict(), folder / "net.safetensors")
    return folder


def finding(folder: Path, ids: list[str]) -> Path:
    """What the page exports."""
    rows = list(range(len(ids)))
    file = folder / f"finding{len(ids)}.json"
    told = {
        "projectId": 0, "projectName": "Spots", "modelName": "spots:small", "datasetName": "images",
        "selectedAnalysisMethod": "spectral", "selectedAnalysisCategory": "spot",
        "selectedCategoryHumanReadableName": "spot", "selectedEmbeddingName": "spectral",
        "selectedClustering": "k-means 2", "numberOfClusters": 2, "selectedColorMap": "coldnhot",
        "selectedImageMode": "input", "selectedEmbeddingVectorsIndices": rows,
        "selectedEmbeddingVectorsClusters": [0] * len(ids), "allEmbeddingVectorsIndices": rows,
        "allEmbeddingVectorsClusters": [0] * len(ids), "selectionVersion": 1, "created": "2026-01-01T00:00:00Z",
        "categoryKey": "c", "projectKey": "p", "embeddingAxes": [0, 1], "address": "#", "provenance": {}, "note": "",
        "selectedSamples": [{"id": one, "label": "spot", "prediction": "spot", "score": 1.0} for one in ids],
        "findings": [],
    }  # fmt: skip
    file.write_text(json.dumps(told))
    return file


def spray(*arguments: object) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


TAGGED = [f"spot/{number:02d}.png" for number in range(80) if number % 3]


@pytest.mark.slow
@pytest.mark.parametrize("method", ["p-clarc", "a-clarc", "rrr"])
def test_a_finding_becomes_a_corrected_project_with_its_measured_effect(project: Path, method: str) -> None:
    before = (project / "net.safetensors").read_bytes()
    at = "2"
    done = spray(
        "fix", finding(project, TAGGED), project, "--at", at, "--method", method, "--out", method,
        "--rounds", 60, "--rate", 0.01, "--weight", 10,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    told = json.loads((project / f"{method}.json").read_text())
    assert sorted(told["samples"]) == TAGGED
    was, now = told["before"], told["after"]
    assert was["drawn"] > 0.5, "the network has learned the corner"
    assert now["drawn"] < was["drawn"] - 0.2
    assert now["clean"] > was["clean"] - 0.25
    assert (project / "net.safetensors").read_bytes() == before
    settings = load(project / f"{method}.toml")
    assert settings.name == f"Spots, {method} at 2"
    net = model.load(
        settings.model.factory, settings.model.arguments, settings.path(settings.model.checkpoint), project
    ).module  # type: ignore[arg-type]
    assert any(isinstance(module, correct.Shift) for module in net.modules()) == (method == "p-clarc")
    again = spray("fix", finding(project, TAGGED), project, "--at", at, "--method", method, "--out", method)
    assert again.exit_code == 1
    assert "Give another --out, or --force." in again.output


@pytest.mark.slow
def test_a_rate_of_learning_is_chosen_and_a_vain_one_is_told(project: Path) -> None:
    how = ("fix", finding(project, TAGGED), project, "--at", "2", "--method", "a-clarc", "--rounds", 20)
    chosen = spray(*how, "--out", "chosen")
    assert chosen.exit_code == 0, chosen.output
    told = json.loads((project / "chosen.json").read_text())
    assert f"trained at the rate {told['rate']:g}, of 0.0001, 0.001, 0.01" in chosen.output
    assert told["after"]["drawn"] < told["before"]["drawn"] / 2
    assert "still decides" not in chosen.output
    vain = spray(*how, "--out", "vain", "--rate", 1e-9)
    assert "The artefact still decides. Try more --rounds" in vain.output
    assert "trained at the rate" not in vain.output


@pytest.mark.slow
def test_the_weight_of_the_penalty_is_chosen(project: Path) -> None:
    done = spray("fix", finding(project, TAGGED), project, "--at", "2", "--method", "rrr", "--out", "weighed")
    assert done.exit_code == 0, done.output
    told = json.loads((project / "weighed.json").read_text())
    assert f"with the weight {told['weight']:g}, of 10, 100" in done.output


@pytest.mark.slow
def test_a_module_is_chosen_and_half_of_the_samples_are_enough_to_find_the_others(project: Path) -> None:
    done = spray("fix", finding(project, TAGGED[:30]), project, "--out", "few")
    assert done.exit_code == 0, done.output
    told = json.loads((project / "few.json").read_text())
    assert f"after module {told['at']}, the module after which it is best projected out" in done.output
    assert told["at"] in "012345"
    assert told["alike"] == TAGGED[30:]
    assert "23 other samples lie on their side" in done.output
    assert told["after"]["drawn"] < told["before"]["drawn"] / 2
    assert told["after"]["clean"] > 0.8


@pytest.mark.slow
@pytest.mark.parametrize("method", ["p-clarc", "a-clarc"])
def test_a_finding_of_samples_without_an_artefact_does_no_harm(project: Path, method: str) -> None:
    clean = [f"plain/{number:02d}.png" for number in range(0, 80, 4)]
    done = spray("fix", finding(project, clean), project, "--method", method, "--out", f"wrong-{method}")
    assert done.exit_code == 0, done.output
    told = json.loads((project / f"wrong-{method}.json").read_text())
    assert told["after"]["clean"] > told["before"]["clean"] - 0.1
    assert told["alike"] == []


@pytest.mark.slow
def test_a_whole_class_may_be_selected(project: Path) -> None:
    done = spray("fix", finding(project, [f"spot/{n:02d}.png" for n in range(80)]), project, "--out", "whole")
    assert done.exit_code == 0, done.output


@pytest.mark.slow
def test_the_corrected_model_has_its_explorer_beside_the_old_one(project: Path, tmp_path: Path) -> None:
    assert spray("fix", finding(project, TAGGED), project, "--at", "2", "--out", "beside").exit_code == 0
    built = spray("build", project / "beside.toml", "--also", project, "--out", tmp_path / "site")
    assert built.exit_code == 0, built.output
    page = (tmp_path / "site/index.html").read_text()
    assert "Spots, p-clarc at 2" in page


def test_findings_that_do_not_fit_are_errors_with_the_mend(project: Path) -> None:
    def message(ids: list[str], *more: str) -> str:
        done = spray("fix", finding(project, ids), project, "--at", "2", "--out", "none", *more)
        assert done.exit_code == 1
        return " ".join(done.output.split())

    assert "1 sample that the project has not: cat/00.png. Name the project" in message(["cat/00.png"])
    assert "samples of several classes (plain, spot)" in message(["spot/00.png", "plain/00.png"])
    assert "the model has no module `layer3`; it has 0, 1, 2" in message(TAGGED, "--at", "layer3")
    assert "a direction needs at least 2 with it" in message(TAGGED[:1])
    assert not (project / "none.toml").exists()


@pytest.mark.slow
@pytest.mark.parametrize("method", ["p-clarc", "a-clarc"])
def test_a_corrected_model_is_corrected_again_and_keeps_what_was_taken_out(
    project: Path, method: str
) -> None:
    first = spray("fix", finding(project, TAGGED), project, "--at", "2", "--out", f"first-{method}")
    assert first.exit_code == 0, first.output
    second = spray(
        "fix", finding(project, TAGGED), project / f"first-{method}.toml", "--at", "2", "--method", method,
        "--rate", 1e-4, "--rounds", 1, "--out", f"second-{method}",
    )  # fmt: skip
    assert second.exit_code == 0, second.output
    settings = load(project / f"second-{method}.toml")
    checkpoint = settings.path(str(settings.model.checkpoint))
    net = model.load(settings.model.factory, settings.model.arguments, checkpoint, project).module
    shifts = sum(isinstance(module, correct.Shift) for module in net.modules())
    assert shifts == (2 if method == "p-clarc" else 1)
    assert json.loads((project / f"second-{method}.json").read_text())["after"]["drawn"] < 0.3


def test_nothing_that_a_fix_is_made_from_is_replaced_even_by_force(project: Path) -> None:
    file = finding(project, TAGGED)
    before = {path.name: path.read_bytes() for path in project.iterdir() if path.is_file()}
    for out, lost in (("spray", "spray.toml"), ("net", "net.safetensors"), (file.stem, file.name)):
        done = spray("fix", file, project, "--at", "2", "--out", out, "--force")
        assert done.exit_code == 1
        assert f"{lost} would be replaced, which this is made from. Give another --out." in done.output
    for out in ("../fixed", "a/fixed"):
        done = spray("fix", file, project, "--at", "2", "--out", out)
        assert done.exit_code == 1
        assert "no plain name" in done.output
        assert done.output.rstrip().endswith("--out fixed")
    assert {path.name: path.read_bytes() for path in project.iterdir() if path.is_file()} == before


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            "net = nn.Sequential(nn.Conv2d(1, 2, 1))",
            "returns of shape (2, 2, 8, 8) for 2 samples; it must be",
        ),
        ("net = nn.Sequential(nn.Flatten(), nn.Linear(64, 1))", "has no output for"),
        ("net = nn.Sequential(nn.Linear(3, 2))", "cannot take the samples, (2, 1, 8, 8): RuntimeError"),
        ("net = nn.LSTM(8, 2)", "cannot take the samples"),
    ],
)
def test_a_model_that_is_no_classifier_of_these_samples_is_an_error(
    project: Path, body: str, message: str
) -> None:
    name = f"other{crc32(body.encode())}"
    (project / f"{name}.py").write_text(f"from torch import nn\n{body}\ndef make():\n    return net\n")
    text = PROJECT.replace("spots:small", f"{name}:make").replace("arguments = { width = 6 }\n", "")
    (project / f"{name}.toml").write_text(text.replace('checkpoint = "net.safetensors"\n', ""))
    done = spray("fix", finding(project, TAGGED), project / f"{name}.toml", "--out", "none")
    assert done.exit_code == 1, done.output
    assert message in " ".join(done.output.split())
    assert not (project / "none.toml").exists()


def test_what_a_fix_has_done_is_told_in_words() -> None:
    from spray.cli.fix import _tell
    from spray.cli.fix_work import Effect, Wanted
    from spray.cli.voice import Voice

    def told(drawn_before: float, drawn_after: float, clean: float = 0.9, number: int = 200) -> str:
        lines: list[str] = []
        before, after = (
            Effect(right, None, 1 - drawn, drawn, 0.05)
            for right, drawn in ((0.9, drawn_before), (clean, drawn_after))
        )
        held_out = {"clean": number, "artefact": 0, "planted": 90, "drawn": 90}
        _tell(before, after, held_out, Wanted(), "spot", Voice.of(lines.append))
        return " ".join(" ".join(lines).split())

    assert "of these taken for spot 90 80.0% 10.0%" in told(0.8, 0.1)
    assert told(0.8, 0.1).endswith("10.0%"), "where all is well, the table says it"
    assert "The artefact still decides. A projection takes out one direction" in told(0.8, 0.5)
    assert "The artefact still counts: without it 5% of others are taken for spot." in told(0.8, 0.3)
    assert "It costs 10 points of accuracy without the artefact." in told(0.8, 0.1, clean=0.8)
    assert "It costs" not in told(0.8, 0.1, clean=0.8, number=20), "two samples may be chance"
    lines: list[str] = []
    effects = Effect(0.9, 1.0, 0.2, 0.8, 0.1), Effect(0.9, 0.5, 0.8, 0.1, 0.1)
    numbers = {"clean": 9, "artefact": 8, "planted": 5, "drawn": 5}
    _tell(*effects, numbers, Wanted(), "a spot " + "of ink " * 9, Voice.of(lines.append))
    assert len({len(line) for line in lines[:5]}) == 1, "columns stand below each other"
    assert any(line.startswith("  4 of 8 selected samples are taken for a spot of ink") for line in lines)
    assert "The corrected model goes by it more than the old one did." in told(0.05, 0.9)
    unused = told(0.12, 0.1)
    assert "5% are taken for spot anyway, and 12% with what the selected samples share planted" in unused
    assert "there is nothing to mend" in unused
