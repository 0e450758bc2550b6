"""ε for dense layers, γ for convolutions, the box rule for the first convolution."""

from typing import Any

from lrpfx.composite import Composite, by_kind, first
from lrpfx.defaults import EPSILON, GAMMA, POSITIONS, STABILIZER
from lrpfx.operator import ZeroParams
from lrpfx.propagate import dense, propagate
from lrpfx.rules.epsilon import epsilon as epsilon_rule
from lrpfx.rules.gamma import gamma as gamma_rule
from lrpfx.rules.zbox import zbox
from lrpfx.stabilizer import Stabilizer


def epsilon_gamma_box(
    low: Any,
    high: Any,
    epsilon: float | Stabilizer = EPSILON,
    gamma: float = GAMMA,
    stabilizer: float | Stabilizer = STABILIZER,
    zero_params: ZeroParams = None,
    positions: float = POSITIONS,
) -> Composite:
    """LRP-ε for dense layers, LRP-γ for convolutions, LRP-z^B for the first convolution in the data flow.

    Dense layers over the positions of an image, of which convolutional networks have none, have LRP-γ.

    Args:
        low, high: least and greatest value of an input: a number, one number per channel, or an array for one input.
        epsilon: ε of the dense layers: a number or a `Stabilizer`.
        gamma: γ of the convolutions.
        stabilizer: what all other denominators are pushed away from zero by, likewise.
        zero_params: parameters of linear layers taken as zero: "bias", "weight", or both.
        positions: γ of dense layers over the positions of an image, such as those of vision transformers and ConvNeXt
            (`lrpfx.composites.over_positions`); 0 for LRP-ε there too.

    Source: Montavon et al. 2019, "Layer-Wise Relevance Propagation: An Overview", section 10.3.
    """
    entries = (
        (by_kind("convolution"), gamma_rule(gamma, stabilizer, zero_params)),
        *dense(epsilon_rule(epsilon, zero_params), positions, stabilizer, zero_params),
        (first("convolution"), zbox(low, high, stabilizer, zero_params)),
    )
    return Composite("epsilon_gamma_box", propagate(stabilizer) + entries)
