"""The gradient, by name and on every operator."""

from lrpfx.composite import Composite, by_kind
from lrpfx.ops import Kind
from lrpfx.rules.gradient import gradient as gradient_rule
from lrpfx.rules.lookup import lookup


def gradient() -> Composite:
    """The gradient of the output: every operator, of any kind, multiplies by its Jacobian.

    Integers that look rows up, such as tokens, have no gradient; they get the sum of that of their row.

    Source: Simonyan et al. 2014, "Deep Inside Convolutional Networks: Visualising Image Classification Models and
    Saliency Maps".
    """
    return Composite(
        "gradient", ((by_kind(*Kind), gradient_rule()), (by_kind("lookup"), lookup())), seed="one"
    )
