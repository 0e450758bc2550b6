"""What was found, for people (the terminal) and for scripts (results.json)."""

import json
from typing import Any

import numpy as np

from spray import findings, results_json
from spray.results import (
    Analysis,
    Category,
    Cluster,
    Clustering,
    Embedding,
    Results,
    Samples,
    SiteOptions,
    Suspect,
)
from spray.words import count, some

COUNT = 20
MEMBERS = np.arange(COUNT)[::-1]
LABELS = np.where(MEMBERS < 5, 1, 0)


class Blank:
    """Pictures that nobody asks for here."""

    def inputs(self, rows: Any) -> Any:
        raise AssertionError

    relevance = inputs


def cluster(label: int, size: int, purity: dict[str, tuple[str, float]]) -> Cluster:
    rows = MEMBERS[label == LABELS]
    return Cluster(label, size, size / COUNT, 0.5 + label / 4, label / 2, int(rows[0]), purity)


def make(**changes: Any) -> Results:
    clusters = (
        cluster(0, 15, {"tag": ("no", 1.0)}),
        cluster(1, 5, {"tag": ("yes", 0.8), "hall": ("north", 0.5)}),
    )
    clustering = Clustering(
        "k-means 2", "kmeans", {"k": np.int64(2)}, "spectral", LABELS, clusters, {"silhouette": np.nan}
    )
    embedding = Embedding("spectral", np.zeros((COUNT, 2), np.float32), ("1", "2"), np.array([0.0, 0.25]))
    category = Category(
        name="cat",
        index=0,
        members=MEMBERS,
        rank=1,
        strangeness=0.75,
        scores={"gap": np.float32(0.5)},
        suspect=Suspect("plain", "k-means 2", 1),
        summary="5 of 20 stand apart.",
        analyses=(Analysis("plain", (embedding,), (clustering,), ("few samples",)),),
    )
    fields: dict[str, Any] = {
        "project": "Cats",
        "classes": ("cat", "dög"),
        "samples": Samples(
            id=tuple(f"cat/{row}.png" for row in range(COUNT)),
            label=np.zeros(COUNT, int),
            prediction=np.zeros(COUNT, int),
            score=np.ones(COUNT),
            metadata={"tag": ("yes",) * 4 + ("no",) * 16, "hall": ("north", "south") * 10},
        ),
        "categories": (category,),
        "pictures": Blank(),
        "site": SiteOptions("Cats", 64, "grey", {}),
        "provenance": {"Model": {"factory": "a:b"}},
    }
    return Results(**{**fields, **changes})


def test_the_suspicious_cluster_is_told_with_its_size_and_only_what_sets_it_apart() -> None:
    assert findings.describe(make()) == (
        "Strangest first:\n"
        "   1. cat: 5 of 20 stand apart.\n"
        "      cluster 1 of k-means 2 on spectral: 5 samples, separability 0.75; "
        "tag = yes in 80% of it, in 20% of the class"
    )


def test_long_lists_are_cut_and_say_so() -> None:
    results = make()
    many = make(categories=results.categories * 8)
    assert findings.describe(many).endswith("\n  and 3 more in results.json.")
    assert some([str(number) for number in range(7)]) == "0, 1, 2, 3, 4 and 2 more"
    assert [count(1, "image"), count(2, "class"), count(0, "category"), count(3000, "image")] == [
        "1 image",
        "2 classes",
        "0 categories",
        "3,000 images",
    ]


def test_results_json_holds_ids_where_results_hold_rows() -> None:
    text = results_json.dumps(make())
    content = json.loads(text)
    (category,) = content["categories"]
    assert category["members"] == COUNT
    assert category["suspect"] == {"analysis": "plain", "clustering": "k-means 2", "cluster": 1}
    (analysis,) = category["analyses"]
    assert analysis["embeddings"] == [{"name": "spectral", "axes": ["1", "2"], "eigenvalues": [0.0, 0.25]}]
    (clustering,) = analysis["clusterings"]
    assert clustering["parameters"] == {"k": 2}
    assert clustering["scores"] == {"silhouette": None}
    tagged = clustering["clusters"][1]
    assert tagged["samples"] == [f"cat/{row}.png" for row in (4, 3, 2, 1, 0)]
    assert tagged["medoid"] == "cat/4.png"
    assert tagged["purity"]["tag"] == {"value": "yes", "share": 0.8}
    assert "dög" in text


def test_results_json_is_the_same_text_whatever_the_order_of_mappings() -> None:
    turned = make(provenance={"B": {"y": "1", "x": "2"}, "A": {}})
    straight = make(provenance={"A": {}, "B": {"x": "2", "y": "1"}})
    assert results_json.dumps(turned) == results_json.dumps(straight)


def test_our_own_file_is_recognised() -> None:
    assert results_json.is_ours(results_json.dumps(make()))
    for text in ("", "[]", "{}", "not json", '{"format": 1}', "[" * 100_000):
        assert not results_json.is_ours(text)
