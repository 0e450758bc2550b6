"""A ledger as text and as an HTML table."""

import html
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lrpfx.ledger.lines import TOP, Line
from lrpfx.ledger.row import CAUSES, number

if TYPE_CHECKING:
    from lrpfx.ledger.value import Ledger

WIDEST = 34


def as_text(ledger: "Ledger", lines: Sequence[Line], sample: int | None) -> str:
    """The table, its totals, how it closes, and what is found."""
    header, body = cells(ledger, lines)
    widths = [max(len(row[i]) for row in (header, *body)) for i in range(len(header))]
    left = 2 if header[1] == "module" else 1  # names to the left, then numbers, then rules

    def line(row: Sequence[str]) -> str:
        parts = [
            cell.ljust(width) if i < left or i == len(row) - 1 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        return "  ".join(parts).rstrip()

    rule = "-" * min(sum(widths) + 2 * len(widths), 160)
    notes = [f"  {finding}" for finding in ledger.findings]
    notes = [f"Beyond the bound of {ledger.bound:g}:", *notes] if notes else []
    table = [line(header), rule, *map(line, body), rule]
    return "\n".join([title(ledger, sample), *table, *closing(ledger, sample), *notes])


def as_html(ledger: "Ledger", lines: Sequence[Line]) -> str:
    """The table, and what is found, for a notebook."""
    header, body = cells(ledger, lines)
    left = 2 if header[1] == "module" else 1

    def row(row: Sequence[str], tag: str) -> str:
        aligned = ["left" if i < left or i == len(row) - 1 else "right" for i in range(len(row))]
        inside = "".join(
            f'<{tag} style="text-align:{a};padding:1px 8px;white-space:nowrap">{html.escape(cell)}</{tag}>'
            for a, cell in zip(aligned, row, strict=True)
        )
        return f"<tr>{inside}</tr>"

    prose = "".join(f"<div>{html.escape(str(finding))}</div>" for finding in ledger.findings)
    style = "border-collapse:collapse;font-size:12px;font-variant-numeric:tabular-nums;margin-top:6px"
    table = f'<table style="{style}">{row(header, "th")}{"".join(row(r, "td") for r in body)}</table>'
    return f'<div style="font-size:13px">{prose}</div>{table}'


def cells(ledger: "Ledger", lines: Sequence[Line]) -> tuple[list[str], list[list[str]]]:
    """The table's header and rows. Causes that absorb nothing anywhere have no column."""
    worth = 1e-12 * float(ledger.greatest.max(initial=0))
    causes = [c for c in CAUSES if any(abs(line.absorbed[c]) > worth for line in lines)]
    equations = any(line.name not in (line.module, TOP) for line in lines)
    header = ["equation", "module"] if equations else ["module"]
    header += ["in", "out", *causes_of(causes), "×|R|", "rule"]
    body = [
        [
            *([_short(line.name), _short(line.module)] if equations else [_short(line.name)]),
            _number(line.received),
            _number(line.out),
            *(_number(line.absorbed[c]) if abs(line.absorbed[c]) > worth else "·" for c in causes),
            "·" if math.isnan(line.amplification) else f"{line.amplification:.3g}",
            ", ".join(line.rules[:2]) + (", ..." if len(line.rules) > 2 else ""),
        ]
        for line in lines
    ]
    return header, body


def causes_of(causes: Sequence[str]) -> list[str]:
    """The headers of the columns of causes; that of the rule's own remainder is told apart from the rule's name."""
    return ["by rule" if cause == "rule" else cause for cause in causes]


def title(ledger: "Ledger", sample: int | None) -> str:
    """What the numbers are of."""
    if sample is not None:
        return f"Relevance by `{ledger.composite}`, sample {sample} of {ledger.samples}"
    if not ledger.per_sample:
        return f"Relevance by `{ledger.composite}`, the whole batch"
    return (
        f"Relevance by `{ledger.composite}`, summed over {ledger.samples} sample{'s' * (ledger.samples != 1)}"
    )


def closing(ledger: "Ledger", sample: int | None) -> list[str]:
    """output = inputs + absorbed, and by how much it does not."""
    start = number(ledger.output, sample)
    parts = [f"{name} {_number(number(sums, sample))}" for name, sums in ledger.inputs.items()]
    for cause, sums in ledger.absorbed.items():
        amount = number(sums, sample)
        if abs(amount) > 1e-12 * float(ledger.greatest.max(initial=0)):
            share = f" ({amount / start:.2%})" if start and abs(amount / start) < 1e3 else ""
            parts.append(f"{cause} {_number(amount)}{share}")
    error = f"closing error {ledger.closing_error:.1e} of the greatest Σ|R|"
    return [f"output {_number(start)} = {' + '.join(parts)}", error]


def _number(value: float) -> str:
    return f"{value:.4g}"


def _short(name: str) -> str:
    return name if len(name) <= WIDEST else f"...{name[3 - WIDEST :]}"
