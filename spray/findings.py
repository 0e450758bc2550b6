"""What was found, in words, for the terminal."""

import numpy as np

from spray.results import Category, Cluster, Clustering, Results
from spray.words import count

SHOWN = 5
NOTABLE = 0.1
"""How far a share has to exceed that in the whole class to be worth a word."""


def describe(results: Results, shown: int = SHOWN) -> str:
    """The strangest categories, and the suspicious cluster of each: size, share, purity."""
    lines = ["Strangest first:"]
    for category in results.categories[:shown]:
        lines.append(
            f"  {category.rank:>2}. {category.name}: {category.summary}{_suspect(results, category)}"
        )
    hidden = results.categories[shown:]
    if hidden:
        lines.append(f"  and {len(hidden)} more in results.json.")
    return "\n".join(lines)


def _suspect(results: Results, category: Category) -> str:
    found = suspect(category)
    if found is None:
        return ""
    clustering, cluster = found
    words = [f"{count(cluster.size, 'sample')}, separability {cluster.separability:.2f}"]
    for name, (value, share) in cluster.purity.items():
        usual = np.mean([results.samples.metadata[name][row] == value for row in category.members])
        if share >= usual + NOTABLE:
            words.append(f"{name} = {value} in {share:.0%} of it, in {usual:.0%} of the class")
    return (
        f"\n      cluster {cluster.label} of {clustering.name} on {clustering.embedding}: {'; '.join(words)}"
    )


def suspect(category: Category) -> tuple[Clustering, Cluster] | None:
    """The most suspicious cluster of a category, if it has one."""
    if category.suspect is None:
        return None
    for analysis in category.analyses:
        for clustering in analysis.clusterings:
            if (analysis.name, clustering.name) == (category.suspect.analysis, category.suspect.clustering):
                for cluster in clustering.clusters:
                    if cluster.label == category.suspect.cluster:
                        return clustering, cluster
    return None
