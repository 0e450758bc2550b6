"""Where a planted tag ended up: from `results.json` and `metadata.csv` alone."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def judge(folder: Path, name: str) -> dict[str, Any]:
    """Rank of the poisoned class, and the purity and recall of its suspect and of its best cluster.

    purity = tagged samples in the cluster / samples in the cluster
    recall = tagged samples in the cluster / tagged samples in the class

    The best cluster has the largest product of both.
    """
    results = json.loads((folder / "results.json").read_text())
    with (folder / "metadata.csv").open() as stream:
        tagged = {row["row"] for row in csv.DictReader(stream) if row["tag"] == "yes"}
    (category,) = [category for category in results["categories"] if category["name"] == name]
    found = list(_clusters(category, tagged))
    suspect = category["suspect"] or {}
    named = [one for one in found if all(one[key] == value for key, value in suspect.items())]
    return {
        "rank": category["rank"],
        "categories": len(results["categories"]),
        "samples": category["members"],
        "tagged": sum(one["hits"] for one in found if one["clustering"] == found[0]["clustering"]),
        "suspect": named[0] if suspect else None,
        "best cluster": max(found, key=lambda one: one["purity"] * one["recall"]),
    }


def words(cluster: dict[str, Any] | None) -> str:
    """A cluster in a line of text."""
    if cluster is None:
        return "none"
    return (
        f"{cluster['cluster']} of {cluster['clustering']} ({cluster['analysis']}), {cluster['size']} samples: "
        f"purity {cluster['purity']:.0%}, recall {cluster['recall']:.0%}"
    )


def _clusters(category: dict[str, Any], tagged: set[str]) -> Iterator[dict[str, Any]]:
    for analysis in category["analyses"]:
        for clustering in analysis["clusterings"]:
            hits = {
                cluster["label"]: len(tagged & set(cluster["samples"])) for cluster in clustering["clusters"]
            }
            for cluster in clustering["clusters"]:
                own = hits[cluster["label"]]
                yield {
                    "analysis": analysis["name"],
                    "clustering": clustering["name"],
                    "cluster": cluster["label"],
                    "size": cluster["size"],
                    "hits": own,
                    "purity": own / cluster["size"],
                    "recall": own / max(1, sum(hits.values())),
                }
