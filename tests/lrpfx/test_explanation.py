"""Targets, explanations, heatmaps and colour maps."""

import hashlib

import numpy as np
import pytest
import torch
from nets import cnn, dense, images, inputs, settle
from torch import nn

import lrpfx
from lrpfx import colormaps, heatmap
from lrpfx.errors import InputError

# ---- targets ----------------------------------------------------------------------------------------------------


def net():
    return lrpfx.compile(dense(6, 5, 4), inputs(2, 6))


def from_classes(explainer, x, classes):
    """Relevance that starts as the output values of the classes."""
    output = explainer(x).output
    return explainer(x, target=nn.functional.one_hot(torch.tensor(classes), 4) * output).relevance


@pytest.mark.parametrize(
    "target",
    [2, np.int64(2), torch.tensor(2), [2, 2, 2], (2, 2, 2), np.array([2, 2, 2]), torch.tensor([2, 2, 2]),
     torch.tensor([2, 2, 2], dtype=torch.uint8), [torch.tensor(2)] * 3],
    ids=lambda t: f"{type(t).__name__} {t}",
)  # fmt: skip
def test_every_way_to_name_a_class(target):
    explainer, x = net(), inputs(3, 6)
    explained = explainer(x, target=target)
    assert explained.target.tolist() == [2, 2, 2]
    torch.testing.assert_close(explained.relevance, from_classes(explainer, x, [2, 2, 2]))


def test_a_class_for_each_sample():
    explainer, x = net(), inputs(3, 6)
    explained = explainer(x, target=[3, 0, 1])
    assert explained.target.tolist() == [3, 0, 1]
    torch.testing.assert_close(explained.relevance, from_classes(explainer, x, [3, 0, 1]))


def test_no_target_is_the_class_of_the_greatest_output():
    explainer, x = net(), inputs(5, 6)
    explained = explainer(x)
    assert explained.target.tolist() == explained.output.argmax(1).tolist()
    torch.testing.assert_close(explained.relevance, explainer(x, target=explained.target).relevance)


def test_a_tensor_or_a_function_is_the_relevance_of_the_output():
    explainer, x = net(), inputs(3, 6)
    R = inputs(3, 4, seed=5)
    by_tensor, by_function = explainer(x, target=R), explainer(x, target=lambda output: R)
    assert by_tensor.target is by_function.target is None
    torch.testing.assert_close(by_tensor.relevance, by_function.relevance)
    torch.testing.assert_close(
        explainer(x, target=R.float()).relevance, by_tensor.relevance, rtol=1e-6, atol=1e-6
    )
    torch.testing.assert_close(explainer(x, target=R * 2).relevance, by_tensor.relevance * 2)


def test_relevance_sums_to_the_output_without_bias():
    model = settle(nn.Sequential(nn.Linear(6, 5, bias=False), nn.ReLU(), nn.Linear(5, 4, bias=False)))
    explained = lrpfx.explain(model, inputs(3, 6), composite="epsilon_plus", target=1)
    torch.testing.assert_close(explained.relevance.sum(1), explained.output[:, 1], rtol=1e-4, atol=1e-4)


def test_explaining_is_compiling_and_calling():
    model, x = cnn(), images()
    a, b = lrpfx.explain(model, x, target=1), lrpfx.compile(model, x)(x, target=1)
    assert torch.equal(a.relevance, b.relevance)
    assert torch.equal(a.output, b.output)
    assert torch.equal(a.relevance, lrpfx.explain(model, x, target=1).relevance)


# ---- heatmaps ---------------------------------------------------------------------------------------------------


def indices(relevance, **how):
    return np.asarray(heatmap.heatmap(np.asarray(relevance, dtype=float), **how))


def test_zero_is_index_128_and_the_extremes_are_as_far_from_it():
    assert indices([[-2.0, 0.0, 2.0]]).tolist() == [[1, 128, 255]]


def test_a_heatmap_is_symmetric():
    relevance = inputs(9, 9).numpy()
    plus, minus = (indices(s * relevance).astype(int) for s in (1, -1))
    assert np.unique(plus + minus).tolist() == [256]


def test_a_heatmap_does_not_depend_on_the_scale():
    relevance = inputs(9, 9).numpy()
    assert np.array_equal(indices(relevance), indices(relevance * 1e-9))
    assert np.array_equal(indices(relevance), indices(relevance * 1e9))


def test_the_greatest_relevance_alone_sets_the_scale():
    assert indices([[-1.0, 4.0]]).tolist() == [[96, 255]]


def test_a_map_of_zeros_is_neutral():
    image = heatmap.heatmap(np.zeros((3, 4)), "bwr")
    assert np.unique(np.asarray(image)).tolist() == [128]
    assert image.size == (4, 3)
    assert np.unique(np.asarray(image.convert("RGB"))).tolist() == [255]


def test_positive_and_negative_relevance_have_different_colours():
    rgb = np.asarray(heatmap.heatmap(np.array([[-1.0, 0.0, 1.0]]), "bwr").convert("RGB"))
    assert rgb.tolist() == [[[1, 1, 255], [255, 255, 255], [255, 0, 0]]]


@pytest.mark.parametrize("batch", [1, 2, 5])
def test_the_heatmaps_of_a_batch_stand_in_one_picture(batch):
    explained = lrpfx.explain(cnn(), images(batch))
    picture = explained.heatmap("bwr", 2.0).convert("RGB")
    columns, rows = {1: (1, 1), 2: (2, 1), 5: (3, 2)}[batch]
    assert picture.size == (columns * 10 - 2, rows * 10 - 2)
    first = heatmap.heatmap(explained.relevance[0].sum(0).numpy(), "bwr", 2.0).convert("RGB")
    assert np.array_equal(np.asarray(picture)[:8, :8], np.asarray(first))


def test_a_heatmap_of_what_is_no_image_is_refused():
    with pytest.raises(InputError, match=r"a heatmap needs images; the relevance has shape \(2, 6\)"):
        lrpfx.explain(dense(6, 4), inputs(2, 6)).heatmap()


# ---- notebooks --------------------------------------------------------------------------------------------------


def test_a_notebook_shows_each_heatmap_with_its_class_and_output():
    explained = lrpfx.explain(cnn(), images(3), target=[0, 1, 2])
    page = explained._repr_html_()
    assert page.count("<img ") == 3
    assert page.count('src="data:image/png;base64,') == 3
    assert f"class 1: {float(explained.output[1, 1]):.3g}" in page


def test_a_notebook_shows_at_most_sixteen_and_says_how_many_are_left():
    page = lrpfx.explain(cnn(), images(18))._repr_html_()
    assert page.count("<img ") == 16
    assert "and 2 more" in page


def test_a_notebook_shows_an_explanation_without_target():
    explained = lrpfx.explain(cnn(), images(2), target=torch.ones(2, 4))
    assert explained._repr_html_().count("<img ") == 2


@pytest.mark.parametrize("target", [None, 1, torch.ones(2, 4)])
def test_a_notebook_shows_what_is_no_image_as_escaped_text(target):
    from html.parser import HTMLParser

    class Tags(HTMLParser):
        found: list[str] = []  # noqa: RUF012, a test's own

        def handle_starttag(self, tag, attrs):
            self.found.append(tag)

    Tags.found = []
    page = lrpfx.explain(dense(6, 4), inputs(2, 6), target=target)._repr_html_()
    Tags().feed(page)
    assert Tags.found == ["pre"]


def test_text_in_a_notebook_is_escaped(monkeypatch):
    explained = lrpfx.explain(dense(6, 4), inputs(2, 6))
    monkeypatch.setattr(type(explained), "__repr__", lambda self: "<script>&</script>")
    assert explained._repr_html_() == "<pre>&lt;script&gt;&amp;&lt;/script&gt;</pre>"


# ---- colour maps ------------------------------------------------------------------------------------------------

# sha256(palette(name, level))[:16] at levels 1, 2 and 0.5, as Zennit 1.0.0 draws its maps of these names
PALETTES = {
    "gray": ("72432263dbfe17ab", "55537ce15265319c", "832d356e6ac7d95f"),
    "wred": ("d828a7d194188f79", "1b15557306c9d056", "9034552af0fd2762"),
    "wblue": ("b5a52414c6bdea05", "7676afd82e2cefa6", "874667db86dbe8e6"),
    "hot": ("c50f9920dc226cbf", "437d7cfa5b7740a5", "fe2cb3c58d8e09d0"),
    "cold": ("d8575f95135e3952", "03e34a69e0d17052", "d1adfaf5f5776b03"),
    "coldnhot": ("54769d7811f89775", "d1728e8c3f5619cf", "cdc661e26cc9cdaf"),
    "bwr": ("4b8d05e0aa13e8a0", "780d57d84881d12f", "2471b672832aeac3"),
    "france": ("20358f74eb681ca6", "a330c9ed0ced2bdc", "fb367193d5aa31c9"),
    "seismic": ("45b1a1190cc79cb4", "787f966fa25c914f", "00be6cb6e2ee6536"),
    "coolio": ("e735c4f62c0aaf84", "a2777d53860c5892", "6f05515391b3973e"),
    "coleus": ("f71623e2fdba1d1a", "a252f15768521560", "5c99d0628bdf4174"),
}


@pytest.mark.parametrize("name", PALETTES)
def test_palette_has_the_colours_of_zennit(name):
    found = tuple(
        hashlib.sha256(colormaps.palette(name, level).tobytes()).hexdigest()[:16] for level in (1.0, 2.0, 0.5)
    )
    assert found == PALETTES[name]


def test_every_map_is_tested():
    assert set(PALETTES) == set(colormaps.names())


@pytest.mark.parametrize("name", colormaps.names())
def test_palette_is_a_table_of_its_own(name):
    table = colormaps.palette(name)
    assert table.shape == (256, 3)
    assert table.dtype == np.uint8
    table[:] = 7
    assert not np.array_equal(colormaps.palette(name), table)


@pytest.mark.parametrize("name", ["coldnhot", "bwr", "france", "seismic", "coolio", "coleus"])
def test_a_signed_map_has_its_neutral_colour_at_zero(name):
    zero = colormaps.palette(name)[128]
    assert zero[0] == zero[1] == zero[2]
