"""Laws that every panel keeps, collected from their folder."""

import json
from dataclasses import replace

import pytest
import vl_convert

from report import blocks, panels
from report.blocks import Chart, Panel
from report.errors import BadPanelError

NAMES = sorted(panels.makers())


def every(results):
    return [(name, panels.makers()[name](results)) for name in NAMES]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("sizes", [(), (1,), (60, 90)])
def test_a_panel_is_a_pure_function_of_the_results(synthetic, name, sizes):
    make = panels.makers()[name]
    one, other = make(synthetic.results(sizes)), make(synthetic.results(sizes))
    assert one.name == name
    assert one.title
    assert len(one.blocks) == len(other.blocks)
    for a, b in zip(one.blocks, other.blocks, strict=True):
        assert a == b or (isinstance(a, Chart) and isinstance(b, Chart) and a.spec == b.spec)


def test_blocks_that_the_script_fills_have_names_of_their_own(results):
    names = [block.name for _, panel in every(results) for block in panel.blocks if hasattr(block, "name")]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_compiles_and_loads_nothing(results, name):
    for block in panels.makers()[name](results).blocks:
        if isinstance(block, Chart):
            compiled = vl_convert.vegalite_to_vega(dict(block.spec))
            assert '"url"' not in json.dumps(compiled)
            assert all(data.get("values") is None for data in compiled["data"])


@pytest.mark.parametrize("name", NAMES)
def test_every_panel_says_what_it_is_for(name):
    import importlib

    module = importlib.import_module(f"report.panels.{name}")
    assert module.__doc__
    assert module.panel.__doc__


def test_a_panel_with_nothing_to_show_is_left_out(synthetic):
    assert "notes" not in {panel.name for panel in panels.collect(synthetic.results())}
    assert "notes" in {panel.name for panel in panels.collect(synthetic.results(notes=("careful",)))}


def test_of_several_projects_every_place_that_a_script_fills_is_there(results):
    bare = replace(
        results,
        notes=("Only of the first.",),
        categories=tuple(replace(one, analyses=()) for one in results.categories),
    )
    alone = {panel.name for panel in panels.of_all([bare])}
    assert not {"eigenvalues", "contingency"} & alone
    found = panels.of_all([bare, replace(results, notes=("Of the other.",))])
    assert {panel.name for panel in found} == alone | {"eigenvalues", "contingency"}
    assert [block.text for panel in found if panel.name == "notes" for block in panel.blocks] == [
        "Only of the first."
    ]


def test_the_page_has_a_place_for_every_panel(results):
    assert {panel.place for panel in panels.collect(results)} <= set(blocks.Place.__args__)


def test_a_panel_that_does_not_bear_its_files_name_is_refused(results, monkeypatch):
    other = Panel("other", "Other", "side", 0, (blocks.Prose("x"),))
    monkeypatch.setattr(panels, "makers", lambda: {"mine": lambda results: other})
    with pytest.raises(BadPanelError, match=r"report/panels/mine.py makes a panel named 'other'"):
        panels.collect(results)
