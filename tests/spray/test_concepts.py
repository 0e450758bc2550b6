"""`spray concepts`: a page of what channels stand for, that needs nothing else, from a pass that can be interrupted."""

import re

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
    before, _, scripts = page.partition("<script>")
    assert not re.search(r'(src|href)="(?!data:|#)', before)
    assert "<script src" not in page
    assert scripts.rstrip().endswith("</script></html>")
    assert "bee <i>" not in page
    assert "bee &lt;i&gt;" in page
    sections = before.split("<section ")[1:]
    assert [re.search("<h2>(.*?)</h2>", section)[1] for section in sections] == [
        "All samples", "Attribution graph: layer 1 to layer x", "ape", "bee &lt;i&gt;",
    ]  # fmt: skip
    for section in (sections[0], *sections[2:]):
        for card in section.split("<article ")[1:]:
            assert "Channel" in card
            relevant, active = card.split('<div class="activation">')
            shares = [float(s) for s in re.findall(r"<figcaption><b>([\d.]+)%</b>", relevant)]
            values = [float(s) for s in re.findall(r"<figcaption><b>([\d.]+)</b>", active)]
            assert len(shares) == len(values) == (4 if section is sections[0] else 3)
            assert shares == sorted(shares, reverse=True)
            assert values == sorted(values, reverse=True)
            assert 0 < max(shares) <= 100
            assert card.count("data:image/png;base64,") == 2 * len(
                shares + values
            )  # a crop and a heatmap of each
            names = set(re.findall(r"</b> (.*?)</figcaption>", card))
            assert section is sections[0] or names == {re.search("<h2>(.*?)</h2>", section)[1]}
    assert "vegaEmbed" in page


def test_the_frame_on_a_heatmap_is_the_crop_above_it(made):
    _, folder, _ = made
    page = (folder / "c.html").read_text()
    found = re.findall(r"rows (\d+) to (\d+), columns (\d+) to (\d+).*?<i style=\"(.*?)\">", page)
    assert found
    for *box, style in found:
        top, bottom, left, right = (int(edge) / 8 for edge in box)
        percent = [f"{v:.2%}" for v in (left, top, right - left, bottom - top)]
        assert re.findall(r"[\d.]+%", style) == percent


def test_a_second_run_looks_at_no_sample_again_and_writes_the_same_page(made, monkeypatch):
    file, folder, _ = made
    page = (folder / "c.html").read_bytes()
    states = list((folder / ".spray" / "concepts").iterdir())
    assert len(states) == 2  # of each layer
    before = [state.stat().st_mtime_ns for state in states]
    result = run(file, "--layer", "1", "--lower", "x", "--out", folder / "c.html", "--references", "4")
    assert result.exit_code == 0, result.output
    assert (folder / "c.html").read_bytes() == page
    assert [state.stat().st_mtime_ns for state in states] == before


def test_a_layer_that_is_not_there_is_named(made):
    file, folder, _ = made
    result = run(file, "--layer", "7up", "--out", folder / "d.html")
    assert result.exit_code != 0
    assert "no place is called `7up`" in result.output + (result.stderr or "")
    assert not (folder / "d.html").exists()


def test_concepts_of_tokens_are_their_features(tmp_path):
    file = make_project(tmp_path, {"ape": 6, "bee": 6}, net="patches")
    with (tmp_path / "tiny_nets.py").open("a") as nets:
        nets.write(PATCHES)
    out = tmp_path / "c.html"
    result = run(file, "--layer", "mix", "--lower", "embed", "--out", out)
    assert result.exit_code == 0, result.output
    assert "5 features of mix" in result.output
    page = out.read_text()
    assert "<h3>Feature 0</h3>" in page
    edges = re.search(
        r'"name": "Channel 5|"name": "Feature 5', page
    )  # `embed` has 5 channels, 4 rows and columns
    assert edges is None


def test_a_class_that_the_model_predicts_and_the_data_do_not_have_is_named_by_its_number(tmp_path):
    file = make_project(tmp_path, {"ape": 12, "bee": 12})
    file.write_text(file.read_text().replace("[explain]", '[explain]\ntarget = "predicted_label"'))
    result = run(file, "--layer", "1", "--out", tmp_path / "c.html")
    assert result.exit_code == 0, result.output
    names = set(re.findall("<h2>(.*?)</h2>", (tmp_path / "c.html").read_text()))
    assert names <= {"All samples", "ape", "bee", "class 2", "class 3", "class 4"}
    assert any(name.startswith("class ") for name in names)


PATCHES = """
class Patches(nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.embed, self.head = nn.Conv2d(1, 5, 2, stride=2), nn.Linear(5, 5)
        self.mix = nn.Linear(5, 5)

    def forward(self, x):
        return self.head(self.mix(self.embed(x).flatten(2).transpose(1, 2)).relu().mean(1))

def patches():
    return Patches()
"""
