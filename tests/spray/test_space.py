"""SpRAy in other spaces: inputs, activations, and the relevance of concepts."""

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

import torch
from click.testing import CliRunner
from small_project import make_project

from spray.analyses.prototypes import prototypes
from spray.cli import build as street
from spray.cli import main
from spray.errors import ProjectError
from spray.project import load
from spray.space import preprocessing_of

SIZES = {"ape": 40, "bee": 30}


def quiet(line: str) -> None:
    pass


def in_space(folder: Path, space: str, extra: str = "") -> Path:
    file = make_project(folder, SIZES)
    text = file.read_text().replace("[analyze]", f'[analyze]\nspace = "{space}"\n{extra}')
    file.write_text(text.replace('"kmeans:2-3"', '"kmeans:2-3", "prototypes:2"'))
    return file


# ---- prototypes -------------------------------------------------------------------------------------------------


def blobs(seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    labels = np.repeat([0, 1, 2], [30, 20, 10])
    return 4 * np.eye(3)[labels] @ rng.normal(size=(3, 12)) + 0.3 * rng.normal(size=(60, 12)), labels


def test_prototypes_find_the_groups_whatever_the_order_of_the_samples():
    vectors, labels = blobs()
    assert prototypes(vectors, k=3).tolist() == labels.tolist()
    order = np.random.default_rng(1).permutation(60)
    assert prototypes(vectors[order], k=3).tolist() == labels[order].tolist()


def test_what_is_unlikely_for_its_class_is_an_outlier():
    vectors, _ = blobs()
    vectors[7] += 1.0
    found = prototypes(vectors, k=3, outliers=0.02)
    assert found[7] == -1
    assert (found == -1).sum() <= 2


def test_equal_vectors_are_one_prototype():
    assert prototypes(np.ones((5, 3)), k=3).tolist() == [0] * 5


# ---- the project file -------------------------------------------------------------------------------------------


def test_vectors_are_not_preprocessed_as_heatmaps_are():
    assert preprocessing_of("concepts:layer3", ("spectral",), chosen=False) == ("flatten",)
    assert preprocessing_of("concepts:layer3", ("rescale",), chosen=True) == ("rescale",)
    assert preprocessing_of("relevance:layer3", ("spectral",), chosen=False) == ("flatten",)
    assert preprocessing_of("inputs", ("spectral",), chosen=False) == ("spectral",)


@pytest.mark.parametrize("space", ["concepts", "relevance", "relevance:", "heatmaps:layer3"])
def test_a_space_that_is_none_is_refused(tmp_path, space):
    with pytest.raises(ProjectError, match=r"analyze\.space"):
        load(in_space(tmp_path, space))


# ---- relevance of a layer at its positions ----------------------------------------------------------------------


class Patches(torch.nn.Module):
    """Images of 8 by 8 as 16 tokens of 5 features."""

    def __init__(self):
        super().__init__()
        self.embed, self.head = torch.nn.Conv2d(1, 5, 2, stride=2), torch.nn.Linear(5, 3)
        self.mix = torch.nn.Linear(5, 5)

    def forward(self, x):
        return self.head(self.mix(self.embed(x).flatten(2).transpose(1, 2)).relu().mean(1))


@pytest.mark.parametrize(
    ("place", "shape"),
    [("embed", (5, 4, 4)), ("mix", (5, 16, 1)), ("head", (3, 1, 1))],
    ids=["maps", "tokens", "vectors"],
)
def test_a_point_is_the_relevance_of_the_layer_at_its_positions(place, shape):
    import lrpfx
    from spray.cli.explainer import _point, _points

    torch.manual_seed(0)
    x = torch.randn(3, 1, 8, 8)
    explainer = lrpfx.compile(Patches().eval(), x, composite="epsilon_plus", record=[place])
    assert _point(explainer, f"relevance:{place}") == shape
    explanation = explainer(x, target=[0, 1, 2])
    points = _points(explanation, f"relevance:{place}")
    assert points.shape == (3, *shape)
    relevance = explanation.layers[place].relevance
    places = relevance.transpose(1, 2) if relevance.ndim == 3 else relevance
    torch.testing.assert_close(points.flatten(1), places.flatten(1))
    channels = _points(explanation, f"concepts:{place}")
    summed = points.sum((2, 3))
    torch.testing.assert_close(channels[..., 0, 0], summed / summed.abs().sum(1, keepdim=True))


# ---- the street -------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("space", ["inputs", "activations:1", "concepts:1", "relevance:1"])
def test_a_build_in_another_space_resumes_and_keeps_its_heatmaps(tmp_path, space):
    import lrpfx

    file = in_space(tmp_path, space)
    run = street.build(file, tmp_path / "site", quiet)
    results = json.loads((tmp_path / "results.json").read_text())
    categories = results["categories"]
    used = "spectral" if space == "inputs" else "flatten"
    assert results["provenance"]["Analysis"]["preprocessing"] == used
    assert {c["name"] for c in categories} == {"ape", "bee"}
    stores = sorted((tmp_path / ".spray" / "attributions").iterdir())
    assert len(stores) == (1 if space == "inputs" else 2)
    again = street.build(file, tmp_path / "site", quiet)
    assert (again[0] if isinstance(again, list | tuple) else again) is not None
    said = (
        CliRunner()
        .invoke(main, ["build", str(file), "--out", str(tmp_path / "site"), "--dry-run", "--json"])
        .stdout
    )
    events = {e["event"]: e for e in map(json.loads, said.splitlines())}
    assert events["attribute"]["compute"] == events["analyze"]["compute"] == 0
    if space == "relevance:1":
        assert {_shape(store)[0] for store in stores} == {1, 4}  # channels of the images, and of the layer
        assert all(analysis["name"] == "flatten" for c in categories for analysis in c["analyses"])
    if space == "concepts:1":
        from spray.store import Store

        key = next(s.name for s in stores if _shape(s) == (4, 1, 1))
        store = Store(tmp_path / ".spray" / "attributions", key, (70, 4, 1, 1), 70)
        vectors = store.read(np.arange(70))[..., 0, 0]
        np.testing.assert_allclose(np.abs(vectors).sum(1), 1, rtol=1e-5)
        settings = load(file)
        from spray.datasets import open_dataset
        from spray.model import load as load_model

        data = open_dataset(settings.data, settings.folder, seed=0)
        model = load_model("tiny_nets:tiny", {}, None, settings.folder).module
        x = torch.from_numpy(data.inputs(np.arange(70)))
        explained = lrpfx.explain(model, x, target=torch.from_numpy(data.label), record=["1"])
        expected = lrpfx.concepts.concept_vectors(explained.layers["1"].relevance.sum((2, 3)))
        np.testing.assert_allclose(vectors, expected, rtol=1e-4, atol=1e-6)
    assert run is not None


def _shape(folder: Path) -> tuple[int, ...]:
    import h5py

    with h5py.File(next(folder.glob("*.h5"))) as file:
        return file["attribution"].shape[1:]


@pytest.mark.slow
def test_a_layer_that_is_not_there_is_named(tmp_path):
    result = CliRunner().invoke(
        main, ["build", str(in_space(tmp_path, "concepts:nowhere")), "--out", str(tmp_path / "s")]
    )
    assert result.exit_code != 0
    assert "no place is called `nowhere`" in result.output + (result.stderr or "")


@pytest.mark.slow
def test_workers_find_the_same_vectors(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one = in_space(tmp_path / "a", "concepts:1")
    street.build(one, tmp_path / "a" / "site", quiet)
    other = in_space(tmp_path / "b", "concepts:1")
    result = CliRunner().invoke(
        main, ["build", str(other), "--out", str(tmp_path / "b" / "site"), "--executor", "local:2"]
    )
    assert result.exit_code == 0, result.output
    stored = [sorted(p.name for p in (tmp_path / f / ".spray" / "attributions").iterdir()) for f in "ab"]
    assert stored[0] == stored[1]
