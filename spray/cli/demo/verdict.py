"""Whether the analysis has found the tag, in words."""

import numpy as np

from spray.cli.demo.digits import Flags
from spray.findings import suspect
from spray.results import Category, Results


def verdict(results: Results) -> str:
    """Judge by the column `tag` of the samples' metadata.

    purity = tagged images in the cluster / images in the cluster
    recall = tagged images in the cluster / tagged images in the class

    for the most suspicious cluster of the class that has most tagged images.
    """
    tagged = np.array([value == "yes" for value in results.samples.metadata["tag"]])
    poisoned = max(results.categories, key=lambda category: int(tagged[category.members].sum()))
    members = tagged[poisoned.members]
    place = "first" if poisoned.rank == 1 else f"number {poisoned.rank}"
    return (
        f"Planted: {members.sum()} of the {len(members)} images of {poisoned.name} carry a tag.\n"
        f"Found: {poisoned.name} is ranked {place} of {len(results.categories)} classes; "
        f"{_caught(poisoned, members)}."
    )


def _caught(poisoned: Category, tagged: Flags) -> str:
    named = suspect(poisoned)
    if named is None:
        return "none of its clusters is suspicious"
    clustering, cluster = named
    inside = clustering.labels == cluster.label
    purity, recall = tagged[inside].mean(), tagged[inside].sum() / tagged.sum()
    return (
        f"its most suspicious cluster, {cluster.label} of {clustering.name} with {cluster.size} images, "
        f"has a purity of {purity:.0%} (tagged) and a recall of {recall:.0%} (of all that are tagged)"
    )
