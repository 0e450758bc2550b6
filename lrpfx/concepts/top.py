"""The greatest values of many rows, as samples stream by: memory does not grow with the data.

    rows (concepts, or classes and concepts) × k places:   value, sample, position

Equal values are told apart by the sample's number, so that the result does not depend on how samples are batched.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Top:
    """The k greatest values of every row, greatest first.

    Attributes:
        value: (rows, k); -inf where fewer samples were seen.
        sample: (rows, k), the number of the sample; -1 where there is none.
        position: (rows, k), where in the map of the sample the greatest value stands, counted row by row.
    """

    value: NDArray[np.float64] = field(repr=False)
    sample: NDArray[np.int64] = field(repr=False)
    position: NDArray[np.int64] = field(repr=False)

    @classmethod
    def empty(cls, rows: int, k: int) -> "Top":
        """Before any sample was seen."""
        none = np.full((rows, k), -1, np.int64)
        return cls(np.full((rows, k), -np.inf), none, none.copy())

    def with_(
        self, value: NDArray[np.float64], sample: NDArray[np.int64], position: NDArray[np.int64]
    ) -> "Top":
        """With further samples: `value` and `position` are (rows, samples), `sample` (samples,)."""
        numbers = np.broadcast_to(sample, value.shape)
        values = np.concatenate([self.value, np.where(np.isfinite(value), value, -np.inf)], 1)
        samples = np.concatenate([self.sample, numbers], 1)
        positions = np.concatenate([self.position, position], 1)
        order = np.lexsort((samples, -values), axis=1)[:, : self.value.shape[1]]
        found = [np.take_along_axis(a, order, 1) for a in (values, samples, positions)]
        gone = ~np.isfinite(found[0])
        return Top(found[0], np.where(gone, -1, found[1]), np.where(gone, -1, found[2]))

    def put(self, rows: NDArray[np.int64], part: "Top") -> None:
        """Write the rows of another one over these."""
        self.value[rows], self.sample[rows], self.position[rows] = part.value, part.sample, part.position

    def take(self, rows: NDArray[np.int64]) -> "Top":
        """Some of the rows."""
        return Top(self.value[rows], self.sample[rows], self.position[rows])
