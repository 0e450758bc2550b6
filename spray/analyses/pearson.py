"""Correlation as a distance."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.channels import Floats
from spray.analyses.cosine import unit_rows
from spray.analyses.eigenmaps import Doubles
from spray.analyses.euclidean import euclidean


def standardised(features: Floats) -> Floats:
    """Rows of mean zero and length one; a constant row is zero."""
    middle = features.mean(axis=1, keepdims=True, dtype=np.float64).astype(features.dtype)
    centred = features - middle
    # What is left of a constant row is the rounding of its mean.
    flat = np.ptp(features, axis=1) == 0
    centred[flat] = 0
    return unit_rows(centred)


def pearson(rows: Floats, others: Floats) -> Doubles:
    """A metric of how little two maps correlate.

        d(x, y) = √((1 - r) / 2)  =  |x̂ - ŷ| / 2,   x̂ = (x - mean) / |x - mean|,   r Pearson's correlation

    0 for r = 1, 1 for r = -1. Half of a Euclidean distance, so the triangle inequality holds; maps that differ by a
    positive factor and a constant are the same point. A constant map has no correlation and lies at 1/2 of every other.

    rows: (m, d). others: (n, d), both prepared by `standardised`. Returns (m, n) in [0, 1].
    Source: van Dongen, Enright, Metric distances derived from cosine similarity and Pearson correlation (2012).
    """
    return euclidean(rows, others) / 2


ANALYSIS = Analysis("pearson", "distance", pearson, prepare=standardised, euclidean=True, title="Pearson")
