"""Does a clustering come out again?"""

from collections.abc import Sequence

import numpy as np

from spray.analyses import Analysis
from spray.analyses.agreement import agreement
from spray.analyses.labels import Labels

SEEDS = 5


def stability(labels: Labels, others: Sequence[Labels] = ()) -> float:
    """Mean agreement with the same clustering from other seeds.

        stability = mean over seeds s of ARI(labels, labels_s)          1: always the same groups, 0: as by chance

    labels: (n,). others: labels (n,) of further seeds. Returns a number; 1 without others, for what has no seed.
    Source: von Luxburg, Clustering stability: an overview (2010).
    """
    return (
        float(np.mean([agreement(labels, other.tolist())["ARI"] for other in others])) if len(others) else 1.0
    )


ANALYSIS = Analysis("stability", "score", stability)
