"""Packs: rules for what transformers add to convolutional networks. One file each; a new file here is a new pack.

softmax, products of data, quotients, normalisation by statistics of the data. A pack is a `Composite` of these entries
alone, so it goes on top of any composite, for all equations or for some:

    composites.epsilon_gamma_box(low, high) | packs.cp_lrp()
    composites.epsilon_plus() | packs.cp_lrp().within("encoder.layers.encoder_layer_[0-5].*")
"""

from collections.abc import Callable
from types import FunctionType

from lrpfx.composite import Composite
from lrpfx.registry import scan

REGISTRY: dict[str, Callable[..., Composite]] = scan(__name__, __path__, FunctionType)
globals().update(REGISTRY)

__all__ = [*REGISTRY]  # noqa: PLE0604, the names are those of the files
