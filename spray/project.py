"""The project file: what to explain, how to analyse it, and how the page looks.

A TOML file with the sections of `Project`. Its fields are the only place where keys, defaults and their
descriptions are written down: `spray init`, the error messages and the README follow from them.
"""

import difflib
import json
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from spray.errors import ProjectError, SprayError

Text = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(gt=0, strict=True)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
PositiveNumber = Annotated[float, Field(strict=True, allow_inf_nan=False, gt=0)]
Texts = Annotated[tuple[Text, ...], Field(min_length=1)]


class Section(BaseModel):
    """A table of the project file: frozen, and without any key that is not declared."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ProjectSection(Section):
    """Names the project."""

    name: Text | None = Field(default=None, description="shown on the page; the folder's name when left out")


class ModelSection(Section):
    """The classifier: a callable that returns a torch.nn.Module, and its weights."""

    factory: Annotated[str, Field(pattern=r"^[\w.]+:[\w.]+$")] = Field(
        description='"module:callable"; the module is also found in the folder of this file'
    )
    arguments: dict[str, Any] = Field(default={}, description="keyword arguments of the callable")
    checkpoint: Text | None = Field(
        default=None, description="a .safetensors file, or a .pt / .pth state dict (loaded with weights only)"
    )


class DataSection(Section):
    """The samples, and what is done to them before the model sees them."""

    images: Text | None = Field(default=None, description="a folder with one sub-folder of images per class")
    hdf5: Text | None = Field(
        default=None, description="or an HDF5 file: data (n, C, H, W), (n, H, W, C) or (n, H, W); label (n,)"
    )
    label_map: Text | None = Field(
        default=None,
        description='a JSON file [{"index": 0, "name": "cat", "word_net_id": "n02121620"}, ...]; without it, '
        "the folder names in sorted order are the classes 0, 1, ...",
    )
    metadata: Text | None = Field(
        default=None,
        description="a CSV file: first column the sample (path below images, or row number), "
        "other columns yours",
    )
    resize: Count | None = Field(
        default=None, description="length of the shorter side, in pixels, before the crop"
    )
    crop: Count | None = Field(
        default=None, description="side of the square that is cut from the centre, in pixels"
    )
    mean: Annotated[tuple[Number, ...], Field(min_length=1)] | None = Field(
        default=None, description="subtracted per channel, after 8-bit images were scaled to 0..1"
    )
    std: Annotated[tuple[PositiveNumber, ...], Field(min_length=1)] | None = Field(
        default=None, description="then divided by this, per channel"
    )
    channels: Literal[1, 3] | None = Field(
        default=None,
        description="1 (grey) or 3 (colour); when left out, as long as mean, else as the images are",
    )
    layout: Literal["NCHW", "NHWC"] | None = Field(
        default=None, description="order of the axes of an HDF5 file, where its shape leaves that open"
    )
    limit: Count | None = Field(
        default=None,
        description="most samples to explain: a seeded choice, as many from each class as possible",
    )
    on_error: Literal["stop", "skip"] = Field(
        default="stop",
        description='samples that cannot be read: "stop" with a list, or "skip" them with a note',
    )

    @model_validator(mode="after")
    def _one_source(self) -> "DataSection":
        if (self.images is None) == (self.hdf5 is None):
            raise ValueError(
                "give one of data.images (a folder with one sub-folder per class) and data.hdf5 (a file)"
                + (", not both" if self.images else "")
            )
        return self

    @model_validator(mode="after")
    def _one_value_per_channel(self) -> "DataSection":
        lengths = {name: len(value) for name in ("mean", "std") if (value := getattr(self, name))}
        if self.channels:
            lengths["channels"] = self.channels
        allowed = {self.channels or max(lengths.values(), default=1), 1}  # one value serves every channel
        if not set(lengths.values()) <= allowed:
            counts = " and ".join(f"data.{name} ({count})" for name, count in lengths.items())
            raise ValueError(f"{counts} disagree on the number of channels; give one value per channel")
        return self


class ExplainSection(Section):
    """How relevance is computed, and for which output."""

    composite: Text = Field(default="epsilon_plus_flat", description="which rule each layer gets")
    parameters: dict[str, Any] = Field(default={}, description="of the composite")
    target: Literal["true_label", "predicted_label"] = Field(
        default="true_label", description="explain the output of the sample's label, or the largest output"
    )
    batch_size: Count | Literal["auto"] = Field(
        default="auto", description='samples at a time; "auto" follows from their shape'
    )
    device: Annotated[str, Field(pattern=r"^(auto|cpu|mps|xpu|cuda(:\d+)?)$")] = Field(
        default="auto",
        description='"cpu", "cuda", "cuda:1", "mps"; "auto" is the first accelerator, or the CPU',
    )


class AnalyzeSection(Section):
    """SpRAy: which samples form a category, and how each category is embedded and clustered."""

    categories: Literal["label", "prediction"] = Field(
        default="label",
        description="samples are analysed together that share their label, or their prediction",
    )
    preprocessing: Texts = Field(
        default=("spectral",), description="of heatmaps; each one is an analysis of its own"
    )
    embeddings: Texts = Field(default=("spectral", "tsne"), description="coordinates of the heatmaps")
    clusterings: Texts = Field(default=("kmeans:2-10", "hdbscan"), description="groups of the heatmaps")
    seed: Annotated[int, Field(ge=0, lt=2**32, strict=True)] = Field(
        default=0, description="of every random choice"
    )


class SiteSection(Section):
    """How the page looks."""

    title: Text | None = Field(default=None, description="of the page; the project's name when left out")
    image_size: Annotated[int, Field(ge=16, le=1024, strict=True)] = Field(
        default=128, description="longer side of the pictures on the page, in pixels"
    )
    colormap: Text = Field(default="coldnhot", description="of the heatmaps, when the page opens")


class Settings(Section):
    """All sections; everything but the model's factory and the source of the data may be left out."""

    project: ProjectSection = ProjectSection()
    model: ModelSection
    data: DataSection
    explain: ExplainSection = ExplainSection()
    analyze: AnalyzeSection = AnalyzeSection()
    site: SiteSection = SiteSection()

    @field_validator("*", mode="before")
    @classmethod
    def _tables(cls, value: object) -> object:
        if not isinstance(value, Mapping | Section):
            raise ValueError("must be a table")
        return value


@dataclass(frozen=True)
class Project:
    """A project file that was read: `file`, and its sections. Paths in it are relative to its folder."""

    file: Path
    name: str
    model: ModelSection
    data: DataSection
    explain: ExplainSection
    analyze: AnalyzeSection
    site: SiteSection

    @property
    def folder(self) -> Path:
        """The folder of the project file."""
        return self.file.parent

    @property
    def title(self) -> str:
        """Title of the page."""
        return self.site.title or self.name

    def path(self, relative: str) -> Path:
        """A path of the project file as one that can be opened."""
        return self.folder / Path(relative).expanduser()


Choices = Mapping[str, Collection[str]]
"""Valid values of a key, where they come from a registry: {"explain.composite": (...)}."""

PATHS = {"model.checkpoint": "file", "data.images": "folder", "data.hdf5": "file", "data.label_map": "file",
         "data.metadata": "file"}  # fmt: skip


def find(argument: Path) -> Path:
    """The project file that a person means: the file itself, or the one in the folder.

    Raises: `ProjectError` if there is none, or more than one.
    """
    if argument.is_file():
        return argument.resolve()
    if not argument.is_dir():
        raise ProjectError(
            f"{argument}: no such file or folder. `spray init {argument.parent}` writes a project file."
        )
    if (argument / "spray.toml").is_file():
        return (argument / "spray.toml").resolve()
    found = sorted(path for path in argument.glob("*.toml") if path.name != "pyproject.toml")
    if len(found) == 1:
        return found[0].resolve()
    if found:
        names = ", ".join(path.name for path in found)
        raise ProjectError(
            f"{argument} holds several project files: {names}. Name one: `spray build {found[0]}`."
        )
    raise ProjectError(f"{argument} holds no project file. `spray init {argument}` writes one (spray.toml).")


def load(file: Path, choices: Choices | None = None) -> Project:
    """Read and validate a project file; `choices` are the valid values that only the caller knows.

    Raises: `ProjectError` that lists every fault with its key, its value and the valid ones.
    """
    file = file.resolve()
    table = _parse(file)
    try:
        settings = Settings.model_validate(table)
    except ValidationError as error:
        raise _faulty(file, list(_describe(error.errors()))) from None
    project = Project(
        file=file,
        name=settings.project.name or file.parent.name or file.stem,
        model=settings.model,
        data=settings.data,
        explain=settings.explain,
        analyze=settings.analyze,
        site=settings.site,
    )
    faults = [*_wrong_choices(project, choices or {}), *_wrong_specs(project), *_missing_paths(project)]
    if faults:
        raise _faulty(file, faults)
    return project


def _parse(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ProjectError(f"{file.name} is not valid TOML: {error}.") from None
    except UnicodeDecodeError as error:
        raise ProjectError(f"{file.name} is not UTF-8 text (byte {error.start}). TOML files are.") from None
    except OSError as error:
        raise ProjectError(f"{file}: {error.strerror}.") from None


def _faulty(file: Path, faults: list[str]) -> ProjectError:
    return ProjectError("\n  ".join([f"{file.name}: {len(faults)} fault{'s' * (len(faults) > 1)}", *faults]))


def _describe(faults: list[ErrorDetails]) -> Iterator[str]:
    """One line per key: a value that fits no member of a union is one fault, not several."""
    by_key: dict[tuple[str, ...], list[ErrorDetails]] = {}
    for fault in faults:
        parts = (str(part) for part in fault["loc"])
        key = tuple(part for part in parts if not part.startswith(("literal[", "constrained-", "function-")))
        by_key.setdefault(key, []).append(fault)
    for key, same in by_key.items():
        yield _describe_key(key, same)


def _describe_key(parts: tuple[str, ...], faults: list[ErrorDetails]) -> str:
    fault, key = faults[0], ".".join(parts)
    if fault["type"] == "extra_forbidden":
        return _unknown_key(parts)
    if fault["type"] == "missing":
        return f"{key} is missing. {_meaning(parts)}".rstrip()
    if fault["type"] == "value_error" and parts == ("data",):
        return f"{fault['ctx']['error']}."
    why = " and ".join(_why(fault) for fault in faults)
    return f"{key} = {_toml(fault['input'])}: {why}. {_meaning(parts)}".rstrip()


def _why(fault: ErrorDetails) -> str:
    if fault["type"] == "literal_error":
        return f"not one of {fault['ctx']['expected'].replace(' or ', ', ')}"
    if fault["type"] == "string_pattern_mismatch":
        return "not of the form it must have"
    if fault["type"] == "too_short":
        return "needs at least one value"
    message = fault["msg"].removeprefix("Value error, ")
    return message[0].lower() + message[1:]


def _keys(section: str) -> Mapping[str, FieldInfo]:
    field = Settings.model_fields.get(section)
    annotation = field.annotation if field else None
    return annotation.model_fields if isinstance(annotation, type) and issubclass(annotation, Section) else {}


def _meaning(parts: tuple[str, ...]) -> str:
    field = _keys(parts[0]).get(parts[1]) if len(parts) > 1 else None
    return f"Meaning: {field.description}." if field is not None else ""


def _unknown_key(parts: tuple[str, ...]) -> str:
    *section, name = parts
    known = list(_keys(section[0]) if section else Settings.model_fields)
    where = f"Keys of [{section[0]}]" if section else "Sections"
    mend = _did_you_mean(name, known, f"{section[0]}." if section else "")
    return f"{'.'.join(parts)} is unknown.{mend} {where}: {', '.join(known)}."


def _did_you_mean(value: str, known: Collection[str], prefix: str = "") -> str:
    close = difflib.get_close_matches(value, known, n=1)
    return f" Did you mean {prefix}{close[0]}?" if close else ""


def _toml(value: object) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        text = str(value)
    return text if len(text) <= 80 else text[:77] + "..."


def _wrong_choices(project: Project, choices: Choices) -> Iterator[str]:
    for key, valid in choices.items():
        section, name = key.split(".")
        value = getattr(getattr(project, section), name)
        if value not in valid:
            known = ", ".join(json.dumps(choice) for choice in sorted(valid))
            yield f"{key} = {_toml(value)}: not one of {known}.{_did_you_mean(value, valid)}"


def _wrong_specs(project: Project) -> Iterator[str]:
    """Names and parameters such as "kmeans:2-10" are checked by the analyses themselves."""
    from spray import analyses  # scans its folder, which costs time that `spray --help` has not got

    for key, kind in (
        ("preprocessing", "preprocessing"),
        ("embeddings", "embedding"),
        ("clusterings", "clustering"),
    ):
        for spec in getattr(project.analyze, key):
            try:
                analyses.parse(kind, spec, f"analyze.{key}")
            except SprayError as error:
                yield str(error)


def _missing_paths(project: Project) -> Iterator[str]:
    for key, kind in PATHS.items():
        section, name = key.split(".")
        value = getattr(getattr(project, section), name)
        if value is None:
            continue
        path = project.path(value)
        if not (path.is_dir() if kind == "folder" else path.is_file()):
            siblings = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
            mend = _did_you_mean(path.name, siblings)
            yield f"{key} = {_toml(value)}: no such {kind} in {path.parent}.{mend}"
