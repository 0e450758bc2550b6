"""Guided backpropagation."""

from lrpfx.composite import Composite, by_operator
from lrpfx.composites.gradient import gradient
from lrpfx.rules.relu_guided_backprop import relu_guided_backprop


def guided_backprop() -> Composite:
    """The gradient, but a ReLU hands on what is positive only.

    Source: Springenberg et al. 2015, "Striving for Simplicity: The All Convolutional Net".
    """
    entries = (*gradient().entries, (by_operator("relu"), relu_guided_backprop()))
    return Composite("guided_backprop", entries, seed="one")
