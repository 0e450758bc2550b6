"""How many samples are explained at once, given what one takes and what is free.

    batch = the largest power of two b <= wanted with b · bytes of a sample <= half of what is free, at least 1
    lanes = as many batches as there are threads, or fit into that half, at least 1

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


def side_by_side(threads: int, batch: int, each: int, free: int | None) -> int:
    """How many batches are explained at the same time, which their bytes do not depend on.

    Args:
        threads: how many could be.
        batch: samples of a batch.
        each, free: as in `fitting`.
    """
    if free is None or each <= 0:
        return threads
    return max(1, min(threads, int(SHARE * free) // (batch * each)))
