"""What is analysed: the space in which SpRAy looks for groups.

    attributions          relevance of the input, (C, H, W)                                 the default
    inputs                what the model sees, (C, H, W)
    activations:layer3    a_c = mean over positions, of every channel of a layer            (channels, 1, 1)
    concepts:layer3       v_c = Σ_pos R_c / Σ_c |Σ_pos R_c|, relevance of every channel     (channels, 1, 1)
    relevance:layer3      R_cp, relevance of a layer at its positions; tokens are positions (channels, height, width)

The pictures of the page are those of the attributions in any case.

Sources: Anders et al. 2022, "Finding and removing Clever Hans" (latent spaces); Dreyer et al. 2024, "Understanding the
(Extra-)Ordinary: Validating Deep Model Decisions with Prototypical Concept-based Explanations" (concept vectors).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spray.attribute import Ints, Samples

LAYERED = ("activations", "concepts", "relevance")
PATTERN = r"^(attributions|inputs|(activations|concepts|relevance):\S+)$"
FLAT = ("flatten",)
"""The preprocessing in the space of a layer, where the project file names none: channels are not summed."""


def parted(space: str) -> tuple[str, str]:
    """The kind of a space, and the layer that it is of ("" if of none)."""
    kind, _, place = space.partition(":")
    return kind, place


def of_layer(space: str) -> bool:
    """Whether samples are what a layer has of them."""
    return parted(space)[0] in LAYERED


def preprocessing_of(space: str, named: Sequence[str], chosen: bool) -> tuple[str, ...]:
    """The preprocessing that holds: that of heatmaps sums over channels, which are what a layer has to tell."""
    return FLAT if of_layer(space) and not chosen else tuple(named)


@dataclass(frozen=True)
class Reshaped:
    """The same samples, of which something of another shape is stored; picklable."""

    samples: Samples
    shape: tuple[int, int, int]

    @property
    def id(self) -> tuple[str, ...]:
        """Names."""
        return self.samples.id

    @property
    def label(self) -> Ints:
        """Labels."""
        return self.samples.label

    @property
    def fingerprint(self) -> str:
        """What the samples are, by content."""
        return self.samples.fingerprint

    def inputs(self, rows: Ints) -> NDArray[np.float32]:
        """Model inputs of some rows."""
        return self.samples.inputs(rows)

    def only(self, rows: Ints) -> "Reshaped":
        """Some of the samples."""
        return Reshaped(self.samples.only(rows), self.shape)


@dataclass(frozen=True)
class InputSpace:
    """Model inputs in the place of attributions."""

    samples: Samples

    @property
    def key(self) -> str:
        """The content hash of all inputs."""
        return f"inputs {self.samples.fingerprint}"

    @property
    def shape(self) -> tuple[int, ...]:
        """(samples, C, H, W)."""
        return (len(self), *self.samples.shape)

    def __len__(self) -> int:
        return len(self.samples.id)

    def read(self, rows: Ints) -> NDArray[np.float32]:
        """Inputs of some rows, in any order."""
        read: Any = self.samples.inputs(np.asarray(rows))
        return np.asarray(read, dtype=np.float32)
