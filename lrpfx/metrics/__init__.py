"""How good an explanation is, measured: every metric is a function, batched, with bootstrap intervals.

    flipping.py       pixel flipping: MoRF and LeRF curves, SRG, ABPC, AOPC      is it faithful to the model?
    localisation.py   relevance mass and rank accuracy, the pointing game        is it where the object is?
    sensitivity.py    max-sensitivity                                            does it stay where the input does?
    randomisation.py  model-parameter randomisation (MPRT)                       does it change where the model does?
    completeness.py   what relevance misses of the output                        is all of the output explained?
    tune.py           γ by depth, chosen against a metric
    score.py          a score per sample, with its mean and interval

    scores = metrics.pixel_flipping(explainer, x)
    print(scores.srg)                                     0.312 [0.287, 0.336], 128 samples

No single number says that an explanation is good: a centred blob wins pointing games on centred data (its score stands
beside that of the explanation), and an edge detector passes flipping. Report several.
"""

from lrpfx.metrics.completeness import completeness
from lrpfx.metrics.flipping import Flipping, pixel_flipping
from lrpfx.metrics.localisation import Pointing, mass_accuracy, pointing_game, rank_accuracy
from lrpfx.metrics.randomisation import Randomisation, mprt
from lrpfx.metrics.score import Score
from lrpfx.metrics.sensitivity import max_sensitivity
from lrpfx.metrics.tune import Point, Tuning, srg, tune

__all__ = [
    "Flipping", "Point", "Pointing", "Randomisation", "Score", "Tuning", "completeness", "mass_accuracy",
    "max_sensitivity", "mprt", "pixel_flipping", "pointing_game", "rank_accuracy", "srg", "tune",
]  # fmt: skip
