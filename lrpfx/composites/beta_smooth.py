"""The gradient of the smoothed network."""

from lrpfx.composite import Composite, by_operator
from lrpfx.composites.gradient import gradient
from lrpfx.rules.relu_beta_smooth import relu_beta_smooth


def beta_smooth(beta_smooth: float = 10.0) -> Composite:
    """The gradient, but with the derivative of a softplus for each ReLU.

    Args:
        beta_smooth: β of the softplus; the larger, the closer to the ReLU.

    Source: Dombrowski et al. 2019, "Explanations Can Be Manipulated and Geometry Is to Blame".
    """
    entries = (*gradient().entries, (by_operator("relu"), relu_beta_smooth(beta_smooth)))
    return Composite("beta_smooth", entries, seed="one")
