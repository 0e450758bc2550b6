"""How linearly separable the clusters of a category are: the pre-ranking of classes."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.eigenmaps import Doubles
from spray.analyses.labels import Labels

RIDGE = 1e-6


def fisher(points: Doubles, labels: Labels) -> dict[str, float]:
    """Fisher's discriminant of all clusters at once, raw and with chance taken out.

        S_W = Σ_c Σ_{i in c} (y_i - mean_c)(y_i - mean_c)ᵀ        S_B = Σ_c n_c (mean_c - mean)(mean_c - mean)ᵀ
        λ: S_B w = λ (S_W + ε (tr S / q) I) w                     tau = Σ of the s = min(q, K - 1) largest λ
        V = (1/s) Σ λ / (1 + λ)   in [0, 1]                       null: E V = max(q, K - 1) / (n - 1)
        fisher = max(0, (V - E V) / (1 - E V))

    tau is what Fisher's discriminant analysis attains, tr(S_W⁻¹ S_B): it grows with K and without bound as clusters
    shrink to points. V is the share of the variance along the discriminant directions that lies between clusters
    (Pillai), E V what labels drawn at random reach on average, for any distribution of the points. Clusterings fit the
    points, so even points without structure lie above that null: `fisher_null` says by how much. Compare categories at
    the same K. Noise is left out; only the first q <= (n - K) / 4 dimensions count, and no direction without spread.

    points: (n, e), of the spectral embedding. labels: (n,). Returns "tau" >= 0, "fisher" in [0, 1]; 0 for one cluster.
    Source: Fisher (1936); the ranking: Anders et al., Information Fusion 77 (2022), whose exact normalisation is not
    known here: V, the null and the limit on q are ours.
    """
    from scipy.linalg import eigh

    kept = labels >= 0
    points, labels = points[kept], labels[kept]
    every, place, size = np.unique(labels, return_inverse=True, return_counts=True)
    n, groups = len(points), len(every)
    q = min(points.shape[1], (n - groups) // 4)
    if groups < 2 or q < 1:
        return {"tau": 0.0, "fisher": 0.0}
    y = points[:, :q] - points[:, :q].mean(axis=0)
    _, s, axes = np.linalg.svd(y, full_matrices=False)
    y = y @ axes[s > 1e-9 * max(float(s[0]), 1e-300)].T  # directions without spread separate nothing
    q = y.shape[1]
    if q < 1:
        return {"tau": 0.0, "fisher": 0.0}
    total = y.T @ y
    mean = np.stack([np.bincount(place, column, groups) for column in y.T], axis=1) / size[:, None]
    between = (mean * size[:, None]).T @ mean
    within = total - between + RIDGE * np.trace(total) / q * np.eye(q)
    shared = min(q, groups - 1)
    found = np.maximum(eigh(between, within, eigvals_only=True)[::-1][:shared], 0)
    share = float((found / (1 + found)).sum()) / shared
    chance = min(max(q, groups - 1) / (n - 1), 1 - 1e-9)
    return {"tau": float(found.sum()), "fisher": max(0.0, (share - chance) / (1 - chance))}


ANALYSIS = Analysis("fisher", "score", fisher)
