"""What a reader does with the page, in both of its shapes."""

import functools
import http.server
import re
import shutil
import threading

import numpy as np
import pytest

import report

pytestmark = pytest.mark.slow


@pytest.fixture
def horse(synthetic):
    """The category with the tag, as the page was made from it."""
    return next(one for one in synthetic.results().categories if one.name == "horse")


def tiles(opened):
    return opened.page.locator(".tile")


def positions(opened):
    return {int(one.get_attribute("data-position")) for one in tiles(opened).all()}


def test_the_first_view_names_the_strangest_category_and_shows_its_suspicious_cluster(open_site, site, horse):
    opened = open_site(site)
    assert opened.page.inner_text(".category-title") == "horse"
    assert opened.page.inner_text(".summary") == horse.summary
    assert opened.page.inner_text(".category[aria-current=true] .category-name") == "horse"
    assert opened.page.inner_text(".cluster[aria-pressed=true] .cluster-name") == "cluster 2"
    assert opened.count() == "14 of 90 selected"
    assert positions(opened) <= set(range(76, 90))
    assert tiles(opened).count() >= 10


def test_categories_are_ranked_and_opened_by_a_click(open_site, sites):
    opened = open_site(sites["single"])
    names = opened.page.locator(".category-name").all_inner_texts()
    assert names[:3] == ["horse", "bird", "boat"]
    opened.page.click(".category >> nth=1")
    opened.ready()
    assert opened.page.inner_text(".category-title") == "bird"
    assert opened.count() == "0 of 60 selected"
    assert "Nothing is selected" in opened.page.inner_text("#samples")


def test_t01_the_header_and_the_provenance_say_what_was_run(open_site, sites):
    opened = open_site(sites["single"])
    header = opened.page.inner_text(".head")
    for fact in (
        "Horses with a tag",
        "Planted tag",
        "nets:small_cnn",
        "epsilon_plus_flat",
        "true_label",
        "202",
    ):
        assert fact in header
    assert "replaced" in opened.page.inner_text(".banner")
    opened.page.click("[data-open=provenance]")
    sheet = opened.page.inner_text("#provenance")
    for fact in ("9f86d081884c7d65", "torch", "2.14.1", "seed"):
        assert fact in sheet
    opened.page.keyboard.press("Escape")
    assert not opened.page.is_visible("#provenance")
    assert opened.count() == "14 of 90 selected"


def test_a_click_on_a_cluster_selects_its_samples_and_shift_adds(open_site, sites, horse):
    opened = open_site(sites["single"])
    sizes = {one.label: one.size for one in horse.analyses[0].clusterings[1].clusters}
    opened.cluster(0)
    assert opened.count() == f"{sizes[0]} of 90 selected"
    opened.cluster(2, modifiers=["Shift"])
    assert opened.count() == f"{sizes[0] + sizes[2]} of 90 selected"
    opened.cluster(0, modifiers=["Alt"])
    assert opened.count() == "14 of 90 selected"


def test_t10_every_selected_sample_can_be_scrolled_to(open_site, sites):
    opened = open_site(sites["single"])
    opened.page.keyboard.press("a")
    opened.settle()
    assert opened.count() == "90 of 90 selected"
    seen = positions(opened)
    assert len(seen) < 90
    for _ in range(40):
        opened.page.locator("[data-block=samples]").evaluate("e => e.scrollBy(0, 150)")
        opened.settle(40)
        seen |= positions(opened)
    assert seen == set(range(90))


def clear_box(at, members):
    """Corners of a box around some points that no point is nearer to than a pixel."""
    for gap in np.arange(4, 20, 0.5):
        low, high = at[members].min(axis=0) - gap, at[members].max(axis=0) + gap
        if min(np.abs(at - low).min(), np.abs(at - high).min()) > 1:
            return low, high
    raise AssertionError("every box has a point on its border")


def test_t10_a_box_over_the_points_selects_them_and_shift_adds(open_site, sites, horse):
    opened = open_site(sites["single"])
    points = horse.analyses[0].embeddings[1].points
    at = opened.screen(points)
    left = np.flatnonzero(points[:, 0] < -0.5)
    low, high = clear_box(at, left)
    opened.drag(low, high)
    assert opened.count() == f"{len(left)} of 90 selected"
    assert positions(opened) <= set(left.tolist())
    low, high = clear_box(at, np.arange(76, 90))
    opened.drag(low, high, key="Shift")
    inside = ((at >= low) & (at <= high)).all(axis=1)
    assert (
        opened.count() == f"{len(set(left.tolist()) | set(np.flatnonzero(inside).tolist()))} of 90 selected"
    )
    opened.page.keyboard.press("Control+z")
    opened.settle()
    assert opened.count() == f"{len(left)} of 90 selected"


def test_a_click_selects_a_point_and_shift_click_adds_another(open_site, sites, horse):
    opened = open_site(sites["single"])
    opened.page.keyboard.press("Escape")
    at = opened.screen(horse.analyses[0].embeddings[1].points)
    alone = sorted(range(90), key=lambda i: -np.sort(np.hypot(*(at - at[i]).T))[1])[:2]
    opened.page.mouse.click(*at[alone[0]])
    opened.settle()
    assert opened.count() == "1 of 90 selected"
    assert positions(opened) == {alone[0]}
    opened.page.keyboard.down("Shift")
    opened.page.mouse.click(*at[alone[1]])
    opened.page.keyboard.up("Shift")
    opened.settle()
    assert positions(opened) == set(alone)


def test_hovering_a_point_shows_its_sample_beside_it(open_site, site, horse, synthetic):
    opened = open_site(site)
    at = opened.screen(horse.analyses[0].embeddings[1].points)
    opened.page.mouse.move(*at[80])
    opened.page.wait_for_selector("#card:visible", timeout=1000)
    assert synthetic.results().samples.id[horse.members[80]] in opened.page.inner_text("#card")
    assert opened.page.is_visible(".ring")


def test_wheel_zooms_to_the_pointer_and_f_shows_all_again(open_site, sites, horse):
    opened = open_site(sites["single"])
    at = opened.screen(horse.analyses[0].embeddings[1].points)
    opened.page.mouse.move(*at[80])
    opened.page.mouse.wheel(0, -400)
    opened.settle()
    opened.page.mouse.move(at[80][0] + 1, at[80][1])
    opened.page.wait_for_selector("#card:visible", timeout=1000)
    assert "0140.png" in opened.page.inner_text("#card")
    opened.page.keyboard.press("f")
    opened.settle()
    opened.page.mouse.click(*at[85])
    opened.settle()
    assert opened.count() == "13 of 90 selected"
    assert 85 not in positions(opened)


def test_t04_selection_survives_another_embedding_clustering_analysis_and_category(open_site, site):
    opened = open_site(site)
    for name, value in (("embedding", "spectral"), ("clustering", "hdbscan"), ("analysis", "histogram")):
        opened.choose(name, value)
        assert opened.count() == "14 of 90 selected"
    opened.page.keyboard.press("j")
    opened.ready()
    assert opened.page.inner_text(".category-title") == "bird"
    opened.page.keyboard.press("k")
    opened.ready()
    assert opened.count() == "14 of 90 selected"
    assert opened.state["a"] == "histogram"


def test_axes_can_be_chosen_when_there_are_more_than_two(open_site, sites):
    opened = open_site(sites["single"])
    assert not opened.page.is_visible("[data-choice=x]")
    opened.choose("embedding", "spectral")
    opened.choose("y", "4")
    assert "eigenvector 5" in opened.page.inner_text(".axis-y")
    assert opened.state["y"] == "4"


def test_notes_of_the_analysis_are_shown(open_site, sites):
    opened = open_site(sites["single"])
    opened.choose("analysis", "histogram")
    assert "histograms of 16 bins" in opened.page.inner_text("[data-block=finding]")


def test_noise_is_named_and_listed_last(open_site, sites):
    opened = open_site(sites["single"])
    opened.choose("clustering", "hdbscan")
    assert opened.page.locator(".cluster-name").all_inner_texts()[-1] == "noise"


def test_eigenvalues_say_where_the_gap_is_and_a_click_chooses_the_clustering(open_site, sites):
    opened = open_site(sites["single"])
    assert "0.350, after k = 3" in opened.page.inner_text("#eigenvalues")
    opened.page.locator(".gap").scroll_into_view_if_needed()
    box = opened.page.locator("#eigenvalues canvas").bounding_box()
    opened.page.mouse.click(box["x"] + box["width"] * 0.78, box["y"] + box["height"] * 0.6)
    opened.settle()
    assert opened.state["k"] == "kmeans-4"


def test_modes_change_by_button_and_by_key(open_site, sites):
    opened = open_site(sites["single"])
    layers = {"input": 1, "attribution": 1, "overlay": 2, "pair": 2}
    for key, (mode, count) in enumerate(layers.items(), start=1):
        opened.mode(mode)
        assert opened.state.get("m", "pair") == mode
        assert tiles(opened).first.locator(".layer").count() == count
        opened.mode("input")
        opened.page.keyboard.press(str(key))
        opened.settle()
        assert opened.state.get("m", "pair") == mode


def test_t12_a_tile_opens_enlarged_with_input_attribution_and_overlay(open_site, sites):
    opened = open_site(sites["single"])
    tiles(opened).nth(1).locator(".tile-open").click()
    box = opened.page.locator("#lightbox")
    assert box.locator("figcaption").all_inner_texts() == ["Input", "Attribution", "Overlay"]
    assert "horse/0137.png" in box.inner_text()
    assert re.search(r"± \d", box.inner_text())
    opened.page.keyboard.press("ArrowRight")
    assert "horse/0138.png" in box.inner_text()
    opened.page.keyboard.press("Escape")
    assert not box.is_visible()
    assert opened.count() == "14 of 90 selected"


def test_keys_step_through_clusters_and_escape_selects_nothing(open_site, sites):
    opened = open_site(sites["single"])
    opened.page.keyboard.press("c")
    opened.settle()
    assert opened.page.locator(".cluster[aria-pressed=true]").get_attribute("data-label") != "2"
    opened.page.keyboard.press("Escape")
    opened.settle()
    assert opened.count() == "0 of 90 selected"
    opened.page.keyboard.press("?")
    assert "next, previous category" in opened.page.inner_text("#help")


def test_t25_the_theme_follows_the_system_can_be_toggled_and_is_kept(open_site, sites):
    opened = open_site(sites["single"], theme="dark")
    root = opened.page.locator("html")
    assert root.get_attribute("data-theme") == "dark"
    dark = opened.pixels(opened.page.locator(".head")).mean()
    opened.page.click("#theme")
    opened.settle()
    assert root.get_attribute("data-theme") == "light"
    assert dark < 100
    assert opened.pixels(opened.page.locator(".head")).mean() > 200
    opened.page.reload()
    opened.ready()
    assert root.get_attribute("data-theme") == "light"


def test_t20_the_address_brings_back_the_state(open_site, site):
    opened = open_site(site)
    opened.choose("clustering", "kmeans-4")
    opened.choose("embedding", "spectral")
    opened.choose("x", "2")
    opened.choose("colormap", "bwr")
    opened.mode("overlay")
    opened.page.locator("[data-choice=opacity] input").fill("50")
    at = opened.stage.bounding_box()
    middle = at["x"] + at["width"] / 2
    opened.drag((at["x"] + 10, at["y"] + 40), (middle, at["y"] + at["height"] - 10))
    opened.page.mouse.move(5, 5)
    opened.settle()
    state, count, shown = opened.state, opened.count(), positions(opened)
    plot = opened.pixels(opened.page.locator("[data-block=points] canvas"))
    assert state["s"][0] in "lbs"
    again = open_site(site, opened.page.evaluate("location.hash"))
    assert again.state == state
    assert again.count() == count
    assert positions(again) == shown
    # Nothing of the box is left; a few pixels where its edge was are smoothed otherwise.
    assert (again.pixels(again.page.locator("[data-block=points] canvas")) != plot).mean() < 0.001
    assert again.page.input_value("[data-choice=x] select") == "2"


def test_t20_ten_thousand_selected_points_fit_into_two_kilobytes(open_site, synthetic, tmp_path):
    built = report.build(synthetic.results((10_000,), side=1, image_size=1), tmp_path / "site")
    opened = open_site(built.path)
    opened.choose("embedding", "tsne")
    box = opened.stage.bounding_box()
    opened.drag(
        (box["x"] + 20, box["y"] + 50), (box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.8)
    )
    opened.settle(1500)
    assert opened.state["s"][0] in "bs"
    assert len(opened.page.evaluate("location.hash")) < 2048


def test_a_stale_link_opens_what_there_is_and_says_what_is_not(open_site, sites):
    opened = open_site(
        sites["single"], "#c=horse-1&k=gone&m=x-ray&s=l3.1~00000000&p=no&b=column%20age&d=cow-9~tsne"
    )
    text = opened.page.inner_text("[data-block=finding]")
    for absent in ("“gone”", "“x-ray”", "“no”", "other samples", "colour “age”", "“cow-9”"):
        assert absent in text
    assert opened.page.inner_text(".category-title") == "horse"


@pytest.mark.parametrize(
    "link", ["#c=__proto__&a=constructor&s=b%25%25", "#%E0%A4%A", "#s=lzzzzzzzz~&c=horse-1&x=NaN", "#o=-5"]
)
def test_a_broken_link_breaks_nothing(open_site, sites, link):
    opened = open_site(sites["single"], link)
    assert opened.page.inner_text(".category-title") == "horse"


def test_hovering_a_cluster_makes_the_others_recede_and_shows_its_mean_and_its_centre(open_site, sites):
    opened = open_site(sites["single"])
    opened.page.keyboard.press("Escape")
    opened.page.mouse.move(5, 5)
    opened.settle()
    plot = lambda: opened.pixels(opened.page.locator("[data-painter] canvas").first)
    before = plot()
    opened.page.hover(".cluster[data-label='2']")
    opened.settle()
    stressed = plot()
    card = opened.page.locator("#cluster-card")
    covered, stage = card.bounding_box(), opened.stage.bounding_box()
    assert covered["x"] >= stage["x"] + stage["width"]
    rows = opened.page.locator(".cluster-rows").bounding_box()
    assert covered["y"] >= rows["y"] + rows["height"]
    assert "cluster 2, 14 samples" in card.inner_text()
    assert card.locator(".mean .picture").count() == 2
    assert card.locator("figure").count() >= 3
    opened.page.mouse.move(5, 5)
    opened.settle()
    # Fainter points are lighter on a light page.
    assert stressed.mean() > before.mean()
    assert (plot() == before).all()
    assert not card.is_visible()


def test_wrong_predictions_are_marked(open_site, sites, synthetic):
    opened = open_site(sites["single"])
    opened.page.keyboard.press("Escape")
    opened.cluster(0)
    samples = synthetic.results().samples
    for tile in tiles(opened).all():
        row = 60 + int(tile.get_attribute("data-position"))
        wrong = samples.label[row] != samples.prediction[row]
        assert tile.locator(".wrong").count() == int(wrong)


def test_it_is_hosted_from_any_path_and_asks_only_its_own_folder(browser, sites, tmp_path):
    shutil.copytree(sites["folder"].parent, tmp_path / "user" / "project")
    handler = functools.partial(Quiet, directory=tmp_path)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        root = f"http://127.0.0.1:{server.server_port}/user/project/"
        page = browser.new_page()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(root)
        page.wait_for_selector(".tile")
        page.click(".category >> nth=1")
        page.wait_for_function("document.querySelector('.category-title').textContent === 'bird'")
        assert all(url.startswith((root, "data:")) for url in asked), asked
        assert any("/images/" in url for url in asked)
        page.close()
        server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


def test_hostile_names_are_shown_as_text_everywhere(open_site, site, synthetic):
    opened = open_site(site)
    index = opened.page.locator(".category-name").all_inner_texts().index(synthetic.HOSTILE)
    opened.page.click(f".category >> nth={index}")
    opened.ready()
    assert opened.page.inner_text(".category-title") == synthetic.HOSTILE
    opened.page.keyboard.press("a")
    opened.settle()
    tiles(opened).first.locator(".tile-open").click()
    assert synthetic.HOSTILE in opened.page.inner_text("#lightbox h2")
    assert "camera <b>" in opened.page.inner_text("#lightbox")
    assert "<i>" in opened.page.inner_text("#lightbox")
    opened.page.keyboard.press("Escape")
    opened.page.click("[data-open=provenance]")
    assert synthetic.HOSTILE in opened.page.inner_text("#provenance")
    assert opened.page.title() == "Horses with a tag"


def test_a_missing_data_file_is_named_with_the_mend(open_site, sites, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(sites["folder"].parent, broken)
    (broken / "data" / "bird-0.js").unlink()
    opened = open_site(broken / "index.html")
    opened.page.click(".category >> nth=1")
    opened.page.wait_for_selector("[role=alert]")
    assert "data/bird-0.js is missing" in opened.page.inner_text("[role=alert]")
    opened.page.click(".category >> nth=0")
    opened.ready()
    assert opened.count() == "14 of 90 selected"
    opened.problems.clear()  # the browser's own line about the missing file


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_runs_out_of_the_window(open_site, sites, theme):
    opened = open_site(sites["single"], theme=theme)
    controls = ":is(.head, .stage, .side, .tray) :is(button, select, input):visible"
    for width in (640, 768, 1024, 1280, 1920, 2560):
        opened.page.set_viewport_size({"width": width, "height": 900})
        opened.settle()
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
        for box in opened.page.locator(controls).evaluate_all(
            "all => all.map(e => e.getBoundingClientRect().toJSON())"
        ):
            assert box["left"] >= 0
            assert box["right"] <= width


@pytest.mark.parametrize("sizes", [(0,), (1,), (2,), (5,), (1, 2, 5)])
def test_few_samples_are_all_shown(open_site, synthetic, tmp_path, sizes):
    opened = open_site(report.build(synthetic.results(sizes), tmp_path / "site").path)
    for entry in range(len(sizes)):
        opened.page.click(f".category >> nth={entry}")
        opened.ready()
        opened.page.keyboard.press("a")
        opened.settle()
        size = int(opened.count().split(" of ")[1].split()[0])
        assert tiles(opened).count() == size
        assert f"{size} of {size} selected" == opened.count()


def test_results_without_categories_say_so(browser, synthetic, tmp_path):
    built = report.build(synthetic.results(()), tmp_path / "site")
    page = browser.new_page()
    page.goto(built.path.as_uri())
    assert "no category" in page.inner_text(".rail")
    page.close()


def test_fingers_select_and_pinch(browser, sites):
    context = browser.new_context(viewport={"width": 1024, "height": 900}, has_touch=True)
    page = context.new_page()
    page.goto(sites["single"].as_uri() + "#c=horse-1&s=")
    page.wait_for_selector("[data-painter] canvas")
    page.wait_for_timeout(300)
    touch = context.new_cdp_session(page)
    box = page.locator(".surface").first.bounding_box()
    x, y, w, h = box["x"], box["y"], box["width"], box["height"]

    def fingers(kind, *places):
        points = [{"x": a, "y": b, "id": at} for at, (a, b) in enumerate(places)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    corners = [
        (x + 5, y + 50),
        (x + w - 5, y + 50),
        (x + w - 5, y + h - 5),
        (x + 5, y + h - 5),
        (x + 5, y + 55),
    ]
    fingers("touchStart", corners[0])
    for place in corners[1:]:
        fingers("touchMove", place)
        page.wait_for_timeout(30)
    fingers("touchEnd")
    page.wait_for_timeout(300)
    assert int(page.inner_text(".selected-count").split()[0]) > 60
    a, b = (x + w * 0.4, y + h * 0.5), (x + w * 0.6, y + h * 0.5)
    fingers("touchStart", a, b)
    for step in range(1, 6):
        fingers("touchMove", (a[0] - 20 * step, a[1]), (b[0] + 20 * step, b[1]))
        page.wait_for_timeout(20)
    fingers("touchEnd")
    page.wait_for_timeout(400)
    assert float(re.search(r"z=([\d.]+)_", page.evaluate("location.hash"))[1]) > 1.5
    context.close()
