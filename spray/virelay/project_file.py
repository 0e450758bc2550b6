"""ViRelAy's project file: which files a project is made of. YAML, read as plain data.

    project: {name, model, label_map, dataset: {name, type, path, ...},
              attributions: {attribution_method, attribution_strategy, sources: [...]},
              analyses: [{analysis_method, sources: [...]}, ...]}

Other keys are ignored. Paths are relative to the file's folder, and stay within it unless that is allowed.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from spray.errors import ForeignProjectError, OutsideError
from spray.faults import did_you_mean

LARGEST = 1 << 18  # bytes of a project file; the parser in C is faster, but deep nesting ends the process
MOST_VALUES = 100_000  # after every alias was put in the place of what it stands for
OWN_KEY = "spray"

UP = ("none", "fill_zeros", "fill_ones", "edge_repeat", "mirror_edge", "wrap_around", "resize")
DOWN = ("none", "center_crop", "resize")


def _as_text(value: object) -> object:
    """Names may be written as numbers or dates."""
    return value if value is None or isinstance(value, dict | list) else str(value)


Text = Annotated[str, BeforeValidator(_as_text)]
Name = Annotated[str, BeforeValidator(_as_text), Field(min_length=1)]
Side = Annotated[int, Field(gt=0, le=1 << 14, strict=True)]


class Section(BaseModel):
    """A mapping of the file; keys that are not known are someone else's."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Hdf5Section(Section):
    """A data set in an HDF5 file; what else the section says, ViRelAy ignores as well."""

    type: Literal["hdf5"]
    name: Text
    path: Name


class ImagesSection(Section):
    """A data set of image files, found by walking a folder or listed in `<path>_paths.txt`."""

    type: Literal["image_directory"]
    name: Text
    path: Name
    input_width: Side
    input_height: Side
    up_sampling_method: Literal[UP]  # type: ignore[valid-type]
    down_sampling_method: Literal[DOWN]  # type: ignore[valid-type]
    label_index_regex: str | None
    label_word_net_id_regex: str | None

    @model_validator(mode="after")
    def _one_regex(self) -> "ImagesSection":
        if (self.label_index_regex is None) == (self.label_word_net_id_regex is None):
            raise ValueError("give one of label_index_regex and label_word_net_id_regex, the other null")
        return self


class AttributionsSection(Section):
    """Where the heatmaps are."""

    attribution_method: Text
    attribution_strategy: Text
    sources: tuple[Name, ...]


class AnalysisSection(Section):
    """Where the embeddings and clusterings of one method are."""

    analysis_method: Text
    sources: tuple[Name, ...]


class ProjectSection(Section):
    """All of it."""

    name: Text
    model: Text
    label_map: Name
    dataset: Annotated[Hdf5Section | ImagesSection, Field(discriminator="type")]
    attributions: AttributionsSection | None = None
    analyses: tuple[AnalysisSection, ...] | None = None


@dataclass(frozen=True)
class ProjectFile:
    """A project file that was read. Every path exists in the folder, or is allowed to lie elsewhere.

    `analyses` maps a method to its files, in the order of the project; `own` is what spray itself has noted there.
    """

    file: Path
    settings: ProjectSection
    label_map: Path
    dataset: Path
    attributions: tuple[Path, ...]
    analyses: Mapping[str, tuple[Path, ...]]
    own: Mapping[str, Any] = field(default_factory=dict)
    outside: bool = False

    @property
    def listing(self) -> Path:
        """The file that may list the images of a directory."""
        return Path(os.path.join(self.file.parent, self.settings.dataset.path) + "_paths.txt")


def read(file: Path, outside: bool = False) -> ProjectFile:
    """Read a project file; with `outside`, its files may lie anywhere.

    Raises: `ForeignProjectError` that lists every fault, `OutsideError` for a path that leads out of the folder.
    """
    content = _parse(file)
    raw = content.get("project") if isinstance(content, dict) else None
    if not isinstance(raw, dict):
        raise ForeignProjectError(f"{file.name} has no section `project:`. Give ViRelAy's project file.")
    try:
        settings = ProjectSection.model_validate(raw)
    except ValidationError as error:
        raise ForeignProjectError(
            "\n  ".join([f"{file.name} is no project of ViRelAy:", *_faults(error)])
        ) from None
    own = content.get(OWN_KEY)
    return ProjectFile(
        file=file,
        settings=settings,
        label_map=_path(file, "label_map", settings.label_map, outside),
        dataset=_path(file, "dataset.path", settings.dataset.path, outside),
        attributions=tuple(
            _path(file, "attributions.sources", source, outside)
            for source in (settings.attributions.sources if settings.attributions else ())
        ),
        analyses=_analyses(file, settings.analyses or (), outside),
        own=own if isinstance(own, dict) else {},
        outside=outside,
    )


def inside(file: Path, path: Path, key: str) -> Path:
    """The path, unless it leads out of the folder of the project file, itself or by a link.

    Raises: `OutsideError`.
    """
    folder = file.parent.resolve()
    if not path.resolve().is_relative_to(folder):
        raise OutsideError(
            f"{file.name}: {key} = {str(path)!r} leads out of the folder of the project. If you know who made it, "
            "allow that: --outside, or outside=True."
        )
    return path


def _parse(file: Path) -> Any:
    try:
        if file.stat().st_size > LARGEST:
            raise ForeignProjectError(
                f"{file.name} has more than {LARGEST >> 10} kB, and cannot be a project file."
            )
        text = file.read_text(encoding="utf-8")
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        if node is not None and _values(node, {}, set()) > MOST_VALUES:
            raise ForeignProjectError(
                f"{file.name} stands for more than {MOST_VALUES:,} values once its aliases (*name) are written out."
            )
        return loader.construct_document(node) if node is not None else None
    except OSError as error:
        raise ForeignProjectError(f"{file}: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise ForeignProjectError(f"{file.name} is not UTF-8 text (byte {error.start}).") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        reason = (
            "it is nested too deeply" if isinstance(error, RecursionError) else " ".join(str(error).split())
        )
        raise ForeignProjectError(
            f"{file.name} is not YAML of plain texts, numbers, lists and mappings: {reason}."
        ) from None


def _values(node: yaml.Node, known: dict[int, int], above: set[int]) -> int:
    """How many values a node stands for; a node that holds itself stands for more than any number."""
    if id(node) in above:
        return MOST_VALUES + 1
    if id(node) not in known:
        above.add(id(node))
        parts = node.value if isinstance(node, yaml.CollectionNode) else []
        inner = [part for pair in parts for part in pair] if isinstance(node, yaml.MappingNode) else parts
        known[id(node)] = 1 + sum(_values(part, known, above) for part in inner)
        above.discard(id(node))
    return known[id(node)]


def _faults(error: ValidationError) -> Iterator[str]:
    for fault in error.errors(include_url=False, include_input=False):
        parts = [str(part) for part in fault["loc"] if part not in ("hdf5", "image_directory")]
        key = ".".join(["project", *parts])
        if fault["type"] in ("missing", "union_tag_not_found"):
            where = f"{key}.type" if fault["type"] != "missing" else key
            yield f"{where} is missing"
        elif fault["type"] == "union_tag_invalid":
            yield f"{key}.type is neither 'hdf5' nor 'image_directory'"
        else:
            message = fault["msg"].removeprefix("Value error, ")
            yield f"{key}: {message[0].lower()}{message[1:]}"


def _analyses(
    file: Path, sections: tuple[AnalysisSection, ...], outside: bool
) -> Mapping[str, tuple[Path, ...]]:
    methods: dict[str, tuple[Path, ...]] = {}
    for section in sections:
        paths = tuple(_path(file, "analyses.sources", source, outside) for source in section.sources)
        methods[section.analysis_method] = methods.get(section.analysis_method, ()) + paths
    return methods


def _path(file: Path, key: str, written: str, outside: bool) -> Path:
    if "\0" in written:
        raise ForeignProjectError(f"{file.name}: {key} = {written!r} is no path.")
    path = file.parent / written
    if not outside:
        inside(file, path, key)
    listed = key == "dataset.path" and Path(os.path.join(file.parent, written) + "_paths.txt").is_file()
    folder = key == "dataset.path" and path.is_dir()
    if not (path.is_file() or folder or listed):
        siblings = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
        raise ForeignProjectError(
            f"{file.name}: {key} = {written!r}: no such file.{did_you_mean(path.name, siblings)}"
        )
    return path
