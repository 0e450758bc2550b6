"""Images: the input, its heatmap with a numbered colour bar, and both on top of each other."""

import base64
import io

import numpy as np
from PIL import Image

from lrpfx.heatmap import heatmap, imgify
from lrpfx.notebook.look import Floats, Look, Part, number
from lrpfx.overlay import overlay, picture

WIDTH = 128  # of a picture on the page
STORED = 160  # pixels of the longer side, a little more for dense screens; sixteen photographs stay below a megabyte
LOSSY = 64  # pixels; larger photographs are stored as JPEG


def maps(part: Part) -> Floats:
    """Relevance of each image, (batch, height, width): the sum over channels."""
    return part.relevance.sum(axis=1) if part.relevance.ndim == 4 else part.relevance


def block(part: Part, i: int, R: Floats, vmax: float, look: Look) -> str:
    """The three pictures of sample i."""
    shown = picture(part.input[i], look.mean, look.std)
    if max(shown.size) > STORED:  # every pixel is the mean of those that it covers
        size = _fit(*shown.size)
        shown = shown.resize(size, Image.Resampling.BOX)
        R = np.asarray(Image.fromarray(R.astype(np.float32)).resize(size, Image.Resampling.BOX), dtype=float)
    heat = imgify(R, vmax=vmax or None, cmap=look.cmap, level=look.level, symmetric=True)
    both = overlay(shown, R, look.cmap, look.level, opacity=look.opacity, vmax=vmax or None)
    return (
        '<div class="lrpfx-row">'
        f"<figure>{_img(shown, 'input')}<figcaption>input</figcaption></figure>"
        f"<figure>{_img(heat, 'heatmap')}{bar(vmax, look)}</figure>"
        f"<figure>{_img(both, 'overlay')}<figcaption>overlay</figcaption></figure>"
        "</div>"
    )


def bar(vmax: float, look: Look) -> str:
    """A colour bar with its ends and its middle in units of relevance."""
    ramp = heatmap(np.linspace(-1, 1, 255)[None], look.cmap, look.level)
    return (
        f'<img class="lrpfx-bar" src="{_uri(ramp)}" width="{WIDTH}" height="6" alt="colour bar">'
        f'<figcaption class="lrpfx-ticks"><span>{number(-vmax)}</span> <span>0</span> '
        f"<span>{number(vmax, sign=True)}</span></figcaption>"
    )


def _img(image: Image.Image, alt: str) -> str:
    width, height = image.size
    scale = WIDTH / max(width, height / 1.5)
    sharp = ' class="lrpfx-pixels"' if max(width, height) <= LOSSY else ""
    size = f'width="{max(1, round(width * scale))}" height="{max(1, round(height * scale))}"'
    return f'<img src="{_uri(image)}" {size}{sharp} alt="{alt}">'


def _uri(image: Image.Image) -> str:
    stream = io.BytesIO()
    if image.mode != "P" and max(image.size) > LOSSY:
        image.save(stream, "JPEG", quality=90, subsampling=0)
        kind = "jpeg"
    else:
        image.save(stream, "PNG")
        kind = "png"
    return f"data:image/{kind};base64,{base64.b64encode(stream.getvalue()).decode()}"


def _fit(width: int, height: int) -> tuple[int, int]:
    scale = STORED / max(width, height)
    return max(1, round(width * scale)), max(1, round(height * scale))
