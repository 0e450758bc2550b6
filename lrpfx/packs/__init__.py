"""Packs: rules for what transformers add to convolutional networks. One file each; a new file here is a new pack.

softmax, products of data, quotients, normalisation by statistics of the data. A pack is a `Composite` of these entries
alone, so it goes on top of any composite, for all equations or for some:

    composites.epsilon_gamma_box(low, high) | packs.cp_lrp()
    composites.epsilon_plus() | packs.attn_lrp().within("encoder.layers.encoder_layer_[0-5].*")

or stands for a whole composite with any rule for linear maps: `composites.attn_lrp(linear=0.05, convolution=0.25)`.

    pack        attention weights     gated linear units      quotients, layer and RMS normalisation
    attn_lrp    split, by Taylor      split                   what is divided by is constant
    cp_lrp      constant              activated one constant  likewise
    libra       constant              split                   likewise; every composite of LRP has this one

A language model is explained by `target=lrpfx.token(position, word)`, with one value per token of `input_ids`.
"""

from collections.abc import Callable
from types import FunctionType

from lrpfx.composite import Composite
from lrpfx.registry import scan

REGISTRY: dict[str, Callable[..., Composite]] = scan(__name__, __path__, FunctionType)
globals().update(REGISTRY)

__all__ = [*REGISTRY]  # noqa: PLE0604, the names are those of the files
