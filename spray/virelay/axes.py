"""Which axis of a stored sample or heatmap holds the channels. Files do not say; ViRelAy guesses, and so do we."""

import numpy as np

COLOURS = (1, 3)


def channel_axis(shape: tuple[int, ...], size: tuple[int, int] | None = None) -> int | None:
    """0 for (C, H, W), 2 for (H, W, C), None for (H, W).

    The axes that are as long as `size`, the picture's height and width, are the spatial ones. Where that decides
    nothing, the first axis holds the channels if it is the (first) shortest, as in ViRelAy, unless only the other
    way round gives 1 or 3 of them.

    Raises: `ValueError` for other than two or three axes.
    """
    if len(shape) == 2:
        return None
    if len(shape) != 3:
        raise ValueError("neither (C, H, W), nor (H, W, C), nor (H, W)")
    fitting = [axis for axis in (0, 2) if size is not None and (shape[1:], shape[:2])[axis // 2] == size]
    if len(fitting) == 1:
        return fitting[0]
    guess = 0 if np.argmin(shape) == 0 else 2
    other = 2 - guess
    return other if shape[other] in COLOURS and shape[guess] not in COLOURS else guess


def spatial(shape: tuple[int, ...], axis: int | None) -> tuple[int, int]:
    """Height and width."""
    return shape[1:] if axis == 0 else shape[:2]  # type: ignore[return-value]
