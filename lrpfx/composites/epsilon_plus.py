"""ε for dense layers, z⁺ for convolutions."""

from lrpfx.composite import Composite, by_kind
from lrpfx.defaults import EPSILON, POSITIONS, STABILIZER
from lrpfx.operator import ZeroParams
from lrpfx.propagate import dense, propagate
from lrpfx.rules.epsilon import epsilon as epsilon_rule
from lrpfx.rules.zplus import zplus
from lrpfx.stabilizer import Stabilizer


def epsilon_plus(
    epsilon: float | Stabilizer = EPSILON,
    stabilizer: float | Stabilizer = STABILIZER,
    zero_params: ZeroParams = None,
    positions: float = POSITIONS,
) -> Composite:
    """LRP-ε for dense layers, LRP-z⁺ for convolutions.

    Dense layers over the positions of an image, of which convolutional networks have none, have LRP-γ.

    Args:
        epsilon: ε of the dense layers: a number or a `Stabilizer`.
        stabilizer: what all other denominators are pushed away from zero by, likewise.
        zero_params: parameters of linear layers taken as zero: "bias", "weight", or both.
        positions: γ of dense layers over the positions of an image, such as those of vision transformers and ConvNeXt
            (`lrpfx.composites.over_positions`); 0 for LRP-ε there too.

    Source: Kohlbrenner et al. 2020, "Towards Best Practice in Explaining Neural Network Decisions with LRP".
    """
    entries = (
        (by_kind("convolution"), zplus(stabilizer, zero_params)),
        *dense(epsilon_rule(epsilon, zero_params), positions, stabilizer, zero_params),
    )
    return Composite("epsilon_plus", propagate(stabilizer) + entries)
