"""`spray concepts`: a page of what channels stand for, that needs nothing else, from a pass that can be interrupted."""

import re

import numpy as np
import pytest

pytest.importorskip("torch")

from click.testing import CliRunner
from small_project import make_project

from spray.cli import main

pytestmark = pytest.mark.slow


def run(*arguments: object):
    return CliRunner().invoke(main, ["concepts", *map(str, arguments)])


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("concepts")
    file = make_project(folder, {"ape": 30, "bee <i>": 20})
    result = run(file, "--layer", "1", "--lower", "x", "--out", folder / "c.html", "--references", "4")
    return file, folder, result


def test_the_page_is_one_file_and_says_what_it_shows(made):
    _, folder, result = made
    assert result.exit_code == 0, result.output
    page = (folder / "c.html").read_text()
    before, _, scripts = page.partition("<script")
    assert not re.search(r'(src|href)="(?!data:|#)', before)
    assert "<script src" not in page
    assert scripts.rstrip().endswith("</script></section></main></html>")
    assert "bee <i>" not in page
    assert "bee &lt;i&gt;" in page
    shares = [float(s) for s in re.findall(r"<figcaption>([\d.]+)%", page)]
    first = shares[:4]
    assert first == sorted(first, reverse=True)
    assert 0 < max(shares) <= 100
    assert "vegaEmbed" in page
    assert page.count("data:image/png;base64,") == 2 * len(shares)


def test_a_second_run_looks_at_no_sample_again_and_writes_the_same_page(made, monkeypatch):
    file, folder, _ = made
    page = (folder / "c.html").read_bytes()
    (state,) = (folder / ".spray" / "concepts").iterdir()
    before = state.stat().st_mtime_ns
    result = run(file, "--layer", "1", "--lower", "x", "--out", folder / "c.html", "--references", "4")
    assert result.exit_code == 0, result.output
    assert (folder / "c.html").read_bytes() == page
    assert state.stat().st_mtime_ns == before


def test_a_layer_that_is_not_there_is_named(made):
    file, folder, _ = made
    result = run(file, "--layer", "7up", "--out", folder / "d.html")
    assert result.exit_code != 0
    assert "no place is called `7up`" in result.output + (result.stderr or "")
    assert not (folder / "d.html").exists()


def test_the_state_holds_tables_that_do_not_grow(made):
    _, folder, _ = made
    (state,) = (folder / ".spray" / "concepts").iterdir()
    with state.open("rb") as stream, np.load(stream) as arrays:
        assert arrays["overall.relevance.value"].shape == (4, 8)
        assert arrays["counts"].tolist() == [30, 20]
