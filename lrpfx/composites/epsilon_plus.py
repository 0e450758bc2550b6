"""ε for dense layers, z⁺ for convolutions."""

from lrpfx.composite import Composite, by_kind
from lrpfx.defaults import EPSILON, STABILIZER
from lrpfx.propagate import propagate
from lrpfx.rules.epsilon import epsilon as epsilon_rule
from lrpfx.rules.zplus import zplus


def epsilon_plus(epsilon: float = EPSILON, stabilizer: float = STABILIZER) -> Composite:
    """LRP-ε for dense layers, LRP-z⁺ for convolutions.

    Args:
        epsilon: ε of the dense layers.
        stabilizer: what all other denominators are pushed away from zero by.

    Source: Kohlbrenner et al. 2020, "Towards Best Practice in Explaining Neural Network Decisions with LRP".
    """
    entries = (
        (by_kind("convolution"), zplus(stabilizer)),
        (by_kind("dense"), epsilon_rule(epsilon)),
    )
    return Composite("epsilon_plus", propagate(stabilizer) + entries)
