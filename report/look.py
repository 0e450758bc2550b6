"""How large the pictures are stored, and how well: what a limit on the size of the site can change."""

from collections.abc import Iterator
from dataclasses import dataclass

QUALITY = 90
LOSSLESS = 64  # pixels; smaller tiles lose more by JPEG than they save
LEAST = 16  # pixels; below it nobody sees anything
STEP = 0.84  # of the side: about 0.7 of the bytes


@dataclass(frozen=True)
class Look:
    """Longer side of a tile in pixels at most; quality of JPEG; shorter side up to which inputs are kept exactly."""

    side: int
    quality: int = QUALITY
    lossless: int = LOSSLESS

    def __str__(self) -> str:
        return f"pictures of {self.side} pixels, JPEG quality {self.quality}"


def smaller(side: int) -> Iterator[Look]:
    """The look for pictures of this size, then ever smaller ones: quality goes first, then pixels."""
    yield Look(side)
    yield Look(side, 80)
    yield Look(side, 70, lossless=0)
    size = float(side)
    while round(size * STEP) >= LEAST:
        size *= STEP
        yield Look(round(size), 70, lossless=0)
    if side > LEAST:
        yield Look(LEAST, 60, lossless=0)
