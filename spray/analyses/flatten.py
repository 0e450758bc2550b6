"""The numbers as they are."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.channels import Floats


def flatten(relevance: Floats) -> Floats:
    """Every sample as one row, nothing else changed: for vectors, signals, activations, concept relevances.

        x_(c,p) = R_cp

    relevance: (n, ...). Returns (n, d), d the product of the other lengths.
    Source: the preprocessing of the template SpectralClustering of Anders et al. (2021), which expects flat samples.
    """
    return np.asarray(relevance.reshape(len(relevance), -1))


ANALYSIS = Analysis("flatten", "preprocessing", flatten)
