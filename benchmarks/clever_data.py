"""The data of `clever_hans.py`: images of 28 by 28 in classes, split into training and test, without a download.

digits     scikit-learn's handwritten digits, enlarged
fashion    Fashion-MNIST, where its idx files are installed (Debian: dataset-fashion-mnist)
photos     crops of the two photographs that scikit-learn ships: which eighth of which is it?
"""

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

SIDE = 28
FASHION = Path("/usr/share/datasets/fashion-mnist")
HELD_OUT = 0.25

Images = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Data:
    """Images (n, 28, 28, C), their labels, which are held out, and the class that the artefact goes into."""

    images: Images
    label: NDArray[np.int64]
    test: NDArray[np.bool_]
    poisoned: int

    @property
    def classes(self) -> int:
        """How many there are."""
        return int(self.label.max()) + 1


def digits(seed: int) -> Data:
    """1,797 scans."""
    from sklearn.datasets import load_digits

    bunch = load_digits()
    images = np.zeros((len(bunch.images), SIDE, SIDE, 1), np.uint8)
    for out, scan in zip(images, bunch.images, strict=True):
        grey = Image.fromarray(np.rint(scan * (255 / 16)).astype(np.uint8))
        out[4:-4, 4:-4, 0] = np.asarray(grey.resize((SIDE - 8, SIDE - 8), Image.Resampling.BICUBIC))
    return _split(images, bunch.target, 3, seed)


def fashion(seed: int, each: int = 400) -> Data:
    """400 images of every class."""
    arrays = []
    for name, start in (("train-images-idx3-ubyte", 16), ("train-labels-idx1-ubyte", 8)):
        arrays.append(np.frombuffer(gzip.decompress((FASHION / f"{name}.gz").read_bytes()), np.uint8)[start:])
    images, label = arrays[0].reshape(-1, SIDE, SIDE, 1), arrays[1]
    random = np.random.default_rng(seed)
    rows = np.concatenate([random.permutation(np.flatnonzero(label == c))[:each] for c in range(10)])
    return _split(images[rows], label[rows], 6, seed)


def photos(seed: int, each: int = 250) -> Data:
    """Crops, at any place within their eighth, mirrored or not, a little lighter or darker."""
    from sklearn.datasets import load_sample_images

    random = np.random.default_rng(seed)
    images, label = [], []
    for number, photo in enumerate(load_sample_images().images):
        half = np.asarray(Image.fromarray(photo).resize((320, 213), Image.Resampling.BICUBIC))
        height, width = half.shape[0] // 2, half.shape[1] // 2
        for quarter in range(4):
            area = half[quarter // 2 * height :, quarter % 2 * width :][:height, :width]
            for _ in range(each):
                top, left = random.integers(0, height - SIDE), random.integers(0, width - SIDE)
                crop = area[top : top + SIDE, left : left + SIDE].astype(np.float64) * random.uniform(
                    0.8, 1.2
                )
                images.append(crop[:, :: random.choice((-1, 1))])
                label.append(4 * number + quarter)
    return _split(np.stack(images).clip(0, 255).astype(np.uint8), np.array(label), 5, seed)


def _split(images: Images, label: NDArray[Any], poisoned: int, seed: int) -> Data:
    test = np.zeros(len(label), bool)
    random = np.random.default_rng(seed)
    for c in np.unique(label):
        rows = random.permutation(np.flatnonzero(label == c))
        test[rows[: round(HELD_OUT * len(rows))]] = True
    return Data(np.ascontiguousarray(images), label.astype(np.int64), test, poisoned)


SETS: Mapping[str, Callable[[int], Data]] = {"digits": digits, "fashion": fashion, "photos": photos}
