"""The order of a category's samples in its files."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from report.columns import key, shown
from report.projects import Project
from spray.results import Category, Ints

MANY = 400  # samples; fewer fill a sheet or two, and stay in the order of the data

Orders = Mapping[str, Ints]
"""Positions of the members of every category, by its key, in the order in which its chapter has them."""


def orders(several: Sequence[Project]) -> Orders:
    """Projects that have a category of the same samples give it the same order, so that they share its pictures."""
    found: dict[str, Ints] = {}
    known: dict[tuple[str, ...], Ints] = {}
    for project in several:
        ids = project.results.samples.id
        for category in project.results.categories:
            same = tuple(ids[row] for row in category.members) if len(several) > 1 else (key(category),)
            found[key(category, project.key)] = known.setdefault(same, order(category))
    return found


def order(category: Category) -> Ints:
    """Positions so that the clusters of the clustering that is shown first lie together, the suspect at the beginning.

    A selected cluster then needs few sheets of pictures. Within a cluster the order of the data stays.
    """
    _, clustering, _ = shown(category)
    if clustering is None or len(category.members) <= MANY:
        return np.arange(len(category.members))
    last = clustering.labels if category.suspect is None else clustering.labels != category.suspect.cluster
    return np.lexsort((category.members, clustering.labels, last))


def arranged(category: Category, order: Ints) -> Category:
    """The same category with its samples in another order; position i is that of `order[i]` before."""
    inverse = np.empty_like(order)
    inverse[order] = np.arange(len(order))
    analyses = tuple(
        replace(
            analysis,
            embeddings=tuple(replace(one, points=one.points[order]) for one in analysis.embeddings),
            clusterings=tuple(replace(one, labels=one.labels[order]) for one in analysis.clusterings),
            neighbours=None if analysis.neighbours is None else inverse[analysis.neighbours[order]],
        )
        for analysis in category.analyses
    )
    return replace(category, members=category.members[order], analyses=analyses)
