"""The eigenvalues of the graph Laplacian: a large gap after the k-th says that the samples fall into k groups."""

from report import charts
from report.blocks import Chart, Panel
from spray.results import Results


def panel(results: Results) -> Panel:
    """The chart below the legend; absent where nothing was embedded spectrally."""
    spectral = any(
        embedding.eigenvalues is not None
        for category in results.categories
        for analysis in category.analyses
        for embedding in analysis.embeddings
    )
    chart = Chart("eigenvalues", "Eigenvalues of the graph Laplacian, ascending", charts.eigenvalues())
    return Panel("eigenvalues", "Eigenvalues", "side", 2, (chart,) if spectral else ())
