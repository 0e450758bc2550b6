"""How odd the oddest sample of a class is."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from spray.analyses import Analysis
from spray.analyses.channels import Floats
from spray.analyses.outliers import local_outlier_factor


def outlyingness(features: Floats) -> dict[str, NDArray[Any]]:
    """The largest local outlier factor of a category: 1 where no sample is odd.

        outlyingness = max_i LOF_i

    It ranks classes by what is too rare for a cluster, where strangeness ranks them by clusters. What clustering it is
    told with makes no difference.

    features: (n, d). Returns "outlyingness" ().
    Source: Breunig, Kriegel, Ng, Sander, SIGMOD 2000; the maximum as a score of the class is ours.
    """
    return {"outlyingness": np.array(local_outlier_factor(features).max(initial=1.0))}


ANALYSIS = Analysis("outlyingness", "score", outlyingness)
