"""The user's classifier: made by its factory, filled from its checkpoint, in evaluation mode.

Checkpoints are read as data: .safetensors, or a .pt / .pth state dict with `weights_only=True`.
Code runs only where the project file names it: in the factory.
"""

import contextlib
import difflib
import hashlib
import importlib
import pickle
import sys
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spray.errors import CheckpointError, FactoryError
from spray.words import count, some

if TYPE_CHECKING:
    import torch

WRAPPERS = ("state_dict", "model_state_dict", "model")
PREFIXES = ("module.", "_orig_mod.")  # of torch.nn.DataParallel and torch.compile
DEVICE_ORDER = ("cuda", "mps", "xpu")


@dataclass(frozen=True, eq=False)
class Model:
    """A module in evaluation mode, and the SHA-256 of its checkpoint file (None without one)."""

    module: "torch.nn.Module"
    checkpoint: str | None


def load(factory: str, arguments: Mapping[str, Any], checkpoint: Path | None, folder: Path) -> Model:
    """The model of a project file.

    Raises: `FactoryError` if `module:callable` cannot be imported (also from `folder`), fails, or returns no
    `torch.nn.Module`; `CheckpointError` if the file is no state dict or does not fit the model.
    """
    module = build(factory, arguments, folder)
    digest = None
    if checkpoint is not None:
        digest = _digest(checkpoint)
        fill(module, read_checkpoint(checkpoint), checkpoint.name)
    return Model(module.eval(), digest)


def build(factory: str, arguments: Mapping[str, Any], folder: Path) -> "torch.nn.Module":
    """Import and call the factory."""
    import torch

    name, _, path = factory.partition(":")
    with _importable(folder, name.partition(".")[0]):
        function = _attribute(_import(name, folder, factory), path, factory)
        if not callable(function):
            raise FactoryError(f"model.factory: {factory} is a {type(function).__name__}, not a callable.")
        try:
            with torch.random.fork_rng(devices=()):
                torch.manual_seed(0)  # weights that no checkpoint fills are the same in every run
                module = function(**arguments)
        except Exception as error:  # the user's code may raise anything
            given = ", ".join(f"{key} = {value!r}" for key, value in arguments.items())
            raise FactoryError(
                f"model.factory: {factory}({given}) raised {type(error).__name__}: {error}"
                f"{_place(error, folder)}. Check model.arguments."
            ) from error
    if not isinstance(module, torch.nn.Module):
        raise FactoryError(
            f"model.factory: {factory} returned a {type(module).__name__}; it must return a torch.nn.Module."
        )
    return module


def read_checkpoint(path: Path) -> dict[str, "torch.Tensor"]:
    """The tensors of a checkpoint by name, without running any code from it."""
    suffix = path.suffix.lower()
    if suffix == ".safetensors":
        content: object = _read_safetensors(path)
    elif suffix in (".pt", ".pth", ".bin", ".ckpt"):
        content = _read_torch(path)
    else:
        raise CheckpointError(
            f"model.checkpoint: {path.name} is of no known kind; it must be .safetensors, .pt or .pth."
        )
    return _state_dict(content, path.name)


def fill(module: "torch.nn.Module", state: Mapping[str, "torch.Tensor"], shown: str) -> None:
    """Load a state dict; every key must be there, and none too many, with the same shape."""
    wanted = module.state_dict()
    for prefix in PREFIXES:
        if state and all(key.startswith(prefix) for key in state):
            state = {key.removeprefix(prefix): value for key, value in state.items()}
    faults = {
        "missing": [key for key in wanted if key not in state],
        "unexpected": [key for key in state if key not in wanted],
        "of another shape": [
            f"{key} {tuple(state[key].shape)} instead of {tuple(value.shape)}"
            for key, value in wanted.items()
            if key in state and state[key].shape != value.shape
        ],
    }
    if any(faults.values()):
        listed = "\n  ".join(f"{len(keys)} {what}: {some(keys)}" for what, keys in faults.items() if keys)
        raise CheckpointError(
            f"model.checkpoint: {shown} does not fit the model ({count(len(state), 'tensor')} for "
            f"{count(len(wanted), 'key')}):\n  {listed}\n  Check model.factory and model.arguments."
        )
    module.load_state_dict(dict(state))


def device(name: str) -> str:
    """The device that "auto" stands for: the first accelerator that is there, or the CPU.

    Raises: `FactoryError` for a device that this machine has not got.
    """
    import torch

    there = [kind for kind in DEVICE_ORDER if hasattr(torch, kind) and getattr(torch, kind).is_available()]
    if name == "auto":
        return there[0] if there else "cpu"
    kind, _, number = name.partition(":")
    if kind != "cpu" and (kind not in there or int(number or 0) >= getattr(torch, kind).device_count()):
        raise FactoryError(
            f'explain.device = "{name}" is not here; valid are "auto", "cpu" {" ".join(there)}'.rstrip() + "."
        )
    return name


def free_memory(device: str) -> int | None:
    """Bytes that are free on a device, in main memory with what caches can give back; None where nobody says."""
    if device.startswith("cuda"):
        import torch

        return int(torch.cuda.mem_get_info(device)[0]) if torch.cuda.is_available() else None
    if device != "cpu":
        return None
    import psutil

    return int(psutil.virtual_memory().available)


@contextlib.contextmanager
def _importable(folder: Path, top: str) -> Iterator[None]:
    """Let the module `top` be found in `folder` first, as if Python ran a script from there."""
    local = [path for path in (folder / top / "__init__.py", folder / f"{top}.py") if path.exists()]
    held = getattr(sys.modules.get(top), "__file__", None)
    if local and held is not None and Path(held) != local[0]:
        for name in [name for name in sys.modules if name == top or name.startswith(f"{top}.")]:
            del sys.modules[name]  # a module of the same name from another project
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path.remove(str(folder))


def _import(name: str, folder: Path, factory: str) -> object:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{name}.".startswith(f"{error.name}."):
            raise FactoryError(
                f"model.factory: {name} imports {error.name!r}, which is not installed"
                f"{_place(error, folder)}."
            ) from error
        here = sorted(path.stem for path in folder.glob("*.py"))
        raise FactoryError(
            f"model.factory: there is no module {error.name!r} for {factory!r}, neither installed nor in the "
            "folder of the project file"
            + (f", which has {some(here)}." if here else ", which has no Python file.")
        ) from None
    except Exception as error:  # the user's code may raise anything
        raise FactoryError(
            f"model.factory: importing {name} raised {type(error).__name__}: {error}{_place(error, folder)}."
        ) from error


def _attribute(module: object, path: str, factory: str) -> object:
    found = module
    for name in path.split("."):
        if not hasattr(found, name):
            known = [key for key, value in vars(found).items() if callable(value) and not key.startswith("_")]
            close = difflib.get_close_matches(name, known, n=3) or known
            raise FactoryError(
                f"model.factory: {factory.partition(':')[0]} has no {name!r}."
                + (f" It has {some(close)}." if close else "")
            )
        found = getattr(found, name)
    return found


def _place(error: BaseException, folder: Path) -> str:
    """The last line of the user's own files that an exception came through."""
    place, trace = "", error.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.is_relative_to(folder):
            place = f" ({file.relative_to(folder)}, line {trace.tb_lineno})"
        trace = trace.tb_next
    return place


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _read_safetensors(path: Path) -> object:
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        return load_file(path)
    except SafetensorError as error:
        raise CheckpointError(f"model.checkpoint: {path.name} is no safetensors file ({error}).") from None


def _read_torch(path: Path) -> object:
    import torch

    try:
        with warnings.catch_warnings(action="ignore"):  # of a file that is no checkpoint; the error says more
            return torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError:
        raise CheckpointError(
            f"model.checkpoint: {path.name} holds more than tensors, or is no checkpoint. Loading it could "
            "run any code, so it is refused. Save `torch.save(model.state_dict(), path)`, or use safetensors."
        ) from None
    except (RuntimeError, EOFError, ValueError, KeyError, OSError) as error:
        why = str(error).partition("\n")[0] if not isinstance(error, KeyError) else "it is no pickle"
        raise CheckpointError(f"model.checkpoint: {path.name} is no PyTorch checkpoint ({why}).") from None


def _state_dict(content: object, shown: str) -> dict[str, "torch.Tensor"]:
    import torch

    for wrapper in WRAPPERS:
        if isinstance(content, Mapping) and isinstance(content.get(wrapper), Mapping):
            content = content[wrapper]
            break
    if not isinstance(content, Mapping):
        raise CheckpointError(
            f"model.checkpoint: {shown} holds a {type(content).__name__}; it must be a state dict of tensors."
        )
    strangers = [str(key) for key, value in content.items() if not isinstance(value, torch.Tensor)]
    if strangers:
        raise CheckpointError(
            f"model.checkpoint: {shown} is no state dict: {some(strangers)} are no tensors. "
            f"A state dict may lie under {', '.join(map(repr, WRAPPERS))}."
        )
    return {str(key): value for key, value in content.items()}
