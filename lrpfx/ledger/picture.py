"""A ledger as a picture: a waterfall from the relevance of the output down to that of the inputs.

Left, what is left of the relevance after each line, and what took the rest, by cause. Right, how large relevance is in
magnitude, Σ|R| against that of the output, on a logarithmic axis, where blow-ups show that the sum hides.
"""

import html
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from lrpfx.ledger.lines import Line
from lrpfx.ledger.row import CAUSES, number
from lrpfx.ledger.table import closing, title

if TYPE_CHECKING:
    from lrpfx.ledger.value import Ledger

COLORS = {
    "bias": "#d98a2b",
    "stabilizer": "#8b5fb3",
    "normalisation": "#3f8f6b",
    "cut": "#8a8f98",
    "rule": "#c4423c",
}
KEPT, KEPT_DARK, INK, FAINT = "#b5c9de", "#4f7cac", "#22262b", "#6b7280"
ROW, TOP, LABEL, BAR, SHARES, GROWTH, WIDTH = 20, 92, 200, 400, 128, 190, 984
"""Pixels: height of a line, where lines begin, widths of the columns and of the whole."""


@dataclass(frozen=True)
class Picture:
    """A drawing, as SVG."""

    svg: str = field(repr=False)

    def save(self, path: str | Path) -> None:
        """Write it to a file."""
        Path(path).write_text(self.svg, encoding="utf-8")

    def _repr_svg_(self) -> str:
        return self.svg


def draw(ledger: "Ledger", lines: Sequence[Line], sample: int | None) -> Picture:
    """The picture of these lines; see `Ledger.picture`."""
    start, size = number(ledger.output, sample), number(ledger.size_output, sample)
    left = [start]
    for passed in lines:
        left.append(left[-1] - sum(passed.absorbed.values()))
    ends = {name: number(sums, sample) for name, sums in ledger.inputs.items()}
    stages: list[tuple[str, float, float, Line | None]] = [("output", start, start, None)]
    stages += [(_name(x), a, b, x) for x, (a, b) in zip(lines, pairwise(left), strict=True)]
    stages += [(f"input {name}", amount, amount, None) for name, amount in ends.items()]
    axis = _Axis(min(0.0, *left, *ends.values()), max(0.0, *left, *ends.values()), LABEL, BAR)
    height = TOP + ROW * len(stages) + 62
    worth = max(5e-4 * abs(start), 1e-9 * float(ledger.greatest.max(initial=0)))  # less is not worth a word
    parts = [*_head(ledger, sample, lines, worth), *_grid(axis, len(stages))]
    for i, (name, before, after, line) in enumerate(stages):
        parts += _stage(axis, TOP + ROW * i, name, before, after, line, start, worth)
    parts += _growth(lines, size, ledger.bound)
    parts += _foot(ledger, sample, TOP + ROW * len(stages))
    label = html.escape(title(ledger, sample), quote=True)
    frame = f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
    font = "font-family:system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;font-variant-numeric:tabular-nums"
    return Picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        f' role="img" aria-label="{label}" style="{font}">{frame}{"".join(parts)}</svg>'
    )


@dataclass(frozen=True)
class _Axis:
    """From amounts to pixels."""

    low: float
    high: float
    start: float
    width: float

    def __call__(self, amount: float) -> float:
        span = self.high - self.low
        share = (amount - self.low) / span if span > 0 and math.isfinite(span) else 0.0
        return self.start + self.width * min(max(share, 0.0), 1.0) if math.isfinite(share) else self.start


# ---- the waterfall ----------------------------------------------------------------------------------------------


def _stage(
    axis: _Axis,
    y: float,
    name: str,
    before: float,
    after: float,
    line: Line | None,
    start: float,
    worth: float,
) -> Iterator[str]:
    """One line: what is left, what is taken and by what, and how much of the output that is."""
    yield _text(LABEL - 10, y + 14, name, anchor="end", weight=600 if line is None else 400)
    zero, end = axis(0.0), axis(after)
    fill = KEPT_DARK if line is None else KEPT
    yield _rect(min(zero, end), y + 3, abs(end - zero), ROW - 6, fill, f"{name}: {after:.4g} left")
    if line is None:
        yield _text(LABEL + BAR + 12, y + 14, f"{after:.4g}", weight=600)
        return
    position = before
    for cause in CAUSES:
        amount = line.absorbed[cause]
        a, b = axis(position), axis(position - amount)
        if abs(a - b) > 0.05:
            yield _rect(
                min(a, b),
                y + 3,
                max(abs(a - b), 0.8),
                ROW - 6,
                COLORS[cause],
                f"{name}: {cause} {amount:.4g}",
            )
        position -= amount
    cause, amount = max(line.absorbed.items(), key=lambda item: abs(item[1]))
    if start and abs(amount) >= worth:
        share = amount / start
        text = f"{'−' if share > 0 else '+'}{_percent(abs(share))} {cause}"
        yield _text(LABEL + BAR + 12, y + 14, text, color=COLORS[cause])


def _grid(axis: _Axis, count: int) -> Iterator[str]:
    bottom = TOP + ROW * count
    for tick in _ticks(axis.low, axis.high):
        x = axis(tick)
        yield _line(x, TOP - 4, x, bottom, "#e5e7eb" if tick else "#9ca3af")
        yield _text(x, TOP - 9, f"{tick:.4g}", anchor="middle", color=FAINT, size=11)


def _ticks(low: float, high: float) -> list[float]:
    span = high - low
    if not (span > 0 and math.isfinite(span)):
        return [0.0]
    step = 10.0 ** math.floor(math.log10(span / 4))
    step *= next(m for m in (1, 2, 5, 10) if span / (step * m) <= 6)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [i * step for i in range(first, last + 1)]


# ---- magnitudes -------------------------------------------------------------------------------------------------


def _growth(lines: Sequence[Line], size: float, bound: float) -> Iterator[str]:
    """Σ|R| that each line hands on, against that of the output, on a logarithmic axis."""
    left = LABEL + BAR + SHARES + 30
    ratios = [line.size / size if size else float("nan") for line in lines]
    finite = [math.log10(r) for r in ratios if r > 0 and math.isfinite(r)]
    limit = math.log10(bound)
    low, high = math.floor(min([-1.0, *finite])), math.ceil(max([limit, *finite]))
    low = max(low, -6)
    axis = _Axis(low, high, left, GROWTH)
    bottom = TOP + ROW * (len(lines) + 1)
    every = max(1, math.ceil((high - low) / 5))
    for exponent in range(low, high + 1):
        if exponent % every == 0:
            x = axis(exponent)
            yield _line(x, TOP - 4, x, bottom, "#9ca3af" if exponent == 0 else "#e5e7eb")
            yield _power(x, TOP - 9, exponent)
    yield _line(axis(limit), TOP - 4, axis(limit), bottom, COLORS["rule"], dash="3 3")
    yield _text(axis(limit), bottom + 14, f"bound {bound:g}", anchor="middle", color=COLORS["rule"], size=11)
    points = [(axis(0.0), TOP + ROW / 2)]
    for i, ratio in enumerate(ratios):
        value = math.log10(ratio) if ratio > 0 and math.isfinite(ratio) else (low if ratio == 0 else high)
        points.append((axis(value), TOP + ROW * (i + 1) + ROW / 2))
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    yield f'<polyline points="{path}" fill="none" stroke="{KEPT_DARK}" stroke-width="1.2"/>'
    for (x, y), ratio, line in zip(points[1:], ratios, lines, strict=True):
        beyond = not math.isfinite(ratio) or ratio > bound
        fill = COLORS["rule"] if beyond else KEPT_DARK
        tip = f"{_name(line)}: Σ|R| is {ratio:.3g} times that of the output; ×{line.amplification:.3g} here"
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{fill}"><title>{html.escape(tip)}</title></circle>'


# ---- around -----------------------------------------------------------------------------------------------------


def _head(ledger: "Ledger", sample: int | None, lines: Sequence[Line], worth: float) -> Iterator[str]:
    yield _text(16, 26, title(ledger, sample), weight=600, size=15)
    x = float(LABEL)
    present = [c for c in CAUSES if any(abs(line.absorbed[c]) > worth for line in lines)]
    for name, color in [("left", KEPT), *((c, COLORS[c]) for c in present)]:
        label = f"taken by {name}" if name in present[:1] else name
        yield _rect(x, 44, 11, 11, color, CAUSES.get(name, "what is left"))
        yield _text(x + 16, 54, label, color=INK)
        x += 34 + 6.6 * len(label)
    yield _text(LABEL + BAR + SHARES + 30, 54, "Σ|R| / Σ|R of the output|", color=INK)
    yield _text(LABEL - 10, TOP - 9, "relevance", anchor="end", color=FAINT, size=11)


def _foot(ledger: "Ledger", sample: int | None, y: float) -> Iterator[str]:
    for i, note in enumerate(closing(ledger, sample)):
        yield _text(16, y + 24 + 17 * i, note, color=FAINT)


def _name(line: Line) -> str:
    name = line.name if len(line.name) <= 29 else f"...{line.name[-26:]}"
    return name


def _percent(share: float) -> str:
    return f"{share:.1%}" if share < 10 else f"{share:.2g}×"


def _text(
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "start",
    color: str = INK,
    weight: int = 400,
    size: int = 12,
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{color}" font-size="{size}"'
        f' font-weight="{weight}">{html.escape(text)}</text>'
    )


def _power(x: float, y: float, exponent: int) -> str:
    raised = f'<tspan dy="-4" font-size="9">{exponent}</tspan>' if exponent not in (0, 1) else ""
    base = {0: "1", 1: "10"}.get(exponent, "10")
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" fill="{FAINT}" font-size="11">{base}{raised}</text>'


def _rect(x: float, y: float, width: float, height: float, fill: str, tip: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.2f}" height="{height:.1f}" fill="{fill}">'
        f"<title>{html.escape(tip)}</title></rect>"
    )


def _line(x1: float, y1: float, x2: float, y2: float, color: str, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{color}"{dashed}/>'
