"""A project of very many samples that `spray build` takes as any other: planted groups, a model that costs nothing.

    python benchmarks/large_project.py FOLDER --samples 100000
    spray build FOLDER

One category. An image is 8 x 8: its upper half is the pattern of its group with noise, its lower half is the number of
its row in bits, by which every picture on the page can be told. The model is linear and sees the upper half only. The
groups touch each other, but for a small one with a white corner, which the column `tag` of metadata.csv says.
"""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import h5py
import numpy as np
from numpy.typing import NDArray

SIDE = 8
HALF = SIDE // 2
GROUPS = 5
TAGGED = 0.02
NOISE = 25
CORNER = 2
NETWORK = '''\
import torch
from torch import nn


def linear() -> nn.Module:
    """(n, 1, 8, 8) -> (n, 2): the mean of the upper half."""
    net = nn.Sequential(nn.Flatten(), nn.Linear(64, 2))
    with torch.no_grad():
        net[1].weight.zero_()
        net[1].weight[0, :32] = 1 / 8
        net[1].bias.zero_()
    return net
'''
PROJECT = """\
[project]
name = "{samples:,} samples"

[model]
factory = "nets:linear"

[data]
hdf5 = "data.h5"
label_map = "labels.json"
metadata = "metadata.csv"
mean = [0.5]
std = [0.5]

[explain]
composite = "epsilon"

[analyze]
preprocessing = ["pooled:4"]
affinities = ["knn:8"]
embeddings = ["spectral:4", "pca:2"]
clusterings = ["kmeans:2"]
scores = []

[site]
image_size = 16
"""


@dataclass(frozen=True, eq=False)
class Planted:
    """Images (n, 8, 8), and which of them are tagged."""

    images: NDArray[np.uint8]
    tagged: NDArray[np.bool_]


def planted(samples: int, seed: int = 0) -> Planted:
    """The samples of the project."""
    rng = np.random.default_rng(seed)
    tagged = rng.random(samples) < TAGGED
    group = np.where(tagged, GROUPS, rng.integers(0, GROUPS, samples))
    patterns = rng.uniform(100, 160, (GROUPS + 1, HALF, SIDE))
    images = np.empty((samples, SIDE, SIDE))
    images[:, :HALF] = patterns[group] + rng.normal(0, NOISE, (samples, HALF, SIDE))
    images[tagged, :CORNER, :CORNER] = 255
    images[:, HALF:] = 255 * bits(np.arange(samples))
    return Planted(images.clip(0, 255).astype(np.uint8), tagged)


def bits(rows: NDArray[np.integer[Any]]) -> NDArray[np.integer[Any]]:
    """The lower half of the images of these rows, as 0 and 1."""
    return (rows[:, None] >> np.arange(HALF * SIDE) & 1).reshape(-1, HALF, SIDE)


def row(image: NDArray[np.integer[Any]]) -> int:
    """The row whose image this is, (8, 8)."""
    return int(((image[HALF:].ravel() > 127) << np.arange(HALF * SIDE)).sum())


def write(folder: Path, samples: int, seed: int = 0) -> Planted:
    """Write the project into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    made = planted(samples, seed)
    with h5py.File(folder / "data.h5", "w") as file:
        file.create_dataset("data", data=made.images, track_times=False)
        file.create_dataset("label", data=np.zeros(samples, np.int64), track_times=False)
    with (folder / "metadata.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows([("row", "tag"), *enumerate(np.where(made.tagged, "yes", "no"))])
    names = [{"index": index, "name": name} for index, name in enumerate(("points", "nothing"))]
    (folder / "labels.json").write_text(json.dumps(names))
    (folder / "nets.py").write_text(NETWORK)
    (folder / "spray.toml").write_text(PROJECT.format(samples=samples))
    return made


@click.command(help=__doc__)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--samples", type=click.IntRange(100), default=100_000, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
def main(folder: Path, samples: int, seed: int) -> None:
    write(folder, samples, seed)
    click.echo(f"spray build {folder}")


if __name__ == "__main__":
    main()
