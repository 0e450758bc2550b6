"""Targets, explanations, and how they are shown."""

import numpy as np
import pytest
import torch
from nets import cnn, dense, images, inputs, settle
from torch import nn

import lrpfx
from lrpfx import heatmap
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
