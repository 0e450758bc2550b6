"""Inputs and heatmaps of a ViRelAy project as the explorer wants them: read when asked for, all of one size.

Where all samples have one size they are shown as they are. Where they differ, each is shrunk to fit a square, centred
on it, and its heatmap with it, so that the two still lie on each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from spray.virelay.attribution_file import AttributionFile
from spray.virelay.labels import Labels

Ints = NDArray[np.integer[Any]]
Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
Size = tuple[int, int]


class Images(Protocol):
    """The data set of a project, by sample number."""

    labels: Labels
    notes: list[str]

    def __len__(self) -> int: ...
    def id(self, sample: int) -> str: ...
    def size(self, sample: int) -> Size: ...
    def coloured(self, sample: int) -> bool: ...
    def read(self, sample: int) -> Pixels: ...
    def close(self) -> None: ...


@dataclass(frozen=True, eq=False)
class Heatmaps:
    """Where the heatmap of every row is: the place of its file in `files` (-1: there is none), and the row there."""

    files: Sequence[AttributionFile]
    file: Ints
    row: Ints

    def read(self, row: int, size: Size) -> Floats | None:
        """The heatmap (H, W) of a row; values that are not finite make it zero."""
        if self.file[row] < 0:
            return None
        heat: Floats = self.files[self.file[row]].heat(int(self.row[row]), size)
        return heat if np.isfinite(heat).all() else np.zeros_like(heat)

    def size(self, row: int, size: Size) -> Size | None:
        """Height and width of the heatmap of a row."""
        return None if self.file[row] < 0 else self.files[self.file[row]].heat_size(int(self.row[row]), size)


@dataclass(frozen=True, eq=False)
class ProjectPictures:
    """Pictures by row; row i is sample `samples[i]` of `images`.

    `size` is that of all pictures, and `heat_size` that of all heatmaps, or None where they differ and are laid on a
    square of `side` pixels. `coloured` says whether any picture has colours.
    """

    images: Images
    heatmaps: Heatmaps
    samples: Ints
    size: Size | None
    heat_size: Size | None
    side: int
    coloured: bool

    def inputs(self, rows: Ints) -> Pixels:
        """Display images, uint8 (len(rows), height, width, 1 or 3)."""
        return np.stack([self._input(int(row)) for row in rows])

    def relevance(self, rows: Ints) -> Floats:
        """Relevance summed over channels, float32 (len(rows), height, width); zero where there is none."""
        return np.stack([self._heat(int(row)) for row in rows])

    def _input(self, row: int) -> Pixels:
        pixels = self.images.read(int(self.samples[row]))
        if self.coloured and pixels.shape[-1] == 1:
            pixels = np.repeat(pixels, 3, axis=-1)
        pixels = pixels if self.coloured else pixels[..., :1]
        if self.size is not None:
            return pixels
        height, width = fitted(pixels.shape[:2], self.side)
        squeezed = pixels[..., 0] if pixels.shape[-1] == 1 else pixels
        scaled = np.asarray(Image.fromarray(squeezed).resize((width, height), Image.Resampling.LANCZOS))
        return centred(scaled.reshape(height, width, -1), self.side)

    def _heat(self, row: int) -> Floats:
        size = self.size or self.images.size(int(self.samples[row]))
        heat = self.heatmaps.read(row, size)
        if self.size is not None:
            wanted = self.heat_size or self.size
            return np.zeros(wanted, np.float32) if heat is None else stretched(heat, wanted)
        inner = fitted(size, self.side)
        heat = np.zeros(inner, np.float32) if heat is None else stretched(heat, inner)
        return centred(heat[..., None], self.side)[..., 0]


def pictures(images: Images, heatmaps: Heatmaps, samples: Ints, side: int) -> ProjectPictures:
    """The pictures of some samples; sizes are found out from the headers, nothing is decoded."""
    sizes = [images.size(int(sample)) for sample in samples]
    size = sizes[0] if len(set(sizes)) == 1 else None
    heats = {heatmaps.size(row, sizes[row]) for row in range(len(samples))} - {None}
    return ProjectPictures(
        images,
        heatmaps,
        samples,
        size,
        next(iter(heats)) if len(heats) == 1 else None,
        side,
        any(images.coloured(int(sample)) for sample in samples),
    )


def fitted(size: Sequence[int], side: int) -> Size:
    """Height and width shrunk to fit a square, or as they are if they do."""
    scale = min(1.0, side / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def centred(pixels: NDArray[Any], side: int) -> NDArray[Any]:
    """(h, w, c) in the middle of zeros (side, side, c)."""
    height, width = pixels.shape[:2]
    square = np.zeros((side, side, pixels.shape[2]), pixels.dtype)
    top, left = (side - height) // 2, (side - width) // 2
    square[top : top + height, left : left + width] = pixels
    return square


def stretched(heat: Floats, size: Size) -> Floats:
    """A heatmap in another size: the mean of the pixels that a new one covers."""
    if heat.shape == size:
        return heat
    return np.asarray(Image.fromarray(heat).resize((size[1], size[0]), Image.Resampling.BOX))
