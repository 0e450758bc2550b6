"""How many samples are explained at once, given what one takes and what is free.

    batch = the largest power of two b <= wanted with b · bytes of a sample <= half of what is free, at least 1

A batch is part of what a result depends on, so it changes with the memory only where there is too little: on two
machines with enough of it the bytes are the same.
"""

SHARE = 0.5  # of what is free; the rest is for decoding, storing, and what kernels take for themselves


def fitting(wanted: int, each: int, free: int | None) -> int:
    """The batch: `wanted` samples, or as many as fit.

    Args:
        wanted: a power of two.
        each: bytes that explaining a sample holds at its peak.
        free: bytes that are free; None: unknown, and then `wanted` fits.
    """
    if free is None or each <= 0:
        return wanted
    most = max(1, int(SHARE * free) // each)
    return min(wanted, 1 << (most.bit_length() - 1))
