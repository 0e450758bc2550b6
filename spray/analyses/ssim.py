"""Structural similarity as a distance."""

import numpy as np
from numpy.typing import NDArray

from spray.analyses import Analysis
from spray.analyses.channels import Floats, positions
from spray.analyses.eigenmaps import Doubles

WINDOW = 7
K1, K2 = 0.01, 0.03
SMALL = 32  # positions along an axis up to which every window counts


def pictures(features: Floats, shape: tuple[int, ...] = ()) -> Floats:
    """Maps (n, C, H, W) in units of the range of all values; signals are maps of height one."""
    grid = positions(shape, features.shape[1])
    grid = (int(np.prod(grid[:-1])), grid[-1])
    low, high = float(features.min(initial=0)), float(features.max(initial=0))
    # Halves, since the range of huge values is none.
    scale = (high / 2 - low / 2) or 1.0
    return np.asarray(features / scale / 2, np.float32).reshape(len(features), -1, *grid)


def ssim(rows: Floats, others: Floats) -> Doubles:
    """A metric made of the two factors of structural similarity, over windows of 7 x 7.

        d(x, y)² = mean over windows of (1 - S₁ + 1 - S₂) / 2
        S₁ = (2 μ_x μ_y + C₁) / (μ_x² + μ_y² + C₁)      brightness, μ mean of the window
        S₂ = (2 σ_xy + C₂) / (σ_x² + σ_y² + C₂)         contrast and structure

    √(1 - S₁) and √(1 - S₂) are metrics, and so is the root of a mean of squares of metrics; 1 - S₁S₂, the usual
    "SSIM distance", is none, and SSIM itself grows with likeness. C₁ = (K₁ L)², C₂ = (K₂ L)² with L the range of all
    values. Windows start at every position of maps up to 32 wide, else at every third.

    rows: (m, C, H, W). others: (n, C, H, W), both prepared by `pictures`. Returns (m, n) in [0, √2].
    Source: Wang et al. (2004); the metrics: Brunet, Vrscay, Wang, IEEE Transactions on Image Processing 21 (2012).
    """
    total = np.zeros((len(rows), len(others)))
    windows = 0
    height, width = rows.shape[2:]
    for top in _starts(height):
        for left in _starts(width):
            here = (slice(None), slice(None), slice(top, top + WINDOW), slice(left, left + WINDOW))
            for x, y in zip(_moments(rows[here]), _moments(others[here]), strict=True):
                total += _apart(*x, *y)
                windows += 1
    return np.sqrt(np.maximum(total, 0) / (2 * max(windows, 1)))


def _starts(length: int) -> range:
    return range(0, max(1, length - WINDOW + 1), 1 if length <= SMALL else 3)


def _moments(window: Floats) -> list[tuple[Floats, Floats, Floats]]:
    """Per channel: means (n,), variances (n,), and centred values (n, points) whose products are covariances."""
    found = []
    for c in range(window.shape[1]):
        flat = window[:, c].reshape(len(window), -1)
        mean = flat.mean(axis=1)
        centred = (flat - mean[:, None]) / np.float32(np.sqrt(max(flat.shape[1] - 1, 1)))
        found.append((mean, np.einsum("ij,ij->i", centred, centred), centred))
    return found


def _apart(
    mean_x: Floats, var_x: Floats, x: Floats, mean_y: Floats, var_y: Floats, y: Floats
) -> NDArray[np.float32]:
    """1 - S₁ + 1 - S₂ of one window for all pairs."""
    spread = var_x[:, None] + var_y
    structure = spread - 2 * (x @ y.T)
    structure /= spread + np.float32(K2**2)
    bright = np.square(mean_x[:, None] - mean_y)
    bright /= np.square(mean_x)[:, None] + np.square(mean_y) + np.float32(K1**2)
    structure += bright
    return np.asarray(structure)


ANALYSIS = Analysis("ssim", "distance", ssim, prepare=pictures, title="SSIM")
