"""How many groups the graph suggests."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.eigenmaps import Doubles


def eigengap(eigenmaps: tuple[Doubles, Doubles]) -> int:
    """The number of eigenvalues below the widest gap.

        k = argmax_k (λ_{k+1} - λ_k),   λ ascending; the first of equal gaps

    A graph of k components has λ_1 = ... = λ_k = 0 < λ_{k+1}; with weak links between k groups the gap remains.

    eigenmaps: eigenvalues (e,) ascending, and eigenvectors. Returns k >= 1.
    Source: von Luxburg, A tutorial on spectral clustering (2007), section 8.3.
    """
    values, _ = eigenmaps
    return int(np.argmax(np.round(np.diff(values), 12))) + 1 if len(values) > 1 else 1


ANALYSIS = Analysis("eigengap", "score", eigengap)
