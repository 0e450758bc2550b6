"""The page of `spray concepts`: cards and the attribution graph, one file without any other."""

import base64
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lrpfx.concepts import Card, Reference
from lrpfx.overlay import overlay
from spray.cli import concept_graph
from spray.cli.companions import head
from spray.cli.concept_graph import Drawn

ABOUT = "What the {noun}s of layer {layer} stand for: the samples in which each is most relevant, and most active."
SIDE = 112  # pixels of a picture on the page
LEAST = 88  # the least width of one

STYLE = """
:root { color-scheme: light dark; --page: #f4f5f7; --surface: #fff; --ink: #16191d; --muted: #5b6570; --line: #e1e5e9;
  --accent: #2257bf; --mark: #d1495b; font: 13px/18px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans",
  sans-serif; font-variant-numeric: tabular-nums; }
@media (prefers-color-scheme: dark) { :root { --page: #101215; --surface: #181b1f; --ink: #e9ecef; --muted: #98a2ad;
  --line: #2a2f35; --accent: #82aaff; --mark: #ff7a8a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); }
header { padding: 12px 20px; background: var(--surface); border-bottom: 1px solid var(--line); }
h1 { margin: 0; font-size: 17px; line-height: 24px; } h2 { margin: 24px 0 8px; font-size: 15px; }
h3 { margin: 0 0 8px; font-size: 13px; } p { margin: 4px 0; max-width: 90ch; color: var(--muted); }
h4 { margin: 0 0 4px; font-size: 12px; font-weight: 500; color: var(--muted); }
main { padding: 0 20px 32px; } section { scroll-margin-top: 8px; }
nav { display: flex; flex-wrap: wrap; gap: 4px 12px; margin-top: 8px; } a { color: var(--accent); }
.cards { display: grid; gap: 12px;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, calc(var(--many) * 2 * LEASTpx + 56px)), 1fr)); }
.card { padding: 12px; background: var(--surface); border: 1px solid var(--line); border-radius: 6px; }
.kinds { display: grid; grid-template-columns: 1fr 1fr; gap: 12px 20px; }
@media (max-width: 720px) { .kinds { grid-template-columns: 1fr; } }
.refs { display: grid; grid-template-columns: repeat(var(--many), minmax(0, 160px)); gap: 6px; }
figure { margin: 0; min-width: 0; }
figure img { display: block; width: 100%; object-fit: contain; background: var(--page); border-radius: 3px;
  outline: 1px solid var(--line); outline-offset: -1px; }
.whole { position: relative; margin-top: 4px; }
.whole i { position: absolute; border: 1.5px solid var(--mark); border-radius: 1px; }
figcaption { color: var(--muted); font-size: 12px; line-height: 16px; margin-top: 2px; white-space: nowrap;
  overflow: hidden; text-overflow: ellipsis; }
figcaption b { font-weight: 600; color: var(--ink); }
.graph { padding: 12px; background: var(--surface); border: 1px solid var(--line); border-radius: 6px;
  overflow-x: auto; }
.vega-embed summary { display: none; }
""".replace("LEAST", str(LEAST))


@dataclass(frozen=True)
class Shown:
    """Concepts under a heading: of each its card by relevance, and that by activation."""

    name: str
    cards: tuple[tuple[Card, Card], ...]


@dataclass(frozen=True)
class Samples:
    """How samples are shown: pictures, uint8 (n, H, W, 1 or 3), by their numbers; the names of samples and classes."""

    display: Callable[[NDArray[Any]], NDArray[np.uint8]]
    names: Sequence[str]
    classes: Sequence[str]
    colormap: str


def page(
    title: str, layer: str, noun: str, shown: Sequence[Shown], samples: Samples, drawn: Drawn | None
) -> str:
    """The whole page; `noun` is what a concept is: a channel, a feature, a neuron."""
    links = [f'<a href="#s{i}">{escape(s.name)}</a>' for i, s in enumerate(shown)]
    sections = [_section(i, s, samples, noun) for i, s in enumerate(shown)]
    if drawn is not None:  # behind that of all samples
        links.insert(1, '<a href="#graph">Attribution graph</a>')
        sections.insert(1, concept_graph.section(drawn))
    about = ABOUT.format(layer=layer, noun=noun.lower())
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"{head('concepts', f'{title}: concepts of layer {layer}', about)}<style>{STYLE}</style>"
        f"<header><h1>{escape(title)}: concepts of layer {escape(layer)}</h1>"
        f"<p>A concept is a {noun.lower()} of the layer. On the left are the samples in which it has the largest share"
        " of the relevance for the explained class, with the relevance that flows through it; on the right those in"
        " which it is most active, with what makes it active. The frame is what its strongest position sees: it is"
        f" enlarged above.</p><nav>{''.join(links)}</nav></header><main>{''.join(sections)}</main>"
        f"{'' if drawn is None else concept_graph.script(drawn)}</html>"
    )


def _section(number: int, shown: Shown, samples: Samples, noun: str) -> str:
    cards = "".join(_card(pair, samples, noun) for pair in shown.cards)
    many = max((len(card.references) for pair in shown.cards for card in pair), default=1)
    empty = f"<p>No {noun.lower()} has positive relevance.</p>"
    return (
        f'<section id="s{number}"><h2>{escape(shown.name)}</h2><div class="cards" style="--many: {many}">'
        f"{cards or empty}</div></section>"
    )


def _card(pair: tuple[Card, Card], samples: Samples, noun: str) -> str:
    kinds = "".join(
        f'<div class="{card.kind}"><h4>{what}</h4>{_figures(card, samples, noun)}</div>'
        for card, what in zip(pair, ("Most relevant", "Most active"), strict=True)
    )
    return f'<article class="card"><h3>{noun} {pair[0].unit}</h3><div class="kinds">{kinds}</div></article>'


def _figures(card: Card, samples: Samples, noun: str) -> str:
    if not card.references:
        return f"<p>{'In none.' if card.kind == 'relevance' else 'It is active in none.'}</p>"
    pictures = samples.display(np.array([r.sample for r in card.references]))
    figures = (_figure(card, r, p, samples, noun) for r, p in zip(card.references, pictures, strict=True))
    return f'<div class="refs">{"".join(figures)}</div>'


def _figure(card: Card, reference: Reference, picture: NDArray[np.uint8], samples: Samples, noun: str) -> str:
    image = _image(picture)
    top, left, bottom, right = reference.box
    greatest = float(np.abs(reference.heatmap).max())
    heat = overlay(image, reference.heatmap, samples.colormap, vmax=greatest if greatest > 0 else None)
    name = escape(samples.names[reference.sample])
    what = f"{noun.lower()} {card.unit}, {name}"
    by = f"{reference.score:.1%}" if card.kind == "relevance" else f"{reference.score:.3g}"
    through = "Relevance through" if card.kind == "relevance" else "What activates"
    frame = (
        f"left:{left / image.width:.2%};top:{top / image.height:.2%};"
        f"width:{(right - left) / image.width:.2%};height:{(bottom - top) / image.height:.2%}"
    )
    shape = f'style="aspect-ratio: {image.width} / {image.height}"'
    return (
        f'<figure title="{name}: rows {top} to {bottom}, columns {left} to {right}">'
        f'<img {shape} src="{crop_of(reference, picture)}" alt="What {what} sees">'
        f'<div class="whole"><img {shape} src="{_data(heat)}" alt="{through} {what}"><i style="{frame}"></i></div>'
        f"<figcaption><b>{by}</b> {escape(samples.classes[reference.target])}</figcaption></figure>"
    )


def crop_of(reference: Reference, picture: NDArray[np.uint8], side: int = 2 * SIDE) -> str:
    """What the strongest position of a concept sees of a sample, as an address."""
    top, left, bottom, right = reference.box
    return _data(_image(picture).crop((left, top, right, bottom)), side)


def _image(picture: NDArray[np.uint8]) -> Image.Image:
    return Image.fromarray(picture[..., 0] if picture.shape[-1] == 1 else picture)


def _data(image: Image.Image, side: int = 2 * SIDE) -> str:
    """A picture as an address, not larger than it is shown on a fine screen."""
    image = image.convert("RGB") if image.mode not in ("L", "RGB") else image
    scale = side / max(image.size)
    if scale < 1:
        image = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))
    else:
        whole = max(1, int(scale))
        image = image.resize((image.width * whole, image.height * whole), Image.Resampling.NEAREST)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
