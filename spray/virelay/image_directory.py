"""The samples of an image directory, numbered as ViRelAy numbers them: by place in the sorted list of their paths.

The list is in `<folder>_paths.txt`, or every file below the folder whose name has a dot.
"""

import glob
import os
import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from spray.errors import FormatError, LabelError
from spray.image_folder import FORMATS, SUFFIXES
from spray.label_map import LabelMap
from spray.virelay import labels
from spray.virelay.project_file import ImagesSection, ProjectFile, inside
from spray.virelay.resampling import resample, resampled_size
from spray.words import count, printable, some

Pixels = NDArray[np.uint8]
LONGEST = 1 << 28  # bytes of a list of images


class ImageDirectory:
    """Samples by number, as pictures uint8 (H, W, 3)."""

    def __init__(self, project: ProjectFile, label_map: LabelMap) -> None:
        settings = project.settings.dataset
        assert isinstance(settings, ImagesSection)
        self.settings = settings
        self.folder = project.dataset
        self.notes: list[str] = []
        self.paths = list(self._list(project))
        if not self.paths:
            raise FormatError(
                f"{self.folder.name} holds no files. Mend dataset.path, or write {self.folder.name}_paths.txt."
            )
        self._check_unique()
        self.labels = self._labels(project, label_map)

    def __len__(self) -> int:
        return len(self.paths)

    def close(self) -> None:
        """Nothing is held open."""

    def id(self, sample: int) -> str:
        """The path of a sample below the folder, or as it is listed."""
        path = Path(self.paths[sample])
        return printable(
            path.relative_to(self.folder).as_posix() if path.is_relative_to(self.folder) else path.as_posix()
        )

    def usable(self, sample: int) -> bool:
        """Whether the entry is an image file at all; ViRelAy numbers folders and texts as well."""
        path = Path(self.paths[sample])
        return path.suffix.lower() in SUFFIXES and path.is_file()

    def coloured(self, sample: int) -> bool:
        """All are shown in colour."""
        return True

    def size(self, sample: int) -> tuple[int, int]:
        """Height and width after resampling, from the file's header alone."""
        s = self.settings
        both = s.up_sampling_method == s.down_sampling_method == "resize"
        if both:
            return s.input_height, s.input_width
        with self._open(sample) as image:
            return resampled_size(
                image.height,
                image.width,
                s.input_height,
                s.input_width,
                s.up_sampling_method,
                s.down_sampling_method,
            )

    def read(self, sample: int) -> Pixels:
        """A picture (H, W, 3)."""
        s = self.settings
        with self._open(sample) as image:
            try:
                # Pillow wants palettes with transparency converted to RGBA first.
                keyed = image.mode == "P" and "transparency" in image.info
                pixels = np.asarray((image.convert("RGBA") if keyed else image).convert("RGB"))
            except Exception as error:  # Pillow raises whatever its decoders do
                raise FormatError(f"{self.id(sample)} cannot be decoded ({error}). Mend the image.") from None
        return resample(pixels, s.input_height, s.input_width, s.up_sampling_method, s.down_sampling_method)

    def _open(self, sample: int) -> Image.Image:
        path = Path(self.paths[sample])
        try:
            if not path.is_file():
                raise FileNotFoundError("no such file")  # nor anything else that might block
            with warnings.catch_warnings():
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                return Image.open(path, formats=FORMATS)
        except Exception as error:  # Pillow raises whatever its decoders do
            why = "not an image" if "cannot identify" in str(error) else str(error) or type(error).__name__
            raise FormatError(
                f"sample {sample}, {self.id(sample)}: {why}. Mend the image, or the list."
            ) from None

    def _list(self, project: ProjectFile) -> Iterator[str]:
        listed = project.listing
        if not listed.is_file():
            # ViRelAy's own choice and order, which are its numbers of the samples.
            found = sorted(glob.glob(os.path.join(glob.escape(str(self.folder)), "**/*.*"), recursive=True))
        else:
            if not project.outside:
                inside(project.file, listed, "dataset.path")
            if listed.stat().st_size > LONGEST:
                raise FormatError(
                    f"{listed.name} has more than {LONGEST >> 20} MB, and cannot be a list of images."
                )
            lines = listed.read_text(encoding="utf-8", errors="surrogateescape").split("\n")
            empty = sum(not line.strip() for line in lines)
            if empty:
                self.notes.append(
                    f"{listed.name} has {count(empty, 'empty line')}, left out here; ViRelAy takes each for a sample, "
                    "and numbers all others anew."
                )
            found = sorted(os.path.join(listed.parent, line) for line in lines if line.strip())
        for path in found:
            if not project.outside:
                inside(project.file, Path(path), "dataset.path")
            yield path

    def _check_unique(self) -> None:
        seen: dict[str, int] = {}
        for at, path in enumerate(self.paths):
            if seen.setdefault(path, at) != at:
                raise FormatError(f"{self.folder.name}_paths.txt lists {self.id(at)!r} twice. List it once.")

    def _labels(self, project: ProjectFile, label_map: LabelMap) -> labels.Labels:
        s = self.settings
        key = "label_index_regex" if s.label_index_regex is not None else "label_word_net_id_regex"
        try:
            pattern = re.compile(getattr(s, key))
        except (re.error, RecursionError, OverflowError) as error:
            raise FormatError(
                f"{project.file.name}: {key} is no regular expression ({error}). Mend it."
            ) from None
        if not pattern.groups:
            raise FormatError(
                f"{project.file.name}: {key} = {pattern.pattern!r} has no group (...) to capture."
            )
        class_of = _by_word_net_id(label_map) if key == "label_word_net_id_regex" else int
        found: list[tuple[int, ...]] = []
        silent = []
        for at, path in enumerate(self.paths):
            text = _match(pattern, path, project.file.parent)
            try:
                found.append(() if text is None else (class_of(text),))
            except (ValueError, KeyError):
                raise LabelError(
                    f"{self.id(at)}: {key} captures {text!r}, which "
                    + ("is no whole number" if class_of is int else f"is no word_net_id of {label_map.file}")
                    + ". Mend the expression, or the label map."
                ) from None
            if text is None and self.usable(at):
                silent.append(self.id(at))
        if silent:
            self.notes.append(
                f"{count(len(silent), 'image')} without a label, as {key} does not match: {some(silent)}."
            )
        return labels.many(found)


def _by_word_net_id(label_map: LabelMap) -> Callable[[str], int]:
    known = {entry.word_net_id: entry.index for entry in reversed(label_map.entries) if entry.word_net_id}
    return known.__getitem__


def _match(pattern: re.Pattern[str], path: str, folder: Path) -> str | None:
    """The first group, matched at the path's beginning: as ViRelAy has it, absolute, or from the project's folder."""
    for spelling in (path, str(Path(path).resolve()), os.path.relpath(path, folder)):
        match = pattern.match(spelling)
        if match and match[1] is not None:
            return match[1]
    return None
