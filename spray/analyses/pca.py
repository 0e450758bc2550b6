"""Principal components: the linear view."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.channels import Floats
from spray.analyses.eigenmaps import Doubles


def pca(features: Floats, dimensions: int = 2) -> tuple[Doubles, None]:
    """The directions of greatest variance.

        X - mean = U S Vᵀ          Y = U S,   the entry of V's row that is largest in size is positive

    features: (n, d). Returns points (n, dimensions) float64 (columns beyond the rank are zero), and no eigenvalues
    of a graph. Computed from whichever of the two Gram matrices is smaller.
    Source: Jolliffe, Principal Component Analysis (2002).
    """
    centred = features.astype(np.float64) - features.mean(axis=0, dtype=np.float64)
    n, d = centred.shape
    small = centred @ centred.T if n <= d else centred.T @ centred
    values, vectors = np.linalg.eigh(small)
    keep = np.argsort(-values, kind="stable")[:dimensions]
    lengths = np.sqrt(np.maximum(values[keep], 0))
    vectors = vectors[:, keep]
    points = vectors * lengths if n <= d else centred @ vectors
    axes = centred.T @ vectors if n <= d else vectors
    top = np.argmax(np.abs(axes), axis=0) if axes.size else np.zeros(len(keep), int)
    points = points * np.where(axes[top, np.arange(len(keep))] < 0, -1.0, 1.0)
    padded = np.zeros((n, dimensions))
    padded[:, : points.shape[1]] = points
    return padded, None


ANALYSIS = Analysis("pca", "embedding", pca, argument="dimensions", minimum=2, title="component")
