"""What a person selected on the page, exported as JSON, read in Python: `load(path) -> Selection`.

The file is one JSON object in UTF-8. It has the keys of a ViRelAy export, in its order and with its meaning:

    projectId                        position of the project on the page, from 0
    projectName, modelName, datasetName
    selectedAnalysisMethod           name of the analysis
    selectedAnalysisCategory         name of the category; selectedCategoryHumanReadableName as well
    selectedEmbeddingName, selectedClustering
    numberOfClusters                 of that clustering, noise included
    selectedColorMap, selectedImageMode                     "input", "overlay", "attribution"; of ours also "pair"
    selectedEmbeddingVectorsIndices  row of every selected sample in the data set, ascending
    selectedEmbeddingVectorsClusters its cluster, -1 is noise
    allEmbeddingVectorsIndices, allEmbeddingVectorsClusters         the same of every sample of the category

and, in a file of ours, these after them; ViRelAy reads past them:

    selectionVersion                 1; raised when the meaning of a key changes. Without it, the file is ViRelAy's
    created                          time, ISO 8601 in UTC
    categoryKey, projectKey          as in the manifest of the page
    embeddingAxes                    [x, y], dimensions of the embedding, from 0
    address                          state of the page, from "#"
    provenance                       {group: {name: text}} of the project, as in the manifest
    selectedSamples                  for every selected sample, in the order of the indices: {"id": text,
                                     "label": name or null, "prediction": name or null, "score": number or null}
    note                             text of the person, may be ""
    findings                         [{"name", "note", "created", "address", "project", "method", "category",
                                     "embedding", "clustering": texts, "indices": [row], "ids": [text]}]

A reader takes further keys for what a later version adds, and leaves them. Files come from anyone: their size is
limited, every value is checked, nothing in them is executed, and what they contain is never a path that is opened.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spray.errors import SelectionError
from spray.selection_file import FindingEntry, OwnFile, SelectionFile, read


@dataclass(frozen=True)
class Sample:
    """A selected sample: row in the data set and cluster, -1 being noise; what the file does not tell is None.

    `id` is the path below the image folder, or what the data set calls the sample.
    """

    row: int
    cluster: int | None = None
    id: str | None = None
    label: str | None = None
    prediction: str | None = None
    score: float | None = None

    @property
    def file(self) -> str | None:
        """The last part of the id: for images, the name of the file."""
        return None if self.id is None else self.id.rpartition("/")[2]


@dataclass(frozen=True)
class Finding:
    """Samples that a person has named, in the view in which they were found; row i belongs to id i."""

    name: str
    note: str
    created: str
    address: str
    project: str
    analysis: str
    category: str
    embedding: str
    clustering: str
    rows: tuple[int, ...]
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Selection:
    """An exported selection. `version` is None for an export of ViRelAy, which tells no ids, labels and findings.

    `samples`, and with them `rows` and `ids`, are the selected ones; `all_rows` and `all_clusters` are those of the
    category.
    """

    version: int | None
    project: str
    project_id: int
    model: str
    dataset: str
    analysis: str
    category: str
    category_name: str
    embedding: str
    clustering: str
    clusters: int
    colormap: str
    mode: str | None
    samples: tuple[Sample, ...]
    all_rows: tuple[int, ...]
    all_clusters: tuple[int, ...]
    axes: tuple[int, int] = (0, 1)
    project_key: str = ""
    category_key: str = ""
    address: str = ""
    created: str = ""
    note: str = ""
    provenance: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def rows(self) -> tuple[int, ...]:
        """Row of every selected sample in the data set."""
        return tuple(sample.row for sample in self.samples)

    @property
    def ids(self) -> tuple[str | None, ...]:
        """Id of every selected sample; None in an export of ViRelAy."""
        return tuple(sample.id for sample in self.samples)

    def finding(self, name: str) -> Finding:
        """The finding of this name. Raises: `SelectionError` with the names that there are."""
        for found in self.findings:
            if found.name == name:
                return found
        known = ", ".join(repr(found.name) for found in self.findings) or "none"
        raise SelectionError(f"no finding is called {name!r}. There are: {known}.")


def load(path: Path | str) -> Selection:
    """Read a file that the page, or ViRelAy, has exported.

    Raises: `SelectionError` for a file that is missing, too large, no JSON, cut off, something else, of a later
    version, or that contradicts itself; it names the key.
    """
    file = read(Path(path))
    rows, clusters = file.selectedEmbeddingVectorsIndices, file.selectedEmbeddingVectorsClusters
    more = (
        [one.model_dump() for one in file.selectedSamples] if isinstance(file, OwnFile) else [{}] * len(rows)
    )
    return Selection(
        version=file.selectionVersion if isinstance(file, OwnFile) else None,
        project=file.projectName,
        project_id=file.projectId,
        model=file.modelName,
        dataset=file.datasetName,
        analysis=file.selectedAnalysisMethod,
        category=file.selectedAnalysisCategory,
        category_name=file.selectedCategoryHumanReadableName,
        embedding=file.selectedEmbeddingName,
        clustering=file.selectedClustering,
        clusters=file.numberOfClusters,
        colormap=file.selectedColorMap,
        mode=file.selectedImageMode,
        samples=tuple(
            Sample(row, cluster, **told) for row, cluster, told in zip(rows, clusters, more, strict=True)
        ),
        all_rows=file.allEmbeddingVectorsIndices,
        all_clusters=file.allEmbeddingVectorsClusters,
        **_ours(file),
    )


def _ours(file: SelectionFile) -> dict[str, Any]:
    if not isinstance(file, OwnFile):
        return {}
    return {
        "axes": file.embeddingAxes,
        "project_key": file.projectKey,
        "category_key": file.categoryKey,
        "address": file.address,
        "created": file.created,
        "note": file.note,
        "provenance": file.provenance,
        "findings": tuple(map(_finding, file.findings)),
    }


def _finding(entry: FindingEntry) -> Finding:
    told = entry.model_dump(exclude={"method", "indices"})
    return Finding(**told, analysis=entry.method, rows=entry.indices)
