"""What the heatmaps of a cluster have in common."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.channels import Floats
from spray.analyses.labels import Labels

ROWS = 1024


def means(features: Floats, labels: Labels) -> Floats:
    """The mean heatmap of every cluster.

        m_c = 1/n_c Σ_{i in c} x_i

    features: (n, d). labels: (n,). Returns (clusters, d) as the features, ascending label, noise included.
    Source: Lapuschkin et al., Nature Communications 10:1096 (2019), figure 4.
    """
    every, place, size = np.unique(labels, return_inverse=True, return_counts=True)
    total = np.zeros((len(every), features.shape[1]))
    weights = ((place[:, None] == np.arange(len(every))) / size).T
    for start in range(0, len(features), ROWS):
        # Shares of a mean, so that huge relevance does not leave the range of floats on the way.
        total += weights[:, start : start + ROWS] @ features[start : start + ROWS].astype(np.float64)
    return np.asarray(total, features.dtype)


ANALYSIS = Analysis("means", "score", means)
