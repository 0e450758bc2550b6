"""The page: samples one after the other, each with its target, and a block for every tensor of its input."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrpfx.notebook import charts, images, tokens
from lrpfx.notebook.look import Floats, Look, Part, number, text

STYLE = """
.lrpfx{display:flex;flex-wrap:wrap;gap:22px 36px;font-size:12px;line-height:1.4;font-variant-numeric:tabular-nums}
.lrpfx section{width:400px;max-width:100%}
.lrpfx-head{display:flex;flex-wrap:wrap;gap:0 .7em;align-items:baseline;margin:0 0 6px}
.lrpfx-head b{font-weight:600}
.lrpfx-muted,.lrpfx figcaption,.lrpfx-name{opacity:.65}
.lrpfx-sum{margin-left:auto}
.lrpfx-name{margin:6px 0 2px}
.lrpfx-row{display:flex;gap:8px;align-items:flex-start}
.lrpfx figure{margin:0;width:128px}
.lrpfx figcaption{margin:3px 0 0;font-size:11px}
.lrpfx img,.lrpfx svg{display:block;margin:0;max-width:100%;background:none}
.lrpfx img{box-shadow:0 0 0 1px rgba(128,128,128,.25)}
.lrpfx-pixels{image-rendering:pixelated}
.lrpfx-bar{margin-top:5px!important;height:6px}
.lrpfx-ticks{display:flex;justify-content:space-between}
.lrpfx-tokens{line-height:1.9;margin-bottom:4px}
.lrpfx-tokens span[title]{padding:2px 3px;border-radius:3px}
.lrpfx-rest{flex-basis:100%}
"""

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<style>body{{margin:24px;font-family:system-ui,sans-serif}}</style></head>
<body>{body}</body></html>
"""


@dataclass(frozen=True)
class View:
    """An explanation as HTML: a notebook shows it, `str(view)` is its text."""

    body: str = field(repr=False)

    def _repr_html_(self) -> str:
        return self.body

    def __str__(self) -> str:
        return self.body

    def page(self, title: str = "Explanation") -> str:
        """As a document of its own."""
        return PAGE.format(title=text(title), body=self.body)


def view(
    parts: Sequence[Part],
    output: Floats,
    target: NDArray[np.integer[Any]] | None,
    look: Look,
    first: int = 16,
) -> View:
    """The page of the first samples of a batch.

    Args:
        parts: the tensors of the input with their relevance.
        output: of the model, (batch, ...).
        target: the explained classes, (batch,), counted along axis 1 of the output.
    """
    count = max(len(part.relevance) for part in parts)
    drawn = [_drawer(part, look) for part in parts]
    samples = []
    for i in range(min(first, count)):
        blocks = "".join(
            (f'<div class="lrpfx-name">{text(part.name)}</div>' if part.name else "") + draw(i)
            for part, draw in zip(parts, drawn, strict=True)
            if i < len(part.relevance)
        )
        total = sum(float(part.relevance[i].sum()) for part in parts if i < len(part.relevance))
        samples.append(f"<section>{_header(i, output, target, total, look)}{blocks}</section>")
    rest = f'<div class="lrpfx-rest lrpfx-muted">and {count - first} more</div>' if count > first else ""
    return View(f'<style>{STYLE}</style><div class="lrpfx">{"".join(samples)}{rest}</div>')


def _header(i: int, output: Floats, target: NDArray[np.integer[Any]] | None, total: float, look: Look) -> str:
    """Which class is explained and its output, which one the model predicts, and what the relevance sums to."""
    facts = [f'<span class="lrpfx-muted">{i}</span>']
    if target is not None:
        chosen = int(target[i])
        value = number(float(output[i, chosen].sum()))
        facts.append(f'<b>{_class(chosen, look)}</b> <span title="output">{value}</span>')
        if output.ndim == 2:
            best = int(output[i].argmax())
            said = (
                "predicted"
                if best == chosen
                else f"predicted: {_class(best, look)} {number(float(output[i, best]))}"
            )
            facts.append(f'<span class="lrpfx-muted">{said}</span>')
    facts.append(f'<span class="lrpfx-muted lrpfx-sum" title="sum of relevance">Σ {number(total)}</span>')
    return f'<div class="lrpfx-head">{" ".join(facts)}</div>'


def _class(index: int, look: Look) -> str:
    named = look.classes is not None and index < len(look.classes)
    return text(look.classes[index]) if named and look.classes is not None else f"class {index}"


def _drawer(part: Part, look: Look) -> Any:
    """The function that draws a sample of this part, by what it is."""
    R = part.relevance
    kind = kind_of(part)
    drawn = images.maps(part) if kind == "image" else R
    extremes = np.abs(drawn).reshape(len(drawn), -1).max(axis=1)
    vmax = np.full_like(extremes, extremes.max()) if look.scale == "shared" else extremes
    if kind == "image":
        return lambda i: images.block(part, i, drawn[i], float(vmax[i]), look)
    if kind == "signal":
        return lambda i: charts.signal(part, i, float(vmax[i]), look)
    if kind == "vector":
        return lambda i: charts.vector(part, i, float(vmax[i]), look)
    if kind == "tokens":
        return lambda i: tokens.block(part, i, float(vmax[i]), look)
    return lambda i: _summary(R[i])


def kind_of(part: Part) -> str:
    """What a tensor is, by its type and shape.

    Whole numbers (batch, length) are tokens, (batch, features) is a vector, and what has four axes an image. With three
    axes a tensor is a signal, (batch, channels, time), if it has few channels and is much longer; otherwise an image.
    """
    shape = part.relevance.shape
    if part.input.dtype.kind in "iub":
        return "tokens" if len(shape) == 2 else "other"
    if len(shape) == 3 and shape[1] <= 16 and shape[2] >= 4 * shape[1]:
        return "signal"
    return {2: "vector", 3: "image", 4: "image"}.get(len(shape), "other")


def _summary(R: Floats) -> str:
    shape = " × ".join(map(str, R.shape)) or "one value"
    least, most = number(float(R.min()), sign=True), number(float(R.max()), sign=True)
    return f"<div>relevance of {shape} values, from {least} to {most}</div>"
