"""What a notebook shows of an explanation: each sample with its target, its input and its relevance."""

import base64
import io
import re
from html.parser import HTMLParser

import numpy as np
import pytest
import torch
from nets import cnn, dense, images, inputs
from PIL import Image

import lrpfx
from lrpfx import Explanation
from lrpfx.colormaps import palette
from lrpfx.notebook.look import number

VOID = {"img", "meta", "path", "rect", "polyline"}


class Page(HTMLParser):
    """The elements of a page, checked for balance; the text of each sample; its pictures."""

    def __init__(self, page):
        super().__init__()
        self.open, self.tags, self.images, self.samples, self.texts = [], [], [], [], []
        self.feed(str(page))
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "section":
            self.samples.append("")
        if tag == "img":
            data = dict(attrs)["src"].partition(";base64,")[2]
            self.images.append(Image.open(io.BytesIO(base64.b64decode(data))))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)
        if "section" in self.open:
            self.samples[-1] += data

    def count(self, tag, **wanted):
        return sum(t == tag and all(a.get(k) == v for k, v in wanted.items()) for t, a in self.tags)


def explained(R, x=None, target=0, output=None):
    R = torch.as_tensor(R, dtype=torch.float64)
    target = None if target is None else torch.full((len(R),), target)
    return Explanation(R if x is None else x, inputs(len(R), 4) if output is None else output, R, target)


# ---- samples ----------------------------------------------------------------------------------------------------


def test_a_sample_has_its_target_its_output_its_prediction_and_its_sum():
    output = torch.tensor([[4.25, -1.0, 0.0], [0.5, 2.0, 1.0]])
    page = Page(explained([[1.5, -2.0], [0.25, 0.5]], output=output)._repr_html_())
    assert re.match(r"0\s+class 0\s+4.25\s+predicted\s+Σ −0.5", page.samples[0])
    assert re.match(r"1\s+class 0\s+0.5\s+predicted: class 1 2\s+Σ 0.75", page.samples[1])


def test_classes_have_the_names_they_are_given():
    output = torch.tensor([[1.0, 2.0]])
    page = Page(explained([[1.0]], output=output).show(classes=["husky <&>", "wolf"]))
    assert re.match(r"0\s+husky <&>\s+1\s+predicted: wolf 2", page.samples[0])


@pytest.mark.parametrize(
    "output", [inputs(2), inputs(2, 4), inputs(2, 4, 3)], ids=lambda o: str(tuple(o.shape))
)
def test_relevance_that_started_from_a_tensor_has_no_target(output):
    page = Page(explained(inputs(2, 3), target=None, output=output)._repr_html_())
    assert re.match(r"0\s+Σ", page.samples[0])


def test_an_output_with_further_axes_is_summed_over_them():
    output = torch.arange(24.0).reshape(1, 4, 3, 2)
    assert re.match(
        r"0\s+class 1\s+51\s+Σ", Page(explained([[1.0]], target=1, output=output).show()).samples[0]
    )


def test_at_most_sixteen_samples_are_shown_and_the_rest_is_counted():
    R = inputs(18, 3)
    page = Page(explained(R)._repr_html_())
    assert len(page.samples) == 16
    assert "and 2 more" in page.texts
    assert len(Page(explained(R).show(first=18)).samples) == 18
    assert "more" not in "".join(Page(explained(R).show(first=20)).texts)


@pytest.mark.parametrize(
    "x", [images(2), inputs(2, 6), inputs(2, 2, 40), inputs(2, 2, 2, 2, 2)], ids=lambda x: x.ndim
)
def test_a_page_needs_nothing_from_outside_and_runs_nothing(x):
    page = str(explained(x).show())
    tags = {tag for tag, _ in Page(page).tags}
    assert not tags & {"script", "link", "iframe", "object", "use", "audio", "video", "form"}
    without_pictures = re.sub(r"base64,[A-Za-z0-9+/=]+", "", page)
    assert not re.search(r"https?:|//|@import|url\(|\son\w+=", without_pictures)
    assert re.findall(r'src="(?!data:image/(?:png|jpeg);base64,)', page) == []


def test_a_page_of_its_own_is_a_whole_document():
    page = explained(inputs(1, 3)).show().page("a <b>")
    assert page.startswith("<!doctype html>")
    assert "<title>a &lt;b&gt;</title>" in page
    assert 'name="color-scheme" content="light dark"' in page
    Page(page)


def test_the_text_of_a_page_takes_the_colour_of_its_surroundings():
    page = str(explained(inputs(2, 6)).show()) + str(explained(inputs(2, 2, 40)).show())
    assert not re.search(r"[^-]color:|fill=\"(?!currentColor|rgb|none)", page)


# ---- images -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("channels", [1, 3])
def test_an_image_has_input_heatmap_colour_bar_and_overlay(channels):
    R = inputs(2, channels, 6, 5)
    example = explained(R, x=inputs(2, channels, 6, 5, seed=4))
    page = Page(example.show("bwr", level=2.0))
    shown, heat, bar, both = page.images[4:]
    assert [image.mode for image in (shown, heat, both)] == ["L" if channels == 1 else "RGB", "P", "RGB"]
    assert np.array_equal(np.asarray(heat), np.asarray(example.heatmap("bwr", 2.0))[:, 7:])
    assert np.array_equal(np.asarray(both), np.asarray(example.overlay("bwr", 2.0))[:, 7:])
    assert np.array_equal(np.asarray(shown), example.pictures()[1].squeeze())
    assert np.array_equal(np.asarray(bar.convert("RGB"))[0], palette("bwr", 2.0)[1:])
    m = float(R[1].sum(0).abs().max())
    assert f"{number(-m)} 0 {number(m, sign=True)}" in " ".join(page.samples[1].split())


def test_a_shared_scale_has_the_same_numbers_everywhere():
    R = torch.tensor([1.0, -4.0])[:, None, None] * torch.ones(2, 3, 3)
    each, shared = Page(explained(R).show()), Page(explained(R).show(scale="shared"))
    assert ["+1" in text for text in each.samples] == [True, False]
    assert all("−4" in text and "+4" in text for text in shared.samples)
    assert np.unique(np.asarray(shared.images[1])).tolist() == [160]


def test_an_input_is_shown_as_it_was_before_its_normalisation():
    x = (torch.full((1, 3, 4, 4), 0.5) - 0.4) / 0.2
    page = Page(explained(images(1, 4), x=x).show(mean=[0.4] * 3, std=[0.2] * 3))
    assert np.abs(np.asarray(page.images[0]) - 127.5).max() <= 0.5


def test_an_image_of_many_channels_is_shown_by_their_mean():
    assert Page(explained(inputs(1, 7, 6, 5)).show()).images[0].mode == "L"


def test_large_images_are_stored_small_and_keep_their_scale():
    g = torch.Generator().manual_seed(0)
    R = torch.zeros(1, 1, 480, 640, dtype=torch.float64)
    R[0, 0, :8, :8] = 0.5
    page = explained(R, x=torch.rand(1, 3, 480, 640, generator=g)).show()
    shown, heat, _, both = Page(page).images
    assert shown.size == heat.size == both.size == (160, 120)
    assert np.unique(np.asarray(heat)[:2, :2]).tolist() == [255]
    assert "+0.5" in Page(page).samples[0]
    assert len(str(page)) < 80_000


def test_relevance_of_zeros_is_shown():
    assert "−0 0 0" not in Page(explained(torch.zeros(1, 1, 3, 3)).show()).samples[0]


def test_the_explanation_of_a_network_is_shown():
    page = Page(lrpfx.explain(cnn(), images(3), target=[0, 1, 2])._repr_html_())
    assert len(page.images) == 12
    assert len(Page(lrpfx.explain(dense(6, 4), inputs(2, 6))._repr_html_()).samples) == 2


# ---- vectors and signals ----------------------------------------------------------------------------------------


def test_a_vector_has_a_row_with_name_value_and_bar_for_each_feature():
    x = torch.tensor([[20.0, -0.5, 3.0]])
    page = Page(
        explained([[2.0, -1.0, 0.0]], x=x).show(features=["age <i>", "a name that is much too long", "c"])
    )
    widths = [float(a["width"]) for tag, a in page.tags if tag == "rect"]
    assert widths == [76.0, 38.0, 0.0]
    text = page.samples[0]
    for wanted in ("age <i>", "a name that is mu…", "20", "−0.5", "+2", "−1"):
        assert wanted in text


def test_positive_and_negative_bars_have_different_colours_and_sides():
    page = Page(explained([[2.0, -2.0]]).show())
    (plus, minus) = (a for tag, a in page.tags if tag == "rect")
    assert plus["fill"] != minus["fill"]
    assert float(minus["x"]) + float(minus["width"]) == float(plus["x"])


def test_a_vector_of_many_features_is_drawn_in_columns():
    page = Page(explained(inputs(1, 300)).show())
    assert page.count("rect") == 0
    assert page.count("polyline") == 1
    assert "299" in page.samples[0]


def test_a_signal_has_a_line_and_bars_for_each_channel():
    page = Page(explained(inputs(2, 3, 50)).show())
    assert page.count("polyline") == 6
    assert all(f"channel {c}" in text for text in page.samples for c in range(3))


def test_of_many_channels_those_of_the_greatest_relevance_are_drawn():
    R = inputs(1, 12, 60)
    R[0, [2, 3, 7, 11]] *= 10
    text = Page(explained(R).show()).samples[0]
    assert re.findall(r"channel (2|3|7|11|\d)", text) == ["2", "3", "7", "11"]
    assert "4 of 12 channels" in text


def bars(page):
    """The heights of the bars of each sign, from the outlines that are drawn."""
    middle = float(re.search(r'<path d="M52 ([\d.]+)H400"', str(page))[1])
    paths = re.findall(r'<path d="M52 [\d.]+((?:V[-\d.]+H[\d.]+)+)V', str(page))
    return [[middle - float(y) for y in re.findall(r"V([-\d.]+)H", path)] for path in paths]


def test_bars_are_in_proportion_to_relevance_with_its_sign():
    plus, minus = bars(explained(torch.tensor([[[1.0, -2.0, 0.5, 2.0]]])).show())
    assert plus == pytest.approx([11, 0, 5.5, 22], abs=0.06)
    assert minus == pytest.approx([0, -22, 0], abs=0.06)


def test_a_peak_of_a_long_signal_is_not_lost():
    R = torch.zeros(1, 1, 5000)
    R[0, 0, 2503] = -1.0
    R[0, 0, 2504] = 0.5
    plus, minus = bars(explained(R).show())
    assert plus == [0]
    assert min(minus) == pytest.approx(-22, abs=0.06)
    assert len(str(explained(inputs(1, 4, 5000)).show())) < 60_000


@pytest.mark.parametrize(
    "R", [torch.zeros(1, 5), torch.zeros(1, 40), torch.zeros(1, 2, 40), torch.zeros(1, 2, 2, 2, 2)]
)
def test_nothing_relevant_is_drawn_without_error(R):
    assert len(Page(explained(R).show()).samples) == 1


# ---- tokens and structures --------------------------------------------------------------------------------------


def words(page):
    return [dict(a) for tag, a in page.tags if tag == "span" and "style" in a]


def test_tokens_are_words_on_coloured_ground():
    ids = torch.tensor([[101, 7, 102]])
    example = explained([[0.0, 2.0, -1.0]], x=ids)
    page = Page(example.show(tokens=[["[CLS]", "<film>", "bad"]]))
    assert "[CLS] <film> bad" in page.samples[0]
    none, much, against = words(page)
    assert [w["title"] for w in (none, much, against)] == ["0", "+2", "−1"]
    assert none["style"].endswith(",0.00)")
    assert much["style"].endswith(",0.60)")
    assert against["style"].endswith(",0.30)")
    assert much["style"][:22] != against["style"][:22]
    assert "101 7 102" in Page(example.show()).samples[0]
    assert "w101 w7 w102" in Page(example.show(tokens=lambda token: f"w{token}")).samples[0]


def test_long_texts_are_cut_and_say_so():
    page = Page(explained(torch.ones(1, 600), x=torch.zeros(1, 600, dtype=torch.int64)).show())
    assert len(words(page)) == 512
    assert "… and 88 more" in page.samples[0]


def test_every_tensor_of_a_structure_has_its_block_and_its_name():
    x = {
        "photo": images(2),
        "text": torch.ones(2, 3, dtype=torch.int64),
        "more": (inputs(2, 4), None),
        "scale": 2,
    }
    R = {"more": (inputs(2, 4), None), "photo": images(2), "scale": None, "text": inputs(2, 3)}
    page = Page(Explanation(x, inputs(2, 4), R, torch.tensor([0, 1])).show())
    for text in page.samples:
        assert [text.count(name) for name in ("photo", "text", "more.0", "scale")] == [1, 1, 1, 0]
    assert len(page.images) == 8
    assert len(words(page)) == 6
    assert page.count("rect") == 8
    total = sum(float(R[k][0].sum()) for k in ("photo", "text")) + float(R["more"][0][0].sum())
    assert f"Σ {number(total)}" in page.samples[0]


def test_what_has_no_picture_is_described():
    text = Page(explained(inputs(1, 2, 3, 4, 5)).show()).samples[0]
    assert "relevance of 2 × 3 × 4 × 5 values, from −" in text


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1234.6, "1235"),
        (1234567, "1.23e6"),
        (-0.021, "−0.021"),
        (1e-12, "1.00e−12"),
        (0.000171, "1.71e−4"),
        (2.0, "2"),
    ],
)
def test_numbers_have_three_digits_and_a_true_minus(value, wanted):
    assert number(value) == wanted
    assert number(value, sign=True) == ("+" + wanted if value > 0 else wanted)
