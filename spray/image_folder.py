"""A folder with one sub-folder of images per class."""

import hashlib
import io
import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import PIL
from numpy.typing import NDArray
from PIL import Image

from spray import files
from spray.errors import DamagedSamplesError, DataError
from spray.transform import Transform, apply_image

SUFFIXES = frozenset(
    (
        ".bmp",
        ".gif",
        ".jp2",
        ".jpeg",
        ".jpg",
        ".pbm",
        ".pgm",
        ".png",
        ".pnm",
        ".ppm",
        ".tif",
        ".tiff",
        ".webp",
    )
)
FORMATS = ("BMP", "DIB", "GIF", "JPEG", "JPEG2000", "PCX", "PNG", "PPM", "SGI", "TGA", "TIFF", "WEBP")
"""What a file may hold, whatever its name says. Pillow knows more, such as EPS, for which it starts another program."""
GREY = frozenset({"1", "L", "I;16", "I;16B", "I;16L", "I"})
SIXTEEN_BITS = frozenset({"I;16", "I;16B", "I;16L", "I"})


@dataclass(frozen=True)
class Listing:
    """Image paths below the folder in sorted order, and the position of each one's class in `classes`."""

    classes: tuple[str, ...]
    paths: tuple[str, ...]
    positions: tuple[int, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """What is known of an image file: the SHA-256 of its bytes, its size, and why it cannot be decoded."""

    digest: str
    height: int = 0
    width: int = 0
    grey: bool = False
    error: str | None = None


@dataclass(frozen=True)
class ImageSource:
    """Images as arrays, by row. `digests` are what the files were when they were checked; empty: whatever they are."""

    folder: Path
    paths: tuple[str, ...]
    channels: int
    transform: Transform
    digests: tuple[str, ...] = ()

    def only(self, rows: NDArray[np.integer[Any]]) -> "ImageSource":
        """Some of the images."""
        digests = tuple(self.digests[row] for row in rows) if self.digests else ()
        return replace(self, paths=tuple(self.paths[row] for row in rows), digests=digests)

    def read(self, rows: NDArray[np.integer[Any]]) -> NDArray[np.uint8]:
        """Images (len(rows), H, W, channels), resized and cropped.

        Raises: `DamagedSamplesError` if a file was changed since it was checked.
        """
        return np.stack([self._read(int(row)) for row in rows])

    def _read(self, row: int) -> NDArray[np.uint8]:
        path = self.paths[row]
        try:
            content = (self.folder / path).read_bytes()
            if self.digests and hashlib.sha256(content).hexdigest() != self.digests[row]:
                raise ValueError("its content has changed")
            image = _decode(content, self.channels)
        except Exception as error:  # Pillow raises whatever its decoders do
            raise DamagedSamplesError(f"{path}: {error}. It could be read when this run began.") from error
        return apply_image(self.transform, image)


def list_images(folder: Path) -> Listing:
    """The classes and images of a folder; hidden files and other files are left out.

    Raises: `DataError` if there is no class folder, or no image in any.
    """
    entries = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    classes = [path for path in entries if path.is_dir()]
    loose = [path for path in entries if path.suffix.lower() in SUFFIXES and not path.is_dir()]
    if not classes:
        raise DataError(
            f"data.images: {folder.name} holds no sub-folders ({len(loose)} images lie in it directly). "
            "Give every class its own sub-folder of images."
        )
    found = [_below(folder, path) for path in classes]
    notes = [
        f"The class folder {path.name!r} holds no images."
        for path, here in zip(classes, found, strict=True)
        if not here
    ]
    if loose:
        notes.append(f"{len(loose)} images in no class folder are left out, {loose[0].name!r} first.")
    if not any(found):
        known = " ".join(sorted(SUFFIXES))
        raise DataError(f"data.images: no folder of {folder.name} holds an image ({known}).")
    return Listing(
        tuple(path.name for path in classes),
        tuple(path for here in found for path in here),
        tuple(position for position, here in enumerate(found) for _ in here),
        tuple(notes),
    )


def check(
    folder: Path, paths: Sequence[str], index: Path | None, progress: Callable[[int, int], None]
) -> list[Checked]:
    """Hash every file and decode those that `index` (a file, by hash) does not know yet."""
    version = f"Pillow {PIL.__version__}"
    known = _read_index(index, version)
    checked: list[Checked] = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # Pillow decodes and hashlib hashes without the GIL
        try:
            for one in pool.map(lambda path: _check(folder / path, known), paths):
                checked.append(one)
                progress(len(checked), len(paths))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    fresh = {one.digest: one for one in checked if one.digest not in known and one.digest}
    if index is not None and fresh:
        rows = {d: [c.height, c.width, c.grey, c.error] for d, c in sorted({**known, **fresh}.items())}
        files.write_atomic(index, json.dumps({"version": version, "images": rows}).encode())
    return checked


def _below(root: Path, folder: Path) -> list[str]:
    return sorted(
        Path(where, name).relative_to(root).as_posix()
        for where, _, names in os.walk(folder)
        for name in names
        if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES
    )


def _check(path: Path, known: dict[str, Checked]) -> Checked:
    try:
        content = path.read_bytes()
    except OSError as error:
        return Checked(digest="", error=error.strerror or str(error))
    digest = hashlib.sha256(content).hexdigest()
    if digest in known:
        return known[digest]
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            mode = image.mode
        width, height = _decode(content, 3).size
    except Exception as error:  # Pillow raises whatever its decoders do
        text = str(error)
        return Checked(
            digest, error="not an image" if "cannot identify" in text else text or type(error).__name__
        )
    return Checked(digest, height, width, mode in GREY)


def _decode(content: bytes, channels: int) -> Image.Image:
    """The first frame in mode "RGB" or "L": alpha is dropped, 16 bits become 8, EXIF rotation is not applied."""
    mode = "RGB" if channels == 3 else "L"
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        image.load()
        if image.mode == "F":
            raise ValueError("floating-point pixels have no fixed range; store them in an HDF5 file")
        if image.mode in SIXTEEN_BITS:
            array = (np.asarray(image).clip(0, 65535).astype(np.uint16) >> 8).astype(np.uint8)
            return Image.fromarray(array).convert(mode)
        # Pillow wants palettes with transparency converted to RGBA first.
        flat = image.convert("RGBA") if image.mode == "P" and "transparency" in image.info else image
        return flat if flat.mode == mode else flat.convert(mode)


def _read_index(index: Path | None, version: str) -> dict[str, Checked]:
    if index is None:
        return {}
    try:
        content = json.loads(index.read_bytes())
        images = content["images"] if content["version"] == version else {}
        return {digest: Checked(digest, *row) for digest, row in images.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}  # it saves time, no more: without it every image is decoded once again
