"""Several projects in one site."""

import json
import re
from dataclasses import replace

import pytest

import report
from report.projects import projects


@pytest.fixture(scope="module")
def two(synthetic):
    """The same samples, explained in two ways."""
    one = synthetic.results((20, 40, 12, 12), side=16)

    class Turned:
        inputs = staticmethod(one.pictures.inputs)

        @staticmethod
        def relevance(rows):
            return -one.pictures.relevance(rows)

    return one, replace(one, project="Turned & <b>", pictures=Turned(), notes=("Turned about.",))


def manifest(path):
    return json.loads(re.search(r'data-name="manifest">(.*?)</script>', path.read_text()).group(1))


def test_keys_differ_also_where_names_do_not(two):
    assert [one.key for one in projects([two[0]] * 3)] == ["", "planted-tag-1", "planted-tag-2"]
    assert projects([two[0], replace(two[0], project="馬")])[1].key == "project-1"


def test_one_project_is_what_it_was(two, tmp_path):
    alone = report.build(two[0], tmp_path / "alone")
    listed = report.build([two[0]], tmp_path / "listed")
    assert alone.path.read_bytes() == listed.path.read_bytes()
    assert manifest(alone.path)["more"] == []


def test_every_project_has_its_categories_and_facts(two, tmp_path):
    told = manifest(report.build(two, tmp_path / "site").path)
    (other,) = told["more"]
    assert (told["key"], other["key"]) == ("", "turned-b-1")
    assert other["project"] == "Turned & <b>"
    assert other["notes"] == ["Turned about."]
    assert [one["name"] for one in other["categories"]] == [one["name"] for one in told["categories"]]
    assert {one["key"] for one in other["categories"]} == {
        f"turned-b-1.{one['key']}" for one in told["categories"]
    }
    assert "colormaps" not in other


def test_projects_of_the_same_data_share_their_inputs(two, tmp_path):
    report.build(two[:1], tmp_path / "one", single_file=0)
    report.build(two, tmp_path / "both", single_file=0)
    pictures = [{path.name for path in (tmp_path / name / "images").iterdir()} for name in ("one", "both")]
    assert pictures[0] < pictures[1]
    chapters = {
        name: json.loads(
            (tmp_path / "both" / "data" / name).read_text().removeprefix("sprayChapter(").removesuffix(");\n")
        )["pictures"]
        for name in ("horse-1.js", "turned-b-1.horse-1.js")
    }
    first, second = chapters.values()
    assert first["input"]["files"] == second["input"]["files"]
    assert first["relevance"]["files"] != second["relevance"]["files"]


@pytest.mark.parametrize("single_file", [report.SINGLE_FILE, 0])
def test_every_chapter_of_every_project_is_there(two, tmp_path, single_file):
    path = report.build(two, tmp_path / "site", single_file=single_file).path
    told, text = manifest(path), path.read_text()
    for project in (told, *told["more"]):
        for entry in project["categories"]:
            if single_file:
                assert f'data-name="chapter {entry["key"]}"' in text
            else:
                data = (path.parent / entry["address"].split("?")[0]).read_text()
                assert f'"project":"{project["key"]}"' in data


def test_a_contradiction_in_any_project_is_refused(two, tmp_path):
    broken = replace(two[1], samples=replace(two[1].samples, id=("a",)))
    with pytest.raises(report.BadResultsError):
        report.build([two[0], broken], tmp_path / "site")
