"""A limit on the size of a site: kept, told, and never kept by leaving samples out."""

import json
import re

import pytest

import report
from report import budget, look
from report.folder import MARKER


@pytest.fixture(scope="module")
def many(synthetic):
    return synthetic.results((40, 60), side=64, image_size=64)


def size(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and path.name != MARKER)


def sheets(folder):
    """Side of the tiles and number of the samples that the chapters tell."""
    found = {}
    for path in (folder / "data").glob("*-?.js"):
        chapter = json.loads(path.read_text().removeprefix("sprayChapter(").removesuffix(");\n"))
        found[chapter["name"]] = (chapter["pictures"]["input"]["width"], len(chapter["ids"]))
    return found


@pytest.mark.slow
def test_without_need_nothing_changes(many, tmp_path):
    free = report.build(many, tmp_path / "free", single_file=0)
    kept = report.build(many, tmp_path / "kept", single_file=0, max_size=3 * free.bytes)
    assert kept.notes == ()
    assert kept.bytes == free.bytes


@pytest.mark.slow
@pytest.mark.parametrize("part", [0.95, 0.8])
def test_a_limit_is_kept_with_all_samples_and_said_on_the_page(many, tmp_path, part):
    free = report.build(many, tmp_path / "free", single_file=0)
    least = sum(len(data) for path, data in report.files(many, single_file=0) if "images/" not in path)
    limit = int(least + part * (free.bytes - least))
    kept = report.build(many, tmp_path / "kept", single_file=0, max_size=limit)
    assert size(tmp_path / "kept") <= limit
    assert kept.bytes > 0.5 * limit
    (note,) = kept.notes
    assert re.match(r"To stay within [\d.]+ MB, the site has pictures of \d+ pixels, JPEG quality \d+", note)
    assert note in kept.path.read_text()
    assert {name: count for name, (_, count) in sheets(tmp_path / "kept").items()} == {
        "bird": 40,
        "horse": 60,
    }


@pytest.mark.slow
def test_pictures_of_the_note_are_those_of_the_site(many, tmp_path):
    free = report.build(many, tmp_path / "free", single_file=0)
    kept = report.build(many, tmp_path / "kept", single_file=0, max_size=int(0.62 * free.bytes))
    told = int(re.search(r"pictures of (\d+) pixels", kept.notes[0]).group(1))
    assert {side for side, _ in sheets(tmp_path / "kept").values()} == {told}
    assert told < 64


@pytest.mark.slow
def test_the_same_limit_gives_the_same_bytes(many, tmp_path):
    for name in ("a", "b"):
        report.build(many, tmp_path / name, single_file=0, max_size=2_100_000)
    again = report.build(many, tmp_path / "a", single_file=0, max_size=2_100_000)
    files = [
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.*")}
        for name in ("a", "b")
    ]
    assert files[0] == files[1]
    assert again.written == 0


def test_a_limit_that_cannot_be_kept_is_an_error_before_anything_is_written(many, tmp_path):
    report.build(many, tmp_path / "site", single_file=0)
    before = {path: path.read_bytes() for path in (tmp_path / "site").rglob("*.*")}
    with pytest.raises(report.TooLargeError) as caught:
        report.build(many, tmp_path / "site", single_file=0, max_size=1_000_000)
    assert re.fullmatch(
        r"even with the smallest pictures the site takes [\d.]+ MB, of which [\d.]+ kB are pictures, and 1 MB are "
        r"allowed\. Allow [\d.]+ MB, or take fewer samples \(data\.limit\), embeddings or clusterings\.",
        str(caught.value),
    )
    assert {path: path.read_bytes() for path in (tmp_path / "site").rglob("*.*")} == before


@pytest.mark.slow
def test_what_the_error_asks_for_is_enough(many, tmp_path):
    with pytest.raises(report.TooLargeError) as caught:
        report.build(many, tmp_path / "site", single_file=0, max_size=1_000_000)
    asked = float(re.search(r"Allow ([\d.]+) MB", str(caught.value)).group(1))
    assert report.build(many, tmp_path / "site", single_file=0, max_size=int(asked * 1e6)).notes


@pytest.mark.slow
def test_an_estimate_that_was_too_low_is_made_good_by_the_next_look(many, tmp_path, monkeypatch):
    free = report.build(many, tmp_path / "free", single_file=0)
    limit = int(0.7 * free.bytes)
    tried = []

    def optimistic(samples, one):
        tried.append(one)
        return 0

    monkeypatch.setattr(budget, "_pictures", optimistic)
    kept = report.build(many, tmp_path / "kept", single_file=0, max_size=limit)
    assert size(tmp_path / "kept") <= limit
    assert len(tried) > 1
    assert str(tried[-1]) in kept.notes[0]


@pytest.mark.slow
def test_further_files_count(many, tmp_path):
    free = report.build(many, tmp_path / "free", single_file=0)
    more = {"results.json": b"x" * 300_000}
    kept = report.build(many, tmp_path / "kept", single_file=0, max_size=free.bytes, besides=more)
    assert kept.notes
    assert size(tmp_path / "kept") <= free.bytes
    assert (tmp_path / "kept" / "results.json").read_bytes() == more["results.json"]


def test_one_file_is_forced(many, tmp_path):
    built = report.build(many, tmp_path / "site", single_file=report.ONE_FILE)
    assert built.files == 1


@pytest.mark.parametrize("side", [1024, 128, 20, 16])
def test_looks_become_ever_smaller_down_to_the_least(side):
    looks = list(look.smaller(side))
    sizes = [(one.side, one.quality, one.lossless) for one in looks]
    assert sizes[0] == (side, look.QUALITY, look.LOSSLESS)
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == len(sizes)
    assert looks[-1].side == look.LEAST
