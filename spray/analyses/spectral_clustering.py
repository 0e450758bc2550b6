"""As many groups as the graph suggests."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.eigengap import eigengap
from spray.analyses.eigenmaps import Doubles
from spray.analyses.kmeans import kmeans
from spray.analyses.labels import Labels


def spectral_clustering(eigenmaps: tuple[Doubles, Doubles], k: int | None = None, seed: int = 0) -> Labels:
    """Spectral clustering that chooses the number of groups itself.

        k = eigengap(λ)        then k-means on the first k coordinates of the spectral embedding

    One group where the widest gap is the first. With k it is `kmeans`.

    eigenmaps: eigenvalues (e,) and eigenvectors (n, e). Returns labels (n,).
    Source: Ng, Jordan, Weiss, NIPS 2001; von Luxburg, A tutorial on spectral clustering (2007), section 8.3.
    """
    k = eigengap(eigenmaps) if k is None else k
    if k < 2:
        return np.zeros(len(eigenmaps[1]), np.int64)
    return kmeans(eigenmaps, k, seed)


ANALYSIS = Analysis(
    "spectral", "clustering", spectral_clustering, argument="k", minimum=2, title="spectral clustering"
)
