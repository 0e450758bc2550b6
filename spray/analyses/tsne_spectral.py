"""Samples in the plane, by their place in the spectral embedding."""

from spray.analyses import Analysis
from spray.analyses.eigenmaps import Doubles
from spray.analyses.knn import neighbours
from spray.analyses.tsne import adapts, tsne


def tsne_spectral(
    points: Doubles, perplexity: float = 30, early_exaggeration: float = 12.0, seed: int = 0
) -> tuple[Doubles, None]:
    """t-SNE of the spectral embedding, where `tsne` is of what the graph was made from.

        p_ij Gaussian in |y_i - y_j|,   y_i the rows of the spectral embedding

    This is the map that CoRelAy's examples draw: it shows the groups that spectral clustering has found, parted.

    points: (n, e). Returns points (n, 2) float64, and no eigenvalues.
    Source: Anders et al. (2021), their pipeline for ViRelAy; van der Maaten, Hinton, JMLR 9 (2008).
    """
    return tsne(points, neighbours(points), None, perplexity, early_exaggeration, seed)


ANALYSIS = Analysis(
    "tsne_spectral",
    "embedding",
    tsne_spectral,
    argument="perplexity",
    minimum=2,
    title="t-SNE of eigenvectors",
    adapts=adapts,
)
