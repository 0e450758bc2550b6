"""Pictures and heatmaps as sprite sheets: many tiles in one file, cut out by the page.

A heatmap R becomes 8-bit grey, symmetric about zero, so that each grey value is an entry of a colour map:

    x = R / max|R|          in [-1, 1], per sample; the scale max|R| is kept
    q = 128 + round(127 x)  in 1 .. 255, and 128 is exactly zero

Every colour map and the overlay are made from q in the browser; nothing is coloured here. The mean of a cluster is
that of x, coded in the same way.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from report.errors import BadResultsError
from report.look import QUALITY, Look

Bytes = NDArray[np.uint8]
Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]

SHEET = 2048  # pixels a side; a sheet then takes at most 16 MB when decoded, and browsers take it everywhere
TILES = 1024  # in a sheet at most, so that a few of them do not need megabytes
BLOCK = 64  # rows read at once
GUTTER = 1  # each tile is surrounded by its own edge, so that a smoothly scaled one takes nothing from its neighbours


@dataclass(frozen=True)
class Grid:
    """How tiles lie in a sheet: `columns` x `rows` of them, each height x width pixels with a gutter around it."""

    height: int
    width: int
    columns: int
    rows: int

    @property
    def capacity(self) -> int:
        return self.columns * self.rows


def tile(height: int, width: int, limit: int) -> tuple[int, int]:
    """Size of a stored tile: the longer side at most `limit`, never larger than the picture itself."""
    scale = min(1.0, limit / max(height, width))
    return max(1, round(height * scale)), max(1, round(width * scale))


def grid(height: int, width: int, count: int) -> Grid:
    """The sheet for `count` tiles of this size, about square, within the largest sheet."""
    most_columns = max(1, SHEET // (width + 2 * GUTTER))
    most_rows = max(1, SHEET // (height + 2 * GUTTER))
    count = min(count, TILES)
    columns = min(most_columns, max(1, round(np.ceil(np.sqrt(count)))))
    return Grid(height, width, columns, min(most_rows, max(1, -(-count // columns))))


def encode(relevance: Floats) -> tuple[Bytes, NDArray[np.float32]]:
    """q (n, height, width) and scale max|R| (n,) of heatmaps R (n, height, width); all-zero stays 128."""
    scale = np.abs(relevance).max(axis=(1, 2))
    x = relevance / np.where(scale > 0, scale, 1)[:, None, None]
    return (128 + np.rint(127 * x)).astype(np.uint8), scale.astype(np.float32)


def shrink(planes: NDArray[Any], height: int, width: int) -> NDArray[Any]:
    """Planes (n, h, w) or (n, h, w, c), averaged down to height x width; as they are when they have that size."""
    if planes.shape[1:3] == (height, width):
        return planes
    out = np.empty((len(planes), height, width, *planes.shape[3:]), planes.dtype)
    for i, plane in enumerate(planes):
        # Box is the mean of the covered pixels: it keeps the sum of relevance up to the change of area.
        kind = Image.Resampling.BOX if planes.dtype == np.float32 else Image.Resampling.LANCZOS
        squeezed = plane[..., 0] if plane.shape[2:] == (1,) else plane
        out[i] = np.asarray(Image.fromarray(squeezed).resize((width, height), kind)).reshape(out[i].shape)
    return out


def paste(tiles: Iterator[Bytes], shape: Grid, channels: int) -> Bytes:
    """One sheet (height, width, channels) of blocks of tiles (n, height, width, channels)."""
    cell_height, cell_width = shape.height + 2 * GUTTER, shape.width + 2 * GUTTER
    sheet = np.zeros((shape.rows * cell_height, shape.columns * cell_width, channels), np.uint8)
    at = 0
    for block in tiles:
        framed = np.pad(block, ((0, 0), (GUTTER, GUTTER), (GUTTER, GUTTER), (0, 0)), mode="edge")
        for one in framed:
            top, left = at // shape.columns * cell_height, at % shape.columns * cell_width
            sheet[top : top + cell_height, left : left + cell_width] = one
            at += 1
    return sheet


def compress(sheet: Bytes, *, lossless: bool, quality: int = QUALITY) -> tuple[str, bytes]:
    """File suffix and bytes of a sheet."""
    image = Image.fromarray(sheet[..., 0] if sheet.shape[2] == 1 else sheet)
    buffer = io.BytesIO()
    if lossless:
        image.save(buffer, "PNG")
        return "png", buffer.getvalue()
    image.save(buffer, "JPEG", quality=quality, subsampling=0)
    return "jpg", buffer.getvalue()


@dataclass(frozen=True, eq=False)
class Sheet:
    """One file of tiles; `scale` is given for heatmaps."""

    grid: Grid
    suffix: str
    data: bytes
    scale: NDArray[np.float32] | None


Seen = Callable[[Ints, NDArray[Any]], None]
"""Is told the positions of tiles, and the tiles (n, h, w, channels) as they pass by."""


def input_sheets(
    read: Callable[[Ints], Bytes], rows: Ints, look: Look, seen: Seen = lambda positions, tiles: None
) -> Iterator[Sheet]:
    """Sheets of the inputs `read(rows)`: uint8 (n, h, w, 1 or 3)."""
    height, width, channels = _fitting(read(rows[:1]), rows[:1], "inputs", 4, np.uint8).shape[1:]
    if channels not in {1, 3}:
        raise BadResultsError(
            f"pictures.inputs gives images with {channels} channels. The page shows 1 (grey) or 3 (red, green, blue)."
        )
    size = tile(height, width, look.side)
    shape = grid(*size, len(rows))

    def tiles(part: Ints) -> Iterator[Bytes]:
        for some in _parts(part, BLOCK):
            block = _fitting(read(rows[some]), rows[some], "inputs", 4, np.uint8, (height, width, channels))
            small = shrink(block, *size)
            seen(some, small)
            yield small

    for part in _parts(np.arange(len(rows)), shape.capacity):
        sheet = paste(tiles(part), shape, channels)
        lossless = min(size) <= look.lossless
        yield Sheet(shape, *compress(sheet, lossless=lossless, quality=look.quality), None)


def heat_sheets(
    read: Callable[[Ints], Floats],
    rows: Ints,
    look: Look,
    names: Callable[[int], str],
    seen: Seen = lambda positions, tiles: None,
) -> Iterator[Sheet]:
    """Sheets of the heatmaps `read(rows)`: float (n, h, w); `names(row)` is for the error message.

    `seen` is told x, in [-1, 1].
    """
    height, width = _fitting(read(rows[:1]), rows[:1], "relevance", 3, np.floating).shape[1:]
    size = tile(height, width, look.side)
    shape = grid(*size, len(rows))
    for part in _parts(np.arange(len(rows)), shape.capacity):
        scales: list[NDArray[np.float32]] = []

        def tiles(part: Ints = part, scales: list[NDArray[np.float32]] = scales) -> Iterator[Bytes]:
            for some in _parts(part, BLOCK):
                heat = _heat(read, rows[some], (height, width), names)
                q, scale = encode(shrink(heat, *size))
                scales.append(scale)
                seen(some, (q.astype(np.float32)[..., None] - 128) / 127)
                yield q[..., None]

        suffix, data = compress(paste(tiles(), shape, 1), lossless=True)
        yield Sheet(shape, suffix, data, np.concatenate(scales))


def _heat(
    read: Callable[[Ints], Floats], rows: Ints, size: tuple[int, int], names: Callable[[int], str]
) -> NDArray[np.float32]:
    heat = _fitting(read(rows), rows, "relevance", 3, np.floating, size).astype(np.float32)
    bad = ~np.isfinite(heat).all(axis=(1, 2))
    if bad.any():
        raise BadResultsError(
            f"the relevance of sample {names(int(rows[int(np.argmax(bad))]))!r} is not finite. "
            "Explain it again; if it stays so, leave the sample out."
        )
    return heat


def mean_sheets(means: Floats, look: Look, *, heat: bool) -> Iterator[Sheet]:
    """Sheets of means (groups, h, w, channels): of pictures 0 .. 255, or of x in [-1, 1]."""
    if not len(means):
        return
    height, width = means.shape[1:3]
    shape = grid(height, width, len(means))
    for start in range(0, len(means), shape.capacity):
        part = means[start : start + shape.capacity]
        if heat:
            q, scale = encode(part[..., 0])
            yield Sheet(shape, *compress(paste(iter([q[..., None]]), shape, 1), lossless=True), scale)
        else:
            tiles = np.rint(part).astype(np.uint8)
            sheet = paste(iter([tiles]), shape, part.shape[3])
            lossless = min(height, width) <= min(32, look.lossless)
            yield Sheet(shape, *compress(sheet, lossless=lossless, quality=look.quality), None)


def _parts(rows: Ints, size: int) -> Iterator[Ints]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


def _fitting(
    block: NDArray[Any], rows: Ints, what: str, ndim: int, kind: type, rest: tuple[int, ...] | None = None
) -> NDArray[Any]:
    fits = block.ndim == ndim and len(block) == len(rows) and (rest is None or block.shape[1:] == rest)
    if fits and np.issubdtype(block.dtype, kind):
        return block
    wanted = (len(rows), *(rest or ("h", "w", "c")[: ndim - 1]))
    raise BadResultsError(
        f"pictures.{what} gives {block.dtype} of shape {block.shape} for {len(rows)} rows. "
        f"It has to give {kind.__name__} of shape ({', '.join(map(str, wanted))})."
    )
