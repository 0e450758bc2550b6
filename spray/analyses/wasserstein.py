"""How far relevance has to be carried from one place to another."""

import numpy as np

from spray.analyses import Analysis
from spray.analyses.channels import Floats, positions
from spray.analyses.cosine import unit_rows
from spray.analyses.eigenmaps import Doubles

DIRECTIONS = 8


def cumulated(features: Floats, shape: tuple[int, ...] = (), directions: int = DIRECTIONS) -> Doubles:
    """Cumulated shares of |relevance| along lines in several directions, (n, all their points).

    shape: of one sample before it was flattened; maps have two axes of positions, signals one.
    """
    grid = positions(shape, features.shape[1])
    scaled = unit_rows(np.abs(features))
    total = scaled.sum(axis=1, keepdims=True, dtype=np.float64)
    mass = np.divide(scaled, total, out=np.zeros(features.shape), where=total > 0)
    mass = mass.reshape(len(features), -1, *grid).sum(axis=1).reshape(len(features), -1)
    places = np.stack([axis.ravel() for axis in np.indices(grid)], axis=1).astype(np.float64)
    lines = _lines(len(grid), directions)
    parts = [np.cumsum(mass @ _shadow(places @ line), axis=1)[:, :-1] for line in lines]
    return np.concatenate(parts, axis=1) / len(lines)


def _lines(axes: int, directions: int) -> Doubles:
    """Directions evenly around half a circle; along the axes and seeded ones in more than two dimensions."""
    if axes == 1:
        return np.ones((1, 1))
    if axes == 2:
        angle = np.arange(directions) * np.pi / directions
        return np.column_stack([np.sin(angle), np.cos(angle)])
    drawn = np.random.default_rng(0).standard_normal((directions, axes))
    return np.concatenate([np.eye(axes), drawn / np.linalg.norm(drawn, axis=1, keepdims=True)])


def _shadow(place: Doubles) -> Doubles:
    """(positions, points): each position's mass on the two points of a line of unit steps that it lies between."""
    at = place - place.min()
    low = np.floor(at + 1e-9).astype(np.int64)
    above = np.clip(at - low, 0, 1)
    shadow = np.zeros((len(place), int(low.max()) + 2))
    shadow[np.arange(len(place)), low] = 1 - above
    shadow[np.arange(len(place)), low + 1] += above
    return shadow


def wasserstein(rows: Doubles, others: Doubles) -> Doubles:
    """The least work that turns one distribution of |relevance| into the other, in positions.

        W₁(x, y) = mean over directions θ of ∫ |F_θx(t) - F_θy(t)| dt,   F_θx the share of |x| up to t along θ

    Exact for signals; for maps the sliced distance over 8 directions, a metric too. Moving a pattern by one pixel
    changes it by about 2/π of a pixel, where Euclid's distance sees no overlap at all. A map without relevance is
    the distribution that never comes.

    rows: (m, q). others: (n, q), both prepared by `cumulated`. Returns (m, n).
    Source: Villani, Topics in Optimal Transportation (2003), theorem 2.18; Bonneel et al. (2015) for slices; its use in
    SpRAy: Anders et al., Information Fusion 77 (2022).
    """
    from scipy.spatial.distance import cdist

    return np.asarray(cdist(rows, others, "cityblock"))


ANALYSIS = Analysis("wasserstein", "distance", wasserstein, prepare=cumulated, title="Wasserstein")
