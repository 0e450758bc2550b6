"""ε everywhere."""

from lrpfx.composite import Composite, by_kind
from lrpfx.defaults import EPSILON
from lrpfx.operator import ZeroParams
from lrpfx.ops import LINEAR
from lrpfx.propagate import propagate
from lrpfx.rules.epsilon import epsilon as epsilon_rule
from lrpfx.stabilizer import Stabilizer


def epsilon(
    epsilon: float | Stabilizer = EPSILON, zero_params: ZeroParams = None, bias_factor: float = 0.0
) -> Composite:
    """LRP-ε for every layer; with ε = 0 LRP-0, which for networks of ReLU and max pooling is input times gradient.

    Args:
        epsilon: ε of all layers: a number or a `Stabilizer`.
        zero_params: parameters of linear layers taken as zero: "bias", "weight", or both.
        bias_factor: how much of what bias and stabilizer absorb is spread evenly over a layer's inputs.

    Source: Bach et al. 2015, "On Pixel-Wise Explanations for Non-Linear Classifier Decisions by Layer-Wise Relevance
    Propagation", eq. 58.
    """
    rule = epsilon_rule(epsilon, zero_params, bias_factor)
    return Composite("epsilon", (*propagate(epsilon), (by_kind(*LINEAR), rule)))
