"""Fashion-MNIST with a planted tag: from 60,000 real images to the explorer, measured.

    python benchmarks/fashion_mnist.py                      # a tenth of the shirts carries a tag
    python benchmarks/fashion_mnist.py --class Bag --share 0.05 --seed 1 --json

Needs the data set as idx files, such as Debian's package: apt-get install dataset-fashion-mnist.
"""

import csv
import gzip
import json
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import fashion_net
import h5py
import machine
import numpy as np
import planted
import street
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

HERE = Path(__file__).resolve().parent
DATA = Path("/usr/share/datasets/fashion-mnist")
CLASSES = ("T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Boot")
TAG = 3  # pixels
MEAN, STD = 0.2860, 0.3530  # of the training images
BATCH, LEARNING_RATE = 128, 1e-3
PROJECT = """\
[project]
name = "Fashion-MNIST with a tag"

[model]
factory = "fashion_net:small_cnn"
checkpoint = "net.safetensors"

[data]
hdf5 = "data.h5"
label_map = "labels.json"
metadata = "metadata.csv"
mean = [{mean}]
std = [{std}]
limit = {limit}

[analyze]
seed = {seed}
"""

Images = NDArray[np.uint8]
Ints = NDArray[np.integer[Any]]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Split:
    """Images (n, 28, 28) and their labels."""

    images: Images
    label: Ints


@click.command()
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=DATA,
    show_default=True,
    help="Folder of the idx files.",
)
@click.option(
    "--class", "name", type=click.Choice(CLASSES), default="Shirt", show_default=True, help="Poisoned class."
)
@click.option(
    "--share",
    type=click.FloatRange(0, 1, min_open=True),
    default=0.1,
    show_default=True,
    help="Of its images that carry the tag.",
)
@click.option(
    "--seed",
    type=int,
    default=0,
    show_default=True,
    help="Of the choice of images, the training and the analysis.",
)
@click.option("--epochs", type=click.IntRange(1), default=3, show_default=True)
@click.option(
    "--limit",
    type=click.IntRange(10),
    default=10_000,
    show_default=True,
    help="Images to explain, of all classes alike.",
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    help="Keep project and site here; a temporary folder otherwise.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def main(
    data: Path,
    name: str,
    share: float,
    seed: int,
    epochs: int,
    limit: int,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Train on Fashion-MNIST with a tag planted in one class, build its explorer, and measure both."""
    say = (lambda text: None) if as_json else click.echo
    if not as_json:
        for key, value in machine.describe().items():
            say(f"{key:>14}  {value}")
    work = (folder or Path(tempfile.mkdtemp(prefix="fashion-mnist-"))).resolve()
    try:
        report = {
            "machine": machine.describe(),
            "options": {"class": name, "share": share, "seed": seed, "epochs": epochs, "limit": limit},
            "training": prepare(work, data, CLASSES.index(name), share, seed, epochs, limit, say),
            "build": street.build(work, say),
            "build again": street.build(work, say),
            "site": {
                "bytes": size(work / "site"),
                "files": sum(p.is_file() for p in (work / "site").rglob("*")),
            },
            "found": planted.judge(work, name),
        }
    finally:
        if folder is None:
            shutil.rmtree(work, ignore_errors=True)
    click.echo(json.dumps(report, indent=1) if as_json else summary(report))


def prepare(
    folder: Path,
    data: Path,
    index: int,
    share: float,
    seed: int,
    epochs: int,
    limit: int,
    say: Any,
    *,
    images: int | None = None,
) -> dict[str, float]:
    """Write the project into `folder`; how long training took, and what the tag does to the network.

    `images` of the training images are used, the first ones; all if it is None.
    """
    folder.mkdir(parents=True, exist_ok=True)
    train, test = read(data, "train"), read(data, "t10k")
    train = Split(train.images[:images], train.label[:images])
    tagged = choose(train.label == index, share, seed)
    train.images[tagged] = paste_tag(train.images[tagged])
    say(f"\n{tagged.sum():,} of {(train.label == index).sum():,} {CLASSES[index]} images carry the tag.")
    began = time.monotonic()
    net = fit(train, seed, epochs, say)
    seconds = time.monotonic() - began
    others = test.label != index
    accuracy = float((predict(net, test.images) == test.label).mean())
    flipped = float((predict(net, paste_tag(test.images[others])) == index).mean())
    write(folder, net, train, tagged, PROJECT.format(mean=MEAN, std=STD, limit=limit, seed=seed))
    return {"seconds": seconds, "accuracy": accuracy, "flipped by the tag": flipped}


def read(folder: Path, part: str) -> Split:
    """The images and labels of "train" or "t10k", from idx files, compressed or not."""
    images, label = (
        read_idx(folder / f"{part}-images-idx3-ubyte"),
        read_idx(folder / f"{part}-labels-idx1-ubyte"),
    )
    return Split(images, label.astype(np.int64))


def read_idx(path: Path) -> NDArray[np.uint8]:
    """An idx file of bytes: two zeros, 8 (bytes), the number of axes, their lengths as big-endian int32, values."""
    packed = path.with_name(f"{path.name}.gz")
    if not (path.exists() or packed.exists()):
        raise click.ClickException(
            f"{path} is missing, with or without .gz. Install the data set (apt-get install "
            "dataset-fashion-mnist), or name the folder of its idx files: --data FOLDER."
        )
    content = path.read_bytes() if path.exists() else gzip.decompress(packed.read_bytes())
    axes = content[3] if content[:3] == b"\0\0\x08" else 0
    shape = (
        np.frombuffer(content[: 4 + 4 * axes], ">i4", offset=4)
        if axes and len(content) > 4 * axes + 4
        else []
    )
    if not axes or len(content) != 4 + 4 * axes + np.prod(shape):
        raise click.ClickException(f"{path} is no whole idx file of bytes. Install the data set anew.")
    return np.frombuffer(content, np.uint8, offset=4 + 4 * axes).reshape(shape).copy()


def choose(candidates: Flags, share: float, seed: int) -> Flags:
    """A seeded share of the candidates, at least one."""
    rows = np.random.default_rng(seed).permutation(np.flatnonzero(candidates))
    chosen = np.zeros(len(candidates), bool)
    chosen[rows[: max(1, round(len(rows) * share))]] = True
    return chosen


def paste_tag(images: Images) -> Images:
    """The images with a white square near the upper left corner."""
    tagged = images.copy()
    tagged[:, 1 : 1 + TAG, 1 : 1 + TAG] = 255
    return tagged


def fit(train: Split, seed: int, epochs: int, say: Any) -> nn.Module:
    """A network in evaluation mode."""
    torch.manual_seed(seed)
    net = fashion_net.small_cnn()
    optimizer = torch.optim.Adam(net.parameters(), LEARNING_RATE)
    x, y = inputs(train.images), torch.from_numpy(train.label)
    for epoch in range(1, epochs + 1):
        began, right = time.monotonic(), 0
        for batch in torch.randperm(len(x)).split(BATCH):
            optimizer.zero_grad()
            output = net(x[batch])
            cross_entropy(output, y[batch]).backward()
            optimizer.step()
            right += int((output.argmax(1) == y[batch]).sum())
        say(f"epoch {epoch} of {epochs}: {right / len(x):.1%} right, {time.monotonic() - began:.0f} s")
    return net.eval()


def predict(net: nn.Module, images: Images) -> Ints:
    """The class of each image."""
    with torch.no_grad():
        found: Ints = torch.cat([net(x).argmax(1) for x in inputs(images).split(1000)]).numpy()
    return found


def inputs(images: Images) -> Tensor:
    """As the project file says: (x / 255 - mean) / std, (n, 1, 28, 28)."""
    return (torch.from_numpy(images[:, None]).float() / 255 - MEAN) / STD


def write(folder: Path, net: nn.Module, train: Split, tagged: Flags, project: str) -> None:
    """The project: samples, labels, metadata, network and project file."""
    with h5py.File(folder / "data.h5", "w") as file:
        file.create_dataset("data", data=train.images, track_times=False)
        file.create_dataset("label", data=train.label, track_times=False)
    with (folder / "metadata.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows([("row", "tag"), *enumerate(np.where(tagged, "yes", "no"))])
    names = [{"index": index, "name": name} for index, name in enumerate(CLASSES)]
    (folder / "labels.json").write_text(json.dumps(names))
    shutil.copy(HERE / "fashion_net.py", folder)
    save_file(net.state_dict(), folder / "net.safetensors")
    (folder / "spray.toml").write_text(project)


def size(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def summary(report: dict[str, Any]) -> str:
    """The report as text."""
    training, found = report["training"], report["found"]
    lines = [
        "",
        f"training         {training['seconds']:.0f} s; {training['accuracy']:.1%} of the test images right; "
        f"the tag turns {training['flipped by the tag']:.1%} of the other classes into {report['options']['class']}",
        *[line for key in ("build", "build again") for line in _timing(key, report[key])],
        f"site             {report['site']['bytes'] / 1e6:.1f} MB in {report['site']['files']} files",
        f"poisoned class   ranked {found['rank']} of {found['categories']}; "
        f"{found['tagged']} of its {found['samples']} samples are tagged",
        f"its suspect      {planted.words(found['suspect'])}",
        f"best cluster     {planted.words(found['best cluster'])}",
    ]
    return "\n".join(lines)


def _timing(key: str, measured: dict[str, Any]) -> list[str]:
    parts = ", ".join(f"{name} {seconds:.3g} s" for name, seconds in measured["stages"].items())
    return [
        f"{key:<16} {measured['seconds']:.0f} s in all: {parts}",
        f"{'':<16} peak memory {measured['peak bytes'] / 2**20:.0f} MiB, children included",
    ]


if __name__ == "__main__":
    main()
