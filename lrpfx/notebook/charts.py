"""Signals and vectors, as inline SVG: bars of relevance beside the values that they belong to."""

from collections.abc import Sequence

import numpy as np

from lrpfx.notebook.look import NEGATIVE, POSITIVE, Floats, Look, Part, number, text

WIDTH = 400
COLUMNS = 200  # a longer signal is drawn in this many columns, each showing its extremes
CHANNELS = 4  # of a signal with more, those of the greatest relevance are drawn
ROWS = 24  # a vector of at most this many features has a row for each
LABEL = 18  # characters


def vector(part: Part, i: int, vmax: float, look: Look) -> str:
    """Values x (features,) and bars of their relevance R, a row for each; as a signal where they are many."""
    x, R = part.input[i], part.relevance[i]
    if len(x) > ROWS:
        return _signal(x[None], R[None], vmax, [""])
    names = look.features if look.features is not None and len(look.features) == len(x) else range(len(x))
    height, middle, half = 17, 250, 76
    rows = []
    for k, (name, value, r) in enumerate(zip(names, x, R, strict=True)):
        y = height * k
        length = abs(r) / vmax * half if vmax else 0.0
        start = middle if r >= 0 else middle - length
        rows.append(
            f'<text x="112" y="{y + 12}" text-anchor="end">{text(_short(str(name)))}</text>'
            f'<text x="164" y="{y + 12}" text-anchor="end" opacity=".65">{number(value)}</text>'
            f'<rect x="{start:.1f}" y="{y + 2}" width="{length:.1f}" height="{height - 4}" {_fill(r)}/>'
            f'<text x="{WIDTH}" y="{y + 12}" text-anchor="end">{number(r, sign=True)}</text>'
        )
    total = height * len(x)
    axis = f'<path d="M{middle} 0V{total}" {_AXIS}/>'
    return _svg(total, "relevance of each feature", "".join(rows) + axis)


def signal(part: Part, i: int, vmax: float, look: Look) -> str:
    """Values x (channels, time) as lines, and under each the bars of its relevance."""
    x, R = part.input[i], part.relevance[i]
    chosen = np.sort(np.argsort(-np.abs(R).sum(axis=1), kind="stable")[:CHANNELS])
    names = [""] if len(x) == 1 else [f"channel {c}" for c in chosen]
    note = (
        f'<div class="lrpfx-muted">{len(chosen)} of {len(x)} channels, those of the greatest relevance</div>'
    )
    return _signal(x[chosen], R[chosen], vmax, names) + (note if len(x) > len(chosen) else "")


def _signal(x: Floats, R: Floats, vmax: float, names: Sequence[str]) -> str:
    """One scale for all lines and one for all bars, written at the first of them."""
    title, line, bars, gap, left = 14 if any(names) else 0, 30, 44, 10, 52
    each = title + line + gap + bars
    height = len(x) * (each + gap) + 8
    low, high = float(x.min()), float(x.max())
    drawn = []
    for c, name in enumerate(names):
        top = c * (each + gap) + title
        middle = top + line + gap + bars / 2
        drawn.append(
            (f'<text x="{left}" y="{top - 4}" opacity=".65">{text(name)}</text>' if name else "")
            + f'<polyline points="{_line(x[c], left, top, line, low, high)}" fill="none" stroke="currentColor" '
            f'stroke-width="1" opacity=".75"/><path d="M{left} {middle:.1f}H{WIDTH}" {_AXIS}/>'
            + _bars(R[c], left, middle, bars / 2, vmax)
        )
    first = title + line + gap
    ticks = (
        _tick(left, title + 8, number(high), muted=True)
        + _tick(left, title + line, number(low), muted=True)
        + _tick(left, first + 8, number(vmax, sign=True))
        + _tick(left, first + bars / 2 + 4, "0")
        + _tick(left, first + bars, number(-vmax))
        + f'<text x="{left}" y="{height - 1}" opacity=".65">0</text>'
        f'<text x="{WIDTH}" y="{height - 1}" text-anchor="end" opacity=".65">{x.shape[1] - 1}</text>'
    )
    return _svg(height, "relevance along the signal", "".join(drawn) + ticks)


def _line(x: Floats, left: float, top: float, height: float, low: float, high: float) -> str:
    y = top + height * (1 - (x - low) / (high - low)) if high > low else np.full(len(x), top + height / 2)
    step = (WIDTH - left) / len(x)
    if len(x) > 2 * COLUMNS:  # the least and the greatest of every column
        parts = np.array_split(y, COLUMNS)
        y = np.array([extreme for part in parts for extreme in (part.min(), part.max())])
        step = (WIDTH - left) / len(y)
    return " ".join(f"{left + (k + 0.5) * step:.1f},{v:.1f}" for k, v in enumerate(y))


def _bars(R: Floats, left: float, middle: float, half: float, vmax: float) -> str:
    """Two outlines, of what is positive and of what is negative."""
    if len(R) > COLUMNS:  # of every column what is farthest from zero
        R = np.array([part[np.abs(part).argmax()] for part in np.array_split(R, COLUMNS)])
    lengths = R / vmax * half if vmax else np.zeros_like(R)
    right = left + (np.arange(len(R)) + 1) * (WIDTH - left) / len(R)
    paths = []
    for sign in (1, -1):
        levels = [f"{middle - length:.1f}" for length in np.where(sign * lengths > 0, lengths, 0.0)]
        steps = "".join(
            f"V{level}H{x:.1f}"
            for level, after, x in zip(levels, [*levels[1:], None], right, strict=True)
            if level != after
        )
        paths.append(f'<path d="M{left} {middle:.1f}{steps}V{middle:.1f}z" {_fill(sign)}/>')
    return "".join(paths)


_AXIS = 'stroke="currentColor" stroke-width="1" opacity=".3" fill="none"'


def _fill(r: float) -> str:
    return f'fill="rgb({POSITIVE if r >= 0 else NEGATIVE})"'


def _tick(left: float, y: float, value: str, muted: bool = False) -> str:
    faded = ' opacity=".65"' if muted else ""
    return f'<text x="{left - 6}" y="{y:.1f}" text-anchor="end"{faded}>{value}</text>'


def _short(name: str) -> str:
    return name if len(name) <= LABEL else name[: LABEL - 1] + "…"


def _svg(height: float, label: str, body: str) -> str:
    return (
        f'<svg class="lrpfx-chart" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{label}" font-size="11" fill="currentColor">{body}</svg>'
    )
