"""Trees of tensors in files, without pickle: `.npz` for numpy, `.safetensors` for everyone else.

    tree = Tensor | None | bool | int | float | str | [tree, ...] | (tree, ...) | {key: tree}

Tensors are stored bit for bit under the path that leads to them; the shape of the tree is a line of JSON beside them.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from lrpfx.errors import ArchiveError

FORMAT = "lrpfx 1"
SUFFIXES = (".npz", ".safetensors")

_TREE = "tree"
_AS_BYTES = {1: torch.uint8, 2: torch.int16}  # what stands for a type that numpy has not, by its size


def write(path: Path, tree: Any) -> None:
    """Write a tree to a file; the suffix says which kind.

    Raises:
        ArchiveError: if the tree holds something else.
    """
    tensors: dict[str, Tensor] = {}
    text = json.dumps({"format": FORMAT, _TREE: _packed(tree, "", tensors)})
    if path.suffix.lower() == ".npz":
        arrays = {name: _array(tensor) for name, tensor in tensors.items()}
        with path.open("wb") as file:
            np.savez(file, allow_pickle=False, **{_TREE: np.array(text)}, **arrays)
    else:
        save_file(tensors, path, metadata={_TREE: text})


def read(path: Path) -> Any:
    """The tree of a file that `write` wrote.

    Raises:
        ArchiveError: if it is none.
        FileNotFoundError: if there is no such file.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise ArchiveError(f"{path} is none of {', '.join(SUFFIXES)}, which alone hold what can be loaded")
    try:
        text, arrays = _npz(path) if path.suffix.lower() == ".npz" else _safetensors(path)
        content = json.loads(text)
        if content["format"] != FORMAT:
            raise ArchiveError(f"{path} has the format {content['format']!r}; this version reads {FORMAT!r}")
        return _unpacked(content[_TREE], arrays)
    except (BadZipFile, SafetensorError, KeyError, TypeError, ValueError, EOFError) as error:
        raise ArchiveError(f"{path} holds no explanation, or is damaged: {error}") from None


def _npz(path: Path) -> tuple[str, Mapping[str, Tensor]]:
    with np.load(path, allow_pickle=False) as file:
        return str(file[_TREE]), {name: torch.from_numpy(file[name]) for name in file.files if name != _TREE}


def _safetensors(path: Path) -> tuple[str, Mapping[str, Tensor]]:
    with safe_open(path, framework="pt") as file:
        return (file.metadata() or {})[_TREE], {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118


def _packed(tree: Any, path: str, tensors: dict[str, Tensor]) -> Any:
    """The tree as JSON, with a name in place of every tensor, which is put into `tensors`."""
    if isinstance(tree, Tensor):
        name = path or "value"
        tensors[name] = tree.detach().cpu().contiguous().clone()
        return {"tensor": name, "dtype": str(tree.dtype).removeprefix("torch.")}
    if tree is None or type(tree) in (bool, int, float, str):
        return {"value": tree}
    inside = f"{path}." if path else ""
    if type(tree) in (list, tuple):
        return {type(tree).__name__: [_packed(v, f"{inside}{k}", tensors) for k, v in enumerate(tree)]}
    if isinstance(tree, Mapping) and all(type(key) in (str, int) for key in tree):
        return {"dict": [[key, _packed(value, f"{inside}{key}", tensors)] for key, value in tree.items()]}
    raise ArchiveError(
        f"`{path}` is a {type(tree).__name__}; what can be stored is tensors, numbers and texts in lists, tuples and"
        " dicts with keys of text"
    )


def _unpacked(node: Any, arrays: Mapping[str, Tensor]) -> Any:
    ((kind, content), *_) = node.items()
    if kind == "tensor":
        dtype = getattr(torch, node["dtype"])
        stored = arrays[content]
        return stored if stored.dtype == dtype else stored.view(dtype)
    if kind == "value":
        return content
    if kind == "dict":
        return {key: _unpacked(value, arrays) for key, value in content}
    return {"list": list, "tuple": tuple}[kind](_unpacked(value, arrays) for value in content)


def _array(tensor: Tensor) -> np.ndarray[Any, Any]:
    try:
        return tensor.numpy()
    except TypeError:  # bfloat16 and its kind
        return tensor.view(_AS_BYTES[tensor.element_size()]).numpy()
