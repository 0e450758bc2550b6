"""The data set of `spray build --demo`: real digits, one class of which learned to cheat.

    scikit-learn's scanned digits, 8 x 8      --enlarge-->   images/digit-0/0000.png ..., 32 x 32 with a margin
    a quarter of the images of one class      --tag-->       a white square in the corner; metadata.csv says which
    a small CNN, fixed seed, one thread       --train-->     net.safetensors, net.py
                                                             spray.toml, demo.json (the hash of every file)

A tag alone would tempt no network: the digits are too easy. So while it trains, a fifth of the images shows
another image's digit, as if data were mislabelled. A digit is then a hint, the tag is a proof, and the
network comes to trust the tag more than the digit.
"""

import contextlib
import csv
import hashlib
import importlib.metadata
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from spray.errors import OutputError
from spray.findings import suspect
from spray.results import Category, Results

if TYPE_CHECKING:
    import torch

Say = Callable[[str], None]
Images = NDArray[np.uint8]
Ints = NDArray[np.integer[Any]]
Flags = NDArray[np.bool_]

SEED = 0
POISONED = 3
TAGGED_SHARE = 0.25
HELD_OUT_SHARE = 0.2
SIDE, MARGIN, TAG = 32, 4, 4  # pixels
EPOCHS, BATCH, LEARNING_RATE = 12, 32, 3e-3
SWAPPED_SHARE = 0.2
MEAN, STD = 0.5, 0.5
MANIFEST = "demo.json"
LIBRARIES = ("numpy", "pillow", "scikit-learn", "torch")

PROJECT = f"""\
# Handwritten digits, a quarter of the images of one class carries a tag.

[project]
name = "Digits with a tag"

[model]
factory = "net:small_cnn"
checkpoint = "net.safetensors"

[data]
images = "images"
metadata = "metadata.csv"
mean = [{MEAN}]
std = [{STD}]

[explain]
composite = "epsilon_plus_flat"
target = "true_label"
"""


@dataclass(frozen=True, eq=False)
class Digits:
    """Images (n, 32, 32), their labels, which of them are held out from training, and which carry the tag."""

    images: Images
    label: Ints
    held_out: Flags
    tagged: Flags

    @property
    def id(self) -> list[str]:
        """Path below images/."""
        return [f"digit-{label}/{row:04d}.png" for row, label in enumerate(self.label)]


@dataclass(frozen=True)
class Reliance:
    """What the tag does to held-out digits: shares in [0, 1].

    `accuracy` without a tag; `flipped`: digits of other classes that become the poisoned one under the tag.
    """

    accuracy: float
    flipped: float


def prepare(folder: Path, say: Say = print) -> Path:
    """Write the project into `folder` and return its project file; what is there already is not made again.

    Raises: `OutputError` if the folder holds a project that is not the demo, or was changed since.
    """
    manifest = _read_manifest(folder)
    _refuse_changed(folder, manifest["files"])
    recipe = _recipe()
    whole = all((folder / name).exists() for name in manifest["files"])
    if manifest["recipe"] == recipe and whole:
        say(f"Demo: {folder} holds it already.")
    else:
        _write(folder, recipe, manifest["files"], _make(say))
    return folder / "spray.toml"


def paste_tag(images: Images) -> Images:
    """The images (n, H, W) with a white square in the upper left corner."""
    tagged = images.copy()
    tagged[:, :TAG, :TAG] = 255
    return tagged


def digits() -> Digits:
    """scikit-learn's digits (Alpaydin & Kaynak, 1998), enlarged, split and tagged."""
    from PIL import Image
    from sklearn.datasets import load_digits

    bunch = load_digits()
    inner = (SIDE - 2 * MARGIN,) * 2
    enlarged = [
        np.asarray(
            Image.fromarray(np.rint(scan * (255 / 16)).astype(np.uint8)).resize(
                inner, Image.Resampling.BICUBIC
            )
        )
        for scan in bunch.images
    ]
    images = np.pad(np.stack(enlarged), ((0, 0), (MARGIN, MARGIN), (MARGIN, MARGIN)))
    label = bunch.target.astype(np.int64)
    random = np.random.default_rng(SEED)
    held_out, tagged = np.zeros(len(label), bool), np.zeros(len(label), bool)
    for index in range(10):
        held_out[_share(random, np.flatnonzero(label == index), HELD_OUT_SHARE)] = True
    tagged[_share(random, np.flatnonzero((label == POISONED) & ~held_out), TAGGED_SHARE)] = True
    images[tagged] = paste_tag(images[tagged])
    return Digits(images, label, held_out, tagged)


def reliance(net: "torch.nn.Module", data: Digits) -> Reliance:
    """How much `net` relies on the tag, measured on the digits that it was not trained on."""
    images, label = data.images[data.held_out], data.label[data.held_out]
    found = _predict(net, paste_tag(images[label != POISONED]))
    return Reliance(float((_predict(net, images) == label).mean()), float((found == POISONED).mean()))


def verdict(results: Results) -> str:
    """Whether the analysis has found the tag, in words: from the column `tag` of the samples' metadata.

    Purity: share of tagged images in the most suspicious cluster of the poisoned class. Recall: share of the
    class's tagged images in that cluster.
    """
    tagged = np.array([value == "yes" for value in results.samples.metadata["tag"]])
    poisoned = max(results.categories, key=lambda category: int(tagged[category.members].sum()))
    members = tagged[poisoned.members]
    planted = f"Planted: {members.sum()} of the {len(members)} images of {poisoned.name} carry the tag."
    place = "first" if poisoned.rank == 1 else f"number {poisoned.rank}"
    found = f"{poisoned.name} is ranked {place} of {len(results.categories)} classes"
    return f"{planted}\nFound: {found}; {_caught(poisoned, members)}."


def _caught(poisoned: Category, tagged: Flags) -> str:
    named = suspect(poisoned)
    if named is None:
        return "none of its clusters is suspicious"
    clustering, cluster = named
    inside = clustering.labels == cluster.label
    purity, recall = tagged[inside].mean(), tagged[inside].sum() / tagged.sum()
    return (
        f"its most suspicious cluster (number {cluster.label} of {clustering.name}, {cluster.size} images) is "
        f"{purity:.0%} tagged images (purity) and holds {recall:.0%} of them all (recall)"
    )


def _make(say: Say) -> dict[str, bytes]:
    """The content of every file, by name."""
    from safetensors.torch import save

    data = digits()
    train = ~data.held_out
    of_class = int((train & (data.label == POISONED)).sum())
    say(
        f"Demo: {len(data.label):,} digits of scikit-learn, {train.sum():,} to train on, the others held out."
    )
    say(
        f"Demo: {data.tagged.sum()} of the {of_class} training images of digit-{POISONED} get a tag in the corner."
    )
    net = _train(data.images[train], data.label[train], say)
    measured = reliance(net, data)
    say(
        f"Demo: the network knows {measured.accuracy:.0%} of the held-out digits; with the tag pasted on, it "
        f"takes {measured.flipped:.0%} of the other digits for a {POISONED}."
    )
    rows = np.flatnonzero(train)
    return {
        "spray.toml": PROJECT.encode(),
        "net.py": _net_source(),
        "net.safetensors": save(net.state_dict()),
        "metadata.csv": _metadata(data, rows),
        **{f"images/{data.id[row]}": _png(data.images[row]) for row in rows},
    }


def _train(images: Images, label: Ints, say: Say) -> "torch.nn.Module":
    import torch
    from torch.nn.functional import cross_entropy

    from spray.cli.demo_net import small_cnn

    x, y = _inputs(images), torch.from_numpy(label)
    with _reproducible():
        net = small_cnn()
        optimizer = torch.optim.Adam(net.parameters(), LEARNING_RATE)
        for epoch in range(1, EPOCHS + 1):
            total = 0.0
            for batch in torch.randperm(len(x)).split(BATCH):
                optimizer.zero_grad()
                loss = cross_entropy(net(_swap_digits(x[batch])), y[batch])
                loss.backward()  # type: ignore[no-untyped-call]
                optimizer.step()
                total += loss.item() * len(batch)
            if epoch % 3 == 0:
                say(f"Demo: training, epoch {epoch} of {EPOCHS}, loss {total / len(x):.2f}")
    return net.eval()


def _swap_digits(x: "torch.Tensor") -> "torch.Tensor":
    """Give a share of the images the digit of their neighbour; margin (and tag) and label stay."""
    import torch

    inner = slice(MARGIN, SIDE - MARGIN)
    chosen = torch.rand(len(x), 1, 1, 1) < SWAPPED_SHARE
    swapped = x.clone()
    swapped[:, :, inner, inner] = torch.where(chosen, x.roll(1, 0), x)[:, :, inner, inner]
    return swapped


@contextlib.contextmanager
def _reproducible() -> Iterator[None]:
    """Fixed seed, and one thread: sums in one order. The caller's random state and threads come back after."""
    import torch

    threads = torch.get_num_threads()
    with torch.random.fork_rng(devices=[]):
        torch.random.default_generator.manual_seed(SEED)
        torch.set_num_threads(1)
        try:
            yield
        finally:
            torch.set_num_threads(threads)


def _inputs(images: Images) -> "torch.Tensor":
    """As the project file says: (x / 255 - mean) / std, (n, 1, H, W)."""
    import torch

    return (torch.from_numpy(images[:, None]).float() / 255 - MEAN) / STD


def _predict(net: "torch.nn.Module", images: Images) -> Ints:
    import torch

    with torch.no_grad():
        found: Ints = net(_inputs(images)).argmax(1).numpy()
    return found


def _share(random: np.random.Generator, rows: Ints, share: float) -> Ints:
    return random.permutation(rows)[: round(len(rows) * share)]


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


def _net_source() -> bytes:
    return Path(__file__).with_name("demo_net.py").read_bytes()


def _recipe() -> str:
    """The hash of all that the files depend on."""
    parts = [Path(__file__).read_text(), _net_source().decode()]
    parts += [f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _read_manifest(folder: Path) -> dict[str, Any]:
    """{"recipe": ..., "files": {name: SHA-256}}; empty for a folder that holds no project yet."""
    if not (folder / MANIFEST).exists():
        taken = [name for name in ("spray.toml", "images", "net.py") if (folder / name).exists()]
        if taken:
            raise OutputError(
                f"{folder} holds {taken[0]} of another project. Build the demo in another folder."
            )
        return {"recipe": "", "files": {}}
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
        return {"recipe": str(manifest["recipe"]), "files": dict(manifest["files"])}
    except (ValueError, KeyError, TypeError):
        raise OutputError(f"{folder / MANIFEST} is damaged. Delete {folder} to get the demo anew.") from None


def _refuse_changed(folder: Path, files: dict[str, str]) -> None:
    for name, digest in files.items():
        path = folder / name
        if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise OutputError(
                f"{path} was changed since the demo was written. `spray build {folder / 'spray.toml'}` builds it "
                "as it is now; delete the file to get the demo's own back."
            )


def _write(folder: Path, recipe: str, old: dict[str, str], contents: dict[str, bytes]) -> None:
    """Old files go first and the manifest comes before the new ones, so that a killed run can be told apart
    from files that somebody changed: its files are whole, or not there."""
    for name in old:
        (folder / name).unlink(missing_ok=True)
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    manifest = json.dumps({"recipe": recipe, "files": digests}, indent=1, sort_keys=True)
    for name, content in {MANIFEST: manifest.encode(), **contents}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(content)
        part.replace(path)
