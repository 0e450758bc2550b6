"""Samples less their mean."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.channels import Floats
from spray.analyses.gram import Products
from spray.room import room

ROWS = 256


def centred(features: Floats, gram: Products | None = None) -> Floats | None:
    """Rows with mean zero, for what looks at them often; None where `gram` says it all.

        x_i - m,   m = mean of all rows, in float64

    features: (n, d). Returns (n, d) as the features, or None.
    Source: Jolliffe, Principal Component Analysis (2002).
    """
    return None if gram is not None else centred_rows(features)


def centred_rows(features: Floats) -> Floats:
    """A block at a time, so that no copy in float64 is made."""
    middle = features.mean(axis=0, dtype=np.float64)
    result: Floats = room(features.shape, features.dtype)
    for start in range(0, len(features), ROWS):
        np.subtract(
            features[start : start + ROWS], middle, out=result[start : start + ROWS], casting="same_kind"
        )
    return result


ANALYSIS = Analysis("centred", "graph", centred, kept=False)
