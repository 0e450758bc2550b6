"""Sizes and ages, as people write and read them."""

import re

BYTES = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86400, "w": 7 * 86400}


def size(number: float) -> str:
    """ "312 bytes", "1.2 MB"."""
    for unit, factor in reversed(BYTES.items()):
        if unit and number >= factor:
            return f"{number / factor:.1f} {unit.upper() if unit != 'k' else 'k'}B"
    return f"{number:.0f} bytes"


def parse_size(text: str) -> int:
    """Bytes of "500 MB", "5g". Raises ValueError."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kmgt]?)b?", text.strip().lower())
    if match is None:
        raise ValueError("a size looks like 500MB or 5GB")
    return int(float(match[1]) * BYTES[match[2]])


def parse_age(text: str) -> float:
    """Seconds of "30d", "12 h". Raises ValueError."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(s|min|h|d|w)", text.strip().lower())
    if match is None:
        raise ValueError("an age looks like 30d, 12h or 90min")
    return float(match[1]) * SECONDS[match[2]]


def ago(seconds: float) -> str:
    """ "just now", "5 min ago", "3 days ago"."""
    if seconds < 60:
        return "just now"
    if seconds < 3600:
        return f"{seconds // 60:.0f} min ago"
    if seconds < 2 * 86400:
        return f"{seconds // 3600:.0f} h ago"
    return f"{seconds // 86400:.0f} days ago"
