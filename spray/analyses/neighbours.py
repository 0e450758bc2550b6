"""The neighbours that the graph, t-SNE and UMAP share: see `spray.analyses.knn`."""

from spray.analyses import Analysis
from spray.analyses.knn import adapts, neighbours

ANALYSIS = Analysis("neighbours", "graph", neighbours, argument="k", adapts=adapts)
