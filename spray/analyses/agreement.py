"""Do the clusters follow something that is known about the samples?"""

from collections.abc import Sequence

import numpy as np

from spray.analyses import Analysis
from spray.analyses.labels import Labels


def agreement(labels: Labels, values: Sequence[object] = ()) -> dict[str, float]:
    """How well a partition agrees with another one: a column of metadata, the labels, the predictions.

        ARI = (RI - E RI) / (max RI - E RI)        RI the share of pairs on which both agree; 0 by chance, 1 equal
        NMI = I(labels; values) / mean of the two entropies                                       in [0, 1]
        purity = Σ_c max_v #{i in c : value v} / n                                  in (0, 1], 1 for clusters of one

    Noise is one group. labels: (n,). values: n values of any kind, equal ones are one group; none are all one group.
    Returns "ARI", "NMI", "purity".
    Source: Hubert, Arabie (1985); Strehl, Ghosh (2002); Manning et al., Information Retrieval (2008), 16.3.
    """
    names = {value: number for number, value in enumerate(dict.fromkeys(values))}
    other = (
        np.array([names[value] for value in values], np.int64) if names else np.zeros(len(labels), np.int64)
    )
    n = len(labels)
    own = np.unique(labels, return_inverse=True)[1]
    table = np.zeros((own.max(initial=0) + 1, other.max(initial=0) + 1))
    np.add.at(table, (own, other), 1)
    a, b = table.sum(axis=1), table.sum(axis=0)
    return {
        "ARI": _rand(table, a, b, n),
        "NMI": _information(table / n, a / n, b / n),
        "purity": float(table.max(axis=1).sum() / n),
    }


def _rand(table: np.ndarray, a: np.ndarray, b: np.ndarray, n: int) -> float:
    def pairs(counts: np.ndarray) -> float:
        return float((counts * (counts - 1) / 2).sum())

    both, first, second = pairs(table), pairs(a), pairs(b)
    expected = first * second / max(n * (n - 1) / 2, 1)
    most = (first + second) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def _information(joint: np.ndarray, a: np.ndarray, b: np.ndarray) -> float:
    def entropy(shares: np.ndarray) -> float:
        kept = shares[shares > 0]
        return float(-(kept * np.log(kept)).sum())

    mean = (entropy(a) + entropy(b)) / 2
    shared = entropy(a) + entropy(b) - entropy(joint.ravel())
    return 1.0 if mean == 0 else float(np.clip(shared / mean, 0, 1))


ANALYSIS = Analysis("agreement", "score", agreement)
