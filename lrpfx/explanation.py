"""What an explanation is, and how it is shown, kept and handed on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray
from PIL import Image
from torch import Tensor
from torch.utils import _pytree as pytree

from lrpfx import archive
from lrpfx.defaults import BOUND
from lrpfx.errors import ArchiveError, DetachedError, InputError, ParameterError, UnknownNameError
from lrpfx.heatmap import Cmap, imgify, save
from lrpfx.notebook import Look, Part, View, view
from lrpfx.overlay import OPACITY, overlay, picture

if TYPE_CHECKING:
    from lrpfx.ledger import Ledger
    from lrpfx.origin import Origin
    from lrpfx.weights import WeightRelevance

Scale = Literal["sample", "shared"]
"""What saturates: the greatest relevance of each sample, or that of the whole batch."""


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
        info: what a method found beside, by name, (batch, ...); see the methods.
    """

    input: Any = field(repr=False)
    output: Tensor = field(repr=False)
    relevance: Any = field(repr=False)
    target: Tensor | None
    layers: Mapping[str, Layer] = field(default_factory=dict, repr=False)
    info: Mapping[str, Tensor] = field(default_factory=dict, repr=False)
    origin: "Origin | None" = field(default=None, repr=False)

    # ---- accounts -----------------------------------------------------------------------------------------------

    def ledger(self, *, bound: float = BOUND) -> "Ledger":
        """Where the relevance of the output goes: a table of every equation's relevance in, out and absorbed.

        `print` it, draw it (`.picture()`), or go through its `.rows`; see `lrpfx.ledger.Ledger`.

        Args:
            bound: how many times relevance may grow or shrink before a `RelevanceWarning` names the place and the mend.

        Raises:
            DetachedError: if the explanation was loaded from a file, or made by a method out of others.
        """
        return self._origin("the ledger").ledger(bound)

    def weights(self, *, per_sample: bool = False) -> "WeightRelevance":
        """How much relevance flows through each parameter of the model: tensors shaped like these, by their names.

        Args:
            per_sample: whether relevance gets an axis of samples in front, in the place of their sum.

        Raises:
            DetachedError: as `ledger`.
        """
        return self._origin("relevance of weights").weights(per_sample)

    def _origin(self, what: str) -> "Origin":
        if self.origin is None or self.origin.relevance is not self.relevance:
            raise DetachedError(
                f"{what} is computed by the explainer that made an explanation; this one was loaded from a file or a"
                " pickle, or a method made it of others. Call the explainer, `lrpfx.compile(model, x, ...)`, for one"
            )
        return self.origin

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "origin": None}  # an explainer stays in its process

    # ---- pictures -----------------------------------------------------------------------------------------------

    def heatmap(self, cmap: Cmap = "coldnhot", level: float = 1.0, *, scale: Scale = "sample") -> Image.Image:
        """One picture of all heatmaps: relevance summed over channels, on a scale that is symmetric about zero.

        Args:
            cmap: a colour map of `lrpfx.colormaps`, by name or by text.
            level: contrast; values beyond 1/level of the maximum saturate.
            scale: "sample": each heatmap has its own maximum. "shared": all have the greatest one.

        Returns:
            An 8-bit picture with a palette; `lrpfx.heatmap.recolour` changes its colour map.

        Raises:
            InputError: if the inputs are not images, (batch, channels, height, width) or (batch, height, width).
        """
        maps = self._maps()
        vmax = _shared(maps, scale)
        return imgify(maps, vmax=vmax, cmap=cmap, level=level, symmetric=True, grid=True, gap=2)

    def overlay(
        self,
        cmap: Cmap = "coldnhot",
        level: float = 1.0,
        *,
        scale: Scale = "sample",
        opacity: float = OPACITY,
        mean: ArrayLike | None = None,
        std: ArrayLike | None = None,
    ) -> Image.Image:
        """One picture of all heatmaps, each on its grey input; see `lrpfx.overlay.overlay`.

        Args:
            mean, std: how the inputs were normalised, per channel; without them an input is shown from its least to
                its greatest value.

        Other arguments and errors as in `heatmap`.
        """
        maps = self._maps()
        vmax = _shared(maps, scale)
        grounds = [picture(x, mean, std) for x in self._one(self.input)]
        laid = [
            np.asarray(overlay(ground, R, cmap, level, opacity=opacity, vmax=vmax))
            for ground, R in zip(grounds, maps, strict=True)
        ]
        return imgify(np.stack(laid), grid=True, gap=2, gridfill=(255, 255, 255), channels="last")

    def pictures(self, mean: ArrayLike | None = None, std: ArrayLike | None = None) -> NDArray[np.uint8]:
        """The inputs as people know them, uint8 (batch, height, width, 1 or 3). Arguments as in `overlay`."""
        self._maps()
        shown = np.stack([np.asarray(picture(x, mean, std)) for x in self._one(self.input)])
        return shown if shown.ndim == 4 else shown[..., None]

    def _maps(self) -> NDArray[np.float64]:
        relevance = _floats(self._one(self.relevance))
        if relevance.ndim == 4:
            relevance = relevance.sum(axis=1)
        if relevance.ndim != 3:
            raise InputError(
                f"a heatmap needs images; the relevance has shape {tuple(self._one(self.relevance).shape)}"
            )
        return relevance

    def _one(self, tree: Any) -> Tensor:
        """The only tensor of the input, or of its relevance."""
        found = _leaves(tree)
        if len(found) != 1:
            names = ", ".join(f"`{name}`" for name in found)
            raise InputError(
                f"the input holds {len(found)} tensors ({names}): there is no one picture or array of them; `show()`"
                " draws them all, and `lrpfx.heatmap.imgify` any tensor of `explanation.relevance`"
            )
        return next(iter(found.values()))

    # ---- notebooks ----------------------------------------------------------------------------------------------

    def show(
        self,
        cmap: Cmap = "coldnhot",
        level: float = 1.0,
        *,
        scale: Scale = "sample",
        opacity: float = OPACITY,
        mean: ArrayLike | None = None,
        std: ArrayLike | None = None,
        tokens: Callable[[int], str] | Sequence[Sequence[str]] | None = None,
        features: Sequence[str] | None = None,
        classes: Sequence[str] | None = None,
        first: int = 16,
    ) -> View:
        """What a notebook shows: every sample with its target, its output, its input and its relevance.

        Images have a heatmap, an overlay and a colour bar; signals, (batch, channels, time), and vectors have bars;
        token ids are words on coloured ground.

        Args:
            tokens: the words of the ids: a function of an id, or the words of every sample.
            features: names of the features of a vector.
            classes: names of the classes.
            first: how many samples to show.

        Other arguments as in `overlay`.
        """
        if scale not in ("sample", "shared"):
            raise ParameterError(f"scale={scale!r}; valid: 'sample', 'shared'")
        look = Look(cmap, level, scale, opacity, mean, std, tokens, features, classes)
        inputs, relevance = _leaves(self.input), _leaves(self.relevance)
        parts = [
            Part(name if len(relevance) > 1 else "", _numbers(inputs[name]), _floats(R))
            for name, R in relevance.items()
        ]
        target = None if self.target is None else _numbers(self.target)
        return view(parts, _floats(self.output), target, look, first)

    def _repr_html_(self) -> str:
        return self.show()._repr_html_()

    # ---- files --------------------------------------------------------------------------------------------------

    def save(self, path: str | PathLike[str], **how: Any) -> None:
        """Write the explanation to a file; its suffix says what is written.

            .npz .safetensors     all tensors; `Explanation.load` reads them back
            .html                 what a notebook shows, of all samples; arguments as in `show`
            .png .jpg .tif ...    the heatmaps; arguments as in `heatmap`

        Raises:
            UnknownNameError: if the suffix is another.
        """
        file = Path(path)
        kind = file.suffix.lower()
        if kind in archive.SUFFIXES:
            archive.write(file, _tree(self), **how)
        elif kind in (".html", ".htm"):
            file.write_text(self.show(**{"first": len(self.output), **how}).page(), encoding="utf-8")
        elif kind in Image.registered_extensions():
            save(self.heatmap(**how), file)
        else:
            raise UnknownNameError(
                f"an explanation is not saved as `{file.name}`; valid: {', '.join(archive.SUFFIXES)}, .html, or an"
                " image such as .png"
            )

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Self:
        """Read an explanation that `save` wrote as `.npz` or `.safetensors`. Nothing in the file is executed.

        Raises:
            ArchiveError: if the file holds no explanation.
        """
        tree = archive.read(Path(path))
        try:
            layers = {name: Layer(**layer) for name, layer in tree["layers"].items()}
            return cls(**{**tree, "layers": layers})
        except (TypeError, KeyError, AttributeError):
            raise ArchiveError(f"{path} holds no explanation") from None

    # ---- arrays -------------------------------------------------------------------------------------------------

    def numpy(self, channels: Literal["first", "last"] = "first") -> Any:
        """The relevance as numpy holds it, in the structure of the input.

        Args:
            channels: "last" moves axis 1 to the end, (batch, height, width, channels), as other libraries want it.
        """
        if channels not in ("first", "last"):
            raise ParameterError(f"channels={channels!r}; valid: 'first', 'last'")
        last = channels == "last"
        return pytree.tree_map_only(
            Tensor,
            lambda t: np.moveaxis(_numbers(t), 1, -1) if last and t.ndim > 2 else _numbers(t),
            self.relevance,
        )

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> NDArray[Any]:
        return np.array(_numbers(self._one(self.relevance)), dtype=dtype)


def _shared(maps: NDArray[np.float64], scale: Scale) -> float | None:
    if scale not in ("sample", "shared"):
        raise ParameterError(f"scale={scale!r}; valid: 'sample', 'shared'")
    return float(np.abs(maps).max()) or None if scale == "shared" else None


def _leaves(tree: Any) -> dict[str, Tensor]:
    """The tensors of a structure, by the path that leads to them."""
    return {
        ".".join(str(getattr(key, "idx", getattr(key, "key", key))) for key in path): leaf
        for path, leaf in pytree.tree_flatten_with_path(tree)[0]
        if isinstance(leaf, Tensor)
    }


def _numbers(tensor: Tensor) -> NDArray[Any]:
    tensor = tensor.detach().cpu()
    array: NDArray[Any] = (
        tensor.float() if tensor.dtype.itemsize < 4 and tensor.is_floating_point() else tensor
    ).numpy()
    return array


def _floats(tensor: Tensor) -> NDArray[np.float64]:
    array: NDArray[np.float64] = tensor.detach().double().cpu().numpy()
    return array


def _tree(explanation: Explanation) -> Mapping[str, Any]:
    layers = {
        name: {"activation": layer.activation, "relevance": layer.relevance}
        for name, layer in explanation.layers.items()
    }
    return {
        "input": explanation.input, "output": explanation.output, "relevance": explanation.relevance,
        "target": explanation.target, "layers": layers, "info": dict(explanation.info),
    }  # fmt: skip
