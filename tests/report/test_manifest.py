"""What every view is told before a category is opened."""

import json
from dataclasses import replace

import numpy as np
import pytest

from report import arrange, columns
from report.manifest import FEWEST, THUMBNAILS, index, manifest
from report.packing import dumps
from report.projects import projects


def told(results):
    several = projects(results)
    keys = {columns.key(one, project.key): "" for project in several for one in project.results.categories}
    return manifest(several, keys)


def ranking(results, name):
    return next(one["values"] for one in told(results)["rankings"] if one["name"] == name)


def with_metadata(results, **metadata):
    return replace(results, samples=replace(results.samples, metadata=metadata))


def test_categories_can_be_sorted_by_every_score_that_any_has(results):
    first, *others = results.categories
    scored = replace(
        results,
        categories=(replace(first, scores={"fisher": 0.123456789, "my_own": 2.0, "bad": np.nan}), *others),
    )
    rankings = told(scored)["rankings"]
    names = [one["name"] for one in rankings]
    assert names == ["strangeness", "fisher", "separability", "wrong", "size", "bad", "my_own"]
    assert ranking(scored, "fisher") == [0.123457, None, None, None]
    assert ranking(scored, "my_own") == [2.0, None, None, None]
    assert ranking(scored, "bad") == [None] * 4
    assert ranking(scored, "size") == [len(one.members) for one in scored.categories]
    assert rankings[-1]["title"] == "My own"


def test_mistakes_are_counted_only_where_label_and_prediction_are_known(results):
    samples = results.samples
    prediction, label = samples.prediction.copy(), samples.label.copy()
    prediction[:] = label
    rows = results.categories[0].members
    prediction[rows[:5]] = 0
    prediction[rows[3]] = -1
    label[rows[4]] = -1
    changed = replace(results, samples=replace(samples, prediction=prediction, label=label))
    entry = told(changed)["categories"][0]
    assert (entry["name"], entry["wrong"]) == ("horse", 3)
    assert ranking(changed, "wrong")[0] == pytest.approx(3 / 90, rel=1e-5)


def test_an_entry_names_its_suspects(results):
    horse, *others = told(results)["categories"]
    assert (horse["suspect"], horse["suspects"], horse["rank"], horse["index"]) == (2, 14, 1, 1)
    assert horse["summary"].startswith("Cluster 2 of horse")
    assert all(one["suspects"] is None for one in others)


def test_columns_are_numbers_categories_or_texts(results):
    count = len(results.samples.id)
    columns_of = {
        "age": tuple(str(i * 0.5) for i in range(count)),
        "grade": tuple(str(i % 3) for i in range(count)),
        "site": tuple("ab"[i % 5 == 0] for i in range(count)),
        "gaps": tuple("" if i % 2 else str(i) for i in range(count)),
        "huge": tuple(f"{i}e999" for i in range(count)),
        "note": tuple(f"note {i}" for i in range(count)),
    }
    found = {one["name"]: one for one in told(with_metadata(results, **columns_of))["columns"]}
    assert found["age"] == {"name": "age", "kind": "number", "low": 0.0, "high": 100.5}
    assert found["gaps"]["kind"] == "number"
    assert found["grade"]["kind"] == "category"
    assert found["site"]["values"] == ["a", "b"]
    assert found["site"]["counts"] == [161, 41]
    assert found["note"] == {"name": "note", "kind": "text"}
    assert found["huge"]["kind"] == "text"


def test_the_index_says_where_every_sample_is(synthetic):
    results = synthetic.results((30, 450), side=2)
    several = projects(results)
    order = arrange.orders(several)
    (found,) = index(several, order)["projects"]
    start = 0
    for category in results.categories:
        chapter = columns.chapter(results, arrange.arranged(category, order[columns.key(category)]), {})
        assert found["ids"][start : start + len(category.members)] == chapter["ids"]
        start += len(category.members)
    assert start == len(found["ids"]) == 480


def test_the_manifest_of_a_thousand_categories_is_small(synthetic):
    one = synthetic.results((40,), side=2).categories[0]
    results = synthetic.results((40,), side=2)
    many = tuple(replace(one, index=at, rank=at + 1, name=f"class {at}") for at in range(1000))
    content = told(replace(results, categories=many, classes=tuple(one.name for one in many)))
    assert len(dumps(content)) < 500_000
    points = sum(len(entry["thumbnail"]) / 4 for entry in content["categories"])
    assert points <= max(THUMBNAILS, 1000 * FEWEST)


def test_facts_of_the_project_are_all_there(results):
    content = json.loads(dumps(told(replace(results, notes=("careful",)))))
    assert content["provenance"] == {group: dict(facts) for group, facts in results.provenance.items()}
    assert content["notes"] == ["careful"]
    assert ["samples", "202"] in content["facts"]
    assert content["samples"] == 202
