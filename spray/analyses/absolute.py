"""Size without sign."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.channels import Floats


def absolute(relevance: Floats) -> Floats:
    """How much relevance there is, for or against.

        x = |R|

    relevance: (n, ...). Returns (n, ...) of the same shape.
    Source: Anders et al. (2021), the step "Absolute" of their variant "absspectral".
    """
    return np.abs(relevance)


ANALYSIS = Analysis("abs", "preprocessing", absolute)
