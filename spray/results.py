"""The values that cross from the analysis to the report, and into `results.json`.

    Results ── Samples            one row per sample, in columns
            ├─ Category*          one per class, strangest first
            │    └─ Analysis*     one per preprocessing
            │         ├─ Embedding*
            │         └─ Clustering* ── Cluster*
            ├─ Pictures           lazily read inputs and heatmaps, by row
            ├─ SiteOptions        how the page looks
            └─ provenance         what was run, with which versions

Frozen, without behaviour, without torch. A *row* is a position in `Samples`; everything else refers to
samples by row, and everything a person sees or exports refers to them by id.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

FORMAT = 1
"""Raised whenever the meaning of `results.json` changes."""

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.floating[Any]]
Bytes = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Samples:
    """All explained samples, one row each, in a fixed order.

    `id` is unique and stable: the path below the image folder, or the row number in the HDF5 file.
    `label` and `prediction` are class indices, -1 where none is known; `score` is the softmax probability of the
    prediction, 0 where there is none.
    `metadata` holds the user's own columns as text, one value per row. `labels`, where samples may have none or
    several, are all of each row's, of which `label` is one.
    """

    id: tuple[str, ...]
    label: Ints
    prediction: Ints
    score: Floats
    metadata: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    labels: tuple[tuple[int, ...], ...] | None = None


@dataclass(frozen=True, eq=False)
class Cluster:
    """One group of a clustering; `label` -1 is noise.

    `separability` in [0, 1]: how well a linear boundary parts it from the rest of the category.
    `suspicion` in [0, 1]: the score that ranks it (see `spray.analyses.strangeness`).
    `medoid` is the row of its most central sample. `purity` maps each metadata column to its most
    frequent value in the cluster and that value's share. `scores` are those that were asked for.
    """

    label: int
    size: int
    share: float
    separability: float
    suspicion: float
    medoid: int
    purity: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    scores: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Clustering:
    """Labels for the members of a category, aligned with `Category.members`; clusters by ascending label."""

    name: str
    method: str
    parameters: Mapping[str, Any]
    embedding: str
    labels: Ints
    clusters: tuple[Cluster, ...]
    scores: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Embedding:
    """Coordinates (members, dimensions), aligned with `Category.members`.

    `eigenvalues`, for a spectral embedding, are those of the symmetric normalised Laplacian, ascending,
    one per dimension.
    """

    name: str
    points: Floats
    axes: tuple[str, ...]
    eigenvalues: Floats | None = None


@dataclass(frozen=True, eq=False)
class Analysis:
    """Everything computed from one preprocessing of one category; `notes` say where it had to adapt.

    `neighbours` (members, k), where they are known, are positions among the members: the k samples with the most
    similar heatmaps, nearest first.
    """

    name: str
    embeddings: tuple[Embedding, ...]
    clusterings: tuple[Clustering, ...]
    notes: tuple[str, ...] = ()
    neighbours: Ints | None = None


@dataclass(frozen=True)
class Suspect:
    """The most suspicious cluster of a category: where to look first."""

    analysis: str
    clustering: str
    cluster: int


@dataclass(frozen=True, eq=False)
class Category:
    """A class (by label or by prediction), with its rank (1 = strangest) and the sentence that says why."""

    name: str
    index: int
    members: Ints
    rank: int
    strangeness: float
    scores: Mapping[str, float]
    suspect: Suspect | None
    summary: str
    analyses: tuple[Analysis, ...]
    notes: tuple[str, ...] = ()


class Pictures(Protocol):
    """Inputs and heatmaps, read when asked for, `rows` in any order."""

    def inputs(self, rows: Ints) -> Bytes:
        """Display images, uint8 (len(rows), height, width, channels), channels 1 or 3."""
        ...

    def relevance(self, rows: Ints) -> Floats:
        """Heatmaps: relevance summed over channels, float32 (len(rows), height, width)."""
        ...


@dataclass(frozen=True, eq=False)
class SiteOptions:
    """How the page looks. `colormaps` maps a name to its palette, uint8 (256, 3); index 128 is zero relevance."""

    title: str
    image_size: int
    colormap: str
    colormaps: Mapping[str, Bytes]


@dataclass(frozen=True)
class Page:
    """Another page of the site, made by another command; `path` is relative to index.html."""

    path: str
    title: str
    about: str


@dataclass(frozen=True, eq=False)
class Results:
    """All that the page is built from. `classes` are the class names by index; `categories` are ranked.

    `provenance` groups what was run: {"Model": {"factory": ...}, "Explanation": {...}, "Versions": {...}}.
    `pages` are linked from the page.
    """

    project: str
    classes: tuple[str, ...]
    samples: Samples
    categories: tuple[Category, ...]
    pictures: Pictures
    site: SiteOptions
    provenance: Mapping[str, Mapping[str, str]]
    notes: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()
