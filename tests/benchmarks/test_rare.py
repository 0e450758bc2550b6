"""Artefacts too rare for a cluster, in one network."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("torch")

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.mark.slow
def test_three_tagged_samples_are_odd_ones_and_no_cluster(tmp_path):
    how = (
        "--data",
        "digits",
        "--kind",
        "tag",
        "--prevalence",
        0.02,
        "--rows",
        tmp_path / "rows.jsonl",
        "--json",
    )
    told = subprocess.run(
        [sys.executable, BENCHMARKS / "rare.py", *map(str, how), "--out", tmp_path / "rare.md"], check=True,
        text=True, stdout=subprocess.PIPE, env={**os.environ, "PYTHONWARNINGS": "ignore"},
    ).stdout  # fmt: skip
    (one,) = json.loads(told)["runs"]
    assert one["planted"] == 3
    found = one["input"]
    assert found["outliers"]["auroc"] > 0.95
    assert found["outliers"]["ap"] > found["clusters"]["ap"]
    assert "| 2% (1) | input | outliers |" in (tmp_path / "rare.md").read_text()
