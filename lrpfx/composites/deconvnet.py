"""The deconvolutional network."""

from lrpfx.composite import Composite, by_operator
from lrpfx.composites.gradient import gradient
from lrpfx.rules.relu_deconvnet import relu_deconvnet


def deconvnet() -> Composite:
    """The gradient, but a ReLU hands on what is positive, wherever its input was.

    Source: Zeiler and Fergus 2014, "Visualizing and Understanding Convolutional Networks".
    """
    entries = (*gradient().entries, (by_operator("relu"), relu_deconvnet()))
    return Composite("deconvnet", entries, seed="one")
