"""ε for dense layers, z⁺ for convolutions, flat for the first layer."""

from lrpfx.composite import Composite, first
from lrpfx.composites.epsilon_plus import epsilon_plus
from lrpfx.defaults import EPSILON, STABILIZER
from lrpfx.rules.flat import flat


def epsilon_plus_flat(epsilon: float = EPSILON, stabilizer: float = STABILIZER) -> Composite:
    """LRP-ε for dense layers, LRP-z⁺ for convolutions, LRP-flat for the first linear layer in the data flow.

    Args:
        epsilon: ε of the dense layers.
        stabilizer: what all other denominators are pushed away from zero by.

    Source: Kohlbrenner et al. 2020, "Towards Best Practice in Explaining Neural Network Decisions with LRP".
    """
    plus = epsilon_plus(epsilon, stabilizer)
    return Composite("epsilon_plus_flat", (*plus.entries, (first(), flat(stabilizer))))
