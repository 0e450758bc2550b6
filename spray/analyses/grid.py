"""The repulsion of t-SNE between all pairs of many samples, by interpolation on a regular grid.

    Σ_j K(y_i - y_j) c_j  ≈  Σ_g L_g(y_i) Σ_h K(g - h) Σ_j L_h(y_j) c_j

L are Lagrange polynomials on three nodes per box, and the middle sum is a convolution, done by FFT: O(n + G² log G).
Source: Linderman et al., Fast interpolation-based t-SNE, Nature Methods 16 (2019).
"""

import numpy as np
from numpy.typing import NDArray

Singles = NDArray[np.float32]

NODES = 3
FEWEST = 50  # boxes along an axis


def grid_repulsion(y: Singles) -> tuple[Singles, float]:
    """Σ_j w_ij² (y_i - y_j) for every sample, and Z = Σ_{i≠j} w_ij, with w = 1 / (1 + |y_i - y_j|²).

    y: (n, 2). Returns (n, 2) and Z; about three digits of every sum are right.
    """
    from scipy.fft import irfft2, next_fast_len, rfft2
    from scipy.sparse import csr_array

    n = len(y)
    low, span = float(y.min()), float(np.ptp(y)) or 1.0
    boxes = max(FEWEST, int(np.ceil(span)))
    boxes = (next_fast_len(2 * NODES * boxes, real=True) + 2 * NODES - 1) // (2 * NODES)
    width = span * 1.000001 / boxes
    size = boxes * NODES
    padded = next_fast_len(2 * size, real=True)
    step = width / NODES

    # Lagrange weights of each sample on the nodes of its box: (n, 2, NODES).
    at = (y - np.float32(low)) / np.float32(width)
    box = np.minimum(at.astype(np.int64), boxes - 1)
    inside = at - box
    node = (np.arange(NODES, dtype=np.float32) + np.float32(0.5)) / NODES
    weights = np.ones((*inside.shape, NODES), np.float32)
    for a in range(NODES):
        for b in range(NODES):
            if a != b:
                weights[:, :, a] *= (inside - node[b]) / (node[a] - node[b])
    first = box * NODES
    offsets = np.arange(NODES)
    columns = (first[:, 0, None] + offsets)[:, :, None] * size + (first[:, 1, None] + offsets)[:, None, :]
    both = weights[:, 0, :, None] * weights[:, 1, None, :]
    spread = csr_array(
        (both.reshape(-1), columns.reshape(-1), np.arange(0, n * NODES**2 + 1, NODES**2)), shape=(n, size**2)
    )
    charges = np.column_stack([np.ones(n, np.float32), y - y.mean(axis=0)])
    placed = np.asarray(spread.T @ charges).T.reshape(3, size, size)

    lag = np.minimum(np.arange(padded), padded - np.arange(padded)).astype(np.float32) * np.float32(step)
    kernel = 1 / (1 + np.square(lag)[:, None] + np.square(lag))
    waves = rfft2(placed, s=(padded, padded))
    # Σ_gh c_g K(g - h) c_h needs no way back: it is a sum over frequencies (Parseval).
    power = np.square(waves[0].real) + np.square(waves[0].imag)
    power *= rfft2(kernel).real
    power[:, 1 : (padded + 1) // 2] *= 2  # the half that a real transform leaves out
    total = float(power.sum(dtype=np.float64)) / padded**2 - n
    np.square(kernel, out=kernel)
    waves *= rfft2(kernel).real
    fields = irfft2(waves, s=(padded, padded), overwrite_x=True)[:, :size, :size]
    felt = spread @ np.ascontiguousarray(fields.reshape(3, -1).T)
    pushed = felt[:, :1] * charges[:, 1:] - felt[:, 1:]
    return np.asarray(pushed, np.float32), max(total, float(np.finfo(np.float32).tiny))
