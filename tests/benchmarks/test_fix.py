"""The benchmark of corrected models, in its quick form."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("torch")

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.mark.slow
def test_corrected_networks_go_by_a_tag_and_a_blur_no_more(tmp_path):
    how = ("--quick", "--rows", tmp_path / "rows.jsonl", "--out", tmp_path / "fix.md", "--json")
    told = subprocess.run(
        [sys.executable, BENCHMARKS / "fix.py", *map(str, how)], check=True, text=True, stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    ).stdout  # fmt: skip
    runs = json.loads(told)["runs"]
    assert [one["kind"] for one in runs] == ["tag", "blur"]
    for one in runs:
        assert one["reliance"] > 0.5
        found = {result["method"]: result for result in one["results"]}
        assert found["nothing"]["drawn"] > 0.5
        for method in ("p-clarc", "a-clarc", "rrr"):
            assert found[method]["drawn"] < 0.2
            assert found[method]["with it"] > 0.8
            assert found[method]["clean"] > found["nothing"]["clean"] - 0.05
    lines = (tmp_path / "fix.md").read_text().splitlines()
    assert any(line.startswith("| all (2) | planted | p-clarc |") for line in lines)
    assert any("2 runs with the seeds 2; in 2 the network relies on the artefact" in line for line in lines)
