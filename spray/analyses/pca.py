"""Principal components: the linear view."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.channels import Floats
from spray.analyses.eigenmaps import Doubles
from spray.analyses.gram import Products

FLAT = 1e-14  # mean square that float32 leaves of equal rows, in units of the largest entry
ROUNDING = 1e-7  # of the greatest singular value: below, eigenvalues of products are noise
WIDE = 1024  # length and number of rows above which two components are found by power iteration


def pca(features: Floats, dimensions: int = 2, whiten: bool = False) -> tuple[Doubles, None]:
    """The directions of greatest variance.

        X - mean = U S Vᵀ          Y = U S,   the entry of V's row that is largest in size is positive
                                   whitened: Y = U √(n - 1), of variance 1; 0 where S is no more than rounding

    features: (n, d). Returns points (n, dimensions) float64 (columns beyond the rank are zero), and no eigenvalues
    of a graph. Computed from whichever of the two Gram matrices is smaller.
    Source: Jolliffe, Principal Component Analysis (2002).
    """
    features = features.reshape(len(features), -1)
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
    if whiten:
        varies = lengths > ROUNDING * lengths.max(initial=0)
        points = np.where(varies, points * np.sqrt(n - 1), 0) / np.where(varies, lengths, 1)
    padded = np.zeros((n, dimensions))
    padded[:, : points.shape[1]] = points
    return padded, None


def plane(features: Floats, gram: Products | None = None) -> Doubles:
    """The first two components to float32, quickly: where a map starts. (n, 2), as `pca` but for rounding."""
    from scipy.sparse.linalg import eigsh

    n, d = features.shape
    if gram is not None:
        if np.trace(gram.values) <= FLAT * n * d:
            return np.zeros((n, 2))
        start = np.random.default_rng(0).standard_normal(n)
        values, vectors = eigsh(gram.values, k=2, which="LA", v0=start, tol=1e-6)
        points = vectors[:, ::-1] * np.sqrt(np.maximum(values[::-1], 0))
        top = np.argmax(np.abs(points), axis=0)
        return np.asarray(points * np.where(points[top, [0, 1]] < 0, -1.0, 1.0))
    if min(n, d) > WIDE:
        return pca(_sketch(features), 2)[0]
    return pca(features, 2)[0]


def _sketch(features: Floats) -> Doubles:
    """Features projected on the directions that a few rounds of power iteration find; they hold the first two."""
    middle = features.mean(axis=0, dtype=np.float64)
    basis = np.random.default_rng(0).standard_normal((features.shape[1], 10))
    for _ in range(4):
        projected = features @ basis.astype(features.dtype) - middle @ basis
        basis = np.linalg.qr(
            features.T @ projected.astype(features.dtype) - np.outer(middle, projected.sum(axis=0))
        )[0]
    return np.asarray(features @ basis.astype(features.dtype) - middle @ basis, np.float64)


ANALYSIS = Analysis("pca", "embedding", pca, argument="dimensions", minimum=2, title="component")
