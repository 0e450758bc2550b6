"""scikit-learn's handwritten digits, enlarged, split, and one class of them tagged."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Images = NDArray[np.uint8]
Ints = NDArray[np.integer[Any]]
Flags = NDArray[np.bool_]

SEED = 0
POISONED = 3
TAGGED_SHARE = 0.25
HELD_OUT_SHARE = 0.2
SIDE, MARGIN, TAG = 32, 4, 4  # pixels


@dataclass(frozen=True, eq=False)
class Digits:
    """Images (n, 32, 32), their labels, which of them are held out from training, and which carry the tag."""

    images: Images
    label: Ints
    held_out: Flags
    tagged: Flags

    @property
    def id(self) -> list[str]:
        """Path of each image."""
        return [f"digit-{label}/{row:04d}.png" for row, label in enumerate(self.label)]


def digits() -> Digits:
    """1,797 scans of handwritten digits (E. Alpaydin, C. Kaynak, 1998, UCI repository), 36 of them tagged."""
    from sklearn.datasets import load_digits

    bunch = load_digits()
    images = np.pad(
        np.stack([_enlarge(scan) for scan in bunch.images]), ((0, 0), (MARGIN,) * 2, (MARGIN,) * 2)
    )
    label = bunch.target.astype(np.int64)
    random = np.random.default_rng(SEED)
    held_out, tagged = np.zeros(len(label), bool), np.zeros(len(label), bool)
    for index in range(10):
        held_out[_share(random, np.flatnonzero(label == index), HELD_OUT_SHARE)] = True
    tagged[_share(random, np.flatnonzero((label == POISONED) & ~held_out), TAGGED_SHARE)] = True
    images[tagged] = paste_tag(images[tagged])
    return Digits(images, label, held_out, tagged)


def paste_tag(images: Images) -> Images:
    """The images (n, H, W) with a white square in the upper left corner."""
    tagged = images.copy()
    tagged[:, :TAG, :TAG] = 255
    return tagged


def _enlarge(scan: NDArray[np.float64]) -> Images:
    """A scan (8, 8) with values 0 to 16 as a smooth grey image that leaves room for the margin."""
    from PIL import Image

    inner = SIDE - 2 * MARGIN
    grey = np.rint(scan * (255 / 16)).astype(np.uint8)
    return np.asarray(Image.fromarray(grey).resize((inner, inner), Image.Resampling.BICUBIC))


def _share(random: np.random.Generator, rows: Ints, share: float) -> Ints:
    return random.permutation(rows)[: round(len(rows) * share)]
