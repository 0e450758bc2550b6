"""The shortest way through the page: it opens from file://, asks nothing of a network, selects, and shows samples."""

import report


def test_the_page_opens_selects_and_shows(open_site, synthetic, tmp_path):
    built = report.build(synthetic.results((20, 40), side=8, image_size=8), tmp_path / "site")
    opened = open_site(built.path)
    assert opened.page.inner_text(".category-title") == "horse"
    assert opened.count() == "14 of 40 selected"
    opened.page.keyboard.press("i")
    opened.settle()
    assert opened.count() == "26 of 40 selected"
    opened.page.keyboard.press("Control+z")
    opened.settle()
    assert opened.page.locator(".tile").count() == 14
