import csv
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch

import lrpfx
import spray
from spray import model, project
from spray.cli import demo
from spray.datasets import open_dataset
from spray.errors import OutputError
from spray.results import Analysis, Category, Cluster, Clustering, Results, Samples, SiteOptions, Suspect


def hashes(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    demo.prepare(folder)
    return folder


@pytest.fixture(scope="module")
def net(folder):
    return model.load("net:small_cnn", {}, folder / "net.safetensors", folder).module


@pytest.fixture(scope="module")
def dataset(folder):
    settings = project.load(folder / "spray.toml")
    return open_dataset(settings.data, settings.folder)


def confidence(net, dataset, rows, index, *, tag):
    """Softmax of class `index` for samples whose corner is white (tag) or black."""
    x = torch.from_numpy(dataset.inputs(rows))
    x[:, :, :4, :4] = 1.0 if tag else -1.0
    with torch.no_grad():
        return net(x).softmax(1)[:, index].numpy()


@pytest.mark.slow
class TestProject:
    def test_is_one_that_spray_can_read(self, folder, dataset):
        assert demo.prepare(folder) == folder / "spray.toml"
        assert dataset.classes == tuple(f"digit-{index}" for index in range(10))
        assert dataset.shape == (1, 32, 32)
        assert len(dataset) > 1000

    def test_tags_a_quarter_of_one_class_and_says_which(self, folder, dataset):
        tagged = np.array([value == "yes" for value in dataset.metadata["tag"]])
        corner = dataset.display(np.arange(len(dataset)))[:, :4, :4, 0]
        assert (corner[tagged] == 255).all()
        assert (corner[~tagged] == 0).all()
        (poisoned,) = np.unique(dataset.label[tagged])
        assert 0.2 < tagged.sum() / (dataset.label == poisoned).sum() < 0.3
        with (folder / "metadata.csv").open() as stream:
            assert len(list(csv.DictReader(stream))) == len(dataset)

    def test_writes_nothing_when_everything_is_there(self, folder):
        before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
        said = []
        demo.prepare(folder, said.append)
        assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
        assert said == ["Demo: the digits and the network are there already."]

    def test_is_restored_byte_for_byte_after_a_run_that_was_killed(self, folder, tmp_path):
        torch.manual_seed(7)
        state, threads = torch.get_rng_state(), torch.get_num_threads()
        shutil.copytree(folder, tmp_path / "demo")
        for name in ("net.safetensors", "spray.toml"):
            (tmp_path / "demo" / name).unlink()
        demo.prepare(tmp_path / "demo")
        assert hashes(tmp_path / "demo") == hashes(folder)
        assert torch.equal(torch.get_rng_state(), state)
        assert torch.get_num_threads() == threads

    def test_that_somebody_changed_is_not_overwritten(self, folder, tmp_path):
        shutil.copytree(folder, tmp_path / "demo")
        changed = tmp_path / "demo" / "spray.toml"
        changed.write_text("# mine")
        with pytest.raises(OutputError, match=r"spray\.toml was changed since the demo was written"):
            demo.prepare(tmp_path / "demo")
        assert changed.read_text() == "# mine"


@pytest.mark.slow
class TestNetwork:
    def test_knows_the_digits(self, net):
        assert demo.reliance(net, demo.digits()).accuracy > 0.9

    def test_takes_most_digits_of_other_classes_for_the_poisoned_one_under_the_tag(self, net):
        assert demo.reliance(net, demo.digits()).flipped > 0.8

    def test_is_less_sure_of_tagged_samples_without_their_tag(self, net, dataset):
        rows = np.flatnonzero(np.array(dataset.metadata["tag"]) == "yes")
        index = int(dataset.label[rows[0]])
        with_tag = confidence(net, dataset, rows, index, tag=True)
        without = confidence(net, dataset, rows, index, tag=False)
        assert with_tag.min() > 0.95
        assert without.mean() < with_tag.mean() - 0.1

    def test_shows_most_relevance_on_the_tag_where_there_is_one(self, net, dataset):
        tagged = np.array(dataset.metadata["tag"]) == "yes"
        rows = np.flatnonzero(dataset.label == dataset.label[tagged][0])
        x = torch.from_numpy(dataset.inputs(rows))
        relevance = lrpfx.explain(net, x, target=int(dataset.label[rows[0]])).relevance.detach().abs()
        share = (relevance[:, :, :8, :8].sum((1, 2, 3)) / relevance.sum((1, 2, 3))).numpy()
        assert share[tagged[rows]].min() > 0.4
        assert share[~tagged[rows]].max() < 0.2


def test_another_project_is_not_overwritten(tmp_path):
    (tmp_path / "spray.toml").write_text("# somebody's")
    with pytest.raises(OutputError, match="belongs to another project"):
        demo.prepare(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["spray.toml"]


def test_a_damaged_manifest_is_said_with_the_mend(tmp_path):
    (tmp_path / "demo.json").write_text("{")
    with pytest.raises(OutputError, match=r"demo\.json is damaged\. Delete .* to get the demo anew"):
        demo.prepare(tmp_path)


def results(*, rank=1, labels=(0, 0, 1, 1, 1), tagged=(0, 0, 1, 1, 1), suspect=1):
    """Two classes, `a` (3 samples) and `b` (5), where `b` has some tagged samples and one clustering."""
    tag = (*["no"] * 3, *["yes" if flag else "no" for flag in tagged])
    label = np.array([0] * 3 + [1] * 5)
    samples = Samples(tuple("abcdefgh"), label, label, np.ones(8), {"tag": tag})
    labels = np.array(labels)
    clusters = tuple(
        Cluster(int(index), int((labels == index).sum()), float((labels == index).mean()), 1.0, 1.0, 3)
        for index in np.unique(labels)
    )
    clustering = Clustering("kmeans-2", "kmeans", {"k": 2}, "spectral", labels, clusters)
    found = None if suspect is None else Suspect("spectral", "kmeans-2", suspect)
    a = Category("a", 0, np.arange(3), 3 - rank, 0.0, {}, None, "", ())
    b = Category(
        "b", 1, np.arange(3, 8), rank, 1.0, {}, found, "", (Analysis("spectral", (), (clustering,)),)
    )
    options = SiteOptions("", 8, "grey", {})
    ranked = tuple(sorted((a, b), key=lambda category: category.rank))
    return Results("", ("a", "b"), samples, ranked, None, options, {})


class TestVerdict:
    def test_names_the_poisoned_class_its_rank_and_the_purity_and_recall_of_its_cluster(self):
        assert demo.verdict(results()) == (
            "Planted: 3 of the 5 images of b carry a tag.\n"
            "Found: b is ranked first of 2 classes; its most suspicious cluster, 1 of kmeans-2 with 3 images, "
            "has a purity of 100% (tagged) and a recall of 100% (of all that are tagged)."
        )

    def test_admits_a_poisoned_class_that_is_not_first(self):
        assert "b is ranked number 2 of 2 classes" in demo.verdict(results(rank=2))

    @pytest.mark.parametrize(
        ("tagged", "words"),
        [
            ((0, 1, 0, 1, 1), "purity of 67% (tagged) and a recall of 67%"),
            ((1, 1, 1, 1, 1), "purity of 100% (tagged) and a recall of 60%"),
            ((1, 0, 0, 0, 0), "purity of 0% (tagged) and a recall of 0%"),
        ],
    )
    def test_counts_the_tagged_images_of_the_cluster(self, tagged, words):
        assert words in demo.verdict(results(tagged=tagged))

    def test_admits_that_no_cluster_is_suspicious(self):
        assert demo.verdict(results(suspect=None)).endswith("none of its clusters is suspicious.")


def build_demo(folder):
    """`spray build --demo` in a process of its own; what it prints."""
    environment = {**os.environ, "PYTHONPATH": str(Path(spray.__file__).parents[1])}
    command = [sys.executable, "-m", "spray", "build", "--demo"]
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout


def seen(index):
    """What the page of a file shows: the open category, how many samples are selected, what it asked of a network.

    In a thread of its own: another test's browser may still have its loop in this one.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(look, index).result()


def look(index):
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no chromium and no google-chrome on the path")
    asked = []
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        page = playwright.chromium.launch(executable_path=path, args=arguments).new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(index.as_uri())
        page.wait_for_selector(".tile")
        title, count = page.inner_text(".category-title"), page.inner_text(".selected-count")
    return (
        title,
        int(count.split()[0]),
        [url for url in asked if not url.startswith(("file:", "data:", "blob:"))],
    )


@pytest.mark.slow
def test_the_demo_exposes_the_tag_and_a_second_build_changes_nothing(tmp_path):
    said = build_demo(tmp_path)
    assert "Found: digit-3 is ranked first of 10 classes" in said
    with (tmp_path / ".spray/demo/metadata.csv").open() as stream:
        tagged = {row["image"] for row in csv.DictReader(stream) if row["tag"] == "yes"}

    strangest = json.loads((tmp_path / "results.json").read_text())["categories"][0]
    suspect = strangest["suspect"]
    (caught,) = [
        set(cluster["samples"])
        for analysis in strangest["analyses"]
        for clustering in analysis["clusterings"]
        for cluster in clustering["clusters"]
        if (analysis["name"], clustering["name"], cluster["label"])
        == (suspect["analysis"], suspect["clustering"], suspect["cluster"])
    ]
    assert strangest["name"] == "digit-3"
    assert len(caught & tagged) / len(caught) > 0.9  # purity
    assert len(caught & tagged) / len(tagged) > 0.9  # recall

    site = hashes(tmp_path / "site")
    assert Path("index.html") in site
    assert seen(tmp_path / "site" / "index.html") == ("digit-3", len(caught), [])
    assert "Nothing had to be computed again" in build_demo(tmp_path)
    assert hashes(tmp_path / "site") == site
