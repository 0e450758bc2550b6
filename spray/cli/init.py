"""`spray init`: a commented project file from what lies in a folder. Files are looked at, never run."""

import ast
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import h5py
from PIL import Image
from pydantic.fields import FieldInfo

from spray import label_map
from spray.errors import DataError, OutputError
from spray.image_folder import SUFFIXES, Listing, list_images
from spray.metadata import read_metadata
from spray.settings import Settings, keys
from spray.words import count, printable, some

CHECKPOINTS = (".safetensors", ".pth", ".pt")
PEEK = 200  # image headers that are read to learn about sizes and colours
IMAGENET = {"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}
WIDTH = 42  # column in which comments begin


@dataclass(frozen=True)
class Found:
    """Values for keys of the project file, remarks that go above a section, and what was left out."""

    values: dict[str, Any] = field(default_factory=dict)
    remarks: dict[str, list[str]] = field(default_factory=dict)

    def remark(self, section: str, text: str) -> None:
        """Add a comment to a section."""
        self.remarks.setdefault(section, []).append(text)


def init(folder: Path, force: bool, say: Callable[[str], None]) -> Path:
    """Write `folder`/spray.toml. Raises: `OutputError` if there is one, unless `force`."""
    file = folder / "spray.toml"
    if file.exists() and not force:
        raise OutputError(f"{file} exists. Edit it, or replace it with --force.")
    found = look(folder)
    file.write_text(render(found), encoding="utf-8")
    say(f"Wrote {file}.")
    for section, remarks in found.remarks.items():
        for remark in remarks:
            say(f"  [{section}] {remark}")
    missing = [key for key in ("model.factory", "data.images") if key not in found.values]
    if "data.hdf5" in found.values:
        missing.remove("data.images")
    say(f"Fill in {' and '.join(missing)}, then" if missing else "Look it over, then")
    say(f"  spray build {file}")
    return file


def look(folder: Path) -> Found:
    """What can be found out from a folder and the folders in it."""
    found = Found()
    _find_images(folder, found)
    _find_hdf5(folder, found)
    _find_label_map(folder, found)
    _find_metadata(folder, found)
    _find_factory(folder, found)
    _find_checkpoint(folder, found)
    return found


def render(found: Found) -> str:
    """The project file: every key with its meaning; keys that stay at their default are commented out."""
    lines = ["# A project of spray: `spray build` reads it. Commented keys show their defaults.", ""]
    for name in Settings.model_fields:
        lines.append(f"[{name}]")
        lines += [f"# {remark}" for remark in found.remarks.get(name, ())]
        lines += [_line(key, info, found.values.get(f"{name}.{key}")) for key, info in keys(name).items()]
        lines.append("")
    return "\n".join(lines)


def _line(key: str, info: FieldInfo, value: Any) -> str:
    if value is not None:
        text = f"{key} = {toml(value)}"
    elif info.is_required() or info.default is None:
        text = f"# {key} ="
    else:
        text = f"# {key} = {toml(info.default)}"
    return f"{text:<{WIDTH}}  # {info.description}"


def toml(value: Any) -> str:
    """A value as TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, Mapping):
        return (
            "{ " + ", ".join(f"{key} = {toml(item)}" for key, item in value.items()) + " }" if value else "{}"
        )
    return json.dumps(value, ensure_ascii=False)  # of texts and numbers, JSON is TOML


def _find_images(folder: Path, found: Found) -> None:
    places = [place for place in _folders(folder, depth=2) if _has_classes(place)]
    listings = [(place, list_images(place)) for place in places]
    if not listings:
        found.remark("data", "No folder with sub-folders of images was found.")
        return
    path, listing = max(listings, key=lambda item: len(item[1].paths))
    if len(places) > 1:
        others = [_relative(place, folder) for place in places if place != path]
        found.remark("data", f"Other folders with sub-folders of images: {some(others)}.")
    found.values["data.images"] = _relative(path, folder)
    sizes = Counter(listing.positions)
    classes = [f"{name} {sizes[position]:,}" for position, name in enumerate(listing.classes)]
    found.remark(
        "data",
        f"{count(len(listing.paths), 'image')} in {count(len(classes), 'class')}: {some(classes)}".replace(
            "classs", "classes"
        ),
    )
    for note in listing.notes:
        found.remark("data", note)
    _preprocessing(path, listing, found)


def _preprocessing(folder: Path, listing: Listing, found: Found) -> None:
    step = max(1, len(listing.paths) // PEEK)
    sizes: Counter[tuple[int, int]] = Counter()
    modes: Counter[str] = Counter()
    for path in listing.paths[::step]:
        try:
            with Image.open(folder / path) as image:
                sizes[image.size] += 1
                modes[image.mode] += 1
        except Exception as error:  # Pillow raises whatever its decoders do
            found.remark("data", f"{printable(path)} cannot be opened: {error}"[:200])
    if len(sizes) == 1:
        width, height = next(iter(sizes))
        found.remark("data", f"All are {width} x {height} ({', '.join(sorted(modes))}).")
    elif sizes:
        shorter = [min(size) for size in sizes]
        found.remark("data", f"Their shorter sides measure {min(shorter)} to {max(shorter)} pixels.")
        found.values.update({"data.resize": 256, "data.crop": 224})
    if sizes and not modes.keys() <= {"L", "1"}:
        found.remark(
            "data",
            "If the network was trained on ImageNet statistics, set "
            + ", ".join(f"{key} = {toml(value)}" for key, value in IMAGENET.items())
            + ".",
        )
    elif sizes:
        found.remark("data", "The images are grey: mean and std take one value each, as in mean = [0.5].")


def _find_hdf5(folder: Path, found: Found) -> None:
    for path in _files(folder, (".h5", ".hdf5")):
        keys: list[str] = []
        try:
            with h5py.File(path, "r") as file:
                arrays = {
                    name: file[name]
                    for name in file
                    if isinstance(file.get(name, getlink=True), h5py.HardLink)
                }
                keys = [
                    f"{name} {item.dtype} {item.shape}" if isinstance(item, h5py.Dataset) else f"{name}/"
                    for name, item in arrays.items()
                ]
        except OSError:
            found.remark("data", f"{path.name} cannot be opened as HDF5.")
            continue
        found.remark("data", f"{_relative(path, folder)} holds {some(keys) or 'nothing'}.")
        if {"data", "label"} <= arrays.keys() and not found.values.keys() & {"data.images", "data.hdf5"}:
            found.values["data.hdf5"] = _relative(path, folder)


def _find_label_map(folder: Path, found: Found) -> None:
    for path in _files(folder, (".json",)):
        try:
            names = [entry.name for entry in label_map.read(path).entries]
        except (DataError, OSError):
            continue
        found.values.setdefault("data.label_map", _relative(path, folder))
        found.remark("data", f"{_relative(path, folder)} names {some(names)}.")


def _find_metadata(folder: Path, found: Found) -> None:
    images = found.values.get("data.images")
    known = set(list_images(folder / images).paths) if images else set()
    for path in _files(folder, (".csv",)):
        try:
            columns, _ = read_metadata(path, tuple(sorted(known)), frozenset(known))
        except (DataError, OSError):
            continue
        found.values.setdefault("data.metadata", _relative(path, folder))
        found.remark("data", f"{_relative(path, folder)} tells {some(list(columns))} of the images.")


def _find_checkpoint(folder: Path, found: Found) -> None:
    files = sorted(_files(folder, CHECKPOINTS), key=lambda path: (CHECKPOINTS.index(path.suffix), path.name))
    if files:
        found.values["model.checkpoint"] = _relative(files[0], folder)
    if len(files) > 1:
        found.remark("model", f"Other checkpoints: {some([_relative(path, folder) for path in files[1:]])}.")


def _find_factory(folder: Path, found: Found) -> None:
    models = [(path, name, needs) for path in sorted(folder.glob("*.py")) for name, needs in factories(path)]
    if not models:
        found.remark(
            "model", 'No model was found. Name one: "torchvision.models:resnet50", or "file:Class" of yours.'
        )
        return
    spelled = [f"{path.stem}:{name}" for path, name, _ in models]
    found.values["model.factory"] = spelled[-1]
    if len(spelled) > 1:
        found.remark("model", f"Other models: {some(spelled[:-1])}.")
    if models[-1][2]:
        found.remark(
            "model",
            f"{spelled[-1]} needs arguments = {{ {', '.join(f'{name} = ...' for name in models[-1][2])} }}.",
        )


def factories(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Names in a Python file that make a module, with the arguments they need, read from its syntax alone:
    functions that say or show that they return one, and classes that derive from `Module`."""
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError, RecursionError):
        return
    modules = {"Module", "Sequential"}
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and {_last_name(base) for base in node.bases} & modules:
            modules.add(node.name)
            makers = [
                item for item in node.body if isinstance(item, ast.FunctionDef) and item.name == "__init__"
            ]
            if not node.name.startswith("_"):
                yield node.name, _required(makers[0].args)[1:] if makers else []
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and _makes(node, modules):
            yield node.name, _required(node.args)


def _makes(function: ast.FunctionDef, modules: set[str]) -> bool:
    if function.returns is not None and _last_name(function.returns) in modules:
        return True
    returned = [node.value for node in ast.walk(function) if isinstance(node, ast.Return)]
    return any(isinstance(value, ast.Call) and _last_name(value.func) in modules for value in returned)


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Name):
        return node.id
    return str(node.value).rpartition(".")[2] if isinstance(node, ast.Constant) else ""


def _required(arguments: ast.arguments) -> list[str]:
    plain = [*arguments.posonlyargs, *arguments.args]
    optional = len(arguments.defaults)
    keyword = [
        name for name, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if value is None
    ]
    return [argument.arg for argument in [*plain[: len(plain) - optional], *keyword]]


def _has_classes(folder: Path) -> bool:
    """Whether at least two sub-folders hold images themselves."""
    holding = (
        any(path.suffix.lower() in SUFFIXES for path in place.iterdir()) for place in _children(folder)
    )
    return sum(holding) >= 2


def _folders(folder: Path, depth: int = 1) -> Iterator[Path]:
    """The folder, and those in it down to some depth."""
    yield folder
    if depth:
        for path in _children(folder):
            yield from _folders(path, depth - 1)


def _children(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))


def _files(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    return [path for place in _folders(folder) for path in sorted(place.iterdir()) if path.suffix in suffixes]


def _relative(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()
