"""The site as files: what is written, what is left alone, what is refused."""

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

import report
from report import BadResultsError
from report.folder import MARKER
from spray.results import Page as PageOfSite


def tree(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class Page(HTMLParser):
    """The elements and attributes of a page."""

    def __init__(self, text):
        super().__init__()
        self.elements = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))


def test_a_small_site_is_one_file_that_names_no_other(results, tmp_path):
    built = report.build(results, tmp_path / "site")
    assert (built.files, built.written, built.unchanged) == (1, 1, 0)
    assert built.path == tmp_path / "site" / "index.html"
    assert built.bytes == built.path.stat().st_size
    page = Page(built.path.read_text())
    assert [a for _, a in page.elements if "src" in a or ("href" in a and a["href"] != "data:,")] == []


def test_a_large_site_is_a_folder_whose_links_all_exist(results, tmp_path):
    built = report.build(results, tmp_path / "site", single_file=0)
    text = built.path.read_text()
    links = [a.get("src") or a.get("href") for tag, a in Page(text).elements if tag in {"script", "link"}]
    links = [link for link in links if link and link != "data:,"]
    assert len(links) == 3
    manifest = json.loads(re.search(r'data-name="manifest">(.*?)</script>', text).group(1))
    links += [category["address"].split("?")[0] for category in manifest["categories"]]
    links.append(manifest["index"].split("?")[0])
    for category in manifest["categories"]:
        data = tmp_path / "site" / category["address"].split("?")[0]
        chapter = json.loads(data.read_text().removeprefix("sprayChapter(").removesuffix(");\n"))
        links += [file for pictures in chapter["pictures"].values() for file in pictures["files"]]
    found = tree(tmp_path / "site")
    assert set(links) | {"index.html", MARKER} == set(found)
    assert built.files == len(found) - 1


def test_the_vega_bundle_is_in_the_site_once(results, tmp_path):
    report.build(results, tmp_path / "a")
    report.build(results, tmp_path / "b", single_file=0)
    for folder in ("a", "b"):
        assert sum(data.count(b"window.vegaEmbed=") for data in tree(tmp_path / folder).values()) == 1


@pytest.mark.parametrize("single_file", [report.site.SINGLE_FILE, 0])
def test_the_same_results_give_the_same_bytes(synthetic, tmp_path, single_file):
    report.build(synthetic.results(), tmp_path / "a", single_file=single_file)
    report.build(synthetic.results(), tmp_path / "b", single_file=single_file)
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


@pytest.mark.slow
def test_another_process_with_another_hash_seed_gives_the_same_bytes(synthetic, results, tmp_path):
    report.build(results, tmp_path / "a", single_file=0)
    script = (
        "import importlib.util, sys, pathlib, report\n"
        "spec = importlib.util.spec_from_file_location('synthetic', sys.argv[1])\n"
        "module = importlib.util.module_from_spec(spec)\n"
        "spec.loader.exec_module(module)\n"
        "report.build(module.results(), pathlib.Path(sys.argv[2]), single_file=0)\n"
    )
    path = os.pathsep.join([str(report.assets.TEMPLATES.parent), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": path}
    arguments = [sys.executable, "-c", script, synthetic.__file__, str(tmp_path / "b")]
    subprocess.run(arguments, check=True, env=environment)
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


@pytest.mark.slow
@pytest.mark.parametrize("single_file", [report.site.SINGLE_FILE, 0])
def test_a_second_build_writes_nothing(synthetic, tmp_path, single_file):
    first = report.build(synthetic.results(), tmp_path / "site", single_file=single_file)
    for path in (tmp_path / "site").rglob("*"):
        os.utime(path, (1, 1))
    second = report.build(synthetic.results(), tmp_path / "site", single_file=single_file)
    assert (second.written, second.unchanged) == (0, first.files)
    assert {path.stat().st_mtime for path in (tmp_path / "site").rglob("*") if path.name != MARKER} == {1}


def test_a_changed_category_rewrites_its_data_and_the_index_only(synthetic, tmp_path):
    before = synthetic.results()
    report.build(before, tmp_path / "site", single_file=0)
    changed = replace(before.categories[1], summary="Something else.")
    categories = (before.categories[0], changed, *before.categories[2:])
    built = report.build(replace(before, categories=categories), tmp_path / "site", single_file=0)
    assert built.written == 2
    assert b"Something else." in tree(tmp_path / "site")["data/bird-0.js"]


def test_stale_files_of_ours_are_removed_and_others_kept(synthetic, tmp_path):
    site = tmp_path / "site"
    report.build(synthetic.results(), site, single_file=0)
    for path in ("CNAME", "images/mine.png", "data/notes.txt"):
        (site / path).write_text("mine")
    report.build(synthetic.results((40, 90)), site, single_file=0)
    left = tree(site)
    assert not any("boat" in path for path in left)
    assert {"CNAME", "images/mine.png", "data/notes.txt"} <= set(left)
    report.build(synthetic.results((40, 90)), site)
    assert set(tree(site)) == {"CNAME", "images/mine.png", "data/notes.txt", "index.html", MARKER}


def test_a_folder_that_is_not_ours_is_refused_and_untouched(results, tmp_path):
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(report.ForeignFolderError) as caught:
        report.build(results, tmp_path)
    assert str(caught.value) == (
        f"{tmp_path} is not empty and no site of ours (it holds thesis.tex). "
        "Give a new or empty folder, or move these files away; nothing was changed."
    )
    assert tree(tmp_path) == {"thesis.tex": b"years of work"}


def test_a_file_in_place_of_the_folder_is_refused(results, tmp_path):
    (tmp_path / "site").write_text("a file")
    with pytest.raises(report.ForeignFolderError, match="is a file"):
        report.build(results, tmp_path / "site")


def test_an_empty_folder_is_used(results, tmp_path):
    assert report.build(results, tmp_path).path.is_file()


def test_a_marker_that_leads_outside_removes_nothing_there(results, tmp_path):
    precious = tmp_path / "precious.txt"
    precious.write_text("mine")
    report.build(results, tmp_path / "site")
    with (tmp_path / "site" / MARKER).open("a") as marker:
        marker.write(f"../precious.txt\n{precious}\nimages/../../precious.txt\n\n")
    report.build(results, tmp_path / "site")
    assert precious.read_text() == "mine"


@pytest.mark.slow
@pytest.mark.parametrize("survived", range(1, 14, 2))
@pytest.mark.parametrize("then", [(60, 90, 40, 12), (20, 50)], ids=["same", "other"])
def test_a_run_killed_at_any_file_is_mended_by_the_next(synthetic, tmp_path, monkeypatch, survived, then):
    report.build(synthetic.results(then), tmp_path / "whole", single_file=0)
    replaced = os.replace
    left = [survived]

    def dies(source, target):
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        replaced(source, target)

    site = tmp_path / "site"
    report.build(synthetic.results((40, 90)), site, single_file=0)
    monkeypatch.setattr(os, "replace", dies)
    with pytest.raises(KeyboardInterrupt):
        report.build(synthetic.results(), site, single_file=0)
    monkeypatch.undo()
    report.build(synthetic.results(then), site, single_file=0)
    assert tree(site) == tree(tmp_path / "whole")


def test_a_piece_of_the_first_marker_does_not_make_the_folder_foreign(results, tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / f"{MARKER}.part").write_text("cut sh")
    report.build(results, tmp_path / "site")
    assert sorted(tree(tmp_path / "site")) == [MARKER, "index.html"]


def test_a_folder_that_cannot_be_written_is_an_error_with_the_mend(results, tmp_path, monkeypatch):
    def full(source, target):
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(report.ReportError, match=r"No space left on device.*has room"):
        report.build(results, tmp_path / "site")


def test_no_script_runs_but_ours_and_nothing_comes_from_a_network(results, tmp_path):
    text = report.build(results, tmp_path / "site").path.read_text()
    policy = next(
        a["content"] for tag, a in Page(text).elements if a.get("http-equiv") == "Content-Security-Policy"
    )
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert not re.search(r"https?:|\*|unsafe", policy)
    inline = re.findall(r"<script>(.*?)</script>", text, re.S)
    assert len(inline) == 3
    for script in inline:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in rules["script-src"]


def test_hostile_text_never_becomes_markup(results, synthetic, tmp_path):
    text = report.build(replace(results, project=synthetic.HOSTILE), tmp_path / "site").path.read_text()
    assert synthetic.HOSTILE not in text
    assert "<script>document.title" not in text
    kinds = {(tag, a.get("type", "")) for tag, a in Page(text).elements if tag == "script"}
    assert kinds == {("script", ""), ("script", "application/json")}


def test_everything_of_the_provenance_is_on_the_page(results, tmp_path):
    text = report.build(results, tmp_path / "site").path.read_text()
    for group, facts in results.provenance.items():
        assert f"<caption>{group}</caption>" in text
        for value in facts.values():
            assert value in text or "<script>" in value


def test_report_imports_neither_torch_nor_the_other_packages_of_the_street(tmp_path):
    code = "import sys, report, report.panels as p; p.makers(); print(*sorted(m.split('.')[0] for m in sys.modules))"
    path = os.pathsep.join([str(report.assets.TEMPLATES.parent), os.environ.get("PYTHONPATH", "")])
    ran = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert not {"torch", "lrpfx", "sklearn", "altair"} & set(ran.stdout.split())


def test_memory_holds_a_few_rows_at_a_time(synthetic, tmp_path):
    results = synthetic.results((300, 300), side=8)
    asked = []

    class Watched:
        def inputs(self, rows):
            asked.append(len(rows))
            return results.pictures.inputs(rows)

        def relevance(self, rows):
            asked.append(len(rows))
            return results.pictures.relevance(rows)

    report.build(replace(results, pictures=Watched()), tmp_path / "site")
    assert max(asked) <= 64
    assert sum(asked) >= 2 * 600


def test_samples_outside_every_category_have_no_pictures(synthetic, tmp_path):
    results = synthetic.results((30, 40))
    seen = set()

    class Watched:
        def inputs(self, rows):
            seen.update(np.asarray(rows).tolist())
            return results.pictures.inputs(rows)

        relevance = results.pictures.relevance

    one = replace(results, categories=results.categories[:1], pictures=Watched())
    report.build(one, tmp_path / "site")
    assert seen == set(one.categories[0].members.tolist())


def test_further_pages_are_part_of_the_site_and_linked(results, tmp_path):
    pages = (
        PageOfSite("pages/concepts.html", "Concepts of <layer3>", 'What "channels" stand for.'),
        PageOfSite("pages/tune.html", "Tuning", ""),
    )
    besides = {page.path: page.title.encode() for page in pages}
    assert "pages/" not in report.build(results, tmp_path / "none").path.read_text()
    built = report.build(replace(results, pages=pages), tmp_path / "site", besides=besides)
    page = Page(built.path.read_text())
    links = [found["href"] for tag, found in page.elements if tag == "a"]
    assert links == ["pages/concepts.html", "pages/tune.html"]
    assert all((built.path.parent / link).read_bytes() == besides[link] for link in links)
    assert "Concepts of &lt;layer3&gt;" in built.path.read_text()
    with pytest.raises(
        BadResultsError, match=r"names 'pages/tune.html', which is not among the site's files"
    ):
        report.build(replace(results, pages=pages), tmp_path / "site", besides={pages[0].path: b""})
