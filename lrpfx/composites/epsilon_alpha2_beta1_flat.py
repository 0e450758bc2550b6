"""ε for dense layers, α2β1 for convolutions, flat for the first layer."""

from lrpfx.composite import Composite, first
from lrpfx.composites.epsilon_alpha2_beta1 import epsilon_alpha2_beta1
from lrpfx.defaults import EPSILON, POSITIONS, STABILIZER
from lrpfx.operator import ZeroParams
from lrpfx.rules.flat import flat
from lrpfx.stabilizer import Stabilizer


def epsilon_alpha2_beta1_flat(
    epsilon: float | Stabilizer = EPSILON,
    stabilizer: float | Stabilizer = STABILIZER,
    zero_params: ZeroParams = None,
    positions: float = POSITIONS,
) -> Composite:
    """LRP-ε for dense layers, LRP-α2β1 for convolutions, LRP-flat for the first linear layer in the data flow.

    Dense layers over the positions of an image, of which convolutional networks have none, have LRP-γ.

    Args:
        epsilon: ε of the dense layers: a number or a `Stabilizer`.
        stabilizer: what all other denominators are pushed away from zero by, likewise.
        zero_params: parameters of linear layers taken as zero: "bias", "weight", or both.
        positions: γ of dense layers over the positions of an image, such as those of vision transformers and ConvNeXt
            (`lrpfx.composites.over_positions`); 0 for LRP-ε there too.

    Source: Lapuschkin et al. 2019, "Unmasking Clever Hans Predictors and Assessing What Machines Really Learn".
    """
    base = epsilon_alpha2_beta1(epsilon, stabilizer, zero_params, positions)
    return Composite("epsilon_alpha2_beta1_flat", (*base.entries, (first(), flat(stabilizer, zero_params))))
