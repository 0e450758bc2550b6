"""The distance of SpRAy."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.channels import Floats
from spray.analyses.eigenmaps import Doubles


def euclidean(rows: Floats, others: Floats) -> Doubles:
    """The length of the difference.

        d(x, y) = √(Σ_i (x_i - y_i)²)

    rows: (m, d). others: (n, d). Returns (m, n) float64. Source: Lapuschkin et al. (2019).
    """
    from scipy.spatial.distance import cdist

    return np.asarray(cdist(rows, others))


ANALYSIS = Analysis("euclidean", "distance", euclidean, euclidean=True, title="Euclidean")
