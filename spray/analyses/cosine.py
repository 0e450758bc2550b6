"""The angle between heatmaps, whatever their size."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.channels import Floats
from spray.analyses.eigenmaps import Doubles
from spray.analyses.euclidean import euclidean


def unit_rows(features: Floats) -> Floats:
    """Rows of length one; a zero row stays zero."""
    largest = np.abs(features).max(axis=1, keepdims=True, initial=0)
    scaled = np.divide(features, largest, out=np.zeros_like(features), where=largest > 0)
    length = np.sqrt(np.einsum("ij,ij->i", scaled, scaled, dtype=np.float64))[:, None]
    unit: Floats = np.zeros_like(scaled)
    np.divide(scaled, length, out=unit, where=length > 0, casting="same_kind")
    return unit


def cosine(rows: Floats, others: Floats) -> Doubles:
    """One minus the cosine of the angle, between rows of length one.

        d(x, y) = 1 - x·y / (|x| |y|)  =  |x̂ - ŷ|² / 2,   x̂ = x / |x|

    A zero row is at 0 from a zero row and at 1/2 from every other. Not a metric: its square root is.

    rows: (m, d). others: (n, d), both prepared by `unit_rows`. Returns (m, n) in [0, 2].
    Source: scipy.spatial.distance.cosine (Virtanen et al., 2020), where a zero row has none.
    """
    return np.square(euclidean(rows, others)) / 2


ANALYSIS = Analysis("cosine", "distance", cosine, prepare=unit_rows, euclidean=True)
