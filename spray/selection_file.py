"""The keys of an exported selection, as `spray.selection` describes them: types, ranges, what belongs together."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from spray.errors import SelectionError
from spray.words import count

VERSION = 1
MOST_BYTES = 256_000_000
SHOWN = 5  # faults that a message lists

LARGEST = 2**53 - 1  # beyond it JavaScript has no whole numbers
Row = Annotated[int, Field(ge=0, le=LARGEST)]
Rows = tuple[Row, ...]
Label = Annotated[int, Field(ge=-LARGEST, le=LARGEST)]
Labels = tuple[Label, ...]
Score = Annotated[float, Field(allow_inf_nan=False)]


class Part(BaseModel):
    """An object of the file; further keys are those of a later version, and left."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class SampleEntry(Part):
    """One of selectedSamples."""

    id: str
    label: str | None = None
    prediction: str | None = None
    score: Score | None = None


class FindingEntry(Part):
    """One of findings."""

    name: str
    note: str = ""
    created: str = ""
    address: str = ""
    project: str = ""
    method: str = ""
    category: str = ""
    embedding: str = ""
    clustering: str = ""
    indices: Rows
    ids: tuple[str, ...]

    @model_validator(mode="after")
    def _aligned(self) -> "FindingEntry":
        _same("indices", self.indices, "ids", self.ids)
        return self


class SelectionFile(Part):
    """The keys that ViRelAy writes."""

    projectId: Row  # noqa: N815, the file's own names
    projectName: str  # noqa: N815
    modelName: str  # noqa: N815
    datasetName: str  # noqa: N815
    selectedAnalysisMethod: str  # noqa: N815
    selectedAnalysisCategory: str  # noqa: N815
    selectedCategoryHumanReadableName: str  # noqa: N815
    selectedEmbeddingName: str  # noqa: N815
    selectedClustering: str  # noqa: N815
    numberOfClusters: Row  # noqa: N815
    selectedColorMap: str  # noqa: N815
    selectedImageMode: str | None = None  # noqa: N815, ViRelAy has lost it after an import
    selectedEmbeddingVectorsIndices: Rows  # noqa: N815
    selectedEmbeddingVectorsClusters: Labels  # noqa: N815
    allEmbeddingVectorsIndices: Rows  # noqa: N815
    allEmbeddingVectorsClusters: Labels  # noqa: N815

    @model_validator(mode="after")
    def _consistent(self) -> "SelectionFile":
        selected, every = self.selectedEmbeddingVectorsIndices, self.allEmbeddingVectorsIndices
        for name, rows, clusters in (
            ("selected", selected, self.selectedEmbeddingVectorsClusters),
            ("all", every, self.allEmbeddingVectorsClusters),
        ):
            _same(f"{name}EmbeddingVectorsIndices", rows, f"{name}EmbeddingVectorsClusters", clusters)
            if len(set(rows)) < len(rows):
                raise ValueError(f"{name}EmbeddingVectorsIndices holds a sample twice")
        strangers = set(selected) - set(every)
        if strangers:
            raise ValueError(f"sample {min(strangers)} is selected, but not in allEmbeddingVectorsIndices")
        return self


class OwnFile(SelectionFile):
    """Those of ours besides."""

    selectionVersion: Literal[1]  # noqa: N815
    selectedImageMode: str  # noqa: N815
    selectedSamples: tuple[SampleEntry, ...]  # noqa: N815
    created: str = ""
    categoryKey: str = ""  # noqa: N815
    projectKey: str = ""  # noqa: N815
    embeddingAxes: tuple[Row, Row] = (0, 1)  # noqa: N815
    address: str = ""
    note: str = ""
    provenance: dict[str, dict[str, str]] = {}
    findings: tuple[FindingEntry, ...] = ()

    @model_validator(mode="after")
    def _every_sample(self) -> "OwnFile":
        _same(
            "selectedSamples",
            self.selectedSamples,
            "selectedEmbeddingVectorsIndices",
            self.selectedEmbeddingVectorsIndices,
        )
        return self


def read(path: Path) -> SelectionFile:
    """The file, checked; an `OwnFile` if it has a version. Raises: `SelectionError`."""
    text = _text(path)
    content = _content(path, text)
    version = content.get("selectionVersion")
    if isinstance(version, int) and version > VERSION:
        raise SelectionError(
            f"{path.name} was written by a newer version (selectionVersion {version}); this one reads {VERSION}. "
            "Update it: pip install --upgrade lrpfx"
        )
    kind = SelectionFile if "selectionVersion" not in content else OwnFile
    try:
        return kind.model_validate_json(text)
    except ValidationError as error:
        raise SelectionError(_told(path, error)) from None


def _text(path: Path) -> str:
    if not path.is_file():
        raise SelectionError(f"{path}: no such file. Export one on the page, by “export”.")
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise SelectionError(
            f"{path.name} has {size / 1e6:.0f} MB; an exported selection has at most {MOST_BYTES / 1e6:.0f}."
        )
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SelectionError(f"{path.name} is no text in UTF-8 (byte {error.start}).") from None


def _content(path: Path, text: str) -> Mapping[str, Any]:
    try:
        content = json.loads(text, parse_constant=_refused)
    except json.JSONDecodeError as error:
        ended = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        cut = " It seems to be cut off: export or copy it again." if ended else ""
        raise SelectionError(
            f"{path.name} is no JSON: {error.msg} in line {error.lineno}, column {error.colno}.{cut}"
        ) from None
    except RecursionError:
        raise SelectionError(f"{path.name} is no exported selection: it is nested too deep.") from None
    except ValueError as error:
        raise SelectionError(f"{path.name} is no exported selection: {error}.") from None
    if not isinstance(content, dict) or "selectedEmbeddingVectorsIndices" not in content:
        raise SelectionError(
            f"{path.name} is JSON, but no exported selection: it has no selectedEmbeddingVectorsIndices. "
            "Export one on the page, or by ViRelAy."
        )
    return content


def _refused(constant: str) -> Any:
    raise ValueError(f"it holds {constant}, which JSON has not")


def _same(name: str, one: tuple[Any, ...], other_name: str, other: tuple[Any, ...]) -> None:
    if len(one) != len(other):
        raise ValueError(f"{name} has {len(one)} values, {other_name} has {len(other)}")


def _told(path: Path, error: ValidationError) -> str:
    faults = error.errors(include_url=False)
    lines = []
    for fault in faults[:SHOWN]:
        key = ".".join(map(str, fault["loc"])) or "the file"
        message = fault["msg"].removeprefix("Value error, ")
        lines.append(f"{key}: {message[0].lower() + message[1:]}")
    more = [f"and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
    head = f"{path.name} is damaged, {count(len(faults), 'fault')}; export it again"
    return "\n  ".join([head, *lines, *more])
