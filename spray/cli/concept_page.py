"""The page of `spray concepts`: cards and the attribution graph, one file without any other."""

import base64
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lrpfx.concepts import Card, Flows, Reference
from lrpfx.overlay import overlay
from report import assets
from spray.cli.companions import head

ABOUT = "What the channels of {layer} stand for: the samples in which each is most relevant."
SIDE = 112  # pixels of a picture on the page
EDGES = 3  # drawn per concept of the upper layer

STYLE = """
:root { color-scheme: light dark; --page: #f4f5f7; --surface: #fff; --ink: #16191d; --muted: #5b6570; --line: #e1e5e9;
  --accent: #2257bf; font: 13px/18px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  font-variant-numeric: tabular-nums; }
@media (prefers-color-scheme: dark) { :root { --page: #101215; --surface: #181b1f; --ink: #e9ecef; --muted: #98a2ad;
  --line: #2a2f35; --accent: #82aaff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); }
header { padding: 12px 20px; background: var(--surface); border-bottom: 1px solid var(--line); }
h1 { margin: 0; font-size: 17px; line-height: 24px; } h2 { margin: 24px 0 8px; font-size: 15px; }
h3 { margin: 0 0 8px; font-size: 13px; } p { margin: 4px 0; max-width: 90ch; color: var(--muted); }
main { padding: 0 20px 32px; }
nav { display: flex; flex-wrap: wrap; gap: 4px 12px; margin-top: 8px; } a { color: var(--accent); }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(380px, 1fr)); gap: 12px; }
.card { padding: 12px; background: var(--surface); border: 1px solid var(--line); border-radius: 6px; }
.refs { display: flex; flex-wrap: wrap; gap: 8px; }
figure { margin: 0; width: 112px; } figure img { display: block; width: 112px; height: 112px; object-fit: contain;
  image-rendering: auto; background: var(--page); border-radius: 3px; }
figure img + img { margin-top: 4px; } figcaption { color: var(--muted); font-size: 12px; }
.graph { padding: 12px; background: #fff; color: #16191d; border: 1px solid var(--line); border-radius: 6px;
  overflow-x: auto; }
"""


@dataclass(frozen=True)
class Shown:
    """Cards under a heading."""

    name: str
    cards: tuple[Card, ...]


def page(
    title: str,
    layer: str,
    shown: Sequence[Shown],
    display: Callable[[NDArray[Any]], NDArray[np.uint8]],
    flows: Flows | None,
    colormap: str,
) -> str:
    """The whole page. `display` gives pictures, uint8 (n, H, W, 1 or 3), by sample numbers."""
    links = "".join(f'<a href="#s{i}">{escape(s.name)}</a>' for i, s in enumerate(shown))
    sections = "".join(_section(i, s, display, colormap) for i, s in enumerate(shown))
    graph = "" if flows is None else _graph(flows)
    more = '<a href="#graph">Attribution graph</a>' if flows is not None else ""
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"{head('concepts', f'{title}: concepts of layer {layer}', ABOUT.format(layer=layer))}<style>{STYLE}</style>"
        f"<header><h1>{escape(title)}: concepts of layer {escape(layer)}</h1>"
        "<p>A concept is a channel of the layer. Each is shown by the samples in which it has the largest share of the"
        " relevance for the explained class: on top the part of the sample that its most relevant position sees, below"
        " the relevance that flows through it, on the sample.</p>"
        f"<nav>{links}{more}</nav></header><main>{sections}{graph}</main></html>"
    )


def _section(
    number: int, shown: Shown, display: Callable[[NDArray[Any]], NDArray[np.uint8]], colormap: str
) -> str:
    cards = "".join(_card(card, display, colormap) for card in shown.cards)
    empty = "<p>No channel has positive relevance.</p>"
    return f'<section id="s{number}"><h2>{escape(shown.name)}</h2><div class="cards">{cards or empty}</div></section>'


def _card(card: Card, display: Callable[[NDArray[Any]], NDArray[np.uint8]], colormap: str) -> str:
    pictures = display(np.array([r.sample for r in card.references]))
    figures = "".join(_figure(card, r, p, colormap) for r, p in zip(card.references, pictures, strict=True))
    return f'<article class="card"><h3>Channel {card.unit}</h3><div class="refs">{figures}</div></article>'


def _figure(card: Card, reference: Reference, picture: NDArray[np.uint8], colormap: str) -> str:
    image = Image.fromarray(picture[..., 0] if picture.shape[-1] == 1 else picture)
    top, left, bottom, right = reference.box
    crop = image.crop((left, top, right, bottom))
    greatest = float(np.abs(reference.heatmap).max())
    heat = overlay(image, reference.heatmap, colormap, vmax=greatest if greatest > 0 else None)
    what = f"channel {card.unit}, sample {reference.sample}"
    return (
        f'<figure><img src="{_data(crop)}" alt="What {what} sees" title="rows {top} to {bottom}, columns {left} to'
        f' {right}"><img src="{_data(heat)}" alt="Relevance through {what}"><figcaption>{reference.score:.1%}, sample'
        f" {reference.sample}</figcaption></figure>"
    )


def _data(image: Image.Image) -> str:
    """A picture as an address, not larger than it is shown on a fine screen."""
    image = image.convert("RGB") if image.mode not in ("L", "RGB") else image
    scale = 2 * SIDE / max(image.size)
    if scale < 1:
        image = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))
    else:
        whole = max(1, int(scale))
        image = image.resize((image.width * whole, image.height * whole), Image.Resampling.NEAREST)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


def _graph(flows: Flows) -> str:
    specification = json.dumps(graph(flows).to_dict(), sort_keys=True).replace("<", "\\u003c")
    return (
        f'<section id="graph"><h2>Attribution graph: layer {escape(flows.upper)} to layer {escape(flows.lower)}</h2>'
        f"<p>The channels of layer {escape(flows.upper)} with the most relevance, and the {EDGES} channels of layer"
        f" {escape(flows.lower)} that most of it comes from; a line is as wide as the relevance that flows.</p>"
        f'<div class="graph" id="flows"></div><script>{assets.vega()}</script>'
        f'<script>vegaEmbed("#flows", {specification}, {{"actions": false}});</script></section>'
    )


def graph(flows: Flows) -> Any:
    """Two columns of concepts, joined by lines."""
    import altair as alt

    edges = flows.strongest(EDGES)
    lower = list(dict.fromkeys(j for _, j, _ in edges))
    most = max((abs(r) for _, _, r in edges), default=0.0) or 1.0
    high = {unit: _even(i, len(flows.units)) for i, unit in enumerate(flows.units)}
    low = {unit: _even(i, len(lower)) for i, unit in enumerate(lower)}
    lines = [
        {"x": 0, "y": high[a], "x2": 1, "y2": low[b], "from": a, "to": b, "relevance": r, "width": 8 * abs(r) / most,
         "sign": "for the class" if r >= 0 else "against it"}
        for a, b, r in edges
    ]  # fmt: skip
    nodes = [{"x": 0, "y": y, "name": f"{u}", "side": flows.upper} for u, y in high.items()]
    nodes += [{"x": 1, "y": y, "name": f"{u}", "side": flows.lower} for u, y in low.items()]
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.15, 1.15]))
    y = alt.Y("y:Q", axis=None)
    drawn = alt.Chart(_values(lines)).mark_rule().encode(
        x=x, y=y, x2="x2", y2="y2", strokeWidth=alt.StrokeWidth("width:Q", scale=None),
        color=alt.Color("sign:N", title=None, scale=alt.Scale(domain=["for the class", "against it"],
                                                              range=["#c0392b", "#2257bf"])),
        tooltip=["from:N", "to:N", "relevance:Q"],
    )  # fmt: skip
    base = alt.Chart(_values(nodes)).encode(x=x, y=y)
    dots = base.mark_circle(size=420, color="#eef1f4", stroke="#5b6570", opacity=1).encode(
        tooltip=["side:N", "name:N"]
    )
    names = base.mark_text(fontSize=11).encode(text="name:N")
    heads = [{"x": 0, "y": 1.04, "name": flows.upper}, {"x": 1, "y": 1.04, "name": flows.lower}]
    titles = alt.Chart(_values(heads)).mark_text(fontWeight="bold").encode(x=x, y=y, text="name:N")
    height = 40 * max(len(flows.units), len(lower))
    return (drawn + dots + names + titles).properties(width=620, height=height).configure_view(stroke=None)


def _even(number: int, count: int) -> float:
    return 1 - (number + 0.5) / count


def _values(rows: list[dict[str, Any]]) -> Any:
    import altair as alt

    return alt.Data(values=rows)  # type: ignore[no-untyped-call]  # Altair's
