"""The demo as an ordinary project on disk: written once, then recognised by the hash of every file."""

import csv
import hashlib
import importlib.metadata
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from spray.cli.demo.digits import POISONED, Digits, Images, Ints, digits
from spray.errors import OutputError

Say = Callable[[str], None]

MANIFEST = "demo.json"
LIBRARIES = ("numpy", "pillow", "scikit-learn", "torch")  # what the files depend on, beside our own sources
PROJECT = """\
# Handwritten digits. A quarter of the images of one class carries a tag, and the network relies on it.

[project]
name = "Digits with a tag"

[model]
factory = "net:small_cnn"
checkpoint = "net.safetensors"

[data]
images = "images"
metadata = "metadata.csv"
mean = [0.5]
std = [0.5]

[explain]
composite = "epsilon_plus_flat"
target = "true_label"
"""


@dataclass(frozen=True)
class Manifest:
    """`recipe`: the hash of all that the files depend on; `files`: the SHA-256 of each one, by name."""

    recipe: str
    files: Mapping[str, str]


def prepare(folder: Path, say: Say = print) -> Path:
    """Write the project into `folder`, unless it is there already, and return its project file.

    Raises: `OutputError` if the folder holds another project, or a file of the demo that was changed.
    """
    manifest, recipe = _read_manifest(folder), _recipe()
    _refuse_changed(folder, manifest)
    if manifest.recipe == recipe and all((folder / name).exists() for name in manifest.files):
        say("Demo: the digits and the network are there already.")
    else:
        _write(folder, recipe, manifest, _make(say))
    return folder / "spray.toml"


def _make(say: Say) -> dict[str, bytes]:
    """The content of every file, by name."""
    from safetensors.torch import save

    from spray.cli.demo.training import reliance, train

    data = digits()
    rows = np.flatnonzero(~data.held_out)
    poisoned = int((data.label[rows] == POISONED).sum())
    say(f"Demo: {len(data.label):,} handwritten digits of scikit-learn, {len(rows):,} of them to train on.")
    say(f"Demo: {data.tagged.sum()} of the {poisoned} images of digit-{POISONED} get a tag in the corner.")
    net = train(data, say)
    measured = reliance(net, data)
    say(
        f"Demo: the network knows {measured.accuracy:.0%} of the digits it was not trained on; with the tag "
        f"pasted on, it takes {measured.flipped:.0%} of the other classes for a {POISONED}."
    )
    return {
        "spray.toml": PROJECT.encode(),
        "net.py": _source("net.py"),
        "net.safetensors": save(net.state_dict()),
        "metadata.csv": _metadata(data, rows),
        **{f"images/{data.id[row]}": _png(data.images[row]) for row in rows},
    }


def _png(image: Images) -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.fromarray(image).save(stream, "png")
    return stream.getvalue()


def _metadata(data: Digits, rows: Ints) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("image", "tag"))
    writer.writerows((data.id[row], "yes" if data.tagged[row] else "no") for row in rows)
    return stream.getvalue().encode()


def _source(name: str) -> bytes:
    return Path(__file__).with_name(name).read_bytes()


def _recipe() -> str:
    sources = [_source(name).decode() for name in ("digits.py", "net.py", "project.py", "training.py")]
    versions = [f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES]
    return hashlib.sha256(json.dumps([*sources, *versions]).encode()).hexdigest()


def _read_manifest(folder: Path) -> Manifest:
    path = folder / MANIFEST
    if not path.exists():
        taken = [name for name in ("spray.toml", "images", "net.py") if (folder / name).exists()]
        if taken:
            raise OutputError(
                f"{folder / taken[0]} belongs to another project. Build the demo in an empty folder."
            )
        return Manifest("", {})
    try:
        content = json.loads(path.read_text())
        return Manifest(str(content["recipe"]), dict(content["files"]))
    except (ValueError, KeyError, TypeError):
        raise OutputError(f"{path} is damaged. Delete {folder} to get the demo anew.") from None


def _refuse_changed(folder: Path, manifest: Manifest) -> None:
    for name, digest in manifest.files.items():
        path = folder / name
        if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise OutputError(
                f"{path} was changed since the demo was written. `spray build {folder / 'spray.toml'}` builds "
                f"the project as it is now; delete the file to get the demo's own back."
            )


def _write(folder: Path, recipe: str, old: Manifest, contents: Mapping[str, bytes]) -> None:
    # Old files go first, and the manifest comes before the new ones: whenever a run is killed, every file is
    # either absent or the one in the manifest, so that only what a person changed counts as changed.
    for name in old.files:
        (folder / name).unlink(missing_ok=True)
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    manifest = json.dumps({"recipe": recipe, "files": digests}, indent=1, sort_keys=True).encode()
    for name, content in {MANIFEST: manifest, **contents}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(content)
        part.replace(path)
