"""Colour maps for relevance, as tables of 256 colours: entry 128 is zero relevance.

    palette("bwr")                         one of names()
    palette("000,f00,ff0,fff", level=2)    a map of one's own, in the language of `ColorMap`

The eleven maps of Zennit have their names here, and so have the eight of ViRelAy. One name is used by both for
different colours: `seismic` is Zennit's, ViRelAy's is `virelay-seismic`.
"""

import numpy as np
from numpy.typing import NDArray

from lrpfx.colormaps import virelay, zennit
from lrpfx.colormaps.language import ColorMap
from lrpfx.colormaps.virelay import SignedMap
from lrpfx.errors import ParameterError
from lrpfx.registry import lookup

__all__ = ["ColorMap", "SignedMap", "get", "names", "palette"]

_MAPS: dict[str, ColorMap | SignedMap] = {
    **{name: ColorMap(source) for name, source in zennit.SOURCES.items()},
    **{("virelay-" if name in zennit.SOURCES else "") + name: one for name, one in virelay.MAPS.items()},
}


def names() -> tuple[str, ...]:
    """The names of all colour maps."""
    return tuple(_MAPS)


def get(cmap: str | ColorMap | SignedMap) -> ColorMap | SignedMap:
    """The map of a name, of a text in the language of `ColorMap` (it holds a comma), or itself.

    Raises:
        UnknownNameError: listing the valid names.
        ColorMapError: if the text cannot be read.
    """
    if isinstance(cmap, ColorMap | SignedMap):
        return cmap
    if cmap not in _MAPS and "," in cmap:
        return ColorMap(cmap)
    found: ColorMap | SignedMap = lookup("colour map", cmap, _MAPS)
    return found


def palette(cmap: str | ColorMap | SignedMap, level: float = 1.0) -> NDArray[np.uint8]:
    """The colours of a map, uint8 (256, 3).

    Args:
        level: contrast. 2 reaches the end colours at half the greatest relevance, 0.5 never reaches them.

    Raises:
        UnknownNameError, ColorMapError: as `get`.
        ParameterError: if the level is not positive.
    """
    if not 0 < level < float("inf"):
        raise ParameterError(f"the level (contrast) is {level}; it has to be a positive number")
    return get(cmap).palette(level)
