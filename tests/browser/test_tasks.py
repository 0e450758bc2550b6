"""What a person comes for, task by task, on the built page from file://, in both of its shapes where they differ."""

import csv
import io
import itertools
import json
import re

import numpy as np
import pytest

import report
from spray import selection

pytestmark = pytest.mark.slow
ENGINES = ("chromium", "firefox")


@pytest.fixture(scope="module")
def horse(synthetic):
    return next(one for one in synthetic.results().categories if one.name == "horse")


@pytest.fixture
def opened(open_site, sites):
    return open_site(sites["single"])


def tsne(horse):
    return horse.analyses[0].embeddings[1].points


def positions(opened):
    found = opened.page.locator(".tile").evaluate_all("all => all.map(one => Number(one.dataset.position))")
    return set(found)


def seen_positions(opened):
    """Of all tiles, those that appear while the tray is scrolled through."""
    tray, found = opened.page.locator("[data-block=samples]"), set()
    tray.evaluate("e => e.scrollTo(0, 0)")
    for _ in range(60):
        opened.settle(30)
        found |= positions(opened)
        if tray.evaluate("e => e.scrollTop + e.clientHeight >= e.scrollHeight - 1"):
            break
        tray.evaluate("e => e.scrollBy(0, 200)")
    return found


def lasso(opened, path, *, key=None):
    mouse = opened.page.mouse
    if key:
        opened.page.keyboard.down(key)
    mouse.move(*path[0])
    mouse.down()
    for place in path[1:]:
        mouse.move(*place, steps=3)
    mouse.up()
    if key:
        opened.page.keyboard.up(key)
    opened.settle()


def around(places, gap=12):
    """A diamond around places on the screen: no box would do."""
    (left, top), (right, bottom) = places.min(axis=0), places.max(axis=0)
    x, y, w, h = (left + right) / 2, (top + bottom) / 2, right - left + gap, bottom - top + gap
    return [(x - w, y), (x, y - h), (x + w, y), (x, y + h), (x - w, y)]


def within(path, places):
    """Even-odd rule: which places a closed path surrounds."""
    hit = np.zeros(len(places), bool)
    for (ax, ay), (bx, by) in zip(path, [*path[1:], path[0]], strict=True):
        crosses = (ay > places[:, 1]) != (by > places[:, 1])
        with np.errstate(divide="ignore", invalid="ignore"):
            left = places[:, 0] < (bx - ax) * (places[:, 1] - ay) / (by - ay) + ax
        hit ^= crosses & left
    return set(np.flatnonzero(hit).tolist())


def lonely(at, count):
    """The points that are farthest from all others."""
    nearest = [np.sort(np.hypot(*(at - one).T))[1] for one in at]
    return [int(i) for i in np.argsort(nearest)[::-1][:count]]


def test_t01_it_opens_from_a_file_in_both_shapes_and_loads_what_is_asked_for(open_site, site):
    opened = open_site(site)
    assert opened.page.url.startswith("file:")
    assert opened.page.inner_text(".category-title") == "horse"
    opened.page.keyboard.press("j")
    opened.ready()
    assert opened.page.inner_text(".category-title") == "bird"


def test_t01_the_page_says_project_data_model_method_target_versions_and_counts(opened):
    header = opened.page.inner_text(".head")
    for fact in ("Planted tag", "horses", "nets:small_cnn", "epsilon_plus_flat", "true_label", "202"):
        assert fact in header
    opened.page.click("[data-open=provenance]")
    rows = dict(
        row.split("\t", 1)
        for row in opened.page.inner_text("#provenance .sheet-body").splitlines()
        if "\t" in row
    )
    assert rows["composite"] == "epsilon_plus_flat"
    assert rows["target"] == "true_label"
    assert rows["torch"] == "2.14.1"
    assert (rows["samples"], rows["categories"], rows["classes"]) == ("202", "4", "4")


def test_t02_all_categories_are_seen_at_once_ranked_by_any_score_and_opened_by_one_click(opened):
    opened.page.keyboard.press("o")
    cards = opened.page.locator("#overview .small-multiple")
    names = opened.page.locator("#overview .category-name")
    assert cards.count() == 4
    assert names.all_inner_texts()[:3] == ["horse", "bird", "boat"]
    opened.page.select_option("#overview select", "size")
    assert names.all_inner_texts()[:3] == ["horse", "bird", "boat"]
    assert cards.locator(".score").all_inner_texts()[:3] == ["90", "60", "40"]
    drawn = cards.locator("canvas").first.evaluate(
        "c => [...c.getContext('2d').getImageData(0, 0, c.width, c.height).data].filter(v => v).length"
    )
    assert drawn > 100
    cards.nth(1).click()
    opened.ready()
    assert opened.page.inner_text(".category-title") == "bird"
    assert not opened.page.is_visible("#overview")


def test_t03_two_categories_stand_side_by_side(opened, synthetic):
    opened.page.keyboard.press("v")
    opened.page.select_option(".pane-bar select >> nth=0", label="bird")
    opened.settle()
    assert opened.page.inner_text(".beside-count") == "0 of 60 selected"
    bird = next(one for one in synthetic.results().categories if one.name == "bird")
    points = bird.analyses[0].embeddings[1].points
    box = opened.page.locator(".surface").nth(1).bounding_box()
    unit = ((points - points.min(axis=0)) / np.ptp(points, axis=0) + 0.07) / 1.14
    at = np.column_stack([box["x"] + unit[:, 0] * box["width"], box["y"] + (1 - unit[:, 1]) * box["height"]])
    opened.page.mouse.click(*at[lonely(at, 1)[0]])
    opened.settle()
    assert opened.page.inner_text(".beside-count") == "1 of 60 selected"
    assert opened.count() == "14 of 90 selected"
    again = opened.page.evaluate("location.hash")
    opened.page.goto("about:blank")
    opened.go(opened.path, again)
    assert opened.page.locator(".surface:visible").count() == 2


def test_t04_two_embeddings_of_a_category_are_linked(opened):
    opened.page.keyboard.press("v")
    opened.settle()
    assert opened.page.input_value(".pane-bar select >> nth=1") == "spectral"
    box = opened.page.locator(".surface").nth(1).bounding_box()
    opened.drag(
        (box["x"] + 4, box["y"] + 4), (box["x"] + box["width"] / 2, box["y"] + box["height"] - 8), box=True
    )
    count = int(opened.count().split()[0])
    assert 0 < count < 90
    assert opened.page.inner_text(".beside-count") == f"{count} of 90 selected"


def test_t05_axes_are_chosen_and_have_names_and_eigenvalues(opened, horse):
    opened.choose("embedding", "spectral")
    options = opened.page.locator("[data-choice=x] option").all_inner_texts()
    assert options[1].startswith("eigenvector 2 (λ 0.03")
    opened.choose("x", "1")
    opened.choose("y", "4")
    assert opened.page.inner_text(".axis-x").startswith("eigenvector 2")
    assert opened.page.inner_text(".axis-y") == "↑ eigenvector 5"
    assert opened.count() == "14 of 90 selected"


def test_t06_the_table_of_two_clusterings_counts_what_they_share(opened, horse):
    one, other = horse.analyses[0].clusterings[1:3]
    opened.page.click("text=compare clusterings")
    opened.page.select_option("#contingency select >> nth=0", one.name)
    opened.page.select_option("#contingency select >> nth=1", other.name)
    rows = opened.page.locator("#contingency tbody tr")
    told = [[cell.split("\n")[0] for cell in row.locator("td").all_inner_texts()] for row in rows.all()]
    for a, cluster in enumerate(one.clusters):
        for b, against in enumerate(other.clusters):
            both = int(((one.labels == cluster.label) & (other.labels == against.label)).sum())
            assert told[a][b] == (str(both) if both else "·")
    # Where the selection goes, which the other clustering has not changed.
    assert opened.count() == "14 of 90 selected"
    parts = opened.page.locator("#contingency .part").all_inner_texts()
    assert sum(int(text.split()[0]) for text in parts) == 14
    assert "Of the 14 selected, " in opened.page.inner_text("#contingency [data-told]")
    opened.page.click("#contingency tbody button >> nth=0")
    opened.page.keyboard.press("Escape")
    opened.settle()
    first = next(
        (a, b)
        for a in one.clusters
        for b in other.clusters
        if ((one.labels == a.label) & (other.labels == b.label)).any()
    )
    both = (one.labels == first[0].label) & (other.labels == first[1].label)
    assert opened.count() == f"{both.sum()} of 90 selected"


def test_t07_the_largest_gap_is_told_and_chooses_its_clustering(opened):
    opened.choose("clustering", "kmeans-4")
    assert "Largest gap, 0.350, after k = 3" in opened.page.inner_text("#eigenvalues")
    opened.page.click("text=cluster into 3")
    opened.settle()
    assert opened.state["k"] == "kmeans-3"
    opened.page.select_option("#eigenvalues select", "2")
    opened.settle()
    assert opened.state["k"] == "kmeans-2"
    opened.page.select_option("#eigenvalues select", "5")
    assert "No clustering here has 5 clusters" in opened.page.inner_text("#eigenvalues")


def test_t07_an_eigenvalue_is_told_under_the_pointer_and_a_click_on_the_kth_chooses_k_clusters(opened):
    opened.page.locator(".gap").scroll_into_view_if_needed()
    box = opened.page.locator("#eigenvalues canvas").bounding_box()
    # The fourth of five bars; the numbers of the axis take the left part.
    opened.page.mouse.move(box["x"] + box["width"] * 0.78, box["y"] + box["height"] * 0.6)
    tooltip = opened.page.locator("#vg-tooltip-element.visible")
    tooltip.wait_for()
    assert re.search(r"eigenvalue:?\s*4\s*value:?\s*0\.4100", tooltip.inner_text())
    opened.page.mouse.down()
    opened.page.mouse.up()
    opened.settle()
    assert opened.state["k"] == "kmeans-4"


def test_t08_the_wheel_zooms_to_the_pointer_and_the_selection_can_be_zoomed_to(opened, horse):
    at = opened.screen(tsne(horse))
    i = lonely(at, 1)[0]
    opened.page.mouse.move(*at[i])
    for _ in range(4):
        opened.page.mouse.wheel(0, -240)
    opened.settle()
    opened.page.mouse.move(at[i][0] + 1, at[i][1] + 1)
    opened.page.wait_for_selector("#card:visible")
    assert f"{60 + i:04d}.png" in opened.page.inner_text("#card")
    assert "z" in opened.state
    opened.page.keyboard.press("f")
    opened.settle()
    assert "z" not in opened.state
    opened.page.keyboard.press("s")
    opened.settle()
    k, u, v = (float(part) for part in opened.state["z"].split("_"))
    unit = (tsne(horse) - tsne(horse).min(axis=0)) / np.ptp(tsne(horse), axis=0)
    tag = unit[horse.analyses[0].clusterings[1].labels == 2]
    assert k > 1.2
    assert np.allclose([u, v], (tag.min(axis=0) + tag.max(axis=0)) / 2, atol=0.01)


def test_t08_panning_with_any_tool_moves_the_points_and_selects_nothing(opened):
    box = opened.stage.bounding_box()
    opened.page.mouse.move(box["x"] + 200, box["y"] + 150)
    opened.page.mouse.down(button="middle")
    opened.page.mouse.move(box["x"] + 260, box["y"] + 170, steps=4)
    opened.page.mouse.up(button="middle")
    opened.settle()
    assert opened.count() == "14 of 90 selected"
    _, u, _ = (float(part) for part in opened.state["z"].split("_"))
    assert np.isclose(u, 0.5 - 60 / box["width"] * 1.14, atol=0.005)


def test_t09_hovering_shows_the_sample_beside_its_point_in_the_current_mode(opened, horse):
    at = opened.screen(tsne(horse))
    for mode, i in itertools.product(("input", "attribution", "overlay"), (0, lonely(at, 1)[0])):
        opened.mode(mode)
        opened.page.mouse.move(5, 5)
        opened.page.mouse.move(*at[i])
        opened.page.wait_for_selector("#card:visible")
        card = opened.page.locator("#card")
        assert card.locator(f".picture.{mode}").count() == 1
        words = card.inner_text()
        assert f"{60 + i:04d}.png" in words
        assert re.search(r"horse → \w+ 0\.\d\d", words)
        assert "cluster" in words
        ring, box = opened.page.locator(".ring >> nth=0").bounding_box(), card.bounding_box()
        assert np.allclose([ring["x"] + 9, ring["y"] + 9], at[i], atol=1.5)
        assert min(abs(box["x"] - at[i][0]), abs(box["x"] + box["width"] - at[i][0])) < 30


def test_t10_a_lasso_selects_what_it_surrounds_and_all_of_it_is_shown(opened, horse):
    at = opened.screen(tsne(horse))
    box = opened.stage.bounding_box()
    x, y, w, h = box["x"], box["y"], box["width"], box["height"]
    path = [
        (x + w * a, y + h * b) for a, b in ((0.1, 0.5), (0.4, 0.2), (0.75, 0.45), (0.4, 0.9), (0.1, 0.52))
    ]
    lasso(opened, path)
    wanted = within(path, at)
    assert 10 < len(wanted) < 90
    assert opened.count() == f"{len(wanted)} of 90 selected"
    assert seen_positions(opened) == wanted


def test_t10_tiles_are_sorted_as_asked(opened, synthetic):
    opened.page.keyboard.press("a")
    for order, sign in (("score", 1), ("sure", -1)):
        opened.choose("order", order)
        scores = [float(text) for text in opened.page.locator(".tile-score").all_inner_texts()]
        assert len(scores) > 8
        assert (np.diff(scores) * sign >= 0).all()
    opened.choose("order", "wrong")
    assert opened.page.locator(".tile >> nth=0").locator(".wrong").count() == 1


def test_t11_a_selection_is_refined_by_adding_removing_and_toggling(opened, horse):
    at = opened.screen(tsne(horse))
    labels = horse.analyses[0].clusterings[1].labels
    opened.cluster(0)
    first = set(np.flatnonzero(labels == 0).tolist())
    path = around(at[labels == 2], gap=4)
    lasso(opened, path, key="Shift")
    wanted = first | within(path, at)
    assert opened.count() == f"{len(wanted)} of 90 selected"
    lasso(opened, path, key="Alt")
    wanted -= within(path, at)
    assert opened.count() == f"{len(wanted)} of 90 selected"
    i = next(one for one in lonely(at, 20) if one in wanted)
    opened.page.mouse.click(*at[i])
    opened.settle()
    assert opened.count() == f"{len(wanted) - 1} of 90 selected"
    opened.page.mouse.click(*at[i])
    opened.settle()
    assert opened.count() == f"{len(wanted)} of 90 selected"
    opened.page.hover(".tile >> nth=0")
    gone = int(opened.page.locator(".tile >> nth=0").get_attribute("data-position"))
    opened.page.click(".tile-drop >> nth=0")
    opened.settle()
    assert gone not in seen_positions(opened)
    opened.page.keyboard.press("i")
    opened.settle()
    assert opened.count() == f"{90 - len(wanted) + 1} of 90 selected"


def test_t21_back_undoes_and_forward_redoes(opened):
    counts = [opened.count()]
    for label in (0, 1):
        opened.cluster(label)
        counts.append(opened.count())
    opened.choose("clustering", "kmeans-4")
    opened.page.go_back()
    opened.settle()
    assert opened.state["k"] == "kmeans-3"
    opened.page.go_back()
    opened.settle()
    assert opened.count() == counts[1]
    opened.page.keyboard.press("Control+z")
    opened.settle()
    assert opened.count() == counts[0]
    opened.page.keyboard.press("Control+z")
    opened.settle()
    assert opened.count() == counts[0]
    opened.page.keyboard.press("Control+Shift+z")
    opened.settle()
    assert opened.count() == counts[1]
    opened.page.go_forward()
    opened.settle()
    assert opened.count() == counts[2]


def test_t12_a_sample_is_enlarged_with_what_is_known_and_its_neighbours(opened, horse):
    opened.page.locator(".tile >> nth=2").locator(".tile-open").click()
    box = opened.page.locator("#lightbox")
    assert box.locator(".threefold .picture").count() == 3
    assert "3 of 14 selected" in box.inner_text()
    neighbours = box.locator(".neighbour")
    assert neighbours.count() >= 4
    other = int(neighbours.first.get_attribute("data-position"))
    neighbours.first.click()
    assert f"{60 + other:04d}.png" in box.locator("h2").inner_text()
    before = opened.count()
    opened.page.keyboard.press("ArrowRight")
    box.locator("header .toggle").click()
    opened.page.keyboard.press("Escape")
    opened.settle()
    assert opened.count() != before


def test_t12_double_click_on_a_point_enlarges_it_and_changes_no_selection(opened, horse):
    at = opened.screen(tsne(horse))
    i = lonely(at, 1)[0]
    opened.double_click(*at[i])
    assert f"{60 + i:04d}.png" in opened.page.inner_text("#lightbox h2")
    opened.page.keyboard.press("Escape")
    assert opened.count() == "14 of 90 selected"


def test_t13_the_overlay_is_that_of_its_formula_and_the_legend_has_sign_and_numbers(opened, synthetic):
    opened.mode("overlay")
    assert opened.page.inner_text(".bar-ticks").split() == ["−1", "−0.5", "0", "0.5", "1"]
    legend = opened.page.get_attribute("[data-block=colorbar]", "title")
    assert "left speaks against the explained class, right for it" in legend
    results = synthetic.results()
    i, side = int(opened.page.get_attribute(".tile >> nth=0", "data-position")), 32
    row = np.array([60 + i])
    heat, image = results.pictures.relevance(row)[0], results.pictures.inputs(row)[0].astype(float)
    x = np.rint(127 * heat / np.abs(heat).max()).astype(int)
    assert x.min() < -20  # negative relevance on the horse, positive on the tag
    alpha = 0.9 * np.abs(x)[..., None] / 127
    grey = (image @ [0.299, 0.587, 0.114])[..., None]
    wanted = alpha * synthetic.COLORMAPS["coldnhot"][128 + x] + (1 - alpha) * grey
    seen = opened.pixels(opened.page.locator(f".tile[data-position='{i}'] .picture"))
    scale = seen.shape[0] // side
    assert np.abs(seen[scale // 2 :: scale, scale // 2 :: scale] - wanted).max() <= 3


def test_t14_attribution_or_overlay_as_opaque_as_asked_for(opened):
    tile = opened.page.locator(".tile .picture").first
    opened.mode("overlay")
    looks = []
    for opacity in ("0", "40", "90"):
        opened.page.locator("[data-choice=opacity] input").fill(opacity)
        opened.settle(400)
        looks.append(opened.pixels(tile))
    # Grey without any relevance, and ever more colour.
    coloured = [np.ptp(look, axis=2).mean() for look in looks]
    assert coloured[0] == 0
    assert 0 < coloured[1] < coloured[2]
    opened.page.locator("[data-choice=opacity] input").fill("40")
    opened.mode("attribution")
    assert (np.abs(opened.pixels(tile) - looks[1]) > 20).any()
    assert opened.page.locator("[data-choice=opacity] input").is_disabled()
    opened.mode("overlay")
    assert opened.state["o"] == "40"
    assert (opened.pixels(tile) == looks[1]).all()


def test_t14_enlarged_pixels_are_smooth_or_sharp_as_asked(opened):
    rendering = "e => getComputedStyle(e).imageRendering"
    layer = opened.page.locator(".tile .layer").first
    opened.choose("pixels", "pixelated")
    assert opened.page.locator(".tile .layer").first.evaluate(rendering) == "pixelated"
    opened.choose("pixels", "smooth")
    assert layer.evaluate(rendering) == "auto"
    assert opened.state["i"] == "smooth"


def test_t15_another_colour_map_loads_nothing(open_site, sites):
    opened = open_site(sites["folder"])
    opened.requests.clear()
    before = opened.pixels(opened.page.locator(".tile .picture.attribution").first)
    opened.choose("colormap", "bwr")
    assert opened.requests == []
    assert (opened.pixels(opened.page.locator(".tile .picture.attribution").first) != before).any()


def test_t16_findings_are_named_noted_kept_and_opened_again(opened):
    opened.mode("overlay")
    opened.page.keyboard.press("n")
    opened.page.keyboard.type("yellow <b>tag</b>")
    opened.page.keyboard.press("Tab")
    opened.page.click(".finding-line button >> nth=0")
    opened.page.fill(".finding-note", "lower left\n<script>")
    opened.page.keyboard.press("Tab")
    opened.page.keyboard.press("Escape")
    opened.cluster(0)
    opened.page.click("text=keep selection")
    opened.page.keyboard.press("k")
    opened.page.reload()
    opened.ready()
    assert opened.page.locator(".finding-name").count() == 2
    assert opened.page.input_value(".finding-name >> nth=0") == "yellow <b>tag</b>"
    assert opened.page.input_value(".finding-note >> nth=0") == "lower left\n<script>"
    opened.mode("input")
    opened.page.click(".finding-open >> nth=0")
    opened.settle()
    assert opened.count() == "14 of 90 selected"
    assert opened.state["m"] == "overlay"
    opened.page.click(".finding-line .icon >> nth=0")
    assert opened.page.locator(".finding-name").count() == 1
    opened.page.click(".removed button")
    assert opened.page.locator(".finding-name").count() == 2


def test_t17_wrong_predictions_can_be_shown_alone(opened, synthetic):
    samples = synthetic.results().samples
    wrong = {i for i in range(90) if samples.label[60 + i] != samples.prediction[60 + i]}
    opened.page.click("#filters button[value=wrong]")
    opened.settle()
    assert f"{len(wrong)} of 90 samples shown" in opened.page.inner_text("#filters")
    opened.page.keyboard.press("a")
    opened.settle()
    assert opened.count() == f"{len(wrong)} of 90 selected"
    assert seen_positions(opened) == wrong
    opened.page.click("text=show all")
    opened.page.select_option("#filters select", "1")
    opened.settle()
    right = 90 - len(wrong)
    assert f"{right} of 90 samples shown" in opened.page.inner_text("#filters")
    assert "hidden by the filters" in opened.page.inner_text("[data-block=selection]")


def test_a_hidden_cluster_cannot_be_selected_and_says_so(opened, horse):
    labels = horse.analyses[0].clusterings[1].labels
    opened.page.hover(".cluster-row[data-row='2']")
    opened.page.click(".cluster-row[data-row='2'] .eye")
    opened.settle()
    kept = int((labels != 2).sum())
    assert f"{kept} of 90 samples shown" in opened.page.inner_text("#filters")
    opened.page.keyboard.press("a")
    opened.settle()
    assert opened.count() == f"{kept} of 90 selected"
    assert opened.state["h"] == "2"
    opened.page.hover(".cluster-row[data-row='0']")
    opened.page.click(".cluster-row[data-row='0'] .solo")
    opened.page.keyboard.press("a")
    opened.settle()
    assert opened.count() == f"{(labels == 0).sum()} of 90 selected"


def test_t19_an_export_is_read_in_python_and_by_a_colleague(
    opened, open_site, sites, horse, synthetic, tmp_path
):
    opened.choose("clustering", "kmeans-4")
    opened.choose("embedding", "spectral")
    opened.choose("x", "2")
    opened.choose("colormap", "bwr")
    opened.mode("overlay")
    opened.page.keyboard.press("n")
    opened.page.keyboard.type("tag")
    opened.page.keyboard.press("Tab")
    opened.settle()
    state = opened.state
    download = opened.exported("JSON")
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d Planted tag - horse\.json", download.suggested_filename
    )
    path = tmp_path / "finding.json"
    download.save_as(path)
    read = selection.load(path)
    assert read.version == 1
    assert list(read.rows) == list(range(136, 150))
    assert list(read.ids) == [synthetic.results().samples.id[row] for row in range(136, 150)]
    assert [sample.cluster for sample in read.samples] == [3] * 14
    assert (read.mode, read.clustering, read.embedding, read.axes) == (
        "overlay",
        "kmeans-4",
        "spectral",
        (2, 1),
    )
    assert list(read.all_rows) == list(range(60, 150))
    assert read.finding("tag").rows == read.rows
    colleague = open_site(sites["folder"])
    colleague.cluster(0)
    colleague.page.set_input_files("#share input[type=file]", path)
    colleague.settle(600)
    assert colleague.state == state
    assert positions(colleague) == positions(opened)
    assert colleague.page.input_value(".finding-name") == "tag"


def test_t18_the_file_has_a_version_notes_findings_and_all_keys_of_virelay(opened, tmp_path):
    opened.page.keyboard.press("n")
    opened.page.keyboard.type("yellow tag")
    opened.page.keyboard.press("Tab")
    opened.page.click("[data-open=share]")
    opened.page.fill("#share textarea[aria-label='Note in the file']", "seen in all of them")
    opened.page.keyboard.press("Escape")
    opened.exported("JSON").save_as(tmp_path / "finding.json")
    found = json.loads((tmp_path / "finding.json").read_text())
    assert list(found)[: len(VIRELAY)] == list(VIRELAY)
    assert found["selectionVersion"] == 1
    assert found["note"] == "seen in all of them"
    assert [one["name"] for one in found["findings"]] == ["yellow tag"]
    assert (found["projectName"], found["datasetName"]) == ("Planted tag", "horses")
    assert found["modelName"] == "nets:small_cnn"


def test_t22_a_script_finds_the_indices_under_virelays_key_and_by_the_reader(opened, tmp_path):
    opened.cluster(0)
    opened.exported("JSON").save_as(tmp_path / "finding.json")
    indices = json.loads((tmp_path / "finding.json").read_text())["selectedEmbeddingVectorsIndices"]
    assert len(indices) == int(opened.count().split()[0])
    assert indices == list(selection.load(tmp_path / "finding.json").rows)


def test_t18_the_table_holds_the_selected_samples(opened, synthetic, tmp_path):
    path = tmp_path / "finding.csv"
    opened.exported("CSV").save_as(path)
    rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode())))
    assert [int(row["index"]) for row in rows] == list(range(136, 150))
    samples = synthetic.results().samples
    assert [row["camera <b>"] for row in rows] == [samples.metadata["camera <b>"][i] for i in range(136, 150)]
    assert {row["label"] for row in rows} == {"horse"}


VIRELAY = {
    "projectId": 0,
    "projectName": "Planted tag",
    "modelName": "m",
    "datasetName": "d",
    "selectedAnalysisMethod": "histogram",
    "selectedAnalysisCategory": "00000001",
    "selectedCategoryHumanReadableName": "horse",
    "selectedEmbeddingName": "tsne",
    "selectedClustering": "kmeans_2",
    "numberOfClusters": 2,
    "selectedColorMap": "black-fire-red",
    "selectedImageMode": "attribution",
    "selectedEmbeddingVectorsIndices": [61, 140, 9999],
    "selectedEmbeddingVectorsClusters": [0, 0, 0],
    "allEmbeddingVectorsIndices": [61],
    "allEmbeddingVectorsClusters": [0],
}


def test_an_export_of_virelay_is_opened_and_what_is_not_here_is_told(open_site, sites, tmp_path):
    path = tmp_path / "virelay.json"
    path.write_text(json.dumps(VIRELAY))
    opened = open_site(sites["single"], "#c=bird-0")
    opened.page.set_input_files("#share input[type=file]", path)
    opened.settle(600)
    assert opened.page.inner_text(".category-title") == "horse"
    assert (opened.state["a"], opened.state["k"], opened.state["m"]) == (
        "histogram",
        "kmeans-2",
        "attribution",
    )
    assert positions(opened) == {1, 80}
    told = opened.page.inner_text("[data-block=finding]")
    assert "black-fire-red" in told
    assert "1 of the 3 selected samples" in told


NO_SELECTIONS = (
    "",
    "{",
    "[]",
    "null",
    '{"selectedAnalysisMethod": 3}',
    '{"a": "<img src=x onerror=alert(1)>"}',
)


def test_a_file_that_is_none_is_refused_with_a_reason(opened, tmp_path):
    opened.page.click("[data-open=share]")
    for at, text in enumerate(NO_SELECTIONS):
        path = tmp_path / f"other<b>{at}.json"
        path.write_text(text)
        opened.page.set_input_files("#share input[type=file]", path)
        opened.page.locator("#share [role=alert]").filter(has_text=path.name).wait_for()
    opened.page.keyboard.press("Escape")
    assert opened.count() == "14 of 90 selected"


def test_t23_the_same_samples_are_followed_into_another_project(open_site, synthetic, tmp_path):
    one, other = synthetic.results(), synthetic.results((60, 84, 40), side=16)
    built = report.build([one, other], tmp_path / "site")
    opened = open_site(built.path)
    opened.choose("clustering", "kmeans-4")
    opened.choose("project", "1")
    opened.ready()
    assert opened.page.inner_text(".category-title") == "horse"
    assert opened.state["k"] == "kmeans-4"
    # horse/0136.png to 0143.png are horses here as well.
    assert opened.count() == "8 of 84 selected"
    link = opened.page.evaluate("location.hash")
    again = open_site(built.path, link)
    assert again.count() == "8 of 84 selected"
    assert again.page.input_value("[data-choice=project] select") == "1"
    opened.choose("project", "0")
    opened.ready()
    assert opened.page.inner_text(".category-title") == "horse"


def test_t20_a_link_opens_the_same_view_on_another_copy_of_the_page(opened, open_site, sites, horse):
    opened.choose("embedding", "spectral")
    opened.mode("overlay")
    box = opened.stage.bounding_box()
    opened.drag((box["x"] + 20, box["y"] + 60), (box["x"] + box["width"] / 2, box["y"] + box["height"] - 20))
    link = opened.page.evaluate("location.hash")
    assert len(link) < 2048
    copy = open_site(sites["folder"], link)
    assert copy.state == opened.state
    assert copy.count() == opened.count()
    assert positions(copy) == positions(opened)


def test_t21_half_a_drag_is_no_step_to_come_back_to(opened):
    box = opened.stage.bounding_box()
    before = opened.count()
    opened.page.keyboard.press("b")  # a change of the look, which the address follows a little later
    opened.page.mouse.move(box["x"] + 5, box["y"] + 60)
    opened.page.mouse.down()
    opened.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] - 9, steps=5)
    opened.settle(500)
    opened.page.mouse.move(box["x"] + box["width"] - 5, box["y"] + box["height"] - 5, steps=3)
    opened.page.mouse.up()
    opened.settle()
    assert opened.count() != before
    opened.page.go_back()
    opened.settle()
    assert opened.count() == before


def test_t21_every_change_is_in_the_address(opened):
    seen = [opened.page.evaluate("location.hash")]
    for change in (
        lambda: opened.cluster(0),
        lambda: opened.choose("embedding", "spectral"),
        lambda: opened.choose("clustering", "kmeans-4"),
        lambda: opened.choose("analysis", "histogram"),
        lambda: opened.choose("colormap", "bwr"),
        lambda: opened.mode("overlay"),
        lambda: opened.page.keyboard.press("+"),
        lambda: opened.page.click("#filters button[value=wrong]"),
        lambda: opened.page.keyboard.press("j"),
    ):
        change()
        opened.settle(400)
        seen.append(opened.page.evaluate("location.hash"))
    assert len(set(seen)) == len(seen)


def test_samples_are_found_by_id_file_name_label_and_prediction(opened):
    field = opened.page.locator("#search input")
    opened.page.keyboard.press("/")
    opened.page.keyboard.type("0141")
    opened.settle()
    opened.page.keyboard.press("Enter")
    opened.settle()
    assert positions(opened) == {81}
    field.fill("boat/0155")
    opened.settle()
    assert "in boat" in opened.page.inner_text(".found")
    opened.page.click(".hit >> nth=0")
    opened.ready()
    assert opened.page.inner_text(".category-title") == "boat"
    assert positions(opened) == {5}
    field.fill("bird")
    opened.settle()
    assert opened.page.inner_text(".hit-kind >> nth=0") == "category"
    opened.page.keyboard.press("Escape")
    field.fill("no such thing")
    opened.settle()
    assert "Nothing is called so" in opened.page.inner_text(".found")


def test_points_are_coloured_by_what_is_asked_with_a_legend(opened):
    opened.page.keyboard.press("Escape")
    opened.page.mouse.move(5, 5)
    opened.settle()
    before = opened.pixels(opened.stage)
    for colour in ("label", "prediction", "verdict", "score", "column tag"):
        opened.choose("colour", colour)
        assert opened.page.is_visible(".colour-legend")
        assert (opened.pixels(opened.stage) != before).any()
        assert opened.state["b"] == colour
    opened.page.reload()
    opened.ready()
    assert opened.state["b"] == "column tag"
    assert opened.page.inner_text(".legend-name") == "tag"


def test_tile_and_point_ring_each_other(opened, horse):
    at = opened.screen(tsne(horse))
    tile = opened.page.locator(".tile >> nth=3")
    i = int(tile.get_attribute("data-position"))
    tile.hover()
    ring = opened.page.locator(".ring >> nth=0").bounding_box()
    assert np.allclose([ring["x"] + 9, ring["y"] + 9], at[i], atol=1.5)
    opened.page.mouse.move(*at[i])
    opened.page.wait_for_selector("#card:visible")
    near = opened.page.locator(".tile.hot")
    assert near.count() <= 1
    assert f"{60 + i:04d}" in opened.page.inner_text("#card") or near.count() == 0


def test_t24_points_are_stepped_through_selected_and_enlarged_by_keyboard(opened):
    opened.page.keyboard.press("Escape")
    opened.stage.focus()
    opened.page.keyboard.press("ArrowRight")
    opened.page.wait_for_selector("#card:visible")
    first = opened.page.inner_text("#live")
    assert re.search(r"\d{4}\.png, label horse, predicted \w+ .*cluster \d, 1 of 90", first)
    opened.page.keyboard.press("ArrowDown")
    assert opened.page.inner_text("#live") != first
    opened.page.keyboard.press("Space")
    opened.settle()
    assert opened.count() == "1 of 90 selected"
    opened.page.keyboard.press("Enter")
    assert opened.page.is_visible("#lightbox")
    opened.page.keyboard.press("Escape")
    opened.settle()
    assert opened.page.evaluate("document.activeElement.className").startswith("surface")
    label = opened.stage.get_attribute("aria-label")
    assert "90 samples, 1 selected" in label


def test_t24_a_finding_is_made_without_a_pointer(opened):
    press = opened.page.keyboard.press
    press("o")
    press("Enter")  # the category that is open has the focus
    opened.ready()
    assert opened.page.inner_text(".category-title") == "horse"
    press("Escape")
    press("c")
    opened.settle()
    said = opened.page.inner_text("#live")
    assert said.startswith(opened.count())
    assert "% cluster" in said
    press("3")
    press("n")
    opened.page.keyboard.type("by keys alone")
    press("Enter")
    press("Tab")
    opened.settle()
    assert opened.state["m"] == "overlay"
    assert opened.page.input_value(".finding-name") == "by keys alone"
    # Every control can be reached by Tab, and shows that it is.
    reached = set()
    opened.page.evaluate("document.querySelector('.head select').focus()")
    for _ in range(90):
        press("Tab")
        reached.add(
            opened.page.evaluate(
                "() => { const e = document.activeElement, s = getComputedStyle(e);"
                " return `${e.tagName} ${s.outlineStyle !== 'none'}`; }"
            )
        )
        if "BODY false" in reached:  # the end of the page
            break
    assert {"BUTTON true", "SELECT true", "INPUT true"} <= reached
    assert not {one for one in reached if one.startswith("BUTTON") and one.endswith("false")}
