"""Make a model stop using an artefact that was found: class artefact compensation, and training for the right reasons.

    controls.py    samples without it that are otherwise like those with it
    direction.py   where in a layer's activations the artefact is
    plant.py       the artefact planted into inputs that have none, to judge a correction by
    project.py     P-ClArC: that component is always that of a sample without the artefact; no training
    rebuild.py     a corrected model from its factory, for its checkpoint
    stages.py      after which modules it could be taken out
    train.py       A-ClArC: training while every sample has the artefact in that layer
                   right_reasons: training while relevance in a region, or of the artefact, is penalised

    h = activations(model, "layer3", batches)
    v = artefact_direction(h, flags, weight=matched(h, flags))
    corrected = projective(model, "layer3", v)

The user's model stays as it is: all of these return a corrected copy.
Source: Anders et al. 2022, "Finding and removing Clever Hans: using explanation methods to debug and improve deep
models"; Ross et al. 2017, "Right for the right reasons"; Pahde et al. 2022, "PatClArC".
"""

from lrpfx.correct.controls import carrying, matched
from lrpfx.correct.direction import Artefact, activations, artefact_direction
from lrpfx.correct.plant import Plant, plant
from lrpfx.correct.project import Shift, augmentative, projective, without
from lrpfx.correct.rebuild import corrected
from lrpfx.correct.stages import stages
from lrpfx.correct.train import Batches, fine_tune, right_reasons

__all__ = [
    "Artefact", "Batches", "Plant", "Shift", "activations", "artefact_direction", "augmentative", "carrying",
    "corrected", "fine_tune", "matched", "plant", "projective", "right_reasons", "stages", "without",
]  # fmt: skip
