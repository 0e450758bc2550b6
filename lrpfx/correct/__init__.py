"""Make a model stop using an artefact that was found: class artefact compensation, and training for the right reasons.

    direction.py   where in a layer's activations the artefact is
    project.py     P-ClArC: that component is always that of a sample without the artefact; no training
    rebuild.py     a corrected model from its factory, for its checkpoint
    train.py       A-ClArC: training while every sample has the artefact in that layer
                   right_reasons: training while relevance in a region is penalised

    v = artefact_direction(activations(model, "layer3", x), flags)
    corrected = projective(model, "layer3", v)

The user's model stays as it is: all of these return a corrected copy.
Source: Anders et al. 2022, "Finding and removing Clever Hans: using explanation methods to debug and improve deep
models"; Ross et al. 2017, "Right for the right reasons"; Pahde et al. 2022, "PatClArC".
"""

from lrpfx.correct.direction import Artefact, activations, artefact_direction
from lrpfx.correct.project import Shift, augmentative, projective, without
from lrpfx.correct.rebuild import corrected
from lrpfx.correct.train import Batches, fine_tune, right_reasons

__all__ = [
    "Artefact", "Batches", "Shift", "activations", "artefact_direction", "augmentative", "corrected", "fine_tune",
    "projective", "right_reasons", "without",
]  # fmt: skip
