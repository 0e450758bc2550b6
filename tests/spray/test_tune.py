"""`spray tune`: the curve, the chart, and lines that the project file takes."""

import json
import tomllib

import pytest

pytest.importorskip("torch")

from click.testing import CliRunner
from small_project import make_project

from spray.cli import main

pytestmark = pytest.mark.slow


def test_tuning_writes_a_curve_and_a_page_and_lines_that_build(tmp_path):
    file = make_project(tmp_path, {"ape": 12, "bee": 12})
    out = tmp_path / "tune"
    result = CliRunner().invoke(
        main, ["tune", str(file), "--out", str(out), "--samples", "16", "--depths", "2"]
    )
    assert result.exit_code == 0, result.output
    facts = json.loads((tmp_path / "tune.json").read_text())
    assert len(facts["curve"]) == 8 + 2 * 8
    assert len(facts["gammas"]) == 2
    page = (tmp_path / "tune.html").read_text()
    assert "vegaEmbed" in page
    assert "<script src=" not in page
    lines = result.output.partition("[explain]")[2].partition("Open")[0]
    assert tomllib.loads(lines.replace("\n  ", "\n"))["parameters"]["gammas"] == facts["gammas"]
    text = file.read_text().replace("[explain]", "[explain]" + lines.replace("\n  ", "\n"))
    file.write_text(text)
    built = CliRunner().invoke(main, ["build", str(file), "--out", str(tmp_path / "site")])
    assert built.exit_code == 0, built.output


def test_too_few_samples_are_refused(tmp_path):
    file = make_project(tmp_path, {"ape": 3, "bee": 2})
    result = CliRunner().invoke(main, ["tune", str(file), "--out", str(tmp_path / "tune")])
    assert result.exit_code != 0
    assert "tuning needs 8" in result.output + (result.stderr or "")
