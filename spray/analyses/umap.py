"""A map that keeps neighbourhoods, by a fuzzy topological representation."""

import warnings

import numpy as np

from spray.analyses import Analysis
from spray.analyses.channels import Floats
from spray.analyses.eigenmaps import Doubles
from spray.analyses.knn import Ints
from spray.analyses.pca import pca
from spray.errors import MissingExtraError

SMALLEST = 5


def umap(
    features: Floats,
    neighbours: tuple[Ints, Floats, int],
    n_neighbors: int = 15,
    min_dist: float = 0.1,
    spread: float = 1.0,
    dimensions: int = 2,
    seed: int = 0,
) -> tuple[Doubles, None]:
    """Uniform manifold approximation and projection of the neighbours that the graph has already found.

        minimise the cross entropy of  p_ij = p_i|j + p_j|i - p_i|j p_j|i  and  q_ij = 1 / (1 + a |y_i - y_j|^2b)

    At most 90 neighbours, and n - 1; below 5 samples, and where all are equal, the map is that of the principal
    components. One thread, so that a seed decides the map.

    features: (n, d). neighbours: as `neighbours` returns them. Returns points (n, dimensions) float64, no eigenvalues.
    Raises `MissingExtraError` where umap-learn is not installed.
    Source: McInnes, Healy, Melville (2018), arXiv 1802.03426.
    """
    n = len(features)
    flat = features.reshape(n, -1)
    if n < max(SMALLEST, dimensions + 3) or not np.ptp(flat, axis=0).any():
        return pca(flat, dimensions)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from umap import UMAP
    except ImportError as error:
        raise MissingExtraError("umap", "umap-learn") from error
    indices, squared, _ = neighbours
    wanted = max(2, min(n_neighbors, indices.shape[1] + 1))
    # It counts a sample as its own first neighbour.
    near = np.column_stack([np.arange(n), indices[:, : wanted - 1]]).astype(np.int32)
    largest = float(np.abs(flat).max())
    apart = (np.column_stack([np.zeros(n), np.sqrt(squared[:, : wanted - 1])]) / largest).astype(np.float32)
    model = UMAP(
        n_neighbors=wanted,
        n_components=dimensions,
        min_dist=min_dist,
        spread=spread,
        random_state=seed,
        n_jobs=1,
        init="pca",
        precomputed_knn=(near, apart, None),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says that new samples cannot be placed, which nobody asks for
        points = model.fit_transform((flat / largest).astype(np.float32))
    return np.nan_to_num(points.astype(np.float64)), None


def adapts(samples: int, n_neighbors: int = 15, **others: float) -> str:
    """What few samples make of the number of neighbours."""
    if samples < SMALLEST:
        return f"UMAP of fewer than {SMALLEST} samples: the map shows their principal components instead."
    if samples < n_neighbors:
        return f"UMAP of {samples} samples: {samples} neighbours instead of {n_neighbors}."
    return ""


ANALYSIS = Analysis("umap", "embedding", umap, argument="n_neighbors", minimum=2, title="UMAP", adapts=adapts)
