"""The manifest and the index of all samples: see `report.columns` for what they hold."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from report import columns, palette
from report.arrange import Orders
from report.charts import COLOURS
from report.check import UNKNOWN
from report.packing import brief, number, packed, texts
from report.projects import Project
from spray.results import Category, Results

THUMBNAIL = 160  # points drawn for a category in the list, at most
THUMBNAILS = 40_000  # points drawn for all of them together, about
FEWEST = 24
VALUES = 64  # different values up to which a column is one to colour by

RANKINGS = {
    "strangeness": ("Strangeness", "suspicion of its most suspicious cluster"),
    "fisher": ("Linear separability", "how well linear boundaries part the clusters, Fisher's criterion"),
    "outlyingness": ("Outlyingness", "largest local outlier factor, for what is too rare for a cluster"),
    "eigengap": ("Eigengap", "largest step between eigenvalues of the Laplacian"),
    "separability": ("Separability", "how well the graph of neighbours holds the suspicious cluster apart"),
    "distinctness": ("Distinctness", "whether its members, and no others, show what its mean shows"),
    "share": ("Share", "of the suspicious cluster in the category"),
    "wrong": ("Mistakes", "share of samples that are predicted as another class"),
    "size": ("Size", "number of samples"),
}
"""Titles of the scores that are known, in this order; others follow by name."""


def manifest(projects: Sequence[Project], addresses: Mapping[str, str], index: str = "") -> dict[str, Any]:
    """The page's own facts; `addresses` maps a category's key to its data ("" if that is in the page)."""
    first, *others = projects
    site = first.results.site
    return {
        **_project(first, addresses),
        "palette": {"noise": palette.NOISE, "clusters": list(palette.clusters(COLOURS))},
        "colormap": site.colormap,
        "colormaps": {name: packed(colours, "u1") for name, colours in site.colormaps.items()},
        "index": index,
        "more": [_project(project, addresses) for project in others],
    }


def index(projects: Sequence[Project], orders: Orders) -> dict[str, Any]:
    """Where every sample is."""
    found = []
    for project in projects:
        ids, categories = project.results.samples.id, project.results.categories
        rows = [one.members[orders[columns.key(one, project.key)]] for one in categories]
        found.append({"key": project.key, "ids": texts([ids[row] for some in rows for row in some])})
    return {"projects": found}


def _project(project: Project, addresses: Mapping[str, str]) -> dict[str, Any]:
    results = project.results
    wrong = [_wrong(results, category) for category in results.categories]
    points = max(FEWEST, min(THUMBNAIL, THUMBNAILS // max(1, len(results.categories))))
    return {
        "key": project.key,
        "project": results.project,
        "title": results.site.title,
        "classes": list(results.classes),
        "facts": [list(fact) for fact in facts(results)],
        "samples": len(results.samples.id),
        "counts": counts(results),
        "provenance": {group: dict(values) for group, values in results.provenance.items()},
        "notes": list(results.notes),
        "columns": list(_columns(results)),
        "categories": [
            _entry(category, addresses, project.key, missed, points)
            for category, missed in zip(results.categories, wrong, strict=True)
        ],
        "rankings": _rankings(results.categories, wrong),
    }


def facts(results: Results) -> tuple[tuple[str, str], ...]:
    """The few that stand in the header: data, model, correction, composite, target, number of samples."""
    flat = {name.lower(): value for group in results.provenance.values() for name, value in group.items()}
    names = {
        "data": ("source", "data set", "dataset"),
        "model": ("factory", "model"),
        "corrected": ("correction",),
        "composite": ("composite", "method"),
        "target": ("target",),
    }
    known = [(label, next((flat[n] for n in keys if n in flat), "")) for label, keys in names.items()]
    count = len(results.samples.id)
    return (*((label, value) for label, value in known if value), ("samples", f"{count:,}"))


def counts(results: Results) -> dict[str, str]:
    """How much there is, as texts."""
    return {
        "samples": f"{len(results.samples.id):,}",
        "in a category": f"{sum(len(category.members) for category in results.categories):,}",
        "categories": f"{len(results.categories):,}",
        "classes": f"{len(results.classes):,}",
    }


def _entry(
    category: Category, addresses: Mapping[str, str], project: str, wrong: int, points: int
) -> dict[str, Any]:
    key, suspect = columns.key(category, project), category.suspect
    _, clustering, _ = columns.shown(category)
    sizes = {cluster.label: cluster.size for cluster in clustering.clusters} if clustering else {}
    return {
        "key": key,
        "address": addresses[key],
        "name": category.name,
        "index": category.index,
        "rank": category.rank,
        "size": len(category.members),
        "wrong": wrong,
        "strangeness": number(category.strangeness),
        "summary": category.summary,
        "suspect": None if suspect is None else suspect.cluster,
        "suspects": None if suspect is None else sizes[suspect.cluster],
        "thumbnail": _thumbnail(category, points),
    }


def _wrong(results: Results, category: Category) -> int:
    label, prediction = (
        column[category.members] for column in (results.samples.label, results.samples.prediction)
    )
    return int(((label != prediction) & (label != UNKNOWN) & (prediction != UNKNOWN)).sum())


def _rankings(categories: Sequence[Category], wrong: Sequence[int]) -> list[dict[str, Any]]:
    scores = [
        {"strangeness": one.strangeness}
        | dict(one.scores)
        | {"wrong": missed / max(1, len(one.members)), "size": len(one.members)}
        for one, missed in zip(categories, wrong, strict=True)
    ]
    names = {name for found in scores for name in found}
    ordered = [name for name in RANKINGS if name in names] + sorted(names - RANKINGS.keys())
    found = []
    for name in ordered:
        title, hint = RANKINGS.get(name, (name.replace("_", " ").capitalize(), ""))
        values = [brief(one[name]) if name in one else None for one in scores]
        found.append({"name": name, "title": title, "hint": hint, "values": values})
    return found


def _columns(results: Results) -> Iterator[dict[str, Any]]:
    for name, values in sorted(results.samples.metadata.items()):
        counts = Counter(values)
        numbers = _numbers(list(counts))
        if numbers is not None and len(counts) > VALUES // 4:
            yield {"name": name, "kind": "number", "low": min(numbers), "high": max(numbers)}
        elif len(counts) <= VALUES:
            told = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
            yield {
                "name": name,
                "kind": "category",
                "values": [value for value, _ in told],
                "counts": [size for _, size in told],
            }
        else:
            yield {"name": name, "kind": "text"}


def _numbers(values: Sequence[str]) -> list[float] | None:
    """The values as numbers, empty ones left out; None if one is no finite number."""
    try:
        found = [float(value) for value in values if value.strip()]
    except ValueError:
        return None
    return found if found and all(map(math.isfinite, found)) else None


def _thumbnail(category: Category, points: int) -> str:
    """Bytes x, y, suspicious for each of at most `points` points, evenly chosen, suspects last."""
    _, clustering, embedding = columns.shown(category)
    if embedding is None or not len(category.members):
        return ""
    plane = np.zeros((len(category.members), 2))
    plane[:, : min(2, embedding.points.shape[1])] = embedding.points[:, :2]
    span = np.ptp(plane, axis=0)
    unit = (plane - plane.min(axis=0)) / np.where(span > 0, span, 1)
    unit[:, span == 0] = 0.5
    suspect = np.zeros(len(plane), bool)
    if clustering is not None and category.suspect is not None:
        suspect = clustering.labels == category.suspect.cluster
    chosen = np.concatenate(
        [_even(np.flatnonzero(~suspect), points // 2), _even(np.flatnonzero(suspect), points // 2)]
    )
    return packed(np.column_stack([np.rint(255 * unit[chosen]), suspect[chosen]]), "u1")


def _even(positions: NDArray[np.intp], most: int) -> NDArray[np.intp]:
    return positions[:: max(1, math.ceil(len(positions) / most))]
