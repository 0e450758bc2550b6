"""ε for dense layers, γ for convolutions, the box rule for the first convolution."""

from lrpfx.composite import Composite, by_kind, first
from lrpfx.defaults import EPSILON, GAMMA, STABILIZER
from lrpfx.graph import Attr
from lrpfx.propagate import propagate
from lrpfx.rules.epsilon import epsilon as epsilon_rule
from lrpfx.rules.gamma import gamma as gamma_rule
from lrpfx.rules.zbox import zbox


def epsilon_gamma_box(
    low: Attr, high: Attr, epsilon: float = EPSILON, gamma: float = GAMMA, stabilizer: float = STABILIZER
) -> Composite:
    """LRP-ε for dense layers, LRP-γ for convolutions, LRP-z^B for the first convolution in the data flow.

    Args:
        low, high: least and greatest value of an input: a number, or one number per channel.
        epsilon: ε of the dense layers.
        gamma: γ of the convolutions.
        stabilizer: what all other denominators are pushed away from zero by.

    Source: Montavon et al. 2019, "Layer-Wise Relevance Propagation: An Overview", section 10.3.
    """
    entries = (
        (by_kind("convolution"), gamma_rule(gamma, stabilizer)),
        (by_kind("dense"), epsilon_rule(epsilon)),
        (first("convolution"), zbox(low, high, stabilizer)),
    )
    return Composite("epsilon_gamma_box", propagate(stabilizer) + entries)
