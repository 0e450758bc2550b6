"""A project of five classes of tiny images, with networks that can be explained and such that cannot."""

from pathlib import Path

import numpy as np
from PIL import Image

SIZES = {"ape": 150, "bee": 140, "cow": 5, "dog": 2, "eel": 1}

NETS = """
import torch
from torch import nn

def tiny(classes=5):
    torch.manual_seed(0)
    return nn.Sequential(
        nn.Conv2d(1, 4, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Linear(16, classes)
    )

class Untraceable(nn.Module):
    def forward(self, x):
        if x.sum() > 0:
            return x.flatten(1)
        return -x.flatten(1)

def nan():
    net = nn.Sequential(nn.Flatten(), nn.Linear(64, 5))
    nn.init.constant_(net[1].bias, float("nan"))
    return net

class Map(nn.Module):
    def forward(self, x):
        return x * 2
"""

PROJECT = """
[project]
name = "Five animals"
[model]
factory = "tiny_nets:{net}"
[data]
images = "images"
mean = [0.5]
std = [0.5]
[explain]
batch_size = 32
device = "cpu"
[analyze]
embeddings = ["spectral"]
clusterings = ["kmeans:2-3"]
[site]
image_size = 16
"""


def make_project(folder: Path, sizes: dict[str, int] = SIZES, net: str = "tiny") -> Path:
    rng = np.random.default_rng(0)
    for name, size in sizes.items():
        (folder / "images" / name).mkdir(parents=True)
        for number in range(size):
            pixels = rng.integers(0, 200, (8, 8), dtype=np.uint8)
            pixels[:3, :3] = 255 if number % 4 == 0 else pixels[:3, :3]
            Image.fromarray(pixels).save(folder / "images" / name / f"{number:03d}.png")
    (folder / "tiny_nets.py").write_text(NETS)
    (folder / "spray.toml").write_text(PROJECT.format(net=net))
    return folder / "spray.toml"
