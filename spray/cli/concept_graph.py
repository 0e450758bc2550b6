"""The attribution graph of `spray concepts`: concepts of two layers, and the relevance that flows between them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any, Literal

from lrpfx.concepts import Flows
from report import assets

EDGES = 3  # drawn per concept of the upper layer
SIDE = 44  # pixels of a node
ROW = 60  # pixels from one node to the next
WIDEST = 10  # pixels of a line


@dataclass(frozen=True)
class Drawn:
    """Edges, and what concepts of both layers look at: addresses of pictures by concept. `noun` is what they are."""

    flows: Flows
    noun: str
    upper: Mapping[int, str] = field(default_factory=dict)
    lower: Mapping[int, str] = field(default_factory=dict)


def section(drawn: Drawn) -> str:
    """The graph on the page; `script` fills it."""
    flows = drawn.flows
    upper, lower, noun = escape(flows.upper), escape(flows.lower), drawn.noun.lower()
    return (
        f'<section id="graph"><h2>Attribution graph: layer {upper} to layer {lower}</h2>'
        f"<p>The {noun}s of layer {upper} with the most relevance, and the {EDGES} {noun}s of layer {lower} that most"
        " of it comes from; a line is as wide as the relevance that flows. Pictures are the part of a sample in which"
        f' the {noun} is most relevant.</p><div class="graph" id="flows"></div></section>'
    )


def script(drawn: Drawn) -> str:
    """Vega, and the graph in the colours of the page, also when the reader changes them."""
    specification = json.dumps(graph(drawn).to_dict(), sort_keys=True).replace("<", "\\u003c")
    return f"<script>{assets.vega()}</script><script>{DRAW.replace('SPECIFICATION', specification)}</script>"


DRAW = """(() => {
const spec = SPECIFICATION, dark = matchMedia("(prefers-color-scheme: dark)");
const draw = () => {
  const of = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  vegaEmbed("#flows", spec, {actions: false, config: {background: "transparent", text: {color: of("--ink")},
    square: {fill: of("--page"), stroke: of("--muted"), strokeWidth: 1}, legend: {labelColor: of("--ink")}}});
};
dark.addEventListener("change", draw);
draw();
})();"""


def graph(drawn: Drawn) -> Any:
    """Two columns of concepts, joined by lines."""
    import altair as alt

    flows, noun = drawn.flows, drawn.noun
    edges = flows.strongest(EDGES)
    lower = list(dict.fromkeys(j for _, j, _ in sorted(edges, key=lambda e: -abs(e[2]))))
    most = max((abs(r) for _, _, r in edges), default=0.0) or 1.0
    high = {unit: _even(i, len(flows.units)) for i, unit in enumerate(flows.units)}
    low = {unit: _even(i, len(lower)) for i, unit in enumerate(lower)}
    lines = [
        {"x": 0, "y": high[a], "x2": 1, "y2": low[b], "from": f"{noun} {a} of {flows.upper}",
         "to": f"{noun} {b} of {flows.lower}", "relevance": r, "width": max(1, WIDEST * abs(r) / most),
         "sign": "for the class" if r >= 0 else "against it"}
        for a, b, r in edges
    ]  # fmt: skip
    nodes = [
        {"x": side, "y": y, "at": side + (1 if side else -1) * 0.06, "name": f"{noun} {u}", "picture": pictures.get(u)}
        for side, units, pictures in ((0, high, drawn.upper), (1, low, drawn.lower))
        for u, y in units.items()
    ]  # fmt: skip
    scale = alt.Scale(domain=[-0.3, 1.3])
    x = alt.X("x:Q", axis=None, scale=scale)
    top = 1 + 0.4 / max(len(flows.units), len(lower), 1)
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, top]))
    drawn_lines = alt.Chart(_values(lines)).mark_rule(opacity=0.85).encode(
        x=x, y=y, x2="x2", y2="y2", strokeWidth=alt.StrokeWidth("width:Q", scale=None),
        color=alt.Color("sign:N", title=None, legend=alt.Legend(orient="bottom"),
                        scale=alt.Scale(domain=["for the class", "against it"], range=["#d1495b", "#3d7ddb"])),
        tooltip=["from:N", "to:N", alt.Tooltip("relevance:Q", format=".3~g")],
    )  # fmt: skip
    frames = alt.Chart(_values(nodes)).mark_square(size=(SIDE + 4) ** 2, opacity=1)
    pictures = alt.Chart(_values([n for n in nodes if n["picture"]])).mark_image(width=SIDE, height=SIDE)
    sides: tuple[tuple[int, Literal["right", "left"]], ...] = ((0, "right"), (1, "left"))
    names = [
        alt.Chart(_values([n for n in nodes if n["x"] == side]))
        .mark_text(align=align, fontSize=12).encode(x=alt.X("at:Q", axis=None, scale=scale), y=y, text="name:N")
        for side, align in sides
    ]  # fmt: skip
    heads = [{"x": i, "y": top, "name": f"layer {name}"} for i, name in enumerate((flows.upper, flows.lower))]
    titles = (
        alt.Chart(_values(heads)).mark_text(fontWeight="bold", fontSize=13)
        .encode(x=x, y=y, text="name:N")
    )  # fmt: skip
    height = ROW * (max(len(flows.units), len(lower)) + 1)
    tooltip = ["name:N"]
    layered = alt.layer(
        drawn_lines, frames.encode(x=x, y=y, tooltip=tooltip),
        pictures.encode(x=x, y=y, url="picture:N", tooltip=tooltip), *names, titles,
    )  # fmt: skip
    return layered.properties(width=760, height=height).configure_view(stroke=None)


def _even(number: int, count: int) -> float:
    return 1 - (number + 0.5) / count


def _values(rows: list[dict[str, Any]]) -> Any:
    import altair as alt

    return alt.Data(values=rows)  # type: ignore[no-untyped-call]  # Altair's
