"""The sample that speaks for a cluster."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.eigenmaps import Doubles
from spray.analyses.knn import Ints
from spray.analyses.labels import Labels


def medoid(points: Doubles, labels: Labels) -> Ints:
    """The most central member of every cluster.

        argmin_{i in c} Σ_{j in c} |y_i - y_j|²  =  argmin_{i in c} |y_i - mean_c|²          ties to the lower index

    points: (n, e). labels: (n,). Returns positions (clusters,), ascending label, noise included.
    Source: Kaufman, Rousseeuw (1987), for squared distances.
    """
    found = []
    for label in np.unique(labels):
        rows = np.flatnonzero(labels == label)
        apart = np.square(points[rows] - points[rows].mean(axis=0)).sum(axis=1)
        found.append(rows[np.argmin(np.round(apart, 12))])
    return np.array(found, np.int64)


ANALYSIS = Analysis("medoid", "score", medoid)
