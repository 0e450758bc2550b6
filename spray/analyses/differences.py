"""In how many places clusters differ from all other samples: one reading of the features for many clusterings."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spray.analyses import Analysis
from spray.analyses.channels import Floats
from spray.analyses.eigenmaps import Doubles
from spray.analyses.gram import scale_of
from spray.analyses.labels import Labels
from spray.threads import workers

BITS = 30
ENTRIES = 1 << 20  # of a slice of columns in float64: 8 MB, which stay in the cache


class Differences:
    """Concentration of the clusters of any labels; what is expected to be asked for is computed with the first.

    The answer to one clustering does not depend on which others are expected: see `concentrations`.
    """

    def __init__(self, features: Floats) -> None:
        self._features = features
        self._expected: dict[bytes, Labels] = {}
        self._known: dict[bytes, Doubles] = {}

    def expect(self, labels: Iterable[Labels]) -> None:
        """These will be asked for."""
        self._expected |= {_content(one): one for one in labels}

    def concentration(self, labels: Labels) -> Doubles:
        """(clusters,), ascending label; see `concentrations`."""
        if _content(labels) not in self._known:
            self.expect([labels])
            wanted = {key: one for key, one in self._expected.items() if key not in self._known}
            found = concentrations(self._features, list(wanted.values()))
            self._known |= dict(zip(wanted, found, strict=True))
            self._expected.clear()
        return self._known[_content(labels)]


def differences(features: Floats) -> Differences:
    """What is asked of the features once for every clustering, answered for all clusterings at once."""
    return Differences(features)


def concentrations(features: Floats, clusterings: Sequence[Labels]) -> list[Doubles]:
    """Of every cluster: the share of the positions that have no part in its difference to all other samples.

        concentration = 1 - (Σ_p |δ_p|)² / (d Σ_p δ_p²),    δ = m_in - m_out

    0 for an even difference, 1 - 1/d for one at one place, 0 without a difference. Samples that are together in every
    clustering are added up once, and each clustering adds up these sums. That gives the same bytes whatever the other
    clusterings are, since no sum is rounded: less their mean, the values of a position are rounded to multiples of
    2⁻³⁰ of the power of two above their greatest.

    features: (n, d). clusterings: labels (n,) each. Returns (clusters,) in [0, 1] of each, ascending label.
    Source: the participation ratio of Bell and Dean, Discussions of the Faraday Society 50 (1970).
    """
    n, d = features.shape
    atoms, inside, place = _parts(clusterings, n)
    size = inside @ np.asarray(atoms.sum(axis=1))
    scale, bits = scale_of(features), min(BITS, 52 - n.bit_length())
    width = max(1, ENTRIES // max(n, 1))

    def sums(start: int) -> tuple[Doubles, Doubles]:
        columns = np.asarray(features[:, start : start + width], np.float64) / scale
        columns -= columns.mean(axis=0)
        unit = np.ldexp(1.0, np.frexp(np.abs(columns).max(axis=0, initial=0))[1] - bits)
        columns = np.rint(np.divide(columns, unit, out=columns), out=columns)
        apart = np.asarray(atoms @ columns)
        within = inside @ apart
        others = apart.sum(axis=0) - within
        within /= size[:, None]
        within -= np.divide(others, (n - size)[:, None], out=others, where=size[:, None] < n)
        within *= unit
        return np.abs(within).sum(axis=1), np.einsum("ij,ij->i", within, within)

    total, squares = np.zeros(len(size)), np.zeros(len(size))
    with workers() as each:
        for some, more in each(sums, range(0, d, width)):
            total += some
            squares += more
    taking_part = np.divide(total**2, d * squares, out=np.ones_like(total), where=squares > 0)
    found = np.where(size < n, np.clip(1 - taking_part, 0, 1), 0.0)
    return [found[rows] for rows in place]


def _parts(clusterings: Sequence[Labels], n: int) -> tuple[Any, Doubles, list[NDArray[np.int64]]]:
    """The samples that no clustering parts (atoms, n), every different cluster of them, and which each one has."""
    from scipy.sparse import csr_array

    part = np.zeros(n, np.int64)
    for labels in clusterings:
        part = np.unique(part * (int(labels.max(initial=0)) + 2) + labels + 1, return_inverse=True)[1]
    _, first, count = np.unique(part, return_index=True, return_counts=True)
    starts = np.concatenate([[0], np.cumsum(count)])
    atoms = csr_array((np.ones(n), np.argsort(part, kind="stable"), starts), shape=(len(first), n))
    clusters: dict[bytes, tuple[int, NDArray[np.bool_]]] = {}
    place = []
    for labels in clusterings:
        rows = [labels[first] == label for label in np.unique(labels)]
        place.append(
            np.array([clusters.setdefault(row.tobytes(), (len(clusters), row))[0] for row in rows], np.int64)
        )
    return atoms, np.array([row for _, row in clusters.values()], np.float64).reshape(-1, len(first)), place


def _content(labels: Labels) -> bytes:
    return np.asarray(labels, np.int64).tobytes()


ANALYSIS = Analysis("differences", "graph", differences, kept=False)
