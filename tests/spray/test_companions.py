"""Pages of other commands that lie beside the site become part of it."""

import json

import pytest

pytest.importorskip("torch")

from click.testing import CliRunner
from small_project import make_project

from spray.cli import main
from spray.cli.companions import companions, head
from spray.cli.provenance import correction


def page(command, title, about=""):
    return f"<!doctype html><html><head>{head(command, title, about)}</head><p>…</p></html>"


def test_pages_are_known_by_their_head_and_others_are_left_alone(tmp_path):
    (tmp_path / "b layer.html").write_text(page("tune", "γ & <b>", 'over "γ"'), encoding="utf-8")
    (tmp_path / "a.html").write_text(page("concepts", "Concepts"), encoding="utf-8")
    (tmp_path / "mine.html").write_text("<title>Mine</title>", encoding="utf-8")
    (tmp_path / "late.html").write_text(" " * 9000 + page("tune", "x"), encoding="utf-8")
    (tmp_path / "bytes.html").write_bytes(bytes(range(256)))
    (tmp_path / "folder.html").mkdir()
    (tmp_path / "gone.html").symlink_to(tmp_path / "nowhere")
    found = [one.page for one in companions(tmp_path)]
    assert [one.title for one in found] == ["Concepts", "γ & <b>"]
    assert found[1].about == 'over "γ"'
    assert [one.path for one in found] == ["pages/a.html", "pages/page-1.html"]
    assert list(companions(tmp_path / "absent")) == []


@pytest.mark.slow
def test_concepts_and_tuning_are_linked_from_the_explorer_that_is_built_beside_them(tmp_path):
    project = str(make_project(tmp_path, {"ape": 12, "bee": 12}))

    def run(*arguments):
        done = CliRunner().invoke(main, list(map(str, arguments)))
        assert done.exit_code == 0, done.output
        return done

    run("concepts", project, "--layer", "1", "--out", tmp_path / "layer.html")
    run("tune", project, "--out", tmp_path / "tune", "--samples", "8", "--depths", "1")
    run("build", project, "--out", tmp_path / "site")
    index = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    for name in ("layer", "tune"):
        assert f'href="pages/{name}.html"' in index
        assert (tmp_path / "site" / "pages" / f"{name}.html").read_bytes() == (
            tmp_path / f"{name}.html"
        ).read_bytes()
    (tmp_path / "layer.html").unlink()
    run("report", project, "--out", tmp_path / "site")
    assert not (tmp_path / "site" / "pages" / "layer.html").exists()
    alone = CliRunner().invoke(main, ["report", project, "--out", str(tmp_path / "site"), "--single-file"])
    assert "tune.html not linked" in alone.stderr
    assert not (tmp_path / "site" / "pages").exists()


def test_what_a_correction_does_is_told_and_other_files_say_nothing(tmp_path):
    effect = {"clean": 0.95, "artefact": 0.5, "planted": None, "drawn": 0.25}
    told = {
        "finding": "finding.json",
        "samples": ["a", "b"],
        "method": "p-clarc",
        "at": "layer3",
        "before": effect,
        "after": {**effect, "artefact": 0.75},
    }
    file = tmp_path / "fixed.json"
    file.write_text(json.dumps(told))
    assert correction(file) == {
        "correction": "p-clarc at layer3",
        "finding": "finding.json, 2 samples",
        "accuracy without the artefact": "95.0% before, 95.0% after",
        "accuracy with the artefact": "50.0% before, 75.0% after",
        "planted ones taken for the class": "25.0% before, 25.0% after",
    }
    for text in ("[]", "{", '{"before": {}}', '{"before": 1, "after": 2, "method": "", "at": ""}'):
        file.write_text(text)
        assert correction(file) == {}
    assert correction(tmp_path / "absent.json") == {}
