"""What an explanation is, and how it is shown."""

import base64
import html
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from lrpfx.errors import InputError
from lrpfx.heatmap import heatmap, imgify


@dataclass(frozen=True, eq=False)
class Layer:
    """What a module hands out, and its relevance, shaped alike."""

    activation: Tensor = field(repr=False)
    relevance: Tensor = field(repr=False)


@dataclass(frozen=True, eq=False)
class Explanation:
    """Relevance of a batch of inputs.

    Attributes:
        input: the inputs, (batch, ...): a tensor, or a tuple or dict of tensors as it was given.
        output: what the model returns, (batch, classes).
        relevance: how much each input value speaks for the target (positive) or against it, shaped like `input`. The
            relevance of token ids has one number per token.
        target: the explained classes, (batch,), or None where relevance started from a given tensor.
        layers: the places asked for by `record`, by name.
    """

    input: Any = field(repr=False)
    output: Tensor = field(repr=False)
    relevance: Any = field(repr=False)
    target: Tensor | None
    layers: Mapping[str, Layer] = field(default_factory=dict, repr=False)

    def heatmap(self, cmap: str = "coldnhot", level: float = 1.0) -> Image.Image:
        """One picture of all heatmaps: relevance summed over channels, each scaled symmetrically to its own maximum.

        Args:
            cmap: a colour map of `lrpfx.colormaps`.
            level: contrast; values beyond 1/level of the maximum saturate.

        Raises:
            InputError: if the inputs are not images, (batch, channels, height, width) or (batch, height, width).
        """
        return imgify(self._maps(), cmap=cmap, level=level, symmetric=True, grid=True, gap=2)

    def _maps(self) -> NDArray[np.float64]:
        relevance = self.relevance.detach().double().cpu().numpy()
        if relevance.ndim == 4:
            relevance = relevance.sum(axis=1)
        if relevance.ndim != 3:
            raise InputError(f"a heatmap needs images; the relevance has shape {tuple(self.relevance.shape)}")
        return relevance

    def _repr_html_(self) -> str:
        """For notebooks: each heatmap with its target and output value."""
        try:
            maps = self._maps()
        except InputError:
            return f"<pre>{html.escape(repr(self))}</pre>"
        figures = []
        for i, relevance in enumerate(maps[:16]):
            caption = ""
            if self.target is not None:
                target = int(self.target[i])
                caption = f"class {target}: {float(self.output[i, target]):.3g}"
            figures.append(
                f'<figure style="display:inline-block;margin:4px"><img src="{_data_uri(heatmap(relevance))}" '
                f'style="width:160px;image-rendering:pixelated" alt="heatmap">'
                f"<figcaption>{caption}</figcaption></figure>"
            )
        more = f"<p>and {len(maps) - 16} more</p>" if len(maps) > 16 else ""
        return "".join(figures) + more


def _data_uri(image: Image.Image) -> str:
    stream = io.BytesIO()
    image.save(stream, format="PNG")
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()
