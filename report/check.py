"""Results that contradict themselves are refused: a page must never show one sample's heatmap beside another."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from report.errors import BadResultsError
from spray.results import Analysis, Category, Results

UNKNOWN = -1
"""Label or prediction of a sample that has none."""


def check(results: Results) -> None:
    """Raise `BadResultsError` at the first contradiction, naming where it is."""
    samples, count, classes = results.samples, len(results.samples.id), len(results.classes)
    columns: dict[str, Any] = {
        "label": samples.label,
        "prediction": samples.prediction,
        "score": samples.score,
        **{f"metadata[{name!r}]": column for name, column in samples.metadata.items()},
    }
    for name, column in columns.items():
        _same(f"samples.{name}", len(column), "samples.id", count)
    if len(set(samples.id)) != count:
        twice = next(name for i, name in enumerate(samples.id) if name in set(samples.id[:i]))
        raise BadResultsError(f"samples.id holds {twice!r} twice. Every sample needs an id of its own.")
    for name in ("label", "prediction"):
        _within(f"samples.{name}", columns[name], classes, "class", UNKNOWN)
    if not np.isfinite(samples.score).all():
        raise BadResultsError(
            "samples.score is not finite everywhere. It has to be a probability per sample."
        )
    _site(results)
    indices = [category.index for category in results.categories]
    if len(set(indices)) != len(indices):
        raise BadResultsError(
            f"two categories have the same index ({indices}). Give each class one category."
        )
    for category in results.categories:
        _category(category, count)


def _site(results: Results) -> None:
    site = results.site
    if not site.colormaps or site.colormap not in site.colormaps:
        known = ", ".join(sorted(site.colormaps)) or "none"
        raise BadResultsError(
            f"site.colormap {site.colormap!r} is not among site.colormaps ({known}). Name one of them."
        )
    for name, palette in site.colormaps.items():
        if palette.shape != (256, 3) or palette.dtype != np.uint8:
            raise BadResultsError(
                f"site.colormaps[{name!r}] is {palette.dtype} {palette.shape}. It has to be uint8 (256, 3)."
            )
    if site.image_size < 1:
        raise BadResultsError(f"site.image_size is {site.image_size}. It has to be at least 1 pixel.")


def _category(category: Category, count: int) -> None:
    where = f"category {category.name!r}"
    _within(f"{where}: members", category.members, count, "sample")
    if len(np.unique(category.members)) != len(category.members):
        raise BadResultsError(f"{where}: members holds a sample twice. Every sample counts once.")
    for analysis in category.analyses:
        _analysis(f"{where}, analysis {analysis.name!r}", analysis, category)
    suspect = category.suspect
    if suspect is None:
        return
    known = {
        (analysis.name, clustering.name, cluster.label)
        for analysis in category.analyses
        for clustering in analysis.clusterings
        for cluster in clustering.clusters
    }
    if (suspect.analysis, suspect.clustering, suspect.cluster) not in known:
        raise BadResultsError(f"{where}: its suspect {suspect} is not among its clusters.")


def _analysis(where: str, analysis: Analysis, category: Category) -> None:
    members = len(category.members)
    for embedding in analysis.embeddings:
        place = f"{where}, embedding {embedding.name!r}"
        if embedding.points.ndim != 2 or not np.isfinite(embedding.points).all():
            raise BadResultsError(f"{place}: points have to be finite, of shape (members, dimensions).")
        _same(f"{place}: points", len(embedding.points), "the category's members", members)
        _same(
            f"{place}: axes", len(embedding.axes), "the dimensions of its points", embedding.points.shape[1]
        )
    for clustering in analysis.clusterings:
        place = f"{where}, clustering {clustering.name!r}"
        _same(f"{place}: labels", len(clustering.labels), "the category's members", members)
        found = dict(
            zip(*(part.tolist() for part in np.unique(clustering.labels, return_counts=True)), strict=True)
        )
        told = {cluster.label: cluster.size for cluster in clustering.clusters}
        if found != told:
            raise BadResultsError(f"{place}: its clusters have sizes {told}, its labels say {found}.")
        for cluster in clustering.clusters:
            if cluster.medoid not in category.members:
                raise BadResultsError(
                    f"{place}: the medoid of cluster {cluster.label} is no member of the category."
                )


def _same(what: str, length: int, other: str, expected: int) -> None:
    if length != expected:
        raise BadResultsError(f"{what} has length {length}, but {other} has {expected}. They have to agree.")


def _within(what: str, values: NDArray[Any], count: int, noun: str, least: int = 0) -> None:
    if len(values) and (values.min() < least or values.max() >= count):
        raise BadResultsError(
            f"{what} holds {int(values.min())} .. {int(values.max())}, but there are {count} {noun} numbers, from 0."
        )
