"""Samples on a manifold, by their place in the spectral embedding."""

from spray.analyses import Analysis
from spray.analyses.eigenmaps import Doubles
from spray.analyses.knn import neighbours
from spray.analyses.umap import adapts, umap


def umap_spectral(
    points: Doubles,
    n_neighbors: int = 15,
    min_dist: float = 0.1,
    spread: float = 1.0,
    dimensions: int = 2,
    seed: int = 0,
) -> tuple[Doubles, None]:
    """UMAP of the spectral embedding, where `umap` is of what the graph was made from.

        p_ij from the neighbours of the rows y_i of the spectral embedding

    points: (n, e). Returns points (n, dimensions) float64, and no eigenvalues. Raises `MissingExtraError` where
    umap-learn is not installed.
    Source: Anders et al. (2021), their pipeline for ViRelAy; McInnes, Healy, Melville (2018).
    """
    return umap(points, neighbours(points), n_neighbors, min_dist, spread, dimensions, seed)


ANALYSIS = Analysis(
    "umap_spectral",
    "embedding",
    umap_spectral,
    argument="n_neighbors",
    minimum=2,
    title="UMAP of eigenvectors",
    adapts=adapts,
)
