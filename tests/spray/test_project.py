"""The project file: every fault is named with its key, its value, and what would be right."""

from pathlib import Path

import pytest

from spray import project
from spray.errors import ProjectError
from spray.settings import Settings, keys

MINIMAL = '[model]\nfactory = "nets:cnn"\n[data]\nimages = "images"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "images").mkdir()
    (tmp_path / "data.h5").touch()
    return tmp_path


def load(folder: Path, text: str, choices: project.Choices | None = None) -> project.Project:
    file = folder / "spray.toml"
    file.write_text(text)
    return project.load(file, choices)


def faults(folder: Path, text: str, choices: project.Choices | None = None) -> list[str]:
    with pytest.raises(ProjectError) as caught:
        load(folder, text, choices)
    head, *lines = str(caught.value).split("\n  ")
    assert head == f"spray.toml: {len(lines)} fault{'s' * (len(lines) > 1)}"
    return lines


def test_everything_but_factory_and_source_has_a_default(folder: Path) -> None:
    loaded = load(folder, MINIMAL)
    assert loaded.name == folder.name
    assert loaded.title == folder.name
    assert loaded.explain.composite == "epsilon_plus_flat"
    assert loaded.explain.batch_size == "auto"
    assert loaded.analyze.clusterings == ("kmeans:2-10", "hdbscan")
    assert loaded.site.image_size == 128


def test_every_key_of_the_design_is_read(folder: Path) -> None:
    for name in ("net.safetensors", "labels.json"):
        (folder / name).touch()
    loaded = load(
        folder,
        """
        [project]
        name = "Fashion-MNIST with a tag"
        [model]
        factory = "my_package.nets:small_cnn"
        arguments = { num_classes = 10 }
        checkpoint = "net.safetensors"
        [data]
        images = "images"
        label_map = "labels.json"
        resize = 256
        crop = 224
        mean = [0.485, 0.456, 0.406]
        std = [0.229, 0.224, 0.225]
        limit = 10000
        [explain]
        composite = "epsilon_plus_flat"
        parameters = {}
        target = "true_label"
        batch_size = "auto"
        device = "auto"
        [analyze]
        categories = "label"
        preprocessing = ["spectral"]
        embeddings = ["spectral", "tsne"]
        clusterings = ["kmeans:2-10", "hdbscan"]
        seed = 0
        [site]
        title = "..."
        image_size = 128
        colormap = "coldnhot"
        """,
    )
    assert loaded.data.crop == 224
    assert loaded.model.arguments == {"num_classes": 10}
    assert loaded.path("labels.json") == folder / "labels.json"


def test_every_key_says_what_it_means() -> None:
    assert all(field.description for section in Settings.model_fields for field in keys(section).values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[model]\n[data]\nimages = 'images'", ["model.factory is missing. Meaning: \"module:callable\""]),
        (MINIMAL.replace("images =", "image ="), ["data.image is unknown. Did you mean data.images? Keys of [data]"]),
        ("modle = 1\n" + MINIMAL, ["modle is unknown. Did you mean model? Sections: project, model, data"]),
        (MINIMAL + "hdf5 = 'data.h5'", ["give one of data.images", "not both"]),
        ("[model]\nfactory = 'a:b'\n[data]\n", ["give one of data.images"]),
        (MINIMAL + "resize = true", ["data.resize = true: input should be a valid integer."]),
        (MINIMAL + "crop = 0", ["data.crop = 0: input should be greater than 0."]),
        (MINIMAL + "std = [0.0]", ["data.std.0 = 0.0: input should be greater than 0."]),
        (MINIMAL + "mean = [nan]", ["data.mean.0 = NaN: input should be a finite number."]),
        (
            MINIMAL + "mean = [0, 0, 0]\nstd = [1, 1]",
            ["data.mean (3) and data.std (2) disagree on the number of channels"],
        ),
        (
            MINIMAL + "[explain]\ntarget = 'label'",
            ["explain.target = \"label\": not one of 'true_label', 'predicted_label'."],
        ),
        (
            MINIMAL + "[explain]\nbatch_size = -1",
            ["explain.batch_size = -1: input should be greater than 0 and not one of 'auto'."],
        ),
        (
            MINIMAL + "[explain]\ndevice = 'gpu'",
            ['explain.device = "gpu": not of the form it must have. Meaning: "cpu", "cuda"'],
        ),
        (MINIMAL + "[analyze]\nembeddings = []", ["analyze.embeddings = []: needs at least one value."]),
        (
            MINIMAL + "[analyze]\nclusterings = ['kmean:3']",
            ["analyze.clusterings", "'kmean:3'", '"kmeans:2-10"', '"hdbscan"'],
        ),
        (MINIMAL.replace("nets:cnn", "nets.cnn"), ['model.factory = "nets.cnn": not of the form it must have.']),
        (
            MINIMAL.replace("'images'", "'image'").replace('"images"', '"image"'),
            ['data.images = "image": no such folder', "Did you mean images?"],
        ),
        (MINIMAL + "[model.checkpoint]", ["model.checkpoint = {}: input should be a valid string."]),
        ("data = 3\n[model]\nfactory = 'a:b'", ["data = 3: must be a table."]),
    ],
)  # fmt: skip
def test_a_fault_names_key_value_and_mend(folder: Path, text: str, expected: list[str]) -> None:
    (line,) = faults(folder, text)
    assert all(part in line for part in expected), line


def test_all_faults_are_listed_at_once(folder: Path) -> None:
    text = MINIMAL + "resize = 'big'\n[explain]\ntarget = 3\n[site]\nimage_size = 1\ntitel = 'x'"
    assert len(faults(folder, text)) == 4


def test_names_that_only_the_caller_knows_are_checked_too(folder: Path) -> None:
    text = MINIMAL + "[explain]\ncomposite = 'epsilon_pluss'"
    (line,) = faults(folder, text, {"explain.composite": ("gradient", "epsilon_plus")})
    assert line == (
        'explain.composite = "epsilon_pluss": not one of "epsilon_plus", "gradient". Did you mean epsilon_plus?'
    )


def test_broken_toml_says_where(folder: Path) -> None:
    with pytest.raises(ProjectError, match=r"spray.toml is not valid TOML: .*line 2"):
        load(folder, "[model]\nfactory = \n")


def test_a_folder_stands_for_its_only_project_file(folder: Path) -> None:
    with pytest.raises(ProjectError, match="holds no project file"):
        project.find(folder)
    (folder / "pyproject.toml").touch()
    (folder / "huskies.toml").touch()
    assert project.find(folder) == folder / "huskies.toml"
    (folder / "wolves.toml").touch()
    with pytest.raises(ProjectError, match=r"several project files: huskies.toml, wolves.toml. Name one"):
        project.find(folder)
    (folder / "spray.toml").touch()
    assert project.find(folder) == folder / "spray.toml"
    assert project.find(folder / "wolves.toml") == folder / "wolves.toml"
    with pytest.raises(ProjectError, match="no such file or folder"):
        project.find(folder / "nowhere")
