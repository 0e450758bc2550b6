"""ε for dense layers, z⁺ for convolutions, flat for the first layer."""

from lrpfx.composite import Composite, first
from lrpfx.composites.epsilon_plus import epsilon_plus
from lrpfx.defaults import EPSILON, POSITIONS, STABILIZER
from lrpfx.operator import ZeroParams
from lrpfx.rules.flat import flat
from lrpfx.stabilizer import Stabilizer


def epsilon_plus_flat(
    epsilon: float | Stabilizer = EPSILON,
    stabilizer: float | Stabilizer = STABILIZER,
    zero_params: ZeroParams = None,
    positions: float = POSITIONS,
) -> Composite:
    """LRP-ε for dense layers, LRP-z⁺ for convolutions, LRP-flat for the first linear layer in the data flow.

    Dense layers over the positions of an image, of which convolutional networks have none, have LRP-γ.

    Args:
        epsilon: ε of the dense layers: a number or a `Stabilizer`.
        stabilizer: what all other denominators are pushed away from zero by, likewise.
        zero_params: parameters of linear layers taken as zero: "bias", "weight", or both.
        positions: γ of dense layers over the positions of an image, such as those of vision transformers and ConvNeXt
            (`lrpfx.composites.over_positions`); 0 for LRP-ε there too.

    Source: Kohlbrenner et al. 2020, "Towards Best Practice in Explaining Neural Network Decisions with LRP".
    """
    plus = epsilon_plus(epsilon, stabilizer, zero_params, positions)
    return Composite("epsilon_plus_flat", (*plus.entries, (first(), flat(stabilizer, zero_params))))
