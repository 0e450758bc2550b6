"""The benchmark of planted artefacts, in its quick form: what it finds, what it reports, and its page."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("zennit")
pytest.importorskip("corelay")

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
METRICS = {
    "auroc": 0.9,
    "ap": 0.8,
    "ari": 0.7,
    "purity": 0.8,
    "cluster": 0.6,
    "images/s": 50.0,
    "peak MB": 500.0,
}


@pytest.fixture
def benchmark(monkeypatch):
    monkeypatch.syspath_prepend(BENCHMARKS)
    import clever_hans

    return clever_hans


def made(benchmark, reliance, places, seed=0):
    """A run of three classes, of which 2 has the artefact; `places` is its rank by every stack."""
    stacks = {}
    for stack, place in zip(benchmark.STACKS, places, strict=True):
        order = [1.0, 0.8, 0.6]
        own = order.pop(place - 1)
        stacks[stack] = METRICS | {"rank": float(place), "classes": [*order, own]}
    return {
        "data": "digits", "kind": "tag", "prevalence": 0.2, "seed": seed, "planted": 9, "of": 40, "poisoned": 2,
        "accuracy": 0.9, "with the artefact": 0.2, "reliance": reliance,
    } | stacks  # fmt: skip


def run(script, *arguments):
    return subprocess.run(
        [sys.executable, BENCHMARKS / script, *map(str, arguments)], check=True, text=True, stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    ).stdout  # fmt: skip


def test_a_class_that_is_no_stranger_than_others_shares_their_places(benchmark):
    rank = benchmark.clever_stacks.rank
    assert [rank({0: 3.0, 1: 1.0, 2: 2.0}, own) for own in range(3)] == [1, 3, 2]
    assert rank({0: 0.0, 1: 0.0, 2: 0.0}, 1) == 2


def test_the_table_says_how_many_runs_and_samples_stand_behind_a_prevalence(benchmark):
    runs = [made(benchmark, 0.9, (1, 1, 1, 1)), made(benchmark, 0.05, (1, 1, 1, 1), seed=1) | {"planted": 7}]
    runs.append(made(benchmark, 0.4, (1, 1, 1, 1)) | {"prevalence": 0.01, "planted": 1})
    import clever_table

    assert clever_table.coverage(runs) == (
        "1% (1 samples planted) in 1 runs, 1 of which rely on it; "
        "20% (7 to 9 samples planted) in 2 runs, 1 of which rely on it"
    )


@pytest.mark.slow
def test_one_planted_sample_is_a_case_too(benchmark):
    case = benchmark.clever_case.make("digits", "tag", 0.005, 0)
    assert case.planted.sum() == 1
    assert case.label[case.planted].tolist() == [case.poisoned]


def test_only_networks_that_rely_on_the_artefact_count_and_the_rank_over_both_spaces_is_of_the_greater(
    benchmark,
):
    runs = [made(benchmark, 0.9, (3, 2, 1, 3)), made(benchmark, 0.05, (1, 1, 1, 1), seed=1)]
    lines = benchmark.report(runs, {"cores": "2"}).splitlines()
    first = {line.split(" | ")[1]: line.split(" | ")[3] for line in lines if line.startswith("| all (1)")}
    assert first == {
        "lrpfx input": "3.00 (3.00–3.00)", "lrpfx layer": "2.00 (2.00–2.00)", "lrpfx concept": "1.00 (1.00–1.00)",
        "lrpfx, input or concept": "1.50 (1.50–1.50)", "Zennit + CoRelAy": "3.00 (3.00–3.00)",
    }  # fmt: skip
    assert any("2 runs; in 1 the network relies" in line for line in lines)
    assert any(
        "in 2 of 2 runs CoRelAy's k-means and the start of its eigenvectors had none" in line
        for line in lines
    )


def test_a_difference_is_told_only_where_its_interval_leaves_out_nothing(benchmark):
    import clever_table

    def verdicts(gaps, metric="auroc"):
        runs = [made(benchmark, 0.9, (1, 1, 1, 1), seed) for seed in range(len(gaps))]
        for one, gap in zip(runs, gaps, strict=True):
            one["lrpfx input"] = one["lrpfx input"] | {metric: METRICS[metric] + gap}
        return clever_table.verdict(runs, "lrpfx input", metric)

    assert verdicts([0.1, 0.2, 0.1, 0.15]) == "better"
    assert verdicts([-0.1, -0.2, -0.1]) == "worse"
    assert verdicts([-0.3, 0.3, 0.2, -0.1]) == "not told apart"
    assert verdicts([-100.0, -90.0], "peak MB") == "better", "less memory is better"


def test_the_table_begins_with_what_was_found_against_chance(benchmark):
    runs = [made(benchmark, 0.9, (1, 1, 1, 3), seed) for seed in range(4)]
    text = benchmark.report(runs, {"cores": "2"})
    told = text[text.index("## What was found") :]
    assert "found first in a share of 1.00 (1.00–1.00) by lrpfx + spray, more than chance" in told
    assert "0.00 (0.00–0.00) by the largest eigengap of Zennit + CoRelAy, less than chance" in told
    assert "| tag | 4 of 4 |" in told


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # CoRelAy imports what is not installed
def test_the_peer_finds_the_same_numbers_in_every_run(benchmark, monkeypatch):
    import numpy as np
    import torch
    from clever_net import network

    stacks = benchmark.clever_stacks
    torch.manual_seed(0)
    net, random = network(1, 3).eval(), np.random.default_rng(0)
    label = np.repeat(np.arange(3), 70)
    given = {"inputs": random.normal(size=(210, 1, 28, 28)).astype(np.float32), "label": label}

    def found(seed):
        np.random.seed(seed)  # k-means without a seed of its own takes this one
        one = stacks.theirs(net, given, stacks.STACKS[-1], 1)
        return one.classes, one.score.tolist(), [labels.tolist() for labels in one.clusterings]

    assert found(0) == found(1)
    before = found(0)
    monkeypatch.setattr(stacks, "SEED", 5)
    assert found(0) != before, "data without groups, whose k-means depends on the seed"


@pytest.mark.slow
def test_earlier_runs_get_the_peers_seeds_and_keep_what_they_took(tmp_path):
    how = ("--quick", "--kind", "tag", "--json")
    (one,) = json.loads(run("clever_hans.py", *how))["runs"]
    assert one.pop("peer seeded")
    earlier = {"machine": {"cores": "of then"}, "runs": [one]}
    earlier["runs"][0]["Zennit + CoRelAy"] |= {"auroc": 0.0, "images/s": 123.0}
    file = tmp_path / "earlier.json"
    file.write_text(json.dumps(earlier))
    told = json.loads(run("clever_hans.py", "--again", file, "--json"))
    (again,) = told["runs"]
    assert again["peer seeded"]
    assert again["Zennit + CoRelAy"]["auroc"] > 0
    assert again["Zennit + CoRelAy"]["images/s"] == 123
    assert again["lrpfx input"] == one["lrpfx input"]
    assert told["machine"] == earlier["machine"]
    run("clever_hans.py", "--table", file)
    assert (tmp_path / "earlier.md").read_text().startswith("# Planted artefacts")


@pytest.mark.slow
def test_a_tag_and_a_colour_cast_are_found_and_a_second_call_measures_nothing_again(tmp_path):
    how = ("--quick", "--kind", "tag", "--kind", "cast", "--rows", tmp_path / "rows.jsonl", "--json")
    runs = json.loads(run("clever_hans.py", *how))["runs"]
    assert [one["kind"] for one in runs] == ["tag", "cast"]
    for one in runs:
        assert one["reliance"] > 0.5
        for space in ("lrpfx input", "lrpfx concept"):
            assert one[space]["rank"] <= 2
            assert one[space]["auroc"] > 0.95
            assert one[space]["ari"] > 0.9
        assert len(one["Zennit + CoRelAy"]["classes"]) == 10
    assert json.loads(run("clever_hans.py", *how))["runs"] == runs


@pytest.mark.slow
def test_the_explorer_has_a_project_for_every_artefact_and_space(tmp_path):
    run("clever_site.py", tmp_path, "--kind", "tag")
    assert (tmp_path / "site" / "index.html").exists()
    results = json.loads((tmp_path / "results.json").read_text())
    first = results["categories"][0]
    assert first["name"] == "3, with a planted tag"
    suspect = first["suspect"]
    (cluster,) = [
        cluster
        for analysis in first["analyses"]
        for clustering in analysis["clusterings"]
        if (analysis["name"], clustering["name"]) == (suspect["analysis"], suspect["clustering"])
        for cluster in clustering["clusters"]
        if cluster["label"] == suspect["cluster"]
    ]
    assert cluster["purity"]["artefact"]["value"] == "tag"
