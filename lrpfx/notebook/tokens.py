"""Tokens: text whose background is its relevance."""

import numpy as np

from lrpfx.notebook.look import NEGATIVE, POSITIVE, Look, Part, number, text

MOST = 512  # tokens of a sample that are shown
STRONGEST = 0.6  # opacity; text stays readable on it


def block(part: Part, i: int, vmax: float, look: Look) -> str:
    """The tokens of sample i, (length,), and the scale of their colours."""
    ids, R = part.input[i], part.relevance[i]
    words = _words(ids, i, look)
    spans = "".join(
        _span(word, r / vmax if vmax else 0.0, r) for word, r in zip(words[:MOST], R, strict=False)
    )
    more = f'<span class="lrpfx-muted"> … and {len(ids) - MOST} more</span>' if len(ids) > MOST else ""
    ramp = ",".join(_colour(x) for x in np.linspace(-1, 1, 9))
    return (
        f'<div class="lrpfx-tokens">{spans}{more}</div>'
        f'<figure><div class="lrpfx-bar" style="height:6px;background:linear-gradient(90deg,{ramp})"></div>'
        f'<figcaption class="lrpfx-ticks"><span>{number(-vmax)}</span> <span>0</span> '
        f"<span>{number(vmax, sign=True)}</span></figcaption></figure>"
    )


def _words(ids: np.ndarray, i: int, look: Look) -> list[str]:
    if look.tokens is None:
        return [str(token) for token in ids]
    if callable(look.tokens):
        return [look.tokens(int(token)) for token in ids]
    given = list(look.tokens[i])
    return given + [str(token) for token in ids[len(given) :]]


def _span(word: str, x: float, r: float) -> str:
    return f'<span style="background:{_colour(x)}" title="{number(r, sign=True)}">{text(word)}</span> '


def _colour(x: float) -> str:
    return f"rgba({POSITIVE if x >= 0 else NEGATIVE},{STRONGEST * min(1.0, abs(x)):.2f})"
