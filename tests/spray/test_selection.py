"""What the page or ViRelAy has exported is read as it was written, and everything else is refused with the reason."""

import contextlib
import csv
import dataclasses
import io
import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from spray import selection
from spray.cli import main
from spray.errors import SelectionError

VIRELAY = {
    "projectId": 0,
    "projectName": "VOC",
    "modelName": "VGG-16",
    "datasetName": "Pascal VOC 2012",
    "selectedAnalysisMethod": "spectral_analysis",
    "selectedAnalysisCategory": "n02374451",
    "selectedCategoryHumanReadableName": "horse",
    "selectedEmbeddingName": "tsne",
    "selectedClustering": "kmeans-04",
    "numberOfClusters": 4,
    "selectedColorMap": "black-fire-red",
    "selectedImageMode": "overlay",
    "selectedEmbeddingVectorsIndices": [3, 17],
    "selectedEmbeddingVectorsClusters": [2, -1],
    "allEmbeddingVectorsIndices": [1, 3, 17],
    "allEmbeddingVectorsClusters": [0, 2, -1],
}
FINDING = {
    "name": "copyright tag",
    "note": "lower left",
    "created": "2026-11-22T07:00:00Z",
    "address": "#c=horse-1",
    "project": "VOC",
    "method": "spectral",
    "category": "horse",
    "embedding": "tsne",
    "clustering": "kmeans-04",
    "indices": [3],
    "ids": ["horse/a.png"],
}
OURS = VIRELAY | {
    "selectionVersion": 1,
    "created": "2026-11-22T07:00:00Z",
    "categoryKey": "horse-1",
    "projectKey": "",
    "embeddingAxes": [2, 5],
    "address": "#c=horse-1&m=overlay",
    "provenance": {"Model": {"factory": "nets:cnn"}},
    "selectedSamples": [
        {"id": "horse/a.png", "label": "horse", "prediction": "bird", "score": 0.75},
        {"id": "horse/ß, \u2028\n.png", "label": None, "prediction": None, "score": None, "later": [1]},
    ],
    "note": "look here",
    "findings": [FINDING],
    "aKeyOfTomorrow": {"any": "thing"},
}


@pytest.fixture
def write(tmp_path):
    def one(content):
        path = tmp_path / "finding.json"
        text = content if isinstance(content, str | bytes) else json.dumps(content)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return one


def run(*arguments):
    return CliRunner().invoke(main, ["selection", *map(str, arguments)])


def test_an_export_of_the_page_comes_back_whole(write):
    found = selection.load(write(OURS))
    assert (found.version, found.project, found.category_name) == (1, "VOC", "horse")
    assert (found.rows, found.ids) == ((3, 17), ("horse/a.png", "horse/ß, \u2028\n.png"))
    assert [sample.cluster for sample in found.samples] == [2, -1]
    assert found.samples[0] == selection.Sample(3, 2, "horse/a.png", "horse", "bird", 0.75)
    assert found.samples[0].file == "a.png"
    assert (found.axes, found.note, found.mode) == ((2, 5), "look here", "overlay")
    assert found.finding("copyright tag").rows == (3,)
    assert found.provenance["Model"]["factory"] == "nets:cnn"


def test_an_export_of_virelay_tells_rows_and_clusters(write):
    found = selection.load(write(VIRELAY))
    assert (found.version, found.rows, found.ids, found.findings) == (None, (3, 17), (None, None), ())
    assert found.all_clusters == (0, 2, -1)
    assert found.category == "n02374451"


def test_an_export_of_virelay_that_has_lost_its_image_mode_is_read(write):
    content = {key: value for key, value in VIRELAY.items() if key != "selectedImageMode"}
    assert selection.load(write(content)).mode is None


def test_what_was_read_cannot_be_changed(write):
    found = selection.load(write(OURS))
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.rows = ()


def without(key):
    return {name: value for name, value in OURS.items() if name != key}


REFUSED = {
    "no JSON: Expecting value in line 1, column 1. It seems to be cut off": "",
    "It seems to be cut off: export or copy it again": json.dumps(OURS)[:200],
    "no text in UTF-8 (byte 0)": b"\xff\xfe\x00",
    "nested too deep": "[" * 100_000,
    "holds NaN, which JSON has not": '{"selectedEmbeddingVectorsIndices": [NaN]}',
    "JSON, but no exported selection": [1, 2],
    "has no selectedEmbeddingVectorsIndices": {"format": 1, "project": "results.json is something else"},
    "newer version (selectionVersion 2); this one reads 1": OURS | {"selectionVersion": 2},
    "selectionVersion: input should be 1": OURS | {"selectionVersion": "1"},
    "modelName: field required": without("modelName"),
    "selectedSamples: field required": without("selectedSamples"),
    "projectName: input should be a valid string": OURS | {"projectName": 7},
    "selectedEmbeddingVectorsIndices.0: input should be greater than or equal to 0": OURS
    | {"selectedEmbeddingVectorsIndices": [-3, 17]},
    "selectedEmbeddingVectorsIndices.1: input should be a valid integer": OURS
    | {"selectedEmbeddingVectorsIndices": [3, 17.5]},
    "selectedEmbeddingVectorsIndices.0: input should be a valid integer": OURS
    | {"selectedEmbeddingVectorsIndices": [True, 17]},
    "selectedEmbeddingVectorsIndices has 1 values, selectedEmbeddingVectorsClusters has 2": OURS
    | {"selectedEmbeddingVectorsIndices": [3]},
    "selectedEmbeddingVectorsIndices holds a sample twice": OURS
    | {"selectedEmbeddingVectorsIndices": [3, 3]},
    "sample 4 is selected, but not in allEmbeddingVectorsIndices": OURS
    | {"selectedEmbeddingVectorsIndices": [3, 4]},
    "selectedSamples has 1 values, selectedEmbeddingVectorsIndices has 2": OURS
    | {"selectedSamples": OURS["selectedSamples"][:1]},
    "findings.0: indices has 2 values, ids has 1": OURS | {"findings": [FINDING | {"indices": [3, 1]}]},
    "and 15 more": OURS | {"selectedEmbeddingVectorsIndices": ["x"] * 20},
    "less than or equal to 9007199254740991": OURS | {"selectedEmbeddingVectorsIndices": [2**60, 17]},
}


@pytest.mark.parametrize("reason", REFUSED)
def test_a_foreign_damaged_or_hostile_file_is_refused_with_the_reason(write, reason):
    with pytest.raises(SelectionError) as caught:
        selection.load(write(REFUSED[reason]))
    assert reason in str(caught.value)
    assert "finding.json" in str(caught.value)


def test_a_missing_and_a_huge_file_are_refused(write, monkeypatch, tmp_path):
    with pytest.raises(SelectionError, match="no such file"):
        selection.load(tmp_path / "none.json")
    with pytest.raises(SelectionError, match="no such file"):
        selection.load(tmp_path)
    monkeypatch.setattr("spray.selection_file.MOST_BYTES", 10)
    with pytest.raises(SelectionError, match="has at most"):
        selection.load(write(OURS))


@pytest.mark.slow
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda x: st.lists(x, max_size=3) | st.dictionaries(st.text(), x, max_size=3),
    ),
    st.sampled_from(sorted(OURS)),
)
def test_whatever_a_key_holds_the_file_is_read_or_refused(tmp_path_factory, value, key):
    path = tmp_path_factory.mktemp("any") / "finding.json"
    path.write_text(json.dumps(OURS | {key: value}))
    with contextlib.suppress(SelectionError):
        assert len(selection.load(path).samples) == len(selection.load(path).rows)


def test_the_command_tells_people_without_obeying_the_file(write):
    hostile = OURS | {"note": "\x1b[2J\u202eowned"}
    output = run(write(hostile)).output
    assert "\x1b" not in output
    assert "\u202e" not in output
    assert "VOC: Pascal VOC 2012, VGG-16" in output
    assert "2 samples of 3" in output
    assert "      3  horse/a.png" in output
    assert "finding “copyright tag”: 1 sample of horse" in output


def test_the_command_writes_csv_and_json(write):
    path = write(OURS)
    rows = list(csv.DictReader(io.StringIO(run(path, "--csv").output)))
    assert [row["row"] for row in rows] == ["3", "17"]
    assert rows[1]["id"] == "horse/ß, \u2028\n.png"
    assert rows[1]["score"] == ""
    told = json.loads(run(path, "--json").output)
    assert [sample["file"] for sample in told["samples"]] == ["a.png", "ß, \u2028\n.png"]
    assert told["findings"][0]["name"] == "copyright tag"


def test_the_command_gives_the_samples_of_a_finding(write):
    told = json.loads(run(write(OURS), "--finding", "copyright tag", "--json").output)
    assert [(sample["row"], sample["id"], sample["cluster"]) for sample in told["samples"]] == [
        (3, "horse/a.png", None)
    ]
    failed = run(write(OURS), "--finding", "tag")
    assert failed.exit_code == 1
    assert "no finding is called 'tag'. There are: 'copyright tag'." in failed.output


def test_a_refused_file_is_a_message_and_no_traceback(write):
    failed = run(write("{"))
    assert failed.exit_code == 1
    assert failed.output.startswith("Error: finding.json is no JSON")
