"""The model: built where the project file says, filled from data only, and every misfit named."""

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")

from spray import model  # noqa: E402, after torch is known to be there
from spray.errors import CheckpointError, FactoryError  # noqa: E402

NETS = """
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self, classes, width=4):
        super().__init__()
        self.features = nn.Conv2d(1, width, 3)
        self.head = nn.Linear(width, classes)

def make(classes=3):
    return Net(classes)

def fail():
    return 1 / 0

def nothing():
    return {}

SIZE = 3
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "some_nets.py").write_text(NETS)
    return tmp_path


def load(
    folder: Path, factory: str = "some_nets:make", checkpoint: str | None = None, **arguments: Any
) -> model.Model:
    return model.load(factory, arguments, folder / checkpoint if checkpoint else None, folder)


def save_safetensors(state: Any, path: Path) -> None:
    from safetensors.torch import save_file

    save_file(state, path)


def test_the_factory_is_found_beside_the_project_file(folder: Path) -> None:
    loaded = load(folder, classes=5)
    assert loaded.module.head.out_features == 5
    assert not loaded.module.training
    assert loaded.checkpoint is None
    assert load(folder, "some_nets:Net", classes=2, width=7).module.features.out_channels == 7


def test_modules_of_the_same_name_in_two_projects_do_not_mix(folder: Path, tmp_path: Path) -> None:
    first = load(folder).module
    other = tmp_path / "other"
    other.mkdir()
    (other / "some_nets.py").write_text(NETS.replace("width=4", "width=9"))
    assert load(other).module.features.out_channels == 9
    assert first.features.out_channels == 4
    assert load(folder).module.features.out_channels == 4


def test_weights_that_nothing_fills_are_the_same_in_every_run(folder: Path) -> None:
    before = torch.random.get_rng_state()
    first, second = (load(folder).module.head.weight for _ in range(2))
    assert torch.equal(first, second)
    assert torch.equal(torch.random.get_rng_state(), before)


def test_an_installed_factory_works() -> None:
    loaded = model.load("torchvision.models:squeezenet1_1", {"num_classes": 7}, None, Path())
    assert loaded.module.num_classes == 7


@pytest.mark.parametrize(
    ("factory", "message"),
    [
        ("somenets:make", r"there is no module 'somenets' .* which has broken, needy, some_nets"),
        ("some_nets:mak", r"some_nets has no 'mak'. It has make"),
        ("some_nets:SIZE", "some_nets:SIZE is a int, not a callable"),
        ("some_nets:nothing", "returned a dict; it must return a torch.nn.Module"),
        (
            "some_nets:fail",
            r"raised ZeroDivisionError: division by zero \(some_nets.py, line 15\). Check model.arg",
        ),
        ("some_nets:Net", r"raised TypeError: .*missing 1 required positional argument: 'classes'"),
        ("needy:make", r"needy imports 'no_such_library', which is not installed \(needy.py, line 2\)"),
        ("broken:make", r"importing broken raised SyntaxError: .*\(broken.py, line 1\)"),
    ],
)
def test_a_factory_that_does_not_work_says_why(folder: Path, factory: str, message: str) -> None:
    (folder / "needy.py").write_text("import torch\nimport no_such_library\n")
    (folder / "broken.py").write_text("def make(:\n")
    with pytest.raises(FactoryError, match=message):
        load(folder, factory)


def _plain(state: Any, path: Path) -> None:
    torch.save(state, path)


@pytest.mark.parametrize(
    ("name", "save"),
    [
        ("net.pt", _plain),
        ("net.pth", lambda state, path: torch.save({"state_dict": state, "epoch": 3}, path)),
        ("net.pt", lambda state, path: torch.save({"model": state}, path)),
        (
            "net.pt",
            lambda state, path: torch.save({f"module.{key}": value for key, value in state.items()}, path),
        ),
        ("net.safetensors", save_safetensors),
    ],
)
def test_checkpoints_of_every_usual_form_are_read(
    folder: Path, name: str, save: Callable[[Any, Path], None]
) -> None:
    state = {key: torch.rand_like(value) for key, value in load(folder).module.state_dict().items()}
    save(state, folder / name)
    loaded = load(folder, checkpoint=name)
    assert all(torch.equal(loaded.module.state_dict()[key], value) for key, value in state.items())
    assert loaded.checkpoint is not None
    assert len(loaded.checkpoint) == 64


def test_a_checkpoint_that_does_not_fit_names_every_key(folder: Path) -> None:
    state = load(folder, classes=10).module.state_dict()
    state["extra"] = state.pop("features.bias")
    torch.save(state, folder / "net.pt")
    with pytest.raises(CheckpointError) as caught:
        load(folder, checkpoint="net.pt")
    assert str(caught.value) == (
        "model.checkpoint: net.pt does not fit the model (4 tensors for 4 keys):\n"
        "  1 missing: features.bias\n"
        "  1 unexpected: extra\n"
        "  2 of another shape: head.weight (10, 4) instead of (3, 4), head.bias (10,) instead of (3,)\n"
        "  Check model.factory and model.arguments."
    )


class Bomb:
    def __reduce__(self) -> Any:
        return Path.touch, (Path("exploded"),)


@pytest.mark.parametrize(
    "save",
    [lambda path: torch.save({"a": Bomb()}, path), lambda path: path.write_bytes(pickle.dumps(Bomb()))],
)
def test_a_checkpoint_with_code_is_refused_and_not_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, save: Callable[[Path], None]
) -> None:
    monkeypatch.chdir(folder)
    save(folder / "net.pt")
    with pytest.raises(
        CheckpointError, match=r"net.pt holds more than tensors.* Save `torch.save\(model.state_dict"
    ):
        load(folder, checkpoint="net.pt")
    assert not (folder / "exploded").exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("net.pt", b"", "net.pt is no PyTorch checkpoint"),
        ("net.pt", b"hello, this is text", r"net.pt is no PyTorch checkpoint \(it is no pickle\)"),
        ("net.safetensors", b"short", "net.safetensors is no safetensors file"),
        ("net.h5", b"", "net.h5 is of no known kind; it must be .safetensors, .pt or .pth"),
    ],
)
def test_a_file_that_is_no_checkpoint_is_refused(
    folder: Path, name: str, content: bytes, message: str
) -> None:
    (folder / name).write_bytes(content)
    with pytest.raises(CheckpointError, match=message):
        load(folder, checkpoint=name)


def test_a_checkpoint_of_something_else_is_refused(folder: Path) -> None:
    torch.save([1, 2], folder / "list.pt")
    torch.save({"epoch": 3, "loss": 0.1}, folder / "log.pt")
    with pytest.raises(CheckpointError, match=r"list.pt holds a list; it must be a state dict"):
        load(folder, checkpoint="list.pt")
    with pytest.raises(CheckpointError, match=r"log.pt is no state dict: epoch, loss are no tensors"):
        load(folder, checkpoint="log.pt")


def test_a_device_that_is_not_here_is_named() -> None:
    assert model.device("cpu") == "cpu"
    assert model.device("auto") in {"cpu", "cuda", "mps", "xpu"}
    with pytest.raises(
        FactoryError, match=r'explain.device = "cuda:99" is not here; valid are "auto", "cpu"'
    ):
        model.device("cuda:99")
