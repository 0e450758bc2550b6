"""What a notebook shows of an explanation, on light and on dark paper."""

import numpy as np
import pytest
import torch

from lrpfx import Explanation


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """An image, a signal, a vector and tokens in one sample."""
    g = torch.Generator().manual_seed(0)
    R = {
        "photo": torch.rand(1, 3, 70, 90, generator=g),
        "wave": torch.randn(1, 2, 60, generator=g),
        "facts": torch.randn(1, 4, generator=g),
        "text": torch.randn(1, 5, generator=g),
    }
    x = {**R, "text": torch.arange(5)[None]}
    path = tmp_path_factory.mktemp("notebook") / "explanation.html"
    Explanation(x, torch.randn(1, 4, generator=g), R, torch.tensor([0])).save(path)
    return path


def luminance(colour):
    channels = np.array(colour) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("paper", ["light", "dark"])
def test_a_page_is_whole_asks_for_nothing_and_reads_well(browser, page, paper):
    opened, asked, errors = browser.new_page(color_scheme=paper), [], []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(page.as_uri())
    assert [url for url in asked if not url.startswith("data:")] == [page.as_uri()]
    assert not errors
    assert (
        opened.eval_on_selector_all("img", "all => all.map(i => i.complete && i.naturalWidth > 0)")
        == [True] * 4
    )
    text = opened.eval_on_selector(".lrpfx figcaption", "e => getComputedStyle(e).color.match(/[0-9]+/g)")
    ground = np.array([255, 255, 255] if paper == "light" else [18, 18, 18])
    faint = 0.65 * np.array(text[:3], float) + 0.35 * ground
    assert contrast(faint, ground) >= 4.5
    wide = opened.eval_on_selector_all(
        ".lrpfx section *", "all => all.map(e => e.getBoundingClientRect().right)"
    )
    right = opened.eval_on_selector(".lrpfx section", "e => e.getBoundingClientRect().right")
    assert max(wide) <= right + 0.5
    opened.close()


def test_a_narrow_page_does_not_overflow(browser, page):
    opened = browser.new_page(viewport={"width": 360, "height": 640})
    opened.goto(page.as_uri())
    assert opened.evaluate("document.documentElement.scrollWidth") <= 360
    opened.close()
