"""Samples as points whose distances follow the graph: the space in which SpRAy clusters."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.eigenmaps import Doubles


def spectral_embedding(eigenmaps: tuple[Doubles, Doubles], normalize: bool = True) -> tuple[Doubles, Doubles]:
    """Eigenvectors with every row scaled to length one.

        y_i = (v_1i, ..., v_ei) / |(v_1i, ..., v_ei)|

    Rows of one tight group point the same way, whatever their degree. A zero row (a component beyond the first e)
    stays zero. normalize=False leaves the rows as they are.

    eigenmaps: eigenvalues (e,) and eigenvectors (n, e). Returns points (n, e) and the eigenvalues.
    Source: Ng, Jordan, Weiss, On spectral clustering, NIPS 2001, step 4.
    """
    values, vectors = eigenmaps
    if not normalize:
        return vectors, values
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 0), values


ANALYSIS = Analysis("spectral", "embedding", spectral_embedding, argument="dimensions", title="eigenvector")
