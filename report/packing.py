"""Values as text that may stand in a page: JSON, number columns in base64, texts that repeat by their number.

The forms are described in `report.columns`. What is compressed is in zlib's format.
"""

import base64
import json
import math
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

LARGE = 1000  # entries from which a column is worth the trouble of being packed
PAYS = 0.8  # of the size without it, at most, for a column to be compressed
STEPS = 65535  # between the ends of a quantised column: 16 to a pixel of the widest screen
DISTINCT = 4096  # texts that a column may repeat

WHOLE = ("u1", "i1", "u2", "i2", "i4")


def dumps(value: Any) -> str:
    """JSON with sorted keys, in which no text can end a script element or a JavaScript string literal."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def number(value: float) -> float | None:
    """A finite float, or None: JSON has no other."""
    return float(value) if math.isfinite(value) else None


def brief(value: float) -> float | None:
    """The same with six digits, for what is compared by eye."""
    return number(float(f"{value:.6g}"))


def packed(values: NDArray[Any], dtype: str) -> str:
    """Base64 of the little-endian bytes."""
    return base64.b64encode(_bytes(values, dtype)).decode()


def whole(values: NDArray[Any]) -> str | dict[str, Any]:
    """A column of whole numbers: base64 of int32 when short, else of the narrowest type that holds them."""
    values = np.asarray(values)
    if len(values) < LARGE:
        return packed(values, "i4")
    low, high = int(values.min()), int(values.max())
    narrow = next(t for t in WHOLE if np.iinfo(t).min <= low and high <= np.iinfo(t).max)
    return {"type": narrow, **_data(_bytes(values, narrow))}


def real(values: NDArray[Any]) -> str | dict[str, Any]:
    """A column of float32: base64, compressed where that pays."""
    if len(values) < LARGE:
        return packed(values, "f4")
    return {"type": "f4", **_data(_bytes(values, "f4"))}


def plane(points: NDArray[Any]) -> str | dict[str, Any]:
    """Coordinates (n, dimensions), one dimension after the other; of many points as steps between their ends.

        x = low + (high - low) q / 65535

    q is in 0 .. 65535, and every dimension has its own ends.
    """
    if len(points) < LARGE:
        return packed(points.T, "f4")
    low, high = points.min(axis=0), points.max(axis=0)
    span = np.where(high > low, high - low, 1)
    steps = np.rint((points - low) / span * STEPS)
    ends = {"low": [float(x) for x in low], "high": [float(x) for x in high]}
    return {"type": "u2", **ends, **_data(_bytes(steps.T, "u2"))}


def texts(values: Sequence[str]) -> list[str] | dict[str, Any]:
    """A column of texts: a list when short; else numbers of distinct texts, or all of them joined, compressed."""
    if len(values) < LARGE:
        return list(values)
    distinct = sorted(set(values))
    if len(distinct) <= min(DISTINCT, len(values) // 4):
        number_of = {text: at for at, text in enumerate(distinct)}
        return {"values": distinct, "codes": whole(np.array([number_of[text] for text in values]))}
    if any("\0" in text for text in values):
        return list(values)
    try:
        return {"joined": _data("\0".join(values).encode())}
    except UnicodeEncodeError:  # bytes of a file name that are no text in UTF-8
        return list(values)


def _bytes(values: NDArray[Any], dtype: str) -> bytes:
    return np.ascontiguousarray(values, np.dtype(dtype).newbyteorder("<")).tobytes()


def _data(plain: bytes) -> dict[str, Any]:
    squeezed = zlib.compress(plain, 6)
    pays = len(squeezed) <= PAYS * len(plain)
    return {"zlib": pays, "data": base64.b64encode(squeezed if pays else plain).decode()}
